"""A scheme beside another on the same practice data: money, who would sign, recorded care, work.

In come plans, bindings and results of ``calculate``; out come frozen figures for ``report``. Money is
whole pence from the one engine and nothing else; projections are ranges from ``withdrawal``. Nothing is
read or written here. Start at ``money.py``.
"""
