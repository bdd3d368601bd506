"""``incentives decide`` and ``incentives decisions``: what a committee decided, as it stood."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from incentives.cli.governing import LedgerFile, opened
from incentives.cli.options import AsJson, DataPath, Force, SchemeName, a_day
from incentives.cli.terminal import counted, pounds, print_json, print_table, say, wrote

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from incentives.compare.whole import Comparison
    from incentives.govern.decisions import Decision, Meeting
    from incentives.govern.people import Register
    from incentives.scheme.model import Scheme

RegisterFile = Annotated[
    Path,
    typer.Option(
        "--register",
        metavar="FILE",
        help="People, interests and organisations: a workbook with those sheets, or a folder of files.",
    ),
]


BaseScheme = Annotated[str, typer.Option("--base", metavar="SCHEME", help="The scheme it was compared with.")]
AttendanceFile = Annotated[
    Path,
    typer.Option(
        "--attendance",
        metavar="FILE",
        help="Who was there: person, present, stands_in_for, declared, left, vote (.csv or .xlsx).",
    ),
]
RuleName = Annotated[
    str, typer.Option("--rule", metavar="NAME", help="The quorum rule: a shipped one, or your own file.")
]
Minute = Annotated[str, typer.Option("--minute", metavar="TEXT", help="Which minute or paper says so.")]
MeetingDay = Annotated[
    datetime,
    typer.Option("--dated", parser=a_day, metavar="YYYY-MM-DD", help="The day of the meeting."),
]
EnteredBy = Annotated[str, typer.Option("--by", metavar="NAME", help="Who enters it.")]
AllTheSame = Annotated[
    str,
    typer.Option(
        "--all-the-same", metavar="REASON", help="Enter it as it happened, with what stands against it."
    ),
]


def decide(  # noqa: PLR0913 - a verb has its options
    scheme: SchemeName,
    data: DataPath,
    *,
    base: BaseScheme,
    register: RegisterFile,
    attendance: AttendanceFile,
    rule: RuleName,
    minute: Minute,
    dated: MeetingDay,
    by: EnteredBy,
    ledger: LedgerFile,
    all_the_same: AllTheSame = "",
    as_json: AsJson = False,
) -> None:
    """Enter a committee's decision: the version decided, who was there, who had an interest, the quorum."""
    from incentives.govern.decisions import Meeting, decided, read_attendance
    from incentives.govern.people import read_register
    from incentives.govern.quorum import rule_of
    from incentives.govern.standing import gains
    from incentives.scheme.resolved import version_of

    held, on = read_register(register), dated.date()
    read, found, fingerprint = _compared(base, scheme, data, held, on)
    conflicts = held.conflicts(on, [p.code for p in found.shown.practices])
    meeting = Meeting(
        scheme=read.header.id,
        title=read.header.title,
        year=str(read.header.year),
        version=version_of(read),
        comparison=fingerprint,
        data=found.fingerprint,
        minute=minute,
        on=on,
        by=by,
        rule_name=rule,
        rule=rule_of(rule),
        register=held,
        attended=read_attendance(attendance),
        practices=tuple(p.code for p in found.shown.practices),
        pence=found.shown.paid_by_schedule,
        gains=gains(found.shown, conflicts),
        assurance=_assurance(read),
    )
    kept = opened(ledger, None)
    done = decided(kept, meeting, all_the_same)
    if as_json:
        print_json(done.content)
        return
    _say(done, meeting)
    say(f"Entered as decision {done.number}. Head of the ledger: {kept.head()}")


def decisions(  # noqa: PLR0913 - a verb has its options
    *,
    ledger: LedgerFile,
    scheme: Annotated[
        str, typer.Option("--scheme", metavar="SCHEME", help="Say whether it is the one that was decided.")
    ] = "",
    register: Annotated[
        Path | None,
        typer.Option("--register", metavar="FILE", help="Name interests that came out after the decision."),
    ] = None,
    data: Annotated[
        Path | None, typer.Option("--data", metavar="PACK", help="With --register: the practices.")
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE", help="Write the register of decisions (.csv, .xlsx)."),
    ] = None,
    as_json: AsJson = False,
    force: Force = False,
) -> None:
    """List the decisions: the register of procurement decisions, and whether the scheme is as decided."""
    from incentives.govern import decisions as of

    entries = opened(ledger, None).entries()
    found = of.decisions(entries)
    if out:
        _write(found, out, force=force)
        wrote(out, quiet=as_json)
    if as_json:
        print_json([d.content for d in found])
        return
    for one in found:
        for name, text in of.register_line(one).items():
            say(f"{name.replace('_', ' ').capitalize()}: {text}")
        say()
    say(f"{counted(len(found), 'decision')} in the ledger.")
    if scheme:
        _say_version(scheme, found)
    if register and data:
        _say_later(found, register, data)


