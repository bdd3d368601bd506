"""``incentives schemes``: the shipped schemes."""

from __future__ import annotations

from incentives.cli.options import AsJson
from incentives.cli.terminal import print_json, print_table, say


def schemes(as_json: AsJson = False) -> None:
    """List the schemes that come with the program, by the id that every command takes."""
    from incentives.scheme.listing import shelf

    found = shelf()
    if as_json:
        print_json([{"id": s.id, "title": s.title, "year": s.year} for s in found])
        return
    print_table(
        "Schemes on the shelf", ("Id", "Year", "Title"), [(s.id, s.year, s.title) for s in found], right=9
    )
    say("Any of these ids can stand where a command takes SCHEME; so can the path of your own file.")
