"""``python -m incentives.data.synthetic --seed 2015 --out FOLDER`` writes the synthetic CCG of 2015/16."""

from __future__ import annotations

import argparse
from pathlib import Path

from incentives.data.synthetic import generate, write_pack
from incentives.data.synthetic.england_2015_16 import ENGLAND_2015_16


def main() -> None:
    """Read the seed and the folder, and write the pack."""
    parser = argparse.ArgumentParser(prog="python -m incentives.data.synthetic", description=__doc__)
    parser.add_argument(
        "--seed", type=int, default=2015, help="any whole number; the same gives the same bytes"
    )
    parser.add_argument("--out", type=Path, required=True, help="the folder to write")
    given = parser.parse_args()
    write_pack(generate(ENGLAND_2015_16, given.seed), given.out)


if __name__ == "__main__":
    main()
