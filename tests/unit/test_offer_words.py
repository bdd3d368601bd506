"""What a practice can lose after doing the work, said for each rule that can take pay away."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from incentives.cli.check import check
from incentives.report.offer_words import at_risk, offer
from incentives.scheme.reading import read_scheme

if TYPE_CHECKING:
    from pathlib import Path

NATIONAL = """kind: scheme
id: national
title: A national scheme
year: 2015/16
rounding:
  points: half up to 2 places
  money: half up to the penny
  at: each component
pay_points:
  price_per_point: £160.15
  national_average_list:
    patients: 8,000
    as_at: 2015-01-01
  practice_list:
    as_at: 2016-01-01
  prevalence:
    national: stated in the practice data
    register_as_at: 2016-03-31
indicators:
  X: {points: 10, pays: 40% to 80%, group: G}
  Y: {points: 5, pays: from 50%, group: G}
"""
LOCAL = """kind: scheme
id: local
title: A local scheme
year: 2015/16
starts_from: national
offer: {open: 2015-02-01, close: 2015-03-20, practices_that_do_not_sign: stay on national QOF}
national_qof: {signed_practices: leave, keep_reporting: yes}
treatment: {pensionable: no, vat: outside scope, paid_to: practice}
exit: {notice: 3 months, payments: keep what is earned, back_to_qof: from next 1 April}
payments:
  grant: {form: fixed grant, per_practice: £100, title: Grant for meetings}
budget:
  limit: £1,000
"""
PAID_IN_FULL = """  if_earnings_exceed_it: pay in full
  if_earnings_fall_short: keep for reserve
"""
REDUCED = """  contingency: 5%
  if_earnings_exceed_it: use contingency, then reduce every payment by the same percentage
  if_earnings_fall_short: share among signed practices by list size
