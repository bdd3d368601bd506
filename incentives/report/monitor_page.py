"""Results after go-live as one self-contained page and as figures; nothing in it is worked out here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jinja2 import FileSystemLoader, StrictUndefined
from jinja2.sandbox import SandboxedEnvironment

from incentives.report.charts_after import Column, Dot, by_size, over_time
from incentives.shipped import shipped
from incentives.withdrawal.monitoring import NOTHING, RESTORE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from incentives.compare.watch import Due, Watch, Watched
    from incentives.report.audience import Audience
    from incentives.scheme.model import StopIf

FEWEST_PATIENTS = 5
PAYMENT = {
    "withdrawn": "not paid for",
    "watched": "not paid for, still watched",
    "substituted": "replaced by another payment",
    "kept": "paid for",
}


def page(found: Watch, title: str, audience: Audience, program: str, dated: date) -> str:
    """Return the whole page as HTML for the public or for the body's own people."""
    environment = SandboxedEnvironment(
        loader=FileSystemLoader(shipped("templates")), autoescape=True, undefined=StrictUndefined
    )
    return environment.get_template("monitor.html.jinja").render(
        found=found,
        title=title,
        audience=audience,
        program=program,
        dated=dated,
        headline=headline(found),
        due=[said_due(d) for d in found.due],
        nothing_due="Nothing that the scheme would be stopped for.",
        rules=[said_rule(r) for r in found.rules],
        rows=[row(w) for w in found.watched if w.last and _is_shown(w)],
        others=[row(w) for w in found.watched if w.last and not _is_shown(w)],
        missing=said_missing(found, names=audience.sees_every_practice),
        charts=[_charts(w, found, audience) for w in found.watched if w.last and _is_shown(w)],
        assumptions=_assumptions(found),
    )


def headline(found: Watch) -> str:
    """Return one sentence: how many indicators stand outside their ranges, and what that means."""
    seen = [w for w in found.watched if w.last]
    outside = [w for w in seen if w.follows != NOTHING]
    if not outside:
        return (
            f"{found.periods[-1]}: of {len(seen)} indicators none asks for anything to be done; "
            f"{sum(w.fallen for w in seen)} stand lower than if nothing had changed."
        )
    named = ", ".join(w.stored.id for w in outside)
    return (
        f"{found.periods[-1]}: {len(outside)} of {len(seen)} indicators stand below what was expected, "
        f"and something follows: {named}."
    )


def row(watched: Watched) -> dict[str, str]:
    """Return an indicator's last period in words, for a table."""
    last, now = watched.last, watched.range_now
    assert last is not None  # noqa: S101 - only indicators with a period seen are told
    before = watched.stored.achieved / watched.stored.eligible if watched.stored.eligible else None
    return {
        "id": watched.stored.id,
        "title": watched.stored.title,
        "happens": PAYMENT.get(watched.stored.happens, watched.stored.happens),
        "before": f"{before:.1%}" if before is not None else "—",
        "likely": f"{now.low80:.1%} to {now.high80:.1%}" if now else "—",
        "seen": f"{last.rate:.1%}",
        "exceptions": f"{last.exception_rate:.1%}",
        "fallen": "yes" if watched.fallen else "no",
        "follows": follows_in_words(watched),
    }


def follows_in_words(watched: Watched) -> str:
    """Return what follows now for one indicator."""
    return said_follows(watched.stored.happens, watched.follows)


def said_follows(happens: str, follows: str) -> str:
    """Return what follows; what is still paid for cannot be paid for again."""
    if happens == "kept" and follows == RESTORE:
        return "outside the wide range, though it is paid for: ask practices, and check recording first"
    return follows


def said_rule(rule: StopIf) -> str:
    """Return one of the scheme's own conditions in words."""
    whose = ", ".join(rule.indicators) if rule.indicators else "any indicator that is watched"
    return f"If {whose} is {rule.when}: {rule.then}. The {rule.decided_by} decides within {rule.within} days."


def said_due(due: Due) -> str:
    """Return what the scheme says is to be decided now."""
    rule = due.rule
    return (
        f"{', '.join(due.indicators)}: {rule.when}. The {rule.decided_by} decides within {rule.within} "
        f"days: {rule.then}."
    )


def said_missing(found: Watch, *, names: bool) -> list[str]:
    """Return which practices of the stored ranges a period lacks; their codes where they may be shown."""
    told = []
    for period, codes in found.missing.items():
        who = f" ({', '.join(codes)})" if names else ""
        told.append(
            f"{period}: {len(codes)} of the {len(found.stored.practices)} practices of the stored ranges "
            f"have no results{who}; the rate is of the others."
        )
    return told


def as_data(found: Watch) -> dict[str, Any]:
    """Return the same for a program: shares of one as numbers."""
    return {
        "scheme": found.stored.scheme,
        "stored_on": found.stored.stored_on.isoformat(),
        "fingerprint": found.stored.fingerprint,
        "periods": list(found.periods),
        "due": [
            {"indicators": list(d.indicators), "when": d.rule.when, "then": d.rule.then} for d in found.due
        ],
        "indicators": [_indicator(w) for w in found.watched],
        "practices_without_results": {p: list(codes) for p, codes in found.missing.items()},
    }


