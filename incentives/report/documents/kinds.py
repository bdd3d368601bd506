"""The kinds of documents there are: what each is made of, for whom, and what it needs."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from incentives.base.problem import Place, Problem, Refused, did_you_mean
from incentives.report.documents import asked, changes, committee, frames, letters, patients
from incentives.report.documents.specification import specification
from incentives.report.documents.statement import statement

if TYPE_CHECKING:
    from collections.abc import Callable

    from incentives.report.documents.addressees import Addressee
    from incentives.report.documents.material import Material
    from incentives.report.documents.parts import Document


class Needs(Enum):
    """What must be given beside the scheme."""

    SCHEME = "the scheme alone"
    DATA = "practice data"
    COMPARISON = "practice data and a scheme to compare with"


class Tells(Enum):
    """What a letter tells of the scheme's own payments, for which no other scheme is needed."""

    MONTHS = "what a month comes to"
    BALANCE = "what the year comes to"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of document; ``goes_to`` tells for letters to which practices they go when none is named.

    ``to_nobody_else`` holds for letters that would be wrong for any other practice, named or not.
    """

    name: str
    says: str
    made: Callable[[Material], Document]
    needs: Needs
    goes_to: Callable[[Addressee], bool] | None = None
    to_nobody_else: bool = False
    tells: Tells | None = None

    @property
    def called(self) -> str:
        """What it is called in a sentence: ``an offer letter``."""
        words = self.name.replace("-", " ")
        return f"{'an' if words[0] in 'aeiou' else 'a'} {words}"

    @property
    def compares(self) -> bool:
        """Whether a scheme to compare with is of any use to it."""
        return self.tells is None

    @property
    def must_compare(self) -> bool:
        """Whether it cannot be made without a scheme to compare with."""
        return self.needs is Needs.COMPARISON

    @property
    def is_letter(self) -> bool:
        """Whether it is made for one practice."""
        return self.goes_to is not None


def _is_paid(practice: Addressee) -> bool:
    return practice.answer is None or practice.has_signed


def _everyone(_: Addressee) -> bool:
    return True


SPECIFICATION, STATEMENT, PAPER = "scheme-specification", "practice-statement", "committee-paper"
KINDS = {
    kind.name: kind
    for kind in (
        Kind(SPECIFICATION, "what a practice is asked to sign", specification, Needs.SCHEME),
        Kind(STATEMENT, "one page for a practice: four numbers, cash by month, why", statement,
             Needs.COMPARISON, _everyone),
        Kind(PAPER, "what the committee is asked, what it costs, what may happen", committee.paper,
             Needs.COMPARISON),
        Kind("business-case", "options with their cost, limits, and what only people can say",
             frames.business_case, Needs.COMPARISON),
        Kind("lmc-consultation", 'the paper for the LMC, with "You said, we did"',
             asked.lmc_consultation, Needs.COMPARISON),
        Kind("care-impact", "what may happen to care that is not paid for",
             frames.care_impact, Needs.COMPARISON),
        Kind("equality-impact", "the frame of an equality and health inequalities assessment",
             frames.equality_impact, Needs.COMPARISON),
        Kind("monitoring-plan", "what is watched, and what follows", frames.monitoring_plan, Needs.SCHEME),
        Kind("practice-questions", "the questions that practices ask, answered from the scheme",
             asked.questions_of_practices, Needs.SCHEME),
        Kind("patient-summary", "what the scheme is, for patients", patients.patient_summary, Needs.SCHEME),
        Kind("offer-letter", "the offer to a practice, with its indicative statement",
             letters.offer_letter, Needs.DATA, _everyone),
        Kind("sign-up-form", "the form on which a practice answers", letters.sign_up_form, Needs.DATA,
             _everyone),
        Kind("reminder", "to the practices that have not answered", letters.reminder, Needs.DATA,
             lambda practice: practice.owes_an_answer),
        Kind("contract-variation", "a draft by contract type, to be checked", changes.contract_variation,
             Needs.DATA, _is_paid),
        Kind("baseline-letter", "one sentence when last year's figure has become final",
             changes.baseline_letter, Needs.DATA,
             lambda practice: practice.baseline.became_final and _is_paid(practice), tells=Tells.MONTHS),
        Kind("balance-letter", "what was earned, paid in advance, and is due", changes.balance_letter,
             Needs.DATA, _is_paid, to_nobody_else=True, tells=Tells.BALANCE),
        Kind("exit-letter", "to the practices that leave", changes.exit_letter, Needs.DATA,
             lambda practice: practice.leaves),
    )
}  # fmt: skip
"""Every kind by its name, in the order of a scheme's life."""


YEAR_ON = "That paper is written by `incentives monitor` with --band, --data and --year-on FILE.docx."


def kind_of(name: str) -> Kind:
    """Return a kind by its name; raises Refused (R151) where there is none."""
    if name not in KINDS:
        message = f'"{name}" is no kind of document.'
        remedy = YEAR_ON if name == "one-year-on" else did_you_mean(name, tuple(KINDS), most=len(KINDS))
        raise Refused([Problem("R151", Place("--kind"), message, remedy)])
    return KINDS[name]


def document(name: str, material: Material) -> Document:
    """Return a document; raises Refused (R151, R152) for an unknown kind or for what it lacks."""
    kind = kind_of(name)
    if kind.needs is Needs.COMPARISON and material.comparison is None:
        message = f"{_begun(kind)} needs practice data and the scheme to compare with."
        raise Refused([Problem("R152", Place("--data"), message, "Name them with --data and --base.")])
    if kind.is_letter and material.to is None:
        message = f"{_begun(kind)} is made for a practice, so it needs practice data."
        raise Refused([Problem("R152", Place("--data"), message, "Name the practice data with --data.")])
    return kind.made(material)


def _begun(kind: Kind) -> str:
    return f"{kind.called[:1].upper()}{kind.called[1:]}"
