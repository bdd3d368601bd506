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

LATER = "qof-england-2016-17"
VIEWS = """on,who,role,about,said,answer,change
2016-05-10,Barsetshire LMC,LMC,frailty reviews,The review takes 40 minutes.,We agree.,the template is shorter
2016-05-12,Dr Mary Thorne,practice,depression,At ZZ9003 we stopped recording them.,,
"""
REGISTER = "person,role,votes,practice_code\nDr Mary Thorne,GP member,yes,ZZ9002\n"
TWO_YEARS = ("qof-england-2013-14", "qof-england-2014-15")


def written(folder: Path) -> dict[str, Path]:
    """Write the pages to a folder and return them by name."""
    register, ranges = folder / "register.csv", folder / "ranges.yaml"
    register.write_text(REGISTER, encoding="utf-8")
    later = later_pack(folder, {"HYP006": 0.10, "DEP003": 0.95})
    pages: dict[str, Path] = {}
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        for audience in ("public", "confidential", "ZZ9001"):
            its = register if audience == "confidential" else None
            out = folder / f"comparison-{audience}"
            compare(QOF, str(SCHEME), [PACK], out=out, audience=audience, draws=0, interests=its)
            pages[f"comparison-{audience}"] = out / "comparison.html"
        compare(QOF, QOF, [PACK], out=folder / "same", draws=0)
        pages["comparison-same"] = folder / "same" / "comparison.html"
        for audience in ("public", "confidential", "ZZ9001"):
            out = folder / f"two-years-{audience}"
            signed = ("Dr A. Name", "2014-03-03") if audience == "confidential" else None
            compare(
                *TWO_YEARS,
                across_years=True,
                made_up=True,
                out=out,
                audience=audience,
                draws=0,
                sign_off=signed,
            )
            pages[f"two-years-{audience}"] = out / "comparison.html"
        monitor(str(SCHEME), [PACK], base=QOF, store=ranges, draws=10)
        views = folder / "views.csv"
        views.write_text(VIEWS, encoding="utf-8")
        for audience in ("public", "confidential"):
            out, year_on = folder / f"monitor-{audience}.html", folder / f"year-on-{audience}.html"
            monitor(
                *(str(SCHEME), [PACK, later]),
                band=ranges,
                audience=audience,
                out=out,
                year_on=year_on,
                views=views,
                later=LATER,
            )
            pages |= {out.stem: out, year_on.stem: year_on}
        monitor(str(SCHEME), [later], band=ranges, year_on=folder / "year-on-bare.html")
        pages["year-on-bare"] = folder / "year-on-bare.html"
    return pages
