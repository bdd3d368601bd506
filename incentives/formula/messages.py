"""The catalogue of what can be wrong with a plan: P1xx, a fault of a form or of a scheme's rule."""

from __future__ import annotations

MESSAGES = {
    "P101": "A step of the scheme combines what cannot be combined, or uses what is not worked out yet",
}
"""Every problem of a plan by its code, in one line."""
