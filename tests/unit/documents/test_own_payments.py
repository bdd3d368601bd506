"""Letters of what the scheme itself pays: no other scheme is needed, and no result before the balance."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from incentives.base.problem import Refused
from incentives.cli.document import document as write
from incentives.cli.governing import calculation
from incentives.cli.loading import sound_plan
from incentives.govern.delegation import Delegation
from incentives.govern.entries import Key, Line, Run
from incentives.govern.ledger import Ledger
from incentives.report.documents.own import own_payments
from tests.unit.documents.county import PACK, QOF, SCHEME, text_of, with_answers, without_results

if TYPE_CHECKING:
    from collections.abc import Sequence

CODE, BALANCE = "ZZ9004", "Balance, June 2016"
MONTHS = ("April", "May", "June", "July", "August", "September", "October", "November", "December")
ANA, BEN, CAT = "Ana", "Ben", "Cat"
PEOPLE = Delegation(
    body="NHS Barsetshire CCG",
    source="made for the tests",
    prepares=frozenset({ANA}),
    approves={BEN: 10_000_000_000},
    releases={CAT: 10_000_000_000},
)


@pytest.fixture(scope="module")
def july(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The county's practice data in July: last year's payments are final, this year's results to come."""
    return without_results(with_answers(tmp_path_factory.mktemp("july")))


def _letter(kind: str, folder: Path, pack: Path, scheme: str = SCHEME, **options: object) -> str:
    write(scheme, kind=kind, data=pack, audience=CODE, out=folder / "letter.docx", **options)  # type: ignore[arg-type]
    return text_of((folder / "letter.docx").read_bytes())


def _line(period: str, pence: int, code: str = CODE, of: str = "") -> Line:
    key = Key("barsetshire-2015-16", "2015/16", code, "instalment", period)
    return Line(key, pence, "2015/16", period, "NHS Barsetshire CCG", f"{period}/{code}", correction_of=of)


def _ledger(folder: Path, lines: Sequence[Line]) -> Path:
    path = folder / "ledger.db"
    held = Ledger(path, PEOPLE)
    for period in dict.fromkeys(line.key.period for line in lines):
        its = tuple(line for line in lines if line.key.period == period)
        run = Run("barsetshire-2015-16", "v1", "2015/16", "d" * 64, "incentives", "2015-04-01", ANA, its)
        held.prepare(run)
        held.approve(run, BEN, "2015-04-01")
        held.release(run, CAT, "2015-04-01")
    return path


def test_a_baseline_letter_of_july_needs_neither_results_nor_another_scheme(
    july: Path, tmp_path: Path
) -> None:
    said = _letter("baseline-letter", tmp_path, july)
    # 70% of £103,998.26 and of £105,198.26 in twelve months; £70.00 a month of three months over nine.
    assert "now final: £105,198.26 in place of the provisional £103,998.26" in said
    assert "a month comes to £6,159.89 from July 2015 on, and came to £6,066.56 before" in said
    assert "includes the difference for the months before, spread over the months left." in said


def test_a_difference_that_is_made_up_at_once_is_paid_with_the_next_month(july: Path, tmp_path: Path) -> None:
    at_once = tmp_path / "scheme.yaml"
    until = "provisional_until: July 2015"
    text = Path(SCHEME).read_text(encoding="utf-8")
    at_once.write_text(text.replace(until, f"{until}\n  when_final: in the next month"), encoding="utf-8")
    said = _letter("baseline-letter", tmp_path, july, str(at_once))
    # £6,136.56 and £70.00 a month of the three months before
    assert "a month comes to £6,346.56 once and then £6,136.56 from July 2015 on" in said
    assert "the difference for the months before is paid with July 2015." in said


def test_a_month_of_the_letter_is_settled_against_what_the_ledger_released(
    july: Path, tmp_path: Path
) -> None:
    paid = [_line(f"{month} 2015", 500_000) for month in MONTHS[:3]]
    said = _letter("baseline-letter", tmp_path, july, ledger=_ledger(tmp_path, paid))
    assert "and came to £5,000.00 before" in said
    # 70% of £105,198.26 less £15,000.00 in nine months
    assert "a month comes to £6,515.42 once and then" in said


def test_a_balance_letter_needs_no_other_scheme_and_follows_the_plan(tmp_path: Path) -> None:
    said = _letter("balance-letter", tmp_path, PACK)
    alike = _letter("balance-letter", tmp_path, PACK, base=QOF, force=True)
    results = calculation(SCHEME, PACK, "").results
    months = results.in_pence("instalment")[results.binding.practices.index(CODE)].tolist()
    assert said == alike
    for pence in (sum(months), sum(months[:-1]), months[-1]):
        assert f"{'-' if pence < 0 else ''}£{abs(pence) / 100:,.2f}" in said


def test_a_balance_follows_what_the_ledger_released_in_the_months() -> None:
    plan, calculated = sound_plan(SCHEME)[1], calculation(SCHEME, PACK, "")
    planned = own_payments(plan, calculated)[CODE]
    less = _line("April 2015", planned.pence[0] - 12_345)
    found = own_payments(plan, calculated, [less, _line("April 2015, correction 1", 700, of=less.reference)])
    assert found[CODE].balance == planned.balance + 12_345
    assert found[CODE].in_advance == planned.in_advance - 12_345
    assert found[CODE].corrections == 700


def test_a_balance_that_is_released_is_told_from_the_ledger_alone(july: Path, tmp_path: Path) -> None:
    paid = [_line("April 2015", 600_000), _line("May 2015", 600_000), _line(BALANCE, 345_678)]
    said = _letter("balance-letter", tmp_path, july, ledger=_ledger(tmp_path, paid))
    for amount in ("£15,456.78", "£12,000.00", "We will pay you £3,456.78 in June 2016."):
        assert amount in said


def test_a_balance_without_results_and_without_a_ledger_says_what_is_missing(
    july: Path, tmp_path: Path
) -> None:
    with pytest.raises(Refused) as refused:
        _letter("balance-letter", tmp_path, july)
    assert {p.code for p in refused.value.problems if p.severity.name == "ERROR"} == {"D202"}


@pytest.mark.parametrize("base", ["", QOF])
def test_an_offer_without_results_has_a_gap_where_the_statement_would_be(
    july: Path, tmp_path: Path, base: str
) -> None:
    said = _letter("offer-letter", tmp_path, july, base=base)
    assert said.count("[GAP: what the practice would receive.") == 2
    assert "The offer is open from 16 February 2015" in said
    assert "£" not in said


def test_an_offer_on_data_that_are_wrong_is_refused_not_left_as_a_gap(july: Path, tmp_path: Path) -> None:
    with pytest.raises(Refused):
        _letter("offer-letter", tmp_path, july, base="qof-england-2014-15")
