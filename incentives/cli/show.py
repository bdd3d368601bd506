"""``incentives show``: a scheme's full terms with the origin of every value, or in plain English."""

from __future__ import annotations

from typing import Annotated

import typer

from incentives.cli.loading import sound_plan
from incentives.cli.options import AsJson, SchemeName
from incentives.cli.terminal import print_json, print_problems, say, screen_width


def show(
    scheme: SchemeName,
    resolved: Annotated[
        bool, typer.Option("--resolved", help="The full scheme with file and line of every value.")
    ] = False,
    english: Annotated[bool, typer.Option("--english", help="The scheme in plain English.")] = False,
    steps: Annotated[
        bool, typer.Option("--steps", help="With --english: every step with its formula, for checking.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Show a scheme: its terms (the default is --resolved), or what it means in words."""
    from incentives.scheme.resolved import resolved as resolved_scheme
    from incentives.scheme.resolved import resolved_text

    read, plan, warnings = sound_plan(scheme)
    if as_json:
        print_json(resolved_scheme(read))
        return
    print_problems(warnings)
    if english and not resolved:
        from incentives.report.english import in_full
        from incentives.report.paragraphs import as_text

        say(as_text(in_full(read, plan, steps=steps), screen_width()).rstrip())
        return
    say(resolved_text(read))
