"""The names that conditions and formulas may use: practice data, indicators, and what points are paid at.

``numerator of AF007``, ``achievement of AF007``, ``register of AF``, ``list size``, ``price per point``,
``PLAN01 is declared``, ``contract is PMS``, ``local_area is Chorley``; in a formula ``points of AF007``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from incentives.base.problem import nearest
from incentives.formula.nodes import (
    Condition,
    Divide,
    FieldValue,
    Over,
    Round,
    StepValue,
    Total,
    Value,
    holds,
    nil,
)
from incentives.formula.plan import Columns, DataField, Reads, Stage
from incentives.formula.units import PATIENTS, PLAIN, POINTS, PRACTICE
from incentives.scheme.forms.grammar import Term, Words, shown
from incentives.scheme.forms.grammar_tokens import Sort
from incentives.scheme.forms.misread import MisreadError
from incentives.scheme.forms.points import Terms, counts
from incentives.scheme.forms.pounds import POUNDS_PER_POINT, list_size, signed
from incentives.scheme.forms.services import WEIGHTED, patients
from incentives.scheme.values import InFull

if TYPE_CHECKING:
    from incentives.formula.units import Unit
    from incentives.scheme.forms.form import Written
    from incentives.scheme.forms.grammar_tokens import Token
    from incentives.scheme.forms.maker import Maker

MEASURED = {
    "numerator": "patients achieved in",
    "denominator": "patients counted in",
    "exceptions": "patients left out as exceptions in",
    "register": "patients on the register of",
    "activity": "things done:",
    "cohort": "patients of the cohort",
}
OF = (*MEASURED, "achievement", "points")
ALONE = ("list size", "weighted list size", "price per point")
ATTRIBUTES = {"contract": "contract", "network": "network_code", "commissioner": "commissioner_code"}
LOCAL = "local_"
_PLACES, _ALIKE = 9, 0.9


class SchemeNames:
    """The names of one scheme; what a formula reads is asked of the plan that is being made."""

    def __init__(self, maker: Maker, *, with_points: bool = False) -> None:
        self.maker, self.with_points = maker, with_points

    def read(self, words: Words) -> Term:
        """Take the tokens of a name and return its figure or condition."""
        first = words.take()
        if first.sort is Sort.WORD and first.text in OF and words.taken("of"):
            return self._of(first, _code(words, f'"{first.text} of" is followed by a code'))
        if words.taken("is", "declared"):
            return Term(self._declared(first), None, first.column)
        if first.text == "signed":
            return Term(holds(signed(self.maker)), None, first.column)
        column = ATTRIBUTES.get(first.text, first.text if first.text.startswith(LOCAL) else "")
        if column and words.taken("is"):
            return self._attribute(first, column, _code(words, f'"{first.text} is" is followed by a word'))
        for phrase in ALONE:
            head, *rest = phrase.split()
            if first.text == head and words.taken(*rest):
                return self._alone(phrase, first)
        raise _unknown(first, words.next)

    def _alone(self, phrase: str, at: Token) -> Term:
        if phrase == "price per point":
            if self.maker.pay_points is None:
                message = "The scheme has no price per point: it pays no points."
                raise MisreadError("S482", at.column, message, 'Write the price, or add "pay_points:".')
            return Term(self._price(self.maker.pay_points), POUNDS_PER_POINT, at.column)
        which = WEIGHTED if phrase.startswith(WEIGHTED) else ""
        found = patients(self.maker, which) if which else list_size(self.maker, self.maker.lists_as_at)
        return Term(found, PATIENTS, at.column)

    def _price(self, paid: Written[Any]) -> FieldValue:
        return self.maker.stated(
            "price_per_point",
            paid.terms.price_per_point,
            says="pounds per point",
            unit=POUNDS_PER_POINT,
            origin=paid.origin("price_per_point"),
        )

    def _of(self, what: Token, code: Token) -> Term:
        column = what.column
        if what.text == "points":
            return Term(self._points(what, code), POINTS, column)
        if what.text == "achievement":
            numerator, denominator = (self._counted(n, code) for n in ("numerator", "denominator"))
            return Term(Divide(numerator, denominator, nil()), PLAIN, column)
        unit = PLAIN if what.text == "activity" else PATIENTS
        return Term(self._counted(what.text, code), unit, column)

    def _counted(self, measure: str, code: Token) -> Value:
        """Return a figure of the results for the practice, of an indicator as the scheme counts it."""
        indicator = self.maker.indicators.get(code.text)
        if indicator and measure in ("numerator", "denominator"):
            if _counts_nobody(indicator.terms):
                message = f"{code.text} counts no patients, so it has no {measure}."
                raise MisreadError("S482", code.column, message, "Name an indicator that counts patients.")
            paid_on = dict(
                zip(("numerator", "denominator"), counts(self.maker, code.text, indicator.terms), strict=True)
            )[measure]
            if paid_on != FieldValue(measure):
                return self._kept(f"{measure} of {code.text}", paid_on, PATIENTS, code.text)
        near = nearest(code.text, self.maker.indicators, likeness=_ALIKE)
        if indicator is None and near and code.sort is Sort.WORD:
            message = f"{code.text} is not an indicator of this scheme."
            remedy = f'Did you mean "{near}"? Put the code in quotes where the data hold it so.'
            raise MisreadError("S482", code.column, message, remedy)
        item = _item(indicator.terms, code.text, measure) if indicator else code.text
        unit = PLAIN if measure == "activity" else PATIENTS
        says = f"{MEASURED[measure]} {code.text}"
        return self._results(f"{measure} of {code.text}", measure, item, says, unit)

    def _points(self, what: Token, code: Token) -> Value:
        if code.text not in self.maker.indicators:
            near = nearest(code.text, self.maker.indicators)
            remedy = f'Did you mean "{near}"?' if near else "Name an indicator of the scheme."
            raise MisreadError(
                "S482", code.column, f"{code.text} is not an indicator of this scheme.", remedy
            )
        if not self.with_points:
            message = (
                "Points are known only afterwards: a condition, or a formula for points, cannot ask for them."
            )
            raise MisreadError("S482", what.column, message, f'Write "achievement of {code.text}" instead.')
        points: Value = StepValue(Columns.POINTS)
        if self.maker.points is None:
            points = Round(points, _PLACES)
        return self._kept(f"points of {code.text}", points, POINTS, code.text)

    def _kept(self, name: str, value: Value, unit: Unit, component: str) -> Value:
        """Bring an indicator's own figure to the practice: the total over that one indicator."""
        step = self.maker.step(
            name,
            value,
            title=f"{name[:1].upper()}{name[1:]}",
            says=f"The {name}, as this scheme counts it.",
            stage=Stage.FACTORS if unit == POINTS else Stage.ACHIEVEMENT,
            unit=unit,
            component=component,
        )
        return Total(step, Over.COMPONENTS)

    def _declared(self, code: Token) -> Condition:
        says = f"whether {code.text} was declared (1) or not (0)"
        indicator = self.maker.indicators.get(code.text)
        item = indicator.terms.item(code.text) if indicator else code.text
        return holds(self._results(f"declared {code.text}", "declared", item, says, PLAIN))

    def _attribute(self, name: Token, column: str, word: Token) -> Term:
        says = f"whether the {name.text.removeprefix(LOCAL).replace('_', ' ')} is {word.text} (1) or not (0)"
        field = DataField(
            f"{name.text} is {word.text}",
            PRACTICE,
            PLAIN,
            "practices",
            column,
            says,
            reads=Reads.MATCHES,
            matches=word.text,
        )
        return Term(holds(self.maker.given(field)), None, name.column)

    def _results(self, name: str, measure: str, item: str, says: str, unit: Unit) -> FieldValue:
        return self.maker.given(
            DataField(
                name,
                PRACTICE,
                unit,
                "measures",
                measure,
                says,
                items=(("", item),),
                as_at=self.maker.results_as_at,
            )
        )


