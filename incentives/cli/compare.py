"""``incentives compare``: two schemes on the same practice data: money, recorded care, work, interests."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from incentives.cli.loading import bound
from incentives.cli.options import AsJson, DataPath, Dated, Force, day
from incentives.cli.terminal import pounds, print_json, print_problems, print_table, say, wrote

if TYPE_CHECKING:
    from incentives.compare.quality import Outlook
    from incentives.compare.whole import Comparison, Given
    from incentives.data.interests import Interest
    from incentives.report.compare_page import Stamp
    from incentives.withdrawal.learning import Learned


def compare(  # noqa: PLR0913 - a verb has its options
    base: Annotated[
        str, typer.Argument(metavar="BASE", help="The scheme to compare with, often a QOF year.")
    ],
    proposed: Annotated[str, typer.Argument(metavar="PROPOSED", help="The scheme that is proposed.")],
    data: DataPath,
    *,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="DIR", help="A folder for the page, the figures and the tables."),
    ] = None,
    audience: Annotated[
        str,
        typer.Option("--audience", metavar="WHO", help="public, confidential, or one practice's code."),
    ] = "confidential",
    draws: Annotated[
        int,
        typer.Option(
            "--draws", min=0, max=10_000, help="Trial years for the range of the cost; 0 leaves it out."
        ),
    ] = 100,
    interests: Annotated[
        Path | None,
        typer.Option(
            "--interests",
            metavar="FILE",
            help="The register of interests: person, role, votes, practice_code.",
        ),
    ] = None,
    dated: Dated = None,
    force: Force = False,
    as_json: AsJson = False,
) -> None:
    """Compare two schemes on the same practice data: pounds, who would sign, and what may happen to care."""
    from incentives.report.comparison import as_data

    found = compare_schemes(
        base, proposed, data, quiet=as_json, draws=draws, register=_register(interests, audience)
    )
    if out is not None:
        _write(found, out, audience, dated, force=force, quiet=as_json)
    if as_json:
        print_json(as_data(found))
        return
    _print_money(found)
    _print_care(found)
    _print_interests(found)


def _register(path: Path | None, audience: str) -> tuple[Interest, ...]:
    """Return the register; it is for the body's own governance, and is refused for any other audience."""
    if path is None:
        return ()
    from incentives.base.problem import Place, Problem, Refused
    from incentives.data.interests import read_interests
    from incentives.report.audience import CONFIDENTIAL

    if audience != CONFIDENTIAL:
        message = f'Interests are for the body\'s own governance, not for the audience "{audience}".'
        remedy = "Leave --interests out, or write --audience confidential."
        raise Refused([Problem("R121", Place("--interests"), message, remedy)])
    return read_interests(path)


def compare_schemes(
    base: str,
    proposed: str,
    data: Path,
    *,
    quiet: bool = False,
    draws: int = 0,
    register: tuple[Interest, ...] = (),
) -> Comparison:
    """Read both schemes and the data, and compare them."""
    from dataclasses import replace

    from incentives.compare.whole import comparison

    given = given_by(base, proposed, data, quiet=quiet, draws=draws)
    return comparison(replace(given, register=register))


def given_by(base: str, proposed: str, data: Path, *, quiet: bool = False, draws: int = 0) -> Given:
    """Read both schemes and the data: what a comparison is made of."""
    from incentives.base.problem import errors
    from incentives.compare.money import Side
    from incentives.compare.whole import Given

    base_scheme, base_plan, pack, base_binding = bound(base, data, quiet=True)
    scheme, plan, _, binding = bound(proposed, data, quiet=True)
    if not quiet:
        print_problems(p for p in (*base_binding.warnings, *binding.warnings) if errors([p]))
    return Given(
        base=base_scheme,
        proposed=scheme,
        base_side=Side(base_plan, base_binding),
        proposed_side=Side(plan, binding),
        pack=pack,
        learned=shipped_table(),
        draws=draws,
    )


def shipped_table() -> Learned:
    """Return the table that projections are made from, as it is shipped."""
    from incentives.shipped import shipped
    from incentives.withdrawal.table import from_data

    text = (shipped("schemes") / "evidence" / "table.json").read_text(encoding="utf-8")
    return from_data(json.loads(text))


