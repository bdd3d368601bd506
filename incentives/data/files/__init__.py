"""Any file a user has, as sheets of cells; or refused, with its place and what to do.

In: a path or the bytes of a CSV, TSV, semicolon or bar file, of an .xlsx or an .ods workbook. Out:
``FileRead``: sheets, rows, cells with their exact text, kind and place. Two readers that share no code
read each file, and where they differ the file is refused; what could hide a figure (formulas, hidden
rows, merged cells, number formats) is told, not judged. What is no plain data (macros, links, passwords,
bombs) is refused by name before a parser sees it. Start reading at ``reading.py``.
"""

from incentives.data.files.reading import read_file
from incentives.data.files.sheet import Cell, FileRead, Kind, NumberCell, Sheet, letters

__all__ = ["Cell", "FileRead", "Kind", "NumberCell", "Sheet", "letters", "read_file"]
