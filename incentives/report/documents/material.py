"""What documents are made from: a scheme, its plan, a comparison, the reader, and what was given beside."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from incentives.report.documents.facts import Facts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from incentives.compare.lines import PaymentChange
    from incentives.compare.whole import Comparison
    from incentives.formula.plan import Plan
    from incentives.report.audience import Audience
    from incentives.report.documents.addressees import Addressee
    from incentives.report.documents.consultation import Remark
    from incentives.report.documents.own import Own
    from incentives.report.paragraphs import Part as Words
    from incentives.scheme.model import Scheme


@dataclass(frozen=True, slots=True, eq=False)
class Material:
    """What documents are made from; the comparison is None where no practice data were given.

    ``payments`` are those of the audience's practice under both schemes, ``base_plan`` is the plan of the
    scheme compared with, ``own`` what the scheme itself pays each practice where a letter tells it (None
    where it cannot be known yet), ``beside`` what differs from it in words, ``to`` the practice that a letter
    goes to. ``log`` is what was said in the consultation and ``since`` what differs from the version that was
    consulted on, None where not given. ``questioned`` are the practice's queries, a line for each.
    """

    scheme: Scheme
    plan: Plan
    comparison: Comparison | None
    audience: Audience
    dated: date
    payments: Sequence[PaymentChange] = ()
    base_plan: Plan | None = None
    own: Mapping[str, Own] | None = None
    to: Addressee | None = None
    beside: Sequence[Words] = ()
    log: Sequence[Remark] = ()
    since: Sequence[Words] | None = None
    consulted_on: str = ""
    questioned: Sequence[str] = ()
    reply_to: str = ""
    signatory: str = ""

    @property
    def facts(self) -> Facts:
        """The scheme's facts as documents say them."""
        return Facts(self.scheme, self.reply_to, self.signatory)

    @property
    def practice(self) -> Addressee:
        """The practice that the document is for."""
        if self.to is None:
            raise AssertionError("a letter is made for a practice; kinds.py looks to that")
        return self.to

    @property
    def compared(self) -> Comparison:
        """The comparison of a document that needs one."""
        if self.comparison is None:
            raise AssertionError("the kind needs practice data; kinds.py looks to that")
        return self.comparison

    @property
    def head(self) -> str:
        """What stands at the top of every page: what it is of, and for whom it is made."""
        return (
            f"{self.scheme.header.title}  ·  {AUDIENCES.get(self.audience.name, f'For {self.audience} only')}"
        )

    @property
    def foot(self) -> str:
        """What stands at the end of every page: the scheme, its version and the day."""
        version = f" · version {self.comparison.scheme_fingerprint[:12]}…" if self.comparison else ""
        return f"{self.scheme.header.id}{version} · {self.dated.isoformat()}"


AUDIENCES = {"public": "Public", "confidential": "Confidential: not for publication"}
