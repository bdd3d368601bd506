"""``incentives document``: papers, letters and statements in Word, from the scheme and the practice data."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from incentives.base.problem import Place, Problem, Refused
from incentives.cli.loading import sound_plan
from incentives.cli.options import Dated, Force, SchemeName, day
from incentives.cli.terminal import counted, print_table, wrote

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from incentives.compare.whole import Comparison, Given
    from incentives.data.interests import Interest
    from incentives.data.pack import Pack
    from incentives.govern.queries import Query
    from incentives.report.documents.making import Made
    from incentives.report.paragraphs import Part

_WORD = ".docx"


def document(  # noqa: PLR0913 - a verb has its options
    scheme: SchemeName,
    *,
    kind: Annotated[
        str, typer.Option("--kind", metavar="KIND", help="What to write; a word that is none lists them all.")
    ],
    out: Annotated[
        Path,
        typer.Option(
            "--out",
            metavar="PATH",
            help="A file (.docx), or a folder in which files are named by themselves.",
        ),
    ] = Path(),
    base: Annotated[str, typer.Option("--base", metavar="SCHEME", help="The scheme to compare with.")] = "",
    data: Annotated[Path | None, typer.Option("--data", metavar="PACK", help="The practice data.")] = None,
    audience: Annotated[
        str, typer.Option("--audience", metavar="WHO", help="public, confidential, or one practice's code.")
    ] = "confidential",
    together: Annotated[
        bool, typer.Option("--together", help="Letters to several practices in one file, to be printed.")
    ] = False,
    reply_to: Annotated[
        str, typer.Option("--reply-to", metavar="TEXT", help="To whom practices reply, with the address.")
    ] = "",
    signed_by: Annotated[
        str, typer.Option("--signed-by", metavar="TEXT", help="Who signs letters: name and post.")
    ] = "",
    consultation: Annotated[
        Path | None,
        typer.Option(
            "--consultation",
            metavar="FILE",
            help="What was said: who, on, part, said, answer, change, version.",
        ),
    ] = None,
    consulted: Annotated[
        str,
        typer.Option(
            "--consulted", metavar="SCHEME", help="The version consulted on; what differs is attached."
        ),
    ] = "",
    interests: Annotated[
        Path | None,
        typer.Option("--interests", metavar="FILE", help="The register of interests, for the committee."),
    ] = None,
    ledger: Annotated[
        Path | None, typer.Option("--ledger", metavar="FILE", help="The ledger, for a practice's queries.")
    ] = None,
    template: Annotated[
        Path | None, typer.Option("--template", metavar="FILE.docx", help="A document with your own styles.")
    ] = None,
    dated: Dated = None,
    force: Force = False,
) -> None:
    """Write papers and letters in Word; a fact that the scheme does not state is a marked gap."""
    from incentives.report.audience import CONFIDENTIAL, Audience
    from incentives.report.documents.consultation import read_log
    from incentives.report.documents.kinds import kind_of
    from incentives.report.documents.making import made
    from incentives.report.documents.material import Material

    kind_of(kind)
    read, plan, _ = sound_plan(scheme)
    given, pack = _given(scheme, base, data, interests, audience)
    found = _compared(given)
    on = day(dated, pack.latest_as_at if pack else plan.year.last_day)
    material = Material(
        read, plan, found, Audience(CONFIDENTIAL), on,
        base_plan=given.base_side.plan if given else None,
        beside=_differing(base, scheme) if given else (),
        log=read_log(consultation) if consultation else (),
        since=_differing(consulted, scheme) if consulted else None,
        consulted_on=consulted.rpartition("/")[2],
        reply_to=reply_to,
        signatory=signed_by,
    )  # fmt: skip
    documents = made(kind, audience, material, pack, given, _queries(ledger))
    _write(documents, out, together=together, on=on, template=template, force=force)
    _say_gaps(documents)


def _given(
    scheme: str, base: str, data: Path | None, interests: Path | None, audience: str
) -> tuple[Given | None, Pack | None]:
    """Read the practice data and, where a scheme to compare with is named, both sides of the comparison."""
    from dataclasses import replace

    from incentives.cli.compare import given_by
    from incentives.data.pack import read_pack

    if base and data is None:
        message = "A scheme to compare with is named, but no practice data to compare them on."
        raise Refused([Problem("R152", Place("--base"), message, "Name the practice data with --data.")])
    if data is None:
        return None, None
    if not base:
        return None, read_pack(data)
    given = replace(given_by(base, scheme, data, quiet=True), register=_register(interests, audience))
    return given, given.pack


def _register(path: Path | None, audience: str) -> tuple[Interest, ...]:
    """Return the register; it is for the body's own governance, and is refused for any other audience."""
    if path is None:
        return ()
    from incentives.data.interests import read_interests
    from incentives.report.audience import CONFIDENTIAL

    if audience != CONFIDENTIAL:
        message = f'Interests are for the body\'s own governance, not for the audience "{audience}".'
        remedy = "Leave --interests out, or write --audience confidential."
        raise Refused([Problem("R121", Place("--interests"), message, remedy)])
    return read_interests(path)


def _compared(given: Given | None) -> Comparison | None:
    from incentives.compare.whole import comparison

    return comparison(given) if given else None


def _differing(first: str, scheme: str) -> Sequence[Part]:
    """Return in words what differs between another scheme, or an earlier version, and this one."""
    from incentives.cli.diff import differs
    from incentives.report.diff_words import in_words

    return in_words(differs(first, scheme)[0])


def _queries(ledger: Path | None) -> Sequence[Query]:
    if ledger is None:
        return ()
    from incentives.cli.governing import opened
    from incentives.govern.queries import queries

    return queries(opened(ledger, None).entries())


def _write(
    documents: Sequence[Made], out: Path, *, together: bool, on: date, template: Path | None, force: bool
) -> None:
    """Write one file or one for each practice; all names are looked at before the first is written."""
    from incentives.report.atomic import refuse_existing, write_whole
    from incentives.report.documents.word import together as all_in_one
    from incentives.report.documents.word import word_file

    is_file = out.suffix.casefold() == _WORD
    if is_file and len(documents) > 1 and not together:
        message = f"These are {len(documents)} letters, and {out.name} is one file."
        remedy = "Name a folder with --out, or put them into one file with --together."
        raise Refused([Problem("R195", Place("--out"), message, remedy)])
    if together:
        name = documents[0].name.rpartition("-")[0] + f"-all{_WORD}"
        files = {out if is_file else out / name: all_in_one([d.content for d in documents], on, template)}
    else:
        files = {out if is_file else out / d.name: word_file(d.content, on, template) for d in documents}
    for path in files:
        refuse_existing(path, force=force)
    for path, content in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, content, force=force)
        wrote(path)


def _say_gaps(documents: Sequence[Made]) -> None:
    """List every gap once, with the number of documents that have it."""
    held: dict[tuple[str, str], int] = {}
    for one in documents:
        for gap in dict.fromkeys(one.content.gaps()):
            held[gap.what, gap.where] = held.get((gap.what, gap.where), 0) + 1
    if not held:
        return
    rows = [(what, where, str(number)) for (what, where), number in held.items()]
    print_table(
        f"Marked gaps: {counted(len(held), 'fact')} to be added",
        ("What", "Where", "Documents"),
        rows,
        right=2,
    )
