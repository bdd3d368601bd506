"""Every layout that is known: what the NHS publishes and what CQRS exports. To add one, add it here."""

from __future__ import annotations

from incentives.data.published import cqrs, lists
from incentives.data.published.layout import Asked, Layout
from incentives.data.published.payments_words import MONEY, QOF
from incentives.data.published.shapes import attributes, in_columns, long_form, payments

BY_YEAR, BY_COLUMN, NOT_STATED = "the year's last day", "its own column", "not stated"

PRACTICE_CODE = Asked("practice_code", ("practice code",), needed=True)
_INDICATOR = ("indicator code", "ind code", "indicator")
_VALUE = Asked("value", ("value",), needed=True)
_ORGANISATION = Asked("practice_code", ("org code", "organisation code"), needed=True)
_SERVICE = Asked("service", ("quality service",), needed=True)
_ACHIEVED = Asked("achieved", ("ach date", "achievement date"), needed=True)

PAYMENTS = Layout(
    "payments",
    "NHS Payments to General Practice",
    "2014/15 to 2022/23",
    (
        Asked("practice_code", ("practice code", "practice ods code", "gp practice code"), needed=True),
        Asked("qof", QOF, needed=True),
        Asked("name", ("practice name", "gp practice name")),
        Asked("commissioner_code", ("ccg code", "sub icb code", "sub icb location code", "icb code")),
        Asked("network_code", ("pcn code", "code")),
        Asked("contract", ("contract type", "contract")),
        Asked("opens", ("practice open date", "open date")),
        Asked("closes", ("practice close date", "close date")),
        Asked(
            "local_patients_paid_for",
            (
                "number of registered patients last known figure",
                "number of registered patients",
                "average number of registered patients",
                "registered patients",
            ),
        ),
        Asked(
            "weighted_list_size",
            (
                "number of weighted patients last known figure",
                "number of weighted patients",
                "average number of weighted patients",
                "weighted patients",
            ),
        ),
    ),
    payments,
    without=("indicator code", "indicator"),
    dated=BY_YEAR,
    among=MONEY,
)