def _counts_nobody(terms: Terms) -> bool:
    pays = getattr(terms, "pays", None)
    return isinstance(pays, InFull) and pays.threshold is None


def _item(terms: Terms, identifier: str, measure: str) -> str:
    return terms.register_item if measure == "register" else terms.item(identifier)


def _code(words: Words, why: str) -> Token:
    token = words.take()
    if token.sort not in (Sort.WORD, Sort.QUOTED):
        remedy = "Write it as the data have it; in quotes where it has spaces or other signs."
        raise MisreadError("S481", token.column, f"{why}, not {shown(token)}.", remedy)
    return token


def _unknown(token: Token, after: Token) -> MisreadError:
    if after.text == "declared":
        remedy = f'Write "{token.text} is declared".'
        return MisreadError("S482", token.column, f'"{token.text} declared" is no name.', remedy)
    known = [*(f"{n} of ..." for n in OF), *ALONE, *(f"{a} is ..." for a in ATTRIBUTES), "signed"]
    two = f"{token.text} {after.text}" if after.sort is Sort.WORD else token.text
    name = two if any(n.split()[0] == token.text for n in known) else token.text
    near = nearest(name, known) or nearest(token.text, [n.split()[0] for n in known], likeness=0.7)
    meant = next((n for n in known if near and n.startswith(near)), "")
    listed = f"Names are: {', '.join(known)}, local_..., ... is declared."
    remedy = f'Did you mean "{meant}"?' if meant else listed
    return MisreadError("S482", token.column, f'"{name}" is not a name that a formula knows.', remedy)
