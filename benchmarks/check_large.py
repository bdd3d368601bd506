"""How long ``incentives check`` takes on a large scheme beside an empty one.

Run ``python benchmarks/check_large.py``. The large scheme has 800 indicators and every form of the closed
list; the empty one has no entry at all. It prints the ratio of CPU times (the best of five of each, in turn,
in one run, with compiled files in place) and exits with 1 above the bar, or where a mistake in the last line
of the large scheme is not found.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

if __name__ == "__main__":  # run as a file: what lies beside this folder can be imported too
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from check import COMPILED, cpu_seconds

from tests.property.made_large import EMPTY, large, with_mistake

MOST = 4
TIMES = 5
CHECK = [sys.executable, "-c", "from incentives.cli import main; main()", "check"]


def main() -> int:
    """Print the two times and their ratio; return 1 above the bar, or where a mistake is missed."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        scheme = large(folder)
        (folder / "empty.yaml").write_text(EMPTY, "utf-8")
        pairs = [
            (cpu_seconds([*CHECK, str(folder / "empty.yaml")]), cpu_seconds([*CHECK, str(scheme)]))
            for _ in range(TIMES)
        ]
        wrong, line = with_mistake(scheme)
        command = [*CHECK, str(wrong)]
        found = subprocess.run(command, capture_output=True, text=True, env=COMPILED, check=False)
    empty, full = (min(times) for times in zip(*pairs, strict=True))
    named = f"{wrong.name}:{line}:" in found.stdout + found.stderr
    print(f"check of an empty scheme: {empty:.3f} s CPU")
    print(f"check of 800 indicators with every form: {full:.3f} s CPU")
    print(f"ratio: {full / empty:.2f} (bar: {MOST})")
    print(f"the mistake in the last line ({line}) is {'found' if named else 'NOT FOUND'}")
    return 0 if full <= MOST * empty and named and found.returncode else 1


if __name__ == "__main__":
    sys.exit(main())
