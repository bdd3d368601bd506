"""Writes a synthetic pack as a folder: a CSV for each table, and pack.yaml."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from incentives.data.manifest import MANIFEST

if TYPE_CHECKING:
    from pathlib import Path

    from incentives.data.synthetic.spec import SyntheticPack


def write_pack(pack: SyntheticPack, folder: Path) -> tuple[Path, ...]:
    """Write a pack's files into a folder (made where it is not there); return their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    texts = {f"{name}.csv": _csv(rows) for name, rows in pack.tables.items()}
    texts[MANIFEST] = _manifest(pack)
    for name, text in texts.items():
        (folder / name).write_bytes(text.encode())
    return tuple(folder / name for name in texts)


def _csv(rows: list[dict[str, str]]) -> str:
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def _manifest(pack: SyntheticPack) -> str:
    lines = ["kind: practice data", f"title: {pack.title}", f"year: {pack.year}", "tables:"]
    for name in pack.tables:
        lines += [
            f"  {name}:",
            f"    file: {name}.csv",
            f"    as_at: {pack.as_at[name]}",
            f'    source: "{pack.source}"',
        ]
    return "\n".join(lines) + "\n"
