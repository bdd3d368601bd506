"""The base of every part of a scheme: frozen, strict, and no key that is not known."""

from __future__ import annotations

from functools import cache

from pydantic import BaseModel, ConfigDict

VARIANTS = (
    "What holds instead for some practices: each with the condition under where and the settings that differ."
)
"""What ``variants`` means, wherever it may stand."""


class Section(BaseModel):
    """A group of settings; an unknown or misspelt key is refused where it stands."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        strict=True,
        arbitrary_types_allowed=True,
        populate_by_name=True,
        defer_build=True,
    )


@cache
def keys_of(section: type[Section]) -> tuple[str, ...]:
    """Return the keys a section may have, as they are written."""
    return tuple(f.alias or name for name, f in section.model_fields.items())
