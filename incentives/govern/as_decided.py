"""Whether a scheme is the one that a committee decided: by the records of decisions, as plain data."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from incentives.base.year import written_date

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


def carried(content: Mapping[str, Any]) -> bool:
    """Tell whether more voted for a decision than against it, of those whose vote counts."""
    votes = content["votes_that_count"]
    return int(votes["for"]) > int(votes["against"])


def why_void(content: Mapping[str, Any]) -> str:
    """Return why a decision does not stand; blank where it does."""
    if not content["quorum"]["quorate"]:
        return "was not quorate"
    return "" if carried(content) else "was not carried"


def not_as_decided(decided: Iterable[Mapping[str, Any]], scheme: str, version: str) -> str:
    """Return why a version of a scheme is not the one last decided; blank where it is, or none was decided.

    ``decided`` are the contents of the entries of decisions, in order. Where there are decisions on the
    scheme and none of them stands, no version is the decided one.
    """
    found = [d for d in decided if d["scheme"] == scheme]
    standing = [d for d in found if not why_void(d)]
    if not standing:
        return f"No decision on {scheme} stands: {_of(found[-1])} {why_void(found[-1])}." if found else ""
    if standing[-1]["version"] == version:
        return ""
    return (
        f"The scheme is not the one of {_of(standing[-1])}: it is version {version[:12]}…, and version "
        f"{standing[-1]['version'][:12]}… was decided."
    )


def _of(decision: Mapping[str, Any]) -> str:
    on = written_date(date.fromisoformat(decision["dated"]))
    return f"the decision of {on} ({decision['minute']})"
