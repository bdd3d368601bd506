"""The shapes that most files have: figures in long form or in columns, a row for each practice, payments."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import TYPE_CHECKING

from incentives.base.year import FinancialYear
from incentives.data.figures import Status
from incentives.data.layouts import MEASURES, NHS_MEASURES
from incentives.data.published.headings import plain
from incentives.data.published.payments_words import MONEY
from incentives.data.published.tally import Cell, Key, Reason
from incentives.data.published.walking import COUNT, DECIMAL, PENCE, POINTS, by_practice, figure, item, unfit
from incentives.data.published.written import Amount, Unread

if TYPE_CHECKING:
    from collections.abc import Callable

    from incentives.data.published.layout import Context, Match
    from incentives.data.published.tally import Tally

OUR_WORDS = {
    **{plain(theirs): ours for theirs, ours in NHS_MEASURES.items()},
    **{plain(measure): measure for measure in MEASURES},
    "pca": "exceptions",
    "exception": "exceptions",
    "num": "numerator",
    "den": "denominator",
    "denom": "denominator",
    "points": "points",
}
"""What a long file's column of measures may say, and our measure."""

_FLAGS = {"suppressed": Status.SUPPRESSED, "dash": Status.NIL, "na": Status.NONE}
_CONTRACTS = {"gms": "GMS", "ngms": "GMS", "pms": "PMS", "apms": "APMS"}
_DAYS = ("%Y-%m-%d", "%d/%m/%Y", "%d-%b-%Y", "%d-%b-%y", "%d%b%Y", "%Y%m%d", "%d/%m/%y")


def long_form(tally: Tally, match: Match, context: Context) -> None:
    """Read a row for each practice, indicator and measure."""
    columns = match.columns
    value_at, item_at, measure_at = columns["value"], columns["item"], columns["measure"]
    known: dict[str, str] = {}
    for row, practice in by_practice(tally, match, [value_at]):
        cell = Cell(row, value_at)
        word = tally.text(Cell(row, measure_at))
        measure = OUR_WORDS.get(plain(word))
        if measure is None:
            tally.refuse(cell, Reason.NO_MEASURE, f'"{word}" is no measure that is known')
            continue
        try:
            code = item(tally, Cell(row, item_at), known)
            year = year_at(tally, match, row, context)
        except Unread as why:
            tally.refuse(cell, why.reason, why.detail)
            continue
        key = Key("measures", (year, practice, code), measure)
        figure(tally, cell, key, POINTS if measure == "points" else COUNT, context)


def in_columns(tally: Tally, match: Match, context: Context) -> None:
    """Read a row for each practice and indicator (or group), with a column for each measure."""
    measures = [(role, at) for role, at in match.columns.items() if role in OUR_WORDS.values()]
    known: dict[str, str] = {}
    for row, practice in by_practice(tally, match, [at for _, at in measures]):
        try:
            code = item(tally, Cell(row, match.columns["item"]), known)
            of = year_at(tally, match, row, context), practice, code
        except Unread as why:
            for _, at in measures:
                tally.refuse(Cell(row, at), why.reason, why.detail)
            continue
        for measure, at in measures:
            if (said := _flag(tally, match, row, measure)) is not None:
                tally.take(Key("measures", of, measure), "", said, Cell(row, at))
                continue
            read = POINTS if measure == "points" else COUNT
            figure(tally, Cell(row, at), Key("measures", of, measure), read, context)


def _flag(tally: Tally, match: Match, row: int, measure: str) -> Status | None:
    """Return what a column of its own says stands in place of a figure, as tidied Scottish files have it."""
    flag = match.columns.get(f"{measure}_flag")
    return None if flag is None else _FLAGS.get(tally.text(Cell(row, flag)).strip())


def attributes(tally: Tally, match: Match, context: Context) -> None:
    """Read a row for each practice: what it is called, to whom it belongs, how many patients it has."""
    wanted = {role: at for role, at in match.columns.items() if role in ATTRIBUTES}
    for row, practice in by_practice(tally, match, list(wanted.values())):
        for role, at in wanted.items():
            attribute(tally, Cell(row, at), (practice, role), context)


