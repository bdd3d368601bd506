"""A pack bound to a plan: complete columns, practices in order, and what each gap means."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from incentives.base.problem import Refused
from incentives.base.rounding import Rounding, Rule
from incentives.base.year import FinancialYear
from incentives.data import bind, pack_of
from incentives.formula.plan import Absent, Component, DataField, Plan, Reads
from incentives.formula.units import CELL, COMPONENT, PATIENTS, PLAIN, POINTS, POUNDS, PRACTICE, SCHEME

if TYPE_CHECKING:
    from incentives.data.bound import Binding

YEAR = FinancialYear(2015)
IDS = ("HYP006", "AF007", "GRANT")
Rows = list[dict[str, str]]
PRACTICES: Rows = [
    {"practice_code": "ZZ9002", "name": "Framley Mill", "list_size": "1870", "network_code": "N2"},
    {"practice_code": "ZZ9001", "name": "Hogglestock", "list_size": "7,233", "network_code": "N1"},
]


def counts(**figures: tuple[str, str]) -> Rows:
    return [
        {"practice_code": f"ZZ900{n}", "indicator": indicator, "numerator": text, "denominator": "100"}
        for indicator, texts in figures.items()
        for n, text in enumerate(texts, start=1)
    ]


def numerator(**settings: Absent | Reads) -> DataField:
    return DataField(
        "numerator",
        CELL,
        PATIENTS,
        "measures",
        "numerator",
        "numerator",
        only=IDS[:2],
        **settings,  # type: ignore[arg-type]
    )


def bound(*fields: DataField, attributes: tuple[str, ...] = (), **tables: Rows) -> Binding:
    components = tuple(Component(i, i, i[:-3], "indicator", "payment") for i in IDS)
    money = Rounding(Rule.HALF_UP, 2)
    plan = Plan("t", "T", YEAR, components, (), fields, (), (), money, None, attributes=attributes)
    return bind(plan, pack_of({"practices": PRACTICES} | tables, year=YEAR, title="Test"))


def integers(field: DataField, **tables: Rows) -> list[int]:
    return list(bound(field, attributes=(), **tables).columns[field.name].integers)


def refused(*fields: DataField, **tables: Rows) -> list[str]:
    with pytest.raises(Refused) as reason:
        bound(*fields, attributes=(), **tables)
    return [p.code for p in reason.value.problems]


def test_practices_stand_in_order_of_their_codes_with_nought_where_a_component_is_not_served() -> None:
    binding = bound(numerator(), counts=counts(AF007=("7", "8"), HYP006=("80", "90")))
    column = binding.columns["numerator"]
    assert binding.practices == ("ZZ9001", "ZZ9002")
    assert list(column.integers) == [80, 7, 0, 90, 8, 0]
    assert column.at(1, 0) == 90
    assert (column.place(1, 0).file, column.place(1, 0).line) == ("counts.csv", 5)
    assert binding.names["ZZ9001"] == "Hogglestock"
    assert binding.details["ZZ9002"]["network_code"] == "N2"


def test_suppressed_and_missing_are_refused_unless_the_field_says_nil() -> None:
    given = counts(HYP006=("*", "90"), AF007=("x", "1"))
    assert refused(numerator(), counts=given) == ["D206", "D207"]
    nil = numerator(on_missing=Absent.NIL, on_suppressed=Absent.NIL)
    assert integers(nil, counts=given) == [0, 0, 0, 90, 1, 0]


def test_supplied_is_one_for_figures_and_nil_and_nought_for_the_rest() -> None:
    given = counts(HYP006=("*", "-"), AF007=("", "0"))
    assert integers(numerator(reads=Reads.SUPPLIED), counts=given) == [0, 0, 0, 1, 1, 0]


def test_nil_is_a_figure() -> None:
    assert integers(numerator(), counts=counts(HYP006=("-", "0"), AF007=("1", "1"))) == [0, 1, 0, 0, 1, 0]


def test_a_register_is_read_by_group_and_else_by_indicator() -> None:
    register = DataField(
        "register",
        CELL,
        PATIENTS,
        "measures",
        "register",
        "register",
        items=(("HYP006", "HYP"), ("AF007", "AF")),
        only=IDS[:2],
    )
    groups = [{"practice_code": f"ZZ900{n}", "group": "HYP", "register": f"{n}00"} for n in (1, 2)]
    own = [{"practice_code": f"ZZ900{n}", "indicator": "AF007", "register": f"{n}0"} for n in (1, 2)]
    assert integers(register, registers=groups, counts=own) == [100, 10, 0, 200, 20, 0]


def test_a_figure_of_last_year_is_read_from_last_year() -> None:
    rows = [
        {"year": y, "practice_code": f"ZZ900{n}", "item": "HYP006", "measure": "points", "value": v}
        for y, v in (("2015/16", "20"), ("2014/15", "17.25"))
        for n in (1, 2)
    ]
    points = DataField(
        "last", CELL, POINTS, "measures", "points", "points", per=100, years_back=1, only=("HYP006",)
    )
    assert integers(points, measures=rows) == [1725, 0, 0, 1725, 0, 0]


@pytest.mark.parametrize(
    "read",
    [
        DataField("b", PRACTICE, POUNDS, "baseline", "QOF", "last year", per=100, years_back=1),
        DataField(
            "b",
            PRACTICE,
            POUNDS,
            "baseline",
            "pence",
            "last year",
            per=100,
            years_back=1,
            items=(("", "QOF"),),
        ),
    ],
)
def test_a_baseline_is_read_in_pence_by_its_component(read: DataField) -> None:
    rows = [
        {"year": "2014/15", "practice_code": f"ZZ900{n}", "component": c, "pence": f"{n}{p}"}
        for n in (2, 1)
        for c, p in (("QOF", "00"), ("OTHER", "99"))
    ]
    assert integers(read, baseline=rows) == [100, 200]


def test_a_baseline_without_a_named_component_is_the_total_of_all() -> None:
    rows = [
        {"year": "2014/15", "practice_code": f"ZZ900{n}", "component": c, "pence": p, "list_size": f"{n}000"}
        for n in (2, 1)
        for c, p in (("QOF", "500"), ("LOCAL", "-20"))
    ]
    paid = DataField("b", PRACTICE, POUNDS, "baseline", "pence", "last year", per=100, years_back=1)
    size = DataField("n", PRACTICE, PATIENTS, "baseline", "list_size", "list then", years_back=1)
    assert integers(paid, baseline=rows) == [480, 480]
    assert integers(size, baseline=rows) == [1000, 2000]
    del rows[0]["list_size"], rows[1]["list_size"], rows[2]["list_size"], rows[3]["list_size"]
    assert refused(size, baseline=rows) == ["D203"]


def test_national_figures_are_exact_and_of_their_own_date() -> None:
    rows = [
        {"group": "HYP", "prevalence": "13.822%", "as_at": "2016-03-31", "average_list_size": ""},
        {"group": "ALL", "prevalence": "", "as_at": "2015-01-01", "average_list_size": "7233"},
    ]
    prevalence = DataField(
        "p",
        COMPONENT,
        PLAIN,
        "national",
        "prevalence",
        "prevalence",
        per=100_000,
        items=(("HYP006", "HYP"),),
        only=("HYP006",),
        as_at=date(2016, 3, 31),
    )
    average = DataField(
        "a", SCHEME, PATIENTS, "national", "average_list_size", "average list", as_at=date(2015, 1, 1)
    )
    binding = bound(prevalence, average, national=rows)
    assert binding.columns["p"].at(0, 0) == Fraction(13822, 100_000)
    assert list(binding.columns["a"].integers) == [7233]
    stale = [rows[0], rows[1] | {"as_at": "2014-01-01"}]
    assert refused(prevalence, average, national=stale) == ["D204"]


def test_adjustments_of_one_practice_add_up() -> None:
    rows = [
        {
            "practice_code": "ZZ9001",
            "component": "GRANT",
            "pence": p,
            "reason": "late data",
            "authority": "minute 4",
        }
        for p in ("500", "-200")
    ]
    adjustment = DataField(
        "adj",
        CELL,
        POUNDS,
        "adjustments",
        "pence",
        "adjustment",
        per=100,
        only=("GRANT",),
        on_missing=Absent.NIL,
    )
    assert integers(adjustment, adjustments=rows) == [0, 0, 300, 0, 0, 0]


def test_sign_up_is_one_for_those_that_signed() -> None:
    rows = [
        {"practice_code": "ZZ9001", "answer": "yes"},
        {"practice_code": "ZZ9002", "answer": "no"},
    ]
    signed = DataField(
        "signed", PRACTICE, PLAIN, "signup", "answer", "signed", reads=Reads.MATCHES, matches="yes"
    )
    assert integers(signed, signup=rows) == [1, 0]
    assert refused(signed, signup=rows[:1]) == ["D206"]


def test_each_practice_has_its_network() -> None:
    assert bound(attributes=("network",)).groups == {"network": ("N1", "N2")}


def test_a_pack_without_a_table_of_practices_holds_those_that_have_figures() -> None:
    plan_field = numerator()
    components = tuple(Component(i, i, i[:-3], "indicator", "payment") for i in IDS)
    plan = Plan("t", "T", YEAR, components, (), (plan_field,), (), (), Rounding(Rule.HALF_UP, 2), None)
    binding = bind(plan, pack_of({"counts": counts(HYP006=("1", "2"), AF007=("3", "4"))}, year=YEAR))
    assert binding.practices == ("ZZ9001", "ZZ9002")


def test_a_practice_without_any_figure_is_named_once() -> None:
    given = [row for row in counts(HYP006=("1", "2"), AF007=("3", "4")) if row["practice_code"] == "ZZ9001"]
    with pytest.raises(Refused) as reason:
        bound(numerator(), counts=given)
    (problem,) = reason.value.problems
    assert problem.message == "1 practice has no figures at all for this year: ZZ9002."
