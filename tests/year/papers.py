"""What is written before a year and typed in it: the scheme's settings, rows of practice data, days."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from tests.year import county

if TYPE_CHECKING:
    from collections.abc import Mapping

LILY, BELL, ROGER = "Lily Dale", "Bell Dale", "Roger Scatcherd"
WHO: Mapping[str, tuple[tuple[Any, ...], ...]] = {
    "settings": (
        ("setting", "value"),
        ("kind", "scheme of delegation"),
        ("body", "NHS Allington CCG"),
        ("source", "made up for the two years"),
    ),
    "people": (
        ("name", "role", "prepares", "approves up to", "releases up to"),
        (LILY, "finance manager", "yes", None, None),
        (BELL, "head of primary care", None, "£1,000,000", None),
        (ROGER, "chief finance officer", None, None, "£1,000,000"),
    ),
}
CODES: Mapping[str, tuple[tuple[Any, ...], ...]] = {
    "settings": (
        ("setting", "value"),
        ("kind", "finance codes"),
        ("body", "NHS Allington CCG"),
        ("source", "made up for the two years"),
    ),
    "ledger": (
        ("component", "contract", "stage", "cost centre", "subjective"),
        ("any", "any", "any", 999001, 99900100),
    ),
    "contra": (("setting", "value"), ("cost centre", 999000), ("subjective", 99909999)),
    "accruals": (("setting", "value"), ("cost centre", 999000), ("subjective", 99907777)),
    "paycodes": (("contract", "pensionable", "code"), ("GMS", "yes", "MADEUP-GMS-P")),
}
SETTINGS: Mapping[str, tuple[tuple[str, Any], ...]] = {
    "Scheme": (
        ("body", "NHS Allington CCG"),
        ("code", "ZZ8"),
        ("open", date(2015, 2, 16)),
        ("close", date(2015, 3, 20)),
        ("pensionable", "yes"),
        ("vat", "outside scope"),
        ("consulted (1) > body", "LMC"),
        ("consulted (1) > on", date(2015, 2, 10)),
    ),
    "Protections": (
        ("at least", "90%"),
        ("of", "national QOF payment"),
        ("year", "2014/15"),
        ("basis", "per registered patient"),
        ("list", "at payment"),
        ("pms deduction", "before"),
        ("reason", "agreed with the LMC on 10 February 2015"),
    ),
    "Money": (
        ("limit", "£2,300,000"),
        ("each month", "70%"),
        ("of", "last year's QOF payment"),
        ("from", "April 2015"),
        ("balance", "June 2016"),
        ("provisional until", "July 2015"),
        ("when final", "spread over the months left"),
        ("pms deduction", "before"),
        ("recovery: over", "6 months"),
        ("recovery: at most", "10%"),
        ("recovery: notice", "28 days"),
        ("recovery: waive below", "£50"),
        ("recovery: closed practice", "invoice"),
        ("pays", "for the days in the scheme"),
        ("days of", "contract and sign-up"),
    ),
}
BLOCKS: Mapping[str, tuple[tuple[Any, ...], ...]] = {
    "New indicators": (
        (
            *("FRAIL01", "Frailty review of people aged 75 and over", "FRAIL", "process", 30, "30% to 60%"),
            *("list size only", None, None, "practice return each quarter", None, "agreed priority"),
        ),
        (
            *("CARE01", "Care plan agreed with people in care homes", "CARE", "process", 12, "40% to 80%"),
            *("list size only", None, None, "practice return each quarter", None, "agreed priority"),
        ),
    ),
    "Payments": (
        ("core", "form", "capitation"),
        ("core", "title", "Core offer"),
        ("core", "per patient", "£9"),
        ("core", "list", "registered"),
        ("core", "reason", "in place of points"),
    ),
    "Protections": (
        ("pots", "frailty", "title", "Frailty reviews"),
        ("pots", "frailty", "amount", "£108,443"),
        ("pots", "frailty", "of", "FRAIL01"),
        ("pots", "frailty", "if earnings fall short", "keep for reserve"),
        ("pots", "frailty", "reason", "money of the frailty network"),
    ),
}
NEXT_YEAR = (
    ("Scheme", "scheme: id", "allington-2016-17"),
    ("Scheme", "title", "Allington Practice Offer 2016/17"),
    ("Scheme", "scheme: year", "2016/17"),
    ("Scheme", "starts from", "qof-england-2016-17"),
    ("Scheme", "open", date(2016, 2, 15)),
    ("Scheme", "close", date(2016, 3, 18)),
    ("Scheme", "consulted (1) > on", date(2016, 2, 9)),
    ("Scheme", "review on", date(2016, 9, 30)),
    ("Scheme", "ends", date(2017, 3, 31)),
    ("Protections", "year", "2015/16"),
    ("Protections", "reason", "agreed with the LMC on 9 February 2016"),
    ("Money", "from", "April 2016"),
    ("Money", "balance", "June 2017"),
    ("Money", "provisional until", "July 2016"),
    ("Money", "count late data until", date(2017, 5, 31)),
)


def month_end(day: date) -> date:
    """Return the last day of a month."""
    return (day.replace(day=1) + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def quarter_end(first: int, quarter: int) -> date:
    """Return the last day of a quarter of a financial year."""
    return month_end(date(first + quarter // 4, (3 + 3 * quarter - 1) % 12 + 1, 1))


def periods(first: int) -> list[tuple[str, date]]:
    """Return a scheme's months and its balance, each with the day of its run."""
    months = [date(first, m, 1) for m in range(4, 13)] + [date(first + 1, m, 1) for m in range(1, 4)]
    found = [(f"{d:%B %Y}", d) for d in months]
    balance = date(first + 1, 6, 1)
    return [*found, (f"Balance, {balance:%B %Y}", balance)]


