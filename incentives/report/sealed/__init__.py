"""The seal of a schedule: a copy of all that was written, by which a change by hand is found again."""
