"""The kinds of document there are, and what each is made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from incentives.base.problem import Place, Problem, Refused, did_you_mean
from incentives.report.documents.committee import paper
from incentives.report.documents.specification import specification
from incentives.report.documents.statement import statement

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from incentives.compare.lines import PaymentChange
    from incentives.compare.whole import Comparison
    from incentives.formula.plan import Plan
    from incentives.report.audience import Audience
    from incentives.report.documents.parts import Document
    from incentives.scheme.model import Scheme

SPECIFICATION, STATEMENT, PAPER = "scheme-specification", "practice-statement", "committee-paper"
KINDS = (SPECIFICATION, STATEMENT, PAPER)


@dataclass(frozen=True, slots=True, eq=False)
class Material:
    """What documents are made from; the comparison is None where no practice data were given.

    ``payments`` are those of the audience's practice under both schemes.
    """

    scheme: Scheme
    plan: Plan
    comparison: Comparison | None
    audience: Audience
    dated: date
    payments: Sequence[PaymentChange] = ()


def document(kind: str, material: Material) -> Document:
    """Return a document; raises Refused (R151, R152) for an unknown kind or lack of practice data."""
    if kind not in KINDS:
        message = f'"{kind}" is no kind of document.'
        raise Refused([Problem("R151", Place("--kind"), message, did_you_mean(kind, KINDS))])
    if kind == SPECIFICATION:
        return specification(material.scheme, material.plan, material.dated)
    if material.comparison is None:
        message = f"A {kind.replace('-', ' ')} needs practice data and the scheme to compare with."
        raise Refused([Problem("R152", Place("--data"), message, "Name them with --data and --base.")])
    if kind == PAPER:
        return paper(material.scheme, material.comparison, material.audience, material.dated)
    if not material.audience.practice:
        message = "A practice statement is made for one practice."
        raise Refused([Problem("R152", Place("--audience"), message, "Name its code with --audience.")])
    code = material.audience.practice
    return statement(material.scheme, material.comparison, code, material.payments, material.dated)
