"""What an upload says: one row for each payment, each ledger code, or each practice."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from incentives.base.problem import Place, Problem, Refused
from incentives.base.year import first_of_month, month_name
from incentives.govern.codes import SEGMENTS, Payment, paycode_of
from incentives.govern.offers import Answer, answers
from incentives.govern.runs import WHOLE_YEAR

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from incentives.data.pack import Pack
    from incentives.formula.plan import Plan
    from incentives.govern.codes import Codes, CodeTerms
    from incentives.govern.entries import Line
    from incentives.report.uploads.layout import UploadLayout
    from incentives.scheme.model import Scheme

Row = dict[str, str]
LEAVE = "leave"
DRAFT = "DRAFT "


@dataclass(frozen=True, slots=True)
class Upload:
    """What is to be sent: the layout, the rows (field → text; money as ``1234.56``) and their control total.

    ``pence`` is the sum of the payments it says, worked out apart from its rows; ``practices`` how many.
    """

    layout: UploadLayout
    rows: tuple[Row, ...]
    pence: int
    practices: int


@dataclass(frozen=True, slots=True)
class Sent:
    """What an upload is made of: the scheme with its plan, the practices, the payments, the codes."""

    scheme: Scheme
    plan: Plan
    pack: Pack
    lines: tuple[Line, ...] = ()
    codes: Codes | None = None
    draft: bool = False


def upload_of(layout: UploadLayout, sent: Sent) -> Upload:
    """Return an upload; raises Refused (R135, R136) with every code that is missing."""
    makers = {"payments": _payments, "journal": _journal, "participation": _participation}
    rows = tuple(makers[layout.terms.rows](layout, sent))
    practices = {line.key.practice for line in sent.lines}
    return Upload(layout, rows, sum(line.pence for line in sent.lines), len(practices) or len(rows))


def stage_of(line: Line, plan: Plan) -> str:
    """Return at which stage a payment is: instalment, balance, whole year or correction."""
    if line.correction_of:
        return "correction"
    if line.key.period == WHOLE_YEAR:
        return "whole year"
    return "balance" if line.key.period in {p.name for p in plan.periods if p.is_balance} else "instalment"


def closed_before_payday(sent: Sent) -> tuple[tuple[str, str], ...]:
    """Return the practices (code, last day) that are paid on a payday after they closed."""
    practices = _practice_rows(sent.pack)
    days = {p.name: p.pays_on.isoformat() for p in sent.plan.periods}
    found = {}
    for line in sent.lines:
        closes = practices.get(line.key.practice, {}).get("closes", "")
        if closes and closes < days.get(_period_of(line), sent.plan.year.last_day.isoformat()):
            found[line.key.practice] = closes
    return tuple(sorted(found.items()))


def in_pounds_plain(pence: int) -> str:
    """Return pence as pounds for a machine: no sign of currency, no thousands.

    >>> in_pounds_plain(-123405)
    '-1234.05'
    """
    whole, part = divmod(abs(pence), 100)
    return f"{'-' if pence < 0 else ''}{whole}.{part:02d}"


def _payments(layout: UploadLayout, sent: Sent) -> Iterator[Row]:
    practices = _practice_rows(sent.pack)
    paying = _paycodes(layout, sent, practices) if layout.has("paycode") else {}
    booked = _booked(sent, practices) if any(layout.has(s) for s in SEGMENTS) else {}
    for line in sent.lines:
        own = practices.get(line.key.practice, {})
        contract = own.get("contract", "")
        row = _common(sent, line.key.practice, own)
        row |= {
            "component": line.key.component,
            "period": line.key.period,
            "stage": stage_of(line, sent.plan),
            "pay_month": _pay_month(line, sent.plan),
            "amount": in_pounds_plain(line.pence),
            "reference": (DRAFT if sent.draft else "") + line.reference,
            "description": f"{line.key.scheme} {line.key.component}, {line.key.period}",
            "paycode": paying.get(contract, ""),
            "pensionable": _pensionable(sent.scheme),
            "earned_in": line.earned_in,
            "paid_in": line.paid_in,
            "borne_by": line.borne_by,
        }
        if booked:
            row |= _segments(booked[_combination(line, sent, practices)])
        yield row


def _journal(_: UploadLayout, sent: Sent) -> Iterator[Row]:
    """One line a code, stage and time, debited; the other half of each time credited; the sums are equal.

    The time is the year in which it was earned, the month in which it is paid, and who bears it.
    """
    practices = _practice_rows(sent.pack)
    booked = _booked(sent, practices, contra=True)
    sums: dict[tuple[_Time, tuple[str, ...], str], int] = defaultdict(int)
    for line in sent.lines:
        combination = _combination(line, sent, practices)
        code = tuple(_segments(booked[combination]).values())
        sums[_Time(line.earned_in, line.paid_in, line.borne_by), code, combination.stage] += line.pence
    months = dict.fromkeys(_period_of(line) for line in sent.lines)
    title = (
        (DRAFT if sent.draft else "") + sent.plan.id + (f", {next(iter(months))}" if len(months) == 1 else "")
    )
    contra = sent.codes.terms.contra if sent.codes else None
    for time in sorted({key[0] for key in sums}):
        own = {key: pence for key, pence in sums.items() if key[0] == time}
        for key, pence in sorted(own.items()):
            says = f"{title}: {key[2]}"
            yield _booking(dict(zip(SEGMENTS, key[1], strict=True)), pence, (says, key[2]), time, sent)
        total = sum(own.values())
        if total and contra is not None:
            yield _booking(_segments(contra), -total, (f"{title}: to be paid to practices", ""), time, sent)


class _Time(NamedTuple):
    """When a line was earned and is paid, and who bears it."""

    earned_in: str
    paid_in: str
    borne_by: str


def _booking(code: Mapping[str, str], pence: int, says: tuple[str, str], time: _Time, sent: Sent) -> Row:
    description, stage = says
    sides = {
        "debit": in_pounds_plain(pence) if pence > 0 else "",
        "credit": in_pounds_plain(-pence) if pence < 0 else "",
    }
    rest = {"description": description, "stage": stage, "year": str(sent.plan.year), "scheme": sent.plan.id}
    return {**code, **sides, **rest, **time._asdict()}


def _participation(_: UploadLayout, sent: Sent) -> Iterator[Row]:
    """A practice that signed a scheme instead of QOF is not offered it; every other practice is."""
    route = sent.scheme.national_qof
    leaves = route is not None and route.signed_practices == LEAVE
    practices = _practice_rows(sent.pack)
    said = answers(sent.pack, sent.plan.id) if sent.scheme.offer else ()
    by_code = {p.code: p.answer for p in said}
    for code in sent.pack.practices:
        answer = by_code.get(code)
        away = leaves and (answer is Answer.SIGNED or not sent.scheme.offer)
        yield _common(sent, code, practices.get(code, {})) | {
            "offer_qof": "no" if away else "yes",
            "reason": _why(answer, leaves=leaves, title=sent.plan.title),
        }


def _why(answer: Answer | None, *, leaves: bool, title: str) -> str:
    if answer is Answer.SIGNED or answer is None:
        return f"{'paid by' if leaves else 'stays in national QOF beside'} {title}"
    said = {
        Answer.NOT_COMPLETE: "answered yes but has not signed",
        Answer.DECLINED: "declined the local scheme",
        Answer.NO_ANSWER: "has not answered the offer of the local scheme",
        Answer.NOT_OFFERED: "was not offered the local scheme",
    }
    return said[answer]


def _common(sent: Sent, code: str, own: Mapping[str, str]) -> Row:
    return {
        "practice_code": code,
        "practice_name": own.get("name", ""),
        "contract": own.get("contract", ""),
        "commissioner_code": own.get("commissioner_code", ""),
        "payee": own.get("payee", ""),
        "year": str(sent.plan.year),
        "scheme": sent.plan.id,
    }


def _practice_rows(pack: Pack) -> Mapping[str, Mapping[str, str]]:
    table = pack.tables.get("practices")
    if table is None:
        return {}
    at = table.columns.index("practice_code")
    return {row[at]: dict(zip(table.columns, row, strict=True)) for row in table.rows}


def _pay_month(line: Line, plan: Plan) -> str:
    if first_of_month(line.paid_in):
        return line.paid_in
    days = {p.name: p.pays_on for p in plan.periods}
    period = _period_of(line)
    return month_name(days[period]) if period in days else line.key.period


def _period_of(line: Line) -> str:
    """Return the period of a payment or of the one that it corrects."""
    return line.key.period.split(", correction")[0].split(", reversal")[0]


def _pensionable(scheme: Scheme) -> str:
    return scheme.treatment.pensionable if scheme.treatment else "not decided"


def _paycodes(
    layout: UploadLayout, sent: Sent, practices: Mapping[str, Mapping[str, str]]
) -> Mapping[str, str]:
    """Return the paycode of each contract type among the payments; refuse those that have none."""
    said = _pensionable(sent.scheme)
    contracts = sorted({practices.get(line.key.practice, {}).get("contract", "") for line in sent.lines})
    own = sent.codes.terms.paycodes if sent.codes else ()
    found = {c: paycode_of(own, c, said) or paycode_of(layout.terms.paycodes, c, said) for c in contracts}
    file = sent.codes.file if sent.codes else layout.file
    problems = [
        Problem(
            "R136",
            Place(file),
            f"There is no paycode for {c or 'practices without a contract type'}, pensionable: {said}.",
            'Add it to "paycodes:" in your file of finance codes and give that with --codes.'
            if said in ("yes", "no")
            else 'Write yes or no at "pensionable:" of "treatment:" in the scheme.',
        )
        for c, code in found.items()
        if not code
    ]
    if problems:
        raise Refused(problems)
    return found


def _combination(line: Line, sent: Sent, practices: Mapping[str, Mapping[str, str]]) -> Payment:
    contract = practices.get(line.key.practice, {}).get("contract", "")
    return Payment(line.key.component, contract, stage_of(line, sent.plan))


def _booked(
    sent: Sent, practices: Mapping[str, Mapping[str, str]], *, contra: bool = False
) -> Mapping[Payment, CodeTerms]:
    """Return the ledger code of each combination among the payments; refuse those that have none."""
    if sent.codes is None:
        message = "No finance codes are given, and this upload needs them."
        remedy = "Copy templates/finance-codes.yaml, put your own codes in, and give it with --codes."
        raise Refused([Problem("R135", Place("--codes"), message, remedy)])
    found = {c: sent.codes.ledger(c) for c in _sorted(_combination(x, sent, practices) for x in sent.lines)}
    lacking = [f"There is no ledger code for {c}." for c, code in found.items() if code is None]
    if contra and sent.codes.terms.contra is None:
        lacking.append('There is no code "contra:" for the other half of the journal.')
    if lacking:
        remedy = 'Add a row to "ledger:", or a default row with any for what may differ.'
        raise Refused([Problem("R135", Place(sent.codes.file), m, remedy) for m in lacking])
    return {c: code for c, code in found.items() if code is not None}


def _sorted(found: Iterable[Payment]) -> Sequence[Payment]:
    return sorted(set(found))


def _segments(code: CodeTerms) -> Row:
    return {name: str(getattr(code, name)) for name in SEGMENTS}
