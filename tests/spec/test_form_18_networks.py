"""Form 18, network achievement: the members' numerators added up ÷ their denominators, split as is said.

Source: Tower Hamlets 2009 (policy paper): eight networks of practices paid on what each achieves together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from incentives.base.problem import Refused
from incentives.scheme.reading import read_scheme
from tests.spec.chapter import Row, hold, pack, scheme

if TYPE_CHECKING:
    from pathlib import Path

ROW = "X: {points: 10, pays: 0% to 100%, group: G, weighted_by: list size only}"
PRICE = {"price": "£10", "average": "8,000"}


def data(inputs: str, networks: str, shares: str = "60 40 1") -> dict[str, list[Row]]:
    tables = pack(inputs)
    for row, network, share in zip(tables["practices"], networks.split(), shares.split(), strict=False):
        row |= {"network_code": network, "local_network_share": share}
    return tables


def payment(*, split: str = "list size", members: str = "every practice", amount: str = "") -> str:
    return f"""payments:
  together:
    form: network achievement
    counted_as: X
    {amount or "per_network: £1,000"}
    pays: 40% to 80%
    members: {members}
    split_by: {split}
"""


DATA = """
    practice | numerator | denominator | list  | weighted list | signed
    ZZ9001   | 90        | 100         | 6,000 | 5,500         | yes
    ZZ9002   | 30        | 100         | 3,000 | 4,500         | yes
    ZZ9003   | 80        | 100         | 1,000 | 1,000         | yes
