"""Documents in Word: a practice's statement, the scheme's specification, the committee's paper.

In come a scheme, a comparison and the reader; out come paragraphs and tables, then a file whose look is
that of ``templates/document.docx``, which anybody may restyle in Word. A fact that the scheme does not
state is a marked gap, never a sentence of ours. Start at ``kinds.py``.
"""
