"""The difference between two schemes in plain English: what is in short, then thing by thing.

Out: parts, each a heading and lines; whoever prints them breaks the lines to the width there is. The same
two schemes give the same words.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from incentives.base.amount import written
from incentives.compare.diff import Status
from incentives.compare.diff_alike import alike, told_once
from incentives.report.paragraphs import Line, Part
from incentives.report.setting_words import named, readable, sentence

if TYPE_CHECKING:
    from collections.abc import Iterable

    from incentives.compare.diff import Difference, Entry, Setting, Terms
    from incentives.compare.diff_alike import Alike


_PARTS = {
    "payments": "Payments that are no indicator",
    "protect": "Protections",
    "limits": "Limits",
    "deductions": "Deductions",
    "pots": "Fixed sums that practices share",
    "recover": "What is taken back",
    "conditions": "Conditions",
    "exceptions": "Who may be left out",
    "suspended": "Results of another year",
}
_TERMS = {
    "year": "The year",
    "nation": "The nation",
    "offered_by": "Who offers it",
    "offer": "The offer",
    "national_qof": "National QOF",
    "pay_points": "Prices and lists",
    "small_numbers": "Small numbers",
    "part_year": "Practices that are in it for part of the year",
    "instalments": "When it is paid",
    "budget": "The budget",
    "rounding": "Rounding",
    "treatment": "Pension and VAT",
    "exit": "Leaving",
    "disputes": "Questions about a payment",
    "accrual": "What is earned and not yet paid",
    "recovery": "Paying back",
    "governance": "Consultation, review and end",
}
_NONE, _TWO = Fraction(0), 2
_WAYS = ("form", "bands", "lower_is_better", "improvement", "on", "best", "best_practices", "stretch_of")
_THRESHOLDS = ("pays", "points_at_lower")


def in_words(found: Difference) -> tuple[Part, ...]:
    """Return the whole difference in words; a part that has nothing to say is left out."""
    if found.nothing:
        return (Part("In short", (Line("Nothing differs: both pay for the same on the same terms."),)),)
    parts = [
        Part("In short", tuple(_in_short(found))),
        _dropped(found),
        _watched(found),
        _renumbered(found),
        _points(found),
        _settings_of(found, "Paid from other thresholds", _THRESHOLDS, without_form=True),
        _settings_of(found, "Paid in another way", _WAYS),
        _settings_of(found, "Otherwise changed", ()),
        _added(found),
        *(_others(found, part, heading) for part, heading in _PARTS.items()),
        *(_terms(terms) for terms in found.terms),
    ]
    return tuple(part for part in parts if part.lines)


def _in_short(found: Difference) -> Iterable[Line]:
    before, after = found.points_before, found.points_after
    yield Line(f"All points: {written(before)} before, {written(after)} after{_net(after - before)}.")
    gone, new = found.of(Status.DROPPED), found.of(Status.ADDED)
    renumbered = found.of(Status.RENUMBERED)
    freed, given = _moved(found)
    if gone:
        yield Line(f"{_indicators(len(gone))} no longer paid for: {_in_points(_before(gone))}.")
    if renumbered:
        yield Line(f"{_indicators(len(renumbered))} paid under a new code; nothing is dropped by that.")
    worth = [e for e in _kept(found) if e.points_more]
    if worth:
        more, less = (sum(e.points_more > 0 for e in worth), sum(e.points_more < 0 for e in worth))
        said = [f"{n} worth {word}" for n, word in ((more, "more"), (less, "less")) if n]
        yield Line(f"Indicators that stay: {' and '.join(said)}.")
    if new:
        yield Line(f"{_indicators(len(new))} new: {_in_points(_after(new))}.")
    if freed and given and _one_nation(found):
        stay = min(freed, given)
        rest = f"; {_in_points(freed - stay)} leave the scheme" if freed > stay else ""
        come = f"; {_in_points(given - stay)} come on top" if given > stay else ""
        where = len([e for e in (*worth, *new) if e.points_more > 0])
        to = f"{where} indicator{'' if where == 1 else 's'}"
        yield Line(f"Of {_in_points(freed)} set free, {written(stay)} move to {to}{rest}{come}.")


def _one_nation(found: Difference) -> bool:
    """Tell whether points can move at all: those of two nations are two pots."""
    return len({n for n in (found.before["nation"], found.after["nation"]) if n}) < _TWO


def _moved(found: Difference) -> tuple[Fraction, Fraction]:
    """Return the points set free and the points given to others."""
    changes = [e.points_more for e in found.indicators]
    return -sum((c for c in changes if c < 0), start=_NONE), sum((c for c in changes if c > 0), start=_NONE)


def _dropped(found: Difference) -> Part:
    gone = found.of(Status.DROPPED)
    lines: list[Line] = []
    for entry in gone:
        lines.append(Line(f"{_in_points(entry.points_before)}: {entry.title}", entry.id))
        following = gone[gone.index(entry) + 1 : gone.index(entry) + 2]
        if entry.reason and entry.reason not in {f.reason for f in following}:
            lines.append(Line(f"Why: {entry.reason}.", under=True))
    return Part(f"No longer paid for ({_counted(gone)}, {_in_points(_before(gone))})", tuple(lines))


def _watched(found: Difference) -> Part:
    begun, ended = found.watched
    said = [(begun, "Still watched, though not paid for"), (ended, "No longer watched")]
    lines = tuple(Line(f"{what}: {', '.join(codes)}.") for codes, what in said if codes)
    return Part("Results that are watched", lines)


def _renumbered(found: Difference) -> Part:
    kept = found.of(Status.RENUMBERED)
    lines = tuple(Line(f"was {e.was_id}, {_in_points(e.points_after)}: {e.title}", e.id) for e in kept)
    return Part(f"Paid on under a new code ({_counted(kept)})", lines)


def _points(found: Difference) -> Part:
    moved = [e for e in _kept(found) if e.points_more]
    lines: list[Line] = []
    for entry in moved:
        was, now = written(entry.points_before), written(entry.points_after)
        lines.append(
            Line(
                f"{_signed(entry.points_more)} ({was} until now, {now} from now on): {entry.title}", entry.id
            )
        )
        lines += _whys(s for s in entry.settings if s.key == "points")
    net = sum((e.points_more for e in moved), start=_NONE)
    return Part(f"Worth more or less ({_counted(moved)}, {_signed(net)} points)", tuple(lines))


def _settings_of(
    found: Difference, heading: str, keys: tuple[str, ...], *, without_form: bool = False
) -> Part:
    """Return the settings of one sort; no keys means all that no other part tells.

    What many indicators share is told once, with their number and points.
    """
    shared = [g for g in alike(found) if _sort(g.entries[0], g.setting) == (keys or None)]
    if without_form:
        shared = [g for g in shared if not any(_other_form(e) for e in g.entries)]
    told = told_once(shared)
    lines = [line for group in shared for line in _for_all(group)]
    number = len({code for code, _ in told})
    for entry in _kept(found):
        own = [s for s in entry.settings if _sort(entry, s) == (keys or None)]
        own = [s for s in own if (entry.id, s) not in told]
        if not own or (without_form and _other_form(entry)):
            continue
        number += all(code != entry.id for code, _ in told)
        lines.append(Line(entry.title, entry.id))
        for setting in own:
            lines.append(Line(_change(entry.form, setting), under=True))
            lines += _whys([setting])
    return Part(f"{heading} ({number} indicator{'' if number == 1 else 's'})", tuple(lines))


def _for_all(group: Alike) -> list[Line]:
    """Tell a change once for all that share it; name them where it is not every indicator that stays."""
    change = _change(group.form, group.setting).removeprefix("It is ")
    who = f"{_counted(group.entries)} ({_in_points(group.points)})"
    lines = [Line(f"{f'All {who}' if group.everything else who}: {change[:1].lower()}{change[1:]}")]
    lines += _whys([group.setting])
    if not group.everything:
        lines += [Line(entry.title, entry.id) for entry in group.entries]
    return lines


def _sort(entry: Entry, setting: Setting) -> tuple[str, ...] | None:
    """Return the keys of the part that tells a setting; None where it is told among the others."""
    if setting.key == "points":
        return ("points",)
    if setting.key in _WAYS or (_other_form(entry) and setting.key in _THRESHOLDS):
        return _WAYS
    return _THRESHOLDS if setting.key in _THRESHOLDS else None


def _other_form(entry: Entry) -> bool:
    return any(s.key == "form" for s in entry.settings)


def _added(found: Difference) -> Part:
    new = found.of(Status.ADDED)
    lines: list[Line] = []
    for entry in new:
        lines.append(Line(f"{_in_points(entry.points_after)}: {entry.title}", entry.id))
        if entry.reason:
            lines.append(Line(f"Why: {entry.reason}.", under=True))
    return Part(f"New ({_counted(new)}, {_in_points(_after(new))})", tuple(lines))


def _others(found: Difference, part: str, heading: str) -> Part:
    """Return what is no indicator and differs: new, no longer there, or changed."""
    lines: list[Line] = []
    for entry in (e for e in found.entries if e.part == part):
        said = {Status.DROPPED: "no longer part of the scheme", Status.ADDED: "new"}.get(entry.status, "")
        form = f" ({entry.form})" if entry.form != entry.title.lower() else ""
        lines.append(Line(f"{entry.title}: {said or 'changed'}{form}.", entry.id))
        if entry.reason:
            lines.append(Line(f"Why: {entry.reason}.", under=True))
        lines += [Line(_change(entry.form, s), under=True) for s in entry.settings]
    return Part(heading, tuple(lines))


def _terms(terms: Terms) -> Part:
    owner = terms.form or ("scheme" if terms.name in ("year", "nation") else terms.name)
    if terms.dropped:
        was = [Line(sentence(owner, s.key, s.was), under=True) for s in terms.settings if s.key != "form"]
        return Part(_TERMS[terms.name], (Line("No longer part of the scheme. Until now:"), *was))
    lines = [Line(_change(owner, s)) for s in terms.settings]
    return Part(_TERMS[terms.name], tuple(lines))


def _change(owner: str, setting: Setting) -> str:
    """Say what a setting is from now on, and what it was."""
    was = setting.was if setting.key == "pays" else readable(setting.key, setting.was)
    if not setting.now:
        what = named(setting.key)
        return f"No longer stated: {what} (until now {was})."
    if setting.key == "paid_by" and was:
        return f"It is paid by {setting.now}; until now by {was}."
    now = sentence(owner, setting.key, setting.now)
    return f"{now.removesuffix('.')}; until now {was}." if was else now


def _whys(settings: Iterable[Setting]) -> list[Line]:
    return [Line(f"Why: {s.reason}.", under=True) for s in settings if s.reason]


def _kept(found: Difference) -> list[Entry]:
    """Return the indicators that both schemes pay for, under the same or another code."""
    return [e for e in found.indicators if e.status in (Status.CHANGED, Status.RENUMBERED)]


def _before(entries: Iterable[Entry]) -> Fraction:
    return sum((e.points_before for e in entries), start=_NONE)


def _after(entries: Iterable[Entry]) -> Fraction:
    return sum((e.points_after for e in entries), start=_NONE)


def _counted(entries: Iterable[Entry]) -> str:
    number = len(list(entries))
    return f"{number} indicator{'' if number == 1 else 's'}"


def _indicators(number: int) -> str:
    return "1 indicator is" if number == 1 else f"{number} indicators are"


def _in_points(points: Fraction) -> str:
    return f"{written(points)} point{'' if points == 1 else 's'}"


def _signed(points: Fraction) -> str:
    return f"{'+' if points > 0 else ''}{written(points)}".replace("-", "\N{MINUS SIGN}")


def _net(points: Fraction) -> str:
    if not points:
        return ", as many"
    return f": {written(abs(points))} {'more' if points > 0 else 'fewer'}"
