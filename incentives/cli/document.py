"""``incentives document``: a specification, a practice's statement or a committee's paper, in Word."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from incentives.cli.loading import sound_plan
from incentives.cli.options import Dated, Force, SchemeName, day
from incentives.cli.terminal import counted, say, wrote


def document(  # noqa: PLR0913 - a verb has its options
    scheme: SchemeName,
    *,
    kind: Annotated[
        str, typer.Option("--kind", help="scheme-specification, practice-statement or committee-paper.")
    ],
    out: Annotated[Path, typer.Option("--out", metavar="FILE.docx", help="The document to write.")],
    base: Annotated[str, typer.Option("--base", metavar="SCHEME", help="The scheme to compare with.")] = "",
    data: Annotated[Path | None, typer.Option("--data", metavar="PACK", help="The practice data.")] = None,
    audience: Annotated[
        str, typer.Option("--audience", metavar="WHO", help="public, confidential, or one practice's code.")
    ] = "confidential",
    template: Annotated[
        Path | None, typer.Option("--template", metavar="FILE.docx", help="A document with your own styles.")
    ] = None,
    dated: Dated = None,
    force: Force = False,
) -> None:
    """Write a document in Word; a fact that the scheme does not state is a marked gap."""
    from incentives.cli.compare import given_by
    from incentives.compare.lines import payment_changes
    from incentives.compare.whole import comparison
    from incentives.report.atomic import refuse_existing, write_whole
    from incentives.report.audience import Audience, audience_of
    from incentives.report.documents.kinds import Material
    from incentives.report.documents.kinds import document as made
    from incentives.report.documents.word import word_file

    refuse_existing(out, force=force)
    read, plan, _ = sound_plan(scheme)
    given = given_by(base, scheme, data, quiet=True) if base and data else None
    found = comparison(given) if given else None
    codes = [p.code for p in found.shown.practices] if found else []
    who = audience_of(audience, codes) if found else Audience(audience)
    on = day(dated, _last_day(found.as_at if found else "", plan.year.last_day))
    payments = (
        payment_changes(given.base_side, given.proposed_side, who.practice) if given and who.practice else ()
    )
    content = made(kind, Material(read, plan, found, who, on, payments))
    write_whole(out, word_file(content, on, template), force=force)
    wrote(out)
    gaps = content.gaps()
    for gap in gaps:
        say(f"  gap: {gap.what} ({gap.where})")
    if gaps:
        say(f"{counted(len(gaps), 'fact')} to be added; each is marked in the document.")


def _last_day(as_at: str, otherwise: date) -> date:
    return date.fromisoformat(as_at) if as_at else otherwise