def practice(one: county.Surgery) -> dict[str, Any]:
    """Return a practice's row."""
    return {
        "practice_code": one.code,
        "name": one.name,
        "commissioner_code": "ZZ8",
        "contract": "GMS",
        "qof_deduction": "none",
        "list_size": one.patients,
        "opens": None,
        "closes": None,
        "list_as_at": None,
        "payee": None,
    }


def practices() -> list[dict[str, Any]]:
    """Return the rows of the forty practices."""
    return [practice(one) for one in county.COUNTY]


def answer(one: county.Surgery, said: str, on: date | None, year: int = 2015) -> dict[str, Any]:
    """Return a practice's row in the register of answers."""
    return {
        "practice_code": one.code,
        "scheme_version": f"allington-{year}-{(year + 1) % 100} 1",
        "offered_on": date(year, 2, 16),
        "answer": said or None,
        "signed_by": "practice manager" if said == "yes" else None,
        "signed_on": on if said == "yes" else None,
        "starts": None,
        "ends": None,
        "left_reason": None,
    }


def answers(*, answered: bool) -> list[dict[str, Any]]:
    """Return the register of answers: of forty 31 have signed, 4 declined, 5 not answered."""
    said = dict.fromkeys(county.SIGNED, "yes") | dict.fromkeys(county.DECLINED, "no")
    signed = date(2015, 3, 2)
    return [answer(one, said.get(one.number, "") if answered else "", signed) for one in county.COUNTY]


def baseline(*, final: bool) -> list[dict[str, Any]]:
    """Return last year's payments: as known in April, or final, with what was known in April beside them."""
    rows = []
    for one in county.COUNTY:
        known = baseline_row("2014/15", one, 100 * one.provisional, "final" if final else "provisional")
        if final:
            rows.append(known | {"component": "PROVISIONAL"})
        rows.append(known | ({"pence": 100 * one.final} if final else {}))
    return rows


def baseline_row(year: str, one: county.Surgery, pence: int, status: str) -> dict[str, Any]:
    """Return the row of a payment of last year."""
    row = {"year": year, "practice_code": one.code, "component": "QOF", "pence": pence, "status": status}
    return row | {"basis": "before the PMS deduction", "list_size": one.patients}
