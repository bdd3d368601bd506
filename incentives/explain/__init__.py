"""A second, exact working of every payment: the same plan in plain fractions, one practice, in words.

In: a plan and its binding. Out: figures as fractions (``exact.py``) and the story of a payment, step by
step with the source of every value (``story.py``). Imports neither ``calculate`` nor numpy nor pandas:
it is the second opinion.
"""
