"""Figures on which sources disagree: both sides stay in the file, with the one taken and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incentives.base.problem import Place, Problem, did_you_mean
from incentives.scheme.marks import Group, Items
from incentives.scheme.model import Conflict
from incentives.scheme.sections import not_a_list, typed
from incentives.scheme.sense_local import says
from incentives.scheme.standings import words_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from incentives.scheme.marks import Node
    from incentives.scheme.model import Scheme, Source

OF_THE_WHOLE = ("price_per_point", "national_average_list")
"""What sources can disagree on that belongs to no indicator."""


def conflicts_of(
    node: Node | None, sources: Mapping[str, Source]
) -> tuple[tuple[Conflict, ...], tuple[Problem, ...]]:
    """Return the conflicts of a file and what is wrong with them; ``sources`` are those it may name."""
    if node is not None and not isinstance(node, Items):
        return (), (not_a_list(node.place, '"conflicts"'),)
    found: list[Conflict] = []
    problems: list[Problem] = []
    for item in node.items if node else ():
        conflict, wrong = typed(Conflict, item, 'an entry of "conflicts"')
        problems += wrong
        if conflict and isinstance(item, Group):
            found.append(conflict)
            problems += _unknown_sources(item, sources)
            if conflict.taken == conflict.stated:
                message = f'Both sides of this conflict say "{conflict.taken}".'
                problems.append(
                    Problem("S433", item.place, message, "Write what the other source says after stated.")
                )
    return tuple(found), tuple(problems)


def _unknown_sources(item: Group, sources: Mapping[str, Source]) -> Iterator[Problem]:
    for key in ("taken_from", "stated_in"):
        for name, place in words_of(item, key):
            if name not in sources:
                message = f'There is no source "{name}" under "sources".'
                yield Problem("S311", place, message, did_you_mean(name, tuple(sources)))


def untaken(scheme: Scheme) -> Iterator[Problem]:
    """Return each conflict whose figure taken is not what the scheme says."""
    indicators = {i.id: i for i in scheme.indicators}
    for conflict in scheme.conflicts:
        place = Place()
        if conflict.indicator:
            entry = indicators.get(conflict.indicator)
            agrees = entry is None or says(entry.terms, conflict.of, conflict.taken)
            place = entry.origin(conflict.of).place if entry else place
        else:
            agrees = _says_of_the_whole(scheme, conflict)
            place = scheme.origins["conflicts"].place
        if not agrees:
            whose = f"{conflict.of} of {conflict.indicator}" if conflict.indicator else conflict.of
            message = f'The conflict on {whose} takes "{conflict.taken}", but the scheme does not say so.'
            remedy = "Write the same in both: the scheme holds what is taken, the conflict why."
            yield Problem("S432", place, message, remedy)


def _says_of_the_whole(scheme: Scheme, conflict: Conflict) -> bool:
    if scheme.pay_points is None or conflict.of not in OF_THE_WHOLE:
        return False
    terms = scheme.pay_points.terms
    if conflict.of == "national_average_list":
        return says(terms.national_average_list, "patients", conflict.taken)
    return says(terms, conflict.of, conflict.taken)
