"""The folder of published data that a golden command is given, or a message that says what is missing."""

from __future__ import annotations

import argparse
from pathlib import Path


def command(description: str | None) -> argparse.ArgumentParser:
    """Return a command line with ``--folder``, which defaults to ``../shared`` beside the checkout."""
    parser = argparse.ArgumentParser(
        description=description, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--folder", type=Path, default=Path("../shared"), help="folder of published data (holds data/)"
    )
    return parser


def asked(parser: argparse.ArgumentParser) -> argparse.Namespace:
    """Return what was asked; stop with a message where the folder does not hold published data."""
    found = parser.parse_args()
    if not (found.folder / "data").is_dir():
        parser.error(f"{found.folder} has no folder data with published results; name one with --folder")
    return found
