"""The catalogue of what can be wrong with a file as such, before anyone asks what its columns mean."""

from __future__ import annotations

MESSAGES = {
    "D130": "A text file is not in UTF-8; the encoding that was taken is named",
    "D131": "A text file does not separate its values by commas; the separator that was taken is named",
    "D132": "The encoding of a text file is not certain",
    "D133": "The separator of a text file is not certain",
    "D134": "A file is not plain text",
    "D135": "The quotation marks of a row do not match",
    "D136": "Two readers of a text file do not agree on a row",
    "D137": "A file is larger than what is read",
    "D138": "A file is of a kind that is not read",
    "D146": "A file cannot be opened",
}
"""Every problem of a file as such by its code, in one line."""