def _indicator(watched: Watched) -> dict[str, Any]:
    return {
        "indicator": watched.stored.id,
        "happens": watched.stored.happens,
        "evidence": bool(watched.stored.expected) or watched.stored.happens == "kept",
        "lower_than_unchanged": watched.fallen,
        "change_by_patients_achieved": watched.parts[0] if watched.parts else None,
        "change_by_patients_it_is_about": watched.parts[1] if watched.parts else None,
        "follows": watched.follows if watched.last else None,
        "periods": [
            {"period": s.period, "rate": s.rate, "exceptions": s.exceptions / s.eligible}
            for s in watched.seen
        ],
        "verdicts": [
            {"period": v.period, "below_likely": v.outside80, "below_wide": v.outside95, "follows": v.follows}
            for v in watched.verdicts
        ],
        "signals_over_time": [{"period": p.period, "signal": p.signal} for p in watched.points if p.signal],
        "practices_to_ask": list(watched.dots.to_ask) if watched.dots else [],
    }


def _is_shown(watched: Watched) -> bool:
    """Tell whether an indicator has charts: it is no longer paid for, or something follows from it."""
    return watched.stored.happens != "kept" or watched.follows != NOTHING


def _charts(watched: Watched, found: Watch, audience: Audience) -> dict[str, Any]:
    told = row(watched)
    title = f"{watched.stored.id}: recorded achievement over time"
    description = (
        f"{told['before']} before; likely range in {found.periods[-1]} {told['likely']}; seen {told['seen']}."
    )
    return {
        "id": watched.stored.id,
        "title": watched.stored.title,
        "outside": watched.follows != NOTHING,
        "says": _says(watched, told),
        "over_time": over_time(list(_columns(watched, found)), title, description),
        "limits": bool(watched.points),
        "by_size": _by_size(watched),
        "to_ask": ", ".join(watched.dots.to_ask) if watched.dots and audience.sees_every_practice else "",
    }


def _says(watched: Watched, told: dict[str, str]) -> str:
    on = f"Seen {told['seen']}, likely range {told['likely']}. What follows: {told['follows']}."
    if watched.stored.happens != "kept" and not watched.stored.expected:
        on += " No evidence for its type: the range is that of no change."
    if watched.parts and watched.fallen:
        achieved, counted = (100 * part for part in watched.parts)
        on += (
            f" Of the change of {achieved + counted:+.1f} points, {achieved:+.1f} come from patients "
            f"achieved and {counted:+.1f} from how many patients it is about."
        )
    signals = [f"{p.period}: {p.signal}" for p in watched.points if p.signal]
    return f"{on} Over time: {'; '.join(signals)}." if signals else on


def _columns(watched: Watched, found: Watch) -> Iterator[Column]:
    seen = {s.period: s for s in watched.seen}
    ranges = {r.period: r for r in watched.ranges}
    points = {p.period: p for p in watched.points}
    follows = {v.period: v.follows != NOTHING for v in watched.verdicts}
    for period in sorted({*seen, *found.stored.periods}):
        one, its, point = seen.get(period), ranges.get(period), points.get(period)
        yield Column(
            period=period,
            rate=one.rate if one else None,
            exceptions=one.exceptions / one.eligible if one else None,
            likely=(its.low80, its.high80) if its else None,
            wide=(its.low95, its.high95) if its else None,
            limits=(max(0.0, point.low), min(1.0, point.high)) if point else None,
            outside=follows.get(period, False),
        )


def _by_size(watched: Watched) -> str:
    dots = watched.dots
    if dots is None:
        return ""
    shown = [
        Dot(size, rate, unusual)
        for size, rate, unusual in zip(dots.sizes, dots.found.rates, dots.found.unusual, strict=True)
        if size >= FEWEST_PATIENTS
    ]
    description = (
        f"{len(shown)} practices with {FEWEST_PATIENTS} patients or more; {dots.found.middle:.1%} together; "
        f"{sum(d.far for d in shown)} far from the others; {dots.left_out} not like the others left out."
    )
    title = f"{watched.stored.id}: practices by size with expected limits"
    return by_size(shown, dots.found.middle, dots.found.between, title, description)


def _assumptions(found: Watch) -> list[str]:
    stored = found.stored
    when = stored.stored_on.strftime("%-d %B %Y")
    return [
        f"The ranges are from results of {stored.results_of} and were stored on {when}, unchanged since.",
        f"They are of the {len(stored.practices)} practices that had signed then (or of all).",
        "A likely range holds 4 of 5 such indicators, a wide one 19 of 20.",
        "Of 100 indicators that go as foreseen, two or three a year fall below the wide range by chance.",
        "Limits over time need at least three periods before the scheme began.",
        "Practices by size: limits allow for chance and for how much practices differ anyway.",
        "Practices that are not like the others (a university, a care home) are left out of that chart.",
    ]
