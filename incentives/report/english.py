"""A scheme in plain English: what is counted, who is left out, what is paid, the offer, and an example.

Generated from the scheme and the steps of its plan: every setting that somebody wrote stands in a sentence
(``setting_words``), what a step does is said in the step's own words, and the example is worked out by
``explain`` on a made-up practice. The same scheme gives the same words.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from incentives.base.amount import written
from incentives.base.year import written_date
from incentives.formula.plan import THIS_SCHEDULE, Columns, Stage
from incentives.report.entry_words import Told, together, with_titles
from incentives.report.example_words import example
from incentives.report.offer_words import at_risk, offer
from incentives.report.paragraphs import Line, Part
from incentives.report.setting_words import readable, sentence
from incentives.report.words import step_by_step
from incentives.scheme.beside import PREFIX
from incentives.scheme.forms.conditions import BEFORE
from incentives.scheme.in_force import said
from incentives.scheme.resolved import resolved
from incentives.scheme.texts import as_texts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from incentives.formula.plan import Component, Plan
    from incentives.scheme.model import Scheme

_NO_SENTENCE = frozenset({"id", "part", "form", "form_number", "origin", "origins", "title", "variants"})
_OF_INDICATORS = _NO_SENTENCE | {"group", "points", "type"}
_VARIANT = (_NO_SENTENCE - {"title"}) | {"where"}
_ORDINARY = {
    "on_empty_denominator": "zero",
    "weighted_by": "its register",
    "paid_by": THIS_SCHEDULE,
    "group": "Payments",
    "of": "area's payment",
    "where_there_are_none": "as achieved",
}
_HEADINGS = {
    "payments": "What is paid beside indicators",
    "conditions": "Conditions",
    "protect": "What practices are protected by",
    "limits": "The most and the least that is paid",
    "deductions": "What is taken off",
    "pots": "Fixed sums that practices share",
    "recover": "What may be taken back",
}
_RESULTS = {
    "exceptions": "Who may be left out",
    "suspended": "Results of another year",
    "small_numbers": "Where few patients are counted",
}
_PERSONALISED = 2019
"""From this year on English QOF says personalised care adjustments where it said exceptions."""


def in_full(scheme: Scheme, plan: Plan, *, steps: bool = False) -> tuple[Part, ...]:
    """Return the whole scheme in words, as parts of headings and lines; one without lines is left out.

    ``steps`` adds every step of the plan with its formula, for whoever checks a payment.
    """
    terms = resolved(scheme)
    parts = (
        Part(scheme.header.title, tuple(_lines(_opening(scheme)))),
        Part("The offer", tuple(_lines(offer(scheme)))),
        Part("What a practice can lose after doing the work", tuple(_lines(at_risk(scheme)))),
        Part("What is counted, and who is left out", tuple(_lines(_counted(scheme, terms)))),
        *(Part(heading, tuple(_lines(_rules(terms, part)))) for part, heading in _RESULTS.items()),
        *_indicators(plan, terms),
        Part("Not paid for under this scheme", tuple(_stopped(scheme))),
        Part("From points to pounds", tuple(_lines(_pounds(plan, terms)))),
        *(_listed(plan, terms, part, heading) for part, heading in _HEADINGS.items()),
        Part("The budget", tuple(_lines(_section("budget", terms["budget"])))),
        Part("When it is paid", tuple(_lines(_entry_sentences(terms["instalments"])))),
        Part("Rounding", tuple(_lines(_rounding(terms)))),
        example(plan),
        Part("Notes", tuple(_lines(scheme.notes))),
        Part("Step by step, for whoever checks a payment", step_by_step(plan) if steps else ()),
    )
    return tuple(part for part in parts if part.lines)


def protections(scheme: Scheme, plan: Plan) -> Part:
    """Return what practices are protected by, as it stands in the whole; it may have no lines."""
    return _listed(plan, resolved(scheme), "protect", _HEADINGS["protect"])


def _lines(sentences: Iterable[str]) -> Iterator[Line]:
    return (Line(text) for text in sentences)


def _opening(scheme: Scheme) -> Iterator[str]:
    year = scheme.header.year
    yield f"For the year from {written_date(year.first_day)} to {written_date(year.last_day)}."
    if scheme.offered_by:
        yield f"Offered by {scheme.offered_by.body} ({scheme.offered_by.code})."
    if scheme.indicators:
        total = written(
            sum((i.terms.points for i in scheme.indicators), start=scheme.indicators[0].terms.points * 0)
        )
        number = len(scheme.indicators)
        yield f"{number} indicator{'' if number == 1 else 's'}, {total} points in all."


# --- what is counted ---


def _counted(scheme: Scheme, terms: Mapping[str, Any]) -> Iterator[str]:
    if not scheme.indicators:
        return
    word = _exceptions(scheme)
    yield (
        "Achievement is the share of the patients counted who have had what the indicator asks for. "
        f"{word} are left out of both figures: they neither help nor harm."
    )
    yield "Unless it says otherwise, an indicator pays nothing where no patient is counted."
    yield (
        "Unless it says otherwise, its pounds go up and down with the share of the practice's patients who "
        "are on its register."
    )
    if (payer := _usual_payer(terms)) != THIS_SCHEDULE:
        yield f"Unless it says otherwise, an indicator is paid by {payer}."
    if terms["part_year"]:
        yield " ".join(_entry_sentences(terms["part_year"]))


def _rules(terms: Mapping[str, Any], part: str) -> Iterator[str]:
    """Return what a rule on results says, all of one entry in one line."""
    found = [terms[part]] if part == "small_numbers" else [r for r in terms["rules"] if r["part"] == part]
    return (" ".join(_entry_sentences(entry, terms)) for entry in found if entry)


def _exceptions(scheme: Scheme) -> str:
    """Return what the scheme's year calls patients who are left out."""
    personalised = scheme.header.nation != "Scotland" and scheme.header.year.starts_in >= _PERSONALISED
    return "Personalised care adjustments" if personalised else "Exceptions"