def _write(
    found: Comparison, out: Path, asked: str, dated: datetime | None, *, force: bool, quiet: bool
) -> None:
    from incentives.report.atomic import refuse_existing, write_whole
    from incentives.report.audience import audience_of
    from incentives.report.compare_page import page
    from incentives.report.comparison import as_data
    from incentives.report.comparison_book import comparison_book

    audience = audience_of(asked, [p.code for p in found.shown.practices])
    stamp = stamp_of(found, day(dated, date.fromisoformat(found.as_at)))
    files = {"comparison.html": page(found, audience, stamp).encode()}
    if audience.sees_every_practice:
        files["comparison.xlsx"] = comparison_book(found, stamp)
        files["comparison.json"] = (json.dumps(as_data(found), ensure_ascii=False, indent=1) + "\n").encode()
    out.mkdir(parents=True, exist_ok=True)
    for name in files:
        refuse_existing(out / name, force=force)
    for name, content in files.items():
        write_whole(out / name, content, force=force)
        wrote(out / name, quiet=quiet)


def stamp_of(found: Comparison, dated: date) -> Stamp:
    """Return what a page is of: program, date, version, and the studies that it rests on."""
    from incentives import __version__
    from incentives.report.compare_page import Stamp
    from incentives.scheme.evidence import read_library

    studies = {e.citation: e.doi for e in read_library() if e.terms.trains}
    return Stamp(f"incentives {__version__}", dated, found.scheme_fingerprint, tuple(studies.items()))


def _print_money(found: Comparison) -> None:
    money = found.money
    rows = [
        (
            s.name,
            str(s.signs),
            pounds(s.proposed),
            pounds(s.difference),
            str(sum(p.difference > 0 for p in s.practices)),
            str(sum(p.difference < 0 for p in s.practices)),
        )
        for s in money.scenarios
    ]
    heads = ("If", "Sign", "All receive", "Difference", "More", "Less")
    print_table(f"{money.proposed_title} beside {money.base_title}", heads, rows)
    say(f"If nothing changes all practices receive {pounds(money.scenarios[0].base)}.")
    say("More, Less: how many practices would receive more or less than that.")
    say(f"The cost of practices choosing the better offer: {pounds(money.cost_of_choice)}.")
    if found.spread is not None:
        low, high = found.spread.likely()
        expected = pounds(found.spread.expected)
        say(f"This schedule when achievement moves as in other years: expected {expected}, likely (4 in 5)")
        say(f"{pounds(low)} to {pounds(high)}{_over(found)} ({found.spread.way}).")
    limit = f"; the budget limit is {pounds(found.limit)}" if found.limit is not None else ""
    say(f"The most it could cost, everything achieved: {pounds(money.most)}{limit}.")
    say()


def _over(found: Comparison) -> str:
    if found.limit is None or found.spread is None:
        return ""
    return f"; over the budget limit in {found.spread.chance_over(found.limit):.0%} of them"


def _print_interests(found: Comparison) -> None:
    for one in found.interests:
        say()
        say(f"If {one.scenario}: {one.statement()}")
    less = sorted({code for one in found.interests for code in one.less})
    if found.interests:
        say(f"Voting members' practices that would receive less: {', '.join(less) or 'none'}.")
        say("For the body's own governance; never on a public page.")


def _print_care(found: Comparison) -> None:
    from incentives.compare.quality import DROPPED

    dropped = [o for o in found.outlooks if o.facts.status == DROPPED]
    if not dropped:
        say("Every indicator that was paid for still is: no effect is projected.")
        return
    rows = [_care_row(o) for o in dropped]
    heads = ("Indicator", "What it is", "Now", "In 3 years", "Likely range", "Fewer recorded")
    print_table(
        "Indicators not paid for under this scheme: recorded achievement", heads, rows, right=2, cut=1
    )
    say("Likely range: 4 in 5. A projection of what is recorded, which is not the same as care given.")
    say("incentives evidence lists what it rests on; --json has every year and range.")


def _care_row(outlook: Outlook) -> tuple[str, ...]:
    now = f"{outlook.baseline:.0%}" if outlook.baseline is not None else "—"
    if not outlook.years or outlook.patients is None:
        return (outlook.facts.id, outlook.facts.title, now, "—", outlook.caveat, "—")
    last, base = outlook.years[-1], outlook.baseline or 0.0
    low, middle, high = outlook.patients
    return (
        outlook.facts.id,
        outlook.facts.title,
        now,
        f"{base + last.median:.0%}",
        f"{base + last.low80:.0%} to {base + last.high80:.0%}",
        f"{middle:,.0f} ({low:,.0f} to {high:,.0f})",
    )
