"""A practice's statement: one page, four numbers, cash by month, why, and what to do if it disagrees."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from incentives.compare.money import EVERYONE
from incentives.report.documents.cash import cash
from incentives.report.documents.parts import Document, Gap, Grid, Heading, listed, says
from incentives.report.documents.texts import change, day_said, pounds

if TYPE_CHECKING:
    from collections.abc import Sequence

    from incentives.compare.lines import PaymentChange
    from incentives.compare.money import PracticeMoney
    from incentives.report.documents.addressees import Addressee
    from incentives.report.documents.material import Material
    from incentives.report.documents.parts import Part, Said

GROSS = (
    "These are gross amounts. NHS pension contributions and LMC levies are taken by the payment agency and "
    "are not shown here."
)
DEDUCTION = "deduction already in another contract"
"""The form of the PMS deduction."""
_MOST_REASONS = 3


def statement(material: Material) -> Document:
    """Return one practice's statement, as if it signs."""
    return Document(
        title="Indicative statement",
        subject=material.practice.code,
        parts=(*statement_parts(material), says(*if_you_disagree(material, _to(material)))),
        head=material.head,
        foot=material.foot,
    )


def statement_parts(material: Material) -> tuple[Part, ...]:
    """Return what a statement says before its last sentence; an offer letter has it as its second page."""
    mine = figures_of(material)
    practice = material.practice
    who = f"{practice.name} ({practice.code})" if practice.name else practice.code
    of = f"{who} under {material.scheme.header.title}, on results as at"
    base_plan = material.base_plan or material.plan
    asked = material.questioned
    return (
        says(GROSS),
        says(f"{of} {results_day(material)}, if every practice signs.{_list(practice)}"),
        _numbers(mine, material),
        *cash(mine, material.plan, base_plan),
        Heading("Why", 2),
        listed(_reasons(material.payments)),
        *((Heading("Questions you have asked", 2), listed([(line,) for line in asked])) if asked else ()),
    )


def _to(material: Material) -> Said:
    return material.reply_to or material.facts.body()


def figures_of(material: Material) -> PracticeMoney:
    """Return the practice's money under both schemes, as if every practice signs."""
    rows = material.compared.money.scenario(EVERYONE).practices
    return next(p for p in rows if p.code == material.practice.code)


def _list(practice: Addressee) -> str:
    if not practice.list_size:
        return ""
    on = f" on {day_said(practice.list_as_at)}" if practice.list_as_at else ""
    return f" Your list{on}: {int(practice.list_size):,} patients."


def _numbers(mine: PracticeMoney, material: Material) -> Grid:
    money = material.compared.money
    rows = (
        (f"Staying as you are ({money.base_title})", pounds(mine.base)),
        *_deducted(mine, material),
        ("Under this scheme, on the same results", pounds(mine.proposed)),
        ("Difference", change(mine.difference)),
        ("Of what this scheme pays: from floors and other protections", pounds(mine.protected)),
    )
    return Grid("Four numbers", ("", "£"), rows)


def _deducted(mine: PracticeMoney, material: Material) -> tuple[tuple[str, str], ...]:
    """Return what QOF is before a deduction already in the contract, and the deduction; none without one."""
    kinds = {c.id for c in (material.base_plan or material.plan).components if c.kind == DEDUCTION}
    taken = -sum(one.before for one in material.payments if one.id in kinds)
    if not taken:
        return ()
    return ((f"  before the deduction of {pounds(taken)} for your contract", pounds(mine.base + taken)),)


def _reasons(payments: Sequence[PaymentChange]) -> list[tuple[Said, ...]]:
    changes = sorted((c for c in payments if c.difference), key=lambda c: (-abs(c.difference), c.id))
    said: list[tuple[Said, ...]] = [(_reason(c),) for c in changes[:_MOST_REASONS]]
    rest = sum(c.difference for c in changes[_MOST_REASONS:])
    if rest:
        said.append((f"{len(changes) - _MOST_REASONS} other payments together: {change(rest)}.",))
    return said or [("Nothing changes for your practice.",)]


def _reason(one: PaymentChange) -> str:
    if not one.before:
        return f"{one.title}: {pounds(one.after)}, new under this scheme."
    if not one.after:
        return f"{one.title}: {pounds(one.before)} now, not paid for under this scheme."
    return f"{one.title}: {pounds(one.before)} now, {pounds(one.after)} under this scheme."


def if_you_disagree(material: Material, to: Said) -> tuple[Said, ...]:
    """Return the last sentence of every statement: until when and to whom a practice may object."""
    disputes = material.scheme.disputes
    if disputes is None or not disputes.raise_within:
        by: Said = Gap("how long a practice may question a payment", "disputes: raise_within")
    else:
        by = day_said(material.dated + timedelta(days=int(disputes.raise_within)))
    rest = (
        ", naming the line. A query never stops the part that is not in question. A practice that does not "
        "sign keeps what national QOF pays it."
    )
    return ("If you disagree: by ", by, " to ", to, rest)


def results_day(material: Material) -> str:
    """Return the day of the practice results that figures rest on."""
    return day_said(date.fromisoformat(material.compared.as_at))
