"""What spreadsheet standards demand and a program can check: a rule is one small function with its source.

In: a workbook's file. Out: findings, each with its rule, sheet and cell. Start reading at ``rules.py``.
"""
