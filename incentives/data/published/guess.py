"""A guess at the columns of a file that no layout fits: what each is, why, and three of its values.

A guess is shown before it is used, always. Percentages are never taken for counts.
"""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING, NamedTuple

from incentives.data.published.headings import candidates, plain
from incentives.data.published.layout import Layout, Match, Why
from incentives.data.published.national import NATIONAL, says_prevalence, unit
from incentives.data.published.payments_words import QOF
from incentives.data.published.registry import PAYMENTS
from incentives.data.published.shapes import ATTRIBUTES, OUR_WORDS, attribute, in_columns, long_form
from incentives.data.published.tally import Cell, Key
from incentives.data.published.walking import COUNT, POINTS, by_practice, figure
from incentives.data.published.written import PRACTICE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from incentives.data.files import Sheet
    from incentives.data.published.layout import Context
    from incentives.data.published.tally import Tally

WORDS: Mapping[str, tuple[str, ...]] = {
    "practice_code": (
        "practice code", "practicecode", "practice", "gp code", "gp practice code", "ods code", "ods",
        "org code", "organisation code", "surgery code", "nacs code", "prac code", "practice id",
        "national code", "code",
    ),
    "name": (
        "practice name", "surgery", "surgery name", "gp practice", "organisation name", "org name",
        "name",
    ),
    "item": (
        "indicator", "indicator code", "indicator id", "ind", "ind code", "qof indicator", "group",
        "group code", "measure code",
    ),
    "numerator": (
        "numerator", "num", "achieved", "patients achieved", "number achieved", "patients treated", "met",
        "done",
    ),
    "denominator": (
        "denominator", "den", "denom", "eligible", "eligible patients", "patients eligible",
        "number eligible",
    ),
    "exceptions": (
        "exceptions", "exception", "excepted", "pcas", "pca", "personalised care adjustments",
        "exception reported",
    ),
    "register": (
        "register", "register size", "disease register", "patients on register", "on register",
    ),
    "points": (
        "points", "points achieved", "achieved points",
    ),
    "measure": (
        "measure", "field", "field name", "measure type",
    ),
    "value": (
        "value", "figure", "count", "result",
    ),
    "year": (
        "year", "financial year", "qof year",
    ),
    "list_size": (
        "list size", "list", "registered patients", "registered list", "raw list size",
        "practice list size", "total patients", "patients", "population", "number of patients",
    ),
    "weighted_list_size": (
        "weighted list size", "weighted list", "weighted patients", "weighted population",
    ),
    "contract": (
        "contract", "contract type",
    ),
    "commissioner_code": (
        "ccg code", "ccg", "commissioner", "commissioner code", "sub icb code", "icb code",
    ),
    "network_code": (
        "pcn code", "pcn ods code", "network code", "network", "pcn",
    ),
    "qof": QOF,
    "imd_score": (
        "imd score", "imd", "deprivation score",
    ),
}  # fmt: skip
"""What the columns of people's own files have been called."""

_INDICATOR = re.compile(r"([A-Z]{1,6}\d{1,4}[A-Z]?)[\s:_-]+(.+)", re.IGNORECASE | re.DOTALL)
_PERCENT = ("%", "percent", "per cent", "percentage", "pct", "rate")
_NEAR, _MOST, _LEAST = 0.84, 0.8, 0.5
_TOLD = "you said so"
_WIDEST = 24


class Said(NamedTuple):
    """One line of a shown guess: their heading, our column, why, and three of the values."""

    heading: str
    ours: str
    why: str
    values: tuple[str, ...]


def guess(sheet: Sheet, told: Mapping[str, str]) -> Match | None:
    """Return the best guess at a sheet's columns, None where no practice or no figure can be made out.

    ``told`` holds what the user said of a heading (in plain form): our column, or blank for none.
    """
    best: Match | None = None
    for row, headings in candidates(sheet):
        found = _guessed(sheet, row + 1, headings, told)
        if found is not None and (best is None or len(found.columns) > len(best.columns)):
            best = found
    return best


def shown(match: Match, sheet: Sheet) -> list[Said]:
    """Return the guess line by line, the columns that are not used last."""
    rows = [r for r in sheet.rows[match.first :] if any(t.strip() for t in r)][:3]
    lines = []
    for role, at in match.columns.items():
        lines.append(Said(_one_line(match.headings[at]), role, match.why[role].words, _values(rows, at)))
    for at in match.others() if match.layout is not PAYMENTS else ():
        why = "a percentage: counts decide" if is_percent(match.headings[at]) else "nothing that is needed"
        lines.append(Said(_one_line(match.headings[at]), "(not read)", why, _values(rows, at)))
    return lines


def is_percent(heading: str) -> bool:
    """Tell whether a heading says that its column holds percentages."""
    words = plain(heading)
    return any(re.search(rf"(^|\s){re.escape(word)}($|\s)", words) for word in _PERCENT) or "%" in heading


def _guessed(sheet: Sheet, first: int, headings: Sequence[str], told: Mapping[str, str]) -> Match | None:
    columns: dict[str, int] = {}
    why: dict[str, Why] = {}
    for at, heading in enumerate(headings):
        role, reason = _role(heading, told)
        if role and role not in columns:
            columns[role], why[role] = at, Why(reason, certain=False)
    _by_contents(sheet, first, (columns, why), headings)
    kind = _kind(columns)
    if kind is None and "item" in columns and "practice_code" not in columns:
        return _national(sheet, first, headings, columns["item"])
    if kind is None:
        return None
    for role in list(columns):
        if not _is_read(role, kind):
            del columns[role], why[role]
    return Match(kind, tuple(headings), first, columns, why)


