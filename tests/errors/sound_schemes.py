"""Schemes that pass the check, as settings: the ground on which mistakes are made."""

from __future__ import annotations

from typing import Any

Tree = dict[str, Any]

COUNTED: Tree = {
    "kind": "indicators",
    "title": "What is counted",
    "indicators": {
        "HYP006": {"title": "Blood pressure", "group": "HYP", "type": "intermediate outcome"},
        "DEP003": {"title": "Review of depression", "group": "DEP", "type": "process"},
    },
    "notes": ["made for the mistakes"],
}
PRICE: Tree = {
    "price_per_point": "£160.15",
    "national_average_list": {"patients": "7,233", "as_at": "2015-01-01"},
    "practice_list": {"as_at": "2016-01-01"},
    "prevalence": {"national": "stated in the practice data", "register_as_at": "2016-03-31"},
}
ROUNDING: Tree = {"points": "half up to 2 places", "money": "half up to the penny", "at": "each component"}
BASE: Tree = {
    "kind": "scheme",
    "id": "base",
    "title": "The scheme that others start from",
    "year": "2015/16",
    "indicators_from": "counted",
    "rounding": ROUNDING,
    "pay_points": PRICE,
    "indicators": {
        "HYP006": {"points": "20", "pays": "45% to 80%"},
        "DEP003": {"points": "10", "pays": "45% to 80%"},
    },
}
FULL: Tree = {
    **BASE,
    "previous": "qof-england-2014-15",
    "total_points": "30",
    "sources": {
        "guidance": {
            "document": "Guidance",
            "origin": "NHS Employers",
            "section": "table 2",
            "page": "14",
            "url": "https://example.org",
        },
        "results": {"document": "Results", "origin": "NHS Digital"},
    },
    "standing": [
        {
            "of": "points",
            "for": ["HYP006"],
            "status": "verified",
            "from": ["guidance", "results"],
            "note": "read twice",
        }
    ],
    "corrections": [
        {"indicator": "HYP006", "of": "points", "published": "10", "paid": "20", "evidence": "results"}
    ],
    "notes": ["made for the mistakes"],
    "tests": [
        {
            "practice": {
                "list_size": "7,233",
                "HYP006": {"numerator": "80", "denominator": "100", "register": "9"},
            },
            "expect": {"HYP006 points": "20"},
        }
    ],
}
LOCAL: Tree = {
    "kind": "scheme",
    "id": "scheme",
    "title": "A local scheme",
    "starts_from": "base",
    "year": "2015/16",
    "offered_by": {"body": "NHS Barsetshire", "code": "ZZ9"},
    "offer": {
        "open": "2015-02-16",
        "close": "2015-03-20",
        "practices_that_do_not_sign": "stay on national QOF",
    },
    "national_qof": {"signed_practices": "leave", "keep_reporting": "yes"},
    "stop_paying_for": [
        {"indicators": ["DEP003"], "reason": "elsewhere", "still_watched": "yes", "replaced_by": "none"}
    ],
    "change": {"HYP006": {"points": {"was": "20", "now": "25"}, "reason": "needs assessment"}},
    "budget": {
        "limit": "£4,200,000",
        "contingency": "2%",
        "if_earnings_exceed_it": "use contingency, then reduce every payment by the same percentage",
        "if_earnings_fall_short": "keep for reserve",
        "count_late_data_until": "2016-05-31",
    },
    "treatment": {"pensionable": "yes", "vat": "outside scope", "paid_to": "practice"},
    "exit": {
        "notice": "3 months",
        "payments": "keep what is earned",
        "back_to_qof": "from next 1 April",
    },
    "disputes": {"raise_within": "28 days"},
    "accrual": {"method": "straight line", "low": "85%", "high": "105%"},
    "recovery": {
        "over": "6 months",
        "at_most": "10%",
        "notice": "28 days",
        "waive_below": "£50",
        "closed_practice": "invoice",
    },
    "governance": {
        "consulted": [{"body": "LMC", "on": "2015-02-10"}],
        "review_on": "2015-09-30",
        "ends": "2016-03-31",
        "no_promise_after": "yes",
        "procurement_route": "single tender, since it is based on registered lists",
        "nhs_england": "told on 12 February 2015; no objection",
        "equality_assessment": "paper 7 of 25 March 2015",
        "inequalities_duty": "points for frailty weigh most where it is most common",
        "patients_involved": "patient reference group, 3 February 2015",
        "strategy_objective": "objective 2, fewer unplanned admissions",
    },
}
STAY: Tree = {
    **{k: v for k, v in LOCAL.items() if k not in ("stop_paying_for", "change")},
    "national_qof": {"signed_practices": "stay, guaranteed areas", "keep_reporting": "yes"},
}
"""One in which practices stay in QOF, and only areas of it are guaranteed."""