def payments(tally: Tally, match: Match, context: Context) -> None:
    """Read NHS Payments to General Practice: what the practice is, its QOF payment, and every other payment.

    A column of money whose heading is not known is kept too, marked as unknown; it feeds nothing.
    """
    wanted = {role: at for role, at in match.columns.items() if role in ATTRIBUTES}
    paid = money_columns(tally, match)
    year = str(context.year)
    for row, practice in by_practice(tally, match, [*wanted.values(), *paid]):
        for role, at in wanted.items():
            attribute(tally, Cell(row, at), (practice, role), context)
        for at, name in paid.items():
            key = Key("payments", (year, practice, name), "pence")
            if at == match.columns["qof"]:
                key = Key("baseline", (year, practice, "QOF"), "pence")
            figure(tally, Cell(row, at), key, PENCE, context)


def money_columns(tally: Tally, match: Match) -> dict[int, str]:
    """Return the columns that hold money with their headings in one line."""
    paid = {match.columns["qof"]: match.headings[match.columns["qof"]]}
    for at in match.others():
        if plain(match.headings[at]) in MONEY or looks_like_money(tally, match, at):
            paid[at] = " ".join(match.headings[at].split())
    return paid


def looks_like_money(tally: Tally, match: Match, at: int) -> bool:
    """Tell whether a column holds numbers throughout, as one of money that is not known would."""
    texts = [tally.text(Cell(row, at)).strip() for row in range(match.first, len(tally.sheet.rows))]
    filled = [t for t in texts if t]
    return bool(filled) and sum(bool(_MONEY.fullmatch(t)) for t in filled) > len(filled) * 0.9


_MONEY = re.compile(r"-|[-(]?£?\d[\d,]*(\.\d+)?\)?")


def attribute(tally: Tally, cell: Cell, of: tuple[str, str], context: Context) -> None:
    """Count one attribute of a practice: (practice, column of our table of practices)."""
    practice, role = of
    if why := unfit(tally, cell):
        tally.refuse(cell, *why)
        return
    try:
        text, status = ATTRIBUTES[role](tally.text(cell).strip(), context.dash)
    except Unread as why_not:
        tally.refuse(cell, why_not.reason, why_not.detail)
        return
    if status in (Status.SUPPRESSED, Status.NONE):
        tally.refuse(cell, Reason.NO_FIGURE, f'"{tally.text(cell)}": what a practice is cannot be suppressed')
        return
    text = "0" if status is Status.NIL else text
    tally.take(Key("practices", (practice,), role), text, status, cell)


def year_at(tally: Tally, match: Match, row: int, context: Context) -> str:
    """Return the year of a row's figures: its own where the file has a column of years; raise Unread."""
    text = tally.text(Cell(row, match.columns["year"])).strip() if "year" in match.columns else ""
    if not text:
        return str(context.year)
    try:
        return str(FinancialYear.parse(text))
    except ValueError:
        raise Unread(Reason.NO_FIGURE, f'its year "{text}" is no financial year such as 2022/23') from None


def day(text: str) -> date:
    """Read a day in one of the ways in which the NHS writes them; raise ValueError otherwise."""
    for way in _DAYS:
        try:
            return datetime.strptime(text.strip(), way).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    raise ValueError(text)


def _text(text: str, _: Status | None) -> Amount:
    text = " ".join(text.split())
    if text in ("", "-"):
        return Amount("", Status.NOT_SUPPLIED)
    if text[0] in "=+@-":
        raise Unread(Reason.NO_FIGURE, f'"{text}" begins like a formula')
    return Amount(text, Status.FIGURE)


def _code(text: str, _: Status | None) -> Amount:
    code = text.upper()
    known = re.fullmatch(r"[A-Z0-9]{2,12}", code)
    return Amount(code, Status.FIGURE) if known else Amount("", Status.NOT_SUPPLIED)


def _contract(text: str, _: Status | None) -> Amount:
    word = _CONTRACTS.get(text.lower())
    return Amount(word, Status.FIGURE) if word else Amount("", Status.NOT_SUPPLIED)


def _day(text: str, _: Status | None) -> Amount:
    if text in ("", "-"):
        return Amount("", Status.NOT_SUPPLIED)
    try:
        return Amount(day(text).isoformat(), Status.FIGURE)
    except ValueError:
        raise Unread(Reason.NO_FIGURE, f'"{text}" is no day') from None


ATTRIBUTES: dict[str, Callable[[str, Status | None], Amount]] = {
    "name": _text,
    "commissioner_code": _code,
    "network_code": _code,
    "contract": _contract,
    "opens": _day,
    "closes": _day,
    "list_size": COUNT,
    "weighted_list_size": DECIMAL,
    "imd_score": DECIMAL,
    "local_patients_paid_for": DECIMAL,
}
"""The columns of the table of practices that published files fill, and how each is read."""
