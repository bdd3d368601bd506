"""What every other package speaks of: years, money, rounding, organisation codes, problems.

In: text and numbers. Out: small frozen values that cannot be built wrong.
Nothing here reads or writes files, knows schemes or imports another package of the project.
Start reading at ``problem.py`` (what is said to a user) and ``rounding.py`` (the only rounding there is).
"""
