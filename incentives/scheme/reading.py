"""A scheme file to a ``Scheme``: read, differences applied, typed, sourced, checked; all problems at once."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeVar

from incentives.base.problem import Problem, Refused, errors, in_order
from incentives.formula.check import check_plan
from incentives.scheme import model
from incentives.scheme.compiling import plan_of
from incentives.scheme.conflicts import conflicts_of, untaken
from incentives.scheme.differences import Merged
from incentives.scheme.entries import Entries
from incentives.scheme.forms import Part, Written
from incentives.scheme.forms.comparison import NoWorseOffTerms
from incentives.scheme.in_force import InForce, price_of
from incentives.scheme.layers import Read, definitions, layers_of
from incentives.scheme.marks import Entry, Group, Items, Node, Scalar
from incentives.scheme.references import unknown_indicators, unknown_predecessors, with_earlier_codes
from incentives.scheme.section import Section, keys_of
from incentives.scheme.sections import (
    lacking,
    not_a_group,
    not_a_list,
    not_readable,
    plain,
    spelt,
    typed,
    unknown_word,
)
from incentives.scheme.sense import sense
from incentives.scheme.sense_payers import without_what_cqrs_settles
from incentives.scheme.shelf import scheme_file
from incentives.scheme.sourcing import standing_layers
from incentives.scheme.standings import Standings

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path
    from typing import Any

    from incentives.formula.plan import Origin, Plan

SectionT = TypeVar("SectionT", bound=Section)

OPTIONAL: dict[str, type[Section]] = {
    "offered_by": model.OfferedBy,
    "offer": model.Offer,
    "national_qof": model.NationalQof,
    "budget": model.Budget,
    "treatment": model.Treatment,
    "exit": model.Exit,
    "disputes": model.Disputes,
    "accrual": model.Accrual,
    "recovery": model.Recovery,
    "governance": model.Governance,
}
LINES = (Part.PROTECT, Part.LIMITS, Part.DEDUCTIONS, Part.POTS, Part.RECOVER)
RULES = (Part.CONDITIONS, Part.EXCEPTIONS, Part.SUSPENDED)
SINGLE = (Part.PAY_POINTS, Part.INSTALMENTS, Part.SMALL_NUMBERS, Part.PART_YEAR)
WORDS = (
    *keys_of(model.Header),
    *(part.value for part in RULES),
    *("sources", "rounding", "pay_points", "indicators", "stop_paying_for", "change", "add", "payments"),
    *(
        "protect",
        "limits",
        "deductions",
        "pots",
        "recover",
        "instalments",
        *OPTIONAL,
        "small_numbers",
        "part_year",
    ),
    *("standing", "corrections", "conflicts", "notes", "tests"),
)


def read_scheme(named: str | Path) -> tuple[model.Scheme, tuple[Problem, ...]]:
    """Return a scheme by shipped id or by path, with the warnings; raises Refused with every problem."""
    scheme, _, warnings = read_plan(named)
    return scheme, warnings


def read_plan(named: str | Path) -> tuple[model.Scheme, Plan, tuple[Problem, ...]]:
    """Return a scheme with its checked plan and the warnings; raises Refused with every problem.

    The scheme is full: nothing is left to be looked up in the scheme it starts from or in the
    definitions of what is counted.
    """
    layers = layers_of(scheme_file(named), WORDS)
    try:
        scheme, plan, found = _full(layers)
    except Refused as refused:
        raise Refused(_as_written(refused.problems, layers[-1])) from None
    return scheme, plan, in_order(_as_written(found, layers[-1]))


def _as_written(problems: Iterable[Problem], read: Read) -> tuple[Problem, ...]:
    """Return problems in the words of what the scheme is written in: a text file, or a workbook."""
    found = tuple(problems)
    if not any(p.place.cell for p in found):
        return found
    from incentives.scheme.in_excel import in_excel  # noqa: PLC0415 - only readers of workbooks pay for it

    return in_excel(found, read.blanks)


def _full(layers: tuple[Read, ...]) -> tuple[model.Scheme, Plan, Iterable[Problem]]:
    defined, file, problems = definitions(layers)
    merged = Merged(layers, defined, file)
    found = [*problems, *merged.problems]
    for layer in layers:
        found += layer.problems
        found += [
            unknown_word(word, entry.key, WORDS, "a scheme")
            for word, entry in layer.tree.entries.items()
            if word not in WORDS
        ]
    scheme, problems = _Typing(layers, merged).scheme()
    found += problems
    if scheme and any(isinstance(line.terms, NoWorseOffTerms) for line in scheme.lines):
        national, _ = _Typing(layers[:1], Merged(layers[:1], *definitions(layers[:1])[:2])).scheme()
        scheme = replace(scheme, beside=national if len(layers) > 1 else None)
    if scheme:
        scheme = with_earlier_codes(scheme, defined)
        found += sense(scheme, complete=not errors(found))
        if merged.rows or not _tells_indicators(layers):
            found += unknown_indicators(scheme, tuple(merged.rows))
        found += unknown_predecessors(scheme, defined)
        found += untaken(scheme)
    if scheme is None or errors(found):
        raise Refused(found)
    plan = plan_of(scheme)
    found += check_plan(plan)
    if errors(found):
        raise Refused(found)
    return scheme, plan, found


def _tells_indicators(layers: tuple[Read, ...]) -> bool:
    """Tell whether indicators are written, readable or not: what cannot be read is told where it stands."""
    return any({"indicators", "add"} & {*layer.tree.entries, *layer.tree.spoilt} for layer in layers)


@dataclass
class _Typing:
    """Types the sections of a full tree and gathers what is wrong."""

    layers: tuple[Read, ...]
    merged: Merged
    problems: list[Problem] = field(default_factory=list)

    def scheme(self) -> tuple[model.Scheme | None, tuple[Problem, ...]]:
        sourced, found = standing_layers(self.layers, self.merged)
        self.problems += found
        standings = Standings(sourced)
        header = self._header()
        rounding = self._required("rounding", model.RoundingSection)
        entries = Entries(standings, self._in_force(header, rounding))
        indicators = entries.indicators(self.merged.rows)
        if not (self.merged.rows or _tells_indicators(self.layers) or self._node("payments")):
            self.problems.append(lacking("indicators", self._place(), "a scheme"))
        lines = [w for part in LINES for w in entries.listed(part, self._node(part.value))]
        rules = [w for part in RULES for w in entries.listed(part, self._node(part.value))]
        payments = entries.named(Part.PAYMENTS, self._node("payments"))
        single: dict[str, Any] = {p.value: entries.single(p, self._node(p.value)) for p in SINGLE}
        optional: dict[str, Any] = {word: self._section(word, section) for word, section in OPTIONAL.items()}
        listed: dict[str, Any] = {
            "corrections": self._list("corrections", model.Correction),
            "stopped": self._list("stop_paying_for", model.StopPayingFor),
            "notes": self._texts("notes"),
            "tests": self._tests(),
        }
        self.problems += entries.problems
        sources = {name: s for layer in sourced for name, s in layer.sources.items()}
        conflicts, found = conflicts_of(self._node("conflicts"), sources)
        self.problems += found
        if header is None or rounding is None:
            return None, tuple(self.problems)
        scheme = model.Scheme(
            header=header,
            rounding=rounding,
            indicators=indicators,
            payments=payments,
            lines=self._as_written(lines),
            rules=self._as_written(rules),
            **single,
            sources=sources,
            conflicts=conflicts,
            standing=tuple(e for layer in sourced for e in layer.entries),
            inherited=self.merged.inherited,
            origins=self._origins(standings),
            **optional,
            **listed,
        )
        return without_what_cqrs_settles(scheme), tuple(self.problems)

    def _in_force(self, header: model.Header | None, rounding: model.RoundingSection | None) -> InForce:
        """Return what settles values that are stated by year or as a target price."""
        year, paid = header.year if header else None, self._node("pay_points")
        if isinstance(paid, Group):
            paid = InForce(year).settle(paid)[0]
        return InForce(year, price_of(paid), rounding.points if rounding else None)

    def _header(self) -> model.Header | None:
        tree = self.layers[-1].tree
        words = keys_of(model.Header)
        entries = {w: e for w, e in self.merged.sections.items() if w in words}
        header, found = typed(model.Header, Group(entries, tree.place, tree.spoilt), "a scheme")
        self.problems += found
        return header

    def _required(self, word: str, section: type[SectionT]) -> SectionT | None:
        if self._node(word) is None and word not in self.layers[-1].tree.spoilt:
            self.problems.append(lacking(word, self._place(), "a scheme"))
        return self._section(word, section)

    def _section(self, word: str, section: type[SectionT]) -> SectionT | None:
        node = self._node(word)
        if node is None:
            return None
        value, found = typed(section, node, f'"{word}"')
        self.problems += found
        return value

    def _list(self, word: str, section: type[SectionT]) -> tuple[SectionT, ...]:
        values = []
        for item in self._items(word):
            value, found = typed(section, item, f'an entry of "{word}"')
            self.problems += found
            values += [value] if value else []
        return tuple(values)

    def _items(self, word: str) -> tuple[Node, ...]:
        node = self._node(word)
        if node is not None and not isinstance(node, Items):
            self.problems.append(not_a_list(node.place, f'"{word}"'))
        return node.items if isinstance(node, Items) else ()

    def _texts(self, word: str) -> tuple[str, ...]:
        found = []
        for item in self._items(word):
            if isinstance(item, Scalar):
                found.append(item.text.strip())
            else:
                self.problems.append(not_readable(item, f'A member of "{word}"', ""))
        return tuple(found)

    def _group_of_texts(self, node: Node, what: str) -> dict[str, str]:
        if not isinstance(node, Group):
            self.problems.append(not_a_group(node.place, what))
            return {}
        bad = [e.node for e in node.entries.values() if not isinstance(e.node, Scalar)]
        self.problems += [not_readable(n, f"A setting of {what}", "") for n in bad]
        return {k: node.text(k) for k, e in node.entries.items() if isinstance(e.node, Scalar)}

    def _tests(self) -> tuple[model.Example, ...]:
        found = []
        for item in self._items("tests"):
            if not isinstance(item, Group):
                self.problems.append(not_a_group(item.place, 'An entry of "tests"'))
                continue
            known = ("practice", "expect")
            what = 'an entry of "tests"'
            item, slips = spelt(item, known, what)  # noqa: PLW2901 - the same entry, as it was meant
            self.problems += slips
            self.problems += [
                unknown_word(k, e.key, known, what) for k, e in item.entries.items() if k not in known
            ]
            absent = [k for k in known if k not in item.entries and k not in item.spoilt]
            self.problems += [lacking(k, item.place, what) for k in absent]
            practice, expect = item.get("practice"), item.get("expect")
            if practice and not isinstance(practice, Group):
                self.problems.append(not_a_group(practice.place, '"practice"'))
            elif practice and expect:
                expected = self._group_of_texts(expect, '"expect"')
                found.append(model.Example(plain(practice), expected, item.place))
        return tuple(found)

    def _as_written(self, lines: list[Written[Any]]) -> tuple[Written[Any], ...]:
        """Put lines in the order written, those of the scheme it starts from first."""
        files = [layer.file for layer in self.layers]

        def order(line: Written[Any]) -> tuple[int, int]:
            place = line.origin().place
            return files.index(place.file), place.line

        return tuple(sorted(lines, key=order))

    def _origins(self, standings: Standings) -> dict[str, Origin]:
        """Return the origin of every setting outside indicators, payments and lines: "budget.limit"."""
        found: dict[str, Origin] = {}
        for word, entry in self.merged.sections.items():
            if isinstance(entry.node, Group):
                inner = standings.origins(entry.node, word, at=entry.key)
                found |= {f"{word}.{key}" if key else word: origin for key, origin in inner.items()}
            else:
                found[word] = standings.origin(entry.node.place, (word,))
        return found

    def _node(self, word: str) -> Node | None:
        entry: Entry | None = self.merged.sections.get(word)
        return entry.node if entry else None

    def _place(self) -> Any:
        return self.layers[-1].tree.place
