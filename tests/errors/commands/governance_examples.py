"""A failing example for each problem of queries, the register of uploads, interests and decisions."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from incentives.cli.export import export
from incentives.cli.interests import interests
from incentives.govern.decisions import decided
from incentives.govern.ledger import Ledger
from incentives.govern.people import read_register
from incentives.govern.queries import Answered, Raised, answer_query, raise_query
from incentives.govern.quorum import read_rule
from tests.unit.govern.made_packs import EXAMPLE, decided_scheme
from tests.unit.govern.made_register import ATTENDANCE, PEOPLE, register_in
from tests.unit.govern.made_runs import ANA, BEN, CAT, DAY, DELEGATION, line, run
from tests.unit.govern.test_decisions import meeting
from tests.unit.uploads.released import CODES

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

LINE = line("ZZ9001", 125_000)


def released(folder: Path) -> Ledger:
    """Return a ledger in which one payment was released."""
    ledger, what = Ledger(folder / "ledger.db", DELEGATION), run([LINE])
    ledger.prepare(what)
    ledger.approve(what, BEN, DAY)
    ledger.release(what, CAT, DAY)
    return ledger


def _query(folder: Path, **other: object) -> None:
    said: dict[str, object] = {
        "says": "too little",
        "on": date(2015, 5, 20),
        "by": ANA,
        "line": LINE.reference,
        "within": 28,
    }
    raise_query(released(folder), Raised(**(said | other)))  # type: ignore[arg-type]


def _answer(folder: Path, *answers: Answered) -> None:
    ledger = released(folder)
    raise_query(ledger, Raised("too little", date(2015, 5, 20), ANA, LINE.reference, within=28))
    for answered in answers:
        answer_query(ledger, answered)


def _sent(folder: Path, *, twice: bool = False, again: str = "", by: str = ANA, other: bool = False) -> None:
    released(folder)
    scheme, path = decided_scheme(folder), folder / "codes.yaml"
    text = CODES.read_text(encoding="utf-8")
    for number in range(1 + (twice or other)):
        path.write_text(text.replace("MADEUP", "OTHER") if other and number else text, encoding="utf-8")
        export(
            scheme,
            EXAMPLE / "pack",
            layout="pcse-contract-variation",
            out=folder / f"{number}.csv",
            ledger=folder / "ledger.db",
            codes=path,
            period="May 2015",
            by=by,
            again=again if number or not (twice or other) else "",
        )


def _rule_of_nobody(folder: Path) -> None:
    path = folder / "rule.yaml"
    text = "kind: quorum rule\nbody: x\nsource: y\nat_least: 1\nat_least_of:\n  - members: 2\n"
    path.write_text(text, encoding="utf-8")
    read_rule(path)


def _register(folder: Path, **tables: str) -> None:
    read_register(register_in(folder, **tables))


def _decide(folder: Path, was: str, now: str) -> None:
    what = meeting(folder, ATTENDANCE.replace(was, now))
    decided(Ledger(folder / "ledger.db", DELEGATION), what)


def _edited_after(folder: Path) -> None:
    ledger, edited = Ledger(folder / "ledger.db", DELEGATION), replace(run([LINE]), version="v2")
    decided(ledger, meeting(folder))
    ledger.prepare(edited)
    ledger.approve(edited, BEN, DAY)


def _own_practice(folder: Path) -> None:
    people = replace(DELEGATION, register=read_register(register_in(folder)))
    ledger, own = Ledger(folder / "ledger.db", people), run([line("ZZ9002", 100)])
    ledger.prepare(own)
    ledger.approve(own, BEN, DAY)


_STANDS = Answered(1, "it stands", date(2015, 6, 1), BEN)

GOVERNANCE: dict[str, Callable[[Path], object]] = {
    "G170": lambda folder: _query(folder, line=""),
    "G171": lambda folder: _answer(folder, Answered(2, "it stands", date(2015, 6, 1), BEN)),
    "G172": lambda folder: _answer(folder, _STANDS, _STANDS),
    "G173": lambda folder: _query(folder, on=date(2015, 4, 1)),
    "G174": lambda folder: _query(folder, within=None),
    "G181": lambda folder: _register(folder, people=""),
    "G182": lambda folder: _register(folder, people=PEOPLE.replace("lay,lay chair", ",lay chair")),
    "G183": lambda folder: _register(folder, people=PEOPLE.replace("Bea Lay", "Ada Chair")),
    "G184": lambda folder: _register(folder, people=PEOPLE.replace("2015-12-31", "2013-12-31")),
    "G185": lambda folder: _decide(folder, "Dot Nurse,yes,,,,against", "Dot Nurse,no,,,,"),
    "G186": lambda folder: _decide(folder, "Fay Partner,yes,,,yes,", "Fay Partner,yes,,,,for"),
    "G187": lambda folder: _decide(folder, "Gus Partner,yes,,yes,,", "Gus Partner,yes,,,,"),
    "G188": lambda folder: _decide(folder, "Jon Healthwatch,yes,,,,", "Jon Healthwatch,yes,,,,for"),
    "G189": _edited_after,
    "G190": _own_practice,
    "G191": lambda folder: interests(folder, on=datetime(2015, 3, 25), data=EXAMPLE / "pack", base="x"),  # noqa: DTZ001
    "G176": lambda folder: _sent(folder, twice=True),
    "G177": lambda folder: _sent(folder, other=True, again="lost"),
    "G178": lambda folder: _sent(folder, again="lost"),
    "G179": lambda folder: _sent(folder, by=""),
    "G180": _rule_of_nobody,
    "G175": lambda folder: _answer(
        folder, Answered(1, "you are right", date(2015, 6, 1), BEN, LINE.reference)
    ),
}
