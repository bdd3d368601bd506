"""Which sheets a schedule has, and which column of the plan stands in which sheet.

In: a plan and the layout's words. Out: tabs in the workbook's order: outputs, inputs, workings. Every
column of the plan has one home; a practice has the same row in every sheet that lists practices.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from incentives.formula.plan import THIS_SCHEDULE, Columns, DataField, SchemeField, Step
from incentives.formula.units import CELL, COMPONENT, INSTALMENT, PERIOD, PRACTICE, SCHEME, Axis, Grain
from incentives.report.accrual import ACCRUAL
from incentives.report.otherwise import last_year
from incentives.report.tabs import (
    Column,
    Kind,
    Lists,
    Role,
    Tab,
    kind_of_given,
    kind_of_step,
    sheet_name,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from incentives.formula.plan import Component, Plan
    from incentives.formula.units import Unit
    from incentives.report.layout import Layout


def arranged(plan: Plan, layout: Layout) -> tuple[Tab, ...]:
    """Return the schedule's tabs in order: what is read and signed, then inputs, then workings, the seal."""
    return _Arrangement(plan, layout).tabs()


def _heading(code: str, title: str) -> str:
    return f"{code}\n{title}" if title and title != code else code


class _Arrangement:
    def __init__(self, plan: Plan, layout: Layout) -> None:
        self.plan, self.layout = plan, layout
        self.placed: set[tuple[str, str]] = set()
        self.taken = {words.name.casefold() for words in layout.sheets.values()}

    def tabs(self) -> tuple[Tab, ...]:
        payments = self._payments()
        tabs = [
            self._tab("summary", Role.OUTPUT, Lists.WORDS),
            self._tab("contents", Role.RECORD, Lists.WORDS),
            self._tab("about", Role.RECORD, Lists.WORDS),
            self._tab("practices", Role.OUTPUT, Lists.PRACTICES, self._practices()),
            self._tab("exceptions", Role.RECORD, Lists.WORDS),
            self._tab("controls", Role.OUTPUT, Lists.WORDS),
            self._tab("sign_off", Role.RECORD, Lists.WORDS),
            self._tab("payments", Role.OUTPUT, Lists.PRACTICES, payments),
            self._tab("by_others", Role.OUTPUT, Lists.PRACTICES, self._by_others()),
            self._tab("instalments", Role.OUTPUT, Lists.PRACTICES, self._instalments()),
            self._tab("lines", Role.OUTPUT, Lists.WORDS),
            self._tab("accrual", Role.OUTPUT, Lists.PRACTICES, self._accrual()),
            self._tab("comparison", Role.OUTPUT, Lists.PRACTICES, self._comparison()),
            self._tab("achievement", Role.OUTPUT, Lists.PRACTICES, self._worked(Columns.ACHIEVEMENT)),
            self._tab("points", Role.OUTPUT, Lists.PRACTICES, self._points()),
            self._tab("sources", Role.RECORD, Lists.WORDS),
        ]
        beside = self._tab("accrual_inputs", Role.INPUT, Lists.WORDS)
        return (
            *tabs,
            *self._inputs(),
            beside,
            *self._workings(),
            self._tab("seal", Role.RECORD, Lists.WORDS),
        )

    def _tab(self, topic: str, role: Role, lists: Lists, columns: tuple[Column, ...] = ()) -> Tab:
        words = self.layout.sheets[topic]
        return Tab(topic, words.name, words.title, words.note, role, lists, columns)

    # -- outputs ---------------------------------------------------------------------------------------

    def _practices(self) -> tuple[Column, ...]:
        has_points = bool(self.plan.has(Columns.POINTS))
        listed = Columns.LIST_SIZE in self.plan.given()
        columns = [
            _added("contract", "Contract", Kind.TEXT),
            _added("registered", "Registered patients", Kind.COUNT) if listed else None,
            _added("points_in_all", "Points achieved", Kind.POINTS) if has_points else None,
            _added("payment_due", "Payment due (£)", Kind.MONEY),
            _added("per_patient", "Due per registered patient (£)", Kind.MONEY) if listed else None,
            _added("others_pay", "Paid by others (£)", Kind.MONEY),
            _added("balance", "Balance (£)", Kind.MONEY) if self._balance() else None,
            _added("flag", "Flag", Kind.TEXT) if self._balance() else None,
        ]
        return tuple(c for c in columns if c)

    def _balance(self) -> bool:
        return self.plan.has(Columns.INSTALMENT) and any(p.is_balance for p in self.plan.periods)

    def _worked(self, name: str) -> tuple[Column, ...]:
        found = []
        for step in self.plan.blocks(name):
            found += [self._step_column(step, key) for key in self._keys(step)]
        order = {key: n for n, key in enumerate((*self.plan.ids(), *(p.name for p in self.plan.periods)))}
        return tuple(sorted((c for c in found if c), key=lambda c: order.get(c.key, -1)))

    def _points(self) -> tuple[Column, ...]:
        columns = self._worked(Columns.POINTS)
        return (*columns, _added("points_total", "All points", Kind.POINTS)) if columns else ()

    def _payments(self) -> tuple[Column, ...]:
        columns = self._amounts(by_us=True)
        extra = [*self._worked(Columns.EARNED), *self._worked(Columns.DUE)]
        if not self.plan.has(Columns.DUE):
            extra.append(_added("payments_total", "Payment due (£)", Kind.MONEY))
        return (*columns, *extra)

    def _by_others(self) -> tuple[Column, ...]:
        columns = (*self._amounts(by_us=False), *self._worked(Columns.BY_OTHERS))
        if columns and not self.plan.has(Columns.BY_OTHERS):
            columns = (*columns, _added("others_total", "Paid by others (£)", Kind.MONEY))
        return columns

    def _amounts(self, *, by_us: bool) -> tuple[Column, ...]:
        columns = []
        for component in self.plan.components:
            step = self.plan.step(component.amount, component.id)
            if step and (component.paid_by == THIS_SCHEDULE) is by_us:
                key = component.id if step.only else ""
                columns.append(self._step_column(step, key, _heading(component.id, component.title)))
        return tuple(c for c in columns if c)

    def _instalments(self) -> tuple[Column, ...]:
        columns = self._worked(Columns.INSTALMENT)
        if not columns:
            return ()
        total = _added("instalments_total", "All instalments", Kind.MONEY)
        flag = _added("instalment_flag", "Flag", Kind.TEXT)
        return (*columns, total, _added("still_due", "Due less instalments", Kind.MONEY), flag)

    def _accrual(self) -> tuple[Column, ...]:
        return tuple(_added(name, heading, Kind.MONEY) for name, heading in ACCRUAL.items())

    def _comparison(self) -> tuple[Column, ...]:
        chosen = {
            "with_others": "Under this scheme, with what others pay (£)",
            "staying": "Staying on national QOF, on the same results (£)" if self.plan.compared else "",
            "gain": "This scheme less national QOF (£)" if self.plan.compared else "",
            "last_paid": "Last year (£)" if last_year(self.plan) else "",
            "growth": "This scheme less last year (£)" if last_year(self.plan) else "",
        }
        columns = [_added(name, heading, Kind.MONEY) for name, heading in chosen.items() if heading]
        return (*columns, _added("unlike", "Flag", Kind.TEXT)) if len(columns) > 1 else ()

    # -- inputs and workings ------------------------------------------------------------------------------

    def _inputs(self) -> Iterator[Tab]:
        given = self.plan.given().values()
        lists = ((SCHEME, "inputs", Lists.FIGURES), (COMPONENT, "indicators", Lists.COMPONENTS))
        by_row = ((PERIOD, "months", Lists.PERIODS), (PRACTICE, "practice_data", Lists.PRACTICES))
        for grain, topic, rows in (*lists, *by_row):
            columns = [_given(g, "", _spoken(g.says)) for g in given if g.grain == grain]
            if grain == PRACTICE:
                columns += [_added(f"group:{a}", _words(a), Kind.TEXT) for a in self.plan.attributes]
            if columns:
                yield self._tab(topic, Role.INPUT, rows, tuple(columns))
        for one in given:
            if one.grain in (CELL, INSTALMENT):
                yield self._own(one.name, one.says, Role.INPUT, self._given_columns(one))

    def _given_columns(self, given: DataField | SchemeField) -> tuple[Column, ...]:
        only = given.only if isinstance(given, DataField) else tuple(key for key, _ in given.values)
        keys = (only or self.plan.ids()) if given.grain == CELL else [p.name for p in self.plan.periods]
        return tuple(_given(given, key, self._key_heading(given.grain, key)) for key in keys)

    def _workings(self) -> Iterator[Tab]:
        lists = (
            (SCHEME, "scheme_workings", Lists.FIGURES),
            (COMPONENT, "component_workings", Lists.COMPONENTS),
        )
        by_row = ((PERIOD, "month_workings", Lists.PERIODS), (PRACTICE, "practice_workings", Lists.PRACTICES))
        for grain, topic, rows in (*lists, *by_row):
            columns: dict[str, Column] = {}
            for step in self.plan.steps:
                if step.grain == grain and (step.name, "") not in self.placed:
                    columns[step.name] = _worked_out(step, "", _spoken(step.title))
            if columns:
                yield self._tab(topic, Role.WORKING, rows, tuple(columns.values()))
        for name in self.plan.step_names():
            step = self.plan.blocks(name)[0]
            if step.grain in (CELL, INSTALMENT) and (columns_left := self._worked(name)):
                yield self._own(name, step.title, Role.WORKING, columns_left)

    def _own(self, name: str, words: str, role: Role, columns: tuple[Column, ...]) -> Tab:
        topic = "workings" if role is Role.WORKING else "inputs"
        note = "Coloured cells are inputs, as supplied." if role is Role.INPUT else ""
        title = self.layout.columns.get(name, _words(name))
        heading = _in_pounds(_spoken(words), columns[0].kind) if columns else _spoken(words)
        return Tab(topic, sheet_name(title, self.taken), heading, note, role, Lists.PRACTICES, columns)

    def _step_column(self, step: Step, key: str, heading: str = "") -> Column | None:
        if (step.name, key) in self.placed:
            return None
        self.placed.add((step.name, key))
        heading = heading or (self._key_heading(step.grain, key) if key else _spoken(step.title))
        return _worked_out(step, key, heading)

    def _keys(self, step: Step) -> tuple[str, ...]:
        if Axis.PERIODS in step.grain:
            return tuple(p.name for p in self.plan.periods)
        return step.only or ("",)

    def _key_heading(self, grain: Grain, key: str) -> str:
        if grain != CELL:
            return key
        component: Component = self.plan.component(key)
        return _heading(component.id, component.title)


