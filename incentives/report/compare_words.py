"""What a comparison says in sentences: the headline, the questions that are asked, and their answers."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from incentives.base.amount import in_pounds
from incentives.compare.quality import DROPPED

if TYPE_CHECKING:
    from incentives.compare.whole import Comparison
    from incentives.report.audience import Audience

PENCE = 100


def headline(found: Comparison, audience: Audience) -> str:
    """Return the one sentence that a reader takes away."""
    shown = found.shown
    if audience.practice:
        mine = next(p for p in shown.practices if p.code == audience.practice)
        return (
            f"{audience.practice} would receive {pounds(mine.proposed)} under the scheme and "
            f"{pounds(mine.base)} if nothing changes: {change(mine.difference)}."
        )
    share = 100 * shown.difference / shown.base if shown.base else 0.0
    more = sum(p.difference > 0 for p in shown.practices)
    less = sum(p.difference < 0 for p in shown.practices)
    return (
        f"With {shown.signs} of {len(shown.practices)} practices signed, practices together receive "
        f"{change(_near(shown.difference))} than if nothing changes ({share:+.1f}%): {more} would receive "
        f"more and {less} less."
    )


def questions(found: Comparison) -> list[tuple[str, str]]:
    """Return the questions that are asked, each with its answer in figures."""
    return [
        ("What happens to care that is no longer paid for?", _answer_on_care(found)),
        ("What does it cost, and what is the most it could cost?", _answer_on_cost(found)),
        ("Who would receive less, and must they take part?", _answer_on_choice(found)),
        ("Does it add to the work of practices?", _answer_on_work(found)),
        ("Does it widen the gap between practices?", _answer_on_gap(found)),
    ]


def _answer_on_care(found: Comparison) -> str:
    dropped = [o for o in found.outlooks if o.facts.status == DROPPED]
    if not dropped:
        return "Every indicator that was paid for still is. No effect is projected."
    known = [o for o in dropped if o.years]
    said = [f"{len(dropped)} indicators are not paid for under this scheme."]
    if known:
        most = min(known, key=lambda o: o.years[-1].median)
        last, base = most.years[-1], most.baseline or 0.0
        said += [
            f"For {len(known)} there is evidence. The largest fall is likely in {most.facts.id}",
            f"({most.facts.title}): {base:.0%} recorded now, {base + last.low80:.0%} to",
            f"{base + last.high80:.0%} in three years (4 in 5).",
        ]
    if len(known) < len(dropped):
        said.append(f"For {len(dropped) - len(known)} there is no evidence, so nothing is projected.")
    return " ".join([*said, "What is recorded is not the same as care given; the table shows both."])


def _answer_on_cost(found: Comparison) -> str:
    shown, money = found.shown, found.money
    said = [
        f"This schedule pays {pounds(_near(shown.paid_by_schedule))}; national QOF of",
        f"{pounds(_near(shown.released))} is no longer paid to the practices that sign. If only those that",
        f"gain sign, all practices together receive {pounds(_near(money.cost_of_choice))} more than if",
        "every practice signs. If every practice signed and achieved all that it can, they would receive",
        f"{pounds(_near(money.most))}.",
    ]
    if found.limit is not None:
        said.append(f"The budget limit is {pounds(found.limit)}.")
    return " ".join(said)


def _answer_on_choice(found: Comparison) -> str:
    everyone = found.money.scenarios[0]
    less = [-p.difference for p in everyone.practices if p.difference < 0]
    if not less:
        return "No practice would receive less. A practice that does not sign keeps what it has."
    return (
        f"If every practice signed, {len(less)} of {len(everyone.practices)} would receive less, together "
        f"{pounds(_near(sum(less)))}. Nobody has to sign: a practice that does not keeps what it has."
    )


def _answer_on_work(found: Comparison) -> str:
    before, after = found.work_before, found.work_after
    return (
        f"Indicators: {before.indicators} now, {after.indicators} under the scheme. Entries to be coded in "
        f"a year: {before.coded:,} now, {after.coded:,} then. At assumed minutes for each patient that is "
        f"{before.hours:,.0f} hours now and {after.hours:,.0f} then."
    )


def _answer_on_gap(found: Comparison) -> str:
    gaps = [o.gap for o in found.outlooks if o.gap is not None and o.facts.status == DROPPED]
    if not gaps:
        return "Deprivation scores are not in the practice data, so the gap is not known."
    return (
        f"Of the {len(gaps)} indicators that are not paid for, {sum(g < 0 for g in gaps)} stand lower now in "
        "the most deprived fifth of practices than in the least deprived; the mean difference is "
        f"{100 * sum(gaps) / len(gaps):+.1f} points. How the gap moves when payment stops was measured by "
        "no study."
    )


def _near(pence: int) -> int:
    """Round to whole pounds for a sentence; tables keep the pence."""
    return round(pence / PENCE) * PENCE


def pounds(pence: int) -> str:
    """Return pence as pounds, without pence where there are none."""
    text = in_pounds(Fraction(pence, PENCE))
    return text.removesuffix(".00") if pence % PENCE == 0 else text


def change(pence: int) -> str:
    """Return a difference in words: ``£12.50 more``."""
    if pence == 0:
        return "no more and no less"
    return f"{pounds(abs(pence))} {'more' if pence > 0 else 'less'}"
