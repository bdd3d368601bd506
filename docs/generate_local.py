"""The end of each page of docs/local: what is not verified, what would settle it and where it was looked for.

The page itself is written by hand; this part is made of the notes of the scheme file, value by value.
"""

from __future__ import annotations

import re
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[1]
LOCAL, PAGES = ROOT / "schemes" / "local", ROOT / "docs" / "local"
HEADING = "## What is not verified"
SETTLED = re.compile(r"Settled by: (.{10,}?)\. Looked for in: (.{10,}?)\.(?: (.+))?$")
HEAD = "| Value | What would settle it | Where it was looked for |\n|---|---|---|\n"


def pages() -> dict[str, str]:
    """Return every page of docs/local as it is to be, by its path in the project."""
    return {f"docs/local/{p.name}": page(p) for p in sorted(PAGES.glob("*.md"))}


def page(path: Path) -> str:
    """Return a page: its part written by hand, then what its scheme file says of unverified values."""
    by_hand = path.read_text(encoding="utf-8").partition(f"\n{HEADING}")[0].rstrip("\n")
    return f"{by_hand}\n\n{not_verified(LOCAL / f'{path.stem}.yaml')}"


def not_verified(file: Path) -> str:
    """Return the section on a scheme file; one without unverified values says so."""
    tree = yaml.load(file.read_text(encoding="utf-8"), yaml.BaseLoader)  # noqa: S506 - texts alone
    rows = "".join(_row(s) for s in tree.get("standing", ()) if s["status"] == "unverified")
    said = (
        "Made by `just docs` from the notes of the file; a value stands here until its document was read.\n"
    )
    return (
        f"{HEADING}\n\n{said}\n{HEAD}{rows}"
        if rows
        else f"{HEADING}\n\nNothing: every value has its source.\n"
    )


def _row(standing: dict[str, object]) -> str:
    of = f"`{standing['of']}`"
    whose = standing.get("for")
    if isinstance(whose, list):
        of += f" of {', '.join(map(str, whose))}"
    settled = SETTLED.match(" ".join(str(standing.get("note", "")).split()))
    by, where = (settled[1], settled[2]) if settled else ("not stated", "not stated")
    return f"| {of} | {by} | {where} |\n"
