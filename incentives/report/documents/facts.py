"""The facts of a scheme that documents state: each as text, or as the gap that its absence is.

Every document takes its facts from here, so that a fact is worded and marked in one way wherever it stands.
What no scheme states (to whom practices reply, who signs) is given with the command.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from incentives.report.documents.parts import known
from incentives.report.documents.texts import day_said
from incentives.report.setting_words import WORDED

if TYPE_CHECKING:
    from datetime import date

    from incentives.report.documents.parts import Said
    from incentives.scheme.model import Scheme


@dataclass(frozen=True, slots=True, eq=False)
class Facts:
    """A scheme's facts as documents say them; ``reply_to`` and ``signatory`` come with the command."""

    scheme: Scheme
    reply_to: str = ""
    signatory: str = ""

    @property
    def title(self) -> str:
        """What the scheme is called."""
        return self.scheme.header.title

    @property
    def named(self) -> str:
        """The scheme's title, with its year where the title does not have it."""
        year = str(self.scheme.header.year)
        return self.title if year in self.title else f"{self.title} for {year}"

    def body(self) -> Said:
        """Who offers the scheme."""
        by = self.scheme.offered_by
        return known(by.body if by else "", "who offers the scheme", "offered_by: body")

    def replies(self) -> Said:
        """To whom practices reply."""
        return known(self.reply_to, "to whom to reply, with the address", "--reply-to")

    def signs(self) -> Said:
        """Who signs for the body."""
        return known(self.signatory, "who signs for us, with name and post", "--signed-by")

    def opens(self) -> Said:
        """From when practices may sign."""
        offer = self.scheme.offer
        return known(_day(offer.open if offer else None), "when the offer opens", "offer: open")

    def closes(self) -> Said:
        """Until when practices may sign."""
        offer = self.scheme.offer
        return known(_day(offer.close if offer else None), "when the offer closes", "offer: close")

    def not_signing(self) -> Said:
        """What holds for a practice that does not sign: ``stay on national QOF``."""
        offer = self.scheme.offer
        said = offer.practices_that_do_not_sign if offer else ""
        return known(said, "what holds for practices that do not sign", "offer: practices_that_do_not_sign")

    def leaves_qof(self) -> Said:
        """What becomes of national QOF for a practice that signs, in a sentence."""
        qof = self.scheme.national_qof
        said = WORDED["signed_practices", qof.signed_practices] if qof and qof.signed_practices else ""
        return known(said, "whether practices that sign leave QOF", "national_qof: signed_practices")

    def reports(self) -> Said:
        """Whether a practice that signs goes on sending its QOF data, in a sentence."""
        qof = self.scheme.national_qof
        said = "" if qof is None or qof.keep_reporting is None else "yes" if qof.keep_reporting else "no"
        sentence = WORDED["keep_reporting", said] if said else ""
        return known(sentence, "whether practices go on reporting", "national_qof: keep_reporting")

    def notice(self) -> Said:
        """How long before leaving a practice says so: ``3 months``."""
        left = self.scheme.exit
        return known(left.notice if left else "", "how much notice a practice gives", "exit: notice")

    def kept(self) -> Said:
        """What becomes of payments when a practice leaves."""
        left = self.scheme.exit
        return known(left.payments if left else "", "what a practice that leaves keeps", "exit: payments")

    def back(self) -> Said:
        """From when a practice that leaves is paid by national QOF again."""
        left = self.scheme.exit
        what = "from when a practice that leaves is back on QOF"
        return known(left.back_to_qof if left else "", what, "exit: back_to_qof")

    def pensionable(self) -> Said:
        """Whether payments are pensionable, in a sentence; not decided is a gap."""
        what, where = "whether payments are pensionable", "treatment: pensionable"
        return known(self._treated("pensionable"), what, where)

    def vat(self) -> Said:
        """How payments stand with VAT, in a sentence; not decided is a gap."""
        return known(self._treated("vat"), "how VAT is treated", "treatment: vat")

    def paid_to(self) -> Said:
        """To whom payments go: the practice, a network's lead, a federation."""
        treatment = self.scheme.treatment
        return known(treatment.paid_to if treatment else "", "to whom it is paid", "treatment: paid_to")

    def question_days(self) -> Said:
        """Within how many days a payment may be questioned: ``28 days``."""
        disputes = self.scheme.disputes
        said = f"{int(disputes.raise_within)} days" if disputes and disputes.raise_within else ""
        return known(said, "how long a payment may be questioned", "disputes: raise_within")

    def reviewed(self) -> Said:
        """When the scheme is reviewed."""
        governance = self.scheme.governance
        day = governance.review_on if governance else None
        return known(_day(day), "when it is reviewed", "governance: review_on")

    def ends(self) -> Said:
        """When the scheme ends."""
        governance = self.scheme.governance
        return known(_day(governance.ends if governance else None), "when it ends", "governance: ends")

    def afterwards(self) -> str:
        """What is promised for the time after, in a sentence; nothing where the scheme is silent."""
        governance = self.scheme.governance
        return WORDED["no_promise_after", "yes"] if governance and governance.no_promise_after else ""

    def consulted(self) -> list[tuple[Said, ...]]:
        """Who was consulted and when, a line for each; one gap where nobody is named."""
        governance = self.scheme.governance
        said: list[tuple[Said, ...]] = [
            (f"{one.body}, {day_said(one.on)}.",) for one in (governance.consulted if governance else ())
        ]
        return said or [(known("", "who was consulted", "governance: consulted"),)]

    def _treated(self, key: str) -> str:
        treatment = self.scheme.treatment
        said = getattr(treatment, key) if treatment else ""
        return "" if said in ("", "not decided") else WORDED[key, said]


def _day(day: date | None) -> str:
    return day_said(day) if day else ""
