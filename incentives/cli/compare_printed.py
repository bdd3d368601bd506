"""A comparison on the terminal: money or two years, recorded care, what it may cost, interests."""

from __future__ import annotations

from textwrap import fill
from typing import TYPE_CHECKING

from incentives.cli.terminal import pounds, print_table, say, screen_width

if TYPE_CHECKING:
    from incentives.compare.quality import Outlook
    from incentives.compare.whole import Comparison


def print_comparison(found: Comparison) -> None:
    """Print a comparison; two years stand under their label."""
    if found.looking_back:
        _print_years(found)
    else:
        _print_money(found)
    _print_care(found)
    _print_rest(found)
    _print_interests(found)


def _print_money(found: Comparison) -> None:
    from incentives.report.compare_words import apart_words
    from incentives.report.spread_words import way_words

    money = found.money
    rows = [
        (
            s.name,
            str(s.signs),
            pounds(s.proposed),
            pounds(s.difference),
            str(s.more),
            str(s.less),
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
        say(f"{pounds(low)} to {pounds(high)}{_over(found)}.")
        _wrapped(way_words(found))
    limit = f"; the budget limit is {pounds(found.limit)}" if found.limit is not None else ""
    say(f"The most it could cost, everything achieved: {pounds(money.most)}{limit}.")
    for line in found.points_floor.lines() if found.points_floor else ():
        _wrapped(line)
    for practice in found.shown.apart:
        _wrapped(f"{practice.code} stands apart from More and Less. {apart_words(practice)}")
    say()


def _print_years(found: Comparison) -> None:
    """Print two years side by side, under their label."""
    from incentives.compare.looking_back import LABEL

    back, shown = found.looking_back, found.shown
    if back is None:
        return
    say(f"{LABEL.upper()}.")
    rows = [
        (
            "All practices",
            pounds(shown.base),
            pounds(shown.proposed),
            pounds(shown.difference),
            str(shown.more),
            str(shown.less),
        )
    ]
    heads = ("", back.first, back.second, "Difference", "More", "Less")
    print_table(f"{found.money.proposed_title} beside {found.money.base_title}", heads, rows, right=1)
    print_table(
        "What each year is worked out with", ("What", back.first, back.second), back.worked_with, right=1
    )
    for sentence in back.assumed:
        _wrapped(sentence)
    say()


def _print_rest(found: Comparison) -> None:
    """Print what may be lost in care beside what is saved, or what that needs."""
    from incentives.compare.break_even import NEEDS

    if found.sign_off is None:
        if found.break_even:
            _wrapped(f'{NEEDS} Add --with-clinical-sign-off "NAME" YYYY-MM-DD.')
        return
    from incentives.report.compare_page_parts import NO_GAIN, break_even_notes, break_even_rows

    keys = ("id", "saved", "fall", "likely", "events")
    rows = [tuple(row[key] for key in keys) for row in break_even_rows(found) if row["events"] != NO_GAIN]
    heads = ("Indicator", "Paid a year", "Care may fall by", "Likely (assumption)", "Events (assumption)")
    if rows:
        print_table("What is saved, and what it may cost in care", heads, rows, right=1)
    for note in break_even_notes(found):
        _wrapped(note)


def _wrapped(sentence: str) -> None:
    say(fill(sentence, screen_width()))


def _over(found: Comparison) -> str:
    if found.limit is None or found.spread is None:
        return ""
    from incentives.report.spread_words import over_words

    return f"; over the budget limit {over_words(found.spread, found.limit)}"


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
    rows = [_care_row(o) for o in dropped if o.years]
    heads = ("Indicator", "What it is", "Now", "In 3 years", "Likely range", "Fewer recorded")
    where = f"in {found.looking_back.second}" if found.looking_back else "under this scheme"
    if rows:
        print_table(f"Indicators not paid for {where}: recorded achievement", heads, rows, right=2, cut=1)
    without = [o.facts.id for o in dropped if not o.years]
    if without:
        _wrapped(f"Without evidence, so nothing is projected: {', '.join(without)}.")
    say("Likely range: 4 in 5. A projection of what is recorded, which is not the same as care given.")
    say("incentives evidence lists what it rests on; --json has every year and range.")


def _care_row(outlook: Outlook) -> tuple[str, ...]:
    now = f"{outlook.baseline:.0%}" if outlook.baseline is not None else "—"
    last, base = outlook.years[-1], outlook.baseline or 0.0
    low, middle, high = outlook.patients or (0.0, 0.0, 0.0)
    return (
        outlook.facts.id,
        outlook.facts.title,
        now,
        f"{base + last.median:.0%}",
        f"{base + last.low80:.0%} to {base + last.high80:.0%}",
        f"{middle:,.0f} ({low:,.0f} to {high:,.0f})",
    )
