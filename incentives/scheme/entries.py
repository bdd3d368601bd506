"""Entries of a scheme to their forms: an indicator, a payment, a line; each chosen, typed and sourced."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from incentives.base.problem import Place, Problem, did_you_mean
from incentives.scheme.forms import FORMS, Form, Part, Written
from incentives.scheme.forms.conditions import VariantTerms
from incentives.scheme.forms.form import Variant
from incentives.scheme.marks import Group, Items, Node
from incentives.scheme.section import keys_of
from incentives.scheme.sections import not_a_group, not_a_list, not_readable, spelt, typed
from incentives.scheme.two_amounts import points_and_pounds, with_both_amounts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from incentives.scheme.in_force import InForce
    from incentives.scheme.standings import Standings

_RANGE = re.compile(r"\bto\b")
_OF_ONE_FORM = (
    Part.PAY_POINTS,
    Part.INSTALMENTS,
    Part.DEDUCTIONS,
    Part.SMALL_NUMBERS,
    Part.PART_YEAR,
    Part.EXCEPTIONS,
    Part.SUSPENDED,
)
FIXED = (
    *("title", "group", "type", "register_of", "weighted_by", "counted_as", "on_empty_denominator"),
    *("paid_by", "successor_of", "stretch_of", "data", "variants"),
)
"""What a variant cannot change: what is counted, what weights it, and who pays it."""


@dataclass(frozen=True)
class Row:
    """An indicator as written over its definition; ``reasons`` say why a value was changed."""

    key: Place
    group: Group
    reasons: Mapping[str, str] = field(default_factory=dict)


class Entries:
    """Types entries one after another and gathers what is wrong with them."""

    def __init__(self, standings: Standings, values: InForce) -> None:
        self.standings, self.values = standings, values
        self.problems: list[Problem] = []

    def indicators(self, rows: Mapping[str, Row]) -> tuple[Written[Any], ...]:
        """Return every indicator that can be read."""
        found = (self.indicator(identifier, row) for identifier, row in rows.items())
        return tuple(w for w in found if w)

    def indicator(self, identifier: str, row: Row) -> Written[Any] | None:
        """Return one indicator in its form, or None with its problems kept."""
        origins = self.standings.origins(
            row.group, "indicators", at=row.key, indicator=identifier, reasons=row.reasons
        )
        return self._written(identifier, Part.INDICATORS, row.group, identifier, origins)

    def single(self, part: Part, node: Node | None) -> Written[Any] | None:
        """Return the one entry of a part such as ``pay_points``, None where it is not written."""
        if node is None:
            return None
        if not isinstance(node, Group):
            self.problems.append(not_a_group(node.place, f'"{part.value}"'))
            return None
        node = self._spelt(part, node, f'"{part.value}"')
        origins = self.standings.origins(node, part.value)
        return self._written(part.value, part, node, f'"{part.value}"', origins)

    def named(self, part: Part, node: Node | None) -> tuple[Written[Any], ...]:
        """Return the entries of a group such as ``payments``, each under its own name."""
        if node is None:
            return ()
        if not isinstance(node, Group):
            self.problems.append(not_a_group(node.place, f'"{part.value}"'))
            return ()
        found = []
        for name, entry in node.entries.items():
            if not isinstance(entry.node, Group):
                self.problems.append(not_a_group(entry.node.place, f'"{name}"'))
                continue
            group = self._spelt(part, entry.node, f'"{name}"')
            origins = self.standings.origins(group, part.value, at=entry.key, indicator=name)
            found.append(self._written(name, part, group, f'"{name}"', origins))
        return tuple(w for w in found if w)

    def listed(self, part: Part, node: Node | None) -> tuple[Written[Any], ...]:
        """Return the entries of a list such as ``protect``, named by their own ``name`` or by number."""
        if node is None:
            return ()
        if not isinstance(node, Items):
            self.problems.append(not_a_list(node.place, f'"{part.value}"'))
            return ()
        found: dict[str, Written[Any] | None] = {}
        for number, item in enumerate(node.items, start=1):
            if not isinstance(item, Group):
                self.problems.append(not_a_group(item.place, f'Entry {number} of "{part.value}"'))
                continue
            item = self._spelt(part, item, f'an entry of "{part.value}"')  # noqa: PLW2901 - as it was meant
            name = self._name(item) or f"{part.value} {number}"
            if name in found:
                self.problems.append(_twice(name, item, part))
                continue
            found[name] = self._line(name, part, item)
        return tuple(w for w in found.values() if w)

    def _spelt(self, part: Part, group: Group, what: str) -> Group:
        """Read misspelt words as those that were meant, before they are to tell the form."""
        words = dict.fromkeys(k for f in FORMS.of(part) for k in keys_of(f.terms))
        meant, slips = spelt(group, ("name", *words), what)
        self.problems += slips
        return meant

    def _name(self, item: Group) -> str:
        node = item.get("name")
        if isinstance(node, Group | Items):
            self.problems.append(not_readable(node, '"name"', ""))
        return item.text("name")

    def _line(self, name: str, part: Part, item: Group) -> Written[Any] | None:
        unnamed = item.with_entries({k: e for k, e in item.entries.items() if k != "name"})
        origins = self.standings.origins(unnamed, part.value, indicator=name)
        return self._written(name, part, unnamed, f'"{name}"', origins)

    def _written(
        self, name: str, part: Part, group: Group, what: str, origins: Mapping[str, Any]
    ) -> Written[Any] | None:
        settled, stated, problems = self.values.settle(group)
        self.problems += problems
        origins = {**origins, **_origins_of_years(settled, stated, origins)}
        form = chosen(part, settled, what)
        if isinstance(form, Problem):
            self.problems.append(form)
            return None
        terms, problems = typed(form.terms, as_read(settled, form), what)
        self.problems += [with_both_amounts(p, settled) for p in problems]
        variants = self._variants(name, form, settled, origins) if terms else ()
        return Written(name, form, terms, origins, stated, variants) if terms else None

    def _variants(
        self, name: str, form: Form, group: Group, origins: Mapping[str, Any]
    ) -> tuple[Variant, ...]:
        """Return what holds instead for some practices: the entry with the settings that differ."""
        node, found = group.get("variants"), []
        base = {k: e for k, e in group.entries.items() if k != "variants"}
        for member in node.items if isinstance(node, Items) else ():
            what = f"a variant of {name}"
            if not isinstance(member, Group):
                self.problems.append(not_a_group(member.place, what))
                continue
            item, slips = spelt(member, (*keys_of(VariantTerms), *keys_of(form.terms)), what)
            self.problems += slips
            differing = {k: e for k, e in item.entries.items() if k not in ("where", "reason")}
            for key in [k for k in differing if k in FIXED]:
                message = f'"{key}" is the same for all practices; {what} cannot change it.'
                remedy = "Take it out here, or make two indicators, each under its own condition."
                self.problems.append(Problem("S474", differing.pop(key).key, message, remedy))
            own = item.with_entries({k: e for k, e in item.entries.items() if k in ("where", "reason")})
            terms, problems = typed(VariantTerms, own, what)
            self.problems += problems
            theirs = {**origins, **self.standings.origins(item, form.part.value)}
            written = self._written(name, form.part, group.with_entries({**base, **differing}), what, theirs)
            if terms and written:
                where = item.entries["where"].node.place
                found.append(Variant(terms.where, where, written))
        return tuple(found)


def _origins_of_years(group: Group, stated: Mapping[str, Any], origins: Mapping[str, Any]) -> dict[str, Any]:
    """Return the origins of values that are stated by year: where the value of the year stands."""
    found = {}
    for key in stated:
        place = group.entries[key].node.place
        for name, origin in origins.items():
            if name.startswith(f"{key}.") and origin.place == place:
                found[key] = origin
    return found


def chosen(part: Part, group: Group, what: str) -> Form | Problem:
    """Return the form of an entry: the one it names, or the one its keys tell; else the problem."""
    forms = FORMS.of(part)
    if named := group.text("form"):
        return _named_form(part, group, named)
    if "form" in group.entries:
        return not_readable(group.entries["form"].node, '"form"', "")
    telling = [f for f in forms if f.chosen_by and _says(group, f.chosen_by)]
    if part is Part.PROTECT:
        if mixed := points_and_pounds(group, what):
            return mixed
        telling = telling[-1:]  # a floor of its own sort is told by more than the plain one
    if part is Part.LIMITS:
        telling = [_limit(group)]
    if part is Part.INDICATORS and not telling:
        name = "linear between thresholds" if _RANGE.search(group.text("pays")) else "all or nothing"
        telling = [f for f in forms if f.name == name]
    if not telling and len(forms) == 1 and part in _OF_ONE_FORM:
        telling = list(forms)
    return telling[0] if telling else _no_form(group, what, forms)


def _named_form(part: Part, group: Group, named: str) -> Form | Problem:
    form, place = FORMS.named(part, named), group.entries["form"].node.place
    if form is None:
        message = f'"{named}" is no form that "{part.value}" can have.'
        return Problem("S205", place, message, did_you_mean(named, tuple(f.name for f in FORMS.of(part))))
    if part is Part.LIMITS and form is not _limit(group):
        message = f'"of" does not name what "{named}" limits.'
        place = group.entries["of"].node.place if "of" in group.entries else place
        return Problem("S205", place, message, f'Change it, or write "form: {_limit(group).name}".')
    return form


def _limit(group: Group) -> Form:
    """Return the form of a limit: on what "of" names, or on the whole of a practice."""
    forms = FORMS.of(Part.LIMITS)
    return next(f for f in forms if bool(f.chosen_by) is not isinstance(group.get("of"), Items))


def _no_form(group: Group, what: str, forms: tuple[Form, ...]) -> Problem:
    telling = [f'"{f.chosen_by}" ({f.name})' for f in forms if f.chosen_by]
    named = [f'"form: {f.name}"' for f in forms if not f.chosen_by]
    remedy = f"Write one of: {', '.join([*telling, *named])}."
    return Problem("S206", group.place, f"{what} does not tell in which form it pays.", remedy)


def _says(group: Group, key: str) -> bool:
    return key in group.entries and group.text(key) != "no"


def as_read(group: Group, form: Form) -> Group:
    """Leave out a telling key that says "no", such as ``lower_is_better: no``: it tells nothing."""
    keys = {f.chosen_by for f in FORMS.of(form.part) if f.chosen_by and f.chosen_by != form.chosen_by}
    kept = {k: e for k, e in group.entries.items() if k not in keys or group.text(k) != "no"}
    return group.with_entries(kept)


def _twice(name: str, item: Group, part: Part) -> Problem:
    message = f'Two entries of "{part.value}" are called "{name}".'
    return Problem("S207", item.place, message, "Give each a name of its own.")
