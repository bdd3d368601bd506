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
    "D139": "A workbook is protected by a password",
    "D140": "A workbook holds macros",
    "D141": "A workbook takes figures from other workbooks or programs",
    "D142": "A workbook unpacks to far more than practice data",
    "D144": "A workbook declares entities, which can unfold without end",
    "D146": "A file cannot be opened",
    "D147": "Cells of a table in a workbook are merged",
    "D148": "A workbook is of a sort that only one of the two readers knows",
    "D149": "Rows, columns or cells of a table in a workbook are hidden or struck through",
}
"""Every problem of a file as such by its code, in one line."""
