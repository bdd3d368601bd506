"""Values of a resolved scheme as fractions: "45%", "£160.15", "5,891 patients", "half up to 2 places"."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import cache
from math import floor


def figure(text: object) -> Fraction:
    """Read a value that is a number with a unit; a percentage is its hundredth."""
    return _figure(str(text))


@cache
def _figure(text: str) -> Fraction:
    found = re.search(r"-?[\d,]*\.?\d+", text.replace("£", ""))
    if found is None:
        raise ValueError(f"no figure in {text!r}")
    exact = Fraction(found[0].replace(",", ""))
    return exact / 100 if "%" in text else exact


def ends(text: str) -> tuple[Fraction, Fraction]:
    """Read "45% to 80%"."""
    first, second = text.split(" to ")
    return figure(first), figure(second)


def half_up(exact: Fraction, rule: str | None) -> Fraction:
    """Round as a scheme says: "half up to the penny", "half up to 2 places", "none"; ties away from nil."""
    if rule in (None, "none"):
        return exact
    places = (
        2 if "penny" in str(rule) else 0 if "pound" in str(rule) else int(re.findall(r"\d+", str(rule))[0])
    )
    size = floor(abs(exact) * 10**places + Fraction(1, 2))
    return Fraction(size if exact >= 0 else -size, 10**places)


def year_before(year: str) -> str:
    """Return 2014/15 for 2015/16."""
    start = int(year[:4]) - 1
    return f"{start}/{(start + 1) % 100:02d}"


MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def months_from(first: str) -> list[str]:
    """Return the months from "April 2015" to the March that ends its financial year."""
    name, year = first.split()
    at, number = MONTHS.index(name), int(year)
    found = []
    while True:
        found.append(f"{MONTHS[at]} {number}")
        if MONTHS[at] == "March":
            return found
        at, number = (at + 1) % 12, number + (at == 11)
