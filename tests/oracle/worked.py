"""The oracle: a resolved scheme worked out for a data pack's rows, a second time and from the sources.

In: what ``show --resolved --json`` prints, and the rows of a data pack as text. Out: pence. Nothing of
the program is imported: a wrong tree deceives every reading of it, and only this can notice.
Order of composition: achievement to points, points to pounds, who pays, signed lines, instalments.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from tests.oracle import forms, forms_b, other_payments, payments_b, small_and_part
from tests.oracle.late import in_time
from tests.oracle.lines_b import FAR, Standing, across, budget_as_pot
from tests.oracle.rows import NIL, Rows
from tests.oracle.text import ends, figure, half_up, months_from, year_before

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from fractions import Fraction

Cell = tuple[str, str]


@dataclass
class Worked:
    """What comes out: points and pounds by practice and component, dues and instalments by practice.

    ``unrounded`` and ``exact_points`` are before their rounding: a test counts what lay on a tie.
    """

    achievement: dict[Cell, Fraction | None] = field(default_factory=dict)
    points: dict[Cell, Fraction] = field(default_factory=dict)
    pounds: dict[Cell, Fraction] = field(default_factory=dict)
    due: dict[str, Fraction] = field(default_factory=dict)
    instalments: dict[Cell, Fraction] = field(default_factory=dict)
    unrounded: dict[Cell, Fraction] = field(default_factory=dict)
    exact_points: dict[Cell, Fraction] = field(default_factory=dict)


def payments(resolved: Mapping[str, Any], rows: Mapping[str, Sequence[Mapping[str, str]]]) -> dict[Cell, int]:
    """Return pence by practice and component (practice lines among the components)."""
    return {cell: int(amount * 100) for cell, amount in worked(resolved, rows).pounds.items()}


def points(
    resolved: Mapping[str, Any], rows: Mapping[str, Sequence[Mapping[str, str]]]
) -> dict[Cell, Fraction]:
    """Return points by practice and indicator."""
    return worked(resolved, rows).points


def instalments(
    resolved: Mapping[str, Any], rows: Mapping[str, Sequence[Mapping[str, str]]]
) -> dict[Cell, int]:
    """Return pence by practice and period."""
    return {cell: int(amount * 100) for cell, amount in worked(resolved, rows).instalments.items()}


def worked(resolved: Mapping[str, Any], rows: Mapping[str, Sequence[Mapping[str, str]]]) -> Worked:
    """Work a scheme out for every practice."""
    year = str(resolved["year"])
    chain = _Chain(resolved, Rows(in_time(resolved, rows), year, resolved.get("formerly")), Worked())
    for practice in chain.rows:
        for indicator in resolved["indicators"]:
            chain.indicator(practice, other_payments.settled(indicator, resolved))
    for practice in chain.rows:
        for payment in resolved.get("payments") or ():
            chain.grant(practice, payment)
    chain.lines()
    for practice in chain.rows:
        chain.periods(practice)
    return chain.out


@dataclass
class _Chain:
    resolved: Mapping[str, Any]
    rows: Rows
    out: Worked
    nations: dict[str, Fraction] = field(default_factory=dict)

    def indicator(self, practice: str, i: Mapping[str, Any]) -> None:
        cell = practice, i["id"]
        self.out.points[cell] = self.score(practice, i)
        pays = self.resolved.get("pay_points")
        if pays:
            size = self.rows.list_size(practice)
            index = size / figure(pays["national_average_list"]["patients"])
            factor = self.factor(practice, i, size)
            self.money(
                cell, i, forms.form_10(self.out.points[cell], figure(pays["price_per_point"]), index, factor)
            )

    def score(self, practice: str, i: Mapping[str, Any]) -> Fraction:
        exact = other_payments.variant(self, practice, i, lambda e: small_and_part.points(self, practice, e))
        for protection in self.lines_of("points protection"):
            if i["id"] in protection["indicators"]:
                years = [protection["points_of"], *(protection.get("averaged_with") or ())]
                then = [self.rows.measure(practice, [i["id"]], "points", year) for year in years]
                exact = forms.form_14(figure(i["points"]), then, exact)
        self.out.exact_points[practice, i["id"]] = exact
        rounded = half_up(exact, self.resolved["rounding"]["points"])
        return other_payments.governed(self, practice, i, rounded)

    def exact_points(self, practice: str, i: Mapping[str, Any]) -> Fraction:
        found = other_payments.score(self, practice, i)
        if found is None:
            found = payments_b.score(self, practice, i)
        if found is not None:
            return found
        pays, offered = str(i["pays"]), figure(i["points"])
        if pays in ("in full", "for the register", "when declared"):
            register = self.counted(practice, [i.get("register_of") or i["group"], i["id"]], "register")
            declared = self.counted(practice, [i.get("counted_as") or i["id"], i["id"]], "declared")
            kept = {"in full": True, "for the register": register >= 1, "when declared": declared >= 1}
            return forms.form_4(offered, evidence=kept[pays])
        items = [i.get("counted_as") or i["id"], i["id"]]
        below = self.result(practice, items, i["id"], "denominator")
        if not below:
            return offered if i.get("on_empty_denominator") == "full" else NIL
        a = self.out.achievement[practice, i["id"]] = (
            self.result(practice, items, i["id"], "numerator") / below
        )
        if pays.startswith("from"):
            return forms.form_4(offered, evidence=a >= figure(pays))
        start, end = ends(pays)
        if i.get("lower_is_better") in (True, "yes"):
            return forms.form_31(a, offered, start, end)
        if i.get("points_at_lower"):
            return forms.form_2(a, offered, start, end, figure(i["points_at_lower"]))
        return forms.form_1(a, offered, start, end)

    def counted(self, practice: str, items: Sequence[str], name: str) -> Fraction:
        return self.rows.measure(practice, items, name) or NIL

    def result(self, practice: str, items: Sequence[str], identifier: str, name: str) -> Fraction:
        """Return a figure of the results that an indicator is paid on."""
        if name != "exceptions" and small_and_part.said_of(self, identifier):
            return small_and_part.counted(self, practice, items, identifier)[name == "denominator"]
        return other_payments.result(self, practice, items, identifier, name)

    def possible(self, practice: str, i: Mapping[str, Any]) -> Fraction:
        """Return the points that a practice could have: none without a register it would need."""
        items = [i.get("counted_as") or i.get("stretch_of") or i["id"], i["id"]]
        empty = not self.result(practice, items, i["id"], "denominator")
        if i.get("on_empty_denominator") == "leave out of the maximum" and empty:
            return NIL
        needs = i.get("pays") == "for the register" or i["weighted_by"] == "its register"
        kept = self.counted(practice, [i.get("register_of") or i["group"], i["id"]], "register") >= 1
        offered = other_payments.variant(self, practice, i, lambda e: figure(e["points"]))
        return offered if kept or not needs else NIL

    def factor(self, practice: str, i: Mapping[str, Any], size: Fraction) -> Fraction:
        weighted = i.get("weighted_by") or "its register"
        if weighted == "list size only":
            return forms.ONE
        items, name = [i.get("register_of") or i["group"], i["id"]], "register"
        if weighted.startswith("target population"):
            items, name = [weighted.removeprefix("target population").strip(), i["id"]], "cohort"
        return forms.form_11(self.counted(practice, items, name), size, self.national(items, name))

    def national(self, items: Sequence[str], name: str) -> Fraction:
        said = self.resolved["pay_points"]["prevalence"]["national"]
        if items[0] not in self.nations:
            own = [self.counted(p, items, name) for p in self.rows]
            sizes = [self.rows.list_size(p) for p in self.rows]
            work = {"pooled from these practices": forms.pooled, "mean of these practices": forms.mean}.get(
                said
            )
            self.nations[items[0]] = work(own, sizes) if work else self.rows.national(items[0])
        return self.nations[items[0]]

    def grant(self, practice: str, payment: Mapping[str, Any]) -> None:
        exact = other_payments.variant(self, practice, payment, lambda p: self.exact_pounds(practice, p))
        exact = other_payments.governed(self, practice, payment, exact)
        self.money((practice, payment["id"]), payment, exact)

    def exact_pounds(self, practice: str, payment: Mapping[str, Any]) -> Fraction:
        for more in (other_payments, payments_b):
            found: Fraction | None = more.amount(self, practice, payment)
            if found is not None:
                return found
        return forms.form_7(figure(payment["per_practice"]), signed=self.rows.signed(practice))

    def money(self, cell: Cell, component: Mapping[str, Any], exact: Fraction) -> None:
        limits = [x for x in self.lines_of("caps and floors") if component["id"] in x["of"]]
        bounds = [[figure(x[key]) for x in limits if x.get(key)] for key in ("at_most", "at_least")]
        exact = small_and_part.for_days(self, cell[0], forms.form_22(exact, *bounds), component)
        self.out.unrounded[cell] = exact
        rounded = half_up(exact, self.resolved["rounding"]["money"])
        self.out.pounds[cell] = rounded if self.ours(component) is False or self.offered(cell[0]) else NIL

    def offered(self, practice: str) -> bool:
        return not self.resolved.get("offer") or self.rows.signed(practice)

    def ours(self, component: Mapping[str, Any]) -> bool:
        return (component.get("paid_by") or "this schedule") == "this schedule"

    def lines_of(self, form: str) -> list[Mapping[str, Any]]:
        return [line for line in self.resolved.get("lines") or () if line["form"] == form]

    def lines(self) -> None:
        paid = [*self.resolved["indicators"], *(self.resolved.get("payments") or ())]
        ours = [c["id"] for c in paid if self.ours(c)]
        now = Standing({p: sum((self.out.pounds.get((p, c), NIL) for c in ours), NIL) for p in self.rows})
        for line in [*(self.resolved.get("lines") or ()), *budget_as_pot(self.resolved)]:
            if line.get("part") == "protect":
                nothing = replace(now, due=dict.fromkeys(now.due, -FAR))
                for practice, amount in self.amounts(line, nothing).get(line["id"], {}).items():
                    promised = half_up(amount - FAR, self.resolved["rounding"]["money"])
                    now.promised[practice] = max(now.promised.get(practice, NIL), promised)
            self.book(line, self.amounts(line, now), now)
        self.out.due = now.due

    def amounts(self, line: Mapping[str, Any], now: Standing) -> Mapping[str, Mapping[str, Fraction]]:
        found = across(self, line, now)
        if found is not None:
            return found
        one = {p: self.line(p, line, now.due[p], now.deducted.get(p, NIL)) for p in self.rows}
        return {line["id"]: {p: x for p, x in one.items() if x is not None}}

    def book(
        self, line: Mapping[str, Any], found: Mapping[str, Mapping[str, Fraction]], now: Standing
    ) -> None:
        """Book lines: rounded, for practices that signed; keep what was deducted."""
        for name, exact in found.items():
            for practice, amount in exact.items():
                own = amount if self.offered(practice) else NIL
                self.out.unrounded[practice, name] = own
                rounded = half_up(own, self.resolved["rounding"]["money"])
                self.out.pounds[practice, name] = rounded
                now.due[practice] += rounded
                if line["form"] == "deduction already in another contract":
                    now.deducted[practice] = now.deducted.get(practice, NIL) + rounded

    def line(
        self, practice: str, line: Mapping[str, Any], due: Fraction, deducted: Fraction
    ) -> Fraction | None:
        size = self.rows.list_size(practice)
        if line["form"] == "floor on own history":
            history, then = small_and_part.history(self, practice, line["year"], line["of"])
            history = small_and_part.for_days(self, practice, history)
            grows = line["basis"] == "per registered patient" and line["list"] == "at payment"
            earned = due - deducted if line["pms_deduction"] == "before" else due
            lists = (size, then) if grows else (forms.ONE, forms.ONE)
            return forms.form_13(figure(line["at_least"]), history, earned, lists)
        if line["form"] == "practice caps and floors":
            bounds = [[figure(line[key])] if line.get(key) else [] for key in ("at_most", "at_least")]
            return forms.form_22(due, *bounds) - due
        if line["form"] == "deduction already in another contract":
            end = f"{int(self.rows.year[:4]) + 1}-03-31"
            if (line.get("from") or end) > end or (line.get("ends") or end) < end:
                return None
            row = self.rows.practices[practice]
            mine = row["contract"] == line["from_contract"]
            patients = figure(line["for_patients"])
            stated = row["qof_deduction"] if mine else "none"
            taken = forms.form_36(figure(line["amount"]), patients, size, stated)
            return small_and_part.for_days(self, practice, taken)
        return None

    def periods(self, practice: str) -> None:
        said, due = self.resolved.get("instalments"), self.out.due[practice]
        if not said:
            name = f"In full, June {int(self.rows.year[:4]) + 1}"
            self.out.instalments[practice, name] = due
            return
        history, _ = small_and_part.history(self, practice, year_before(self.rows.year), said["of"])
        advance, months = self.advance(practice, said, history), months_from(said["from"])
        names = [*months, f"Balance, {said['balance']}"]
        missed = 12 - len(months) if said["months_before"] == "paid in the first month" else 0
        missed = 0 if len(months) == 1 else missed
        amounts = forms.form_24(advance, due, len(months) + missed)
        if said.get("provisional_until"):
            year = year_before(self.rows.year)
            then, _ = small_and_part.history(self, practice, year, "PROVISIONAL")
            known = self.rows.has_provisional(practice, year)
            first = self.advance(practice, said, then) if known else advance
            early, at_once = (
                months.index(said["provisional_until"]) + missed,
                said["when_final"] == "in the next month",
            )
            amounts = forms_b.form_24_provisional(
                advance, first, due, (early, len(months) + missed), at_once=at_once
            )
        amounts = [sum(amounts[: missed + 1], NIL), *amounts[missed + 1 :]]
        for name, amount in zip(names, amounts, strict=True):
            self.out.instalments[practice, name] = amount

    def advance(self, practice: str, said: Mapping[str, Any], history: Fraction) -> Fraction:
        """What is paid in advance on a payment of last year."""
        advance = small_and_part.for_days(self, practice, figure(said["each_month"]) * history)
        if said.get("last_years_price_per_point") and self.resolved.get("pay_points"):
            price = figure(self.resolved["pay_points"]["price_per_point"])
            advance *= price / figure(said["last_years_price_per_point"])
        return half_up(advance, self.resolved["rounding"]["money"]) if self.offered(practice) else NIL
