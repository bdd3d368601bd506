"""Practices that a local scheme pays and national QOF paid too, and practices that were paid by neither."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from incentives.govern.extract import amount_at
from incentives.govern.offers import Answer, answers

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from incentives.data.pack import Pack
    from incentives.govern.extract import Extract
    from incentives.scheme.model import Scheme

LEAVE = "leave"
_QOF = re.compile(r"\bQOF\b|quality\W+(and|&)\W+outcomes", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Finding:
    """A practice, its answer to the scheme, what QOF paid it in pence, and what may explain it."""

    practice: str
    name: str
    answer: str
    qof_pence: int
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Checked:
    """The practices paid twice, those paid by neither, and codes of the extract that the data do not hold."""

    leaves: bool
    twice: tuple[Finding, ...]
    neither: tuple[Finding, ...]
    unknown: tuple[str, ...]
    practices: int


def check_payments(
    scheme: Scheme, pack: Pack, extract: Extract, paid: Collection[str] | None = None
) -> Checked:
    """Compare who signed with whom national QOF paid; ``paid`` are those with a released payment, if known.

    Where signed practices leave national QOF, one that signed and was paid QOF is paid twice. Where they
    stay in it, both are right, and everybody without QOF is told. Raises Refused (G151, G152).
    """
    route = scheme.national_qof
    leaves = route is not None and route.signed_practices == LEAVE
    qof = qof_paid(extract)
    merged = _merged(pack)
    twice, neither = [], []
    for practice in answers(pack, scheme.header.id):
        on_scheme = practice.answer is Answer.SIGNED and leaves
        pence = qof.get(practice.code, 0)
        found = Finding(
            practice.code, practice.name, practice.answer.value, pence, merged.get(practice.code, "")
        )
        if on_scheme and pence:
            twice.append(found)
        if not pence and (not on_scheme or (paid is not None and practice.code not in paid)):
            neither.append(found)
    unknown = tuple(sorted(set(qof) - set(pack.practices)))
    return Checked(leaves, tuple(twice), tuple(neither), unknown, len(pack.practices))


def qof_paid(extract: Extract) -> Mapping[str, int]:
    """Return the pence of national QOF by practice, from either form of an extract.

    Long: a column of payments whose text names QOF. Wide: every column whose heading names it; of
    several (a total and its parts) the largest figure counts.
    """
    found: dict[str, int] = {}
    wide = [at for at, heading in enumerate(extract.headings) if _QOF.search(heading)]
    for row in extract.rows():
        code = extract.text(row, "practice")
        if not code or code.casefold().startswith("total"):
            continue
        if "payment" in extract.columns and "amount" in extract.columns and not wide:
            named = _QOF.search(extract.text(row, "payment"))
            pence = amount_at(extract, row, extract.columns["amount"]) if named else 0
            found[code] = found.get(code, 0) + pence
        else:
            found[code] = max((amount_at(extract, row, at) for at in wide), default=0, key=abs)
    return found


def names_qof(extract: Extract) -> bool:
    """Tell whether the extract can say who was paid QOF: a column of payments, or columns of QOF."""
    by_line = {"payment", "amount"} <= extract.columns.keys()
    return by_line or any(_QOF.search(heading) for heading in extract.headings)


def _merged(pack: Pack) -> Mapping[str, str]:
    table = pack.tables.get("successions")
    if table is None:
        return {}
    rows = zip(*(table.column(c) for c in ("from", "to", "on")), strict=True)
    return {left: f"became {to} on {on}" for left, to, on in rows if left != to}
