"""Of every fact, in every kind of document: changed, it changes everywhere; removed, it is one gap."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from incentives.report.documents.kinds import KINDS
from incentives.report.documents.texts import day_said
from incentives.report.setting_words import WORDED
from incentives.scheme.model import Consulted
from tests.unit.documents.county import DAY, SCHEME, County, county

if TYPE_CHECKING:
    from incentives.report.documents.parts import Gap
    from incentives.scheme.model import Scheme


@dataclass(frozen=True)
class Fact:
    """A fact: its section and key, two values that stand nowhere else, and how each is printed."""

    section: str
    key: str
    values: tuple[Any, Any]
    printed: tuple[tuple[str, ...], tuple[str, ...]]
    nothing: Any = None

    def __str__(self) -> str:
        return f"{self.section}.{self.key}"


def _words(section: str, key: str, nothing: Any = None) -> Fact:
    values = f"first {key} of ours", f"second {key} of ours"
    return Fact(section, key, values, ((values[0],), (values[1],)), nothing)


def _day(section: str, key: str, year: int) -> Fact:
    days = date(year, 1, 5), date(year, 2, 6)
    return Fact(section, key, days, ((day_said(days[0]),), (day_said(days[1]),)))


def _worded(section: str, key: str, *values: str, nothing: Any = None) -> Fact:
    said = [(WORDED[key, value],) for value in values]
    return Fact(section, key, (values[0], values[1]), (said[0], said[1]), nothing)


def _within(days: int) -> tuple[str, ...]:
    return f"{days} days", day_said(DAY + timedelta(days=days))


REPORTS = tuple((WORDED["keep_reporting", word],) for word in ("yes", "no"))
BODIES = tuple(
    (Consulted.model_validate({"body": name, "on": str(DAY)}),) for name in ("First Body", "Second Body")
)
FACTS = (
    _words("offered_by", "body"),
    _day("offer", "open", 2031),
    _day("offer", "close", 2032),
    _words("offer", "practices_that_do_not_sign"),
    _worded("national_qof", "signed_practices", "stay, guaranteed areas", "stay, on top"),
    Fact("national_qof", "keep_reporting", (True, False), (REPORTS[0], REPORTS[1])),
    _words("exit", "notice"),
    _words("exit", "payments"),
    _words("exit", "back_to_qof"),
    _worded("treatment", "pensionable", "yes", "no", nothing="not decided"),
    _worded("treatment", "vat", "exempt", "taxable", nothing="not decided"),
    _words("treatment", "paid_to"),
    Fact("disputes", "raise_within", (331, 332), (_within(331), _within(332))),
    _day("governance", "review_on", 2033),
    _day("governance", "ends", 2034),
    Fact("governance", "consulted", (BODIES[0], BODIES[1]), (("First Body",), ("Second Body",)), ()),
)


def with_fact(scheme: Scheme, fact: Fact, value: Any) -> Scheme:
    section = getattr(scheme, fact.section).model_copy(update={fact.key: value})
    return replace(scheme, **{fact.section: section})


def _without(scheme: Scheme, section: str) -> Scheme:
    nothing: dict[str, Any] = {section: None}
    return replace(scheme, **nothing)


def with_all_facts(scheme: Scheme) -> Scheme:
    """The scheme with nothing left undecided, so that a gap is that of the fact taken out."""
    for fact in FACTS:
        if fact.section == "treatment" and fact.key != "paid_to":
            scheme = with_fact(scheme, fact, fact.values[0])
    return scheme


def with_facts(scheme: Scheme, which: int) -> Scheme:
    for fact in FACTS:
        scheme = with_fact(scheme, fact, fact.values[which])
    return scheme


@pytest.fixture(scope="module")
def texts(barsetshire: County) -> dict[str, tuple[str, str]]:
    """Every kind of document with the first and with the second value of every fact."""
    schemes = [with_facts(barsetshire.scheme, which) for which in (0, 1)]
    return {kind: (first, second) for kind in KINDS for first, second in [_both(barsetshire, kind, schemes)]}


def _both(barsetshire: County, kind: str, schemes: list[Scheme]) -> list[str]:
    return [barsetshire.made(kind, scheme).text() for scheme in schemes]


def stated(texts: dict[str, tuple[str, str]], kind: str) -> list[Fact]:
    """The facts that a kind of document states."""
    return [fact for fact in FACTS if any(printed in texts[kind][0] for printed in fact.printed[0])]


@pytest.mark.parametrize("kind", KINDS)
def test_facts_changed_change_wherever_they_stand(texts: dict[str, tuple[str, str]], kind: str) -> None:
    first, second = texts[kind]
    for fact in FACTS:
        for before, after in zip(*fact.printed, strict=True):
            assert first.count(before) == second.count(after), fact
    for before, after in ((b, a) for f in FACTS for b, a in zip(*f.printed, strict=True)):
        first = first.replace(before, after)
    assert first == second


SLOW = {"scheme-specification"}
"""It says the whole scheme in words each time."""
_MARKS: tuple[Any, Any] = ((), pytest.mark.long)


@pytest.mark.parametrize(
    "kind", [pytest.param(k, marks=pytest.mark.long if k in SLOW else ()) for k in KINDS]
)
def test_a_fact_removed_is_one_marked_gap(
    barsetshire: County, texts: dict[str, tuple[str, str]], kind: str
) -> None:
    whole = with_all_facts(barsetshire.scheme)
    before = Counter(barsetshire.made(kind, whole).gaps())
    held = stated(texts, kind)
    for section in dict.fromkeys(fact.section for fact in held):
        keys = sorted(f"{section}: {f.key}" for f in held if f.section == section)
        assert _new(barsetshire.made(kind, _without(whole, section)).gaps(), before) == keys
    for fact in held:
        if fact.key in CAN_BE_LEFT_OUT:
            gone = barsetshire.made(kind, with_fact(whole, fact, fact.nothing))
            assert _new(gone.gaps(), before) == [f"{fact.section}: {fact.key}"]
            assert gone.text().count(f"Write it under {fact.section}: {fact.key}.]") == 1


@pytest.mark.parametrize("kind", KINDS)
def test_a_fact_that_is_not_stated_is_no_gap(
    barsetshire: County, texts: dict[str, tuple[str, str]], kind: str
) -> None:
    whole, held = with_all_facts(barsetshire.scheme), stated(texts, kind)
    gone = whole
    for fact in FACTS:
        if fact not in held and fact.key in CAN_BE_LEFT_OUT:
            gone = with_fact(gone, fact, fact.nothing)
    assert barsetshire.made(kind, gone).gaps() == barsetshire.made(kind, whole).gaps()


CAN_BE_LEFT_OUT = {"open", "close", "pensionable", "vat", "review_on", "ends", "consulted"}
"""Keys that a scheme may leave out, or leave undecided, while it has the others of their section."""


def _new(gaps: tuple[Gap, ...], before: Counter[Gap]) -> list[str]:
    """Where each new gap is to be filled, as often as it is marked."""
    added = Counter(gaps) - before
    return sorted(gap.where for gap in added.elements() if gap.where != "governance: stop_if")


def test_every_fact_is_stated_by_some_kind_and_every_letter_states_some(
    texts: dict[str, tuple[str, str]],
) -> None:
    held = {kind: stated(texts, kind) for kind in KINDS}
    assert {str(fact) for facts in held.values() for fact in facts} == {str(fact) for fact in FACTS}
    assert all(held[name] for name, kind in KINDS.items() if kind.is_letter)


FIGURES = {
    "the budget limit": ("limit: £4,200,000", "limit: £{}", ("4,567,891", "4,678,912")),
    "a grant": ("per_practice: £4,000", "per_practice: £{}", ("4,321", "4,987")),
    "a fixed sum": ("amount: £150,000", "amount: £{}", ("151,515", "161,616")),
    "a threshold": ("now: 40% to 80%", "now: {} to 80%", ("41.25%", "42.75%")),
}


def test_a_figure_changed_in_the_file_changes_everywhere_it_stands(tmp_path: Path) -> None:
    made = [_with_figures(tmp_path, at) for at in (0, 1)]
    seen = Counter[str]()
    for kind in KINDS:
        first, second = (one.made(kind).text() for one in made)
        for name, (_, _, (before, after)) in FIGURES.items():
            assert first.count(before) == second.count(after), (kind, name)
            assert second.count(before) == 0, (kind, name)
            seen[name] += first.count(before) > 0
    assert all(seen[name] >= 2 for name in FIGURES), seen


def _with_figures(folder: Path, at: int) -> County:
    text = Path(SCHEME).read_text(encoding="utf-8")
    for old, new, values in FIGURES.values():
        assert old in text
        text = text.replace(old, new.format(values[at]))
    path = folder / f"scheme-{at}.yaml"
    path.write_text(text, encoding="utf-8")
    return county(str(path), in_words=True)
