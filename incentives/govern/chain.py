"""A chain of hashes: each entry's hash covers its content and the hash before, so no entry can be changed.

Whoever re-writes the whole file can re-hash it too; that is noticed by a head that was printed earlier
on a payment schedule.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

START = "0" * 64


def canonical(content: Mapping[str, Any]) -> str:
    """Return content as text that is the same for the same content, whatever the order of its keys."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def sealed(before: str, number: int, kind: str, content: str) -> str:
    """Return an entry's hash: SHA-256 over the hash before, the number, the kind and the content."""
    digest = hashlib.sha256()
    for part in (before, str(number), kind, content):
        digest.update(f"{len(part.encode())}:".encode() + part.encode())
    return digest.hexdigest()
