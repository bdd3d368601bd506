"""Practice data with answers to an offer, for the tests of sign-up, uploads and returns."""

from __future__ import annotations

import shutil
from functools import cache
from typing import TYPE_CHECKING

from incentives.base.year import FinancialYear
from incentives.data.pack import pack_of
from incentives.shipped import shipped

if TYPE_CHECKING:
    from pathlib import Path

    from incentives.data.pack import Pack

EXAMPLE = shipped("examples") / "barsetshire"
DECIDED = ("pensionable: not decided\n  vat: not decided", "pensionable: yes\n  vat: outside scope")
ANSWERS = (
    {"practice_code": "ZZ9001", "answer": "yes", "signed_by": "A. Partner", "signed_on": "2015-03-02"},
    {"practice_code": "ZZ9002", "answer": "yes", "signed_by": "", "signed_on": ""},
    {"practice_code": "ZZ9003", "answer": "no", "signed_by": "", "signed_on": ""},
    {"practice_code": "ZZ9004", "answer": "", "signed_by": "", "signed_on": ""},
)
NAMES = {f"ZZ900{n}": f"Surgery {n}" for n in range(1, 6)}


def pack_with(*answers: dict[str, str]) -> Pack:
    """Return five practices, of which some were offered version 2 on 16 February 2015."""
    offered = {"scheme_version": "2", "offered_on": "2015-02-16"}
    tables = {
        "practices": [{"practice_code": c, "name": n, "contract": "GMS"} for c, n in NAMES.items()],
        "signup": [offered | a for a in answers],
    }
    return pack_of({name: rows for name, rows in tables.items() if rows}, year=FinancialYear(2015))


@cache
def decided_text() -> str:
    """Return the example scheme with the treatment of its payments decided."""
    text = (EXAMPLE / "scheme.yaml").read_text(encoding="utf-8")
    assert DECIDED[0] in text
    return text.replace(*DECIDED)


def decided_scheme(folder: Path) -> str:
    """Write the example scheme with its treatment decided; return its path."""
    path = folder / "scheme.yaml"
    path.write_text(decided_text(), encoding="utf-8")
    return str(path)


def copied_pack(folder: Path, **replaced: str) -> Path:
    """Copy the example's practice data, with other text for some of its tables."""
    to = folder / "pack"
    shutil.copytree(EXAMPLE / "pack", to)
    for table, text in replaced.items():
        (to / f"{table}.csv").write_text(text, encoding="utf-8")
    return to
