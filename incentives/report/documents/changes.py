"""Letters when something changes: the contract, the baseline, the balance, the end of taking part."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incentives.base.amount import in_percent, in_pounds
from incentives.base.year import month_name
from incentives.report.documents.letters import agreed, letter
from incentives.report.documents.own import Own
from incentives.report.documents.parts import BY_HAND, Document, Form, Gap, Heading, known, listed, says
from incentives.report.documents.statement import GROSS
from incentives.report.documents.texts import day_said, pounds
from incentives.scheme.forms.true_up import AT_ONCE

if TYPE_CHECKING:
    from datetime import date

    from incentives.report.documents.addressees import Addressee
    from incentives.report.documents.material import Material
    from incentives.report.documents.parts import Part, Said

_NOTHING = Own((), (0,))
CHECK = (
    "HAVE THIS CHECKED before it is used. It is a draft made from the scheme's terms, not legal wording; the "
    "contract's own clauses are not in the scheme."
)
_CONTRACTS = {
    "GMS": (
        "General Medical Services contract",
        (
            "National QOF is part of the Statement of Financial Entitlements that this contract is paid by. "
            "Where the practice leaves QOF, check what that does to the global sum (fewer than 150 points)."
        ),
    ),
    "PMS": (
        "Personal Medical Services agreement",
        (
            "Part of national QOF may already be in the agreement's baseline, with a deduction from QOF "
            "payments. Say what becomes of that deduction while the practice is in the scheme."
        ),
    ),
    "APMS": (
        "Alternative Provider Medical Services contract",
        "Whether and how national QOF is paid depends on this contract alone. Check the clause.",
    ),
}


def contract_variation(material: Material) -> Document:
    """Return a draft of the variation of a practice's contract, by its type; wording to be checked."""
    facts, practice = material.facts, material.practice
    called, note = _CONTRACTS.get(practice.contract, ("", ""))
    contract = known(called, "the type of the contract: GMS, PMS or APMS", "practices: contract")
    reference = known(practice.variation, "the reference of the variation", "signup: variation_reference")
    parts: list[Part] = [
        says(CHECK, style="Intense Quote"),
        Form(
            (
                ("Between", (facts.body(),)),
                ("and", (f"{practice.called} ({practice.code})",)),
                ("Contract varied", (contract,)),
                ("Under its clause", (Gap("the clause that lets it be varied", BY_HAND),)),
                ("Reference", (reference,)),
                ("In force from", (_start(practice),)),
            )
        ),
        Heading("What is varied", 2),
        says(
            f"For the time of this variation the practice takes part in {facts.title} "
            f"({material.scheme.header.id}). Payments are made under the scheme's specification, which is "
            "attached and is part of this variation."
        ),
        listed(agreed(facts)),
        *_for_its_type(practice, note),
        Heading("What is not varied", 2),
        says("Everything else in the contract stays as it is. National QOF itself is not changed by this."),
        Form(
            tuple(
                (f"{label}, {who}", ("",))
                for who in ("for the commissioner", "for the practice")
                for label in ("Name and post", "Signature and date")
            )
        ),
    ]  # fmt: skip
    return Document(
        f"Variation of contract ({practice.contract or 'type not known'})",
        tuple(parts),
        material.foot,
        practice.code,
        material.head,
    )


def exit_letter(material: Material) -> Document:
    """Return the letter to a practice that leaves before the scheme ends."""
    facts, practice = material.facts, material.practice
    last = known(
        day_said(practice.ends) if practice.ends else "",
        "the practice's last day in the scheme",
        "signup: ends",
    )
    why = known(practice.left_reason, "why the practice leaves", "signup: left_reason")
    return letter(
        material,
        f"Leaving {facts.title}",
        [
            says(
                "We confirm that your practice leaves the scheme. Its last day in the scheme is ", last, "."
            ),
            listed(
                [
                    ("The reason that we have noted: ", why, "."),
                    ("The scheme asks for notice of ", facts.notice(), "."),
                    ("Of your payments the scheme says: ", facts.kept(), "."),
                    ("You are back on national QOF ", facts.back(), "."),
                    (
                        "What you were paid in advance is set against what you earned up to that day. ",
                        "You will have a statement of the balance. It may be questioned within ",
                        facts.question_days(),
                        ".",
                    ),
                ]
            ),
            says("If any of this is not as you understand it, write to ", facts.replies(), "."),
        ],
    )


