"""``incentives audit-pack``: a sample of released payments, each with all that shows how it came about."""

from __future__ import annotations

import csv
import io
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from incentives import __version__
from incentives.cli.governing import LedgerFile, opened
from incentives.cli.options import DataPath, Dated, Force, SchemeName, day
from incentives.cli.terminal import counted, pounds, print_table, say, wrote

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from incentives.govern.audit_evidence import Evidence
    from incentives.govern.entries import Line

BOOK, LIST = "audit-pack.xlsx", "manifest.csv"

Sample = Annotated[int, typer.Option("--sample", min=1, metavar="N", help="How many payments.")]
Seed = Annotated[
    str, typer.Option("--seed", metavar="TEXT", help="The auditor's own word or number: the sample follows.")
]
Returns = Annotated[
    list[Path] | None,
    typer.Option("--returns", metavar="DIR", help="Returns kept by `incentives collect --read`; repeatable."),
]
Out = Annotated[Path, typer.Option("--out", metavar="DIR", help="The folder to write.")]


def audit_pack(  # noqa: PLR0913 - a verb has its options
    scheme: SchemeName,
    data: DataPath,
    *,
    ledger: LedgerFile,
    seed: Seed,
    out: Out,
    sample: Sample = 25,
    returns: Returns = None,
    dated: Dated = None,
    force: Force = False,
) -> None:
    """Take a sample of released payments for an auditor, with entries, returns and every step of each."""
    from incentives.cli.loading import worked_out
    from incentives.cli.releases import released_lines
    from incentives.govern.audit_evidence import evidence_of, kept_returns
    from incentives.govern.audit_sample import draw
    from incentives.govern.proof import proven
    from incentives.govern.runs import Calculated
    from incentives.report.atomic import write_folder
    from incentives.report.audit_book import Drawing, audit_book
    from incentives.scheme.resolved import version_of

    read, pack, results = worked_out(scheme, data, quiet=True)
    calculated = Calculated(read, pack, results, f"incentives {__version__}")
    lines = released_lines(ledger, results.plan.id, "")
    found = opened(ledger, None)
    drawn = draw(lines, sample, seed)
    kept, files = kept_returns(returns or (), {d.line.key.practice for d in drawn})
    evidence = evidence_of(drawn, calculated, found.entries(), kept)
    faults = proven(found.store)
    facts = {
        "Scheme, version": version_of(read)[:12],
        "Practice data": f"{pack.title}, fingerprint {pack.fingerprint[:12]}",
        "Program": calculated.program,
        "Ledger": "every entry is as it was made" if not faults else f"was changed: {faults[0].message}",
    }
    drawing = Drawing(results.plan.id, results.plan.title, seed, lines, found.head(), facts)
    files[BOOK] = audit_book(drawing, evidence, day(dated, pack.latest_as_at))
    files[LIST] = _manifest(files)
    write_folder(out, files, force=force)
    wrote(out)
    _say(evidence, lines)


def _manifest(files: Mapping[str, bytes]) -> bytes:
    """Return a list of the files with the SHA-256 of each: whoever has it can tell that none was changed."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(("file", "sha256"))
    writer.writerows((name, sha256(content).hexdigest()) for name, content in sorted(files.items()))
    return text.getvalue().encode()


def _say(evidence: Sequence[Evidence], lines: Sequence[Line]) -> None:
    rows = [
        (
            e.drawn.line.reference,
            "; ".join(e.drawn.reasons) or ("by chance" if e.drawn.by_chance else "by size"),
            pounds(e.drawn.line.pence),
            "" if e.again is None else pounds(e.again),
        )
        for e in evidence
    ]
    print_table("Sample", ("Reference", "Why", "Released", "Again"), rows, right=2, cut=1)
    total = sum(e.drawn.line.pence for e in evidence)
    say(
        f"{counted(len(evidence), 'payment')} of {len(lines):,}, {pounds(total)} of "
        f"{pounds(sum(line.pence for line in lines))}."
    )
    differ = [e for e in evidence if e.again not in (None, e.drawn.line.pence)]
    if differ:
        say(f"{counted(len(differ), 'payment')} would now be another amount.")
    without = [e for e in evidence if e.again is None and not e.drawn.line.correction_of]
    if without:
        say(f"{counted(len(without), 'payment')} cannot be worked out again: see the workbook.")
