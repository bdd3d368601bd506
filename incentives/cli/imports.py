"""``incentives import``: files that the NHS publishes, CQRS exports or people keep, into a data pack."""

from __future__ import annotations

import shlex
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from incentives.base.problem import Place, Problem, Refused
from incentives.cli.options import AsJson, Force, a_day
from incentives.cli.terminal import counted, print_json, print_problems, print_table, say, wrote

if TYPE_CHECKING:
    from collections.abc import Sequence

    from incentives.data.published.importing import Imported, Read, Wish

SPELLED_OUT, _NAMED = 20, 8
_DASHES = ("nil", "suppressed", "not-supplied")

Files = Annotated[list[Path], typer.Argument(metavar="FILE…", help="Files of the NHS, of CQRS, or your own.")]
Out = Annotated[Path, typer.Option("--out", metavar="PACK", help="The folder of the data pack to write.")]
Year = Annotated[
    str, typer.Option("--year", metavar="2022/23", help="The pack's year, where the files do not say it.")
]
AsAt = Annotated[
    datetime | None,
    typer.Option(
        "--as-at",
        parser=a_day,
        metavar="YYYY-MM-DD",
        help="The day of the figures, where a file does not say it.",
    ),
]
Only = Annotated[
    str,
    typer.Option(
        "--only", metavar="CODES", help="Practices, or a commissioner or network, with commas between."
    ),
]
Dash = Annotated[
    str,
    typer.Option(
        "--dash", metavar="nil|suppressed|not-supplied", help="What a dash in place of a figure means."
    ),
]
Column = Annotated[
    list[str],
    typer.Option("--column", metavar="HEADING=OURS", help="What a heading is; may be given several times."),
]
Accept = Annotated[
    bool, typer.Option("--accept-guess", help="Use the guessed columns, which are shown, without asking.")
]
Title = Annotated[str, typer.Option("--title", metavar="TEXT", help="The pack's title.")]


def import_(  # noqa: PLR0913, PLR0917 - one parameter for each option of the command
    files: Files,
    out: Out,
    year: Year = "",
    as_at: AsAt = None,
    only: Only = "",
    dash: Dash = "",
    column: Column = [],  # noqa: B006 - typer's way of an option that may be given several times
    title: Title = "",
    accept_guess: Accept = False,
    force: Force = False,
    as_json: AsJson = False,
) -> None:
    """Read files of the NHS, of CQRS or your own into a data pack, and account for every figure."""
    from incentives.data.published.importing import bring_together, recognised

    wish = _wish(year, as_at, only, dash, column)._replace(title=title)
    reads, problems = recognised(files, wish)
    if not as_json:
        print_problems(problems)
    _agreed(reads, accept=accept_guess, quiet=as_json)
    imported = bring_together(reads, wish, problems)
    if not as_json:
        print_problems(imported.problems[len(problems) :])
    _write(imported, out, force=force)
    if as_json:
        print_json(_as_record(imported))
        return
    _print(imported)
    wrote(out / "pack.yaml")
    wrote(out / "import-report.csv")


def _wish(year: str, as_at: datetime | None, only: str, dash: str, columns: Sequence[str]) -> Wish:
    from incentives.base.year import FinancialYear
    from incentives.data.figures import WORDS
    from incentives.data.published.headings import plain
    from incentives.data.published.importing import Wish
    from incentives.data.published.packing import only_codes

    try:
        wanted = FinancialYear.parse(year) if year else None
    except ValueError as reason:
        raise typer.BadParameter(str(reason), param_hint="--year") from None
    if dash and dash not in _DASHES:
        raise typer.BadParameter(f"write one of {', '.join(_DASHES)}", param_hint="--dash")
    wrong = [text for text in columns if "=" not in text]
    if wrong:
        raise typer.BadParameter(f'write "THEIR HEADING=ours", not "{wrong[0]}"', param_hint="--column")
    told = {plain(theirs): ours.strip() for theirs, ours in (text.rsplit("=", 1) for text in columns)}
    return Wish(
        wanted,
        as_at.date() if as_at else None,
        WORDS[dash.replace("-", " ")] if dash else None,
        only_codes(only),
        told,
    )


def _agreed(reads: Sequence[Read], *, accept: bool, quiet: bool) -> None:
    """Show every guess; go on where it is accepted, on the command line or by an answer; else refuse."""
    from incentives.data.published.guess import shown
    from incentives.data.published.importing import not_certain

    guessed = list(not_certain(reads))
    if not guessed:
        return
    if not quiet:
        for read in guessed:
            lines = [
                (said.heading, said.ours, said.why, "  |  ".join(said.values))
                for said in shown(read.match, read.sheet)
            ]
            heads = ("Their heading", "Our column", "Why", "First values")
            print_table(
                f"{read.name}: a guess, not a known layout ({read.match.layout.title})", heads, lines, right=4
            )
    if accept or (sys.stdin.isatty() and typer.confirm("Use these columns?")):
        return
    again = shlex.join(["incentives", *sys.argv[1:], "--accept-guess"])
    message = "The columns of this file are a guess, and nothing was read by it."
    remedy = (
        f"If the guess is right, type\n{again}\n"
        'Otherwise say what a column is with --column "THEIR HEADING=ours".'
    )
    raise Refused([Problem("C120", Place(guessed[0].sheet.file), message, remedy)])


