"""``incentives signup``: who was offered the scheme, who signed, who declined, whom to remind."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from incentives.base.problem import Place, Problem, Refused
from incentives.cli.loading import sound_plan
from incentives.cli.options import AsJson, DataPath, Force, SchemeName
from incentives.cli.terminal import counted, print_json, print_table, say, wrote

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from incentives.govern.offers import Answer, Practice
    from incentives.scheme.model import Offer

Out = Annotated[
    Path | None,
    typer.Option("--out", metavar="FILE", help="Write every practice and its answer (.csv, .xlsx)."),
]


def signup(
    scheme: SchemeName, data: DataPath, out: Out = None, as_json: AsJson = False, force: Force = False
) -> None:
    """Say who was offered the scheme, who signed or declined, whom to remind, and what that means for pay."""
    from incentives.data.pack import read_pack
    from incentives.govern.offers import answers, by_version

    read, plan, _ = sound_plan(scheme)
    if read.offer is None:
        message = f"{plan.id} makes no offer, so no practice has to sign: it pays every practice."
        remedy = 'A scheme that practices may refuse has a part "offer:".'
        raise Refused([Problem("C190", Place(scheme), message, remedy)])
    pack = read_pack(data)
    found, versions = answers(pack, plan.id), by_version(pack, plan.id)
    if out:
        _write(found, out, force=force)
        wrote(out, quiet=as_json)
    if as_json:
        print_json(_as_data(found, versions, read.offer))
        return
    _say(found, versions, read.offer, plan.title)


def _say(
    found: Sequence[Practice],
    versions: Mapping[str, Mapping[Answer, int]],
    offer: Offer,
    title: str,
) -> None:
    from incentives.govern.offers import Answer

    held = {answer: [p for p in found if p.answer is answer] for answer in Answer}
    offered = len(found) - len(held[Answer.NOT_OFFERED])
    words = ", ".join(f"{a.value} {len(held[a])}" for a in Answer if a is not Answer.NOT_OFFERED and held[a])
    say(f"{title}: offered {offered}, {words or 'nobody has answered'}.")
    heads = ("Version", *(a.value.capitalize() for a in Answer if a is not Answer.NOT_OFFERED))
    rows = [
        (version or "not stated", *(str(counts.get(a, 0)) for a in Answer if a is not Answer.NOT_OFFERED))
        for version, counts in versions.items()
    ]
    print_table("By version offered", heads, rows)
    for answer, why in _LISTS.items():
        if practices := held[Answer(answer)]:
            print_table(
                f"{why} ({len(practices)})", ("Practice", "Name", "Offered on"), _rows(practices), right=3
            )
    _say_payment(held, offer)


_LISTS = {
    "no answer": "To be reminded",
    "yes, but no signature": "To be asked for the signature and its day",
    "declined": "Declined",
    "not offered": "Not offered the scheme",
}
"""Which practices are listed, and why."""


def _rows(practices: Sequence[Practice]) -> list[tuple[str, ...]]:
    return [(p.code, p.name, p.offered_on) for p in practices]


def _say_payment(held: Mapping[Answer, Sequence[Practice]], offer: Offer) -> None:
    from incentives.base.year import written_date
    from incentives.govern.offers import Answer

    unsigned = [p.code for a, practices in held.items() if a is not Answer.SIGNED for p in practices]
    if offer.close:
        say(f"Answers are due by {written_date(offer.close)}.")
    say(f"Practices that do not sign {offer.practices_that_do_not_sign}.")
    if unsigned:
        say(
            "What this means for payment: this scheme pays "
            f"{counted(len(held[Answer.SIGNED]), 'practice')} that signed. A payment to any of the other "
            f"{len(unsigned)} is refused when it is to be released."
        )
    else:
        say("What this means for payment: every practice has signed, and every one may be paid.")


def _as_data(
    found: Sequence[Practice], versions: Mapping[str, Mapping[Answer, int]], offer: Offer
) -> dict[str, object]:
    from incentives.govern.offers import Answer

    counts = {a.value: sum(p.answer is a for p in found) for a in Answer}
    return {
        "offered": len(found) - counts["not offered"],
        "answers": counts,
        "answers_due": offer.close.isoformat() if offer.close else None,
        "by_version": {v: {a.value: n for a, n in c.items()} for v, c in versions.items()},
        "practices": [_row(p) for p in found],
    }


def _row(practice: Practice) -> dict[str, object]:
    from incentives.govern.offers import Answer

    return {
        "practice_code": practice.code,
        "name": practice.name,
        "scheme_version": practice.version,
        "offered_on": practice.offered_on,
        "answer": practice.answer.value,
        "signed_by": practice.signed_by,
        "signed_on": practice.signed_on,
        "may_be_paid": practice.answer is Answer.SIGNED,
    }


def _write(found: Sequence[Practice], out: Path, *, force: bool) -> None:
    import pandas as pd

    from incentives.report.tables import write_table

    write_table(pd.DataFrame([_row(p) for p in found]), out, force=force)
