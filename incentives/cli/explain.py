"""``incentives explain``: one payment, every step, in words and as a workbook formula."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from incentives.base.problem import Place, Problem, Refused, did_you_mean
from incentives.cli.loading import bound
from incentives.cli.options import AsJson, DataPath, SchemeName
from incentives.cli.resting import words_of
from incentives.cli.terminal import PENCE, pounds, print_json, say

if TYPE_CHECKING:
    from incentives.data.bound import Binding
    from incentives.explain.story import Story
    from incentives.formula.plan import Plan
    from incentives.report.resting import Resting


def explain(
    scheme: SchemeName,
    data: DataPath,
    practice: Annotated[str, typer.Option("--practice", metavar="CODE", help="The practice's ODS code.")],
    indicator: Annotated[
        str, typer.Option("--indicator", metavar="ID", help="An indicator or another payment.")
    ] = "",
    as_json: AsJson = False,
) -> None:
    """Show how a payment came about: the rule, the figures, their sources, the Excel formula."""
    from incentives.explain.story import Stories
    from incentives.report.story_words import story_lines

    _, plan, _, binding = bound(scheme, data)
    wanted = practice.strip().upper()
    code = _known(wanted, binding.practices, "C102", "practice of these data", "--practice")
    if indicator:
        named = _known(indicator, plan.ids(), "C103", "payment of this scheme", "--indicator")
        story = Stories(plan, binding).payment(code, named)
    else:
        story = Stories(plan, binding).total(code)
    resting = _resting(plan, binding, story)
    if as_json:
        print_json({**_as_data(story), "rests_on_unverified": words_of(resting)})
        return
    for line in story_lines(story, plan, binding):
        say(line)
    _say_resting(resting)


def _known(word: str, known: tuple[str, ...], code: str, what: str, option: str) -> str:
    if word in known:
        return word
    problem = Problem(code, Place(option), f'"{word}" is no {what}.', did_you_mean(word, known))
    raise Refused([problem])


def _resting(plan: Plan, binding: Binding, story: Story) -> Resting:
    """Return what the payment (or every payment of the practice) rests on that is unverified."""
    from incentives.explain.exact import Exact
    from incentives.formula.plan import Columns
    from incentives.report.resting import paid_here, resting_on

    if story.component:
        if plan.component(story.component).amount:
            return resting_on(plan, {story.component: story.pence})
        return resting_on(plan, {story.component: 0}, Columns.POINTS)
    exact, at = Exact(plan, binding), binding.practices.index(story.practice)
    paid = {c.id: exact.step(c.amount, at, plan.ids().index(c.id)) for c in paid_here(plan)}
    return resting_on(plan, {c: int(pounds_paid * PENCE) for c, pounds_paid in paid.items()})


def _say_resting(resting: Resting) -> None:
    if not resting.values:
        say("It rests on no unverified value of the scheme.")
        return
    how_much = f"{pounds(resting.total_pence)} of it rests" if resting.total_pence else "It rests"
    say(f"{how_much} on unverified values of the scheme:")
    for words in words_of(resting):
        say(f"  {words}")


def _as_data(story: Story) -> dict[str, object]:
    return {
        "practice_code": story.practice,
        "component": story.component,
        "steps": [
            {
                "step": s.name,
                "says": s.says,
                "working": s.working,
                "result": s.result,
                "exact": str(s.exact),
                "given": [{"what": g.says, "figure": g.figure, "source": g.source} for g in s.given],
            }
            for s in story.steps
        ],
    }
