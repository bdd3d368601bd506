"""A comparison as one self-contained page for an audience; nothing in it is worked out here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from jinja2 import FileSystemLoader, StrictUndefined
from jinja2.sandbox import SandboxedEnvironment

from incentives.compare.burden import MINUTES
from incentives.compare.looking_back import LABEL
from incentives.compare.quality import DROPPED, NEW
from incentives.report.audience import FEWEST, too_few
from incentives.report.charts import RangeRow, changes, ranges
from incentives.report.compare_page_parts import (
    apart_rows,
    break_even_notes,
    break_even_rows,
    classes_chart,
    floor_lines,
    floor_of,
    moved_rows,
    signed,
    without_effect,
)
from incentives.report.compare_words import Said, change, headline, heads, pounds, questions
from incentives.shipped import shipped
from incentives.withdrawal.constants import CARE_SHARE

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from incentives.compare.groups import Group
    from incentives.compare.money import PracticeMoney, Scenario
    from incentives.compare.quality import Outlook
    from incentives.compare.whole import Comparison
    from incentives.report.audience import Audience

PENCE = 100


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a page is of: program, date, fingerprints, and the studies that projections rest on."""

    program: str
    dated: date
    fingerprint: str
    studies: tuple[tuple[str, str], ...]


def page(found: Comparison, audience: Audience, stamp: Stamp) -> str:
    """Return the whole page as HTML: no script, no font and no picture from anywhere else."""
    environment = SandboxedEnvironment(
        loader=FileSystemLoader(shipped("templates")), autoescape=True, undefined=StrictUndefined
    )
    return environment.get_template("compare.html.jinja").render(
        found=found,
        audience=audience,
        stamp=stamp,
        said=Said(audience.is_public),
        fewest=FEWEST,
        heads=heads(found),
        label=LABEL if found.looking_back else "",
        headline=headline(found, audience),
        questions=questions(found, audience),
        **_money_parts(found, audience),
        **_care_parts(found, public=audience.is_public),
        interests=found.interests if audience.sees_every_practice else (),
        register=_register(found) if audience.sees_every_practice else [],
        work=list(zip(_sides(found), (found.work_before, found.work_after), strict=True)),
        assumptions=_assumptions(found),
        pounds=pounds,
        change=change,
    )


def _money_parts(found: Comparison, audience: Audience) -> dict[str, Any]:
    said = Said(audience.is_public)
    return {
        "scenarios": [_scenario(s, said) for s in found.answers],
        "groups": _groups(found, audience),
        "practices": _practices(found, audience),
        "money_chart": classes_chart(found) if audience.is_public else _money_chart(found),
        "apart": apart_rows(found, audience),
        "floor": floor_lines(found, audience),
    }


def _care_parts(found: Comparison, *, public: bool) -> dict[str, Any]:
    return {
        "care_chart": _care_chart(found),
        "care": [_care(o) for o in found.outlooks if o.facts.status == DROPPED and o.years],
        "without": without_effect(found),
        "new": [o for o in found.outlooks if o.facts.status == NEW],
        "moved": moved_rows(found),
        "break_even": break_even_rows(found, public=public),
        "break_even_notes": break_even_notes(found),
    }


def _sides(found: Comparison) -> tuple[str, str]:
    before, after, _ = heads(found)
    return before, after


def _scenario(scenario: Scenario, said: Said) -> dict[str, Any]:
    return {
        "name": scenario.name,
        "signs": said.count(scenario.signs),
        "receive": said.money(scenario.proposed),
        "difference": said.change(scenario.difference),
        "more": said.count(scenario.more),
        "less": said.count(scenario.less),
        "protections": said.money(scenario.smoothing),
    }


def _groups(found: Comparison, audience: Audience) -> list[tuple[str, list[dict[str, Any]]]]:
    groups = found.groups[found.shown.name]
    kinds = list(dict.fromkeys(g.kind for g in groups))
    return [(kind, _of_kind([g for g in groups if g.kind == kind], audience)) for kind in kinds]


def _of_kind(groups: Sequence[Group], audience: Audience) -> list[dict[str, Any]]:
    """Return a kind's rows. To the public a small group is hidden, and one more if it is alone."""
    said = Said(audience.is_public)
    hidden = (
        frozenset[str]() if audience.sees_every_practice else too_few({g.name: g.practices for g in groups})
    )
    return [
        {
            "name": g.name,
            "practices": str(g.practices) if g.name not in hidden else "few",
            "difference": said.change(g.difference) if g.name not in hidden else "not shown",
            "per_patient": _per_patient(g) if g.name not in hidden else "not shown",
        }
        for g in groups
    ]


