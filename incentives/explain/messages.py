"""The catalogue of what can be wrong with the worked examples that a scheme carries: E1xx."""

from __future__ import annotations

MESSAGES = {
    "E101": "A worked example names something unknown, or gives what is no figure",
    "E102": "A worked example expects another figure than the scheme gives",
}
"""Every problem of a worked example by its code, in one line."""
