"""A scheme of 800 indicators that holds every form of the closed list, an empty one, a mistake at the end.

For the time that ``check`` takes: nothing is paid by it. It starts from a small national scheme, since no
other can promise to be no worse off than QOF; all else stands in the file that is checked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

INDICATORS = 800
HEAD = """kind: scheme
id: {id}
title: {title}
year: 2015/16
"""
RULES = """rounding:
  points: half up to 2 places
  money: half up to the penny
  at: each component
"""
EMPTY = HEAD.format(id="empty", title="Empty") + RULES + "indicators: {}\n"
REST = "group: G, weighted_by: list size only"
NATIONAL = (
    HEAD.format(id="national", title="National")
    + RULES
    + f"""pay_points:
  price_per_point: £160.15
  national_average_list: {{patients: 7233, as_at: 2015-01-01}}
  practice_list: {{as_at: 2016-01-01}}
  prevalence: {{national: stated in the practice data, register_as_at: 2016-03-31}}
indicators:
  Q1: {{points: 20, pays: 40% to 80%, {REST}}}
"""
)
FORMS = (
    f"points: 10, pays: 40% to 80%, {REST}",
    f"points: 10, pays: 40% to 80%, points_at_lower: 3, {REST}",
    f"points: 10, bands: [{{from: 50%, points: 5}}, {{from: 80%, points: 10}}], {REST}",
    f"points: 10, pays: from 80%, {REST}",
    f"points: 10, improvement: 10%, on: 2014/15, fewest_patients: 50, with_fewer: no points, {REST}",
    (
        "form: relative to peers, points: 10, best: 25%, ties: go by practice code, least_patients: 50, "
        f"fewest_practices: 3, among: every practice, {REST}"
    ),
    f"points: 10, pays: 80% to 90%, stretch_of: ZZ0000, {REST}",
    f"points: 10, pays: 80% to 40%, lower_is_better: yes, {REST}",
    f"points: {{price_per_patient: £25, expected_patients: 120}}, pays: 40% to 80%, {REST}",
    f"points: 10, pays: {{2014/15: 40% to 80%, 2015/16: as in 2014/15}}, {REST}",
    f"points: 10, pays: 40% to 80%, variants: [{{where: contract is PMS, points: 7}}], {REST}",
    "points: 10, pays: in full, group: G, weighted_by: target population 25_64_F",
)
BEFORE = """starts_from: national
offer: {open: 2015-02-01, close: 2015-03-20, practices_that_do_not_sign: stay on national QOF}
exit: {notice: 3 months, payments: keep what is earned, back_to_qof: from next 1 April}
disputes: {raise_within: 28 days}
national_qof: {signed_practices: leave, keep_reporting: yes}
treatment: {pensionable: no, vat: outside scope, paid_to: practice}
"""
HISTORY = "of: QOF payment, basis: per practice, list: at baseline, pms_deduction: before"
AFTER = f"""payments:
  block: {{form: block and performance, per_patient: £3, block: 60%, score_of: [ZZ0000]}}
  grant: {{form: fixed grant, per_practice: £4000}}
  flu: {{form: item of service, fee: £10.06, counted_as: FLU1, at_most: £7000}}
  heads: {{form: capitation, per_patient: £1, list: registered}}
  top:
    {{form: top-up to a guaranteed income, guaranteed_per_patient: £3, core_income: CORE, list: registered}}
  network:
    {{form: network achievement, counted_as: BP, per_network: £7000, pays: 30% to 60%,
     members: every practice, split_by: list size}}
  deprived: {{form: deprivation weighting, per_patient: £7, imd_weights: [{{from: 0, weight: 90%}}]}}
  words: {{formula: £3 per patient × list size + £70}}
conditions:
  - {{name: standards, holds_where: list size >= 70 patients, of: [ZZ0000]}}
  - {{name: plan, evidence: PLAN01, of: [grant]}}
exceptions:
  - {{indicators: [ZZ0000], at_most: 10%}}
suspended:
  - {{indicators: [ZZ0001], from: 2016-01-01, to: 2016-03-31, results_of: 2013/14}}
small_numbers: {{fewer_than: 20 patients, then: count two years together, of: [ZZ0012]}}
part_year: {{pays: for the days in the scheme, days_of: contract}}
deductions:
  - {{name: PMS, from_contract: PMS, amount: £13050, for_patients: 5891 patients, from: 2004-04-01}}
protect:
  - {{name: points, points_of: 2014/15, indicators: [ZZ0000], where_there_are_none: as achieved}}
  - {{name: floor, at_least: 95%, year: 2014/15, {HISTORY}}}
  - {{name: loss, lose_at_most: 5%, year: 2014/15, {HISTORY}}}
  - {{name: best, at_least: 95%, best_of: [2014/15, 2013/14], {HISTORY}}}
  - {{name: promise, no_worse_off_than: national QOF on this year's results}}
recover:
  - {{name: back, indicator: ZZ0000, below: 45%, takes_back: 50%, of: [ZZ0000], decided: always}}
pots:
  - {{name: pot, amount: £700000, of: [flu], if_earnings_fall_short: keep for reserve}}
instalments: {{each_month: 70%, of: last year's QOF payment, from: April 2015, balance: June 2016}}
budget:
  {{limit: £9000000, if_earnings_exceed_it: pay in full, if_earnings_fall_short: keep for reserve}}
limits:
  - {{of: [ZZ0000], at_most: £9000}}
  - {{of: practice, at_most: £900000}}
"""


def large(folder: Path) -> Path:
    """Write the scheme, and the national one that it starts from; return where it stands."""
    (folder / "national.yaml").write_text(NATIONAL, "utf-8")
    rows = "".join(f"  ZZ{n:04}: {{{FORMS[n % len(FORMS)]}}}\n" for n in range(INDICATORS))
    path = folder / "large.yaml"
    path.write_text(HEAD.format(id="large", title="Large") + BEFORE + f"add:\n{rows}" + AFTER, "utf-8")
    return path


def with_mistake(scheme: Path) -> tuple[Path, int]:
    """Write the scheme with a misspelt word in its last line; return where it stands, and that line."""
    lines = scheme.read_text("utf-8").splitlines()
    lines[-1] = lines[-1].replace("at_most", "at_mots")
    path = scheme.with_name("mistake.yaml")
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path, len(lines)
