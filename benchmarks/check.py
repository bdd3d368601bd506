"""How long ``incentives check`` takes beside the bare import of its libraries.

Run ``python benchmarks/check.py``. It checks the largest shipped scheme and prints the ratio of CPU times to
``python -c "import typer, pydantic, yaml"``: the best of nine of each, in turn in one run, with Python's
compiled files in place as they are from a second start on.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from typing import TYPE_CHECKING

from incentives.shipped import shipped

if TYPE_CHECKING:
    from pathlib import Path

MOST = 2.5
TIMES = 9
COMPILED = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
IMPORTS = [sys.executable, "-c", "import typer, pydantic, yaml"]


def main() -> int:
    """Print the two times and their ratio; return 1 where the ratio is above the bar."""
    largest = max(shipped("schemes").joinpath("qof").glob("*.yaml"), key=_size)
    checking = [sys.executable, "-c", "from incentives.cli import main; main()", "check", str(largest)]
    pairs = [(cpu_seconds(IMPORTS), cpu_seconds(checking)) for _ in range(TIMES)]
    bare, check = (min(times) for times in zip(*pairs, strict=True))
    print(f"import typer, pydantic, yaml: {bare:.3f} s CPU")
    print(f"incentives check {largest.stem}: {check:.3f} s CPU")
    print(f"ratio: {check / bare:.2f} (bar: {MOST})")
    return 0 if check <= MOST * bare else 1


def cpu_seconds(command: list[str]) -> float:
    """Run a command; return the CPU time of it and its children. Raises CalledProcessError if it fails."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=COMPILED)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime + after.ru_stime) - (before.ru_utime + before.ru_stime)


def _size(path: Path) -> int:
    return path.stat().st_size


if __name__ == "__main__":
    sys.exit(main())