LAYOUTS = (
    Layout(
        "cqrs values",
        "CQRS INDICATOR_VALUES",
        "2023/24",
        (
            _SERVICE,
            _ORGANISATION,
            _ACHIEVED,
            Asked("item", _INDICATOR, needed=True),
            Asked("measure", ("field name",), needed=True),
            _VALUE,
            Asked("latest", ("last submission",)),
        ),
        cqrs.values,
        dated=BY_COLUMN,
    ),
    Layout(
        "cqrs points",
        "CQRS INDICATOR_ACHIEVED_POINTS",
        "2023/24",
        (
            _SERVICE,
            _ORGANISATION,
            _ACHIEVED,
            Asked("item", _INDICATOR, needed=True),
            Asked("value", ("points", "achieved points"), needed=True),
            Asked("approved", ("approved",)),
        ),
        cqrs.points,
        dated=BY_COLUMN,
    ),
    Layout(
        "cqrs control",
        "CQRS INDICATOR_REFERENCE_CONTROL",
        "2023/24",
        (
            Asked("item", _INDICATOR, needed=True),
            Asked("register", ("register flag",), needed=True),
            Asked("group", ("group code",), needed=True),
            Asked("points", ("indicator point value",), needed=True),
            Asked("manual", ("automatic manual entry",)),
        ),
        cqrs.control,
    ),
    Layout(
        "cqrs exceptions",
        "CQRS PCA_REFERENCE",
        "2023/24",
        (Asked("field", ("short name",), needed=True), Asked("type", ("type",), needed=True)),
        cqrs.exceptions,
    ),
    Layout(
        "cqrs mappings",
        "CQRS PREVIOUS_INDICATOR_MAPPINGS",
        "2023/24",
        (
            Asked("item", _INDICATOR, needed=True),
            Asked("points", ("indicator point value",), needed=True),
            Asked("group", ("indicator group code",), needed=True),
        ),
        cqrs.reference,
    ),
    Layout(
        "cqrs rules",
        "CQRS VALIDATION_RULES",
        "2023/24",
        (Asked("rule", ("rule",), needed=True), Asked("description", ("description",), needed=True)),
        cqrs.reference,
        without=("practice code", "name"),
    ),
    Layout(
        "incentive fund",
        "IIF annual publication",
        "2023/24",
        (
            Asked("kind", ("organisation type",), needed=True),
            Asked("practice_code", ("organisation code",), needed=True),
            _SERVICE,
            _ACHIEVED,
            Asked("item", _INDICATOR, needed=True),
            Asked("measure", ("measure",), needed=True),
            _VALUE,
        ),
        lists.incentive_fund,
        dated=BY_COLUMN,
    ),
    Layout(
        "achievement",
        "QOF achievement, NHS Digital's long form",
        "2012/13 to 2024/25",
        (
            PRACTICE_CODE,
            Asked("item", ("indicator code", "ind code", "indicator"), needed=True),
            Asked("measure", ("measure", "field name", "measure type"), needed=True),
            _VALUE,
        ),
        long_form,
        without=("quality service", "item"),
        dated=BY_YEAR,
    ),
    Layout(
        "scotland",
        "Scotland's practices and indicators, with a column of flags for each count",
        "2012/13, 2014/15, 2015/16",
        (
            PRACTICE_CODE,
            Asked("item", ("indicator",), needed=True),
            Asked("year", ("year",), needed=True),
            Asked("numerator", ("numerator",), needed=True),
            Asked("denominator", ("denominator",), needed=True),
            Asked("register", ("register",), needed=True),
            Asked("numerator_flag", ("num flag",), needed=True),
            Asked("denominator_flag", ("denom flag",), needed=True),
            Asked("register_flag", ("register flag",), needed=True),
        ),
        in_columns,
    ),
    Layout(
        "counts",
        "a table of counts with this program's own headings",
        "",
        (
            PRACTICE_CODE,
            Asked("item", ("indicator",), needed=True),
            Asked("numerator", ("numerator",), needed=True),
            Asked("denominator", ("denominator",), needed=True),
            Asked("exceptions", ("exceptions",)),
            Asked("register", ("register",)),
            Asked("year", ("year",)),
        ),
        in_columns,
        without=("measure", "value"),
    ),
    Layout(
        "prevalence",
        "QOF prevalence (registers and lists)",
        "2022/23, 2024/25",
        (
            PRACTICE_CODE,
            Asked("item", ("group code", "indicator group code"), needed=True),
            Asked("register", ("register", "register size"), needed=True),
            Asked("list_size", ("practice list size",)),
        ),
        in_columns,
        dated=BY_YEAR,
    ),
    Layout(
        "prevalence by practice",
        "QOF prevalence by practice, older form",
        "2013/14",
        (
            Asked("practice_code", ("practicecode", "practice code"), needed=True),
            Asked("item", ("indicator group",), needed=True),
            Asked("register", ("disease register size",), needed=True),
            Asked("list_size", ("practice listsize",)),
        ),
        in_columns,
        dated=BY_YEAR,
    ),
    Layout(
        "geographies",
        "QOF MAPPING_NHS_GEOGRAPHIES",
        "2022/23",
        (
            PRACTICE_CODE,
            Asked("name", ("practice name",), needed=True),
            Asked("network_code", ("pcn ods code", "pcn code"), needed=True),
            Asked(
                "commissioner_code", ("sub icb ods code", "sub icb loc ods code", "ccg ods code"), needed=True
            ),
        ),
        attributes,
        without=("total qof payments",),
        dated=BY_YEAR,
    ),
    PAYMENTS,
    Layout(
        "deprivation",
        "Deprivation (IMD) by practice, Fingertips",
        "2025",
        (
            PRACTICE_CODE,
            Asked("imd_score", ("imd score",), needed=True),
            Asked("name", ("practice name",)),
        ),
        attributes,
    ),
    Layout(
        "list sizes by age",
        "Patients registered at a GP practice, by age",
        "2017",
        (
            Asked("practice_code", ("org code", "code", "practice code"), needed=True),
            Asked("extracted", ("extract date",), needed=True),
            Asked("list_size", ("number of patients",), needed=True),
            Asked("sex", ("sex",)),
            Asked("age", ("age group 5", "age")),
            Asked("type", ("org type", "type")),
        ),
        lists.by_age_rows,
        dated=BY_COLUMN,
    ),
    Layout(
        "list sizes in columns",
        "Patients registered at a GP practice, ages in columns",
        "2011",
        (
            PRACTICE_CODE,
            Asked("extracted", ("month", "extract date"), needed=True),
            Asked("youngest", ("male 0 4",), needed=True),
        ),
        lists.by_age_columns,
        dated=BY_COLUMN,
    ),
    Layout(
        "list sizes",
        "Practices' lists by age (House of Commons Library)",
        "2020",
        (
            PRACTICE_CODE,
            Asked("list_size", ("total", "total list size", "number of patients"), needed=True),
            Asked("over_16", ("16+",), needed=True),
        ),
        attributes,
    ),
)
"""The layouts, each known by its headings."""
