"""A plan worked out for every practice, exactly: counts to points, pounds, lines and instalments.

In: a ``Plan`` and a ``Binding`` made for it. Out: ``Results``: every step as integers over one
denominator or as a quotient on demand, tables of scores, payments and instalments, control totals.
Start reading at ``results.py`` (what comes out) and ``run.py`` (the order of work), then downwards:
``block.py`` (the tree), ``arithmetic.py`` (ratios), ``division.py`` (rounding), ``integers.py`` (proofs).
"""

from incentives.calculate.controls import Control, controls
from incentives.calculate.results import Column, Results, calculate
from incentives.calculate.tables import instalments, payments, scores

__all__ = ["Column", "Control", "Results", "calculate", "controls", "instalments", "payments", "scores"]
