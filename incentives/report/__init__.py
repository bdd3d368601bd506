"""What people are given: the payment schedule as a workbook whose every payment can be followed.

In: results of ``calculate``. Out: files that appear whole or not at all, the same bytes for the same input.
Words, widths and colours stand in ``templates/schedule.yaml``. Start reading at ``schedule.py``.
"""
