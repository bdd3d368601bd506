"""``incentives document``: papers, letters and statements in Word, from the scheme and the practice data."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from incentives.base.problem import Place, Problem, Refused, errors
from incentives.cli import document_options as options
from incentives.cli.loading import sound_plan
from incentives.cli.options import Dated, Force, SchemeName, day
from incentives.cli.terminal import counted, print_table, wrote

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from incentives.compare.whole import Comparison, Given
    from incentives.data.interests import Interest
    from incentives.data.pack import Pack
    from incentives.formula.plan import Plan
    from incentives.govern.queries import Query
    from incentives.report.documents.kinds import Tells
    from incentives.report.documents.making import Made
    from incentives.report.documents.own import Own
    from incentives.report.paragraphs import Part

_WORD = ".docx"
_NOT_THERE_YET = {"D202", "D203", "D205"}
"""What is refused where practice data lack a table, a column or every figure: results are to come."""


def document(  # noqa: PLR0913 - a verb has its options
    scheme: SchemeName,
    *,
    kind: options.Kind,
    out: options.Out = Path(),
    base: options.Base = "",
    data: options.Data = None,
    audience: options.For = "confidential",
    together: options.Together = False,
    reply_to: options.ReplyTo = "",
    signed_by: options.SignedBy = "",
    consultation: options.Log = None,
    consulted: options.Consulted = "",
    interests: options.Register = None,
    ledger: options.Books = None,
    template: options.Template = None,
    dated: Dated = None,
    force: Force = False,
) -> None:
    """Write papers and letters in Word; a fact that the scheme does not state is a marked gap."""
    from incentives.report.audience import CONFIDENTIAL, Audience
    from incentives.report.documents.consultation import read_log
    from incentives.report.documents.kinds import kind_of
    from incentives.report.documents.making import made
    from incentives.report.documents.material import Material

    wanted = kind_of(kind)
    read, plan, _ = sound_plan(scheme)
    base = base if wanted.compares else ""
    given, pack = _given((scheme, base), data, interests, audience, may_lack=not wanted.must_compare)
    found = _compared(given)
    on = day(dated, pack.latest_as_at if pack else plan.year.last_day)
    material = Material(
        read, plan, found, Audience(CONFIDENTIAL), on,
        base_plan=given.base_side.plan if given else None,
        beside=_differing(base, scheme) if given else (),
        own=_own(scheme, plan, data, ledger, wanted.tells) if data and wanted.tells else None,
        log=read_log(consultation) if consultation else (),
        since=_differing(consulted, scheme) if consulted else None,
        consulted_on=consulted.rpartition("/")[2],
        reply_to=reply_to,
        signatory=signed_by,
    )  # fmt: skip
    documents = made(kind, audience, material, pack, given, _queries(ledger))
    _write(documents, out, together=together, on=on, template=template, force=force)
    _say_gaps(documents)


def _given(
    named: tuple[str, str], data: Path | None, interests: Path | None, audience: str, *, may_lack: bool
) -> tuple[Given | None, Pack | None]:
    """Read the practice data and, where a scheme to compare with is named, both sides of the comparison.

    ``may_lack`` lets a comparison be left out for which the practice data have no results.
    """
    from dataclasses import replace

    from incentives.cli.compare import given_by
    from incentives.data.pack import read_pack

    scheme, base = named
    if base and data is None:
        message = "A scheme to compare with is named, but no practice data to compare them on."
        raise Refused([Problem("R152", Place("--base"), message, "Name the practice data with --data.")])
    if data is None:
        return None, None
    if not base:
        return None, read_pack(data)
    try:
        given = replace(given_by(base, scheme, data, quiet=True), register=_register(interests, audience))
    except Refused as refused:
        if may_lack and _lacks_results(refused):
            return None, read_pack(data)
        raise
    return given, given.pack


def _lacks_results(refused: Refused) -> bool:
    """Tell whether what is refused is nothing but practice data that are not there yet."""
    return {problem.code for problem in errors(refused.problems)} <= _NOT_THERE_YET


def _own(scheme: str, plan: Plan, data: Path, ledger: Path | None, tells: Tells) -> Mapping[str, Own] | None:
    """Return what the scheme itself pays each practice; None where even its months rest on results to come.

    A balance that the ledger has released is told from it alone, so nothing is worked out again.
    """
    from incentives.cli.governing import calculation, released
    from incentives.report.documents.kinds import Tells
    from incentives.report.documents.own import balance_is_released, own_payments

    lines = released(ledger) if ledger else ()
    if balance_is_released(plan, lines):
        return own_payments(plan, None, lines)
    months = [p.name for p in plan.periods if not p.is_balance]
    if tells is Tells.BALANCE:
        return own_payments(plan, calculation(scheme, data, ""), lines)
    try:
        return own_payments(plan, calculation(scheme, data, months[0]), lines) if months else None
    except Refused as refused:
        if _lacks_results(refused):
            return None
        raise


def _register(path: Path | None, audience: str) -> tuple[Interest, ...]:
    """Return the register; it is for the body's own governance, and is refused for any other audience."""
    if path is None:
        return ()
    from incentives.data.interests import read_interests
    from incentives.report.audience import CONFIDENTIAL

    if audience != CONFIDENTIAL:
        message = f'Interests are for the body\'s own governance, not for the audience "{audience}".'
        remedy = "Leave --interests out, or write --audience confidential."
        raise Refused([Problem("R121", Place("--interests"), message, remedy)])
    return read_interests(path)


