"""The synthetic CCG in the years of two national schemes: practice data for looking back."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from incentives.data.synthetic import SyntheticPack
    from incentives.data.synthetic.two_years import YearAsked
    from incentives.scheme.model import Scheme

SEED = 2015


def made_up(base: Scheme, proposed: Scheme, earlier: Mapping[str, str]) -> tuple[SyntheticPack, ...]:
    """Return Barsetshire's results in the year of each scheme; no real practice is in them."""
    from incentives.compare.codes import codes_followed
    from incentives.data.synthetic.two_years import two_years

    followed = codes_followed(base, proposed, earlier)
    return two_years(_asked(base), _asked(proposed), followed, SEED)


def _asked(scheme: Scheme) -> YearAsked:
    from incentives.data.synthetic import Kind
    from incentives.data.synthetic.two_years import Task, YearAsked
    from incentives.scheme.resolved import resolved

    tasks = []
    for one in resolved(scheme)["indicators"]:
        pays = one.get("pays", "%")
        kind = Kind.FRACTION if "%" in pays else Kind.DECLARED if pays == "when declared" else Kind.REGISTER
        group = one["register_of"] or one["group"]
        tasks.append(Task(one["counted_as"] or one["id"], group, kind, one["type"], one["points"]))
    return YearAsked(scheme.header.year, tuple(tasks))
