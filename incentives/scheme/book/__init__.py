"""A scheme written as a workbook, for people who never open a text file.

In: sheets of cells (whoever read the file hands them over; nothing here opens one). Out: the same tree of
marked text that a scheme file gives, each value with its sheet and cell. Start reading at ``tree.py``.
``shape.py`` says which part of a scheme stands on which sheet; the writer of workbooks reads it too.
"""
