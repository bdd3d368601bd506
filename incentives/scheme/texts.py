"""The settings of a scheme written out in full, as flat texts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_NO_SETTING = frozenset({"id", "part", "form_number", "origin", "origins"})


def as_texts(group: Mapping[str, Any], within: str = "") -> dict[str, str]:
    """Return the settings of a group of ``resolved`` as texts, blank where nothing is stated.

    Settings of a group within it have dotted names; lists are joined.
    """
    found: dict[str, str] = {}
    for key, value in group.items():
        if key in _NO_SETTING:
            continue
        if isinstance(value, Mapping):
            found |= as_texts(value, f"{within}{key}.")
        else:
            found[within + key] = _text(value)
    return found


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, Mapping):
        return ", ".join(f"{k.replace('_', ' ')} {v}" for k, v in as_texts(value).items() if v)
    if isinstance(value, list | tuple):
        between = "; " if any(isinstance(v, Mapping) for v in value) else ", "
        return between.join(map(_text, value))
    return str(value)
