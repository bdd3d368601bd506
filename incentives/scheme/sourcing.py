"""What a scheme file says of the standing of its values, checked: a verified value has two origins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incentives.base.problem import Problem, did_you_mean
from incentives.scheme import model
from incentives.scheme.forms import FORMS, Part
from incentives.scheme.marks import Group, Items
from incentives.scheme.section import keys_of
from incentives.scheme.sections import not_a_group, not_a_list, spelt, typed
from incentives.scheme.standings import Layer, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from incentives.scheme.differences import Merged
    from incentives.scheme.layers import Read

NEEDED_ORIGINS = 2
SECTIONS = (
    *("offered_by", "budget", "offer", "national_qof", "treatment", "exit", "disputes"),
    *("accrual", "recovery", "governance"),
)
"""Parts of a scheme that are no form's: a standing speaks of each as a whole."""


def standing_layers(
    layers: tuple[Read, ...], merged: Merged
) -> tuple[tuple[Layer, ...], tuple[Problem, ...]]:
    """Return what each file says of its values, and what is wrong with it."""
    problems: list[Problem] = []
    sources: dict[str, model.Source] = {}
    found = []
    for read in layers:
        sources = sources | _sources(read, problems)
        entries = tuple(_standing(read, problems, sources, merged))
        found.append(Layer(read.file, read.is_local, entries, sources))
    return tuple(found), tuple(problems)


def _sources(read: Read, problems: list[Problem]) -> dict[str, model.Source]:
    node = read.tree.get("sources")
    if node is None:
        return {}
    if not isinstance(node, Group):
        problems.append(not_a_group(node.place, '"sources"'))
        return _not_read(read)
    found = {}
    for name, entry in node.entries.items():
        source, wrong = typed(model.Source, entry.node, f'the source "{name}"')
        problems += wrong
        found[name] = source or model.Source(document=name, origin=name)
    return found


def _not_read(read: Read) -> dict[str, model.Source]:
    """Return every source that is named, each of an origin of its own: that they stand wrong is told once."""
    node = read.tree.get("standing")
    items = node.items if isinstance(node, Items) else ()
    named = [name for item in items if isinstance(item, Group) for name, _ in words_of(item, "from")]
    return {name: model.Source(document=name, origin=name) for name in named}


def _standing(
    read: Read, problems: list[Problem], sources: Mapping[str, model.Source], merged: Merged
) -> Iterator[model.StandingOf]:
    node = read.tree.get("standing")
    if node is not None and not isinstance(node, Items):
        problems.append(not_a_list(node.place, '"standing"'))
    what = 'an entry of "standing"'
    for written in node.items if isinstance(node, Items) else ():
        item, slips = spelt(written, keys_of(model.StandingOf), what)
        entry, wrong = typed(model.StandingOf, item, what)
        problems += [*slips, *wrong]
        if entry and isinstance(item, Group):
            problems += _faults(entry, item, sources, _indicators(read, merged))
            yield entry


def _faults(
    entry: model.StandingOf, item: Group, sources: Mapping[str, model.Source], known: tuple[str, ...]
) -> Iterator[Problem]:
    words = values_with_standing()
    if entry.of not in words:
        message = f'"{entry.of}" is not a setting of a scheme.'
        yield Problem("S310", item.entries["of"].node.place, message, did_you_mean(entry.of, words))
    for identifier, place in words_of(item, "for"):
        if known and identifier not in known:
            message = f"{identifier} is no indicator of this scheme, and nothing else that it pays."
            yield Problem("S303", place, message, did_you_mean(identifier, known))
    for name, place in words_of(item, "from"):
        if name not in sources:
            message = f'There is no source "{name}" under "sources".'
            yield Problem("S311", place, message, did_you_mean(name, tuple(sources)))
    origins = {sources[name].origin for name in entry.sources if name in sources}
    missing = any(name not in sources for name in entry.sources)
    if entry.status == "verified" and len(origins) < NEEDED_ORIGINS and not missing:
        message = (
            f'"{entry.of}" is called verified, and its sources have {len(origins) or "no"} origin, not two.'
        )
        remedy = 'Name sources of two different origins under "from:", or write "status: sourced".'
        yield Problem("S312", item.entries["status"].node.place, message, remedy)


def values_with_standing() -> tuple[str, ...]:
    """Return the words that ``of:`` may name: settings of any form, and the parts they stand in."""
    parts = [f.part.value for f in FORMS.all()]
    settings = [k for f in FORMS.all() for k in keys_of(f.terms) if k not in ("form", "reason")]
    return tuple(dict.fromkeys([*settings, *parts, "rounding", *SECTIONS]))


def _indicators(read: Read, merged: Merged) -> tuple[str, ...]:
    own = read.tree.get("indicators")
    if own and not isinstance(own, Group):
        return ()  # it is told that they stand wrong; what speaks of them is not judged
    listed = tuple(own.entries) if isinstance(own, Group) else ()
    return tuple(dict.fromkeys([*listed, *merged.rows, *merged.inherited, *_named(read)]))


def _named(read: Read) -> Iterator[str]:
    """Yield the names of payments and of the entries of lists: a standing may speak of one of them."""
    for part in Part:
        node = None if part is Part.INDICATORS else read.tree.get(part.value)
        if isinstance(node, Group):
            yield from (name for name, entry in node.entries.items() if isinstance(entry.node, Group))
        elif isinstance(node, Items):
            named = (item.text("name") for item in node.items if isinstance(item, Group))
            yield from (name for name in named if name)
