"""Barsetshire a year later: the same practices, with falls that a test plants."""

from __future__ import annotations

import csv
import io
import random
import shutil
from typing import TYPE_CHECKING

from incentives.shipped import shipped

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

FOLDER = shipped("examples") / "barsetshire"
SCHEME, PACK, QOF = FOLDER / "scheme.yaml", FOLDER / "pack", "qof-england-2015-16"


def later_pack(folder: Path, falls: Mapping[str, float], *, year: int = 2016, leave_out: str = "") -> Path:
    """Write the example's practice data of a later year; ``falls`` are shares of one by indicator."""
    path = folder / f"pack-{year}"
    shutil.copytree(PACK, path)
    manifest = (path / "pack.yaml").read_text(encoding="utf-8")
    manifest = manifest.replace("2016-03-31", f"{year + 1}-03-31").replace(
        "2015/16", f"{year}/{year % 100 + 1}"
    )
    (path / "pack.yaml").write_text(manifest, encoding="utf-8")
    counts = path / "counts.csv"
    rows = list(csv.DictReader(io.StringIO(counts.read_text(encoding="utf-8"))))
    chance = random.Random(year)  # noqa: S311 - no secret
    for row in rows:
        above, below = int(row["numerator"] or 0), int(row["denominator"] or 0)
        moved = above - falls.get(row["indicator"], 0.0) * below + chance.gauss(0, 0.01) * below
        row["numerator"] = str(min(max(round(moved), 0), below))
    with counts.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(r for r in rows if r["practice_code"] != leave_out)
    return path