def _compared(base: str, scheme: str, data: Path, held: Register, on: date) -> tuple[Scheme, Comparison, str]:
    """Compare the schemes with the interests of those who vote; return the comparison's fingerprint too."""
    import hashlib
    from dataclasses import replace

    from incentives.base.problem import Place
    from incentives.cli.compare import given_by
    from incentives.compare.whole import comparison
    from incentives.data.interests import Interest
    from incentives.govern.chain import canonical
    from incentives.report.comparison import as_data

    given = given_by(base, scheme, data, quiet=True)
    people = {p.name: p for p in held.people}
    rows = tuple(
        Interest(
            c.interest.person,
            people[c.interest.person].role,
            people[c.interest.person].votes,
            code,
            Place("-"),
        )
        for c in held.conflicts(on, given.proposed_side.binding.practices)
        for code in c.practices
    )
    found = comparison(replace(given, register=rows))
    return given.proposed, found, hashlib.sha256(canonical(as_data(found)).encode()).hexdigest()


def _assurance(scheme: Scheme) -> dict[str, str]:
    """Return what the scheme says of each thing that a decision needs, blank where it says nothing."""
    from incentives.scheme.model import ASSURANCE

    governance = scheme.governance
    return {name: str(getattr(governance, name, "") or "") for name in ASSURANCE}


def _say(done: Decision, meeting: Meeting) -> None:
    from incentives.base.year import written_date
    from incentives.govern.as_decided import why_void

    content, quorum = done.content, done.content["quorum"]
    votes = ", ".join(f"{word} {number}" for word, number in content["votes_that_count"].items())
    say(f"{meeting.title}, version {meeting.version[:12]}…, {written_date(meeting.on)}, {meeting.minute}.")
    void = why_void(content)
    say(f"Votes that count: {votes}. {f'It does NOT stand: it {void}' if void else 'Carried'}.")
    said = quorum["says"] or quorum["source"]
    say(f"{'Quorate' if quorum['quorate'] else 'NOT QUORATE'} by its rule: {said}.")
    counted_, left_out = (", ".join(quorum[n]) or "nobody" for n in ("counted", "left_out"))
    say(f"Counted: {counted_}. Present and not counted: {left_out}.")
    rows = [_interest_row(i) for i in content["interests"]]
    heads = ("Person", "Type", "In", "Practices", "What they did", "Would receive")
    print_table("Interests that reach the scheme", heads, rows, right=5)
    missing = [name for name, text in content["assurance"].items() if not text]
    if missing:
        named = ", ".join(missing)
        say(f"Neither there nor explained in the scheme's governance: {named}.")
    for reason in content["against"]:
        say(f"AGAINST IT: {reason}")


def _interest_row(interest: Mapping[str, Any]) -> tuple[str, ...]:
    pence = interest["difference_pence_of_all_the_persons_practices"]
    more = f"{pounds(abs(pence))} {'less' if pence < 0 else 'more'}" if pence else "the same"
    return (
        interest["person"],
        interest["type"],
        interest["organisation"],
        ", ".join(interest["practices"]),
        interest["managed"],
        "" if pence is None else more,
    )


def _write(found: Sequence[Decision], out: Path, *, force: bool) -> None:
    import pandas as pd

    from incentives.govern.decisions import register_line
    from incentives.report.tables import write_table

    write_table(pd.DataFrame([register_line(d) for d in found]), out, force=force)


def _say_version(scheme: str, found: Sequence[Decision]) -> None:
    from incentives.cli.loading import sound_plan
    from incentives.govern.as_decided import not_as_decided
    from incentives.scheme.resolved import version_of

    read, _, _ = sound_plan(scheme)
    contents = [d.content for d in found]
    if not any(c["scheme"] == read.header.id for c in contents):
        say(f"No decision on {read.header.id} is in this ledger.")
        return
    why = not_as_decided(contents, read.header.id, version_of(read))
    say(why or f"{scheme} is as it was decided: version {version_of(read)[:12]}….")


def _say_later(found: Sequence[Decision], register: Path, data: Path) -> None:
    from incentives.data.pack import read_pack
    from incentives.govern.decisions import declared_after
    from incentives.govern.people import read_register

    held, practices = read_register(register), tuple(read_pack(data).practices)
    for one in found:
        for interest in declared_after(one, held, practices):
            when = f"declared on {interest.declared_on}" if interest.declared_on else "not declared"
            say(
                f"Decision {one.number}: {interest.person} had a {interest.type} interest in "
                f"{interest.organisation} since {interest.since}, {when}; the record does not have it."
            )
