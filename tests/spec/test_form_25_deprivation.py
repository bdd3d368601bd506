"""Form 25, deprivation weighting: a rate × patients × the weight of the IMD score, or a budget so shared.

Source: the intent of Devon's deprivation-weighted winter access fund 2022/23 (Pulse).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.spec.chapter import Row, hold, pack, scheme

if TYPE_CHECKING:
    from pathlib import Path

ROW = "X: {points: 5, pays: in full, group: G, weighted_by: list size only}"


def data(inputs: str, scores: dict[str, str]) -> dict[str, list[Row]]:
    tables = pack(inputs)
    for row in tables["practices"]:
        row["imd_score"] = scores[row["practice_code"]]
    return tables


def payment(amount: str) -> str:
    return f"""payments:
  winter:
    form: deprivation weighting
    {amount}
    imd_weights:
      - {{from: 0, weight: 80%}}
      - {{from: 20, weight: 100%}}
      - {{from: 30.5, weight: 150%}}
"""


DATA = data(
    """
        practice | list  | signed
        ZZ9001   | 1,001 | yes
        ZZ9002   | 1,000 | yes
        ZZ9003   | 1,000 | yes
        ZZ9004   | 1,000 | yes
        ZZ9005   | 1,000 | yes
        ZZ9006   | 1,000 | no
        ZZ9007   | 0     | yes
        ZZ9008   | 1     | no
    """,
    {
        "ZZ9001": "19.999",
        "ZZ9002": "20",
        "ZZ9003": "30.499",
        "ZZ9004": "30.5",
        "ZZ9005": "0",
        "ZZ9006": "45",
        "ZZ9007": "45",
        "ZZ9008": "30.501",
    },
)


def test_so_much_for_each_patient_with_a_weight_from_each_edge(tmp_path: Path) -> None:
    # £0.33 × 1,001 × 0.8 = £264.264; × 1,000 × 1 = £330; × 1.5 = £495; not signed, no patients: nothing.
    paid = """
        practice | winter
        ZZ9001   | £264.26
        ZZ9002   | £330.00
        ZZ9003   | £330.00
        ZZ9004   | £495.00
        ZZ9005   | £264.00
        ZZ9006   | £0.00
        ZZ9007   | £0.00
    """
    said = "£0.33 for each patient of list size weighted by deprivation (80% from a score of 0, 100% from"
    hold(tmp_path, scheme(ROW, more=payment("per_patient: £0.33")), DATA, paid, english=said)


def test_a_budget_is_shared_in_whole_pence_that_add_up_to_it(tmp_path: Path) -> None:
    # Weighted lists 800.8 + 1,000 + 1,000 + 1,500 + 800 = 5,100.8. £100 × 800.8 ÷ 5,100.8 = £15.69949…,
    # × 1,000 = £19.60476… twice, × 1,500 = £29.40715…, × 800 = £15.68381…: whole pence £99.97, the odd
    # three to .949 (ZZ9001), .715 (ZZ9004) and .476 (ZZ9002, whose code comes before that of ZZ9003).
    paid = """
        practice | winter
        ZZ9001   | £15.70
        ZZ9002   | £19.61
        ZZ9003   | £19.60
        ZZ9004   | £29.41
        ZZ9005   | £15.68
        ZZ9006   | £0.00
        ZZ9007   | £0.00
    """
    hold(
        tmp_path, scheme(ROW, more=payment("budget: £100")), DATA, paid, english="£100.00 shared by list size"
    )


def test_a_budget_that_divides_evenly_leaves_no_odd_pence(tmp_path: Path) -> None:
    paid = "practice | winter\nZZ9001 | £800.80\nZZ9004 | £1,500.00\nZZ9007 | £0.00"
    hold(tmp_path, scheme(ROW, more=payment("budget: £5,100.80")), DATA, paid)


def test_a_budget_that_nobody_signed_for_stays_unspent(tmp_path: Path) -> None:
    tables = data("practice | signed\nZZ9001 | no\nZZ9002 | no", {"ZZ9001": "10", "ZZ9002": "40"})
    paid = "practice | winter\nZZ9001 | £0.00\nZZ9002 | £0.00"
    hold(tmp_path, scheme(ROW, more=payment("budget: £100")), tables, paid)
