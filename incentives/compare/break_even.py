"""Where what is saved equals the health gain given up: for each indicator that is no longer paid for.

Two lines of different standing. What national payment is saved for each patient who may no longer be
recorded is arithmetic and makes no claim of cause. How many events those patients may have, and how far
care may fall before the hospital cost of it eats up what is saved, rests on published gains for each
patient treated; it is made only where a named clinician has signed it off.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from incentives.calculate import calculate
from incentives.compare.quality import DROPPED
from incentives.compare.whatif import with_signed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from incentives.compare.money import Side
    from incentives.compare.quality import Outlook

NEEDS = (
    "Estimates of events, and of how far care may fall before what is saved equals the health gain given "
    "up, are made only where a named clinician has signed them off."
)
NO_EFFECT_OF_ALL = (
    "Deaths are not projected: over 1994 to 2010 the whole QOF changed deaths from the conditions it "
    "targets by -3.68 per 100,000 people (-8.16 to 0.80), a range that includes none (Ryan and others, "
    "Lancet 2016, doi 10.1016/S0140-6736(16)00276-2)."
)


@dataclass(frozen=True, slots=True)
class Gain:
    """What one more patient treated gains, as published: events avoided over years, hospital pounds saved.

    ``pounds`` is over a lifetime and an upper bound: it needs care that lasts as long.
    """

    what: str
    events: float
    of: str
    years: int
    pounds: int
    source: str
    indicators: frozenset[str]


_CEG = (
    "Wu and Mihaylova, Queen Mary University of London, Clinical Effectiveness Group: "
    "https://www.qmul.ac.uk/ceg/news/items/optimising-treatments-for-high-blood-pressure-and-"
    "cardiovascular-disease-is-life-saving-and-cost-effective.html"
)
GAINS = (
    Gain(
        "blood pressure brought to target",
        678 / 21_954,
        "heart attacks, strokes or related deaths",
        5,
        1_868,
        _CEG,
        frozenset(
            {
                *("HYP002", "HYP003", "HYP006", "HYP007", "HYP008", "HYP009"),
                *("CHD002", "CHD008", "CHD009", "CHD015", "CHD016"),
                *("STIA003", "STIA010", "STIA011", "STIA014", "STIA015"),
            }
        ),
    ),
    Gain(
        "statin treatment made optimal in cardiovascular disease",
        308 / 9_062,
        "heart attacks, strokes or related deaths",
        5,
        1_214,
        _CEG,
        frozenset({"CHOL001", "CHOL002", "CHOL003", "CHOL004"}),
    ),
)
"""As published: 678 events and £41m over 21,954 patients; 308 events and £11m over 9,062."""


@dataclass(frozen=True, slots=True)
class SignOff:
    """Who signed the clinical estimates off, and when."""

    name: str
    on: date


@dataclass(frozen=True, slots=True)
class BreakEven:
    """One indicator: pence that national payment for it comes to, and what that is for each patient lost.

    ``recorded`` is how many fewer may be recorded (low, middle, high). ``fall`` is the fall, as a share
    of everybody it is about, at which the hospital cost given up equals what a year's payment saves;
    ``events`` (low, high) what the fewer treated may come to. Both are None without a gain or a sign-off.
    """

    id: str
    title: str
    saved: int
    eligible: int
    recorded: tuple[float, float, float]
    gain: Gain | None = None
    fall: float | None = None
    likely_fall: tuple[float, float] | None = None
    events: tuple[float, float] | None = None

    @property
    def per_patient(self) -> tuple[float, float] | None:
        """Pence saved for each patient no longer recorded, at the most and at the fewest of the range."""
        low, _, high = self.recorded
        return (self.saved / high, self.saved / low) if low >= 1 else None

    @property
    def per_patient_in_the_middle(self) -> float | None:
        """Pence saved for each patient no longer recorded, at the middle of the range."""
        return self.saved / self.recorded[1] if self.recorded[1] >= 1 else None


def break_even(
    outlooks: Sequence[Outlook], base: Side, signs: frozenset[str], sign_off: SignOff | None
) -> tuple[BreakEven, ...]:
    """Return a line for each indicator that is no longer paid for and has a projected range."""
    dropped = [o for o in outlooks if o.facts.status == DROPPED and o.patients]
    if not dropped:
        return ()
    saved = _saved(base, signs)
    return tuple(_line(o, saved.get(o.facts.id, 0), sign_off) for o in dropped)


def _saved(base: Side, signs: frozenset[str]) -> Mapping[str, int]:
    results = calculate(base.plan, with_signed(base.binding, signs))
    rows = [at for at, code in enumerate(results.binding.practices) if code in signs]
    return {
        c.id: sum(int(p) for p in results.pence(c.id)[rows].tolist())
        for c in results.plan.components
        if c.amount and c.is_indicator
    }


def _line(outlook: Outlook, saved: int, sign_off: SignOff | None) -> BreakEven:
    recorded = outlook.patients or (0.0, 0.0, 0.0)
    plain = BreakEven(outlook.facts.id, outlook.facts.title, saved, outlook.eligible, recorded)
    gain = next((g for g in GAINS if outlook.facts.id in g.indicators), None)
    care = outlook.care
    if sign_off is None or gain is None or care is None or not outlook.eligible:
        return plain
    return BreakEven(
        plain.id,
        plain.title,
        saved,
        outlook.eligible,
        recorded,
        gain=gain,
        fall=saved / 100 / gain.pounds / outlook.eligible,
        likely_fall=(care[0] / outlook.eligible, care[1] / outlook.eligible),
        events=(care[0] * gain.events, care[1] * gain.events),
    )
