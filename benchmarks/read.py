"""What a nation's practice data cost to read, beside DuckDB reading the same file to typed columns.

Run ``python benchmarks/read.py``. It writes NHS Digital's long file for 6,500 synthetic practices and 80
indicators (2,080,000 figures), with and without the columns of the region. A process of its own reads each as
a data pack, with every check a pack has; another reads it by DuckDB into a table of text and doubles. Printed
are the ratio of CPU times (the best of three of each, in turn) and the pack's peak memory. Both must find the
same figures.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from incentives.data.synthetic.england_2015_16 import ENGLAND_2015_16
from incentives.data.synthetic.generate import generate
from incentives.data.synthetic.spec import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

MOST, MOST_MEGABYTES, TIMES = 2.0, 500, 3
PRACTICES, INDICATORS = 6_500, 80
MEASURES = {
    "NUMERATOR": ("numerator",),
    "DENOMINATOR": ("denominator",),
    "PCAS": ("exceptions",),
    "REGISTER": ("denominator", "exceptions"),
}
FORMS = {
    "with the region": ("REGION_ODS_CODE,REGION_ONS_CODE,REGION_NAME,", "ZZR,Z99000001,Barset and the West,"),
    "without": ("", ""),
}
MANIFEST = """kind: practice data
title: synthetic
year: 2015/16
tables:
  achievement:
    file: long.csv
    as_at: 2016-03-31
    source: synthetic
"""
OURS = """
import json, resource, sys
from incentives.data import read_pack
pack = read_pack(sys.argv[1])
held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
figures = sum(len(s.values) for s in pack.measures.values())
print(json.dumps([figures, sum(sum(s.values) for s in pack.measures.values()), held]))
"""
DUCKDB = """
import json, resource, sys, duckdb
path = sys.argv[1] + "/long.csv"
names = open(path, encoding="utf-8").readline().strip().split(",")
types = {n: "DOUBLE" if n == "VALUE" else "VARCHAR" for n in names}
database = duckdb.connect()
database.execute("set enable_progress_bar = false")
database.execute(f"create table long as select * from read_csv('{path}', header = true, columns = {types})")
held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
figures, total = database.execute("select count(*), sum(VALUE) from long").fetchone()
print(json.dumps([figures, int(total), held]))
"""


def main() -> int:
    """Print the ratios and the peak memory; return 1 where one is above its bar."""
    rows = list(counts())
    sound = True
    for form, (headings, region) in FORMS.items():
        with tempfile.TemporaryDirectory() as folder:
            write(Path(folder), rows, headings, region)
            sound &= measured(form, folder)
    return 0 if sound else 1


def counts() -> Iterator[Mapping[str, str]]:
    """Yield a row for each of the synthetic practices and 80 indicators that have a numerator."""
    had = [i for i in ENGLAND_2015_16.indicators if i.kind is Kind.FRACTION]
    more = [replace(i, id=f"X{i.id}") for i in had[: INDICATORS - len(had)]]
    spec = replace(ENGLAND_2015_16, practices=PRACTICES, indicators=(*had, *more))
    yield from generate(spec, 2015).tables["counts"]


def write(folder: Path, rows: list[Mapping[str, str]], headings: str, region: str) -> None:
    """Write the pack: a row for each measure, figures as NHS Digital writes them (200.0)."""
    with (folder / "long.csv").open("w", encoding="utf-8") as file:
        file.write(f"{headings}PRACTICE_CODE,INDICATOR_CODE,MEASURE,VALUE\n")
        for row in rows:
            begins = f"{region}{row['practice_code']},{row['indicator']}"
            file.writelines(
                f"{begins},{measure},{sum(int(row[part]) for part in parts)}.0\n"
                for measure, parts in MEASURES.items()
            )
    (folder / "pack.yaml").write_text(MANIFEST, encoding="utf-8")


def measured(form: str, folder: str) -> bool:
    """Measure one file; print and judge it."""
    runs = [(cpu_seconds(DUCKDB, folder), cpu_seconds(OURS, folder)) for _ in range(TIMES)]
    duckdb, ours = (min(seconds for seconds, _ in side) for side in zip(*runs, strict=True))
    (figures, total, _), (read, ours_total, held) = runs[0][0][1], runs[0][1][1]
    if (figures, total) != (read, ours_total):
        print(f"{form}: DuckDB found {figures:,} figures adding to {total:,}, we {read:,} and {ours_total:,}")
        return False
    ratio, megabytes = ours / duckdb, held / 1024
    print(
        f"{form}: {read:,} figures; DuckDB {duckdb:.2f} s CPU, read_pack {ours:.2f} s CPU: ratio {ratio:.2f} "
        f"(bar: {MOST}); peak {megabytes:.0f} MB (bar: {MOST_MEGABYTES})"
    )
    return ratio <= MOST and megabytes <= MOST_MEGABYTES


def cpu_seconds(program: str, folder: str) -> tuple[float, list[int]]:
    """Run a program on a folder; return its CPU time and what it printed."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-c", program, folder]
    out = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime + after.ru_stime) - (before.ru_utime + before.ru_stime), json.loads(out)


if __name__ == "__main__":
    sys.exit(main())