def _per_patient(group: Group) -> str:
    value = group.per_patient
    return "—" if value is None else signed(value / PENCE, 2)


def _practices(found: Comparison, audience: Audience) -> list[dict[str, Any]]:
    rows = sorted(found.shown.practices, key=lambda p: -p.difference)
    if audience.practice:
        rows = [p for p in rows if p.code == audience.practice]
    elif not audience.sees_every_practice:
        return []
    return [_practice(p, found) for p in rows]


def _practice(practice: PracticeMoney, found: Comparison) -> dict[str, Any]:
    return {
        "code": practice.code,
        "name": found.standings[practice.code].name,
        "signs": "yes" if practice.signs else "no",
        "base": pounds(practice.base),
        "proposed": pounds(practice.proposed),
        "difference": change(practice.difference),
        "protections": pounds(practice.protected),
        "floor": floor_of(found, practice.code),
        "apart": bool(practice.days),
    }


def _register(found: Comparison) -> list[dict[str, str]]:
    mine = {p.code: p for p in found.shown.practices}
    return [
        {
            "person": one.person,
            "role": one.role,
            "votes": "yes" if one.votes else "no",
            "practice": f"{one.practice} {found.standings[one.practice].name}",
            "difference": change(mine[one.practice].difference),
        }
        for one in found.register
    ]


def _money_chart(found: Comparison) -> str:
    per_patient = []
    for practice in (p for p in found.shown.practices if not p.days):
        patients = found.standings[practice.code].list_size
        if patients:
            per_patient.append(practice.difference / PENCE / patients)
    description = (
        f"{sum(v > 0 for v in per_patient)} bars above the line, {sum(v < 0 for v in per_patient)} below; "
        f"largest {max(per_patient, default=0):+.2f}, smallest {min(per_patient, default=0):+.2f} pounds."
    )
    title = "Each practice's change in pounds a patient, in order of size"
    return changes([round(v, 2) for v in per_patient], title, description)


def _care_chart(found: Comparison) -> str:
    rows = [
        RangeRow(
            o.facts.id,
            o.baseline or 0.0,
            (o.baseline or 0.0) + o.years[-1].median,
            (o.baseline or 0.0) + o.years[-1].low80,
            (o.baseline or 0.0) + o.years[-1].high80,
        )
        for o in found.outlooks
        if o.facts.status == DROPPED and o.years
    ]
    if not rows:
        return ""
    description = "; ".join(
        f"{r.label} {r.now:.0%} now, {r.median:.0%} likely, range {r.low:.0%} to {r.high:.0%}" for r in rows
    )
    return ranges(rows, "Recorded achievement now and its likely range in three years", description)


def _care(outlook: Outlook) -> dict[str, Any]:
    base = outlook.baseline or 0.0
    return {
        "id": outlook.facts.id,
        "title": outlook.facts.title,
        "type": outlook.facts.type,
        "happens": {"watched": "still watched", "substituted": "replaced by another payment"}.get(
            outlook.facts.happens, "not paid for"
        ),
        "reason": outlook.facts.reason,
        "now": f"{base:.0%}" if outlook.baseline is not None else "—",
        "years": [f"{base + y.low80:.0%} to {base + y.high80:.0%}" for y in outlook.years],
        "patients": _span(outlook.patients),
        "care": _span(outlook.care),
        "effects": outlook.effects,
        "caveat": outlook.caveat,
    }


def _span(values: Sequence[float] | None) -> str:
    return f"{values[0]:,.0f} to {values[-1]:,.0f}" if values else "—"


def _assumptions(found: Comparison) -> list[str]:
    care = ", ".join(f"{name} {low:.0%} to {high:.0%}" for name, (low, high) in CARE_SHARE.items())
    minutes = ", ".join(f"{name} {value:g}" for name, value in MINUTES.items() if value)
    if found.looking_back:
        return [*found.looking_back.assumed, f"Minutes for each patient (assumption): {minutes}."]
    return [
        "Money is worked out on the practice results given, for every practice, to the penny.",
        "Practices are supposed to work as they do now, apart from what is projected.",
        f"Share of a recorded fall that is care not given (assumption, no study measures it): {care}.",
        f"Minutes for each patient (assumption, no published time study): {minutes}.",
        "After the third year nothing is known.",
    ]
