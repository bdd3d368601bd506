"""A small scheme and fourteen made-up practices, with every kind of cell a schedule can have.

Six indicators (five on a line, one a register), points × price × list × prevalence, a fixed grant, a
deduction for PMS practices, one indicator that CQRS pays, months and a balance that may be negative.
Figures are chosen so that some payments lie on half a penny and some practices have no patients.
"""

from __future__ import annotations

from array import array
from datetime import date
from fractions import Fraction

from incentives.base.rounding import Rounding, Rule
from incentives.base.year import FinancialYear, month_name
from incentives.data.bound import Binding, BoundColumn
from incentives.formula.nodes import (
    Add,
    AtLeast,
    Choose,
    Divide,
    FieldValue,
    Multiply,
    Number,
    Over,
    Round,
    StepValue,
    Subtract,
    Total,
    Value,
    holds,
    nil,
    one,
    slide,
)
from incentives.formula.plan import (
    BY_CQRS,
    Component,
    DataField,
    Origin,
    Period,
    Plan,
    SchemeField,
    Stage,
    Standing,
    Step,
)
from incentives.formula.units import (
    CELL,
    COMPONENT,
    INSTALMENT,
    PATIENTS,
    PERIOD,
    PLAIN,
    POINTS,
    POUNDS,
    PRACTICE,
    SCHEME,
    Unit,
)

YEAR = FinancialYear(2015)
LINES = ("HYP006", "DM007", "AF007", "DEM004", "CHD007")
REGISTER = "HYP001"
INDICATORS = (*LINES, REGISTER)
GROUPS = {"HYP006": "HYP", "DM007": "DM", "AF007": "AF", "DEM004": "DEM", "CHD007": "CHD", "HYP001": "HYP"}
TITLES = {
    "HYP006": "Blood pressure 150/90 or less in people with hypertension",
    "DM007": "HbA1c of 59 mmol/mol or less in people with diabetes",
    "AF007": "Anti-coagulation in people with atrial fibrillation",
    "DEM004": "Care plan reviewed in people with dementia",
    "CHD007": "Influenza immunisation in people with coronary heart disease",
    "HYP001": "A register of people with hypertension",
}
BY_OTHERS = ("CHD007",)
PENNIES = Rounding(Rule.HALF_UP, 2)
MONTHS = tuple(month_name(day) for day in YEAR.months)
BALANCE = "Balance, June 2016"
PER_POINT = Unit(pounds=1, points=-1)


def example_plan() -> Plan:
    """Return the plan."""
    return Plan(
        id="barsetshire-example-2015-16",
        title="Barsetshire Quality Scheme 2015/16",
        year=YEAR,
        components=_components(),
        steps=(*_points(), *_pounds(), *_lines(), *_instalments()),
        data_fields=_data_fields(),
        scheme_fields=_scheme_fields(),
        periods=(
            *(Period(name, day.replace(day=15)) for name, day in zip(MONTHS, YEAR.months, strict=True)),
            Period(BALANCE, date(2016, 6, 15), is_balance=True),
        ),
        money=PENNIES,
        points=PENNIES,
        offered_by="NHS Barsetshire CCG",
        notes=("=HYPERLINK(1) is only a note: text from a scheme is never a formula.",),
        attributes=("network",),
    )


def _components() -> tuple[Component, ...]:
    indicators = [
        Component(
            id=i,
            title=TITLES[i],
            group=GROUPS[i],
            kind="indicator",
            amount="payment_by_others" if i in BY_OTHERS else "payment",
            paid_by=BY_CQRS if i in BY_OTHERS else "this schedule",
            counted=True,
            standing=Standing.UNVERIFIED if i == "DEM004" else Standing.SOURCED,
        )
        for i in INDICATORS
    ]
    grant = Component("engagement", "Engagement grant", "", "fixed grant", "grant")
    deduction = Component("pms", "Deduction already in the PMS contract", "", "deduction", "pms_deduction")
    return (*indicators, grant, deduction)


