"""Who approved and released which run: an append-only ledger, one file, a chain of hashes.

In come runs (the fingerprint of scheme, data and program, with the lines to be paid), people and their
roles; out come approvals, releases, corrections, reversals, and a proof that nothing was changed after.
A payment has one key, so it happens once. Start at ``ledger.py``.
"""
