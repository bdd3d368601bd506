"""Whatever of a pot, a network, a comparison or a protection is changed, the English changes with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from incentives.report.words import in_english
from tests.property.readings import read
from tests.spec.chapter import scheme

if TYPE_CHECKING:
    from pathlib import Path

REST = "group: G, weighted_by: list size only"
ROWS = f"X: {{points: 20, pays: 40% to 80%, {REST}}}\n  Y: {{points: 3, pays: in full, {REST}}}"
HISTORY = "    of: QOF payment\n    basis: per practice\n    list: at baseline\n    pms_deduction: before\n"
PMS = "deductions:\n  - {name: PMS, from_contract: PMS, amount: £13050, for_patients: 5891 patients}\n"
PEERS = "form: relative to peers, points: 20, best: 25%, least_patients: 30, fewest_practices: 4"
FORMS = {
    "13": ("", f"protect:\n  - at_least: 95%\n    year: 2014/15\n{HISTORY}"),
    "15": ("", f"protect:\n  - lose_at_most: 5%\n    year: 2014/15\n{HISTORY}"),
    "15 taper": (
        "",
        (
            "protect:\n  - taper_over: 7 years\n    first_year: 2013/14\n    year: 2012/13\n"
            f"    paid: on top\n{HISTORY}"
        ),
    ),
    "17": (
        f"\n  Z: {{{PEERS}, ties: go by practice code, among: every practice, {REST}}}",
        "",
    ),
    "18": (
        "",
        (
            "payments:\n  q: {form: network achievement, counted_as: BP, per_network: £7000, "
            "pays: 30% to 60%, members: every practice, split_by: list size}\n"
        ),
    ),
    "18 in part": (
        "",
        (
            "payments:\n  q: {form: network achievement, counted_as: BP, per_network: £7000, block: 40%, "
            "pays: from 95%, members: every practice, split_by: list size}\n"
        ),
    ),
    "21": (
        "",
        (
            "pots:\n  - {name: p, amount: £7000, of: everything, floors: yield, "
            "if_earnings_fall_short: keep for reserve, count_late_data_until: 2016-05-31}\n"
        ),
    ),
    "23": (
        "",
        (
            "recover:\n  - {name: r, indicator: X, below: 45%, takes_back: 50%, of: [X], at_most: £7000, "
            "decided: always}\n"
        ),
    ),
    "24": (
        "",
        (
            "instalments:\n  each_month: 70%\n  of: last year's QOF payment\n  from: April 2015\n"
            "  balance: June 2016\n  provisional_until: July 2015\n  when_final: in the next month\n"
        ),
    ),
    "25": (
        "",
        (
            "payments:\n  q: {form: deprivation weighting, per_patient: £7, "
            "imd_weights: [{from: 0, weight: 90%}, {from: 20, weight: 120%}]}\n"
        ),
    ),
    "35": ("", f"protect:\n  - at_least: 95%\n    best_of: [2014/15, 2013/14]\n{HISTORY}"),
    "budget": (
        "",
        (
            "budget:\n  limit: £7000\n  contingency: 2%\n  if_earnings_exceed_it: use contingency, "
            "then reduce every payment by the same percentage\n  if_earnings_fall_short: keep for reserve\n"
            "  floors: yield\n"
        ),
    ),
}
OF_HISTORY = [
    ("QOF payment", "all payments"),
    ("per practice", "per registered patient"),
    ("at baseline", "at payment"),
    ("pms_deduction: before", "pms_deduction: after"),
]
CHANGES = [
    *((form, *change) for form in ("13", "15", "15 taper", "35") for change in OF_HISTORY),
    ("13", "95%", "96%"),
    ("13", "2014/15", "2013/14"),
    ("15", "5%", "6%"),
    ("15", "2014/15", "2013/14"),
    ("15 taper", "7 years", "8 years"),
    ("15 taper", "2013/14", "2014/15"),
    ("15 taper", "2012/13", "2011/12"),
    ("15 taper", "on top", "as a floor"),
    ("17", "best: 25%", "best: 26%"),
    ("17", "best: 25%", "best_practices: 6"),
    ("17", "points: 20, best", "points: 21, best"),
    ("17", "least_patients: 30", "least_patients: 31"),
    ("17", "fewest_practices: 4", "fewest_practices: 5"),
    ("17", "go by practice code", "share the better place"),
    ("17", "among: every practice", "among: practices that signed"),
    ("17", "ties:", "lower_is_better: yes, ties:"),
    ("18", "BP", "BP2"),
    ("18 in part", "block: 40%", "block: 41%"),
    ("18 in part", "from 95%", "from 96%"),
    ("18 in part", "from 95%", "90% to 95%"),
    ("18", "£7000", "£7001"),
    ("18", "per_network", "per_patient"),
    ("18", "30%", "31%"),
    ("18", "60%", "61%"),
    ("18", "every practice", "practices that signed"),
    ("18", "split_by: list size", "split_by: equal parts"),
    ("21", "£7000", "£7001"),
    ("21", "of: everything, floors: yield", "of: [X]"),
    ("21", "yield", "are kept whole"),
    ("21", "keep for reserve", "share among signed practices by list size"),
    ("21", "2016-05-31", "2016-06-30"),
    ("23", "indicator: X", "indicator: Z"),
    ("23", "45%", "46%"),
    ("23", "50%", "51%"),
    ("23", "of: [X]", "of: [Y]"),
    ("23", "£7000", "£7001"),
    ("23", "always", "for each practice"),
    ("24", "70%", "71%"),
    ("24", "July 2015", "August 2015"),
    ("24", "in the next month", "spread over the months left"),
    ("25", "£7", "£8"),
    ("25", "per_patient: £7", "budget: £7"),
    ("25", "90%", "91%"),
    ("25", "from: 20", "from: 21"),
    ("25", "120%", "121%"),
    ("35", "95%", "96%"),
    ("35", "2013/14", "2012/13"),
    ("budget", "£7000", "£7001"),
    ("budget", "2%", "3%"),
    ("budget", "keep for reserve", "share among signed practices by list size"),
    ("budget", "yield", "are kept whole"),
]


@pytest.mark.parametrize(("form", "old", "new"), CHANGES)
def test_a_changed_parameter_changes_the_english(form: str, old: str, new: str, tmp_path: Path) -> None:
    row, more = FORMS[form]
    rows = ROWS + row
    if new == "indicator: Z":
        rows += f"\n  Z: {{points: 4, pays: 41% to 81%, {REST}}}"
    said = []
    for text in (f"{rows}\n{PMS}{more}", f"{rows}\n{PMS}{more}".replace(old, new)):
        path = tmp_path / "s.yaml"
        path.write_text(scheme(text), "utf-8")
        said.append(in_english(read(path)[0]))
    assert said[0] != said[1]


def test_every_form_of_these_families_is_changed() -> None:
    assert {form for form, _, _ in CHANGES} == set(FORMS)
