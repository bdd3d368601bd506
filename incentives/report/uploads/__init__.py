"""Upload files: what a payment agency, a claims service, a ledger or a colleague is sent.

In come released payments (or, as a draft, those of a run), the practices, the body's finance codes and a
layout file; out come CSV, a workbook with its control block, or the user's own template filled in. Nothing
of a layout stands in the program. Start at ``layout.py``, then ``rows.py`` and ``delimited.py``.
"""
