"""Form 32, variants: what differs by locality or contract; the first variant that holds counts.

Source: Preston and Chorley 2015: other indicators by locality within one CCG (policy paper).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.spec.chapter import hold, pack, scheme

if TYPE_CHECKING:
    from pathlib import Path

ROW = """X:
    points: 20
    pays: 40% to 80%
    group: G
    weighted_by: list size only
    variants:
      - {where: local_area is Chorley, pays: 50% to 90%}
      - {where: contract is PMS, points: 10}
      - {where: list size < 1000 patients, pays: from 50%}"""
PAY = """payments:
  core:
    form: capitation
    per_patient: £1.00
    variants:
      - where: contract is PMS
        per_patient: £0.25
"""
TABLES = pack("""
    practice | list  | contract | numerator | denominator
    ZZ9001   | 8,000 | GMS      | 600       | 1,000
    ZZ9002   | 8,000 | GMS      | 600       | 1,000
    ZZ9003   | 8,000 | PMS      | 600       | 1,000
    ZZ9004   | 8,000 | PMS      | 600       | 1,000
    ZZ9005   | 1,000 | GMS      | 500       | 1,000
    ZZ9006   | 999   | GMS      | 500       | 1,000
    ZZ9007   | 999   | GMS      | 499       | 1,000
    ZZ9008   | 8,000 | PMS      | 0         | 0
""")
for row in TABLES["practices"]:
    row["local_area"] = "Chorley" if row["practice_code"] in ("ZZ9002", "ZZ9004") else "Preston"


def test_thresholds_points_and_form_by_attribute(tmp_path: Path) -> None:
    # Preston GMS 60%: 10 of 20; Chorley 50% to 90%: 5 of 20, whatever the contract; PMS: 5 of 10.
    # A list of 1,000: 50%, 5 points × £160.15 ÷ 8 = £100.09375; of 999 all 20 from 50%: £399.97.
    paid = """
        practice | points | X         | core
        ZZ9001   | 10     | £1,601.50 | £8,000.00
        ZZ9002   | 5      | £800.75   | £8,000.00
        ZZ9003   | 5      | £800.75   | £2,000.00
        ZZ9004   | 5      | £800.75   | £2,000.00
        ZZ9005   | 5      | £100.09   | £1,000.00
        ZZ9006   | 20     | £399.97   | £999.00
        ZZ9007   | 0      | £0.00     | £999.00
        ZZ9008   | 0      | £0.00     | £2,000.00
    """
    english = "The first that holds: variant 1 where local_area is Chorley; variant 2 where contract is PMS"
    hold(tmp_path, scheme(ROW, more=PAY), TABLES, paid, english=english)
