"""Design, compare and pay primary-care incentive schemes that replace parts of the QOF.

The chain has one direction: a scheme file becomes a plan (``scheme``, ``formula``), practice
data are bound to it (``data``), and the plan is read in four ways: ``calculate`` (exact integers,
every practice), ``explain`` (exact fractions, one practice, in words), the workbook and the English
of ``formula``. ``report`` writes what people open; ``cli`` is where reading starts.
"""

__version__ = "0.3.0"
