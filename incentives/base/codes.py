"""Organisation and indicator codes: always text, compared as published."""

from __future__ import annotations

import re

_CODE = re.compile(r"[A-Z0-9][A-Z0-9()._-]{0,23}")


def tidy_code(text: str) -> str:
    """Return a code in capitals without surrounding blanks, as the ODS publishes it.

    >>> tidy_code(" a81001 ")
    'A81001'
    """
    return text.strip().upper()


def is_code(text: str) -> bool:
    """Tell whether text can be a code: capitals, digits and a few signs, no blanks."""
    return bool(_CODE.fullmatch(text))
