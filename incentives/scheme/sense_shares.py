"""Whether what looks at other practices or at other years says all that it needs: pots to guarantees."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from incentives.base.amount import in_percent, in_pounds, written
from incentives.base.problem import Place, Problem, Severity, did_you_mean
from incentives.formula.plan import THIS_SCHEDULE
from incentives.scheme.forms.comparison import NoWorseOffTerms
from incentives.scheme.forms.deprivation import DeprivationTerms
from incentives.scheme.forms.floors import LossCapTerms, TaperTerms
from incentives.scheme.forms.networks import BY_POINTS, NetworkTerms
from incentives.scheme.forms.peers import PeerTerms
from incentives.scheme.forms.points import AllOrNothingTerms
from incentives.scheme.forms.pots import EVERYTHING, USE_CONTINGENCY, PotTerms
from incentives.scheme.forms.recovery import RecoveryTerms
from incentives.scheme.values import ON_ACHIEVEMENT, InFull

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from incentives.scheme.forms import Written
    from incentives.scheme.model import Scheme

ONE = Fraction(1)


def _no_worse_off(scheme: Scheme) -> Iterator[Problem]:
    """The promise needs national QOF of the same year, and practices that go on reporting."""
    for line in scheme.lines:
        if isinstance(line.terms, NoWorseOffTerms):
            place = line.origin().place
            if scheme.beside is None:
                message = f'"{line.id}" compares with national QOF, which this scheme does not start from.'
                yield Problem("S490", place, message, 'Name the QOF year with "starts_from:".')
            elif scheme.beside.header.year != scheme.header.year:
                message = (
                    f"The scheme is of {scheme.header.year}, the QOF year it starts from is "
                    f"{scheme.beside.header.year}: QOF on this year's results cannot be worked out."
                )
                yield Problem("S490", place, message, "Start from the QOF year of the same year.")
            if scheme.national_qof is not None and not scheme.national_qof.keep_reporting:
                message = (
                    f'"{line.id}" needs this year\'s QOF results, and practices that sign do not report them.'
                )
                remedy = 'Write "keep_reporting: yes" under "national_qof", or take the promise out.'
                yield Problem("S490", place, message, remedy)


def _paid_here(scheme: Scheme) -> Iterator[Problem]:
    """What a pot holds or a recovery takes back is paid by this schedule."""
    entries = {e.id: e for e in (*scheme.indicators, *scheme.payments)}
    for line in scheme.lines:
        if not isinstance(line.terms, PotTerms | RecoveryTerms) or line.terms.of == EVERYTHING:
            continue
        for identifier in line.terms.of:
            entry = entries.get(identifier)
            place = line.origin("of").place
            if entry is None:
                message = f'"{identifier}" is neither an indicator nor a payment of this scheme.'
                yield Problem("S491", place, message, did_you_mean(identifier, tuple(entries)))
            elif (getattr(entry.terms, "paid_by", "") or THIS_SCHEDULE) != THIS_SCHEDULE:
                message = f'"{line.id}" is about {identifier}, which this schedule does not pay.'
                yield Problem("S491", place, message, "Name what this schedule pays.")


def _counted(scheme: Scheme) -> Iterator[Problem]:
    """A level of achievement is of an indicator that counts patients."""
    recoveries = [line for line in scheme.lines if isinstance(line.terms, RecoveryTerms)]
    counted = [i.id for i in scheme.indicators if recoveries and _counts(i)]
    for line in recoveries:
        assert isinstance(line.terms, RecoveryTerms)  # noqa: S101 - chosen so above
        if line.terms.indicator not in counted:
            message = f'"{line.terms.indicator}" is no indicator that counts patients, so it has no level.'
            remedy = did_you_mean(line.terms.indicator, counted)
            yield Problem("S491", line.origin("indicator").place, message, remedy)


def _counts(indicator: Written[Any]) -> bool:
    return not isinstance(indicator.terms, AllOrNothingTerms) or indicator.terms.pays.when == ON_ACHIEVEMENT


def _one_of_two(scheme: Scheme) -> Iterator[Problem]:
    """Where a form takes one of two settings, exactly one is written."""
    for entry in (*scheme.indicators, *scheme.payments):
        for section, keys in _PAIRS:
            if isinstance(entry.terms, section):
                given = [key for key in keys if getattr(entry.terms, key) is not None]
                if len(given) != 1:
                    both = f'"{keys[0]}" and "{keys[1]}"'
                    found = f"both {both}" if given else f"neither of {both}"
                    message = f'"{entry.id}" says {found}; it needs one of them.'
                    remedy = "Keep one of the two." if given else f'Write "{keys[0]}:" or "{keys[1]}:".'
                    yield Problem("S493", entry.origin(given[-1] if given else "").place, message, remedy)


_PAIRS: tuple[tuple[type, tuple[str, str]], ...] = (
    (PeerTerms, ("best", "best_practices")),
    (DeprivationTerms, ("per_patient", "budget")),
    (NetworkTerms, ("per_network", "per_patient")),
)


def _bands(scheme: Scheme) -> Iterator[Problem]:
    """Deprivation bands begin at 0 and rise, so that every score has one weight."""
    for payment in scheme.payments:
        if not isinstance(payment.terms, DeprivationTerms):
            continue
        edges = [band.from_ for band in payment.terms.imd_weights]
        place = payment.origin("imd_weights").place
        if not edges or edges[0] != 0:
            first = f"from {written(edges[0])}" if edges else "nowhere"
            message = f'The weights of "{payment.id}" begin {first}, so a lower score has none.'
            yield Problem("S494", place, message, "Begin with a band from 0.")
        elif sorted(set(edges)) != edges:
            message = f'The bands of "{payment.id}" do not rise: {", ".join(map(written, edges))}.'
            yield Problem("S494", place, message, "Write each edge once, the lowest first.")


def _networks(scheme: Scheme) -> Iterator[Problem]:
    for payment in scheme.payments:
        if not isinstance(payment.terms, NetworkTerms):
            continue
        pays = payment.terms.pays
        if isinstance(pays, InFull):
            if pays.threshold is None:
                message = f'"{payment.id}" is paid "{pays}", but a network is paid for what it achieves.'
                remedy = 'Write a range ("45% to 80%") or a threshold ("from 95%").'
                yield Problem("S495", payment.origin("pays").place, message, remedy)
        elif pays.start >= pays.end:
            message = f'"{payment.id}" begins to pay at {in_percent(pays.start)} and pays in full at '
            message += f"{in_percent(pays.end)}."
            yield Problem("S495", payment.origin("pays").place, message, "Write the lower share first.")
        if payment.terms.split_by == BY_POINTS and (not scheme.rounding.points or not scheme.indicators):
            why = "has no indicators" if not scheme.indicators else "does not round them"
            message = f'"{payment.id}" is split by points, and the scheme {why}: shares would not add up.'
            remedy = 'Round points ("half up to 2 places"), or split by "list size".'
            yield Problem("S495", payment.origin("split_by").place, message, remedy)


def _shares(scheme: Scheme) -> Iterator[Problem]:
    """Shares that would take or pay more than the whole."""
    for entry in (*scheme.indicators, *scheme.lines):
        for section, keys in _SHARES:
            for key in keys if isinstance(entry.terms, section) else ():
                share = getattr(entry.terms, key)
                if share is not None and not 0 < share <= ONE:
                    message = f'"{key}" of "{entry.id}" is {in_percent(share)}.'
                    remedy = "Write a share above 0% and at most 100%."
                    yield Problem("S496", entry.origin(key).place, message, remedy)


_SHARES: tuple[tuple[type, tuple[str, ...]], ...] = (
    (PeerTerms, ("best",)),
    (RecoveryTerms, ("below", "takes_back")),
    (LossCapTerms, ("lose_at_most",)),
)


def _tapers(scheme: Scheme) -> Iterator[Problem]:
    """A taper that has not begun pays all of the old payment, one that is over pays nothing: say so."""
    year = scheme.header.year.starts_in
    for line in scheme.lines:
        if isinstance(line.terms, TaperTerms):
            gone = year - line.terms.first_year.starts_in + 1
            if not 0 < gone < line.terms.taper_over:
                says = "has not begun: it pays all" if gone <= 0 else "is over: it pays nothing"
                message = f'"{line.id}" {says} of the {line.terms.of} in {scheme.header.year}.'
                remedy = "Nothing to do where that is meant; otherwise correct first_year or taper_over."
                yield Problem("S497", line.origin("taper_over").place, message, remedy, Severity.WARNING)


def _contingency(scheme: Scheme) -> Iterator[Problem]:
    budget = scheme.budget
    if budget is None:
        return
    uses = budget.if_earnings_exceed_it == USE_CONTINGENCY
    if uses and budget.contingency is None:
        message = "The budget is to use its contingency, but states none."
        yield Problem(
            "S498", _place(scheme, "budget.if_earnings_exceed_it"), message, 'Add "contingency: 2%".'
        )
    if budget.contingency is not None and not uses:
        extra = in_pounds(budget.limit * budget.contingency)
        message = f"The contingency of {extra} is never used: the budget says what happens without it."
        remedy = f'Write "if_earnings_exceed_it: {USE_CONTINGENCY}", or take the contingency out.'
        yield Problem("S498", _place(scheme, "budget.contingency"), message, remedy)


def _floors_of_a_pot(scheme: Scheme) -> Iterator[Problem]:
    """Only a pot of everything has floors in it; one of some payments is reduced before any floor."""
    for line in scheme.lines:
        if isinstance(line.terms, PotTerms) and line.terms.of != EVERYTHING and "floors" in line.origins:
            message = f'"{line.id}" says what becomes of floors, but holds single payments, not the total.'
            remedy = 'Take "floors" out, or write "of: everything".'
            yield Problem("S499", line.origin("floors").place, message, remedy)


def _place(scheme: Scheme, key: str) -> Place:
    origin = scheme.origins.get(key) or scheme.origins.get("budget")
    return origin.place if origin else Place()


SHARE_CHECKS: tuple[Callable[[Scheme], Iterator[Problem]], ...] = (
    _no_worse_off,
    _paid_here,
    _counted,
    _one_of_two,
    _bands,
    _networks,
    _shares,
    _tapers,
    _contingency,
    _floors_of_a_pot,
)
