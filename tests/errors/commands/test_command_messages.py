"""Every problem of a command, a worked example, a plan and a written file has a failing example here."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from incentives.base.problem import Refused, Severity
from incentives.calculate import calculate
from incentives.cli import check, explain, new, pay
from incentives.cli import messages as of_commands
from incentives.explain import messages as of_examples
from incentives.formula import messages as of_plans
from incentives.formula.check import check_plan
from incentives.formula.nodes import (
    Add,
    Divide,
    FieldValue,
    Greatest,
    Multiply,
    Round,
    Subtract,
    Value,
    nil,
    one,
)
from incentives.formula.plan import Stage, Step
from incentives.formula.units import PATIENTS, PRACTICE
from incentives.report import messages as of_files
from incentives.report.layout import read_layout
from incentives.report.schedule import schedule
from incentives.report.tables import write_table
from incentives.shipped import shipped
from tests.errors.commands import (
    accrual_examples,
    diff_examples,
    document_examples,
    evidence_examples,
    finance_examples,
    monitor_examples,
    publication_examples,
    sealed_examples,
    workbook_examples,
)
from tests.errors.commands.import_examples import guessed, without_day, without_year
from tests.workbook.conftest import DATED
from tests.workbook.example_plan import example_binding, example_plan
from tests.workbook.test_ties import results_of_ties

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

MESSAGES = {**of_commands.MESSAGES, **of_examples.MESSAGES, **of_plans.MESSAGES, **of_files.MESSAGES}
TYPE_NAMES = re.compile(r"\b(str|int|float|dict|NoneType|tuple|Error|Exception|Traceback|None)\b")
PACK = shipped("examples") / "barsetshire" / "pack"
TABLE = pd.DataFrame({"practice_code": ["ZZ9001"], "payment_pence": [1]})
QOF = "qof-england-2015-16"
POINTS_ONLY = """kind: scheme
id: points-only
title: Points and no price
year: 2015/16
nation: England
indicators_from: england
rounding:
  points: half up to 2 places
  money: half up to the penny
  at: each component
indicators:
  HYP006: {points: 20, pays: 45% to 80%}
"""
EXAMPLE = """tests:
  - practice:
      HYP006:
        numerator: 80
        denominator: 100
    expect:
      HYP006 points: 20