def _national(sheet: Sheet, first: int, headings: Sequence[str], groups: int) -> Match | None:
    """Return a guess at a table of national prevalences: groups, and one column that speaks of prevalence."""
    at = says_prevalence(headings)
    if at is None:
        return None
    said = "{}: {}".format(*unit(sheet, first, at, headings[at]))
    why = {
        "item": Why("its heading is a known word for it", certain=False),
        "prevalence": Why(said, certain=False),
    }
    return Match(NATIONAL, tuple(headings), first, {"item": groups, "prevalence": at}, why)


def _role(heading: str, told: Mapping[str, str]) -> tuple[str, str]:
    words = plain(heading)
    if words in told:
        return told[words], _TOLD
    if not words or is_percent(heading):
        return "", ""
    if split := _INDICATOR.fullmatch(" ".join(heading.split())):
        measure = _measure(split[2])
        if measure:
            return f"{split[1].upper()} {measure}", f"an indicator's code, and a word for {measure}"
    for role, known in WORDS.items():
        if words in known:
            return role, "its heading is a known word for it"
    near = {word: role for role, known in WORDS.items() for word in known if len(word) > 3}  # noqa: PLR2004
    found = get_close_matches(words, near, n=1, cutoff=_NEAR)
    return (near[found[0]], f'its heading is like "{found[0]}"') if found else ("", "")


def _measure(words: str) -> str:
    text = plain(words)
    known = {w: role for role in ("numerator", "denominator", "exceptions", "register") for w in WORDS[role]}
    return known.get(text, "")


def _by_contents(
    sheet: Sheet, first: int, found: tuple[dict[str, int], dict[str, Why]], headings: Sequence[str]
) -> None:
    """Take for the practices' codes the column that holds them, whatever its heading says."""
    columns, why = found
    rows = [r for r in sheet.rows[first : first + 300] if any(t.strip() for t in r)]
    shares = {at: _share_of_codes(rows, at) for at in range(len(headings))}
    best = max(shares, key=lambda at: shares[at], default=-1)
    at = columns.get("practice_code", -1)
    no_better = shares.get(best, 0.0) < _MOST and shares.get(at, 0.0) > 0
    if at >= 0 and (why["practice_code"].words == _TOLD or shares[at] >= _LEAST or no_better):
        return
    if at >= 0:
        del columns["practice_code"], why["practice_code"]
    if best < 0 or shares[best] < _MOST:
        return
    columns["practice_code"] = best
    why["practice_code"] = Why(f"{shares[best]:.0%} of its values are practice codes", certain=False)
    for role, other in list(columns.items()):
        if role != "practice_code" and other == best:
            del columns[role], why[role]


def _share_of_codes(rows: Sequence[Sequence[str]], at: int) -> float:
    texts = [r[at].strip().upper().replace(" ", "") for r in rows if at < len(r) and r[at].strip()]
    return sum(bool(PRACTICE.fullmatch(t)) for t in texts) / len(texts) if texts else 0.0


def _kind(columns: Mapping[str, int]) -> Layout | None:
    if "practice_code" not in columns:
        return None
    if {"item", "measure", "value"} <= columns.keys():
        return LONG_FORM
    if "item" in columns and columns.keys() & set(OUR_WORDS.values()):
        return IN_COLUMNS
    if any(" " in role for role in columns):
        return WIDE
    if "qof" in columns:
        return PAYMENTS
    return PRACTICES if columns.keys() & (ATTRIBUTES.keys() - {"name"}) else None


def _is_read(role: str, kind: Layout) -> bool:
    """Tell whether a file of a kind is read for a role: not for the contract in each indicator's row."""
    if role == "practice_code":
        return True
    if kind is LONG_FORM:
        return role in ("item", "measure", "value", "year")
    if kind is IN_COLUMNS:
        return role in ("item", "year", *OUR_WORDS.values())
    return role in ATTRIBUTES or (kind is WIDE and " " in role) or (kind is PAYMENTS and role == "qof")


def _wide(tally: Tally, match: Match, context: Context) -> None:
    """Read a row for each practice, with the columns of each indicator side by side."""
    measured = {role: at for role, at in match.columns.items() if " " in role}
    held = {role: at for role, at in match.columns.items() if role in ATTRIBUTES}
    for row, practice in by_practice(tally, match, [*measured.values(), *held.values()]):
        for role, at in measured.items():
            code, measure = role.split(" ")
            read = POINTS if measure == "points" else COUNT
            key = Key("measures", (str(context.year), practice, code), measure)
            figure(tally, Cell(row, at), key, read, context)
        for role, at in held.items():
            attribute(tally, Cell(row, at), (practice, role), context)


def _practices(tally: Tally, match: Match, context: Context) -> None:
    held = {role: at for role, at in match.columns.items() if role in ATTRIBUTES}
    for row, practice in by_practice(tally, match, list(held.values())):
        for role, at in held.items():
            attribute(tally, Cell(row, at), (practice, role), context)


def _one_line(heading: str) -> str:
    return " ".join(heading.split())


def _values(rows: Sequence[Sequence[str]], at: int) -> tuple[str, ...]:
    texts = [" ".join(r[at].split()) if at < len(r) else "" for r in rows]
    return tuple(t if len(t) <= _WIDEST else t[: _WIDEST - 1] + "…" for t in texts)


LONG_FORM = Layout("own long", "a file of your own, in long form", "", (), long_form)
IN_COLUMNS = Layout(
    "own columns", "a file of your own, a row for each practice and indicator", "", (), in_columns
)
WIDE = Layout("own wide", "a file of your own, indicators side by side", "", (), _wide)
PRACTICES = Layout("own practices", "a file of your own, a row for each practice", "", (), _practices)
