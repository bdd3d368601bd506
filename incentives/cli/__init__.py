"""The command line: one module per verb, each reads, calls and writes; nothing is worked out here.

In: what a user types. Out: text on the terminal, files, an exit code: 0 done, 1 refused with its
problems, 2 wrong usage, 4 a fault of this program. Start reading at ``app.py``; heavy libraries are
imported inside the verbs, so that ``incentives --help`` answers at once.
"""

from incentives.cli.app import main

__all__ = ["main"]
