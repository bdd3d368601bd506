"""A failing example for each problem of offers, uploads, the calendar, returns and reconciliation."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from openpyxl import Workbook

from incentives.base.problem import Refused
from incentives.base.year import FinancialYear
from incentives.cli.export import export
from incentives.cli.loading import sound_plan
from incentives.cli.reconcile import double_payments
from incentives.cli.schedule import schedule
from incentives.cli.signup import signup
from incentives.data.pack import read_pack
from incentives.govern.codes import read_codes
from incentives.govern.extract import read_extract
from incentives.govern.ledger import Ledger
from incentives.govern.offers import answers
from incentives.govern.reconciling import reconcile
from incentives.govern.returns import Period, read_period, returns_of
from incentives.govern.returns_read import read_returns
from incentives.report.schedule_parts import bodies, refuse_folder
from incentives.report.uploads.delimited import machine_csv
from incentives.report.uploads.layout import read_upload_layout
from incentives.report.uploads.template import fill_template
from tests.unit.govern.made_packs import EXAMPLE, pack_with
from tests.unit.govern.test_reconciling import extract
from tests.unit.govern.test_returns import fill
from tests.unit.uploads.released import CODES, sent, upload, with_lines
from tests.unit.uploads.test_fill_template import HEADS, template

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from incentives.scheme.model import Scheme

PACK, SCHEME = EXAMPLE / "pack", str(EXAMPLE / "scheme.yaml")


def _qof() -> Scheme:
    return sound_plan("qof-england-2015-16")[0]


def _returned(folder: Path, *, twice: bool = False, **cells: object) -> None:
    """Send a return out, have it filled in with other texts, and read it."""
    scheme = sound_plan(SCHEME)[0]
    period = Period(FinancialYear(2015), 2)
    asked = returns_of(scheme, "0123456789ab", read_pack(PACK), period, period.due)[:2]
    for name in ("a", "b")[: 2 if twice else 1]:
        fill(folder / f"{name}.xlsx", asked[0], **cells)  # type: ignore[arg-type]
    raise Refused(read_returns(folder, asked)[1])


def _extract(folder: Path, *heads: str) -> None:
    path = extract(folder / "e.csv", ("a reference", "ten"), heads=heads)
    reconcile((), read_extract(path, ("reference", "amount"), {}))


def _same_codes_twice(folder: Path) -> None:
    path, text = folder / "codes.yaml", CODES.read_text(encoding="utf-8")
    path.write_text(text.replace("contract: PMS\n    stage", "contract: any\n    stage"), encoding="utf-8")
    read_codes(path)


def _no_release(folder: Path) -> None:
    Ledger(folder / "ledger.db")
    export(SCHEME, PACK, layout="csv", out=folder / "a.csv", ledger=folder / "ledger.db")


def _with_another_file(folder: Path) -> Path:
    (folder / "minutes.docx").write_bytes(b"kept")
    return folder


def _own_layout(folder: Path) -> None:
    path = folder / "own.yaml"
    text = (EXAMPLE.parents[1] / "templates" / "layouts" / "csv.yaml").read_text(encoding="utf-8")
    path.write_text(text.replace("holds: amount", "holds: amuont"), encoding="utf-8")
    read_upload_layout(str(path))


def _cell(field: str, text: str) -> None:
    found = upload("csv")
    machine_csv(replace(found, rows=({**found.rows[0], field: text},)))


def _fill(folder: Path, *codes: str, heads: tuple[str, ...] = HEADS, chart: bool = False) -> None:
    path = template(folder / "t.xlsx", codes, heads=heads, chart=chart)
    fill_template(upload("cqrs-local-bulk", with_lines(sent().lines[0])), path)


def _workbook_of_notes(folder: Path) -> Path:
    made = Workbook()
    made.worksheets[0].append(["our codes", "cost centre"])
    made.save(folder / "codes.xlsx")
    return folder / "codes.xlsx"


GOVERNANCE: dict[str, Callable[[Path], object]] = {
    "G141": lambda _: answers(pack_with(), "a-scheme"),
    "G142": _same_codes_twice,
    "G143": lambda _: read_period("2015-Q5", FinancialYear(2015)),
    "G145": lambda folder: _returned(folder, B8="an older one"),
    "G146": lambda folder: _returned(folder, B4="ZZ9999"),
    "G147": lambda folder: _returned(folder, C12="Reviews of anybody"),
    "G148": lambda folder: _returned(folder, B16=None),
    "G149": lambda folder: _returned(folder, twice=True),
    "G150": lambda folder: read_returns(folder, ()),
    "G154": lambda folder: read_codes(folder / "codes.yaml"),
    "G155": lambda _: read_codes(EXAMPLE / "scheme.yaml"),
    "G230": lambda folder: read_codes(_workbook_of_notes(folder)),
    "G151": lambda folder: _extract(folder, "Reference", "Amount of it"),
    "G152": lambda folder: _extract(folder, "Reference", "Amount"),
    "G153": lambda folder: double_payments(
        SCHEME, PACK, extract=extract(folder / "e.csv", ("ZZ9001", 1), heads=("Practice", "Amount"))
    ),
    "G144": lambda _: returns_of(
        _qof(), "v1", pack_with(), Period(FinancialYear(2015), 1), date(2015, 7, 14)
    ),
}
COMMANDS: dict[str, Callable[[Path], object]] = {
    "C190": lambda _: signup("qof-england-2015-16", PACK),
    "C191": lambda folder: export(SCHEME, PACK, layout="ledger-journal", out=folder / "j.csv"),
    "C192": _no_release,
    "C194": lambda folder: export(
        SCHEME, PACK, layout="cqrs-local-bulk", out=folder / "c.xlsx", draft=True, period="May 2015"
    ),
    "R130": lambda _: read_upload_layout("pcse"),
    "R131": _own_layout,
    "R132": lambda _: _cell("practice_name", "=1+1"),
    "R133": lambda _: _cell("practice_code", ""),
    "R135": lambda _: upload("ledger-journal", replace(sent(), codes=None)),
    "R136": lambda _: upload("pcse-contract-variation", replace(sent(), codes=None)),
    "R137": lambda folder: _fill(folder, "ZZ9001", heads=HEADS[:3]),
    "R138": lambda folder: _fill(folder, "ZZ9002"),
    "C196": lambda folder: schedule("qof-england-2015-16", PACK, folder / "parts", by="county"),
    "R140": lambda folder: schedule(SCHEME, PACK, folder / "parts", by="network"),
    "R141": lambda _: bodies(pack_with(), "commissioner"),
    "R220": lambda folder: refuse_folder(_with_another_file(folder), force=True),
    "R139": lambda folder: _fill(folder, "ZZ9001", chart=True),
}
WARNED = frozenset({"C193", "C195", "C197"})
"""Said by ``export``, which goes on: what blocks a draft's release, a late upload, a closed practice."""
