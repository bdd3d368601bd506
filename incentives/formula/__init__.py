"""The language between a scheme and its readings: typed expressions, steps, and the plan they form.

In: steps made by payment forms (``scheme.forms``). Out: a checked plan, its Excel formulas, its English.
No numbers of practices, no files, no numpy: a plan says what to do, never for whom.
Start reading at ``nodes.py`` (about fifteen nodes), then ``plan.py``; ``check.py`` says what is refused.
"""
