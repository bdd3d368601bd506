"""``incentives diff``: what differs between two schemes, in plain English and, with data, in pounds."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from incentives.base.problem import Place, Problem, Refused
from incentives.cli.loading import sound_plan
from incentives.cli.options import AsJson
from incentives.cli.terminal import counted, pounds, print_json, print_table, say, screen_width

if TYPE_CHECKING:
    from incentives.compare.diff import Difference
    from incentives.compare.diff_money import DiffMoney, Moved
    from incentives.compare.money import Side
    from incentives.scheme.model import Scheme

_BOTH = 2


def diff(
    first: Annotated[str, typer.Argument(metavar="A", help="A scheme: a shipped id, or a path.")],
    second: Annotated[str, typer.Argument(metavar="B", help="The scheme to set beside it.")],
    data: Annotated[
        list[Path] | None,
        typer.Option(
            "--data",
            metavar="PACK",
            help="Practice data, for pounds. Give it twice (for A, then for B) where the years differ.",
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Say what differs between two schemes: in words and points and, with practice data, in pounds."""
    found, schemes = differs(first, second)
    money = _money(found, (first, second), schemes, data or []) if data else None
    if as_json:
        from incentives.report.diff_data import as_data

        print_json(as_data(found, money))
        return
    _print_words(found, schemes)
    if money:
        _print_money(money, schemes)


def differs(first: str, second: str) -> tuple[Difference, tuple[Scheme, Scheme]]:
    """Read two schemes and return what differs between them, and both."""
    from incentives.compare.diff import differences
    from incentives.scheme.predecessors import predecessors
    from incentives.scheme.resolved import resolved

    a, b = (sound_plan(named)[0] for named in (first, second))
    earlier = {**predecessors(first), **predecessors(second)}
    return differences(resolved(a), resolved(b), earlier), (a, b)


def _money(
    found: Difference, named: tuple[str, str], schemes: tuple[Scheme, Scheme], data: list[Path]
) -> DiffMoney:
    """Work both schemes out; raise Refused where the data are not enough to say it in pounds."""
    from incentives.compare.diff_money import in_money

    problems = list(_unlike(schemes, data))
    if problems:
        raise Refused(problems)
    sides = [_side(name, pack) for name, pack in zip(named, (data[0], data[-1]), strict=True)]
    return in_money(found, sides[0], sides[1])


def _side(named: str, data: Path) -> Side:
    from incentives.cli.loading import bound
    from incentives.compare.money import Side

    _, plan, _, binding = bound(named, data, quiet=True)
    return Side(plan, binding)


def _unlike(schemes: tuple[Scheme, Scheme], data: list[Path]) -> list[Problem]:
    """Return why two schemes cannot be set beside each other in pounds with the data given."""
    a, b = (s.header for s in schemes)
    found = []
    if len(data) > _BOTH:
        message = f"Practice data are given {len(data)} times, for two schemes."
        found.append(
            Problem("C162", Place("--data"), message, "Give --data once, or twice: for A, then for B.")
        )
    unlike = [
        f"{what}s, {x} and {y}"
        for what, x, y in (("year", a.year, b.year), ("nation", a.nation, b.nation))
        if x and y and x != y
    ]
    if unlike and len(data) < _BOTH:
        message = (
            f"The schemes are of different {' and of different '.join(unlike)}. Prices, lists and results "
            "belong to a year and a nation, so one set of practice data cannot say the difference in pounds."
        )
        remedy = "Give --data twice, for A and then for B; or leave it out: words and points need no data."
        found.append(Problem("C163", Place("--data"), message, remedy))
    return found


# --- printing ---


def _print_words(found: Difference, schemes: tuple[Scheme, Scheme]) -> None:
    from incentives.report.diff_words import in_words
    from incentives.report.paragraphs import as_text

    a, b = (s.header for s in schemes)
    say(f"What differs: {b.title}")
    say(f"      beside: {a.title}")
    say()
    say(as_text(in_words(found), screen_width()))


def _print_money(money: DiffMoney, schemes: tuple[Scheme, Scheme]) -> None:
    from incentives.report.paragraphs import Line, set_out

    width = screen_width()
    a, b = (s.header for s in schemes)
    say("In pounds, if every practice signs")
    if a.year != b.year:
        apart = (
            f"Each scheme is worked out on the results, lists and prices of its own year, {a.year} and "
            f"{b.year}: the difference is that of the years as much as that of the schemes."
        )
        say(set_out(Line(apart), 0, width))
    total = (
        f"All practices would receive {pounds(money.before)} under the first scheme (A) and "
        f"{pounds(money.after)} under the second (B): {_signed(money.after - money.before)}."
    )
    say(set_out(Line(total), 0, width))
    say()
    changes = [(change, str(number), _signed(pence)) for change, number, pence in money.by_change]
    print_table("By what becomes of the terms", ("Terms", "Payments", "Difference"), changes)
    differing = sorted((m for m in money.moved if m.difference), key=lambda m: m.difference)
    heads = ("Payment", "What it is", "Its terms", "A", "B", "Difference")
    print_table("Payment by payment", heads, [_row(m) for m in differing], right=3, cut=1)
    same = len(money.moved) - len(differing)
    added = f"The differences add up to {_signed(sum(m.difference for m in money.moved))}"
    alike = f"{counted(same, 'other payment')} {'is' if same == 1 else 'are'} the same on both sides."
    say(set_out(Line(f"{added}. {alike}"), 0, width))
    say()
    rows = [
        (p.code, pounds(p.base), pounds(p.proposed), _signed(p.difference))
        for p in sorted(money.practices, key=lambda p: p.code)
    ]
    print_table("Practice by practice", ("Practice", "A", "B", "Difference"), rows)


def _row(moved: Moved) -> tuple[str, ...]:
    code = moved.id or moved.was_id
    if moved.id and moved.was_id not in ("", moved.id):
        code = f"{moved.id} (was {moved.was_id})"
    return (
        code,
        moved.title,
        moved.change,
        pounds(moved.before),
        pounds(moved.after),
        _signed(moved.difference),
    )


def _signed(pence: int) -> str:
    return f"+{pounds(pence)}" if pence > 0 else pounds(pence)
