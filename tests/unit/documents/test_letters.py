"""Letters go to the practices that they are due to, with what the data hold of each, and to nobody else."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import docx
import pytest

from incentives.base.problem import Refused
from incentives.cli.document import document as write
from incentives.cli.loading import sound_plan
from incentives.data.pack import read_pack
from incentives.report.documents import changes
from incentives.report.documents.addressees import addressees
from incentives.report.documents.kinds import KINDS, document
from tests.unit.documents.county import PACK, QOF, SCHEME, County, text_of

if TYPE_CHECKING:
    from pathlib import Path

    from incentives.scheme.model import Scheme


def _names(folder: Path) -> list[str]:
    return sorted(p.stem.removeprefix("barsetshire-2015-16-") for p in folder.iterdir())


def _written(pack: Path, folder: Path, kind: str, **options: str) -> dict[str, str]:
    write(SCHEME, kind=kind, data=pack, out=folder, **options)  # type: ignore[arg-type]
    return {p.stem.rpartition("-")[2]: text_of(p.read_bytes()) for p in folder.iterdir()}


def test_reminders_go_to_those_that_owe_an_answer(answers_missing: Path, tmp_path: Path) -> None:
    said = _written(answers_missing, tmp_path, "reminder")
    assert set(said) == {"ZZ9001", "ZZ9002"}
    assert "We have no answer from you yet." in said["ZZ9001"]
    assert "the signature or its day is missing" in said["ZZ9002"]
    assert "The offer closed on 20 March 2015" in said["ZZ9001"]


def test_a_reminder_before_the_close_says_when_it_closes(barsetshire: County) -> None:
    assert "The offer closes on \n20 March 2015" in barsetshire.made("reminder").text()


def test_exit_letters_go_to_those_that_leave(answers_missing: Path, tmp_path: Path) -> None:
    said = _written(answers_missing, tmp_path, "exit-letter")
    people = addressees(read_pack(answers_missing), _scheme())
    assert set(said) == {code for code, one in people.items() if one.left_reason} >= {"ZZ9003"}
    for fact in ("31 December 2015", "two partners retire", "keep what is earned", "from next 1 April"):
        assert fact in said["ZZ9003"]


def test_a_baseline_that_becomes_final_is_one_sentence_with_both_figures(
    answers_missing: Path, tmp_path: Path
) -> None:
    write(SCHEME, kind="baseline-letter", data=answers_missing, base=QOF, audience="ZZ9004", out=tmp_path)
    said = text_of(next(tmp_path.iterdir()).read_bytes())
    held = addressees(read_pack(answers_missing), _scheme())["ZZ9004"].baseline
    assert held.final == (held.provisional or 0) + 120_000
    assert f"now final: £{held.final / 100:,.2f} in place of the provisional £" in said
    assert "a month comes to" in said
    assert "from July 2015 on" in said


def _scheme() -> Scheme:
    return sound_plan(SCHEME)[0]


@pytest.mark.long
def test_variations_go_to_those_that_signed_each_by_its_contract(
    answers_missing: Path, tmp_path: Path
) -> None:
    said = _written(answers_missing, tmp_path, "contract-variation")
    people = addressees(read_pack(answers_missing), _scheme())
    assert set(said) == {code for code, one in people.items() if one.has_signed}
    assert {"ZZ9001", "ZZ9002"} & set(said) == set()
    called = {
        "GMS": "General Medical Services contract",
        "PMS": "Personal Medical Services agreement",
        "APMS": "Alternative Provider Medical Services contract",
    }
    assert {people[code].contract for code in said} == set(called)
    for code, text in said.items():
        assert text.count("HAVE THIS CHECKED") == 1
        assert called[people[code].contract] in text
        assert ("The deduction in the practice data" in text) == (people[code].contract == "PMS")


def test_offers_go_to_every_practice_and_name_no_other(barsetshire: County) -> None:
    codes = sorted(barsetshire.found.standings)
    for kind in (name for name, one in KINDS.items() if one.is_letter):
        for code in codes[:3]:
            text = document(kind, barsetshire.material(code)).text()
            assert code in text
            assert [other for other in codes if other != code and other in text] == []
            names = [barsetshire.found.standings[other].name for other in codes if other != code]
            assert [name for name in names if name in text] == []


@pytest.mark.long
def test_forms_for_all_are_one_file_each_or_one_file_together(answers_missing: Path, tmp_path: Path) -> None:
    apart, one = tmp_path / "apart", tmp_path / "together"
    write(SCHEME, kind="sign-up-form", data=answers_missing, out=apart)
    assert _names(apart) == [f"sign-up-form-ZZ90{n:02}" for n in range(1, 41)]
    write(SCHEME, kind="sign-up-form", data=answers_missing, out=one, together=True)
    assert _names(one) == ["sign-up-form-all"]
    assert len(docx.Document(str(next(one.iterdir()))).sections) == 40


def test_who_signs_and_who_is_answered_come_with_the_command(answers_missing: Path, tmp_path: Path) -> None:
    options = {"audience": "ZZ9001", "reply_to": "the primary care team", "signed_by": "A. Person, Director"}
    said = _written(answers_missing, tmp_path, "reminder", **options)["ZZ9001"]
    assert "Please send it to the primary care team." in said
    assert "A. Person, Director" in said
    assert "[GAP" not in said


@pytest.mark.parametrize("balance", [-123_456, 0, 123_456])
def test_a_balance_is_paid_or_paid_back_by_the_scheme_s_terms(barsetshire: County, balance: int) -> None:
    material = barsetshire.material("ZZ9004")
    mine = barsetshire.own["ZZ9004"]
    own = {"ZZ9004": replace(mine, pence=(*mine.pence[:-1], balance))}
    said = changes.balance_letter(replace(material, own=own)).text()
    if balance < 0:
        assert "You have been paid £1,234.56 more than you earned. It is paid back" in said
        assert "over 6 months from what we pay you, at most 10% of a monthly payment" in said
    else:
        assert f"We will pay you £{balance / 100:,.2f} in June 2016." in said


def test_no_balance_is_told_to_a_practice_that_has_not_signed(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        write(SCHEME, kind="balance-letter", base=QOF, data=PACK, audience="ZZ9007", out=tmp_path)
    assert [p.code for p in refused.value.problems] == ["R193"]
    assert "Paddock Row Health Centre is not due a balance letter." in refused.value.problems[0].message
