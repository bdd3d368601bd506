"""``incentives lint``: what a spreadsheet standard demands, checked on a workbook."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Annotated

import typer

from incentives.cli.options import AsJson
from incentives.cli.terminal import counted, print_json, print_table, say

DEPARTS = 3
_MOST = 5


def lint(
    file: Annotated[Path, typer.Argument(metavar="FILE.xlsx", help="The workbook to look at.")],
    as_json: AsJson = False,
) -> None:
    """Check a workbook against the standards of accessible, sound and auditable spreadsheets."""
    from incentives.report.lint.rules import RULES
    from incentives.report.lint.rules import lint as linted

    found = linted(file)
    sources = {rule.name: rule.source for rule in RULES}
    if as_json:
        print_json(
            {"rules": len(RULES), "findings": [f._asdict() | {"source": sources[f.rule]} for f in found]}
        )
    elif found:
        shown: Counter[str] = Counter()
        rows = []
        for finding in found:
            shown[finding.rule] += 1
            if shown[finding.rule] <= _MOST:
                where = finding.sheet + (f"!{finding.cell}" if finding.cell else "")
                rows.append([finding.rule, where or "the workbook", finding.says])
        heads = ["Rule", "Where", "What"]
        print_table(
            f"{counted(len(found), 'finding')} against {len(shown)} of {len(RULES)} rules",
            heads,
            rows,
            right=3,
        )
        if len(rows) < len(found):
            say(f"At most {_MOST} are listed for a rule; --json lists all.")
    else:
        say(f"Nothing found: the workbook keeps all {len(RULES)} rules.")
    if found:
        raise typer.Exit(DEPARTS)
