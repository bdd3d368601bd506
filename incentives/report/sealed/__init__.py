"""The seal of a schedule: a copy of all that was written, by which a change by hand is found again.

In comes a workbook that is being written, or a file; out comes its last sheet, or a list of the cells
that are not as they were written. Start at ``contents.py``.
"""
