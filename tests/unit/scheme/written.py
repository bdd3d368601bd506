"""Two schemes as people write them: a small national one, and a local one that starts from it."""

NATIONAL = """\
kind: scheme
id: base
title: The scheme that others start from
year: 2015/16
total_points: 31
sources:
  workbook:
    document: Results workbook
    section: table 2
    origin: NHS Digital
  guidance:
    document: Guidance
    origin: NHS Employers
rounding:
  points: half up to 2 places
  money: half up to the penny
  at: each component
indicators:
  AF001: {points: 5, pays: for the register, group: AF}
  HYP006: {points: 20, pays: 45% to 80%, group: HYP}
  DEP003: {points: 6, pays: 45% to 80%, group: DEP}
protect:
  - points_of: 2014/15
    indicators: [HYP006, DEP003]
deductions:
  - from_contract: PMS
    amount: £13,050
    for_patients: 5,891 patients
standing:
  - of: points
    status: verified
    from: [workbook, guidance]
  - of: pays
    status: sourced
    from: [workbook]
  - of: pays
    for: [HYP006]
    status: unverified
"""

LOCAL = """\
kind: scheme
id: local
title: A local scheme
year: 2015/16
starts_from: base
offer:
  open: 2015-02-16
  close: 2015-03-20
  practices_that_do_not_sign: stay on national QOF
national_qof: {signed_practices: leave, keep_reporting: yes}
budget:
  limit: £4,200,000
  if_earnings_exceed_it: reduce every payment by the same percentage
  if_earnings_fall_short: keep for reserve
treatment: {pensionable: yes, vat: outside scope, paid_to: practice}
exit: {notice: 3 months, payments: keep what is earned, back_to_qof: from next 1 April}
"""