def baseline_letter(material: Material) -> Document:
    """Return the letter of one sentence when a provisional baseline has become final."""
    baseline, practice = material.practice.baseline, material.practice
    final = known(
        pounds(baseline.final) if baseline.final is not None else "",
        f"the final payment for {baseline.year}",
        "baseline: a row of QOF with the status final",
    )
    before = known(
        pounds(baseline.provisional) if baseline.provisional is not None else "",
        f"the provisional payment for {baseline.year}",
        "baseline: a row PROVISIONAL",
    )
    return letter(
        material,
        f"Your {baseline.year} figure is final",
        [
            says(
                f"Your practice's QOF payment for {baseline.year}, on which monthly payments under "
                f"{material.facts.title} rest, is now final: ", final, " in place of the provisional ",
                before, *_monthly(material, practice), ".",
            )
        ],
    )  # fmt: skip


def balance_letter(material: Material) -> Document:
    """Return the letter with the year's balance: what was earned, paid in advance, and is due either way."""
    facts, mine = material.facts, (material.own or {}).get(material.practice.code, _NOTHING)
    balance = mine.balance
    due: tuple[Said, ...] = (f"We will pay you {pounds(balance)}{_when(material)}.",)
    if balance < 0:
        due = (
            f"You have been paid {pounds(-balance)} more than you earned. It is paid back ",
            *_back(material),
            ".",
        )
    corrected = (("Corrections, paid or taken back beside it", (pounds(mine.corrections),)),)
    return letter(
        material,
        f"Balance for {material.scheme.header.year}",
        [
            says(GROSS),
            Form(
                (
                    ("Earned in the year", (pounds(mine.in_advance + balance),)),
                    ("Paid in advance", (pounds(mine.in_advance),)),
                    ("Balance", (pounds(balance),)),
                    *(corrected if mine.corrections else ()),
                )
            ),
            says(*due),
            says(
                "If you disagree: within ", facts.question_days(), " of this letter to ", facts.replies(),
                ", naming the line. A query never stops the part that is not in question.",
            ),
        ],
    )  # fmt: skip


def _start(practice: Addressee) -> Said:
    day = day_said(practice.starts) if practice.starts else ""
    return known(day, "from when the variation is in force", "signup: starts")


def _for_its_type(practice: Addressee, note: str) -> tuple[Part, ...]:
    if not note:
        return ()
    held = f" The deduction in the practice data: {practice.deduction or 'not stated'}."
    said = f"{note}{held if practice.contract == 'PMS' else ''}"
    return (Heading(f"For a {practice.contract} practice", 2), says(said))


def _monthly(material: Material, practice: Addressee) -> tuple[Said, ...]:
    """Say what a month comes to before and after, and how the difference of the months before is settled."""
    written = material.scheme.instalments
    until = written.terms.provisional_until if written else None
    if written is None or until is None or not practice.baseline.became_final:
        return ()
    if material.own is None:
        return ("; ", Gap("what a month comes to", "give practice data with what months rest on"))
    months = material.own[practice.code].months() if practice.code in material.own else ()
    before = [pence for period, pence in months if period.pays_on < until]
    after = [(period.pays_on, pence) for period, pence in months if period.pays_on >= until]
    if not before or not after or not any(pence for _, pence in months):
        return ()
    begins = month_name(after[0][0])
    came = f"; a month comes to {_each(after)} from {begins} on, and came to {pounds(before[-1])} before"
    if practice.baseline.final == practice.baseline.provisional:
        return (came,)
    return (came, f"; {_made_up(written.terms.when_final, after)}")


def _made_up(how: str, after: list[tuple[date, int]]) -> str:
    """Say how the difference of the months before is settled: it is part of the months told."""
    if how != AT_ONCE:
        return "the monthly sum includes the difference for the months before, spread over the months left"
    if after[0][1] > after[min(1, len(after) - 1)][1]:
        return f"the difference for the months before is paid with {month_name(after[0][0])}"
    return (
        f"what was paid too much before is set off from {month_name(after[0][0])} on, no month below nothing"
    )


def _each(after: list[tuple[date, int]]) -> str:
    first, then = after[0][1], after[min(1, len(after) - 1)][1]
    return pounds(first) if first == then else f"{pounds(first)} once and then {pounds(then)}"


def _back(material: Material) -> tuple[Said, ...]:
    terms = material.scheme.recovery
    if terms is None:
        return (Gap("over how many months, and how much of a month at most", "recovery"),)
    said = (
        f"over {int(terms.over)} months from what we pay you, at most {in_percent(terms.at_most)} of a "
        f"monthly payment, {int(terms.notice)} days after this letter"
    )
    waived = terms.waive_below
    return (f"{said}; less than {in_pounds(waived)} is not asked back" if waived else said,)


def _when(material: Material) -> str:
    periods = material.plan.periods
    return f" in {month_name(periods[-1].pays_on)}" if periods else ""