def _compared(given: Given | None) -> Comparison | None:
    from incentives.compare.whole import comparison

    return comparison(given) if given else None


def _differing(first: str, scheme: str) -> Sequence[Part]:
    """Return in words what differs between another scheme, or an earlier version, and this one."""
    from incentives.cli.diff import differs
    from incentives.report.diff_words import in_words

    return in_words(differs(first, scheme)[0])


def _queries(ledger: Path | None) -> Sequence[Query]:
    if ledger is None:
        return ()
    from incentives.cli.governing import opened
    from incentives.govern.queries import queries

    return queries(opened(ledger, None).entries())


def _write(
    documents: Sequence[Made], out: Path, *, together: bool, on: date, template: Path | None, force: bool
) -> None:
    """Write one file or one for each practice; all names are looked at before the first is written."""
    from incentives.report.atomic import refuse_existing, write_whole
    from incentives.report.documents.word import together as all_in_one
    from incentives.report.documents.word import word_file

    is_file = out.suffix.casefold() == _WORD
    if is_file and len(documents) > 1 and not together:
        message = f"These are {len(documents)} letters, and {out.name} is one file."
        remedy = "Name a folder with --out, or put them into one file with --together."
        raise Refused([Problem("R195", Place("--out"), message, remedy)])
    if together:
        name = documents[0].name.rpartition("-")[0] + f"-all{_WORD}"
        files = {out if is_file else out / name: all_in_one([d.content for d in documents], on, template)}
    else:
        files = {out if is_file else out / d.name: word_file(d.content, on, template) for d in documents}
    for path in files:
        refuse_existing(path, force=force)
    for path, content in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, content, force=force)
        wrote(path)


def _say_gaps(documents: Sequence[Made]) -> None:
    """List every gap once, with the number of documents that have it."""
    held: dict[tuple[str, str], int] = {}
    for one in documents:
        for gap in dict.fromkeys(one.content.gaps()):
            held[gap.what, gap.where] = held.get((gap.what, gap.where), 0) + 1
    if not held:
        return
    rows = [(what, where, str(number)) for (what, where), number in held.items()]
    print_table(
        f"Marked gaps: {counted(len(held), 'fact')} to be added",
        ("What", "Where", "Documents"),
        rows,
        right=2,
    )