"""


def _scheme(folder: Path, text: str) -> str:
    path = folder / "scheme.yaml"
    path.write_text(text, encoding="utf-8")
    return str(path)


def _no_price(folder: Path) -> None:
    pay.pay(_scheme(folder, POINTS_ONLY), PACK)


def _no_practice(_: Path) -> None:
    explain.explain(QOF, PACK, "ZZ9999")


def _no_payment(_: Path) -> None:
    explain.explain(QOF, PACK, "ZZ9001", "HYP06")


def _no_amount(_: Path) -> None:
    check.check(QOF, PACK, "much")


def _unbalanced(_: Path) -> None:
    plan, results = example_plan(), calculate(example_plan(), example_binding())
    without_one = replace(plan, components=plan.components[1:])
    pay.refuse_unbalanced(replace(results, plan=without_one))


def _unknown_in_an_example(folder: Path) -> None:
    check.check(_scheme(folder, POINTS_ONLY + EXAMPLE.replace("HYP006 points", "HYP07 points")))


def _wrong_example(folder: Path) -> None:
    check.check(_scheme(folder, POINTS_ONLY + EXAMPLE.replace("points: 20", "points: 19")))


def _pounds_and_patients(_: Path) -> None:
    rule = Add(FieldValue("list_size"), FieldValue("last_year"))
    plan = example_plan()
    step = Step("mixed", "A mixed rule", PRACTICE, PATIENTS, rule, "", Stage.PERIODS)
    raise Refused(check_plan(replace(plan, steps=(*plan.steps, step))))


def _exists(folder: Path) -> None:
    path = folder / "payments.csv"
    path.write_bytes(b"mine")
    try:
        write_table(TABLE, path)
    finally:
        assert path.read_bytes() == b"mine"


def _past_a_double(_: Path) -> None:
    schedule(results_of_ties(times=10**12 + 1), dated=DATED)


def _too_many_cases(_: Path) -> None:
    patients: Value = FieldValue("list_size")
    many: Value = patients
    for _n in range(10):
        many = Multiply(Divide(many, patients, nil()), Greatest(patients, Subtract(patients, one(PATIENTS))))
        many = Add(many, Greatest(patients, Multiply(many, Divide(patients, patients, nil()))))
    plan, results = example_plan(), calculate(example_plan(), example_binding())
    step = Step("tangled", "A tangled rule", PRACTICE, PATIENTS, Round(many, 0), "", Stage.PERIODS)
    schedule(replace(results, plan=replace(plan, steps=(*plan.steps, step))), dated=DATED)


def _bad_template(folder: Path) -> None:
    text = (shipped("templates") / "schedule.yaml").read_text(encoding="utf-8")
    path = folder / "schedule.yaml"
    path.write_text(text.replace("font: Arial", "fond: Arial"), encoding="utf-8")
    read_layout(path)


def _no_such_folder(folder: Path) -> None:
    write_table(TABLE, folder / "no such folder" / "payments.csv")


def _unknown_ending(folder: Path) -> None:
    write_table(TABLE, folder / "payments.doc")


EXAMPLES: dict[str, Callable[[Path], object]] = {
    "C101": _no_price,
    "C102": _no_practice,
    "C103": _no_payment,
    "C105": _unbalanced,
    "C106": _no_amount,
    "C107": lambda _: pay.pay(QOF, PACK, suppressed="a few"),
    "C120": guessed,
    "C121": without_year,
    "C122": without_day,
    "C130": lambda _: new.new("my scheme"),
    "C131": lambda _: new.new(QOF),
    "C140": evidence_examples.unknown_event,
    "C141": evidence_examples.spoilt_table,
    "C142": evidence_examples.table_that_has_seen_the_event,
    "C185": evidence_examples.not_stored,
    "C186": evidence_examples.no_events,
    "C150": evidence_examples.other_nations,
    "C151": evidence_examples.no_price_to_compare,
    "C210": evidence_examples.data_once_for_two_years,
    "C211": evidence_examples.sign_off_without_a_day,
    "C212": evidence_examples.type_nobody_knows,
    "C152": evidence_examples.unknown_member,
    "C153": evidence_examples.no_whole_pence,
    "C160": diff_examples.other_practices,
    "C161": lambda folder: diff_examples.no_price(_scheme(folder, POINTS_ONLY)),
    "C162": diff_examples.too_many_data,
    "C163": diff_examples.other_years,
    **workbook_examples.COMMANDS,
    "E101": _unknown_in_an_example,
    "E102": _wrong_example,
    "P101": _pounds_and_patients,
    "R101": _exists,
    "R102": _past_a_double,
    "R103": _too_many_cases,
    "R104": _bad_template,
    "R105": _no_such_folder,
    "R106": _unknown_ending,
    "R120": evidence_examples.unknown_audience,
    "R121": evidence_examples.interests_for_the_public,
    **sealed_examples.FILES,
    **document_examples.COMMANDS,
    **publication_examples.REPORT,
    **accrual_examples.COMMANDS,
    **finance_examples.COMMANDS,
    **monitor_examples.COMMANDS,
}
WARNED = {"C104", "C115", "C116", "C117", "C184", *finance_examples.WARNED, *accrual_examples.WARNED}
"""Said by a command that goes on; shown in ``test_bad_input.py`` and ``test_monitor.py``."""
NO_PLACE = {"P101", "R103"}  # these plans were made without a file


def test_every_code_has_an_example() -> None:
    assert set(EXAMPLES) | WARNED == set(MESSAGES)


@pytest.mark.parametrize("code", EXAMPLES)
def test_the_example_is_refused_with_place_reason_and_remedy(code: str, tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        EXAMPLES[code](tmp_path)
    problems = [p for p in refused.value.problems if p.severity is Severity.ERROR]
    assert {p.code for p in problems} == {code}
    for problem in problems:
        assert str(problem.place) or code in NO_PLACE
        assert problem.message.endswith((".", "?"))
        assert problem.remedy
        assert not TYPE_NAMES.search(f"{problem.message} {problem.remedy}")


@pytest.mark.parametrize("code", ["C101", "R105", "R106"])
def test_nothing_is_written_where_a_command_is_refused(code: str, tmp_path: Path) -> None:
    with pytest.raises(Refused):
        EXAMPLES[code](tmp_path)
    assert [p.name for p in tmp_path.iterdir() if p.name != "scheme.yaml"] == []
