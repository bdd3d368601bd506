"""What a comparison says in sentences: the headline, the questions that are asked, and their answers."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from incentives.base.amount import in_pounds
from incentives.compare.looking_back import LABEL
from incentives.compare.quality import DROPPED
from incentives.report.audience import CONFIDENTIAL, FEWEST, Audience
from incentives.report.spread_words import range_words, way_words

if TYPE_CHECKING:
    from incentives.compare.money import PracticeMoney
    from incentives.compare.whole import Comparison

PENCE = 100
_THOUSAND = 1_000 * PENCE


@dataclass(frozen=True, slots=True)
class Said:
    """How amounts and counts are said to an audience: to the public in thousands, and no small count."""

    public: bool

    def money(self, pence: int) -> str:
        """Return an amount: to the penny, or to the nearest £1,000 for the public."""
        return pounds(round(Fraction(pence, _THOUSAND)) * _THOUSAND if self.public else pence)

    def about(self, pence: int) -> str:
        """Return an amount for a sentence: in whole pounds, or to the nearest £1,000 for the public."""
        return self.money(pence) if self.public else pounds(round(pence / PENCE) * PENCE)

    def change(self, pence: int) -> str:
        """Return a difference in words: ``£12.50 more``."""
        text = self.money(abs(pence))
        if pence == 0:
            return "no change"
        return f"{text} {_way(pence)}" if text != "£0" else "less than £500 " + _way(pence)

    def count(self, practices: int) -> str:
        """Return a count of practices."""
        return f"fewer than {FEWEST}" if self.public and 0 < practices < FEWEST else str(practices)

    def percent(self, share: float) -> str:
        """Return a change in per cent: to one place, or whole for the public."""
        text = f"{100 * share:+.0f}%" if self.public else f"{100 * share:+.1f}%"
        return text.replace("-", "−")  # noqa: RUF001 - a minus sign as people print it


def headline(found: Comparison, audience: Audience) -> str:
    """Return the one sentence that a reader takes away."""
    shown, said = found.shown, Said(audience.is_public)
    if audience.practice:
        return _of_practice(found, next(p for p in shown.practices if p.code == audience.practice))
    share = said.percent(shown.difference / shown.base if shown.base else 0.0)
    counts = f"{said.count(shown.more)} would receive more and {said.count(shown.less)} less"
    amount = change_about(shown.difference, said)
    if found.looking_back:
        past = counts.replace("would receive", "receive")
        return (
            f"In {found.looking_back.second} practices together receive {amount} than in "
            f"{found.looking_back.first} ({share}): {past}. {LABEL}."
        )
    return (
        f"With {said.count(shown.signs)} of {len(shown.practices)} practices signed, practices together "
        f"receive {amount} than if nothing changes ({share}): {counts}.{_apart(found, said)}"
    )


def _of_practice(found: Comparison, mine: PracticeMoney) -> str:
    if found.looking_back:
        return (
            f"{mine.code} receives {pounds(mine.proposed)} in {found.looking_back.second} and "
            f"{pounds(mine.base)} in {found.looking_back.first}: {change(mine.difference)}. {LABEL}."
        )
    return (
        f"{mine.code} would receive {pounds(mine.proposed)} under the scheme and "
        f"{pounds(mine.base)} if nothing changes: {change(mine.difference)}."
    )


def _apart(found: Comparison, said: Said) -> str:
    apart = len(found.shown.apart)
    if not apart:
        return ""
    one = " One takes" if apart == 1 else f" {said.count(apart).capitalize()} take"
    return f"{one} part for some of the year only and stand{'s' if apart == 1 else ''} apart."


def apart_words(practice: PracticeMoney) -> str:
    """Return why a practice that takes part for some of the year stands apart, and like beside like."""
    of, year = practice.days or (0, 1)
    return (
        f"In the scheme for {of} of {year} days. The scheme pays for those days alone, and "
        f"{pounds(practice.base)} is for the whole year; for the same days that is "
        f"{pounds(practice.base_for_its_days)}. Like beside like: {change(practice.difference_for_its_days)}."
    )


def questions(found: Comparison, audience: Audience | None = None) -> list[tuple[str, str]]:
    """Return the questions that are asked, each with its answer in figures."""
    said = Said((audience or Audience(CONFIDENTIAL)).is_public)
    asked = [("What happens to care that is no longer paid for?", _answer_on_care(found))]
    if found.looking_back:
        asked.append(("What did each year pay?", _answer_on_years(found, said)))
    else:
        asked += [
            ("What does it cost, and what is the most it could cost?", _answer_on_cost(found, said)),
            ("Who would receive less, and must they take part?", _answer_on_choice(found, said)),
        ]
    return [
        *asked,
        ("Does it add to the work of practices?", _answer_on_work(found)),
        ("Does it widen the gap between practices?", _answer_on_gap(found)),
    ]


def _answer_on_care(found: Comparison) -> str:
    dropped = [o for o in found.outlooks if o.facts.status == DROPPED]
    if not dropped:
        return "Every indicator that was paid for still is. No effect is projected."
    known = [o for o in dropped if o.years]
    where = f"in {found.looking_back.second}" if found.looking_back else "under this scheme"
    said = [f"{len(dropped)} indicators are not paid for {where}."]
    if known:
        most = min(known, key=lambda o: o.years[-1].median)
        last, base = most.years[-1], most.baseline or 0.0
        said += [
            f"For {len(known)} there is evidence. The largest fall is likely in {most.facts.id}",
            f"({most.facts.title}): {base:.0%} recorded {names(found)[0]}, {base + last.low80:.0%} to",
            f"{base + last.high80:.0%} in three years (4 in 5).",
        ]
    if len(known) < len(dropped):
        said.append(f"For {len(dropped) - len(known)} there is no evidence, so nothing is projected.")
    return " ".join([*said, "What is recorded is not the same as care given; the table shows both."])


def _answer_on_years(found: Comparison, said: Said) -> str:
    back, shown = found.looking_back, found.shown
    if back is None:
        return ""
    return (
        f"{back.first}: {said.about(shown.base)}. {back.second}: {said.about(shown.proposed)}. Each year is "
        "worked out by its own rules on its own results; the difference holds all that changed between them."
    )


def _answer_on_cost(found: Comparison, said: Said) -> str:
    shown, money = found.shown, found.money
    sentences = [
        f"This schedule pays {said.about(shown.paid_by_schedule)}; national QOF of",
        f"{said.about(shown.released)} is no longer paid to the practices that sign. If only those that",
        f"gain sign, all practices together receive {said.about(money.cost_of_choice)} more than if",
        "every practice signs. If every practice signed and achieved all that it can, they would receive",
        f"{said.about(money.most)}.",
    ]
    if found.limit is not None:
        sentences.append(f"The budget limit is {pounds(found.limit)}.")
    if found.spreads is not None:
        sentences += [range_words(found, said.about), way_words(found)]
    if found.points_floor:
        sentences.append("A cut of the global sum below the points floor is in none of these figures.")
    return " ".join(sentences)


def _answer_on_choice(found: Comparison, said: Said) -> str:
    everyone = found.money.scenarios[0]
    less = [-p.difference for p in everyone.practices if p.difference < 0 and not p.days]
    if not less:
        answer = "No practice would receive less. A practice that does not sign keeps what it has."
    else:
        together = f", together {said.about(sum(less))}" if said.count(len(less)) == str(len(less)) else ""
        answer = (
            f"If every practice signed, {said.count(len(less))} of {len(everyone.practices)} would receive "
            f"less{together}. Nobody has to sign: a practice that does not keeps what it has."
        )
    return answer + _apart(found, said)


def _answer_on_work(found: Comparison) -> str:
    before, after = found.work_before, found.work_after
    now, then = names(found)
    return (
        f"Indicators: {before.indicators} {now}, {after.indicators} {then}. Entries to be coded in a year: "
        f"{before.coded:,} {now}, {after.coded:,} {then}. At assumed minutes for each patient that is "
        f"{before.hours:,.0f} hours {now} and {after.hours:,.0f} {then}."
    )


def _answer_on_gap(found: Comparison) -> str:
    gaps = [o.gap for o in found.outlooks if o.gap is not None and o.facts.status == DROPPED]
    if not gaps:
        if not any(o.facts.status == DROPPED for o in found.outlooks):
            return "Every indicator that was paid for still is, so no change of the gap is projected."
        return "Deprivation scores are not in the practice data, so the gap is not known."
    return (
        f"Of the {len(gaps)} indicators that are not paid for, {sum(g < 0 for g in gaps)} stand lower "
        f"{names(found)[0]} in the most deprived fifth of practices than in the least deprived; the mean "
        f"difference is {100 * sum(gaps) / len(gaps):+.1f} points. How the gap moves when payment stops was "
        "measured by no study."
    )


def names(found: Comparison) -> tuple[str, str]:
    """Return what the two sides are called in a sentence: now and then, or the two years."""
    back = found.looking_back
    return (f"in {back.first}", f"in {back.second}") if back else ("now", "under the scheme")


def heads(found: Comparison) -> tuple[str, str, str]:
    """Return what the two sides and their difference are called above a column."""
    back = found.looking_back
    return (back.first, back.second, "Difference") if back else ("Now", "Under the scheme", "Difference")


def change_about(pence: int, said: Said) -> str:
    """Return a difference for a sentence, in whole pounds or thousands."""
    if pence == 0:
        return "no more and no less"
    return f"{said.about(abs(pence))} {_way(pence)}"


def pounds(pence: int) -> str:
    """Return pence as pounds, without pence where there are none."""
    text = in_pounds(Fraction(pence, PENCE))
    return text.removesuffix(".00") if pence % PENCE == 0 else text


def change(pence: int) -> str:
    """Return a difference in words: ``£12.50 more``."""
    return Said(public=False).change(pence) if pence else "no change"


def _way(pence: int) -> str:
    return "more" if pence > 0 else "less"
