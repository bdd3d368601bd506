"""The difference between two schemes, setting by setting: pure, and nothing where nothing differs.

In: two schemes written out in full (``scheme.resolved``). Out: what is no longer paid, renumbered,
changed and new, and which other terms differ. An indicator with a new code is matched with the one it
takes the place of, so that it never stands among those no longer paid.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from typing import Any

from incentives.base.amount import number
from incentives.compare.codes import renumbered
from incentives.scheme.texts import as_texts

Written = Mapping[str, Any]

_TERMS = (
    *("year", "nation", "offered_by", "offer", "national_qof", "pay_points", "small_numbers", "part_year"),
    *("instalments", "budget", "rounding", "treatment", "exit", "disputes", "accrual", "recovery"),
    "governance",
)
_LISTS = ("indicators", "payments", "lines", "rules")
_TOLD_ELSEWHERE = ("reason", "successor_of")
_LOCAL = "local decision"


class Status(Enum):
    """What becomes of something that one of the two schemes pays."""

    DROPPED = "no longer paid"
    ADDED = "new"
    RENUMBERED = "renumbered"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting as the two schemes write it; blank where a scheme does not state it."""

    key: str
    was: str
    now: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """An indicator, a payment, a line or a rule that differs; ``points`` are nothing but of indicators.

    ``was_id`` is its code in the first scheme, ``id`` in the second; both are filled in always, so that
    pounds can be looked up on either side. ``reason`` is the one that the scheme gives.
    """

    status: Status
    part: str
    id: str
    was_id: str
    title: str
    form: str
    points_before: Fraction = Fraction(0)
    points_after: Fraction = Fraction(0)
    settings: tuple[Setting, ...] = ()
    reason: str = ""

    @property
    def points_more(self) -> Fraction:
        """Points more than before, below nought where it is worth less."""
        return self.points_after - self.points_before


@dataclass(frozen=True, slots=True)
class Terms:
    """A group of terms (the budget, the offer) of which some settings differ; ``form`` where it has one.

    ``dropped`` and ``added`` tell that only one of the two schemes has such terms at all.
    """

    name: str
    form: str
    settings: tuple[Setting, ...]
    dropped: bool = False
    added: bool = False


