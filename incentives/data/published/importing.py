"""Files into a pack: each recognised or guessed, read, counted; brought together; the pack's files made."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from incentives.base.problem import Place, Problem, Refused, Severity, errors
from incentives.base.year import FinancialYear
from incentives.data.files import Sheet, read_file
from incentives.data.published import cqrs, lists
from incentives.data.published.guess import guess
from incentives.data.published.guess_payments import guess_payments, spoken_of
from incentives.data.published.headings import plain
from incentives.data.published.layout import Context, Match, recognise
from incentives.data.published.merging import AREAS, merge, practice_of
from incentives.data.published.ods import headless
from incentives.data.published.packing import Derived, Source, pack_files
from incentives.data.published.payments_words import MONEY
from incentives.data.published.registry import BY_YEAR, LAYOUTS, PAYMENTS
from incentives.data.published.rules import Rule, apply_rules
from incentives.data.published.shapes import looks_like_money
from incentives.data.published.tally import Key, Tally

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from incentives.data.figures import Status

_FIRST = ("cqrs control", "cqrs exceptions", "eccg")
_UNDATED = ("practices", "commissioners")
_YEAR_IN_NAME = re.compile(r"(?<!\d)(?:20)?(\d{2})[-_ ]?(?:20)?(\d{2})(?!\d)")


class Wish(NamedTuple):
    """What the user asked for: the pack's year, dates, what dashes mean, the practices, what headings are."""

    year: FinancialYear | None = None
    as_at: date | None = None
    dash: Status | None = None
    only: frozenset[str] = frozenset()
    told: Mapping[str, str] = {}
    title: str = ""


@dataclass(eq=False)
class Read:
    """One sheet as it was recognised, before it is walked."""

    sheet: Sheet
    name: str
    sha256: str
    match: Match
    year: FinancialYear | None
    year_from: str
    as_at: date | None = None


@dataclass(eq=False)
class Imported:
    """The whole of an import: what became of every figure, and the files of the pack."""

    year: FinancialYear
    sources: tuple[Source, ...]
    reads: tuple[Read, ...]
    rules: tuple[Rule, ...]
    files: Mapping[str, bytes]
    problems: tuple[Problem, ...] = ()
    derived: int = 0


def recognised(paths: Sequence[Path], wish: Wish) -> tuple[tuple[Read, ...], tuple[Problem, ...]]:
    """Read files and say what each sheet is, certainly or by a guess; raise Refused for what is not read."""
    problems: list[Problem] = []
    reads: list[Read] = []
    for path in paths:
        sheets, found = _sheets(path)
        problems += found
        known = [_recognised(path, sheet, wish) for sheet in sheets]
        reads += [read for read in known if read]
        problems += [_no_qof(read) for read in known if read and _lacks_qof(read)]
        if sheets and not any(known):
            problems.append(_unknown(path, sheets))
        for sheet, read in zip(sheets, known, strict=True):
            if read is None and any(known) and any(any(t.strip() for t in row) for row in sheet.rows):
                message = f'The sheet "{sheet.name}" holds no table that is known; nothing of it is read.'
                remedy = "Nothing to do where it is a cover or notes."
                problems.append(Problem("D151", sheet.place(0), message, remedy, Severity.WARNING))
    if errors(problems):
        raise Refused(problems)
    return tuple(reads), tuple(problems)


def bring_together(reads: Sequence[Read], wish: Wish, problems: Sequence[Problem] = ()) -> Imported:
    """Walk recognised sheets and make the pack's files; raise Refused where a year or date is unknown.

    Every figure of every sheet is used or refused; that the counts agree is asserted.
    """
    context = Context(dash=wish.dash)
    sources = {id(read): _walked(read, context, wish) for read in sorted(reads, key=_in_order)}
    ordered = [sources[id(read)] for read in reads]
    missing = _not_found(ordered, wish)
    merge([source.tally for source in ordered], wish.only)
    for source in ordered:
        source.tally.prove()
    if not any(source.tally.used for source in ordered):
        raise Refused([*problems, _nothing_used(ordered)])
    year = _pack_year(ordered, wish)
    _refuse_undated(ordered)
    derived = _derived(ordered, context)
    title = wish.title or f"Imported {year}"
    files = pack_files(title, year, ordered, derived)
    rules = tuple(apply_rules(ordered, context, year))
    return Imported(year, tuple(ordered), tuple(reads), rules, files, (*problems, *missing), len(derived))


def _sheets(path: Path) -> tuple[list[Sheet], list[Problem]]:
    if path.suffix.lower() == ".parquet":
        return _parquet(path)
    read = read_file(path)
    return [s for s in read.sheets if s.rows], [_too_large(problem) for problem in read.problems]


