"""The difference between two schemes as plain data, for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from incentives.base.amount import written
from incentives.compare.diff_alike import alike
from incentives.report.diff_words import in_words

if TYPE_CHECKING:
    from collections.abc import Iterable
    from fractions import Fraction

    from incentives.compare.diff import Difference, Entry, Setting
    from incentives.compare.diff_alike import Alike
    from incentives.compare.diff_money import DiffMoney


def as_data(found: Difference, money: DiffMoney | None = None) -> dict[str, Any]:
    """Return all that differs: points, each entry with its settings, each group of terms, the words; pence.

    ``alike`` are changes that many indicators share, counted. Points are exact text. With practice data
    ``pounds`` holds the total, each payment and each practice in whole pence, every practice taken to sign.
    """
    return {
        "a": _named(found.before),
        "b": _named(found.after),
        "points": {
            "before": _figure(found.points_before),
            "after": _figure(found.points_after),
            "difference": _figure(found.points_after - found.points_before),
        },
        "watched": dict(zip(("begun", "ended"), map(list, found.watched), strict=True)),
        "entries": [_entry(e) for e in found.entries],
        "alike": [_alike(group) for group in alike(found)],
        "terms": [{"name": t.name, "settings": _settings(t.settings)} for t in found.terms],
        "english": [
            {"heading": p.heading, "lines": [{"about": x.lead, "says": x.text} for x in p.lines]}
            for p in in_words(found)
        ],
        "pounds": _money(money) if money else None,
    }


def _named(scheme: Any) -> dict[str, str]:
    return {key: scheme[key] for key in ("id", "title", "year", "nation")}


def _entry(entry: Entry) -> dict[str, Any]:
    return {
        "status": entry.status.value,
        "part": entry.part,
        "id": entry.id,
        "was_id": entry.was_id,
        "title": entry.title,
        "form": entry.form,
        "points_before": _figure(entry.points_before),
        "points_after": _figure(entry.points_after),
        "settings": _settings(entry.settings),
        "reason": entry.reason,
    }


def _alike(group: Alike) -> dict[str, Any]:
    """Return a change that many indicators share, with their number, points and codes."""
    (setting,) = _settings([group.setting])
    return {
        **setting,
        "indicators": len(group.entries),
        "points": _figure(group.points),
        "codes": [entry.id for entry in group.entries],
    }


def _settings(settings: Iterable[Setting]) -> list[dict[str, str]]:
    return [{"setting": s.key, "was": s.was, "now": s.now, "reason": s.reason} for s in settings]


def _money(money: DiffMoney) -> dict[str, Any]:
    return {
        "total": _pence(money.before, money.after),
        "changes": [
            {"change": change, "payments": number, "difference_pence": pence}
            for change, number, pence in money.by_change
        ],
        "payments": [
            {
                "id": m.id,
                "was_id": m.was_id,
                "title": m.title,
                "change": m.change,
                **_pence(m.before, m.after),
            }
            for m in money.moved
        ],
        "practices": [{"practice_code": p.code, **_pence(p.base, p.proposed)} for p in money.practices],
    }


def _pence(before: int, after: int) -> dict[str, int]:
    return {"base_pence": before, "proposed_pence": after, "difference_pence": after - before}


def _figure(points: Fraction) -> str:
    return written(points).replace(",", "")