def _indicators(plan: Plan, terms: Mapping[str, Any]) -> Iterator[Part]:
    """Return the indicators of each disease group, and how each form of them pays."""
    says = dict.fromkeys(
        with_titles(_meaning(plan, entry), terms) for entry in terms["indicators"] if _needs_meaning(entry)
    )
    yield Part("How points are earned", tuple(Line(text) for text in says if text))
    ordinary = {**_ORDINARY, "paid_by": _usual_payer(terms)}
    groups: dict[str, list[Mapping[str, Any]]] = {}
    for entry in terms["indicators"]:
        groups.setdefault(entry["group"], []).append(entry)
    for group, entries in groups.items():
        lines = (line for entry in entries for line in _indicator(entry, terms, ordinary))
        yield Part(f"Indicators: {group}", tuple(lines))


def _needs_meaning(entry: Mapping[str, Any]) -> bool:
    """Tell whether an entry's own sentences leave open how its form pays."""
    return entry["form"] not in ("all or nothing", "lower is better", "points by formula")


def _meaning(plan: Plan, entry: Mapping[str, Any]) -> str:
    """Return what the points of an entry's form are, in the words of its step."""
    for name in ("points_as_achieved", BEFORE[0], Columns.POINTS):
        if step := plan.step(name, entry["id"]):
            return (
                step.says.replace(said(entry["worked_from"]), "") if entry.get("worked_from") else step.says
            )
    return ""


def _usual_payer(terms: Mapping[str, Any]) -> str:
    """Return who pays most indicators, which is said once and not beside each."""
    payers = [entry["paid_by"] for entry in terms["indicators"]]
    return max(dict.fromkeys(payers), key=payers.count, default=THIS_SCHEDULE)


def _indicator(
    entry: Mapping[str, Any], terms: Mapping[str, Any], ordinary: Mapping[str, str]
) -> Iterator[Line]:
    points = entry["points"]
    kind = f" ({entry['type']})" if entry["type"] else ""
    worth = f"{readable('points', points)} point{'' if points == '1' else 's'}{kind}."
    yield Line(entry["title"] or entry["id"], entry["id"])
    yield Line(" ".join((worth, *_entry_sentences(entry, terms, ordinary=ordinary))), under=True)
    yield from _variants(entry)


def _variants(entry: Mapping[str, Any]) -> Iterator[Line]:
    for variant in entry.get("variants", ()):
        settings = {k: v for k, v in variant.items() if entry.get(k) != v}
        said = " ".join(_sentences(str(entry["form"]), settings, skip=_VARIANT))
        where = str(variant["where"]).replace("_", " ")
        yield Line(f"Where {where}, instead: {said}", under=True)


def _stopped(scheme: Scheme) -> Iterator[Line]:
    for stopped in scheme.stopped:
        watched = "Their results are still watched." if stopped.still_watched else ""
        instead = f"In their place: {_in_place(scheme, stopped.replaced_by)}."
        instead = "" if stopped.replaced_by == "none" else instead
        yield Line(f"{', '.join(stopped.indicators)}: {stopped.reason}. {watched} {instead}".strip())
    if scheme.stopped:
        yield Line("National QOF itself does not change: a practice that does not sign is paid for them.")


def _in_place(scheme: Scheme, named: str) -> str:
    """Return what is paid instead by its title, where it is a payment of the scheme."""
    titles = {p.id: str(getattr(p.terms, "title", "")) for p in scheme.payments}
    return titles.get(named, "") or named


# --- pounds ---


