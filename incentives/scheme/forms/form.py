"""What a payment form is: a model of the keys people write, and a function that makes its steps."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from incentives.base.problem import Place
from incentives.formula.plan import Origin, Standing

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from incentives.scheme.section import Section

TermsT_co = TypeVar("TermsT_co", bound="Section", covariant=True)


class Part(Enum):
    """The part of a scheme file in which a form is written."""

    INDICATORS = "indicators"
    PAY_POINTS = "pay_points"
    PAYMENTS = "payments"
    LIMITS = "limits"
    PROTECT = "protect"
    DEDUCTIONS = "deductions"
    INSTALMENTS = "instalments"
    CONDITIONS = "conditions"
    EXCEPTIONS = "exceptions"
    SUSPENDED = "suspended"
    VARIANTS = "variants"
    SMALL_NUMBERS = "small_numbers"
    PART_YEAR = "part_year"
    POTS = "pots"
    RECOVER = "recover"


@dataclass(frozen=True)
class Form:
    """One form of the closed list (numbers as in the language reference).

    ``chosen_by`` is the key that tells this form where no ``form:`` is written; ``make`` adds its
    steps to the plan being made; ``pays_less_for_more`` marks a form that may pay less for more achievement.
    """

    number: int
    name: str
    part: Part
    terms: type[Section]
    make: Callable[..., Any]
    chosen_by: str = ""
    summary: str = ""
    pays_less_for_more: bool = False


@dataclass(frozen=True)
class Written(Generic[TermsT_co]):
    """One entry of a scheme: what was written, in which form, and where each of its values stands.

    ``id`` is an indicator's code or the entry's name. ``origins`` maps a key to where its value comes
    from; the entry's own place stands under "". ``worked_from`` says, of a value settled when the plan
    is made, how it was stated (by year, or as a target price); ``variants`` are what holds in place of the
    entry, the first whose condition holds.
    """

    id: str
    form: Form
    terms: TermsT_co
    origins: Mapping[str, Origin] = field(default_factory=dict, compare=False)
    worked_from: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    variants: tuple[Variant, ...] = ()

    def origin(self, key: str = "") -> Origin:
        """Return where a value stands and what it rests on; the entry itself where the key is absent."""
        return self.origins.get(key) or self.origins.get("", Origin(Place(), Standing.LOCAL))


@dataclass(frozen=True)
class Variant:
    """What holds in place of an entry where a condition does; ``where`` is the condition as written."""

    where: str
    place: Place
    written: Written[Any]


class Registry:
    """The closed list of forms; a new form is one call of ``add`` beside its model and function."""

    def __init__(self) -> None:
        self._forms: list[Form] = []

    def add(
        self,
        number: int,
        name: str,
        part: Part,
        terms: type[Section],
        *,
        chosen_by: str = "",
        pays_less_for_more: bool = False,
    ) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        """Register the decorated function as the maker of a form's steps."""

        def register(make: Callable[..., Any]) -> Callable[..., Any]:
            summary = (terms.__doc__ or "").strip().split("\n")[0]
            self._forms.append(Form(number, name, part, terms, make, chosen_by, summary, pays_less_for_more))
            return make

        return register

    def of(self, part: Part) -> tuple[Form, ...]:
        """Return the forms that may stand in a part of a scheme."""
        return tuple(f for f in self._forms if f.part is part)

    def named(self, part: Part, name: str) -> Form | None:
        """Return the form of that name in a part, or None."""
        return next((f for f in self.of(part) if f.name == name), None)

    def all(self) -> tuple[Form, ...]:
        """Return every form by its number."""
        return tuple(sorted(self._forms, key=lambda f: (f.number, f.part.value)))


FORMS = Registry()