def _scheme_fields() -> tuple[SchemeField, ...]:
    local = Origin(standing=Standing.LOCAL, source="Committee minute 12, 10 February 2015")
    sfe = Origin(standing=Standing.SOURCED, source="Statement of Financial Entitlements 2015, section 4")

    def whole(name: str, unit: Unit, says: str, figure: Fraction, origin: Origin) -> SchemeField:
        return SchemeField(name, SCHEME, unit, says, (("", figure),), (("", origin),))

    def each(name: str, unit: Unit, says: str, figures: dict[str, Fraction]) -> SchemeField:
        values = tuple(figures.items())
        return SchemeField(name, COMPONENT, unit, says, values, tuple((key, sfe) for key in figures))

    points = dict(zip(INDICATORS, (20, 17, 12, 15, 7, 6), strict=True))
    lower = dict(zip(LINES, (45, 35, 40, 35, 56), strict=True))
    upper = dict(zip(LINES, (80, 75, 70, 70, 96), strict=True))
    return (
        whole("price_per_point", PER_POINT, "pounds per point", Fraction(16015, 100), sfe),
        whole("average_list", PATIENTS, "national average list", Fraction(7087), sfe),
        whole("grant_each", POUNDS, "engagement grant for each practice", Fraction(4000), local),
        whole("advance_share", PLAIN, "share of last year paid in advance", Fraction(7, 10), local),
        whole("pms_pounds", POUNDS, "PMS deduction for the average practice", Fraction(13050), sfe),
        whole("pms_patients", PATIENTS, "average practice of the PMS deduction", Fraction(5891), sfe),
        each("points_offered", POINTS, "points", {k: Fraction(v) for k, v in points.items()}),
        each("lower_threshold", PLAIN, "lower threshold", {k: Fraction(v, 100) for k, v in lower.items()}),
        each("upper_threshold", PLAIN, "upper threshold", {k: Fraction(v, 100) for k, v in upper.items()}),
        SchemeField(
            "month_share",
            PERIOD,
            PLAIN,
            "twelfths of the advance",
            tuple((m, Fraction(1)) for m in MONTHS),
            tuple((m, local) for m in MONTHS),
        ),
    )


def _data_fields() -> tuple[DataField, ...]:
    def cell(name: str, only: tuple[str, ...]) -> DataField:
        return DataField(name, CELL, PATIENTS, "measures", name, name, only=only)

    return (
        DataField(
            "list_size", PRACTICE, PATIENTS, "practices", "list_size", "registered patients, 1 January 2016"
        ),
        DataField("is_pms", PRACTICE, PLAIN, "practices", "contract", "PMS contract (1 is yes)"),
        DataField("last_year", PRACTICE, POUNDS, "baseline", "pence", "last year's QOF payment", per=100),
        cell("numerator", LINES),
        cell("denominator", LINES),
        cell("exceptions", LINES),
        cell("register", INDICATORS),
    )


def _points() -> tuple[Step, ...]:
    numerator, denominator = FieldValue("numerator"), FieldValue("denominator")
    share = Divide(numerator, denominator, nil())
    lower, upper = FieldValue("lower_threshold"), FieldValue("upper_threshold")
    scored = Multiply(FieldValue("points_offered"), slide(StepValue("achievement"), lower, upper))
    on_line = Choose(AtLeast(denominator, one(PATIENTS)), scored, nil(POINTS))
    kept = Choose(AtLeast(FieldValue("register"), one(PATIENTS)), FieldValue("points_offered"), nil(POINTS))
    everyone = Add(denominator, FieldValue("exceptions"))
    return (
        Step("achievement", "Achievement", CELL, PLAIN, share, "achieved", Stage.ACHIEVEMENT, LINES),
        Step(
            "intervention_rate", "Intervention rate: exceptions count as not met", CELL, PLAIN,
            Divide(numerator, everyone, nil()), "numerator ÷ all", Stage.ACHIEVEMENT, LINES,
        ),
        Step("points_achieved", "Points", CELL, POINTS, Round(on_line, 2), "line", Stage.POINTS, LINES),
        Step("points_achieved", "Points", CELL, POINTS, Round(kept, 2), "kept", Stage.POINTS, (REGISTER,)),
    )  # fmt: skip


def _pounds() -> tuple[Step, ...]:
    patients, register = FieldValue("list_size"), FieldValue("register")
    index = Divide(patients, FieldValue("average_list"), nil())
    pooled = Divide(Total(register, Over.PRACTICES), Total(patients, Over.PRACTICES), nil())
    own = Divide(register, patients, nil())
    factor = Divide(own, StepValue("pooled_prevalence"), nil())
    rate = Multiply(StepValue("points_achieved"), FieldValue("price_per_point"))
    paid = Round(
        Multiply(Multiply(rate, StepValue("contractor_population_index")), StepValue("prevalence_factor")), 2
    )
    ours = tuple(i for i in INDICATORS if i not in BY_OTHERS)
    grant = Choose(AtLeast(patients, one(PATIENTS)), FieldValue("grant_each"), nil(POUNDS))
    return (
        Step("contractor_population_index", "List index", PRACTICE, PLAIN, index, "list", Stage.FACTORS),
        Step(
            "pooled_prevalence", "Prevalence of all practices", COMPONENT, PLAIN,
            pooled, "all registers ÷ all lists", Stage.FACTORS, INDICATORS,
        ),
        Step(
            "prevalence_factor", "Prevalence factor", CELL, PLAIN,
            factor, "own ÷ pooled", Stage.FACTORS, INDICATORS,
        ),
        Step("payment", "Payment", CELL, POUNDS, paid, "points in £", Stage.POUNDS, ours),
        Step("payment_by_others", "Paid by CQRS", CELL, POUNDS, paid, "the same", Stage.POUNDS, BY_OTHERS),
        Step("grant", "Engagement grant", PRACTICE, POUNDS, Round(grant, 2), "a fixed sum", Stage.POUNDS),
    )  # fmt: skip


