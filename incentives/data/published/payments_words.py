"""The headings under which NHS Payments to General Practice has published money, in plain form."""

from __future__ import annotations

QOF = (
    "total qof payments",
    "qof payments",
    "qof",
    "qof total",
    "total qof",
    "quality and outcomes framework",
    "quality and outcomes framework qof",
    "quality and outcomes framework payments",
    "total quality and outcomes framework payments",
    "total quality and outcomes framework qof payments",
    "quality outcomes framework",
)
"""What QOF paid has been called."""

MONEY = frozenset(
    {
        "global sum",
        "mpig correction factor",
        "balance of pms expenditure",
        "premises payments",
        "seniority",
        "doctors retainer scheme payments",
        "total locum allowances",
        "appraisal costs",
        "appraisal appraiser costs in respect of locums",
        "prolonged study leave",
        "pco admin other",
        "information management and technology",
        "alcohol",
        "childhood vaccination and immunisation scheme",
        "gp extended hours access",
        "facilitating timely diagnosis and support for people with dementia",
        "improving patient online access",
        "influenza and pneumococcal immunisations",
        "learning disabilities",
        "meningitis",
        "minor surgery",
        "out of area in hours urgent care",
        "patient participation",
        "pertussis",
        "remote care monitoring",
        "risk profiling and case management",
        "rotavirus and shingles immunisation",
        "services for violent patients",
        "unplanned admissions",
        "medical assessment reviews",
        "weight management service",
        "total national enhanced services",
        "total local enhanced services",
        "total local incentive schemes",
        "local incentive schemes",
        "non des item pneumococcal vaccine childhood immunisation main programme",
        "general practice transformation",
        "pcn participation",
        "prescribing fee payments",
        "dispensing fee payments",
        "reimbursement of drugs",
        "winter access fund",
        "other payments",
        "total nhs payments to general practice",
        "deductions for pensions levies and prescription charge income",
        "total nhs payments to general practice minus deductions",
        (
            "total nhs payments to general practice including covid vaccination covid support "
            "and long covid payments"
        ),
        "total nhs payments including pcn workforce leadership and support",
        "total nhs payments to general practice including covid and pcn payments",
        "total nhs payments to general practice including covid and pcn payments minus deductions",
        "pcn leadership",
        "pcn support",
        "pcn extended hours access",
        "pcn workforce",
        "pcn investment and impact fund",
        "pcn care home premium",
        "pcn enhanced access",
        "covid immunisation",
        "covid support and expansion",
        "long covid",
        "average payments per registered patient",
        "average payments per weighted patient",
        "average payments per registered patient including pcn workforce leadership and support",
        "average payments per weighted patient including pcn workforce leadership and support",
        (
            "average payments per registered patient including covid vaccination covid support "
            "and long covid payments"
        ),
        (
            "average payments per weighted patient including covid vaccination covid support "
            "and long covid payments"
        ),
    }
)
"""Every other heading of money in the years seen."""
