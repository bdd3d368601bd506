"""The catalogue of what can be wrong with an imported file; D155 to D172 are told of single figures."""

from __future__ import annotations

MESSAGES = {
    "D150": "A file is of no known layout, and no guess at its columns can be made",
    "D151": "A sheet holds no table that is known",
    "D152": "Nothing in a file can be used",
    "D153": "A file of payments has no one column of what QOF paid",
    "D154": "A pack names a file as published whose columns are of no known layout",
    "D155": "A spreadsheet has changed a code",
    "D156": "A code is blank or no code",
    "D157": "A cell holds no figure that can be read",
    "D158": "A count in a file is below nil",
    "D159": "A figure in a file is not whole, or has more decimals than pence",
    "D160": "A percentage stands where a count is needed",
    "D161": "A figure stands twice, and not the same",
    "D162": "A figure is hidden, struck out or merged",
    "D163": "A cell holds an error, or a formula without its value",
    "D164": "A practice or an area that was asked for is in none of the files",
    "D165": "A dash in place of a figure is not explained",
    "D166": "A file or row named before says otherwise",
    "D168": "What a figure measures is not known",
    "D170": "A figure is set aside: sound, and not needed or not asked for",
    "D171": "It is not clear whether a column holds per cent or shares of one",
    "D172": "A numerator in a file is above its denominator",
}
"""Every problem of an imported file by its code, in one line."""
