"""The catalogue of what governance refuses: G1xx."""

from __future__ import annotations

MESSAGES = {
    "G101": "The ledger cannot be opened, or is no ledger",
    "G102": "The ledger was written by a newer version",
    "G103": "The ledger is in use, or there is no room to write it",
    "G104": "The ledger is append-only",
    "G110": "A person is named twice in a scheme of delegation",
    "G111": "No scheme of delegation is given",
    "G112": "A person may not do this, or not up to this amount",
    "G120": "Prepared, approved and released must be three different people",
    "G121": "A run may not be released yet",
    "G122": "A run is not prepared or not approved as it is now",
    "G123": "No payment has this reference",
    "G124": "A payment was released before with other content",
    "G130": "The ledger was changed after it was made",
    "G140": "A scheme has no such period",
    "G141": "The practice data hold no table of answers to the offer",
    "G142": "Two rows of a file of finance codes are for the same payments",
    "G143": "A period is none for which practices return figures",
    "G144": "A scheme asks practices for no returns",
    "G145": "A return is of another version of the scheme, another period or another due date",
    "G146": "A return is of another practice",
    "G147": "A return was changed where it may not be, or is none",
    "G148": "The declaration of a return is not made",
    "G149": "A practice sent more than one return",
    "G150": "A folder holds no returns",
    "G151": "A column of an extract is not there, or is not clear",
    "G152": "An amount of an extract cannot be read",
    "G153": "An extract does not say who was paid QOF",
    "G154": "There is no such file of a body's own settings",
    "G155": "A file of a body's own settings is of another kind",
}
"""Every problem of governance by its code, in one line."""