def _too_large(problem: Problem) -> Problem:
    """Say of a file that is too large to be gone through cell by cell how a pack reads it all the same."""
    if problem.code != "D137":
        return problem
    remedy = "\nNHS Digital's long file of a whole nation is named in pack.yaml as it is: holds: achievement."
    return replace(problem, remedy=problem.remedy + remedy)


def _parquet(path: Path) -> tuple[list[Sheet], list[Problem]]:
    from incentives.data.found import Found  # noqa: PLC0415 - for Parquet alone
    from incentives.data.grid import Stated  # noqa: PLC0415 - the same
    from incentives.data.parquet import read_parquet  # noqa: PLC0415 - the same

    found = Found()
    stated = Stated(path.stem, "", path.name, date.min, "", str(path))
    try:
        grid = read_parquet(path.read_bytes(), stated, found)
    except OSError as error:
        message = f"The file cannot be opened: {error.strerror}."
        return [], [Problem("D146", Place(str(path)), message, "Check its name, and that you may read it.")]
    if grid is None:
        return [], list(found.problems())
    rows = [list(grid.headings), *(["" if t == "not a number" else t for t in row] for _, row in grid.rows)]
    return [Sheet(str(path), "", rows, range(1, len(rows) + 1), len(grid.headings))], []


def _recognised(path: Path, sheet: Sheet, wish: Wish) -> Read | None:
    match = (
        recognise(sheet, LAYOUTS)
        or headless(sheet)
        or guess_payments(sheet, wish.told)
        or guess(sheet, wish.told)
    )
    if match is None:
        return None
    year, said = _year_of(path, match, wish)
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    name = f"{path.name} {sheet.name}".strip()
    return Read(sheet, name, sha256, match, year, said)


def _year_of(path: Path, match: Match, wish: Wish) -> tuple[FinancialYear | None, str]:
    """Return the year of a file's figures, and where that is said."""
    if "service" in match.columns:
        return wish.year, "its quality service"
    found = [m for m in _YEAR_IN_NAME.finditer(path.stem) if (int(m[1]) + 1) % 100 == int(m[2])]
    if match.layout.dated == BY_YEAR and len(found) == 1:
        return FinancialYear(2000 + int(found[0][1])), "the file's name"
    return wish.year, "what you asked for" if wish.year else ""


def _in_order(read: Read) -> bool:
    return read.match.layout.name not in _FIRST


def _walked(read: Read, context: Context, wish: Wish) -> Source:
    context.year = read.year
    context.as_at = None
    tally = Tally(read.sheet, read.match.layout.title)
    if read.match.layout.dated == BY_YEAR and read.year is None:
        raise Refused([_no_year(read)])
    if "achieved" in read.match.columns:
        cqrs.achieved_on(tally, read.match, context)
    if "extracted" in read.match.columns:
        lists.extracted_on(tally, read.match, context)
    read.match.layout.read(tally, read.match, context)
    read.as_at = _dated(read, context, wish)
    if any(used.key.table in ("measures", "national") and used.key.of[0] == str(None) for used in tally.used):
        raise Refused([_no_year(read)])
    return Source(tally, read.name, read.sha256, read.as_at, read.year)


def _dated(read: Read, context: Context, wish: Wish) -> date | None:
    """Return the day of a file's figures: its own, else 31 March by its layout, else the one asked for."""
    by_layout = read.year.last_day if read.match.layout.dated == BY_YEAR and read.year else None
    return context.as_at or by_layout or wish.as_at


def _not_found(sources: Sequence[Source], wish: Wish) -> list[Problem]:
    """Return a warning where practices or areas that were asked for are in none of the files."""
    held = {practice_of(used.key) for s in sources for used in s.tally.used}
    held |= {used.text for s in sources for used in s.tally.used if used.key.column in AREAS}
    missing = sorted(wish.only - held)
    if not missing:
        return []
    message = f"Asked for and in none of the files: {', '.join(missing)}."
    remedy = "Compare the codes; a commissioner or network is known where a file says whose practices are."
    return [Problem("D164", Place(sources[0].tally.sheet.file), message, remedy, Severity.WARNING)]


def _pack_year(sources: Sequence[Source], wish: Wish) -> FinancialYear:
    if wish.year:
        return wish.year
    years = {
        used.key.of[0]
        for s in sources
        for used in s.tally.used
        if used.key.table in ("measures", "national", "baseline")
    } or {str(s.year) for s in sources if s.year}
    if len(years) == 1:
        try:
            return FinancialYear.parse(years.pop())
        except ValueError:
            years = set()
    which = (
        f"The files are of {', '.join(sorted(years))}"
        if years
        else "The files do not say of which year they are"
    )
    message = f"{which}: of which year is the pack?"
    raise Refused(
        [Problem("C121", Place(sources[0].tally.sheet.file), message, "Add --year, such as --year 2022/23.")]
    )


