"""The example's payments of May 2015, released, with made-up finance codes."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from incentives.calculate import calculate
from incentives.cli.loading import bound
from incentives.govern.codes import Codes, read_codes
from incentives.govern.entries import Key, Line
from incentives.govern.runs import Calculated, run_of
from incentives.report.uploads.layout import read_upload_layout
from incentives.report.uploads.rows import Sent, Upload, upload_of
from incentives.scheme.model import Scheme, Treatment
from incentives.shipped import shipped
from tests.unit.govern.made_packs import EXAMPLE

if TYPE_CHECKING:
    from incentives.formula.plan import Plan

CODES = Path(shipped("templates") / "finance-codes.yaml")
MAY = "May 2015"


def codes() -> Codes:
    return read_codes(CODES)


@cache
def sent() -> Sent:
    """Return what is sent for May 2015: 38 payments of the example, its treatment decided."""
    scheme, plan, pack, binding = bound(str(EXAMPLE / "scheme.yaml"), EXAMPLE / "pack", quiet=True)
    results = calculate(plan, binding)
    treatment = Treatment(pensionable="yes", vat="outside scope", paid_to="practice")
    decided: Scheme = replace(scheme, treatment=treatment)
    run = run_of(Calculated(decided, pack, results, "p"), MAY, "Ana", "2015-04-13")
    return Sent(decided, plan, pack, tuple(run.lines), codes())


def upload(layout: str, of: Sent | None = None) -> Upload:
    return upload_of(read_upload_layout(layout), of or sent())


def with_lines(*lines: Line) -> Sent:
    return replace(sent(), lines=lines)


def correction(plan: Plan, practice: str, pence: int) -> Line:
    key = Key(plan.id, str(plan.year), practice, "instalment", f"{MAY}, correction 1")
    first = next(line for line in sent().lines if line.key.practice == practice)
    return replace(
        first, key=key, pence=pence, reference=f"{first.reference}/1", correction_of=first.reference
    )
