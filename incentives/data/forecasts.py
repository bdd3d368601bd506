"""Forecasts that were stored before anybody could look: dated, hashed, and scored later by ``backtest``.

One JSON file; each case holds a hundred equally likely changes for each year, in hundredths of a
percentage point, or no years where there is no evidence. The fingerprint is of all the rest.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from incentives.base.problem import Place, Problem, Refused

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

KIND, HUNDREDTHS = "forecasts", 10_000
"""Changes are kept in hundredths of a percentage point: ten thousandths of one."""


@dataclass(frozen=True, slots=True)
class StoredForecast:
    """One indicator: its situation before, and equally likely changes (shares of one) for each year."""

    event: str
    unit: str
    indicator: str
    type: str
    happened: str
    baseline: float | None
    practices: float
    source: str
    effects: int
    changes: Mapping[int, tuple[float, ...]]


@dataclass(frozen=True, slots=True)
class StoredForecasts:
    """All that a file holds: when and with what it was made, and what the projection had learned from."""

    dated: date
    program: str
    learned_from: tuple[str, ...]
    cases: tuple[StoredForecast, ...]
    fingerprint: str = ""


def forecasts_text(stored: StoredForecasts) -> str:
    """Return the file's text, one case a line; the same forecasts, the same bytes."""
    head = {
        "kind": KIND,
        "dated": stored.dated.isoformat(),
        "program": stored.program,
        "learned_from": list(stored.learned_from),
    }
    cases = [_case_data(c) for c in stored.cases]
    lines = [f'"{name}": {_json(value)}' for name, value in head.items()]
    rows = ",\n".join(_json(c) for c in cases)
    mark = _fingerprint({**head, "cases": cases})
    return "{" + ",\n".join(lines) + f',\n"cases": [\n{rows}\n],\n"fingerprint": "{mark}"}}\n'


def read_forecasts(path: Path) -> StoredForecasts:
    """Return stored forecasts; raises Refused where the file is none (D183) or was edited (D184)."""
    place = Place(str(path))
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        mark = data.pop("fingerprint") if data["kind"] == KIND else data["no fingerprint"]
        cases = tuple(_case(c) for c in data["cases"])
        learned = tuple(map(str, data["learned_from"]))
        stored = StoredForecasts(
            date.fromisoformat(data["dated"]), str(data["program"]), learned, cases, mark
        )
    except (OSError, UnicodeDecodeError, ValueError, KeyError, TypeError, AttributeError):
        message = "The file holds no stored forecasts."
        remedy = "`incentives backtest EVENTS --store FILE --dated YYYY-MM-DD` writes one."
        raise Refused([Problem("D183", place, message, remedy)]) from None
    if _fingerprint(data) != mark:
        message = (
            "The file was changed after the forecasts were stored: its fingerprint is not that of its text."
        )
        remedy = "Use the file as it was stored; a forecast is not changed after the results are known."
        raise Refused([Problem("D184", place, message, remedy)])
    return stored


def _case_data(case: StoredForecast) -> dict[str, Any]:
    data: dict[str, Any] = {
        "event": case.event,
        "unit": case.unit,
        "indicator": case.indicator,
        "type": case.type,
        "happened": case.happened,
        "baseline": None if case.baseline is None else round(case.baseline, 4),
        "practices": case.practices,
        "source": case.source,
        "effects": case.effects,
    }
    if not case.changes:
        return data | {"evidence": "no evidence for the type: nothing is forecast"}
    return data | {
        "changes": {
            str(year): [round(c * HUNDREDTHS) for c in changes] for year, changes in case.changes.items()
        }
    }


def _case(data: Mapping[str, Any]) -> StoredForecast:
    return StoredForecast(
        event=str(data["event"]),
        unit=str(data["unit"]),
        indicator=str(data["indicator"]),
        type=str(data["type"]),
        happened=str(data["happened"]),
        baseline=None if data["baseline"] is None else float(data["baseline"]),
        practices=float(data["practices"]),
        source=str(data["source"]),
        effects=int(data["effects"]),
        changes={
            int(year): tuple(int(c) / HUNDREDTHS for c in changes)
            for year, changes in data.get("changes", {}).items()
        },
    )


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _fingerprint(data: Any) -> str:
    return hashlib.sha256(json.dumps(data, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
