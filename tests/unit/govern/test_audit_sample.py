"""A sample for an auditor: the seed gives it again, and what deserves a look is drawn more often."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from incentives.govern.audit_sample import draw, number
from tests.unit.govern.made_runs import line

MONTHS = ("April 2015", "May 2015", "June 2015")
MANY = [line(f"ZZ9{n:03}", 100_000 + n, period=month) for month in MONTHS for n in range(60)]


def test_half_of_a_sample_can_be_drawn_again_by_hand_from_the_seed() -> None:
    def by_hand(reference: str) -> str:
        return hashlib.sha256(f"winter {reference}".encode()).hexdigest()

    expected = sorted((x.reference for x in MANY), key=by_hand)[:13]
    sample = draw(MANY, 25, "winter")
    assert sorted(d.line.reference for d in sample if d.by_chance) == sorted(expected)
    assert len(sample) == len({d.line.reference for d in sample}) == 25


def test_the_order_of_the_ledger_is_no_part_of_the_sample_and_the_seed_is() -> None:
    def references(lines: list[object], seed: str) -> list[str]:
        return [d.line.reference for d in draw(lines, 25, seed)]  # type: ignore[arg-type]

    backwards = [x for month in MONTHS for x in reversed(MANY) if x.key.period == month]
    assert references(list(MANY), "a") == references(list(backwards), "a")
    assert references(list(MANY), "a") != references(list(MANY), "b")


@given(st.text(max_size=20), st.text(max_size=40))
def test_a_payment_s_number_lies_between_nought_and_one(seed: str, reference: str) -> None:
    assert 0 < number(seed, reference) < 1


def test_no_more_payments_than_there_are() -> None:
    assert len(draw(MANY[:3], 25, "a")) == 3
    assert draw([], 25, "a") == ()


def test_large_payments_and_those_with_reasons_are_drawn_more_often_in_the_half_by_size() -> None:
    large = replace(MANY[0], pence=100_000_000)
    lines = [large, *MANY[1:]]
    drawn = sum(
        any(d.line.reference == large.reference for d in draw(lines, 4, f"seed {n}")) for n in range(200)
    )
    assert drawn > 195  # 2 of 179 others by chance, so that size is what draws it
    alike = sum(
        any(d.line.reference == MANY[5].reference for d in draw(MANY, 4, f"seed {n}")) for n in range(200)
    )
    assert alike < 20


def test_the_reasons_to_look_are_named() -> None:
    first, second = line("ZZ9001", 150_001), line("ZZ9001", 190_003, period="June 2015")
    steady = line("ZZ9002", 150_001, period="June 2015")
    mended = replace(
        line("ZZ9001", -2_500, period="May 2015, correction 1"),
        reference=f"{first.reference}/1",
        correction_of=first.reference,
    )
    provisional = replace(line("ZZ9003", 40_000), provisional=True)
    sample = draw([first, line("ZZ9002", 150_002), second, steady, mended, provisional], 9, "a")
    reasons = {d.line.reference: d.reasons for d in sample}
    assert reasons == {
        first.reference: ("was corrected",),
        "BQS1516/May/ZZ9002/HYP006": (),
        second.reference: ("differs by more than 20% from May 2015",),
        steady.reference: (),
        mended.reference: (f"corrects {first.reference}", "takes money back"),
        provisional.reference: ("rests on a provisional figure", "a round amount"),
    }
