"""Every setting of a scheme as a sentence that a GP can read: what it says, with the figure it has.

A key is ``owner.setting``; the owner is the name of a form or of a section. A setting that means the same
wherever it stands has no owner. ``{}`` is the value, made readable (dates, commas, "yes" and "no"). A test
holds that every setting of every form and section has its sentence.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from incentives.base.amount import in_pounds, percent, pounds
from incentives.base.year import written_date

if TYPE_CHECKING:
    from collections.abc import Mapping

SENTENCES: Mapping[str, str] = {
    # what means the same wherever it stands
    "form": "How it pays: {}.",
    "title": "What it is: {}.",
    "reason": "Why: {}.",
    "group": "It is listed under {}.",
    "type": "What sort of indicator it is: {}.",
    "paid_by": "It is paid by {}.",
    "variants": "For some practices it is otherwise: {}.",
    "as_at": "The day that counts is {}.",
    "year": "The year looked back to is {}.",
    # indicators
    "points": "It is worth {} points.",
    "pays": "It pays {}.",
    "register_of": "The register that counts is the one called {} in the practice data.",
    "weighted_by": "A practice's pounds are weighted by {}.",
    "counted_as": "Its results are supplied under the code {}.",
    "on_empty_denominator": "Where no patient is counted, what is paid is: {}.",
    "successor_of": "It takes the place of {}.",
    "data": "Where its results come from: {}.",
    "bands": "The bands are: {}.",
    "points_at_lower": "Reaching the lower threshold pays {} points at once.",
    "lower_is_better": "A lower achievement is better: {}.",
    "improvement": "An improvement of {} of the patients earns everything.",
    "on": "Improvement is measured on the practice's own result of {}.",
    "fewest_patients": "It is measured where at least {} patients are counted.",
    "with_fewer": "Where fewer patients are counted it pays {}.",
    "best": "The best {} of practices are paid.",
    "best_practices": "The best {} practices are paid.",
    "least_patients": "Practices are compared that count at least {} patients.",
    "fewest_practices": "Nothing is paid unless at least {} practices can be compared.",
    "ties": "Practices with the same result {}.",
    "among": "Compared are {}.",
    "stretch_of": "It pays extra above the upper threshold of {}.",
    # payments
    "per_practice": "Each practice that has signed receives {}.",
    "block and performance.per_practice": "The whole value for a practice is {}.",
    "block and performance.per_patient": "The whole value is {} for each registered patient.",
    "block": "{} of the value is paid in any case, the rest by results.",
    "score_of": "Results are those of {}.",
    "fee": "The fee for each is {}.",
    "item of service.at_most": "A practice is paid at most {}.",
    "per_patient": "The rate is {} for each patient.",
    "capitation.list": "The patients that count are those of the {} list.",
    "top-up to a guaranteed income.list": "The patients that count are those of the {} list.",
    "guaranteed_per_patient": "The income guaranteed is {} for each patient.",
    "core_income": "The core income is what the practice data call {}.",
    "share": "{} of what is missing is paid.",
    "in_proportion_to": "It is paid in proportion to what is achieved in {}.",
    "per_network": "Each network can earn {}.",
    "network achievement.per_patient": "A network can earn {} for each of its patients.",
    "network achievement.pays": "A network is paid {}.",
    "members": "Of a network, {} count.",
    "split_by": "The network's payment is split among its members by {}.",
    "budget": "The sum that is shared out is {}.",
    "imd_weights": "The weights by deprivation score are: {}.",
    "formula": "It is worked out as: {}.",
    "points by formula.formula": (
        "Its points are worked out as: {}; never below nothing, never above what it is worth."
    ),
    # conditions, exceptions, results of another year
    "holds_where": "It holds where {}.",
    "evidence": "The evidence needed is: {}.",
    "condition.of": "It decides whether these are paid: {}.",
    "evidence or reinvestment condition.of": "It decides whether these are paid: {}.",
    "where": "It is for practices where {}.",
    "indicators": "It is about {}.",
    "allowed": "Patients may be left out for these reasons alone: {}.",
    "exception policy.at_most": "At most {} of the patients may be left out.",
    "suspension.from": "It begins on {}.",
    "suspension.to": "It ends on {}.",
    "results_of": "The results used instead are those of {}.",
    "fewer_than": "Numbers are small where fewer than {} patients are counted.",
    "then": "What is done where numbers are small: {}.",
    "small numbers.of": "It is about {}.",
    "part of a year.pays": "A practice that is in the scheme for a part of the year is paid {}.",
    "days_of": "The days that count are those of {}.",
    "in_full": "Paid in full all the same: {}.",
    # protections, limits, deductions, pots, what is taken back
    "of": "It is about: {}.",
    "basis": "It is counted {}.",
    "list": "The list that counts is the one {}.",
    "pms_deduction": "It is counted {} the PMS deduction.",
    "at_least": "The least a practice receives is {} of it.",
    "caps and floors.at_least": "At least {} is paid.",
    "practice caps and floors.at_least": "A practice receives at least {}.",
    "caps and floors.at_most": "At most {} is paid.",
    "practice caps and floors.at_most": "A practice receives at most {}.",
    "guaranteed_areas": "The areas guaranteed are {}.",
    "points_of": "The points paid are those of {}.",
    "averaged_with": "Their mean with those of {} is paid.",
    "where_there_are_none": "Where there are no points of that year, it pays {}.",
    "lose_at_most": "A practice loses at most {}.",
    "taper_over": "It is phased out over {} years.",
    "first_year": "The first year of the phasing out is {}.",
    "paid": "It is paid {}.",
    "best_of": "The best of these years counts: {}.",
    "no_worse_off_than": "No practice is worse off than under {}.",
    "from_contract": "It concerns {} practices.",
    "amount": "The sum is {}.",
    "for_patients": "It is set for {} patients and grows with the list.",
    "deduction already in another contract.from": "It holds from {}.",
    "deduction already in another contract.ends": "It holds until {}.",
    "floors": "Where there is not enough, what floors have added is treated so: floors {}.",
    "if_earnings_exceed_it": "Where practices earn more than that: {}.",
    "if_earnings_fall_short": "Where practices earn less than that: {}.",
    "count_late_data_until": "Results count that come until {}.",
    "indicator": "It looks at {}.",
    "below": "It applies below {}.",
    "takes_back": "{} of what was paid is taken back.",
    "claw-back.of": "What may be taken back is what was paid for {}.",
    "claw-back.at_most": "At most {} is taken back.",
    "decided": "Whether it is taken back is decided {}.",
    # points to pounds, rounding, instalments
    "price_per_point": "A point is worth {} in a practice of average list and prevalence.",
    "national_average_list.patients": "The average list of the nation is {} patients.",
    "national_average_list.as_at": "The average list is of {}.",
    "practice_list.as_at": "A practice's own list is counted on {}.",
    "prevalence.national": "The national prevalence is {}.",
    "prevalence.register_as_at": "Registers are counted on {}.",
    "rounding.points": "Points are rounded {}.",
    "rounding.money": "Money is rounded {}.",
    "rounding.at": "Rounding is done at {}.",
    "each_month": "{} is paid in advance, in equal months.",
    "instalments and reconciliation.of": "The advance is a share of {}.",
    "instalments and reconciliation.from": "The first month paid is {}.",
    "balance": "The balance is paid in {}.",
    "provisional_until": "The advance is provisional until {}, when last year's payment is final.",
    "months_before": "The months before the first are {}.",
    "when_final": "When last year's payment is final, the difference is settled {}.",
    "instalments and reconciliation.pms_deduction": "Last year's payment is counted {} the PMS deduction.",
    "last_years_price_per_point": "Last year's price for a point was {}.",
    # the offer
    "offered_by.body": "The scheme is offered by {}.",
    "offered_by.code": "The code of the body that offers it is {}.",
    "offer.open": "Practices may sign from {}.",
    "offer.close": "Practices may sign until {}.",
    "practices_that_do_not_sign": "Practices that do not sign {}.",
    "signed_practices": "What practices that sign do with national QOF: {}.",
    "keep_reporting": "Practices that sign go on sending their QOF data: {}.",
    "limit": "The most that the scheme may cost is {}.",
    "contingency": "Beside that there is a contingency of {}.",
    "pensionable": "Payments are pensionable: {}.",
    "vat": "VAT: {}.",
    "paid_to": "Payments go to the {}.",
    "notice": "A practice leaves with notice of {}.",
    "exit.payments": "A practice that leaves: {}.",
    "back_to_qof": "A practice that leaves is back on national QOF {}.",
    "raise_within": "A practice may question a payment within {} days.",
    "accrual.method": "What is earned to date is worked out by this method: {}.",
    "accrual.low": "Payments that rest on results may come out as low as {} of what is expected.",
    "accrual.high": "Payments that rest on results may come out as high as {} of what is expected.",
    "recovery.over": "What was paid too much is paid back over {} months.",
    "recovery.at_most": "At most {} of a monthly payment is kept back.",
    "recovery.notice": "The practice is told {} days before.",
    "recovery.waive_below": "A sum below {} is not asked back.",
    "recovery.closed_practice": "A practice that has closed: {}.",
    "consulted": "Consulted: {}.",
    "review_on": "The scheme is reviewed on {}.",
    "stop_if": "What would stop it: {}.",
    "governance.ends": "The scheme ends on {}.",
    "no_promise_after": "Nothing is promised for the time after that: {}.",
    "procurement_route": "How it was procured: {}.",
    "nhs_england": "NHS England: {}.",
    "equality_assessment": "Equality assessment: {}.",
    "inequalities_duty": "The duty to reduce inequalities: {}.",
    "patients_involved": "How patients and the public were involved: {}.",
    "strategy_objective": "The objective that it serves: {}.",
    "scheme.year": "The scheme covers {}.",
    "scheme.nation": "The nation is {}.",
    "still_watched": "Its results are still watched: {}.",
    "replaced_by": "In its place comes: {}.",
}
WORDED: Mapping[tuple[str, str], str] = {
    ("pays", "for the register"): "It pays everything where there is a register with a patient on it.",
    ("pays", "when declared"): "It pays everything where the practice declares that it is done.",
    ("pays", "in full"): "It pays everything, whatever is achieved.",
    ("on_empty_denominator", "zero"): "Where no patient is counted, it pays nothing.",
    ("on_empty_denominator", "full"): "Where no patient is counted, it pays everything.",
    ("on_empty_denominator", "leave out of the maximum"): (
        "Where no patient is counted, it pays nothing, and its points are left out of what the practice "
        "could have earned."
    ),
    ("weighted_by", "its register"): (
        "Its pounds go up and down with the share of the practice's patients who are on its register."
    ),
    ("weighted_by", "list size only"): "Its pounds go with the practice's list alone.",
    ("lower_is_better", "yes"): "A lower achievement is better.",
    ("lower_is_better", "no"): "A higher achievement is better.",
    ("ties", "share the better place"): "Practices with the same result share the better place.",
    ("ties", "go by practice code"): "Of practices with the same result, the lower code comes first.",
    ("decided", "always"): "It is taken back in every case.",
    ("decided", "for each practice"): "It is taken back only where that is decided for the practice.",
    ("floors", "yield"): "Where there is not enough, what floors add is reduced like everything else.",
    ("floors", "are kept whole"): "Where there is not enough, what floors add is paid first and not reduced.",
    (
        "if_earnings_exceed_it",
        "use contingency, then reduce every payment by the same percentage",
    ): "Where practices earn more, the contingency is used first; then every payment is reduced by the same "
    "percentage.",
    (
        "if_earnings_exceed_it",
        "reduce every payment by the same percentage",
    ): "Where practices earn more, every payment is reduced by the same percentage.",
    (
        "if_earnings_exceed_it",
        "pay in full",
    ): "Where practices earn more, they are paid in full all the same.",
    (
        "if_earnings_fall_short",
        "keep for reserve",
    ): "Where practices earn less, what is left is kept for reserve.",
    (
        "if_earnings_fall_short",
        "share among signed practices by list size",
    ): "Where practices earn less, what is left is shared among those that signed, by list size.",
    ("signed_practices", "leave"): (
        "A practice that signs leaves national QOF for the year, and this scheme pays instead."
    ),
    ("signed_practices", "stay, on top"): (
        "A practice that signs stays in national QOF, and this scheme pays on top of it."
    ),
    ("signed_practices", "stay, guaranteed areas"): (
        "A practice that signs stays in national QOF, and this scheme guarantees its pay for some areas."
    ),
    ("keep_reporting", "yes"): "A practice that signs goes on sending its QOF data.",
    ("keep_reporting", "no"): "A practice that signs no longer sends its QOF data.",
    ("pensionable", "yes"): "Payments are pensionable.",
    ("pensionable", "no"): "Payments are not pensionable.",
    ("pensionable", "not decided"): "Whether payments are pensionable is not decided.",
    ("vat", "outside scope"): "Payments are outside the scope of VAT.",
    ("vat", "exempt"): "Payments are exempt from VAT.",
    ("vat", "taxable"): "VAT is due on payments.",
    ("vat", "not decided"): "How payments are treated for VAT is not decided.",
    ("no_promise_after", "yes"): "Nothing is promised for the time after the scheme ends.",
    ("no_promise_after", "no"): "Whether the scheme goes on after it ends is left open.",
    ("still_watched", "yes"): "Their results are still watched.",
    ("still_watched", "no"): "Their results are no longer watched.",
    ("national", "stated in the practice data"): "The national prevalence stands in the practice data.",
    ("national", "pooled from these practices"): (
        "The national prevalence is that of these practices' patients taken together."
    ),
    ("national", "mean of these practices"): "The national prevalence is the mean of these practices.",
    ("when_final", "spread over the months left"): (
        "When last year's payment is final, the difference is spread over the months left."
    ),
    ("when_final", "in the next month"): (
        "When last year's payment is final, the difference is paid or taken off in the next month."
    ),
    ("at", "each component"): "Each payment is rounded by itself.",
    ("replaced_by", "none"): "Nothing comes in their place.",
}
"""What a setting says with one of the words that it may have, where that reads better than its sentence."""

_TARGET = "target population "
_BAND = re.compile(r"from ([^,;]+)(?:, below ([^,;]+))?, points ([^,;]+)")
_WORKED_FROM = "worked_from."
_WORKED = {"points": "is worth", "pays": "pays for", "per_practice": "pays", "per_patient": "pays"}
_DAY = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")
_MONEY = re.compile(r"£\d+(?:\.\d+)?")
_LONG = re.compile(r"(?<![\d.£/-])\d{4,}(?![\d/-])")
_SLIDE = re.compile(r"(\S+%) to (\S+%)")
_RULE = re.compile(r"half up to 2 places")


def template(owner: str, key: str) -> str:
    """Return the sentence of a setting; raises KeyError where it has none."""
    last = key.rpartition(".")[2]
    if key.startswith(_WORKED_FROM):
        what = key.removeprefix(_WORKED_FROM).partition(".")[0]
        return f"What it {_WORKED.get(what, what)} is worked out from {named(last)}: {{}}."
    for known in (f"{owner}.{key}", key, f"{owner}.{last}", last):
        if known in SENTENCES:
            return SENTENCES[known]
    raise KeyError(f"{owner}.{key}")


def sentence(owner: str, key: str, text: str) -> str:
    """Return what a setting says, as a sentence; ``text`` is its value as a scheme file writes it."""
    if (key.rpartition(".")[2], text) in WORDED:
        return WORDED[key.rpartition(".")[2], text]
    if key.endswith("weighted_by") and text.startswith(_TARGET):
        whom = text.removeprefix(_TARGET)
        return f"Its pounds go up and down with the practice's share of the target population {whom}."
    return template(owner, key).format(readable(key, text))


def readable(key: str, text: str) -> str:
    """Return a value as people read it: 1 April 2015, £4,200,000.00, "nothing at 45%, everything at 80%".

    >>> readable("limit", "£4200000.00"), readable("open", "2015-02-16")
    ('£4,200,000.00', '16 February 2015')
    """
    if key.endswith("pays"):
        return _pays(text)
    if key == "bands":
        return _BAND.sub(lambda b: f"{b[3]} points from {b[1]}{f' to below {b[2]}' if b[2] else ''}", text)
    if key == "of":
        text = text.replace("_", " ")
    if key == "consulted":
        text = text.removeprefix("body ").replace("; body ", "; ")
    text = _DAY.sub(lambda found: written_date(date.fromisoformat(found[0])), text)
    text = _MONEY.sub(lambda found: in_pounds(pounds(found[0])), text)
    if key == "money":
        text = _RULE.sub("half up to the penny", text)
    return _LONG.sub(lambda found: f"{int(found[0]):,}", text) if key in _COUNTS else text


def _pays(text: str) -> str:
    """Say between which achievements points rise, or from which on everything is paid."""
    if range_ := _SLIDE.fullmatch(text):
        low, high = range_[1], range_[2]
        if percent(low) > percent(high):
            return f"nothing from {low} up, everything down from {high} and in proportion between"
        return f"nothing up to {low}, everything from {high} and in proportion between"
    return f"everything {text} on and nothing below" if text.startswith("from ") else text


_COUNTS = (
    *("patients", "national_average_list.patients", "for_patients", "fewest_patients"),
    *("least_patients", "fewest_practices", "best_practices", "fewer_than"),
)


def named(key: str) -> str:
    """Return what a setting is called where it has no value: its own words."""
    return key.replace(".", ": ").replace("_", " ")