"""
"""N1 achieves 120 of 200, 60%: half of the way from 40% to 80%, £500. N2 achieves 80%: £1,000."""


@pytest.mark.parametrize(
    ("split", "first", "second"),
    [
        ("list size", "£333.33", "£166.67"),  # 6,000 : 3,000; £333.333… and £166.666…: odd penny to .666
        ("weighted list size", "£275.00", "£225.00"),  # 5,500 : 4,500
        ("equal parts", "£250.00", "£250.00"),
        ("points achieved", "£375.00", "£125.00"),  # 9 points : 3 points
        ("shares in the practice data", "£300.00", "£200.00"),  # 60 : 40
    ],
)
def test_what_the_network_earns_is_split(split: str, first: str, second: str, tmp_path: Path) -> None:
    paid = f"practice | together\nZZ9001 | {first}\nZZ9002 | {second}\nZZ9003 | £1,000.00"
    text = scheme(ROW, more=payment(split=split), **PRICE)
    hold(tmp_path, text, data(DATA, "N1 N1 N2"), paid, english=f"split by {split} among members")


def test_thresholds_of_the_network_at_just_below_and_just_above(tmp_path: Path) -> None:
    inputs = """
        practice | numerator | denominator | signed
        ZZ9001   | 400       | 1,000       | yes
        ZZ9002   | 399       | 1,000       | yes
        ZZ9003   | 401       | 1,000       | yes
        ZZ9004   | 799       | 1,000       | yes
        ZZ9005   | 801       | 1,000       | yes
        ZZ9006   | 0         | 0           | yes
    """
    # 40.1% is 0.1 ÷ 40 of the way: £2.50; 79.9%: £997.50. Nobody counted in N6: nothing.
    paid = """
        practice | together
        ZZ9001   | £0.00
        ZZ9002   | £0.00
        ZZ9003   | £2.50
        ZZ9004   | £997.50
        ZZ9005   | £1,000.00
        ZZ9006   | £0.00
    """
    tables = data(inputs, "N1 N2 N3 N4 N5 N6", "1 1 1 1 1 1")
    said = "in a straight line from nothing at 40% to all at 80%"
    hold(tmp_path, scheme(ROW, more=payment(), **PRICE), tables, paid, english=said)


def test_who_has_not_signed_is_not_paid_and_may_or_may_not_count(tmp_path: Path) -> None:
    inputs = DATA.replace("3,000 | 4,500         | yes", "3,000 | 4,500         | no")
    # All count: £500, all of it to ZZ9001. Only those that signed: 90%, £1,000.
    for members, amount in (("every practice", "£500.00"), ("practices that signed", "£1,000.00")):
        paid = f"practice | together\nZZ9001 | {amount}\nZZ9002 | £0.00\nZZ9003 | £1,000.00"
        text = scheme(ROW, more=payment(members=members), **PRICE)
        hold(tmp_path, text, data(inputs, "N1 N1 N2"), paid, english=f"({members})")


def test_a_sum_for_each_patient_of_the_network(tmp_path: Path) -> None:
    # £0.10 × 9,000 patients × ½ = £450: £300 and £150. N2: £0.10 × 1,000 = £100.
    text = scheme(ROW, more=payment(amount="per_patient: £0.10"), **PRICE)
    paid = "practice | together\nZZ9001 | £300.00\nZZ9002 | £150.00\nZZ9003 | £100.00"
    hold(tmp_path, text, data(DATA, "N1 N1 N2"), paid, english="£0.10 for each of the network's patients")


def test_odd_pence_go_by_the_place_within_the_network(tmp_path: Path) -> None:
    inputs = """
        practice | numerator | denominator | signed
        ZZ9001   | 80        | 100         | yes
        ZZ9002   | 80        | 100         | yes
        ZZ9003   | 80        | 100         | yes
        ZZ9004   | 80        | 100         | yes
        ZZ9005   | 80        | 100         | yes
        ZZ9006   | 80        | 100         | yes
    """
    # £1,000 ÷ 3 = £333.33⅓: the odd penny to the lowest code of each network.
    paid = """
        practice | together
        ZZ9001   | £333.34
        ZZ9002   | £333.34
        ZZ9003   | £333.33
        ZZ9004   | £333.33
        ZZ9005   | £333.33
        ZZ9006   | £333.33
    """
    tables = data(inputs, "N1 N2 N1 N2 N1 N2", "1 1 1 1 1 1")
    hold(tmp_path, scheme(ROW, more=payment(split="equal parts"), **PRICE), tables, paid)


def test_a_part_in_any_case_and_the_rest_where_the_target_is_met(tmp_path: Path) -> None:
    # BJGP 2018, table 1: £14,000 for each network, 50% in advance and 50% for 95% of children vaccinated.
    inputs = """
        practice | numerator | denominator | list  | signed
        ZZ9001   | 95        | 100         | 6,000 | yes
        ZZ9002   | 190       | 200         | 3,000 | yes
        ZZ9003   | 949       | 1,000       | 6,000 | yes
        ZZ9004   | 951       | 1,000       | 6,000 | yes
        ZZ9005   | 0         | 0           | 6,000 | yes
    """
    paid = """
        practice | together
        ZZ9001   | £9,333.33
        ZZ9002   | £4,666.67
        ZZ9003   | £7,000.00
        ZZ9004   | £14,000.00
        ZZ9005   | £7,000.00
    """
    text = scheme(ROW, more=payment(amount="per_network: £14,000\n    block: 50%"), **PRICE)
    text = text.replace("pays: 40% to 80%", "pays: from 95%")
    rest = "the rest where the network achieves at least 95% together in X"
    said = f"£14,000.00 for each network, 50% of it in any case and {rest}"
    hold(tmp_path, text, data(inputs, "N1 N1 N2 N3 N4", "1 1 1 1 1"), paid, english=said)


def test_a_part_in_any_case_and_the_rest_in_proportion(tmp_path: Path) -> None:
    # N1 is half of the way: 70% and half of 30%, £850; N2 has all.
    text = scheme(ROW, more=payment(amount="per_network: £1,000\n    block: 70%"), **PRICE)
    paid = "practice | together\nZZ9001 | £566.67\nZZ9002 | £283.33\nZZ9003 | £1,000.00"
    said = "70% of it in any case and the rest in a straight line from nothing at 40%"
    hold(tmp_path, text, data(DATA, "N1 N1 N2"), paid, english=said)


def test_a_network_is_not_paid_for_a_register_or_a_declaration(tmp_path: Path) -> None:
    for words in ("for the register", "when declared", "in full"):
        path = tmp_path / "s.yaml"
        text = scheme(ROW, more=payment(), **PRICE).replace("pays: 40% to 80%", f"pays: {words}")
        path.write_text(text, "utf-8")
        with pytest.raises(Refused) as refused:
            read_scheme(path)
        assert [p.code for p in refused.value.problems] == ["S495"]
