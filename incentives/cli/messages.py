"""The catalogue of what a command cannot do with a sound scheme and sound data: C1xx."""

from __future__ import annotations

MESSAGES = {
    "C101": "The scheme has points but no price, so nothing can be paid",
    "C102": "The practice is not in the data",
    "C103": "The payment is not in the scheme",
    "C105": "A control total differs, so nothing is written",
    "C104": "The scheme pays more than its budget limit",
    "C107": "A range of suppressed counts cannot be read",
    "C106": "The amount by which one practice may move another is no amount",
    "C115": "Earnings exceed the budget, and payments are reduced as the scheme says",
    "C116": "The scheme pays out of its contingency",
    "C117": "Earnings fall short of the budget, and the rest is shared as the scheme says",
    "C120": "The columns of a file are a guess that was not accepted",
    "C121": "The files do not say of which year they are, or are of several",
    "C122": "A file does not say of which day its figures are",
    "C130": "A new scheme cannot have that name",
    "C131": "A scheme on the shelf has the name of the new one",
    "C140": "An event is not known",
    "C141": "A table of the projection cannot be read",
    "C142": "A table was learned from the event it would be scored on",
    "C150": "Two schemes are not of one year and nation",
    "C151": "A scheme without a price cannot be compared in pounds",
    "C152": "A register of interests names a practice that is not in the data",
    "C170": "A file is to be read as the workbook of a scheme, and is none",
    "C171": "The text file to bring up to date is of another scheme than the workbook",
    "C172": "A workbook of a scheme that exists is asked for together with a new one",
    "C160": "Two sets of practice data do not hold the same practices",
    "C161": "A scheme without a price has no difference in pounds",
    "C162": "Practice data are given for more than two schemes",
    "C163": "Two schemes of different years or nations have practice data for one of them",
    "C153": "An amount cannot be read",
    "C190": "A scheme makes no offer, so nobody signs it",
}
"""Every problem of a command by its code, in one line."""
