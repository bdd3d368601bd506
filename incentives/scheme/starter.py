"""A starter file for a scheme of one's own: every section once, with sensible values and what they mean.

The text is a template (``templates/new-scheme.yaml``); here it is told what the QOF year holds that the
scheme starts from. The same names give the same text; nothing depends on the clock.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jinja2 import StrictUndefined
from jinja2.sandbox import SandboxedEnvironment

from incentives.base.amount import written
from incentives.base.year import written_date
from incentives.scheme.reading import read_scheme
from incentives.scheme.shelf import shipped_schemes
from incentives.scheme.values import Slide
from incentives.scheme.writing import one_value
from incentives.shipped import shipped

if TYPE_CHECKING:
    from datetime import date
    from fractions import Fraction

    from incentives.scheme.model import Scheme

TEMPLATE = "new-scheme.yaml"
_YEAR = re.compile(r"qof-england-\d{4}-\d{2}")
_MORE = 5


@dataclass(frozen=True)
class Shown:
    """An indicator of the QOF year as the starter shows it."""

    id: str
    title: str
    points: str
    more_points: str


def latest_year() -> str:
    """Return the id of the latest English QOF year on the shelf."""
    return max(name for name in shipped_schemes() if _YEAR.fullmatch(name))


def starter_text(identifier: str, *, starts_from: str, title: str = "", file: str, begun: date | None) -> str:
    """Return the text of a starter file; raises Refused where the scheme it starts from cannot be read."""
    # The text is YAML, not HTML: values are put in quotes by ``one``, where they need them.
    made = SandboxedEnvironment(undefined=StrictUndefined, keep_trailing_newline=True, autoescape=False)
    made.filters["one"] = one_value
    template = made.from_string((shipped("templates") / TEMPLATE).read_text(encoding="utf-8"))
    parent, _ = read_scheme(starts_from)
    stopped, changed = _chosen(parent)
    return template.render(
        id=identifier,
        title=" ".join(title.split()) or f"Local incentive scheme {parent.header.year}",
        file=file,
        starts_from=starts_from,
        begun=written_date(begun) if begun else "",
        stopped=stopped,
        changed=changed,
        **_days(parent),
    )


def _days(parent: Scheme) -> dict[str, str]:
    year = parent.header.year
    start = year.starts_in
    return {
        "year": str(year),
        "before": str(year.previous),
        "open": f"{start}-02-16",
        "close": f"{start}-03-20",
        "late": f"{start + 1}-05-31",
        "consulted": f"{start}-02-10",
        "review": f"{start}-09-30",
        "ends": year.last_day.isoformat(),
    }


def _chosen(parent: Scheme) -> tuple[Shown, Shown]:
    """Return the indicator of fewest points to stop paying for, and that of most points to change."""
    rising = [i for i in parent.indicators if isinstance(getattr(i.terms, "pays", None), Slide)]
    by_points = sorted(rising, key=lambda i: (i.terms.points, i.id))
    stopped, changed = (
        Shown(i.id, i.terms.title or i.id, written(i.terms.points), _more(i.terms.points))
        for i in (by_points[0], by_points[-1])
    )
    return stopped, changed


def _more(points: Fraction) -> str:
    return written(points + _MORE)
