"""What people type into a cell, and what they are told to type in its place."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from incentives.scheme.book.cells import as_written
from incentives.scheme.book.fields import at, shapes_of
from incentives.scheme.values import Percent, Pounds


class Words(NamedTuple):
    value: str = "a text"


class Typed(NamedTuple):
    text: str
    kind: Words = Words()
    format: str = ""
    merged: bool = False
    struck: bool = False


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("45% - 80%", "45% to 80%"),
        ("45%-80%", "45% to 80%"),
        ("45\u201380%", "45% to 80%"),
        ("37.5% TO 80%", "37.5% to 80%"),
        ("For the Register", "for the register"),
        ("From 80%", "from 80%"),
        ("45% or so", "45% or so"),
        ("45% - 80% - 90%", "45% - 80% - 90%"),
    ],
)
def test_what_an_indicator_pays_for(typed: str, read: str) -> None:
    assert as_written(Typed(typed), at(shapes_of("change"), ("pays", "now"))) == read


def test_a_number_of_years_with_a_capital() -> None:
    assert as_written(Typed("5 Years"), at(shapes_of("protect"), ("taper_over",))) == "5 years"


def test_a_title_stays_as_it_is() -> None:
    assert as_written(Typed("From 45%-80%"), at(shapes_of("payments"), ("title",))) == "From 45%-80%"


@pytest.mark.parametrize(
    ("kind", "typed", "told"),
    [
        (Pounds, "1.2", "write £1.2 where pounds are meant"),
        (Pounds, "150000", "write £150,000 where pounds are meant"),
        (Pounds, "4,200,000.50", "write £4,200,000.50 where pounds are meant"),
        (Pounds, "many", "write an amount such as £4,200,000"),
        (Percent, "60", "write 60% where a percentage is meant"),
        (Percent, "0.6", "write a percentage such as 45%"),
        (Percent, "1", "write a percentage such as 45%"),
    ],
)
def test_a_figure_without_its_unit_is_shown_with_it(kind: object, typed: str, told: str) -> None:
    reader = kind.__metadata__[0].func  # type: ignore[attr-defined]
    with pytest.raises(ValueError, match=told):
        reader(typed)
