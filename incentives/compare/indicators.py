"""Which indicators a scheme no longer pays for, keeps, renumbers or adds beside another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incentives.compare.codes import codes_followed
from incentives.compare.quality import Facts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from incentives.scheme.model import Scheme, StopPayingFor


def facts_of(base: Scheme, proposed: Scheme, earlier: Mapping[str, str] | None = None) -> tuple[Facts, ...]:
    """Return every indicator of either scheme: the base's in its order, then what is new.

    An indicator that the proposed scheme pays for under a new code (``successor_of``) is kept, not
    dropped; ``earlier`` names the code before each code of the lists that the schemes build on, so that
    one renumbered twice is followed. One that is dropped is still watched, or replaced by another
    payment, where the proposed scheme says so.
    """
    before = {i.id: i for i in base.indicators}
    after = {i.id: i for i in proposed.indicators}
    other_codes = {old: new for new, old in codes_followed(base, proposed, earlier).items()}
    stopped = {code: stop for stop in proposed.stopped for code in stop.indicators}
    found = []
    for code, indicator in before.items():
        now = after.get(other_codes.get(code, code))
        found.append(
            Facts(
                id=code,
                title=indicator.terms.title or code,
                group=indicator.terms.group,
                type=indicator.terms.type,
                before=float(indicator.terms.points),
                after=float(now.terms.points) if now else None,
                happens="kept" if now else _happens(code, stopped),
                reason=stopped[code].reason if code in stopped else "",
                was=now.id if now and now.id != code else "",
            )
        )
    new = [i for code, i in after.items() if code not in before and code not in other_codes.values()]
    found += [
        Facts(
            id=i.id,
            title=i.terms.title or i.id,
            group=i.terms.group,
            type=i.terms.type,
            before=None,
            after=float(i.terms.points),
            happens="kept",
            reason=i.terms.reason,
        )
        for i in new
    ]
    return tuple(found)


def _happens(code: str, stopped: Mapping[str, StopPayingFor]) -> str:
    stop = stopped.get(code)
    if stop is None:
        return "withdrawn"
    if stop.replaced_by not in ("", "none"):
        return "substituted"
    return "watched" if stop.still_watched else "withdrawn"
