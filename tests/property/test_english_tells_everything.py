"""The English of a scheme tells every setting: change any of them, and the words are others."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from incentives.report.english import in_full
from incentives.report.paragraphs import as_text
from incentives.scheme.compiling import plan_of
from incentives.scheme.forms import FORMS
from incentives.scheme.reading import read_scheme
from incentives.scheme.section import keys_of
from incentives.scheme.sense import sense
from tests.property.english_changes import NO_CHOICE, Place, entries, others
from tests.property.made_schemes import made
from tests.spec import test_form_13_floor as areas
from tests.spec import test_form_34_no_worse_off as no_worse
from tests.spec.chapter import scheme as chapter

if TYPE_CHECKING:
    from pathlib import Path

    from incentives.scheme.model import Scheme

pytestmark = pytest.mark.long

SEEDS = 40
SECTIONS = (
    *("rounding", "offered_by", "offer", "national_qof", "budget", "treatment", "exit", "disputes"),
    *("accrual", "recovery"),
)
WHERE = "variants by locality or contract"


def _english(scheme: Scheme) -> str:
    return as_text(in_full(scheme, plan_of(scheme)), 100)


@pytest.fixture(scope="module")
def schemes(tmp_path_factory: pytest.TempPathFactory) -> list[Scheme]:
    folder = tmp_path_factory.mktemp("schemes")
    texts = [made(seed).text for seed in range(SEEDS)]
    found = [_read(folder, f"made{n}", text) for n, text in enumerate(texts)]
    _read(folder, "national", no_worse.NATIONAL)
    found.append(_read(folder, "beside", no_worse.LOCAL))
    rows = "X: {points: 1, pays: in full, group: G}\n  Y: {points: 2, pays: in full, group: COPD}"
    _read(folder, "national", chapter(rows).replace("id: chapter", "id: national"))
    return [*found, _read(folder, "areas", areas.AREAS)]


def _read(folder: Path, name: str, text: str) -> Scheme:
    path = folder / f"{name}.yaml"
    path.write_text(text, encoding="utf-8")
    return read_scheme(path)[0]


def test_changing_any_setting_of_any_form_changes_the_english(schemes: list[Scheme]) -> None:
    told: set[tuple[str, str]] = set()
    silent: list[str] = []
    for scheme in schemes:
        for place in entries(scheme):
            form = place.entry(scheme).form.name
            wanted = [
                (key, terms)
                for key, terms in others(scheme, place.entry(scheme).terms)
                if (form, key) not in told and _makes_sense(place.changed(scheme, terms))
            ]
            if wanted:
                silent += _silent(scheme, place, wanted)
                told |= {(form, key) for key, _ in wanted}
    assert silent == []
    top = {(form, key.split(".")[0]) for form, key in told}
    needed = {
        (form.name, key)
        for form in FORMS.all()
        for key in keys_of(form.terms)
        if key not in ("form", "variants") and form.name != WHERE
    }
    assert needed - top - NO_CHOICE == set()


def _makes_sense(scheme: Scheme) -> bool:
    """Tell whether months still follow each other; no other change keeps a plan from being made."""
    return "S411" not in {p.code for p in sense(scheme, complete=False)}


def _silent(scheme: Scheme, place: Place, wanted: list[tuple[str, Any]]) -> list[str]:
    before = _english(scheme)
    form = place.entry(scheme).form.name
    return [f"{form}: {key}" for key, terms in wanted if _english(place.changed(scheme, terms)) == before]


MORE = """offered_by: {body: NHS Barsetshire CCG, code: ZZ9}
disputes: {raise_within: 28 days}
accrual: {method: straight line, low: 85%, high: 105%}
recovery: {over: 6 months, at_most: 10%, notice: 28 days, waive_below: £50, closed_practice: invoice}
governance:
  consulted: [{body: LMC, on: 2015-02-10}]
  stop_if:
    - {when: below the wide range, then: pay for it again, decided_by: the board, within: 60 days}
  review_on: 2015-09-30
  ends: 2016-03-31
  no_promise_after: yes
  procurement_route: single tender, since it is based on registered lists
  nhs_england: told on 12 February 2015; no objection
  equality_assessment: paper 7 of 25 March 2015
  inequalities_duty: points for frailty weigh most where it is most common
  patients_involved: patient reference group, 3 February 2015
  strategy_objective: objective 2, fewer unplanned admissions
"""


def test_changing_any_term_of_the_offer_changes_the_english(tmp_path: Path) -> None:
    _read(tmp_path, "national", no_worse.NATIONAL)
    scheme = _read(tmp_path, "offer", no_worse.LOCAL + MORE)
    before = _english(scheme)
    changed = [
        (name, key, replace(scheme, **{name: section}))  # type: ignore[arg-type]
        for name in (*SECTIONS, "governance")
        for key, section in others(scheme, getattr(scheme, name))
    ]
    assert len(changed) > 25
    assert [(name, key) for name, key, other in changed if _english(other) == before] == []


def test_a_variant_is_told_with_its_condition_and_what_differs(tmp_path: Path) -> None:
    row = """X:
    points: 20
    pays: 40% to 80%
    group: G
    variants:
      - {where: local_area is Chorley, pays: 50% to 90%}
      - {where: contract is PMS, points: 10}"""
    text = _english(_read(tmp_path, "variants", chapter(row)))
    flat = " ".join(text.split())
    assert "Where local area is Chorley, instead: It pays nothing up to 50%, everything from 90%" in flat
    assert "Where contract is PMS, instead: It is worth 10 points." in flat


def test_the_same_scheme_gives_the_same_words() -> None:
    scheme = read_scheme("barsetshire-2015-16")[0]
    assert _english(scheme) == _english(read_scheme("barsetshire-2015-16")[0])
