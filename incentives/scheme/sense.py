"""Whether a scheme that can be read makes sense: pure checks, each of one thing, in a list."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import TYPE_CHECKING, Any, TypeAlias

from incentives.base.amount import in_percent, in_pounds, written
from incentives.base.codes import is_code, tidy_code
from incentives.base.problem import Place, Problem, did_you_mean
from incentives.base.year import month_name
from incentives.formula.plan import BY_CQRS, THIS_SCHEDULE
from incentives.scheme.doubles import twice
from incentives.scheme.forms.lines import DeductionTerms, HistoryTerms
from incentives.scheme.forms.points import (
    LinearTerms,
    LowerIsBetterTerms,
    ProtectionTerms,
    StepTerms,
)
from incentives.scheme.forms.pounds import ITS_REGISTER, LIST_ONLY, TARGET, LimitTerms
from incentives.scheme.sense_dates import rule_dates
from incentives.scheme.sense_figures import figures
from incentives.scheme.sense_forms import FORM_CHECKS
from incentives.scheme.sense_local import LOCAL_CHECKS
from incentives.scheme.sense_offer import OFFER_CHECKS
from incentives.scheme.sense_parts import PART_CHECKS
from incentives.scheme.sense_payers import payers, unnamed_areas
from incentives.scheme.sense_protections import protected_in_pounds
from incentives.scheme.sense_shares import SHARE_CHECKS
from incentives.scheme.values import InFull, Slide

if TYPE_CHECKING:
    from incentives.scheme.forms import Written
    from incentives.scheme.model import Scheme

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
Check: TypeAlias = Callable[["Scheme"], Iterator[Problem]]


def sense(scheme: Scheme, *, complete: bool) -> tuple[Problem, ...]:
    """Return what does not make sense; totals are compared only where every entry could be read."""
    checks = (
        *CHECKS,
        figures,
        rule_dates,
        payers,
        *LOCAL_CHECKS,
        *OFFER_CHECKS,
        *(FORM_CHECKS if scheme.rounding.money else ()),  # they make steps, which round money
        *SHARE_CHECKS,
        *((_total_points, unnamed_areas) if complete else ()),
    )
    return tuple(problem for check in checks for problem in check(scheme))


def _thresholds(scheme: Scheme) -> Iterator[Problem]:
    for indicator in scheme.indicators:
        terms = indicator.terms
        if not isinstance(terms, LinearTerms):
            continue
        start, end = terms.pays.start, terms.pays.end
        if not (0 <= start <= 1 and 0 <= end <= 1):
            continue  # told by itself: which way round they are can be seen afterwards
        place = indicator.origin("pays").place
        if start == end:
            message = f"{indicator.id} begins to pay and pays in full at the same {in_percent(start)}."
            yield Problem("S402", place, message, f'Write two thresholds, or "from {in_percent(start)}".')
        elif isinstance(terms, LowerIsBetterTerms) and start < end:
            message = f"{indicator.id} says that lower is better, yet pays more from {terms.pays}."
            remedy = f'Write "{_swapped(terms.pays)}", or take out "lower_is_better".'
            yield Problem("S401", place, message, remedy)
        elif not isinstance(terms, LowerIsBetterTerms) and start > end:
            message = f"The thresholds of {indicator.id} are the wrong way round: {terms.pays}."
            remedy = f'Write "{_swapped(terms.pays)}", or add "lower_is_better: yes".'
            yield Problem("S401", place, message, remedy)


def _swapped(pays: Slide) -> Slide:
    return Slide(pays.end, pays.start)


def _shares(scheme: Scheme) -> Iterator[Problem]:
    for indicator in (*scheme.indicators, *scheme.payments):
        pays = getattr(indicator.terms, "pays", None)
        shares = [pays.start, pays.end] if isinstance(pays, Slide) else []
        shares += [pays.threshold] if isinstance(pays, InFull) and pays.threshold is not None else []
        for share in shares:
            if not 0 <= share <= 1:
                message = f"{indicator.id} has a threshold of {in_percent(share)}."
                remedy = "Achievement lies between 0% and 100%; write a threshold between them."
                yield Problem("S405", indicator.origin("pays").place, message, remedy)


def _points_at_lower(scheme: Scheme) -> Iterator[Problem]:
    for indicator in scheme.indicators:
        terms = indicator.terms
        if isinstance(terms, StepTerms) and terms.points_at_lower > terms.points:
            place = indicator.origin("points_at_lower").place
            message = (
                f"{indicator.id} pays {written(terms.points_at_lower)} points at its lower threshold, "
                f"more than its {written(terms.points)} points in all."
            )
            yield Problem("S403", place, message, "Write at most the points of the indicator.")


def _total_points(scheme: Scheme) -> Iterator[Problem]:
    stated = scheme.header.total_points
    total = sum((i.terms.points for i in scheme.indicators), Fraction(0))
    if stated is not None and total != stated:
        number = len(scheme.indicators)
        message = f"The points of the {number} indicators add up to {written(total)}, not {written(stated)}."
        remedy = (
            "Look for an indicator that is missing, stands twice or has other points; or correct the total."
        )
        yield Problem("S404", _place(scheme, "total_points"), message, remedy)


def _codes(scheme: Scheme) -> Iterator[Problem]:
    if not _ID.fullmatch(scheme.header.id):
        message = f'"{scheme.header.id}" cannot be the id of a scheme, which names files and sheets.'
        remedy = "Write letters, digits and hyphens, such as barsetshire-2015-16."
        yield Problem("S208", _place(scheme, "id"), message, remedy)
    for indicator in scheme.indicators:
        if not is_code(tidy_code(indicator.id)):
            message = f'"{indicator.id}" cannot be the code of an indicator.'
            remedy = "Write at most 24 letters and digits, with no spaces, such as HYP006 or DM003(S)."
            yield Problem("S208", indicator.origin().place, message, remedy)


def _alike_ids(scheme: Scheme) -> Iterator[Problem]:
    seen: dict[str, Written[Any]] = {}
    for indicator in scheme.indicators:
        first = seen.setdefault(indicator.id.casefold(), indicator)
        if first is not indicator:
            message = f"{indicator.id} and {first.id} differ only in capitals."
            remedy = (
                "Keep one, or give the other a code of its own: data are matched without regard to capitals."
            )
            yield Problem("S406", indicator.origin().place, message, remedy)


def _money(scheme: Scheme) -> Iterator[Problem]:
    if scheme.rounding.money is None:
        message = "Money is not rounded, so payments could hold fractions of a penny."
        remedy = 'Write "money: half up to the penny".'
        yield Problem("S407", _place(scheme, "rounding.money"), message, remedy)


def _words(scheme: Scheme) -> Iterator[Problem]:
    for entry in (*scheme.indicators, *scheme.payments):
        yield from _word(entry, "paid_by", ("", THIS_SCHEDULE, BY_CQRS))
    for indicator in scheme.indicators:
        weighted = indicator.terms.weighted_by
        if not weighted.startswith(f"{TARGET} "):
            yield from _word(indicator, "weighted_by", (ITS_REGISTER, f"{TARGET} CS", LIST_ONLY))
    for line in scheme.lines:
        if isinstance(line.terms, ProtectionTerms):
            yield from _word(line, "where_there_are_none", ("as achieved",))


def _word(entry: Written[Any], key: str, known: tuple[str, ...]) -> Iterator[Problem]:
    word = getattr(entry.terms, key)
    if word not in known:
        message = f'"{key}" cannot be "{word}".'
        may = tuple(k for k in known if k)
        yield Problem("S203", entry.origin(key).place, message, did_you_mean(word, may))


def _lines(scheme: Scheme) -> Iterator[Problem]:
    for line in scheme.lines:
        terms = line.terms
        if isinstance(terms, ProtectionTerms):
            yield from _earlier(scheme, line, "points_of", terms.points_of)
            for year in terms.averaged_with:
                yield from _earlier(scheme, line, "averaged_with", year)
            if terms.points_of in terms.averaged_with:
                where = ', under "points_of" and again under "averaged_with"'
                yield twice(str(terms.points_of), where, line.origin("averaged_with").place)
        elif isinstance(terms, LimitTerms):
            yield from _bounds(line, terms)
        elif isinstance(terms, HistoryTerms):
            for key in ("year", "best_of"):
                for year in _years(getattr(terms, key, ())):
                    yield from _earlier(scheme, line, key, year)
            yield from _after_deduction(scheme, line, terms)
            yield from protected_in_pounds(line, terms)


def _years(said: Any) -> tuple[Any, ...]:
    return said if isinstance(said, tuple) else (said,)


def _protected_once(scheme: Scheme) -> Iterator[Problem]:
    first: dict[str, str] = {}
    for line in scheme.lines:
        for identifier in line.terms.indicators if isinstance(line.terms, ProtectionTerms) else ():
            if first.setdefault(identifier, line.id) != line.id:
                message = f'{identifier} is protected twice, by "{first[identifier]}" and by "{line.id}".'
                place = line.origin("indicators").place
                yield Problem("S418", place, message, "Take it out of one of the two.")


def _earlier(scheme: Scheme, line: Written[Any], key: str, year: Any) -> Iterator[Problem]:
    if year >= scheme.header.year:
        message = f'"{line.id}" looks back to {year}, which is not before {scheme.header.year}.'
        yield Problem(
            "S408", line.origin(key).place, message, "Name an earlier year, whose figures are known."
        )


def _bounds(line: Written[Any], terms: LimitTerms) -> Iterator[Problem]:
    least, most = terms.at_least, terms.at_most
    if least is None and most is None:
        message = f'"{line.id}" limits nothing.'
        yield Problem("S409", line.origin().place, message, 'Write "at_most:", "at_least:" or both.')
    if least is not None and most is not None and least > most:
        message = f'"{line.id}" pays at least {in_pounds(least)} and at most {in_pounds(most)}.'
        yield Problem("S409", line.origin("at_least").place, message, "Write a least amount below the most.")


def _after_deduction(scheme: Scheme, line: Written[Any], terms: HistoryTerms) -> Iterator[Problem]:
    if terms.pms_deduction != "after":
        return
    place = line.origin("pms_deduction").place
    if "deductions" not in scheme.origins:
        message = f'"{line.id}" applies after the PMS deduction, but the scheme has none.'
        remedy = 'Add it under "deductions:" (from_contract: PMS), or write "pms_deduction: before".'
        yield Problem("S410", place, message, remedy)
    later = scheme.lines[scheme.lines.index(line) :]
    if any(isinstance(other.terms, DeductionTerms) for other in later):
        message = f'"{line.id}" applies after the PMS deduction, but stands above it.'
        remedy = 'Lines follow in the order written: move "deductions:" above "protect:".'
        yield Problem("S410", place, message, remedy)


def _instalments(scheme: Scheme) -> Iterator[Problem]:
    if scheme.instalments is None:
        return
    terms, year = scheme.instalments.terms, scheme.header.year
    if terms.from_ not in year.months:
        message = f"Instalments begin outside {year}."
        remedy = f"Write a month from April {year.starts_in} to March {year.starts_in + 1}."
        yield Problem("S411", scheme.instalments.origin("from").place, message, remedy)
    until = terms.provisional_until
    if until and not terms.from_ < until <= year.last_day:
        message = f"The payment is provisional until {month_name(until)}, which is no later month of {year}."
        remedy = "Write the month, after the first, from which the final figure is known."
        yield Problem("S411", scheme.instalments.origin("provisional_until").place, message, remedy)
    if terms.balance <= year.last_day:
        message = f"The balance is due before {year} has ended, so its results are not known."
        remedy = f"Write a month from April {year.starts_in + 1} on."
        yield Problem("S411", scheme.instalments.origin("balance").place, message, remedy)


def _place(scheme: Scheme, key: str) -> Place:
    origin = scheme.origins.get(key)
    return origin.place if origin else Place()


CHECKS: tuple[Check, ...] = (
    _thresholds,
    _shares,
    _points_at_lower,
    _codes,
    _alike_ids,
    _protected_once,
    _money,
    _words,
    _lines,
    _instalments,
    *PART_CHECKS,
)
