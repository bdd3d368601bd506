"""Text in parts: a heading and lines, set to the width there is."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_LEAD = 10


@dataclass(frozen=True, slots=True)
class Line:
    """A line: what it is about (blank where nothing), what is said; ``under`` is set in further."""

    text: str
    lead: str = ""
    under: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """A heading with its lines."""

    heading: str
    lines: tuple[Line, ...]


def as_text(parts: Iterable[Part], width: int) -> str:
    """Return the parts as text of at most ``width`` columns, a blank line after each."""
    return "\n".join(_part(part, width) for part in parts)


def _part(part: Part, width: int) -> str:
    lead = min(max((len(line.lead) for line in part.lines), default=0), _LEAD)
    heading = textwrap.fill(part.heading, width, subsequent_indent="  ")
    return "".join(f"{text}\n" for text in (heading, *(set_out(x, lead, width) for x in part.lines)))


def set_out(line: Line, lead: int, width: int) -> str:
    """Set one line: what it is about in the first ``lead`` columns, what is said beside it."""
    begun = f"  {line.lead:<{lead}}  " if lead else "  "
    if line.under and not line.lead:
        begun = " " * (len(begun) + 2)
    hanging = " " * (lead + 4 if lead and not line.under else len(begun))
    return textwrap.fill(
        line.text,
        width,
        initial_indent=begun,
        subsequent_indent=hanging,
        break_long_words=False,
        break_on_hyphens=False,
    )
