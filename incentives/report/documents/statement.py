"""A practice's statement: one page, four numbers, cash by month, why, and what to do if it disagrees."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from incentives.compare.money import EVERYONE
from incentives.report.documents.parts import Document, Gap, Grid, Heading, known, listed, says
from incentives.report.documents.texts import change, day_said, pounds

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from incentives.compare.lines import PaymentChange
    from incentives.compare.money import PracticeMoney
    from incentives.compare.whole import Comparison
    from incentives.report.documents.parts import Part, Said
    from incentives.scheme.model import Scheme

_MOST_REASONS = 4


def statement(
    scheme: Scheme, found: Comparison, code: str, payments: Sequence[PaymentChange], dated: date
) -> Document:
    """Return one practice's statement, as if it signs; ``payments`` are its own under both schemes."""
    mine = next(p for p in found.money.scenario(EVERYONE).practices if p.code == code)
    name = found.standings[code].name
    return Document(
        title=f"{name or code}: indicative statement",
        subject=code,
        parts=(
            says(f"{found.money.proposed_title} for practice {code}, on results as at {day_said(dated)}."),
            _numbers(mine, found),
            *_months(mine, found),
            Heading("Why", 2),
            listed(_reasons(payments)),
            Heading("What this is, and what it is not", 2),
            says(
                "These are gross amounts: NHS pension contributions and LMC levies are taken by the payment "
                "agency, and appear on its own statement. Nothing here changes what national QOF pays a "
                "practice that does not sign."
            ),
            Heading("If you disagree", 2),
            says(*_dispute(scheme, dated)),
        ),
        foot=f"{code} · {found.money.proposed_title} · version {found.scheme_fingerprint[:12]}…",
    )


def _numbers(mine: PracticeMoney, found: Comparison) -> Grid:
    return Grid(
        "Four numbers",
        ("", "£"),
        (
            (f"If nothing changes ({found.money.base_title})", pounds(mine.base)),
            ("Under the scheme, on the same results", pounds(mine.proposed)),
            ("Difference", change(mine.difference)),
            ("Of it floors and other protections", pounds(mine.protected)),
        ),
    )


def _months(mine: PracticeMoney, found: Comparison) -> tuple[Part, ...]:
    if not mine.months:
        return (says("The scheme is paid in one sum; it has no instalments."),)
    before = dict(zip(found.money.base_periods, mine.base_months, strict=False))
    rows = []
    for name, pence in zip(found.money.periods, mine.months, strict=True):
        other = before.get(name)
        rows.append((name, pounds(pence), pounds(other) if other is not None else "not paid in this month"))
    heads = ("Month", "Under the scheme", "If nothing changes")
    return (Grid("Cash by month", heads, tuple(rows)),)


def _reasons(payments: Sequence[PaymentChange]) -> list[tuple[Said, ...]]:
    changes = sorted(payments, key=lambda c: (-abs(c.difference), c.id))
    said: list[tuple[Said, ...]] = [
        (f"{c.title}: {pounds(c.before)} now, {pounds(c.after)} under the scheme.",)
        for c in changes[:_MOST_REASONS]
        if c.difference
    ]
    rest = sum(c.difference for c in changes[_MOST_REASONS:])
    if rest:
        said.append((f"Everything else together: {change(rest)}.",))
    return said or [("Nothing changes for this practice.",)]


def _dispute(scheme: Scheme, dated: date) -> tuple[Said, ...]:
    body = known(
        scheme.offered_by.body if scheme.offered_by else "", "who offers the scheme", "offered_by: body"
    )
    if scheme.disputes is None:
        gap = Gap("how long a practice may question a payment", "disputes: raise_within")
        return ("Write to ", body, " by ", gap, " A query never stops the part that is not in question.")
    by = dated + timedelta(days=int(scheme.disputes.raise_within))
    return (
        f"If you disagree: by {day_said(by)} write to ",
        body,
        ", naming the line. A query never stops the part that is not in question.",
    )
