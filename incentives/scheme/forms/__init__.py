"""The payment forms: one module per family, each form a model of its keys and a function for its steps.

In: one entry of a scheme (``Written``) and the plan being made (``Maker``). Out: steps added to it.
No reading of a plan knows any form. Adding one is a model, a function of at most 20 lines, its chapter
in ``tests/spec`` and its line in the oracle. Start reading at ``points.py``.
"""

from incentives.scheme.forms import (
    bands,
    comparison,
    conditions,
    days,
    deprivation,
    exceptions,
    floors,
    improvement,
    lines,
    networks,
    peers,
    periods,
    points,
    pots,
    pounds,
    recovery,
    services,
    small_numbers,
)
from incentives.scheme.forms.form import FORMS, Form, Part, Written

__all__ = [
    "FORMS",
    "Form",
    "Part",
    "Written",
    "bands",
    "comparison",
    "conditions",
    "days",
    "deprivation",
    "exceptions",
    "floors",
    "improvement",
    "lines",
    "networks",
    "peers",
    "periods",
    "points",
    "pots",
    "pounds",
    "recovery",
    "services",
    "small_numbers",
]
