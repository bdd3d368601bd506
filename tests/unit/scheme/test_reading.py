"""A scheme file to a scheme: types, places, standing, forms, and one message for one mistake."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest

from incentives.base.problem import Problem, errors
from incentives.formula.plan import Standing
from incentives.scheme.reading import read_scheme
from incentives.scheme.shelf import shipped_schemes
from incentives.scheme.values import Slide
from tests.unit.scheme.written import LOCAL, NATIONAL

Read = Callable[[str], tuple[Problem, ...]]


@pytest.mark.parametrize("identifier", sorted(shipped_schemes()))
def test_every_shipped_scheme_can_be_read(identifier: str) -> None:
    scheme, warnings = read_scheme(identifier)
    assert scheme.header.id == identifier
    assert scheme.indicators or scheme.payments
    assert not errors(warnings)


@pytest.mark.usefixtures("folder")
def test_flat_scheme_is_typed_with_the_place_of_every_value() -> None:
    scheme, warnings = read_scheme("base.yaml")
    assert warnings == ()
    hyp = next(i for i in scheme.indicators if i.id == "HYP006")
    assert hyp.form.name == "linear between thresholds"
    assert hyp.terms.points == 20
    assert getattr(hyp.terms, "pays") == Slide(Fraction(45, 100), Fraction(80, 100))  # noqa: B009 - of its form
    place = hyp.origin("pays").place
    assert (place.file, place.line, place.column) == ("base.yaml", 20, 30)


@pytest.mark.usefixtures("folder")
def test_standing_is_the_last_entry_that_names_the_value() -> None:
    scheme, _ = read_scheme("base.yaml")
    by_id = {i.id: i for i in scheme.indicators}
    assert by_id["HYP006"].origin("pays").standing is Standing.UNVERIFIED
    assert by_id["DEP003"].origin("pays").standing is Standing.SOURCED
    assert by_id["DEP003"].origin("pays").source == "Results workbook (table 2)"
    assert by_id["HYP006"].origin("points").standing is Standing.VERIFIED
    assert by_id["HYP006"].origin("points").source == "Results workbook (table 2); Guidance"


@pytest.mark.parametrize("code", ["08E10", "1E5", "010", "NO", "0x1F", "1.50", "2015-04-01", "null", "1_000"])
def test_code_that_looks_like_something_else_stays_text(code: str, folder: Path) -> None:
    text = NATIONAL.replace("AF001", code).replace("group: AF", f"group: {code}")
    (folder / "scheme.yaml").write_text(text, encoding="utf-8")
    scheme, _ = read_scheme(Path("scheme.yaml"))
    assert scheme.indicators[0].id == code
    assert scheme.indicators[0].terms.group == code


def test_byte_order_mark_and_windows_lines_are_no_problem(folder: Path) -> None:
    text = "\ufeff" + NATIONAL.replace("\n", "\r\n")
    (folder / "scheme.yaml").write_bytes(text.encode())
    scheme, _ = read_scheme(Path("scheme.yaml"))
    assert [i.id for i in scheme.indicators] == ["AF001", "HYP006", "DEP003"]


def test_all_problems_come_at_once_in_the_order_of_the_file(problems: Read) -> None:
    text = NATIONAL.replace("2015/16", "2015/17").replace("pays: for the", "pais: for the")
    text = text.replace("amount: £13,050", "amount: 13,050") + "corections:\n  - none\n"
    found = problems(text)
    assert [p.code for p in found] == ["S203", "S201", "S203", "S201", "S204"]
    assert [p.place.line for p in found] == sorted(p.place.line for p in found)


def test_misspelt_word_is_not_also_missing(problems: Read) -> None:
    (problem,) = problems(NATIONAL.replace("total_points: 31\n", "").replace("{points: 20", "{ponits: 20"))
    assert (problem.code, problem.remedy) == ("S201", 'Did you mean "points"?')


def test_two_words_misspelt_are_both_told(problems: Read) -> None:
    found = problems(NATIONAL.replace("{points: 20, pays", "{ponits: 20, pasy"))
    assert [p.remedy for p in found] == ['Did you mean "points"?', 'Did you mean "pays"?']


def test_indicator_that_cannot_be_read_is_not_also_unknown_to_lists_that_name_it(problems: Read) -> None:
    assert [p.code for p in problems(NATIONAL.replace("20, pays: 45% to 80%", "20, pays: 45%"))] == ["S203"]


def test_section_that_cannot_be_read_is_not_also_missing(problems: Read) -> None:
    assert [p.code for p in problems(LOCAL.replace("£4,200,000", "4,200,000"))] == ["S203"]


def test_lower_is_better_no_is_the_usual_form(folder: Path) -> None:
    text = NATIONAL.replace("80%, group: HYP", "80%, group: HYP, lower_is_better: no")
    (folder / "scheme.yaml").write_text(text, encoding="utf-8")
    scheme, _ = read_scheme(Path("scheme.yaml"))
    assert scheme.indicators[1].form.name == "linear between thresholds"


def test_form_is_chosen_by_what_is_written(folder: Path) -> None:
    text = NATIONAL.replace("total_points: 31\n", "").replace(
        "protect:",
        "  A1: {points: 5, pays: from 80%, group: A}\n"
        "  A2: {points: 5, pays: 70% to 20%, lower_is_better: yes, group: A}\n"
        "  A3: {points: 5, pays: 70% to 80%, points_at_lower: 2, group: A}\n"
        "  A4: {points: 5, pays: from 80%, form: all or nothing, group: A}\nprotect:",
    )
    (folder / "scheme.yaml").write_text(text, encoding="utf-8")
    scheme, _ = read_scheme(Path("scheme.yaml"))
    assert [i.form.number for i in scheme.indicators] == [4, 1, 1, 4, 31, 2, 4]


def test_payer_that_is_nobody_is_refused(problems: Read) -> None:
    (problem,) = problems(NATIONAL.replace("group: HYP}", "group: HYP, paid_by: this shedule}"))
    assert (problem.code, problem.remedy) == ("S203", 'Did you mean "this schedule"?')


def test_weighting_that_is_nothing_is_refused(problems: Read) -> None:
    (problem,) = problems(NATIONAL.replace("group: HYP}", "group: HYP, weighted_by: list only}"))
    assert (problem.code, problem.remedy) == ("S203", 'Did you mean "list size only"?')


def test_limit_on_named_indicators_is_another_form_than_on_practices(folder: Path) -> None:
    text = NATIONAL + "limits:\n  - {at_least: £5, of: [HYP006]}\n  - {at_least: £5}\n"
    (folder / "scheme.yaml").write_text(text, encoding="utf-8")
    scheme, _ = read_scheme(Path("scheme.yaml"))
    assert [w.form.name for w in scheme.lines[-2:]] == ["caps and floors", "practice caps and floors"]


def test_lines_stand_in_the_order_written(folder: Path) -> None:
    (folder / "scheme.yaml").write_text(NATIONAL, encoding="utf-8")
    scheme, _ = read_scheme(Path("scheme.yaml"))
    assert [w.id for w in scheme.lines] == ["protect 1", "deductions 1"]


def test_floor_after_the_deduction_stands_below_it(problems: Read) -> None:
    floor = (
        "  - at_least: 95%\n    of: national QOF payment\n    year: 2014/15\n    basis: per practice\n"
        "    list: at baseline\n    pms_deduction: after\n"
    )
    (problem,) = problems(NATIONAL.replace("deductions:\n", floor + "deductions:\n"))
    assert (problem.code, problem.message) == (
        "S410",
        '"protect 2" applies after the PMS deduction, but stands above it.',
    )
    assert problems(NATIONAL.replace("standing:\n", "limits:\n  - at_most: £1\nstanding:\n")) == ()


@pytest.mark.parametrize("identifier", ["../base", "a b", "1=1", "a/b"])
def test_id_that_cannot_name_a_file_is_refused(identifier: str, problems: Read) -> None:
    (problem,) = problems(NATIONAL.replace("id: base", f'id: "{identifier}"'))
    assert problem.code == "S208"


def test_worked_examples_are_kept_as_written(folder: Path) -> None:
    text = NATIONAL + "tests:\n  - practice: {list_size: 7233, HYP006: {numerator: 80}}\n"
    text += "    expect: {HYP006 points: 20}\n"
    (folder / "scheme.yaml").write_text(text, encoding="utf-8")
    (example,) = read_scheme(Path("scheme.yaml"))[0].tests
    assert example.practice == {"list_size": "7233", "HYP006": {"numerator": "80"}}
    assert example.expect == {"HYP006 points": "20"}
    assert example.place.line == 40
