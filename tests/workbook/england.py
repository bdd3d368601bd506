"""``python -m tests.workbook.england OUTDIR``: England as one payment schedule for each commissioner.

208 made-up commissioners with 6,239 made-up practices are written as a pack, and ``incentives schedule --by
commissioner`` is run on national QOF 2015/16, with its progress on stderr. It prints CPU seconds, the most
memory of a process, and what the workbooks add up to.
"""

from __future__ import annotations

import csv
import resource
import subprocess
import sys
from dataclasses import replace
from itertools import product
from pathlib import Path

from incentives.data.synthetic import generate, write_pack
from incentives.data.synthetic.england_2015_16 import ENGLAND_2015_16
from incentives.data.synthetic.spec import SyntheticPack

COMMISSIONERS, PRACTICES = 208, 30
READ = ("practices", "counts", "measures", "national", "baseline")
_LETTERS = "ABCDEFGHJKLMNPQRSTUVW"


def england(commissioners: int = COMMISSIONERS, practices: int = PRACTICES) -> SyntheticPack:
    """Return a synthetic England: so many commissioners, each with about so many practices."""
    tables: dict[str, list[dict[str, str]]] = {name: [] for name in READ}
    codes = ["Z" + "".join(pair) for pair in product(_LETTERS, repeat=2)][:commissioners]
    for seed, code in enumerate(codes):
        spec = replace(ENGLAND_2015_16, commissioner_code=code, practices=practices + seed % 3 - 1)
        made = generate(spec, seed)
        for row in made.tables["practices"]:
            row["network_code"] = code + row["network_code"][len(code) :]
        for name in READ:
            if name != "national" or not seed:
                tables[name] += made.tables[name]
    return SyntheticPack("England 2015/16 (synthetic)", made.year, tables, made.as_at, made.source)


def main(folder: Path) -> int:
    """Write the pack, make the schedules, and print what it took; 1 where they do not add up."""
    write_pack(england(), folder / "pack")
    command = [sys.executable, "-c", "from incentives.cli import main; main()", "schedule"]
    options = ["--data", str(folder / "pack"), "--by", "commissioner", "--out", str(folder / "schedules")]
    ran = subprocess.run(
        [*command, "qof-england-2015-16", *options, "--force"], check=False, capture_output=False
    )
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    with (folder / "schedules" / "summary.csv").open(encoding="utf-8", newline="") as summary:
        rows = list(csv.DictReader(summary))
    size = sum(file.stat().st_size for file in (folder / "schedules").iterdir()) / 1e6
    practices = sum(int(row["practices"]) for row in rows)
    print(f"{len(rows)} workbooks, {practices:,} practices, {size:.0f} MB")
    print(f"{used.ru_utime + used.ru_stime:.0f} s CPU, at most {used.ru_maxrss / 1024:.0f} MB in one process")
    return 0 if ran.returncode == 0 and len(rows) == COMMISSIONERS else 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
