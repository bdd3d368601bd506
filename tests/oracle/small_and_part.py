"""Where small numbers, parts of a year and practices that follow others enter the chain of the oracle."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.oracle import forms_dates, successors
from tests.oracle.forms_dates import NIL, Pair
from tests.oracle.text import figure, half_up, year_before

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from fractions import Fraction

    from tests.oracle.rows import Rows

ITEM_OF_SERVICE = "item of service"


def said_of(chain: Any, identifier: str) -> Mapping[str, Any] | None:
    """What the scheme says of small numbers, where it says so of the indicator."""
    said = chain.resolved.get("small_numbers")
    return said if said and (not said["of"] or identifier in said["of"]) else None


def counted(chain: Any, practice: str, items: Sequence[str], identifier: str) -> Pair:
    """Patients achieved and counted that an indicator is paid on."""
    said = said_of(chain, identifier)
    own = _pair(chain.rows, practice, items, chain.rows.year)
    if said is None:
        return own
    then, others = said["then"], []
    if "years" in then:
        year = chain.rows.year
        for _ in range({"two": 1, "three": 2}[then.split()[1]]):
            year = year_before(year)
            others.append(_pair(chain.rows, practice, items, year))
    if "network" in then:
        mine = chain.rows.practices[practice]["network_code"]
        members = [
            p for p, row in chain.rows.practices.items() if row["network_code"] == mine and p != practice
        ]
        others = [_pair(chain.rows, p, items, chain.rows.year) for p in members]
    return forms_dates.form_28(then, figure(said["fewer_than"]), own, others)


def points(chain: Any, practice: str, i: Mapping[str, Any]) -> Fraction:
    """Points before rounding, with the average or none where few patients are counted."""
    said = said_of(chain, i["id"])
    exact: Fraction = chain.exact_points(practice, i)
    if not said or said["then"].startswith("count") or not _counts(i):
        return exact
    least, items = figure(said["fewer_than"]), [i.get("counted_as") or i["id"], i["id"]]
    enough = [p for p in chain.rows if _pair(chain.rows, p, items, chain.rows.year)[1] >= least]
    if practice in enough:
        return exact
    if said["then"] == "leave out of the maximum":
        return NIL
    rule = chain.resolved["rounding"]["points"]
    rule = "half up to 4 places" if rule in (None, "none") else rule
    return forms_dates.average_of([half_up(chain.exact_points(p, i), rule) for p in enough])


def for_days(
    chain: Any, practice: str, amount: Fraction, component: Mapping[str, Any] | None = None
) -> Fraction:
    """An amount of the whole year for the practice's days, where the scheme pays so."""
    said = chain.resolved.get("part_year")
    if not said or (
        component and (component["id"] in said["in_full"] or component["form"] == ITEM_OF_SERVICE)
    ):
        return amount
    return forms_dates.form_30(amount, *_days(chain, practice, said["days_of"]))


def history(chain: Any, practice: str, year: str, of: str) -> Pair:
    """Payments meant of an earlier year, in pounds, and the list then; with what is taken over."""
    rows = [r for r in chain.rows.tables.get("baseline", ()) if r["year"] == year]
    held = {r["component"] for r in rows}
    qof = {c for c in held if c.startswith("QOF") and "QOF" in of}
    meant = {c for c in held if c.casefold() == of.casefold()} or qof or held
    money: dict[str, Fraction] = {}
    lists: dict[str, Fraction] = {}
    for row in rows:
        if row["component"] in meant:
            code = row["practice_code"]
            money[code] = money.get(code, NIL) + figure(row["pence"])
            lists[code] = figure(row.get("list_size") or "0")
    followed = chain.rows.tables.get("successions", ())
    span = _span(chain, practice, (chain.resolved.get("part_year") or {}).get("days_of", "contract"))
    days = chain.rows.year, *span
    pence, patients = (
        each.get(practice, NIL) + successors.taken_over(practice, each, followed, days)
        for each in (money, lists)
    )
    return pence / 100, patients


def _days(chain: Any, practice: str, of: str) -> tuple[int, int]:
    return forms_dates.days_between(chain.rows.year, _span(chain, practice, of))


def _span(chain: Any, practice: str, of: str) -> tuple[str, str]:
    row, answer = chain.rows.practices[practice], chain.rows.answer(practice)
    firsts, lasts = [], []
    if "contract" in of:
        firsts, lasts = [row.get("opens") or ""], [row.get("closes") or ""]
    if "sign-up" in of and answer.get("answer") == "yes":
        firsts, lasts = [*firsts, answer.get("starts") or ""], [*lasts, answer.get("ends") or ""]
    return max(firsts, default=""), min((day for day in lasts if day), default="")


def _pair(rows: Rows, practice: str, items: Sequence[str], year: str) -> Pair:
    found = [rows.measure(practice, items, name, year) or NIL for name in ("numerator", "denominator")]
    if year == rows.year:
        return found[0], found[1]
    followed = rows.tables.get("successions", ())
    for at, name in enumerate(("numerator", "denominator")):
        everyone = {p: rows.measure(p, items, name, year) or NIL for p in rows.known()}
        found[at] += successors.taken_over(practice, everyone, followed, None)
    return found[0], found[1]


def _counts(i: Mapping[str, Any]) -> bool:
    return str(i.get("pays")) not in ("in full", "for the register", "when declared")
