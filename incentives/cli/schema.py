"""``incentives schema``: what may stand where in a scheme file, for editors that check while you type."""

from __future__ import annotations

import sys
from enum import StrEnum
from typing import Annotated

import typer


class Kind(StrEnum):
    """The kinds of file that a user writes."""

    SCHEME = "scheme"
    INDICATORS = "indicators"


def schema(
    kind: Annotated[Kind, typer.Option("--kind", help="A scheme, or a list of what indicators count.")] = (
        Kind.SCHEME
    ),
) -> None:
    """Print what may stand where in a scheme file, for editors that check while you type."""
    from incentives.scheme.schema import schema_text

    sys.stdout.write(schema_text(kind.value))
