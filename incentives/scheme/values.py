"""How the values of a scheme are written: every scalar is text, and the key says what it must be."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

from pydantic import BeforeValidator

from incentives.base import amount
from incentives.base.rounding import Rounding, Rule
from incentives.base.year import FinancialYear, month_name

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")

_MOST = 10**12
FORMULA_SIGNS = ("=", "+", "-", "@")
_ROUNDING = re.compile(r"half up to (?:(\d) places?|the (penny|pound))|none")
_SLIDE = re.compile(r"(\S+?%)\s+to\s+(\S+%)")
_FROM = re.compile(r"from\s+(\S+%)")
_BARE = re.compile(r"((?:\d{1,3}(?:,\d{3})+|\d{1,12})(?:\.\d{1,6})?)")
_MONTH = re.compile(r"([A-Z][a-z]+) (\d{4})")
_MONTHS = {month_name(date(2001, n, 1)).split()[0]: n for n in range(1, 13)}


@dataclass(frozen=True, slots=True)
class Slide:
    """``45% to 80%``: nothing at the first, everything at the second, in proportion between."""

    start: Fraction
    end: Fraction

    def __str__(self) -> str:
        """Return the range as it is written."""
        return f"{amount.in_percent(self.start)} to {amount.in_percent(self.end)}"


@dataclass(frozen=True, slots=True)
class InFull:
    """``for the register``, ``when declared``, ``in full``, or ``from 80%``: all or nothing."""

    when: str
    threshold: Fraction | None = None

    def __str__(self) -> str:
        """Return the words as they are written."""
        return self.when if self.threshold is None else f"from {amount.in_percent(self.threshold)}"


FOR_THE_REGISTER, WHEN_DECLARED, ALWAYS = "for the register", "when declared", "in full"
ON_ACHIEVEMENT = "from a threshold"


def read_pays(text: str) -> Slide | InFull:
    """Read what an indicator pays for; raise ValueError with the ways of writing it."""
    if found := _SLIDE.fullmatch(text):
        return Slide(amount.percent(found[1]), amount.percent(found[2]))
    if found := _FROM.fullmatch(text):
        return InFull(ON_ACHIEVEMENT, amount.percent(found[1]))
    if text in (FOR_THE_REGISTER, WHEN_DECLARED, ALWAYS):
        return InFull(text)
    raise ValueError(
        f'write "45% to 80%", "from 80%", "for the register", "when declared" or "in full", not "{text}"'
    )


def _read_rounding(text: str) -> Rounding | None:
    found = _ROUNDING.fullmatch(text)
    if not found:
        raise ValueError(
            f'write "half up to 2 places", "half up to the penny" or "none" (no rounding), not "{text}"'
        )
    if text == "none":
        return None
    return Rounding(Rule.HALF_UP, {"penny": 2, "pound": 0}.get(found[2], int(found[1] or 0)))


def _read_date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(f'write a date as year-month-day such as 2015-04-01, not "{text}"') from None


def _read_month(text: str) -> date:
    found = _MONTH.fullmatch(text)
    if not found or found[1] not in _MONTHS:
        raise ValueError(f'write a month such as April 2015, not "{text}"')
    return date(int(found[2]), _MONTHS[found[1]], 1)


def _read_yes(text: str) -> bool:
    if text not in ("yes", "no"):
        raise ValueError(f'write yes or no, not "{text}"')
    return text == "yes"


def _read_pounds(text: str) -> Fraction:
    if figure := _BARE.fullmatch(text):
        raise ValueError(f'write £{_with_commas(figure[1])} where pounds are meant, not "{text}"')
    return _not_negative(amount.pounds(text), "an amount", text)


def _with_commas(figure: str) -> str:
    whole, point, pence = figure.replace(",", "").partition(".")
    return f"{int(whole):,}{point}{pence}"


def _read_percent(text: str) -> Fraction:
    if (figure := _BARE.fullmatch(text)) and amount.number(figure[1]) > 1:
        raise ValueError(f'write {figure[1]}% where a percentage is meant, not "{text}"')
    return _not_negative(amount.percent(text), "a percentage", text)


def _not_negative(figure: Fraction, what: str, text: str) -> Fraction:
    if figure < 0:
        raise ValueError(f'write {what} that is not negative, not "{text}"')
    if figure > _MOST:
        raise ValueError(f'write {what} below a million million, not "{text}"')
    return figure


def _read_text(text: str) -> str:
    if text.startswith(FORMULA_SIGNS):
        raise ValueError(
            f'write text that does not begin with "{text[0]}", which a spreadsheet takes for a formula'
        )
    return text


def _read_count(text: str) -> Fraction:
    return _counted(text, "patients", "patient")


def _read_points(text: str) -> Fraction:
    return _counted(text, "points", "point")


def _counted(text: str, *units: str) -> Fraction:
    unit = next((u for u in units if text.endswith(f" {u}")), "")
    return _not_negative(amount.number(text.removesuffix(f" {unit}")), "a number", text)


def _read_days(text: str) -> int:
    found = re.fullmatch(r"(\d{1,3}) days", text)
    if not found:
        raise ValueError(f'write a number of days such as 28 days, not "{text}"')
    return int(found[1])


def _read_months(text: str) -> int:
    found = re.fullmatch(r"([1-9]\d?) months?", text)
    if not found:
        raise ValueError(f'write a number of months such as 6 months, not "{text}"')
    return int(found[1])


def _read_years(text: str) -> int:
    found = re.fullmatch(r"([1-9]\d?) years?", text)
    if not found:
        raise ValueError(f'write a number of years such as 7 years, not "{text}"')
    return int(found[1])


def _text(reader: Callable[[str], T]) -> BeforeValidator:
    def read(value: Any) -> T:
        if not isinstance(value, str):
            raise ValueError("write one value here, not a list or a group of settings")  # noqa: TRY004
        return reader(value.strip())

    return BeforeValidator(read)


def _slide_only(text: str) -> Slide:
    found = read_pays(text)
    if not isinstance(found, Slide):
        raise ValueError(f'write a range such as "45% to 80%" for this form, not "{text}"')  # noqa: TRY004
    return found


def _in_full_only(text: str) -> InFull:
    found = read_pays(text)
    if not isinstance(found, InFull):
        raise ValueError(  # noqa: TRY004
            f'write "from 80%", "for the register", "when declared" or "in full" for this form, not "{text}"'
        )
    return found


@dataclass(frozen=True, eq=False)
class Shown:
    """How a value is written, as a JSON Schema for editors; reading does not look at it."""

    schema: dict[str, Any]


def _shown(says: str, pattern: str, *examples: str | int, **more: Any) -> Shown:
    """Say how a value is written, for editors: in words, as a pattern, by examples."""
    is_number = bool(more) or any(isinstance(e, int) for e in examples)
    kind = ["string", "number"] if is_number else "string"
    told = {"patternErrorMessage": f"{says} For example: {examples[0]}"}  # what editors say of a wrong one
    described = {"description": says, "type": kind, "pattern": f"^{pattern}$", "examples": list(examples)}
    return Shown({**described, **told, **more})


_FIGURE = r"(\d{1,3}(,\d{3})+|\d+)(\.\d+)?"
_SHARE = r"\d+(\.\d+)?\s*%"
_IN_FULL = rf"from\s+{_SHARE}|{FOR_THE_REGISTER}|{WHEN_DECLARED}|{ALWAYS}"

Pounds = Annotated[
    Fraction, _text(_read_pounds), _shown("An amount in pounds.", rf"£\s*{_FIGURE}", "£4,000", "£160.15")
]
Percent = Annotated[Fraction, _text(_read_percent), _shown("A percentage.", _SHARE, "95%", "37.5%")]
Points = Annotated[
    Fraction, _text(_read_points), _shown("A number of points.", rf"{_FIGURE}( points?)?", 20, minimum=0)
]
Count = Annotated[
    Fraction,
    _text(_read_count),
    _shown("A number of patients.", rf"{_FIGURE}( patients?)?", "5,891 patients", minimum=0),
]
Day = Annotated[
    date, _text(_read_date), _shown("A date as year-month-day.", r"\d{4}-\d{2}-\d{2}", "2015-04-01")
]
Month = Annotated[
    date, _text(_read_month), _shown("A month and its year.", rf"({'|'.join(_MONTHS)}) \d{{4}}", "April 2015")
]
Year = Annotated[
    FinancialYear,
    _text(FinancialYear.parse),
    _shown("A financial year.", r"\d{4}\s*[/-]\s*\d{2}", "2014/15"),
]
YesNo = Annotated[
    bool,
    _text(_read_yes),
    Shown({"description": "Yes or no.", "enum": ["yes", "no"], "examples": ["yes"]}),
]
Days = Annotated[int, _text(_read_days), _shown("A number of days.", r"\d{1,3} days", "28 days")]
Months = Annotated[int, _text(_read_months), _shown("A number of months.", r"\d{1,2} months?", "6 months")]
Years = Annotated[int, _text(_read_years), _shown("A number of years.", r"\d{1,2} years?", "7 years")]
RoundingRule = Annotated[
    Rounding | None,
    _text(_read_rounding),
    _shown(
        "A rule of rounding; none leaves the figure as it is.",
        r"(half up to (\d places?|the (penny|pound))|none)",
        "half up to 2 places",
        "half up to the penny",
        "none",
    ),
]
Pays = Annotated[
    Slide | InFull,
    _text(read_pays),
    _shown(
        "A range, a threshold, or words for all or nothing.",
        rf"({_SHARE}\s+to\s+{_SHARE}|{_IN_FULL})",
        "45% to 80%",
        "from 80%",
    ),
]
SlidePays = Annotated[
    Slide,
    _text(_slide_only),
    _shown("A range in percent.", rf"{_SHARE}\s+to\s+{_SHARE}", "45% to 80%"),
]
InFullPays = Annotated[
    InFull,
    _text(_in_full_only),
    _shown(
        "A threshold, or words for all or nothing.",
        rf"({_IN_FULL})",
        "from 80%",
        FOR_THE_REGISTER,
        WHEN_DECLARED,
        ALWAYS,
    ),
]
Text = Annotated[
    str,
    _text(_read_text),
    Shown({"description": "Text.", "type": ["string", "number", "boolean"], "examples": ["text"]}),
]