def _lines() -> tuple[Step, ...]:
    rate = Divide(FieldValue("pms_pounds"), FieldValue("pms_patients"), nil(Unit(pounds=1, patients=-1)))
    taken = Multiply(rate, FieldValue("list_size"))
    deduction = Round(Subtract(nil(POUNDS), Choose(holds(FieldValue("is_pms")), taken, nil(POUNDS))), 2)
    earned: Value = Add(Total(StepValue("payment"), Over.COMPONENTS), StepValue("grant"))
    return (
        Step("pms_deduction", "PMS deduction", PRACTICE, POUNDS, deduction, "per patient", Stage.LINES),
        Step("earned", "Earned (£)", PRACTICE, POUNDS, earned, "all payments", Stage.LINES),
        Step(
            "due", "Payment due (£)", PRACTICE, POUNDS,
            Add(StepValue("earned"), StepValue("pms_deduction")), "earned less deductions", Stage.LINES,
        ),
        Step(
            "paid_by_others", "Paid by others (£)", PRACTICE, POUNDS,
            Total(StepValue("payment_by_others"), Over.COMPONENTS), "by CQRS", Stage.LINES,
        ),
    )  # fmt: skip


def _instalments() -> tuple[Step, ...]:
    twelfth = Divide(
        Multiply(FieldValue("last_year"), FieldValue("advance_share")), Number(Fraction(12)), nil(POUNDS)
    )
    advance = Round(twelfth, 2, Rule.DOWN)
    paid = Multiply(StepValue("monthly_advance"), FieldValue("month_share"))
    balance = Subtract(StepValue("due"), Multiply(StepValue("monthly_advance"), Number(Fraction(12))))
    last = Choose(AtLeast(FieldValue("month_share"), one()), paid, balance)
    return (
        Step(
            "monthly_advance",
            "Advance each month (£)",
            PRACTICE,
            POUNDS,
            advance,
            "rounded down",
            Stage.PERIODS,
        ),
        Step(
            "instalment", "Instalment", INSTALMENT, POUNDS, last, "a twelfth; the balance last", Stage.PERIODS
        ),
    )


def example_binding(practices: int = 14) -> Binding:
    """Return made-up practices; the second has no patients with dementia, and each fourth a PMS contract."""
    codes = tuple(f"ZZ9{n:03d}" for n in range(1, practices + 1))
    spread = [((n * 37 + 11) % 97) / 97 for n in range(practices)]
    sizes = [round(1800 + 9000 * s) for s in spread]
    registers, numerators, denominators, exceptions = [], [], [], []
    for n, size in enumerate(sizes):
        for i, indicator in enumerate((*INDICATORS, "engagement", "pms")):
            served = indicator in INDICATORS
            register = (
                round(size * (0.02 + 0.02 * i) * (0.8 + 0.4 * spread[(n + i) % practices])) if served else 0
            )
            register = 0 if (n, indicator) == (1, "DEM004") else register
            left_out = register // (20 + i) if indicator in LINES else 0
            denominator = register - left_out if indicator in LINES else 0
            registers.append(register)
            exceptions.append(left_out)
            denominators.append(denominator)
            numerators.append(round(denominator * (0.4 + 0.5 * spread[(3 * n + 5 * i) % practices])))
    last_year = [round(size * (1.2 + 1.6 * s) * 100) for size, s in zip(sizes, reversed(spread), strict=True)]
    return Binding(
        practices=codes,
        names={code: f"{_NAMES[n % len(_NAMES)]} Surgery" for n, code in enumerate(codes)},
        columns={
            "list_size": _column(sizes),
            "is_pms": _column([int(n % 4 == 1) for n in range(practices)]),
            "last_year": _column(last_year, per=100),
            "numerator": _cells(numerators),
            "denominator": _cells(denominators),
            "exceptions": _cells(exceptions),
            "register": _cells(registers),
        },
        groups={"network": tuple("Hogglestock" if n % 2 else "Plumstead Episcopi" for n in range(practices))},
        title="Made-up results of 2015/16",
        fingerprint="c0ffee" * 10 + "feed",
        details={code: {"contract": "PMS" if n % 4 == 1 else "GMS"} for n, code in enumerate(codes)},
    )


_NAMES = (
    "Ullathorne",
    "Framley",
    "Courcy",
    "Greshamsbury",
    "Boxall Hill",
    "Gatherum",
    "=Hiram's",
    "Allington",
)


def _column(figures: list[int], per: int = 1) -> BoundColumn:
    return BoundColumn(PRACTICE, array("q", figures), 1, per)


def _cells(figures: list[int]) -> BoundColumn:
    return BoundColumn(CELL, array("q", figures), len(INDICATORS) + 2)