"""


def _said(folder: Path, more: str, local: str = LOCAL) -> str:
    (folder / "national.yaml").write_text(NATIONAL, encoding="utf-8")
    path = folder / "local.yaml"
    path.write_text(local + more, encoding="utf-8")
    return " ".join(at_risk(read_scheme(path)[0]))


def test_a_budget_that_is_paid_in_full_cuts_nothing(tmp_path: Path) -> None:
    said = _said(tmp_path, PAID_IN_FULL)
    assert "Nothing is cut where practices together earn more than the limit of £1,000.00." in said
    assert "kept for reserve" in said
    assert "31 March" in said
    assert "late results" not in said


def test_a_cut_is_told_with_limit_and_contingency_and_what_is_final(tmp_path: Path) -> None:
    said = _said(tmp_path, REDUCED)
    assert "limit of £1,000.00 and its contingency of 5%, £1,050.00 in all, every payment is cut" in said
    assert "shared among those that signed" in said
    assert "no payment from the budget is final" in said
    late = _said(tmp_path, f"{REDUCED}  count_late_data_until: 2016-05-31\n")
    assert "Results that come after 31 May 2016 do not count: they are taken as if no patient" in late


def test_floors_are_told_only_where_there_are_any(tmp_path: Path) -> None:
    floor = (
        "protect:\n  - {at_least: 95%, of: national QOF payment, year: 2014/15, basis: per practice, "
        "list: at baseline, pms_deduction: before}\n"
    )
    assert "floors" not in _said(tmp_path, REDUCED)
    assert "what floors add is paid first and not reduced" in _said(tmp_path, REDUCED + floor)
    assert "reduced like everything else" in _said(tmp_path, f"{REDUCED}  floors: yield\n{floor}")


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        (
            "conditions:\n  - {of: [grant], holds_where: list size >= 10 patients, title: Size}\n",
            'A practice that misses "Size" is paid nothing for "Grant for meetings", done or not.',
        ),
        (
            "conditions:\n  - {of: whole scheme, evidence: M, title: Meetings}\n",
            'A practice that misses "Meetings" is paid nothing under this scheme, done or not.',
        ),
        ("limits:\n  - {at_most: £7000}\n", "Beyond £7,000.00 for a practice in all nothing more is paid"),
        (
            "pots:\n  - {name: pot, amount: £500, of: [X], if_earnings_fall_short: keep for reserve}\n",
            "pot: £500.00 is all there is for X;",
        ),
        (
            "recover:\n  - {indicator: X, below: 30%, takes_back: 50%, of: [grant], decided: always}\n",
            'Below 30% of X, 50% of what was paid for "Grant for meetings" may be taken back.',
        ),
        (
            "small_numbers: {fewer_than: 10 patients, then: pay the average}\n",
            "Where few patients are counted",
        ),
        ("", "Y: one patient below the threshold, and nothing is paid."),
        ("", "A practice that leaves before the end: keep what is earned"),
    ],
)
def test_each_rule_that_takes_pay_away_is_told(tmp_path: Path, more: str, sentence: str) -> None:
    assert sentence in _said(tmp_path, PAID_IN_FULL + more)


def test_the_points_floor_of_gms_is_named_where_practices_leave_and_not_where_they_stay(
    tmp_path: Path,
) -> None:
    leaves = _said(tmp_path, PAID_IN_FULL)
    assert "fewer than 150 QOF points (SFE section 2" in leaves
    assert "For PMS and APMS it depends on the contract." in leaves
    stays = _said(tmp_path, PAID_IN_FULL, LOCAL.replace("leave, keep", '"stay, on top", keep'))
    assert "150" not in stays


def test_signing_staying_out_and_leaving_are_told(tmp_path: Path) -> None:
    _said(tmp_path, PAID_IN_FULL)
    said = " ".join(offer(read_scheme(tmp_path / "local.yaml")[0]))
    assert "Practices may sign from 1 February 2015 to 20 March 2015." in said
    assert "A practice that does not sign stays on national QOF" in said
    assert "A practice may leave with notice of 3 months." in said
    assert "does not say until when a practice may question a payment" in said


def test_check_prints_it_under_an_offer_and_not_under_a_qof_year(capsys: pytest.CaptureFixture[str]) -> None:
    heading = "What a practice can lose after doing the work"
    check("barsetshire-2015-16")
    text = capsys.readouterr().out
    assert heading in text
    assert "£4,284,000.00 in all, every payment is cut" in " ".join(text.split())
    check("qof-england-2015-16")
    assert heading not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("terms", "lost"),
    [
        ("points: 10, bands: [{from: 50%, points: 10}]", "what does not reach the next band"),
        ("points: 10, pays: 70% to 20%, lower_is_better: yes", "nothing is paid above the first figure"),
        (
            "points: 10, improvement: 10%, on: 2014/15, fewest_patients: 50, with_fewer: no points",
            "a practice that has not risen is paid nothing",
        ),
        ("points: 10, pays: 40% to 80%, points_at_lower: 2", "Below the lower threshold"),
        ("points: 10, pays: in full", "Nothing in this scheme takes pay away"),
    ],
)
def test_each_way_of_earning_points_says_what_it_leaves_unpaid(terms: str, lost: str, tmp_path: Path) -> None:
    path = tmp_path / "national.yaml"
    path.write_text(
        NATIONAL.partition("indicators:")[0] + f"indicators:\n  X: {{{terms}, group: G}}\n", "utf-8"
    )
    (said,) = at_risk(read_scheme(path)[0])
    assert lost in said


def test_beyond_the_most_of_a_payment_nothing_more_is_paid(tmp_path: Path) -> None:
    capped = "payments:\n  flu: {form: item of service, fee: £10, counted_as: FLU01, at_most: £500}\n"
    path = tmp_path / "national.yaml"
    path.write_text(NATIONAL + capped, "utf-8")
    assert '"flu": beyond £500.00 nothing more is paid.' in at_risk(read_scheme(path)[0])
