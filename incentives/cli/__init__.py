"""The command line: one module per verb, each reads, calls and writes; nothing is worked out here.

In: what a user types. Out: text on the terminal, files, an exit code: 0 done, 1 refused with its
problems, 2 wrong usage, 4 a fault of this program. Start reading at ``app.py``; heavy libraries are
imported inside the verbs, so that ``incentives --help`` answers at once.
"""

import atexit
import gc
import os

__all__ = ["main"]

COLLECT_AFTER = 100_000
"""Objects made between two searches for rubbish. A start makes that many, and all of them stay: searching
them as often as Python does by default takes a tenth of the time of ``incentives check``."""


def main() -> None:
    """Run the program with what was typed, and end with its exit code."""
    gc.set_threshold(COLLECT_AFTER)
    atexit.register(gc.freeze)  # nor is anything searched once more at the end: a tenth again
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # a scheme is read by this program alone
    from incentives.cli.app import main as run

    run()
