"""``incentives explain``: one payment, every step, in words and as a workbook formula."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from incentives.base.problem import Place, Problem, Refused, did_you_mean
from incentives.cli.loading import bound
from incentives.cli.options import AsJson, DataPath, SchemeName
from incentives.cli.terminal import pounds, print_json, say

if TYPE_CHECKING:
    from incentives.data.bound import Binding
    from incentives.explain.story import Story
    from incentives.formula.plan import Plan


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
    from incentives.explain.story import tell, tell_total

    _, plan, _, binding = bound(scheme, data)
    wanted = practice.strip().upper()
    code = _known(wanted, binding.practices, "C102", "practice of these data", "--practice")
    if indicator:
        named = _known(indicator, plan.ids(), "C103", "payment of this scheme", "--indicator")
        story = tell(plan, binding, code, named)
    else:
        story = tell_total(plan, binding, code)
    if as_json:
        print_json(_as_data(story))
        return
    _print(story, plan, binding)


def _known(word: str, known: tuple[str, ...], code: str, what: str, option: str) -> str:
    if word in known:
        return word
    problem = Problem(code, Place(option), f'"{word}" is no {what}.', did_you_mean(word, known))
    raise Refused([problem])


def _print(story: Story, plan: Plan, binding: Binding) -> None:
    from incentives.report.formulas import formulas_of

    name = binding.names.get(story.practice, "")
    say(f"{plan.title}")
    what = f"{story.component} {story.title}" if story.component else "total"
    say(f"{story.practice} {name}: {what}")
    formulas = formulas_of(plan, len(binding.practices), binding.practices.index(story.practice))
    for number, step in enumerate(story.steps, start=1):
        say()
        say(f"{number}. {step.title}: {step.result}")
        say(f"   {step.says}")
        say(f"   {step.title} = {step.working}")
        for given in step.given:
            say(f"     {given.says}: {given.figure}  [{given.source}]")
        if formula := formulas(step.name, story.component):
            say(f"   Excel {formula[0]}: ={formula[1]}")
    if story.steps:
        say()
        is_money = story.steps[-1].unit.pounds == 1
        total = pounds(story.pence) if is_money else story.steps[-1].result
        say(f"{story.practice} {story.component or 'total'}: {total} (gross).")


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
