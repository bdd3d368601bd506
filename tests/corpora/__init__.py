"""Every file of a folder through every reader that could meet it: read exactly, refused, or wrong.

``python -m tests.corpora FOLDER…`` prints a table and ends with 1 where anything is wrong: a traceback, more
than 10 s of the processor or 1 GiB, or a value that differs from an independent expectation. Start reading at
``__main__.py``; a reader is added in ``readers.py``, an expectation in ``expectations.py``.
"""
