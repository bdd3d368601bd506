"""One year on as one self-contained page and as figures; nothing in it is worked out here."""

from __future__ import annotations

from dataclasses import asdict
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from jinja2 import FileSystemLoader, StrictUndefined
from jinja2.sandbox import SandboxedEnvironment

from incentives.base.amount import in_pounds
from incentives.compare.year_on import (
    INSIDE,
    KEPT,
    LEDGER,
    NO_FORECAST,
    NOT_PAID,
    RESTORED,
    STOPPED,
)
from incentives.report.monitor_page import PAYMENT, said_due, said_follows
from incentives.shipped import shipped
from incentives.withdrawal.monitoring import NOTHING

if TYPE_CHECKING:
    from datetime import date

    from incentives.compare.year_on import Cost, Outcome, YearOn
    from incentives.report.audience import Audience

_PENCE = 100
_FEW_NAMED = 12


def page(found: YearOn, audience: Audience, program: str, dated: date) -> str:
    """Return the whole page as HTML; for the public the facts are those of ``for_the_public``."""
    environment = SandboxedEnvironment(
        loader=FileSystemLoader(shipped("templates")), autoescape=True, undefined=StrictUndefined
    )
    return environment.get_template("year_on.html.jinja").render(
        found=found,
        audience=audience,
        program=program,
        dated=dated,
        headline=headline(found),
        outside=[row(o) for o in found.outcomes if o.outside],
        inside=[row(o) for o in found.outcomes if not o.outside and o.is_forecast],
        others=[row(o) for o in found.outcomes if not o.outside and not o.is_forecast],
        cost=cost_rows(found.cost, whole=audience.is_public) if found.cost else [],
        cost_says=cost_says(found.cost, whole=audience.is_public) if found.cost else "",
        follows=follows(found),
        due=[said_due(d) for d in found.due],
        decisions=decisions(found),
        withheld=withheld(found),
        rests_on=rests_on(found),
    )


def headline(found: YearOn) -> str:
    """Return one sentence: how many forecasts held, and how many indicators fell below their range."""
    held, number = found.held()
    below = [o.indicator for o in found.outcomes if o.outside and o.place.startswith("below")]
    if not number:
        held_says = "no change was forecast for any indicator"
    else:
        held_says = f"{held} of {number} forecasts held (about {round(0.8 * number)} were to be expected)"
    if not below:
        return f"{found.period}: {held_says}; nothing lies below its range."
    return f"{found.period}: {held_says}; below the range: {', '.join(below)}."


def row(outcome: Outcome) -> dict[str, str]:
    """Return one indicator in words, for a table."""
    its = outcome.range
    return {
        "id": outcome.indicator,
        "title": outcome.title,
        "happens": PAYMENT.get(outcome.happens, outcome.happens),
        "range_is": "forecast" if outcome.is_forecast else "if nothing changed",
        "before": f"{outcome.before:.1%}" if outcome.before is not None else "—",
        "likely": f"{its.low80:.1%} to {its.high80:.1%}" if its else "—",
        "wide": f"{its.low95:.1%} to {its.high95:.1%}" if its else "—",
        "seen": f"{outcome.seen:.1%}",
        "exceptions": f"{outcome.exceptions:.1%}",
        "place": outcome.place,
    }


def follows(found: YearOn) -> list[str]:
    """Return what follows for each indicator from which something does."""
    return [
        f"{o.indicator}: {said_follows(o.happens, o.follows)}" for o in found.outcomes if o.follows != NOTHING
    ]


def cost_rows(cost: Cost, *, whole: bool) -> list[tuple[str, str]]:
    """Return what was paid beside limit and forecast, as lines of a table; ``whole`` leaves pence out."""
    rows = [("Paid", _pounds(cost.paid, whole=whole))]
    if cost.provisional:
        rows.append(("of which later data may change", _pounds(cost.provisional, whole=whole)))
    if cost.forecast:
        ends = (cost.forecast.low80, cost.forecast.high80)
        rows.append(("Forecast at go-live", _pounds(cost.forecast.expected, whole=whole)))
        rows.append(("Likely range (4 in 5)", " to ".join(_pounds(end, whole=whole) for end in ends)))
    if cost.limit is not None:
        rows.append(("Budget limit", _pounds(cost.limit, whole=whole)))
        if cost.contingency:
            rows.append(("Contingency on top", _pounds(cost.contingency, whole=whole)))
        rows.append(
            ("Left of the limit", _pounds(cost.left or 0, whole=whole))
            if (cost.left or 0) >= 0
            else ("Over the limit", _pounds(-(cost.left or 0), whole=whole))
        )
    return rows


def cost_says(cost: Cost, *, whole: bool) -> str:
    """Return where the figures come from, and where what was paid lies in its range."""
    if cost.source == LEDGER:
        of = f"Paid: the {LEDGER}, {'; '.join(cost.periods)}."
    else:
        of = f"Paid: {cost.source}; no ledger was given, so it may differ from what was released."
    if cost.outstanding:
        of += f" Not released yet: {'; '.join(cost.outstanding)}."
    elif cost.place == INSIDE:
        of += " It lies inside the likely range."
    elif cost.place != NO_FORECAST:
        of += f" It lies {cost.place}."
    return of + (" Pounds are rounded to the nearest thousand." if whole else "")


def decisions(found: YearOn) -> list[tuple[str, str]]:
    """Return what became of the indicators, each group in one line; none where no later scheme is known."""
    if not found.later_scheme:
        return []
    return [(became, _named(found.those(became))) for became in (RESTORED, NOT_PAID, STOPPED, KEPT)]


def _named(codes: tuple[str, ...]) -> str:
    if not codes:
        return "none"
    return ", ".join(codes) if len(codes) <= _FEW_NAMED else f"{len(codes)} indicators"


def withheld(found: YearOn) -> str:
    """Return how many views a public page leaves out, in a sentence; blank where none."""
    if not found.withheld:
        return ""
    which = "1 view names" if found.withheld == 1 else f"{found.withheld} views name"
    return f"{which} a practice or a person and is left out here."


def rests_on(found: YearOn) -> list[str]:
    """Return what the page rests on."""
    missing = f"; {found.without_results} of them have no results" if found.without_results else ""
    stored = found.stored_on.strftime("%-d %B %Y")
    return [
        f"The ranges were stored on {stored}, unchanged since (fingerprint {found.fingerprint[:16]}…).",
        f"Results are of the {found.practices} practices that had signed then (or of all){missing}.",
        "A likely range holds 4 of 5 such indicators, a wide one 19 of 20.",
        "A result above its range is a forecast that was wrong too.",
        "Achievement counts everybody the indicator is about, exceptions too.",
    ]


def as_data(found: YearOn) -> dict[str, Any]:
    """Return the same for a program: shares of one as numbers, pounds as whole pence."""
    told = asdict(found)
    for name in ("stored_on",):
        told[name] = getattr(found, name).isoformat()
    told["due"] = [said_due(d) for d in found.due]
    told["decisions"] = dict(found.decisions)
    for view in told["views"] or ():
        view["on"] = view["on"].isoformat()
    held, number = found.held()
    return told | {"forecasts": number, "forecasts_that_held": held}


def _pounds(pence: int, *, whole: bool) -> str:
    text = in_pounds(Fraction(pence, _PENCE))
    return text.removesuffix(".00") if whole else text
