"""A line is sent once to be paid and once to be booked; a lost file is written again with the same bytes."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from incentives.base.problem import Refused
from incentives.cli.export import export
from incentives.govern.ledger import Ledger
from incentives.govern.proof import proven
from incentives.govern.uploads import not_sent, uploads
from tests.unit.govern.made_packs import EXAMPLE, decided_scheme
from tests.unit.govern.made_runs import ANA, BEN, CAT, DELEGATION, run
from tests.unit.uploads.released import CODES, MAY, sent
from tests.unit.uploads.test_fill_template import template

if TYPE_CHECKING:
    from collections.abc import Callable

PACK = EXAMPLE / "pack"
DATED = datetime(2015, 4, 13)  # noqa: DTZ001 - as it is typed
FIRST = sent().lines[0]
TOTAL = sum(line.pence for line in sent().lines)


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    made, what = Ledger(tmp_path / "ledger.db", DELEGATION), run(sent().lines)
    big = {**DELEGATION.approves, BEN: 10**12}
    made.delegation = type(DELEGATION)("b", "s", DELEGATION.prepares, big, {CAT: 10**12})
    made.prepare(what)
    made.approve(what, BEN, "2015-04-13")
    made.release(what, CAT, "2015-04-13")
    return made


@pytest.fixture
def send(tmp_path: Path, ledger: Ledger) -> Callable[..., bytes]:
    scheme = decided_scheme(tmp_path)

    def sent_as(name: str, layout: str = "pcse-contract-variation", **other: object) -> bytes:
        asked: dict[str, object] = {"period": MAY, "codes": CODES, "by": ANA, "dated": DATED}
        path = tmp_path / name
        export(scheme, PACK, layout=layout, out=path, ledger=ledger.store.path, **(asked | other))  # type: ignore[arg-type]
        return path.read_bytes()

    return sent_as


def refused(send: Callable[..., bytes], name: str, **other: object) -> str:
    with pytest.raises(Refused) as found:
        send(name, **other)
    assert len(found.value.problems) == 1
    return str(found.value)


def test_what_is_sent_is_entered_with_its_lines_and_its_fingerprint(
    ledger: Ledger, send: Callable[..., bytes]
) -> None:
    send("may.csv")
    (found,) = uploads(ledger.entries())
    assert (found.number, found.purpose, found.by, found.dated) == (1, "payments", ANA, "2015-04-13")
    assert (len(found.references), found.pence) == (38, TOTAL)
    assert str(found) == "upload 1 (pcse-contract-variation, 13 April 2015, by Ana Preparer)"
    assert proven(ledger.store) == ()


@pytest.mark.parametrize("layout", ["pcse-contract-variation", "cqrs-local-bulk"])
def test_a_line_is_not_sent_twice_to_be_paid_whatever_the_layout(
    tmp_path: Path, ledger: Ledger, send: Callable[..., bytes], layout: str
) -> None:
    send("may.csv")
    other: dict[str, object] = {"layout": layout}
    if layout == "cqrs-local-bulk":
        codes = tuple(line.key.practice for line in sent().lines)
        other["template"] = template(tmp_path / "theirs.xlsx", codes)
    name = "again.xlsx" if layout == "cqrs-local-bulk" else "again.csv"
    said = refused(send, name, **other)
    assert "G176" in said
    assert "38 of 38 lines" in said
    assert "13 April 2015, by Ana Preparer" in said
    assert "--again" in said
    assert not (tmp_path / name).exists()
    assert len(uploads(ledger.entries())) == 1


def test_the_journal_is_another_purpose_and_sent_once_too(send: Callable[..., bytes]) -> None:
    send("may.csv")
    send("journal.csv", layout="ledger-journal")
    assert "G176" in refused(send, "second.csv", layout="ledger-journal")


def test_a_correction_is_sent_by_itself_and_once(
    ledger: Ledger, tmp_path: Path, send: Callable[..., bytes]
) -> None:
    send("may.csv")
    people = {"prepared_by": ANA, "approved_by": BEN, "dated": "2015-06-10"}
    mended = ledger.correct(FIRST.reference, 2_500, "query 1 upheld", people)
    said = refused(send, "june.csv")
    assert "38 of 39 lines" in said
    assert "For the 1 that were not sent, add --new-lines." in said
    text = send("june.csv", new_lines=True).decode()
    assert text.count("\n") == 2
    assert mended.reference in text
    assert "39 of 39" in refused(send, "july.csv")
    assert "1 of 1" not in refused(send, "july.csv", new_lines=True)
    assert not (tmp_path / "july.csv").exists()
    found = uploads(ledger.entries())
    assert [len(u.references) for u in found] == [38, 1]
    assert not_sent(found, "payments", ledger.payments()) == ()
    assert len(not_sent(found, "journal", ledger.payments())) == 39


def test_a_lost_file_is_written_again_byte_for_byte_and_that_is_entered(
    ledger: Ledger, send: Callable[..., bytes], capsys: pytest.CaptureFixture[str]
) -> None:
    first = send("may.csv")
    people = {"prepared_by": ANA, "approved_by": BEN, "dated": "2015-06-10"}
    ledger.correct(FIRST.reference, 2_500, "query 1 upheld", people)
    assert send("copy.csv", again="the agency lost it") == first
    assert "REPEAT, upload 2: the same bytes as upload 1" in capsys.readouterr().out
    found = uploads(ledger.entries())
    assert (found[1].again, found[1].repeats, found[1].fingerprint) == (
        "the agency lost it",
        1,
        found[0].fingerprint,
    )
    assert "38 of 39 lines" in refused(send, "third.csv")


def test_what_would_not_be_the_same_bytes_is_not_sent_again(
    tmp_path: Path, send: Callable[..., bytes]
) -> None:
    send("may.csv")
    codes = tmp_path / "codes.yaml"
    codes.write_text(Path(CODES).read_text(encoding="utf-8").replace("MADEUP", "OTHER"))
    said = refused(send, "copy.csv", again="lost", codes=codes)
    assert "G177" in said
    assert "G178" in refused(send, "journal.csv", layout="ledger-journal", again="lost")


def test_who_sends_is_asked_for_and_a_copy_for_people_is_not_entered(
    ledger: Ledger, tmp_path: Path, send: Callable[..., bytes]
) -> None:
    assert "G179" in refused(send, "may.csv", by="")
    assert not (tmp_path / "may.csv").exists()
    send("look.csv", for_people=True, by="")
    send("look.xlsx", by="")
    send("plain.csv", layout="csv", by="")
    assert uploads(ledger.entries()) == ()


def test_where_the_file_cannot_be_written_nothing_is_entered_or_it_can_be_written_again(
    ledger: Ledger, tmp_path: Path, send: Callable[..., bytes]
) -> None:
    (tmp_path / "may.csv").write_text("mine", encoding="utf-8")
    assert "R101" in refused(send, "may.csv")
    assert uploads(ledger.entries()) == ()
    assert "R105" in refused(send, "no/folder.csv")
    assert len(uploads(ledger.entries())) == 1
    assert "--again" in refused(send, "other.csv")
    assert send("other.csv", again="the folder was not there").count(b"\n") == 39
