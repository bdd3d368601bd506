"""Parts of a comparison's page beside money and ranges: leavers, the points floor, two years, break-even."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incentives.compare.break_even import NEEDS, NO_EFFECT_OF_ALL
from incentives.compare.points_floor import DEPENDS, MAY, NOT, UNKNOWN
from incentives.compare.quality import DROPPED
from incentives.report.audience import FEWEST, too_few
from incentives.report.charts import Bar, bars
from incentives.report.compare_words import Said, apart_words, heads

if TYPE_CHECKING:
    from incentives.compare.break_even import BreakEven
    from incentives.compare.money import PracticeMoney
    from incentives.compare.parts import Parts
    from incentives.compare.quality import Outlook
    from incentives.compare.whole import Comparison
    from incentives.report.audience import Audience

PENCE, NO_GAIN = 100, "—"
_CLASSES = ("more by over 5%", "more by 1% to 5%", "within 1%", "less by 1% to 5%", "less by over 5%")
_ENDS = (0.05, 0.01, -0.01, -0.05)


def apart_rows(found: Comparison, audience: Audience) -> list[tuple[str, str]]:
    """Return each practice that takes part for some of the year, with the sentence why it stands apart."""
    rows = found.shown.apart
    if audience.practice:
        rows = tuple(p for p in rows if p.code == audience.practice)
    elif not audience.sees_every_practice:
        return []
    return [(f"{p.code} {found.standings[p.code].name}", apart_words(p)) for p in rows]


def floor_lines(found: Comparison, audience: Audience) -> tuple[str, ...]:
    """Return the sentences on the points floor; to the public without small counts."""
    if found.points_floor is None:
        return ()
    return found.points_floor.lines(fewest=FEWEST if audience.is_public else 0)


def floor_of(found: Comparison, code: str) -> str:
    """Return in few words what one practice meets of the points floor."""
    met = found.points_floor.practices.get(code, "") if found.points_floor else ""
    return {MAY: "may be cut", DEPENDS: "check contract", UNKNOWN: "check contract", NOT: "no cut"}.get(
        met, "—"
    )


def without_effect(found: Comparison) -> dict[str, list[Outlook]]:
    """Return what is not paid for and has no projection, by the reason why it has none."""
    by_reason: dict[str, list[Outlook]] = {}
    for outlook in found.outlooks:
        if outlook.facts.status == DROPPED and not outlook.years:
            by_reason.setdefault(outlook.caveat, []).append(outlook)
    return by_reason


def moved_rows(found: Comparison) -> list[dict[str, str]]:
    """Return each indicator of two years, the largest fall first, with what its change is made of."""
    facts = {o.facts.id: o.facts for o in found.outlooks}
    rows = sorted(found.parts.items(), key=lambda item: (item[1].change, item[0]))
    return [
        {"id": facts[code].was or code, "title": facts[code].title, **_moved(parts)} for code, parts in rows
    ]


def _moved(parts: Parts) -> dict[str, str]:
    return {
        "before": f"{float(parts.before.achievement):.1%}",
        "after": f"{float(parts.after.achievement):.1%}",
        "change": _points(float(parts.change)),
        "by_reaching": _points(float(parts.by_reaching)),
        "by_counting": _points(float(parts.by_counting)),
        "excepted": f"{parts.before.excepted:,} to {parts.after.excepted:,}",
    }


def _points(share: float) -> str:
    return signed(100 * share, 1)


def signed(figure: float, places: int) -> str:
    """Return a figure with its sign, as people print it; nought has none."""
    text = f"{figure:+.{places}f}"
    return text[1:] if float(text) == 0 else text.replace("-", "−")  # noqa: RUF001 - a minus sign


def break_even_rows(found: Comparison, *, public: bool = False) -> list[dict[str, str]]:
    """Return a row for each indicator that is not paid for; events are there with a sign-off alone."""
    return [_break_even(line, found, Said(public)) for line in found.break_even]


def _break_even(line: BreakEven, found: Comparison, said: Said) -> dict[str, str]:
    low, middle, high = line.recorded
    each = line.per_patient_in_the_middle
    row = {
        "id": line.id,
        "title": line.title,
        "saved": said.about(line.saved),
        "recorded": f"{low:,.0f} to {high:,.0f}",
        "each": f"£{each / PENCE:,.0f}" if each is not None and middle else "—",
        "fall": NO_GAIN,
        "likely": NO_GAIN,
        "events": NO_GAIN,
    }
    if found.sign_off and line.gain and line.fall is not None and line.likely_fall and line.events:
        row["fall"] = f"{100 * line.fall:.1f} points"
        row["likely"] = f"{100 * line.likely_fall[0]:.1f} to {100 * line.likely_fall[1]:.1f} points"
        row["events"] = f"{line.events[0]:,.0f} to {line.events[1]:,.0f} in {line.gain.years} years"
    return row


def break_even_notes(found: Comparison) -> list[str]:
    """Return what stands under the break-even line: the sign-off and the sources, or what it needs."""
    if not found.break_even:
        return []
    if found.sign_off is None:
        return [NEEDS]
    gains = dict.fromkeys(line.gain for line in found.break_even if line.gain)
    signed = f"Signed off clinically by {found.sign_off.name}, {found.sign_off.on.strftime('%-d %B %Y')}."
    if not gains:
        return [signed, "No published gain for each patient treated is known for these indicators."]
    return [
        signed,
        *(
            f"{g.what.capitalize()}: {g.events:.3f} {g.of} avoided for each patient over {g.years} years; "
            f"£{g.pounds:,} hospital cost over a lifetime, an upper bound ({g.source})."
            for g in gains
        ),
        "Fewer treated is an assumption (a share of the fewer recorded); the range of events holds it.",
        NO_EFFECT_OF_ALL,
    ]


def classes_chart(found: Comparison) -> str:
    """Return how many practices change by how much, in five classes: nobody can be found in it."""
    counts = dict.fromkeys(_CLASSES, 0)
    for practice in found.shown.practices:
        if not practice.days:
            counts[_class_of(practice)] += 1
    hidden = too_few(counts)
    rows = [
        Bar(
            name,
            0 if name in hidden else n,
            "few" if name in hidden else str(n),
        )
        for name, n in counts.items()
    ]
    description = "; ".join(f"{r.label}: {r.says}" for r in rows)
    _, _, than = heads(found)
    return bars(rows, f"How many practices would receive more or less ({than.lower()})", description)


def _class_of(practice: PracticeMoney) -> str:
    share = practice.difference / practice.base if practice.base else 0.0
    return _CLASSES[sum(share < end for end in _ENDS)]
