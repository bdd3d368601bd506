"""The fingerprint of a plan: SHA-256 over all that it says, whatever file or spelling it came from."""

from __future__ import annotations

import hashlib
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from incentives.formula.plan import Plan


def fingerprint(plan: Plan) -> str:
    """Return 64 hexadecimal digits over figures, rules, standings and sources, not places in files."""
    digest = hashlib.sha256()
    for part in _said(plan):
        digest.update(part.encode() + b"\0")
    return digest.hexdigest()


def _said(value: object) -> Iterator[str]:
    """Yield a value's content in one order: sets sorted, fields by name."""
    if isinstance(value, Enum):
        yield f"{type(value).__name__}.{value.name}"
    elif is_dataclass(value) and not isinstance(value, type):
        yield f"{type(value).__name__}("
        for field in fields(value):
            if field.compare:
                yield field.name
                yield from _said(getattr(value, field.name))
        yield ")"
    elif isinstance(value, tuple):
        yield "["
        for each in value:
            yield from _said(each)
        yield "]"
    elif isinstance(value, frozenset):
        yield from sorted("".join(_said(each)) for each in value)
    else:
        yield str(value)
