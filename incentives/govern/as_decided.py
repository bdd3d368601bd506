"""Whether a scheme is the one that a committee decided: by the records of decisions, as plain data."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from incentives.base.year import written_date

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


def carried(content: Mapping[str, Any]) -> bool:
    """Tell whether more voted for a decision than against it."""
    return int(content["votes"]["for"]) > int(content["votes"]["against"])


def not_as_decided(decided: Iterable[Mapping[str, Any]], scheme: str, version: str) -> str:
    """Return why a version of a scheme is not the one last decided; blank where it is, or none was decided.

    ``decided`` are the contents of the entries of decisions, in order.
    """
    found = [d for d in decided if d["scheme"] == scheme and carried(d)]
    if not found or found[-1]["version"] == version:
        return ""
    last = found[-1]
    on = written_date(date.fromisoformat(last["dated"]))
    return (
        f"The scheme is not the one decided on {on} ({last['minute']}): it is version {version[:12]}…, and "
        f"version {last['version'][:12]}… was decided."
    )
