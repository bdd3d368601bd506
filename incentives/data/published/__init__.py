"""What the NHS publishes, CQRS exports and people keep, as a data pack with every figure accounted for.

In: files. Out: the files of a pack, and for each figure that is not in it the place and the reason. A
layout is known by its headings, never by a file's name; where none fits, the columns are guessed and the
guess is shown before it is used. Start reading at ``importing.py``; the layouts stand in ``registry.py``.
"""
