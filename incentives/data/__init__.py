"""Practice data: a data pack of tables with as-at dates, checked and bound to a plan.

In: a folder of CSV or Parquet files, or one workbook. Out: integer columns, one for each field that
a plan needs, with the row each figure was read from. Missing, blank, suppressed and nil are told
apart here and end here: what leaves this package is complete, or refused with all its problems.
Start reading at ``pack.py`` (reading), then ``binding.py`` (a pack for a plan).
"""
