"""The catalogue of what a command cannot do with a sound scheme and sound data: C1xx."""

from __future__ import annotations

MESSAGES = {
    "C101": "The scheme has points but no price, so nothing can be paid",
    "C102": "The practice is not in the data",
    "C103": "The payment is not in the scheme",
    "C105": "A control total differs, so nothing is written",
    "C104": "The scheme pays more than its budget limit",
    "C106": "The amount by which one practice may move another is no amount",
    "C130": "A new scheme cannot have that name",
    "C131": "A scheme on the shelf has the name of the new one",
    "C140": "An event is not known",
    "C141": "A table of the projection cannot be read",
    "C142": "A table was learned from the event it would be scored on",
}
"""Every problem of a command by its code, in one line."""
