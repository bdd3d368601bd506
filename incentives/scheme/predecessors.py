"""Which code came before which, from the list of indicators that a scheme builds on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incentives.scheme.layers import definitions, layers_of
from incentives.scheme.marks import Group
from incentives.scheme.reading import WORDS
from incentives.scheme.shelf import scheme_file

if TYPE_CHECKING:
    from pathlib import Path


def predecessors(named: str | Path) -> dict[str, str]:
    """Return the earlier code of every indicator of the scheme's list that names one.

    The list holds indicators of every year, so a code that was renumbered twice can be followed.
    Raises Refused where the scheme cannot be read.
    """
    defined, _, _ = definitions(layers_of(scheme_file(named), WORDS))
    found = {}
    for identifier, entry in defined.items():
        if isinstance(entry.node, Group) and (was := entry.node.text("successor_of")):
            found[identifier] = was
    return found