def _pounds(plan: Plan, terms: Mapping[str, Any]) -> Iterator[str]:
    if not terms["pay_points"]:
        return
    if not terms["indicators"]:
        own = terms["pay_points"]["practice_list"]
        yield from _sentences(str(terms["pay_points"]["form"]), {"practice_list": own}, skip=frozenset())
        return
    indicator = next((c for c in plan.components if c.is_indicator), None)
    paid = plan.step(Columns.PAYMENT, indicator.id) if indicator else None
    if paid:
        yield f"The pounds of an indicator: {paid.says[:1].lower()}{paid.says[1:]}"
    yield from _factors(plan)
    yield from _entry_sentences(terms["pay_points"])


def _factors(plan: Plan) -> Iterator[str]:
    """Yield what each factor is, once; where indicators have it otherwise, each way that there is."""
    found: dict[str, dict[str, None]] = {}
    for step in plan.steps:
        if step.stage is Stage.FACTORS and not step.name.startswith(PREFIX):
            found.setdefault(step.title, {}).setdefault(step.says)
    for title, says in found.items():
        ways = [f"{text[:1].lower()}{text[1:].rstrip('.')}" for text in says]
        yield (
            f"{title}, as the indicator says: {'; or '.join(ways)}."
            if len(ways) > 1
            else f"{title}: {ways[0]}."
        )


def _listed(plan: Plan, terms: Mapping[str, Any], part: str, heading: str) -> Part:
    """Return the payments, conditions or lines of one part, each with what it does."""
    entries = [e for name in ("payments", "rules", "lines") for e in terms[name] if e["part"] == part]
    components = {c.id: c for c in plan.components}
    lines: list[Line] = []
    for entry in entries:
        says = with_titles(_does(plan, components, entry), terms).removeprefix(_SAID_BY_THE_SUM).strip()
        component = components.get(entry["id"])
        form = str(entry["form"])
        named = f'"{entry["id"].replace("_", " ")}"' if part == "conditions" else form.capitalize()
        title = str(entry.get("title") or (component.title if component else named))
        title = f"{title[:1].upper()}{title[1:]}"
        lines.append(Line(f"{title}." if title.lower() == form.lower() else f"{title} ({form})."))
        rest = _entry_sentences(entry, terms, told=says)
        lines.append(Line(" ".join((*([says] if says else []), *rest)), under=True))
        lines += _variants(entry)
    return Part(heading, tuple(lines))


_SAID_BY_THE_SUM = "A fixed sum for each practice that has signed."
"""Words of a step that the setting's own sentence says with the sum."""


def _does(plan: Plan, components: Mapping[str, Component], entry: Mapping[str, Any]) -> str:
    own = (c for c in components.values() if c.id.startswith(f"{entry['id']} "))  # one for each area
    component = components.get(entry["id"]) or next(own, None)
    if component is None:
        return ""
    name = Columns.PAYMENT if entry["part"] == "payments" else component.amount
    step = plan.step(name, component.id)
    return step.says if step else ""


def _rounding(terms: Mapping[str, Any]) -> Iterator[str]:
    if terms["indicators"] and not terms["rounding"]["points"]:
        yield "Points are not rounded."
    yield from _section("rounding", terms["rounding"])


# --- sentences ---


def _section(owner: str, section: Mapping[str, Any] | None) -> Iterator[str]:
    return _sentences(owner, section or {}, skip=frozenset())


def _entry_sentences(
    entry: Mapping[str, Any] | None,
    terms: Mapping[str, Any] | None = None,
    *,
    told: str = "",
    ordinary: Mapping[str, str] = _ORDINARY,
) -> list[str]:
    """Return a sentence for each setting of an entry that is not ordinary and not yet told."""
    if not entry:
        return []
    own = together(entry, terms) if terms else Told()
    kept = {
        key: value
        for key, value in entry.items()
        if key not in own.keys
        and ordinary.get(key) != value
        and not (told and isinstance(value, str) and _tells(told, key, value))
    }
    skip = _OF_INDICATORS if entry["part"] == "indicators" else _NO_SENTENCE
    return [*own.sentences, *_sentences(str(entry["form"]), kept, skip=skip)]


def _tells(told: str, key: str, value: str) -> bool:
    """Tell whether a sentence names a value already, as a whole word."""
    shown = readable(key, value)
    whole = (rf"(?<![\w.,£]){re.escape(text)}(?![\w%])" for text in {shown, value})
    return bool(value) and not shown.isdigit() and any(re.search(text, told) for text in whole)


def _sentences(owner: str, section: Mapping[str, Any], *, skip: frozenset[str]) -> Iterator[str]:
    texts = as_texts({k: v for k, v in section.items() if k not in skip})
    for key in sorted(texts, key=lambda k: _ORDER.get(k, 1)):
        if texts[key]:
            yield sentence(owner, key, texts[key])


_ORDER = {"pays": 0, "bands": 0, "points_at_lower": 0, "data": 2, "successor_of": 3, "reason": 4}
"""What is said first and what last; everything else in the order of the form."""
