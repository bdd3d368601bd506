"""Whether what forms say can be meant: bands, limits, variants, policies, periods, conditions, formulas."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, Any, TypeAlias

from incentives.base.amount import in_percent, in_pounds, written
from incentives.base.problem import Place, Problem, Severity
from incentives.scheme.compiling import maker_for, paid_here
from incentives.scheme.forms import conditions, small_numbers
from incentives.scheme.forms.bands import BandTerms
from incentives.scheme.forms.conditions import ConditionTerms, FormulaPointsTerms, FormulaTerms
from incentives.scheme.forms.exceptions import ExceptionTerms, SuspensionTerms
from incentives.scheme.forms.form import Part
from incentives.scheme.forms.improvement import ImprovementTerms, StretchTerms
from incentives.scheme.forms.misread import MisreadError
from incentives.scheme.forms.points import LinearTerms
from incentives.scheme.forms.pounds import LimitTerms
from incentives.scheme.forms.services import BlockTerms, CapitationTerms, ItemTerms, TopUpTerms

if TYPE_CHECKING:
    from incentives.base.year import FinancialYear
    from incentives.scheme.forms import Written
    from incentives.scheme.model import Scheme

Check: TypeAlias = Callable[["Scheme"], Iterator[Problem]]


def entries(scheme: Scheme) -> Iterator[Written[Any]]:
    """Yield every indicator and payment, and each of its variants."""
    for entry in (*scheme.indicators, *scheme.payments):
        yield entry
        yield from (v.written for v in entry.variants)


def _bands(scheme: Scheme) -> Iterator[Problem]:
    for entry in entries(scheme):
        if not isinstance(entry.terms, BandTerms):
            continue
        place, bands = entry.origin("bands").place, entry.terms.bands
        for one, above in pairwise(bands):
            yield from _two_bands(entry.id, place, one, above)
        last = bands[-1] if bands else None
        if last is None or last.points != entry.terms.points:
            have = f"{written(last.points)} points" if last else "nothing"
            message = (
                f"The highest band of {entry.id} pays {have}, not its {written(entry.terms.points)} points."
            )
            yield Problem("S472", place, message, "Let the highest band pay all points of the indicator.")
        for band in bands:
            if not 0 <= band.from_ <= 1:
                message = f"{entry.id} has a band from {in_percent(band.from_)}, which is never reached."
                yield Problem("S472", place, message, "Write an achievement between 0% and 100%.")


def _two_bands(identifier: str, place: Place, one: Any, above: Any) -> Iterator[Problem]:
    lower, upper = in_percent(one.from_), in_percent(above.from_)
    if one.from_ >= above.from_:
        message = (
            f"{identifier}: the band from {upper} stands above that from {lower}, so one is never reached."
        )
        yield Problem("S472", place, message, "Write the bands from the lowest to the highest, each once.")
    elif above.points <= one.points:
        message = f"{identifier}: the band from {upper} pays no more than that from {lower}."
        yield Problem("S472", place, message, "Let a higher band pay more, or take it out.")
    if one.below is None or one.below == above.from_:
        return
    ends, what = in_percent(one.below), ("gap", "S470") if one.below < above.from_ else ("overlap", "S471")
    message = (
        f"{identifier}: the band from {lower} ends below {ends} and the next begins at {upper}: a {what[0]}."
    )
    remedy = f'Write "below: {upper}", or take "below" out: a band ends where the next begins.'
    yield Problem(what[1], place, message.replace("a overlap", "an overlap"), remedy)


def _limits(scheme: Scheme) -> Iterator[Problem]:
    """A cap of one line below the floor of another, for the same thing."""
    named: list[Written[Any]] = [line for line in scheme.lines if isinstance(line.terms, LimitTerms)]
    for cap in (line for line in named if line.terms.at_most is not None):
        for floor in (line for line in named if line is not cap and line.terms.at_least is not None):
            both = set(_limited(cap)) & set(_limited(floor))
            if both and cap.terms.at_most < floor.terms.at_least:
                what = "a practice" if "" in both else min(both)
                message = (
                    f'"{cap.id}" pays {what} at most {in_pounds(cap.terms.at_most)}, and "{floor.id}" at '
                    f"least {in_pounds(floor.terms.at_least)}."
                )
                remedy = "Write a cap that is not below the floor."
                yield Problem("S473", cap.origin("at_most").place, message, remedy)


def _limited(line: Written[Any]) -> tuple[str, ...]:
    return ("",) if line.terms.of == "practice" else tuple(line.terms.of)


def _variants(scheme: Scheme) -> Iterator[Problem]:
    for entry in (*scheme.indicators, *scheme.payments):
        seen: set[str] = set()
        for variant in entry.variants:
            if variant.where in seen:
                message = f"{entry.id} has two variants where {variant.where}: the second is never reached."
                yield Problem(
                    "S474", variant.place, message, "Keep one of them; the first that holds counts."
                )
            seen.add(variant.where)


def _stretch(scheme: Scheme) -> Iterator[Problem]:
    known = {i.id: i for i in scheme.indicators}
    for entry in scheme.indicators:
        national = known.get(getattr(entry.terms, "stretch_of", ""))
        if not isinstance(entry.terms, StretchTerms) or national is None:
            continue
        of, place = national.id, entry.origin("pays").place
        if not isinstance(national.terms, LinearTerms):
            message = f"{entry.id} stretches {of}, which has no upper threshold."
            place = entry.origin("stretch_of").place
            yield Problem("S475", place, message, "Name an indicator that pays between two thresholds.")
        elif national.terms.pays.end != entry.terms.pays.start:
            upper = in_percent(national.terms.pays.end)
            message = (
                f"{entry.id} begins at {in_percent(entry.terms.pays.start)}; {of} pays in full at {upper}."
            )
            yield Problem("S475", place, message, f'Write "{upper} to ...", the upper threshold of {of}.')
        elif national.terms.counted_as and not entry.terms.counted_as:
            message = f"{of} is counted as {national.terms.counted_as}, and {entry.id} does not say so."
            remedy = f'Add "counted_as: {national.terms.counted_as}".'
            yield Problem("S475", entry.origin("stretch_of").place, message, remedy)


def _one_way_of_counting(scheme: Scheme) -> Iterator[Problem]:
    """Each indicator is counted in one way: a policy, a suspension and small numbers do not meet."""
    maker = maker_for(scheme)
    first: dict[str, str] = {}
    for rule in scheme.rules:
        for identifier in getattr(rule.terms, "indicators", ()):
            what = f'{identifier} under "{rule.form.part.value}"'
            if first.setdefault(what, rule.id) != rule.id:
                message = f'Both "{first[what]}" and "{rule.id}" say how {identifier} is counted.'
                place = rule.origin("indicators").place
                yield Problem("S476", place, message, "Take it out of one of the two.")
            elif small_numbers.governs(maker, identifier):
                message = f'{identifier} is counted otherwise by "{rule.id}" and by "small_numbers".'
                remedy = 'Leave it out of one of them: write "of: [...]" under "small_numbers".'
                yield Problem("S476", rule.origin("indicators").place, message, remedy)
    for entry in scheme.indicators:
        if entry.variants and small_numbers.governs(maker, entry.id):
            message = f'{entry.id} has variants, and "small_numbers" settles it for all practices.'
            remedy = 'Leave it out of one of them: write "of: [...]" under "small_numbers".'
            yield Problem("S476", entry.origin("variants").place, message, remedy)


def _periods(scheme: Scheme) -> Iterator[Problem]:
    for entry in (*entries(scheme), *scheme.rules):
        terms = entry.terms
        if isinstance(terms, SuspensionTerms):
            if terms.to < terms.from_:
                message = f'"{entry.id}" ends before it begins.'
                yield Problem("S477", entry.origin("to").place, message, "Write a later day.")
            yield from _earlier(scheme.header.year, entry, "results_of", terms.results_of)
        elif isinstance(terms, ImprovementTerms):
            yield from _earlier(scheme.header.year, entry, "on", terms.on)


def _earlier(now: FinancialYear, entry: Written[Any], key: str, year: FinancialYear) -> Iterator[Problem]:
    if year >= now:
        message = f'"{entry.id}" looks back to {year}, which is not before {now}.'
        remedy = "Name an earlier year, whose figures are known."
        yield Problem("S408", entry.origin(key).place, message, remedy)


def _blocks(scheme: Scheme) -> Iterator[Problem]:
    for entry in entries(scheme):
        terms = entry.terms
        if isinstance(terms, BlockTerms) and (terms.per_practice is None) is (terms.per_patient is None):
            message = f'"{entry.id}" must state its whole value once: for each practice or for each patient.'
            remedy = 'Write "per_practice: £10,000" or "per_patient: £1.25", and not both.'
            yield Problem("S478", entry.origin().place, message, remedy)


def _amounts(scheme: Scheme) -> Iterator[Problem]:
    for entry in (*entries(scheme), *scheme.rules):
        for key, what, most in _stated(entry.terms):
            figure = getattr(entry.terms, key)
            if figure is not None and (figure <= 0 or (most is not None and figure > most)):
                limits = "above nothing" if most is None else "above nothing and at most the whole"
                message = f"The {what} must be {limits}."
                remedy = "Write the figure of the agreement; check its unit and sign."
                yield Problem("S423", entry.origin(key).place, message, remedy)


def _stated(terms: Any) -> tuple[tuple[str, str, int | None], ...]:
    match terms:
        case BlockTerms():
            value = "whole value"
            return (
                ("block", "share in any case", 1),
                ("per_practice", value, None),
                ("per_patient", value, None),
            )
        case ItemTerms():
            return (("fee", "fee", None), ("at_most", "most for a practice", None))
        case CapitationTerms():
            return (("per_patient", "rate", None),)
        case TopUpTerms():
            return (("guaranteed_per_patient", "guarantee", None),)
        case ImprovementTerms():
            return (("improvement", "improvement that earns everything", 1),)
        case ExceptionTerms():
            return (("at_most", "most that may be left out", 1),)
    return ()


def _formulas(scheme: Scheme) -> Iterator[Problem]:
    """What conditions and formulas cannot mean, each at its column."""
    known = maker_for(scheme)
    for rule in scheme.rules:
        if isinstance(rule.terms, ConditionTerms):
            text, place = rule.terms.holds_where, rule.origin("holds_where").place
            yield from _misread(place, partial(conditions.where, known, text))
    for entry in (*scheme.indicators, *scheme.payments):
        for variant in entry.variants:
            text = variant.where
            yield from _misread(variant.place, partial(conditions.where, known, text))
    for entry in entries(scheme):
        if isinstance(entry.terms, FormulaTerms):
            text = entry.terms.formula
            place = entry.origin("formula").place
            yield from _misread(place, partial(conditions.by_formula, known, text))
        elif isinstance(entry.terms, FormulaPointsTerms):
            text = entry.terms.formula
            place = entry.origin("formula").place
            yield from _misread(place, partial(conditions.points_of_formula, known, text))
            yield from _says_nil_itself(entry)


def _says_nil_itself(entry: Written[Any]) -> Iterator[Problem]:
    """A formula says at each division what holds where nobody is counted; a setting would do nothing."""
    if "on_empty_denominator" in entry.origins:
        message = f'{entry.id} is paid by a formula, so "on_empty_denominator" decides nothing.'
        remedy = 'Take it out, and say it in the formula: "achievement of X (if nil 0%)".'
        yield Problem("S562", entry.origin("on_empty_denominator").place, message, remedy)


def _misread(place: Place, read: Callable[[], object]) -> Iterator[Problem]:
    try:
        read()
    except MisreadError as misread:
        quoted = place.excerpt[place.column - 1 : place.column] in ("'", '"')
        block = place.excerpt[place.column - 1 : place.column] in ("|", ">")
        at = place.column if block else place.column + misread.column - 1 + quoted
        yield Problem(misread.code, replace(place, column=at), misread.message, misread.remedy)


def _by_others(scheme: Scheme) -> Iterator[Problem]:
    """A local condition cannot decide what CQRS pays."""
    ours = set(paid_here(scheme))
    for rule in scheme.rules:
        named = getattr(rule.terms, "of", "")
        for identifier in named if isinstance(named, tuple) else ():
            if identifier in scheme.inherited and identifier not in ours:
                message = f"{identifier} is paid by CQRS, so a condition of this scheme cannot decide it."
                remedy = "Name what this schedule pays."
                yield Problem("S419", rule.origin("of").place, message, remedy)


def _less_for_more(scheme: Scheme) -> Iterator[Problem]:
    """Forms that may pay less for more achievement are said to; small numbers have a message of their own."""
    for entry in (*entries(scheme), *scheme.rules, *scheme.lines):
        if entry.form.pays_less_for_more and entry.form.part is not Part.SMALL_NUMBERS:
            why = (
                ": an exception that is not accepted counts as a patient not achieved"
                if isinstance(entry.terms, ExceptionTerms)
                else ""
            )
            message = f'"{entry.id}" ({entry.form.name}) can pay less although more was achieved{why}.'
            remedy = "Tell practices before they sign, and show the intervention rate beside achievement."
            yield Problem("S479", entry.origin().place, message, remedy, Severity.WARNING)


FORM_CHECKS: tuple[Check, ...] = (
    _bands,
    _limits,
    _variants,
    _stretch,
    _one_way_of_counting,
    _periods,
    _blocks,
    _amounts,
    _formulas,
    _by_others,
    _less_for_more,
)