def _write(imported: Imported, out: Path, *, force: bool) -> None:
    """Write the pack whole, once it can be read: it is read back from a folder beside it first."""
    import tempfile

    from incentives.data.pack import read_pack
    from incentives.report.atomic import write_folder

    with tempfile.TemporaryDirectory() as beside:
        for name, content in imported.files.items():
            (Path(beside) / name).write_bytes(content)
        read_pack(Path(beside))
    write_folder(out, imported.files, force=force)


def _print(imported: Imported) -> None:
    rows = [
        (
            _short(source.name),
            source.tally.layout,
            f"{source.year or imported.year}",
            str(source.as_at or "not stated"),
            f"{source.tally.rows:,}",
        )
        for source in imported.sources
    ]
    print_table("What was read", ("File", "Layout", "Year", "As at", "Rows"), rows, right=2)
    print_table("What became of the figures", _COUNTED, _counts(imported), right=1)
    say("  Of the figures used, so many are suppressed, nil or none by a sign, or blank; they stay so.")
    for source in imported.sources:
        for note, times in source.tally.notes.items():
            say(f"  {source.name}: {times:,} {note}")
    _print_payments(imported)
    _print_refused(imported)
    _print_rules(imported)
    figures = sum(s.tally.figures_in for s in imported.sources)
    used = sum(len(s.tally.used) for s in imported.sources)
    say(f"\nFigures in {figures:,} = used {used:,} + set aside or refused {figures - used:,}.")
    if imported.derived:
        say(f"Added up: {counted(imported.derived, 'total')} of personalised care adjustments.")


_COUNTED = ("File", "In", "Used", "Suppressed", "Nil", "Blank", "Set aside", "Refused")
_LONGEST_NAME = 30


def _counts(imported: Imported) -> list[tuple[str, ...]]:
    from incentives.data.figures import Status

    rows = []
    for source in imported.sources:
        tally = source.tally
        aside = sum(refusal.reason.set_aside for refusal in tally.refused)
        numbers = (
            tally.figures_in,
            len(tally.used),
            tally.of_status(Status.SUPPRESSED),
            tally.of_status(Status.NIL) + tally.of_status(Status.NONE),
            tally.of_status(Status.NOT_SUPPLIED),
            aside,
            len(tally.refused) - aside,
        )
        rows.append((_short(source.name), *(f"{n:,}" for n in numbers)))
    return rows


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else name[: _LONGEST_NAME - 1] + "…"


def _print_payments(imported: Imported) -> None:
    from incentives.data.published.headings import plain
    from incentives.data.published.payments_words import MONEY, QOF

    for source in imported.sources:
        paid = {u.key.of[2] for u in source.tally.used if u.key.table == "payments"}
        if not paid:
            continue
        read = next(r for r in imported.reads if r.name == source.name)
        columns = [
            (role, " ".join(read.match.headings[at].split())) for role, at in read.match.columns.items()
        ]
        print_table(f"{source.name}: columns found", ("Ours", "Their heading"), columns, right=2)
        strange = sorted(name for name in paid if plain(name) not in MONEY and plain(name) not in QOF)
        say(f"  {counted(len(paid), 'other payment')} kept apart in payments.csv; no scheme reads them.")
        if strange:
            say(f"  Not seen in an earlier year, and kept with them: {', '.join(strange)}.")


def _print_refused(imported: Imported) -> None:
    from incentives.data.files import letters

    reasons = [
        (_short(source.name), reason.code, reason.words, f"{n:,}")
        for source in imported.sources
        for reason, n in sorted(
            source.tally.reasons().items(), key=lambda pair: (pair[0].set_aside, -pair[1])
        )
    ]
    if reasons:
        print_table("Not used, by reason", ("File", "Code", "Reason", "Figures"), reasons, right=3)
    places = [
        (
            _short(source.name),
            f"{source.tally.sheet.numbers[cell.row]}",
            letters(cell.column),
            source.tally.text(cell),
            detail or reason.words,
        )
        for source in imported.sources
        for cell, reason, detail in source.tally.refused
        if not reason.set_aside
    ]
    if places:
        more = f" (the first {SPELLED_OUT} of {len(places):,})" if len(places) > SPELLED_OUT else ""
        heads = ("File and sheet", "Row", "Column", "What stands there", "Why")
        print_table(f"Refused{more}", heads, places[:SPELLED_OUT], right=5)


def _print_rules(imported: Imported) -> None:
    if not imported.rules:
        return
    rows = [(str(rule.number), rule.words, _answer(rule.practices, rule.lacks)) for rule in imported.rules]
    print_table(
        "NHS Digital's validation rules", ("Rule", "Applies to a practice with", "Practices"), rows, right=3
    )
    say("  They decide what is published, not what is paid: no figure is left out for them.")


def _answer(practices: Sequence[str], lacks: str) -> str:
    if lacks:
        return f"not applied: needs {lacks}"
    more = f" and {len(practices) - _NAMED:,} more" if len(practices) > _NAMED else ""
    return f"{', '.join(practices[:_NAMED])}{more}" if practices else "none"


def _as_record(imported: Imported) -> dict[str, object]:
    return {
        "year": str(imported.year),
        "files": [
            {
                "file": source.name,
                "sha256": source.sha256,
                "layout": source.tally.layout,
                "as_at": str(source.as_at or ""),
                "rows": source.tally.rows,
                "figures": source.tally.figures_in,
                "used": len(source.tally.used),
                "not_used": {reason.name.lower(): n for reason, n in source.tally.reasons().items()},
            }
            for source in imported.sources
        ],
        "rules": [
            {"rule": rule.number, "practices": list(rule.practices), "not_applied": rule.lacks}
            for rule in imported.rules
        ],
    }