def _added(name: str, heading: str, kind: Kind) -> Column:
    return Column(name, "", heading, kind, added=True)


def _given(given: DataField | SchemeField, key: str, heading: str) -> Column:
    kind = kind_of_given(given)
    heading = heading if key else _in_pounds(heading, kind)
    return Column(given.name, key, heading, kind, adds_up=_adds_up(given.unit, kind))


def _worked_out(step: Step, key: str, heading: str) -> Column:
    kind = kind_of_step(step)
    heading = heading if key else _in_pounds(heading, kind)
    return Column(step.name, key, heading, kind, adds_up=_adds_up(step.unit, kind))


def _adds_up(unit: Unit, kind: Kind) -> bool:
    """Tell whether a total over practices means something: pounds, points, patients or days do add up."""
    powers = sorted((unit.pounds, unit.points, unit.patients, unit.days))
    return powers == [0, 0, 0, 1] and kind in (Kind.MONEY, Kind.POINTS, Kind.COUNT)


def _in_pounds(words: str, kind: Kind) -> str:
    return f"{words} (£)" if kind is Kind.MONEY and "£" not in words and "ounds" not in words else words


def _words(name: str) -> str:
    return _spoken(name.replace("_", " "))


def _spoken(words: str) -> str:
    return words[:1].upper() + words[1:]