@dataclass(frozen=True, slots=True)
class Difference:
    """All that differs between a scheme and another; ``points`` are those of all its indicators."""

    before: Written
    after: Written
    points_before: Fraction
    points_after: Fraction
    entries: tuple[Entry, ...]
    terms: tuple[Terms, ...]

    @property
    def nothing(self) -> bool:
        """Tell whether the two schemes pay for the same in the same way on the same terms."""
        return not self.entries and not self.terms and not any(self.watched)

    @property
    def watched(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the indicators, not paid for, that are watched from now on, and those that no longer are."""
        was, now = _watched(self.before), _watched(self.after)
        paid = {i["id"] for i in self.after["indicators"]}
        return tuple(i for i in now if i not in was), tuple(i for i in was if i not in now and i not in paid)

    def of(self, status: Status, part: str = "indicators") -> tuple[Entry, ...]:
        """Return the entries of a part of the scheme that share a status."""
        return tuple(e for e in self.entries if e.status is status and e.part == part)

    @property
    def indicators(self) -> tuple[Entry, ...]:
        """Every indicator that differs."""
        return tuple(e for e in self.entries if e.part == "indicators")


def differences(before: Written, after: Written, earlier: Mapping[str, str] | None = None) -> Difference:
    """Return what differs between two schemes, each as ``resolved`` writes it.

    ``earlier`` names the code before each code of a list of indicators, so that one that was renumbered
    twice is followed through a year that is neither of the two.
    """
    reasons = {i: s["reason"] for s in after["stopped"] for i in s["indicators"]}
    return Difference(
        before=before,
        after=after,
        points_before=_points_of_all(before),
        points_after=_points_of_all(after),
        entries=tuple(e for part in _LISTS for e in _entries(part, before, after, earlier or {}, reasons)),
        terms=tuple(t for name in _TERMS if (t := _terms(name, before, after))),
    )


def _watched(scheme: Written) -> tuple[str, ...]:
    return tuple(i for s in scheme["stopped"] if s["still_watched"] == "yes" for i in s["indicators"])


def _points_of_all(scheme: Written) -> Fraction:
    return sum((_points(i) for i in scheme["indicators"]), Fraction(0))


def _points(entry: Written | None) -> Fraction:
    return number(entry["points"]) if entry and entry.get("points") else Fraction(0)


def _entries(
    part: str, before: Written, after: Written, earlier: Mapping[str, str], reasons: Mapping[str, str]
) -> list[Entry]:
    """Return what differs in a list of the scheme: first what is gone, then the rest in its order."""
    old, new = ({e["id"]: e for e in scheme[part]} for scheme in (before, after))
    came_from = _came_from(old, new, earlier) if part == "indicators" else {}
    kept = {came_from.get(i, i) for i in new}
    gone = [
        Entry(
            Status.DROPPED,
            str(entry["part"]),
            identifier,
            identifier,
            _title(entry),
            str(entry["form"]),
            points_before=_points(entry),
            reason=reasons.get(identifier, ""),
        )
        for identifier, entry in old.items()
        if identifier not in kept
    ]
    pairs = ((entry, old.get(came_from.get(i, i))) for i, entry in new.items())
    return [*gone, *(found for entry, was in pairs if (found := _entry(entry, was)))]


def _entry(entry: Written, was: Written | None) -> Entry | None:
    """Return how an entry differs from what it was; None where it does not."""
    status = Status.ADDED if was is None else Status.CHANGED
    if was is not None and was["id"] != entry["id"]:
        status = Status.RENUMBERED
    settings = _settings(was, entry) if was else ()
    if status is Status.RENUMBERED:
        settings = tuple(s for s in settings if s.key not in _TOLD_ELSEWHERE)
    if status is Status.CHANGED and not settings:
        return None
    return Entry(
        status,
        str(entry["part"]),
        str(entry["id"]),
        str(was["id"] if was else entry["id"]),
        _title(entry),
        str(entry["form"]),
        points_before=_points(was),
        points_after=_points(entry),
        settings=settings,
        reason=str(entry.get("reason") or "") if was is None else "",
    )


def _title(entry: Written) -> str:
    named = str(entry.get("title") or "")
    return named or (entry["id"] if entry["part"] == "indicators" else str(entry["form"]).capitalize())


def _came_from(old: Written, new: Written, earlier: Mapping[str, str]) -> dict[str, str]:
    return renumbered(old, new, {**earlier, **_predecessors(old), **_predecessors(new)})


def _predecessors(entries: Written) -> dict[str, str]:
    return {code: e["successor_of"] for code, e in entries.items() if e.get("successor_of")}


def _terms(name: str, before: Written, after: Written) -> Terms | None:
    was, now = (scheme.get(name) or {} for scheme in (before, after))
    if not isinstance(was, Mapping) or not isinstance(now, Mapping):
        was, now = ({name: scheme.get(name)} for scheme in (before, after))
    settings = _settings(was, now)
    form = str(now.get("form") or was.get("form") or "")
    return Terms(name, form, settings, dropped=not now, added=not was) if settings else None


def _settings(was: Written, now: Written) -> tuple[Setting, ...]:
    """Return the settings that differ; a reason and a former code are told with what they belong to."""
    old, new = as_texts(was), as_texts(now)
    differing = [key for key in dict.fromkeys((*old, *new)) if old.get(key, "") != new.get(key, "")]
    told = [key for key in differing if key not in _TOLD_ELSEWHERE] or differing
    origins = now.get("origins", {})
    return tuple(Setting(k, old.get(k, ""), new.get(k, ""), _reason(origins, k)) for k in told)


def _reason(origins: Written, key: str) -> str:
    """Return why a setting was decided, where it was decided locally."""
    origin = origins.get(key.split(".", maxsplit=1)[0], {})
    return str(origin.get("source", "")) if origin.get("status") == _LOCAL else ""
