"""``incentives publish``: what a body publishes with its decision, each part present or explained."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from incentives import __version__
from incentives.cli.options import DataPath, Dated, Force, SchemeName, day
from incentives.cli.terminal import counted, say, wrote

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from incentives.compare.whole import Comparison, Given
    from incentives.govern.decisions import Decision
    from incentives.govern.publication import Part
    from incentives.report.publication import Published

Explain = Annotated[
    list[str] | None,
    typer.Option("--explain", metavar='"PART: WHY"', help="Why a part is not there; repeatable."),
]


def publish(  # noqa: PLR0913 - a verb has its options
    scheme: SchemeName,
    data: DataPath,
    *,
    base: Annotated[str, typer.Option("--base", metavar="SCHEME", help="The scheme it is compared with.")],
    out: Annotated[Path, typer.Option("--out", metavar="FILE.zip", help="The bundle to write.")],
    ledger: Annotated[
        Path | None, typer.Option("--ledger", metavar="FILE", help="The ledger that has the decision.")
    ] = None,
    explain: Explain = None,
    dated: Dated = None,
    force: Force = False,
) -> None:
    """Write what is published with a decision: scheme, comparison, tables, decision, interests, sources."""
    from datetime import date as day_of

    from incentives.cli.compare import given_by
    from incentives.compare.whole import comparison
    from incentives.govern.publication import parts, reasons
    from incentives.report.atomic import write_whole
    from incentives.report.publication import bundle

    given = given_by(base, scheme, data, quiet=True)
    decision, head = _decision(ledger, given)
    found = parts(given.proposed, decision, reasons(explain or ()), scheme)
    compared = comparison(given)
    on = day(dated, day_of.fromisoformat(compared.as_at))
    write_whole(out, bundle(_published(given, compared, found, decision, head, on), on), force=force)
    wrote(out)
    _say(found)


def _decision(ledger: Path | None, given: Given) -> tuple[Decision | None, str]:
    """Return the decision on exactly this version of the scheme, and the ledger's head."""
    if ledger is None:
        return None, ""
    from incentives.cli.governing import opened
    from incentives.govern.decisions import decisions
    from incentives.scheme.resolved import version_of

    held = opened(ledger, None)
    of_scheme = [d for d in decisions(held.entries()) if d.content["scheme"] == given.proposed.header.id]
    found = next((d for d in reversed(of_scheme) if d.carried), None)
    if found is not None and found.version != version_of(given.proposed):
        from incentives.base.problem import Place, Problem, Refused

        message = (
            f"The scheme is not the one that was decided: the decision of {found.content['dated']} is on "
            f"version {found.version[:12]}, and this is version {version_of(given.proposed)[:12]}."
        )
        remedy = "Publish the scheme as it was decided, or have this version decided first."
        raise Refused([Problem("G204", Place(str(ledger)), message, remedy)])
    return found, held.head()


def _published(
    given: Given, compared: Comparison, found: Sequence[Part], decision: Decision | None, head: str, on: date
) -> Published:
    from incentives.calculate import calculate
    from incentives.cli.compare import stamp_of
    from incentives.data.counts import counts_of
    from incentives.report.audience import PUBLIC, Audience
    from incentives.report.compare_page import page
    from incentives.report.english import in_full
    from incentives.report.paragraphs import as_text
    from incentives.report.publication import Published
    from incentives.report.resting import resting_pounds
    from incentives.scheme.resolved import terms

    scheme, side, pack = given.proposed, given.proposed_side, given.pack
    items = {i.terms.item(i.id): i.id for i in scheme.indicators}
    counts = counts_of(pack, scheme.header.year, items)
    return Published(
        terms=terms(scheme),
        english=as_text(in_full(scheme, side.plan), 100),
        page=page(compared, Audience(PUBLIC), stamp_of(compared, on)),
        parts=found,
        decision=decision,
        counts={items[item]: of for item, of in counts.items()},
        titles={c.id: c.title for c in side.plan.components},
        standings=compared.standings,
        tables=pack.stated,
        resting=resting_pounds(calculate(side.plan, side.binding)),
        program=f"incentives {__version__}",
        data=pack.fingerprint,
        head=head,
    )


def _say(found: Sequence[Part]) -> None:
    for part in found:
        say(f"  {part.standing:<10} {part.name.replace('_', ' ')}: {part.text}")
    explained = sum(part.standing == "explained" for part in found)
    say(
        f"{counted(len(found) - explained, 'part')} present, {explained} explained. Nothing names a practice."
    )