def _no_year(read: Read) -> Problem:
    message = f"This is {read.match.layout.title}; neither its columns nor its name say of which year it is."
    return Problem("C121", Place(read.sheet.file), message, "Add --year, such as --year 2022/23.")


def _refuse_undated(sources: Sequence[Source]) -> None:
    dated = any(s.as_at for s in sources if any(u.key.table == "practices" for u in s.tally.used))
    for source in sources:
        needs = {u.key.table for u in source.tally.used if u.key.table not in _UNDATED}
        needs |= {u.key.column for u in source.tally.used if u.key.column == "list_size"}
        if source.tally.used and source.as_at is None and (needs or not dated):
            message = f"{source.tally.layout}: the file does not say of which day its figures are."
            remedy = "Add --as-at and the day, such as --as-at 2023-01-01; list sizes are read on one day."
            raise Refused([Problem("C122", Place(source.tally.sheet.file), message, remedy)])


def _derived(sources: Sequence[Source], context: Context) -> list[Derived]:
    """Add up personalised care adjustments by practice and indicator, where their sorts are known."""
    sums: defaultdict[tuple[tuple[str, ...], date | None], int] = defaultdict(int)
    wanted = {
        "exceptions:" + re.sub(r"[^a-z0-9]+", "_", name.lower()): kind
        for name, kind in context.exceptions.items()
    }
    for source in sources:
        for key, text, _, _ in source.tally.used:
            if wanted.get(key.column) == cqrs.PCA and text:
                sums[key.of, source.as_at] += int(text)
    return [Derived(Key("measures", of, "exceptions"), str(n), as_at) for (of, as_at), n in sums.items()]


def _lacks_qof(read: Read) -> bool:
    return read.match.layout is PAYMENTS and "qof" not in read.match.columns


def _no_qof(read: Read) -> Problem:
    """Return that a file of payments has no one column of what QOF paid, with the columns it may be."""
    match = read.match
    several = [match.headings[n] for n in spoken_of(match.headings, {})]
    sheet = Tally(read.sheet, match.layout.title)
    strange = [
        match.headings[n]
        for n in match.others()
        if plain(match.headings[n]) not in MONEY and looks_like_money(sheet, match, n)
    ]
    named = ", ".join(f'"{" ".join(h.split())}"' for h in (several or strange)[:12])
    if several:
        message = f"This is {match.layout.title}, and {len(several)} headings speak of QOF: {named}."
        remedy = 'Name the whole with --column "THEIR HEADING=qof", or add them up in a column of that kind.'
    else:
        message = f"This is {match.layout.title}, and no heading is known for what QOF paid."
        remedy = f'Name it with --column "THEIR HEADING=qof". Headings that are not known: {named}.'
    return Problem("D153", read.sheet.place(match.first - 1), message, remedy)


def _unknown(path: Path, sheets: Sequence[Sheet]) -> Problem:
    first = next((row for row in sheets[0].rows if sum(bool(t.strip()) for t in row) > 1), sheets[0].rows[0])
    heads = ", ".join(f'"{" ".join(t.split())}"' for t in first[:8] if t.strip())
    message = (
        "The file is of no layout that is known, and no guess at its columns can be made. "
        f"Its row of headings: {heads}."
    )
    remedy = (
        "It needs a column of practice codes (such as A81001) and one of figures. Say what a column is with "
        '--column "THEIR HEADING=ours"; ours may be practice_code, item, numerator, denominator, '
        "exceptions, register, list_size."
    )
    return Problem("D150", Place(str(path)), message, remedy)


def _nothing_used(sources: Sequence[Source]) -> Problem:
    """Return that an import is empty: how many figures were refused for what, and where the first stands."""
    reasons = [(reason.words, n) for s in sources for reason, n in s.tally.reasons().most_common(3)]
    said = "; ".join(f"{words}: {n:,}" for words, n in reasons)
    message = f"Nothing in the file can be used{': ' + said if said else ''}."
    first = next(((s.tally, refusal) for s in sources for refusal in s.tally.refused), None)
    if first is None:
        place, told = Place(sources[0].tally.sheet.file), ""
    else:
        tally, refusal = first
        place, told = tally.sheet.place(*refusal.cell), refusal.detail
    remedy = f"The first of them: {told}." if told else "Compare the file with docs/IMPORT.md."
    return Problem("D152", place, message, remedy)


def not_certain(reads: Sequence[Read]) -> Iterator[Read]:
    """Yield the sheets whose columns were guessed."""
    return (read for read in reads if not read.match.certain)
