"""One payment's story as lines of text: for the terminal, and for an auditor's file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incentives.base.amount import in_pounds
from incentives.report.formulas import formulas_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from incentives.data.bound import Binding
    from incentives.explain.story import Story
    from incentives.formula.plan import Plan


def story_lines(story: Story, plan: Plan, binding: Binding) -> Iterator[str]:
    """Yield the story's title, each step with its rule, working, figures and formula, and the amount."""
    name = binding.names.get(story.practice, "")
    yield plan.title
    yield f"{story.practice} {name}: {f'{story.component} {story.title}'.strip()}"
    formulas = formulas_of(plan, len(binding.practices), binding.practices.index(story.practice))
    for number, step in enumerate(story.steps, start=1):
        yield ""
        yield f"{number}. {step.title}: {step.result}"
        yield f"   {step.says}"
        yield f"   {step.title} = {step.working}"
        for given in step.given:
            yield f"     {given.says}: {given.figure}  [{given.source}]"
        if formula := formulas(step.name, story.component):
            yield f"   Excel {formula[0]}: ={formula[1]}"
    if story.steps:
        last = story.steps[-1]
        total = in_pounds(last.exact) if last.unit.pounds == 1 else last.result
        yield ""
        yield f"{story.practice} {story.component or story.title}: {total} (gross)."
