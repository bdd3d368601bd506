"""Every page that the program writes, of the example: for each audience and state, with its file."""

from __future__ import annotations

import contextlib
import io
from typing import TYPE_CHECKING

from incentives.cli.compare import compare
from incentives.cli.monitor import monitor
from tests.unit.compare.later_results import PACK, QOF, SCHEME, later_pack

if TYPE_CHECKING:
    from pathlib import Path

REGISTER = "person,role,votes,practice_code\nDr Mary Thorne,GP member,yes,ZZ9002\n"


def written(folder: Path) -> dict[str, Path]:
    """Write the pages to a folder and return them by name."""
    register, ranges = folder / "register.csv", folder / "ranges.yaml"
    register.write_text(REGISTER, encoding="utf-8")
    later = later_pack(folder, {"HYP006": 0.10, "DEP003": 0.95})
    pages = {}
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        for audience in ("public", "confidential", "ZZ9001"):
            its = register if audience == "confidential" else None
            out = folder / f"comparison-{audience}"
            compare(QOF, str(SCHEME), [PACK], out=out, audience=audience, draws=0, interests=its)
            pages[f"comparison-{audience}"] = out / "comparison.html"
        compare(QOF, QOF, [PACK], out=folder / "same", draws=0)
        pages["comparison-same"] = folder / "same" / "comparison.html"
        monitor(str(SCHEME), [PACK], base=QOF, store=ranges)
        for audience in ("public", "confidential"):
            out = folder / f"monitor-{audience}.html"
            monitor(str(SCHEME), [PACK, later], band=ranges, out=out, audience=audience)
            pages[f"monitor-{audience}"] = out
    return pages
