"""Merged figures as the files of a data pack: tables as CSV, pack.yaml, the report of what was refused."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from incentives.base.codes import tidy_code
from incentives.data.figures import WORDS, Status
from incentives.data.files import letters
from incentives.data.layouts import PRACTICES
from incentives.data.manifest import MANIFEST, REPORT
from incentives.data.published.merging import added_up, practice_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from incentives.base.year import FinancialYear
    from incentives.data.published.tally import Key, Tally, Used

_SAID = {status: word for word, status in WORDS.items()}
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


class Source(NamedTuple):
    """A file of an import: its tally, its name and SHA-256, and the day of which its figures are."""

    tally: Tally
    name: str
    sha256: str
    as_at: date | None
    year: FinancialYear | None


class Derived(NamedTuple):
    """A figure that is worked out of others, such as the sum of all exceptions."""

    key: Key
    text: str
    as_at: date | None


def pack_files(
    title: str, year: FinancialYear, sources: Sequence[Source], derived: Sequence[Derived]
) -> dict[str, bytes]:
    """Return the files of a pack by name; every figure used stands in one of them."""
    tables: dict[str, tuple[bytes, str, str]] = {}
    tables |= _measures(sources, derived)
    practices = _practices(sources)
    if practices:
        text, dated = practices
        tables["practices"] = (text, str(dated), _sources(sources, ("practices", "commissioners")))
    if text := _national(sources):
        tables["national"] = (text, str(_latest(sources, ("national",))), _sources(sources, ("national",)))
    for name in ("baseline", "payments"):
        if text := _money(sources, name):
            tables[name] = (text, str(_latest(sources, (name,))), _sources(sources, (name,)))
    files = {f"{name}.csv": text for name, (text, _, _) in tables.items()}
    files[MANIFEST] = _manifest(title, year, tables)
    files[REPORT] = _report(sources)
    return files


def _measures(sources: Sequence[Source], derived: Sequence[Derived]) -> dict[str, tuple[bytes, str, str]]:
    """Return a table for each day of which there are figures: a table of a pack has one date."""
    rows: defaultdict[date | None, list[tuple[str, ...]]] = defaultdict(list)
    for source in sources:
        for key, text, status, _ in source.tally.used:
            if key.table == "measures":
                said = "" if status is Status.FIGURE else _SAID[status]
                rows[source.as_at].append((*key.of, key.column, text, said))
    for key, text, as_at in derived:
        rows[as_at].append((*key.of, key.column, text, ""))
    heads = ("year", "practice_code", "item", "measure", "value", "status")
    names = ["measures"] + [f"measures-{day}" for day in sorted(map(str, rows))[1:]]
    tables = {}
    for name, day in zip(names, sorted(rows, key=str), strict=False):
        of_day = [s for s in sources if s.as_at == day]
        tables[name] = _csv(heads, sorted(rows[day])), str(day), _sources(of_day, ("measures",))
    return tables


def _practices(sources: Sequence[Source]) -> tuple[bytes, date | None] | None:
    held: defaultdict[str, dict[str, str]] = defaultdict(dict)
    names: dict[str, str] = {}
    for key, text, _, _ in _used(sources):
        if key.table == "practices":
            held[key.of[0]][key.column] = text
        elif key.table == "commissioners":
            names[key.of[0]] = text
    if not held:
        return None
    for used in _used(sources):
        if practice := practice_of(used.key):
            held.setdefault(practice, {})
    for row in held.values():
        if row.get("commissioner_code") in names:
            row["local_commissioner_name"] = names[row["commissioner_code"]]
    filled = {column for row in held.values() for column in row}
    known = [c for c in PRACTICES.names() if c in filled]
    columns = ["practice_code", *known, *sorted(c for c in filled if c.startswith("local_"))]
    rows = [[code, *(held[code].get(c, "") for c in columns[1:])] for code in sorted(held)]
    return _csv(columns, rows), _date_of_lists(sources) or _latest(sources, ("practices",))


def _national(sources: Sequence[Source]) -> bytes:
    rows = sorted((*used.key.of, used.text) for used in _used(sources) if used.key.table == "national")
    return _csv(("year", "group", "prevalence"), rows) if rows else b""


def _date_of_lists(sources: Sequence[Source]) -> date | None:
    """Return the day of the list sizes: the table of practices is of that day, for rules ask for it."""
    lists = (s for s in sources if any(_is_list_size(used) for used in s.tally.used))
    return next((s.as_at for s in lists), None)


def _is_list_size(used: Used) -> bool:
    return used.key.table == "practices" and used.key.column == "list_size"


def _used(sources: Sequence[Source]) -> Iterator[Used]:
    return (used for source in sources for used in source.tally.used)


def _money(sources: Sequence[Source], table: str) -> bytes:
    held: defaultdict[Key, list[Used]] = defaultdict(list)
    for source in sources:
        for used in source.tally.used:
            if used.key.table == table:
                held[used.key].append(used)
    if not held:
        return b""
    if table == "baseline":
        heads = ("year", "practice_code", "component", "pence", "status")
        rows = [(*key.of, added_up(used), "final") for key, used in held.items()]
        return _csv(heads, sorted(row for row in rows if row[3]))
    return _csv(
        ("year", "practice_code", "payment", "pence"),
        sorted((*key.of, added_up(used)) for key, used in held.items()),
    )


def _sources(sources: Iterable[Source], tables: Sequence[str]) -> str:
    said = [
        f"{s.name} ({s.tally.layout}), SHA-256 {s.sha256}, {s.tally.rows:,} rows"
        + (f", of {s.as_at}" if s.as_at else "")
        for s in sources
        if any(used.key.table in tables for used in s.tally.used)
    ]
    return "; ".join(dict.fromkeys(said))


def _latest(sources: Iterable[Source], tables: Sequence[str]) -> date | None:
    days = [s.as_at for s in sources if s.as_at and any(u.key.table in tables for u in s.tally.used)]
    return max(days, default=None)


def _manifest(title: str, year: FinancialYear, tables: Mapping[str, tuple[bytes, str, str]]) -> bytes:
    lines = ["kind: practice data", f"title: {_quoted(title)}", f"year: {year}", "tables:"]
    for name, (_, as_at, source) in tables.items():
        lines += [f"  {name}:", f"    file: {name}.csv"]
        lines += ["    holds: measures"] if name.startswith("measures-") else []
        lines += [f"    as_at: {as_at}", f"    source: {_quoted(source)}"]
    return ("\n".join(lines) + "\n").encode()


def _report(sources: Sequence[Source]) -> bytes:
    """Return every figure that is not used: file, sheet, row, column, heading, value, code, reason."""
    rows = []
    for source in sources:
        sheet = source.tally.sheet
        for (row, column), reason, detail in source.tally.refused:
            text = source.tally.text(source.tally.refused[0].cell._replace(row=row, column=column))
            what = "set aside" if reason.set_aside else "refused"
            said = (reason.words, _harmless(detail))
            rows.append(
                (_file(source), sheet.name, sheet.numbers[row], letters(column), _harmless(text), what, *said)
            )
    heads = ("file", "sheet", "row", "column", "value", "what", "why", "detail")
    return _csv(heads, rows)


def _file(source: Source) -> str:
    return source.name.removesuffix(source.tally.sheet.name).strip()


def _harmless(text: str) -> str:
    """Return a text that a spreadsheet opening the report does not take for a formula."""
    return f"'{text}" if text.startswith(_DANGEROUS) and len(text) > 1 else text


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _csv(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(heads)
    writer.writerows(rows)
    return out.getvalue().encode()


def only_codes(text: str) -> frozenset[str]:
    """Return codes written with commas or blanks between them.

    >>> sorted(only_codes("a81001, 16C"))
    ['16C', 'A81001']
    """
    return frozenset(tidy_code(code) for code in text.replace(",", " ").split())
