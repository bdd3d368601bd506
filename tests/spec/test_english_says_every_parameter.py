"""Whatever of a form is changed, the English of the scheme changes with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from incentives.report.words import in_english
from tests.property.readings import read
from tests.spec.chapter import scheme

if TYPE_CHECKING:
    from pathlib import Path

REST = "group: G, weighted_by: list size only"
X = f"X: {{points: 20, pays: 40% to 80%, {REST}}}"
FEWEST = "fewest_patients: 50"
TOP_UP = "form: top-up to a guaranteed income, guaranteed_per_patient: £3, core_income: CORE"
FORMS = {
    "3": (f"X: {{points: 20, bands: [{{from: 50%, points: 5}}, {{from: 80%, points: 20}}], {REST}}}", ""),
    "5": (X, "conditions:\n  - {name: c, holds_where: list size >= 70 patients, of: [X]}\n"),
    "6": (X, "payments:\n  q: {form: block and performance, per_patient: £3, block: 60%, score_of: [X]}\n"),
    "8": (X, "payments:\n  q: {form: item of service, fee: £3, counted_as: FLU1, at_most: £70}\n"),
    "9": (X, "payments:\n  q: {form: capitation, per_patient: £3, list: registered}\n"),
    "12": (X, f"payments:\n  q: {{{TOP_UP}, list: registered}}\n"),
    "12 in part": (X, f"payments:\n  q: {{{TOP_UP}, share: 60%, in_proportion_to: STANDARDS}}\n"),
    "16": (
        f"X: {{points: 20, improvement: 10%, on: 2014/15, {FEWEST}, with_fewer: no points, {REST}}}",
        "",
    ),
    "19": (f"{X}\n  Y: {{points: 5, pays: 80% to 90%, stretch_of: X, {REST}}}", ""),
    "20": (
        f"X: {{points: {{price_per_patient: £25, expected_patients: 120}}, pays: 40% to 80%, {REST}}}",
        "",
    ),
    "26": (f"X: {{points: 20, pays: {{2014/15: 41% to 81%, 2015/16: as in 2014/15}}, {REST}}}", ""),
    "27": (X, "exceptions:\n  - {indicators: [X], allowed: [dissent], at_most: 10%}\n"),
    "29": (X, "suspended:\n  - {indicators: [X], from: 2016-01-01, to: 2016-03-31, results_of: 2013/14}\n"),
    "32": (
        f"X: {{points: 20, pays: 40% to 80%, variants: [{{where: contract is PMS, points: 7}}], {REST}}}",
        "",
    ),
    "33": (X, "conditions:\n  - {name: c, evidence: PLAN01, of: [X]}\n"),
    "37": (X, "payments:\n  q: {formula: £3 per patient × list size + £70}\n"),
}
CHANGES = [
    ("3", "50%", "55%"),
    ("3", "points: 5", "points: 6"),
    ("3", "80%", "85%"),
    ("5", "70 patients", "71 patients"),
    ("5", ">=", "<="),
    ("5", ", of: [X]", ", of: []"),
    ("6", "£3", "£4"),
    ("6", "per_patient", "per_practice"),
    ("6", "60%", "61%"),
    ("8", "£3", "£4"),
    ("8", "FLU1", "FLU2"),
    ("8", "£70", "£71"),
    ("9", "£3", "£4"),
    ("9", "registered", "weighted"),
    ("12", "£3", "£4"),
    ("12", "CORE", "CORE2"),
    ("12", "registered", "weighted"),
    ("12 in part", "60%", "61%"),
    ("12 in part", "STANDARDS", "KPI"),
    ("16", "10%", "11%"),
    ("16", "2014/15", "2013/14"),
    ("16", "50", "51"),
    ("16", "no points", "all points"),
    ("19", "90%", "91%"),
    ("19", "points: 5", "points: 6"),
    ("20", "£25", "£26"),
    ("20", "120", "121"),
    ("26", "41%", "42%"),
    ("26", "as in 2014/15", "41% to 81%"),
    ("27", "[dissent]", "[dissent, unsuitable]"),
    ("27", "10%", "11%"),
    ("29", "results_of: 2013/14", "results_of: 2012/13"),
    ("29", "from: 2016-01-01", "from: 2016-01-02"),
    ("29", "to: 2016-03-31", "to: 2016-12-31"),
    ("32", "is PMS", "is APMS"),
    ("32", "points: 7", "points: 8"),
    ("33", "PLAN01", "PLAN02"),
    ("37", "£70", "£71"),
]


@pytest.mark.parametrize(("form", "old", "new"), CHANGES)
def test_a_changed_parameter_changes_the_english(form: str, old: str, new: str, tmp_path: Path) -> None:
    rows, more = FORMS[form]
    said = []
    for text in (f"{rows}\n{more}", f"{rows}\n{more}".replace(old, new)):
        path = tmp_path / "s.yaml"
        path.write_text(scheme(text), "utf-8")
        said.append(in_english(read(path)[0]))
    assert said[0] != said[1]


def test_every_form_of_these_families_is_changed() -> None:
    assert {form for form, _, _ in CHANGES} == set(FORMS)
