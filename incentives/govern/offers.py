"""Who was offered the scheme and what they answered: signed, declined, no answer yet, not offered."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from incentives.base.problem import Place, Problem, Refused
from incentives.data.signups import rows_that_count

if TYPE_CHECKING:
    from collections.abc import Mapping

    from incentives.data.pack import Pack
    from incentives.data.table import Table


class Answer(Enum):
    """What a practice has answered; the words are those of the table of answers."""

    SIGNED = "signed"
    NOT_COMPLETE = "yes, but no signature"
    DECLINED = "declined"
    NO_ANSWER = "no answer"
    NOT_OFFERED = "not offered"


@dataclass(frozen=True, slots=True)
class Practice:
    """A practice and its answer to the version that holds for it; dates as ``2015-02-16``, blank if none."""

    code: str
    name: str
    version: str
    offered_on: str
    answer: Answer
    signed_by: str = ""
    signed_on: str = ""


def answers(pack: Pack, scheme: str) -> tuple[Practice, ...]:
    """Return every practice of the data with its answer to a scheme, by code.

    Raises Refused (G141) where the practice data hold no table of answers.
    """
    table = answers_table(pack)
    names = practice_names(pack)
    held = {_code(table, row): _practice(table, row, names) for row in rows_that_count(table, scheme)}
    codes = sorted({*held, *pack.practices})
    return tuple(held.get(code) or _not_offered(code, names) for code in codes)


def by_version(pack: Pack, scheme: str) -> Mapping[str, Mapping[Answer, int]]:
    """Return how many practices gave each answer to each version that was offered, in order of version."""
    table = answers_table(pack)
    versions = table.column("scheme_version")
    own = [n for n, v in enumerate(versions) if f"{v.casefold()} ".startswith(f"{scheme.casefold()} ")]
    found: dict[str, Counter[Answer]] = {}
    for row in own or range(len(versions)):
        found.setdefault(versions[row], Counter())[_answer(table, row)] += 1
    return dict(sorted(found.items()))


def incomplete(pack: Pack, scheme: str) -> tuple[str, ...]:
    """Return the practices whose answer is yes while the signature or its day is blank.

    A table that has neither column keeps signatures elsewhere: there a yes is taken as it stands.
    """
    table = pack.tables.get("signup")
    if table is None:
        return ()
    rows = sorted(rows_that_count(table, scheme))
    return tuple(sorted(_code(table, r) for r in rows if _answer(table, r) is Answer.NOT_COMPLETE))


def answers_table(pack: Pack) -> Table:
    """Return the table of answers; raises Refused (G141) where there is none."""
    table = pack.tables.get("signup")
    if table is None:
        message = "The practice data hold no table of answers, so nobody has signed."
        remedy = (
            "Add a table signup: practice_code, scheme_version, offered_on, answer, signed_by, signed_on."
        )
        raise Refused([Problem("G141", Place(pack.shown or pack.title), message, remedy)])
    return table


def practice_names(pack: Pack) -> Mapping[str, str]:
    """Return the names of practices by code."""
    table = pack.tables.get("practices")
    return dict(zip(table.column("practice_code"), table.column("name"), strict=True)) if table else {}


def _practice(table: Table, row: int, names: Mapping[str, str]) -> Practice:
    version, offered, by, on = (
        table.column(c)[row] for c in ("scheme_version", "offered_on", "signed_by", "signed_on")
    )
    code = _code(table, row)
    return Practice(code, names.get(code, ""), version, offered, _answer(table, row), by, on)


def _not_offered(code: str, names: Mapping[str, str]) -> Practice:
    return Practice(code, names.get(code, ""), "", "", Answer.NOT_OFFERED)


def _answer(table: Table, row: int) -> Answer:
    said = table.column("answer")[row]
    if said != "yes":
        return Answer.DECLINED if said == "no" else Answer.NO_ANSWER
    blank = [c for c in ("signed_by", "signed_on") if table.has(c) and not table.column(c)[row]]
    return Answer.NOT_COMPLETE if blank else Answer.SIGNED


def _code(table: Table, row: int) -> str:
    return table.column("practice_code")[row]
