"""What is signed off is said and no longer open; what answers nothing is said too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incentives.base.problem import Severity
from incentives.data.baselines import payments_that_count
from incentives.data.signoffs import ANSWERABLE, open_queries
from tests.errors.data.query_examples import CODES, GRANT, JUMP, problems, signed_off, sound

if TYPE_CHECKING:
    from pathlib import Path


def test_a_sign_off_is_for_one_check_and_one_code(tmp_path: Path) -> None:
    jumps = [{**JUMP["measures"][-1], "practice_code": c} for c in CODES]
    tables = {**JUMP, "measures": [*JUMP["measures"][:-1], *jumps]}
    (query,) = open_queries(problems(tmp_path, tables))
    assert query.message.startswith("2 practices have a list that differs")
    (query,) = open_queries(problems(tmp_path, {**tables, "signed_off": signed_off("D221")}))
    assert query.message.startswith(
        "1 practice has a list that differs by more than 3% from that of 2014/15: ZZ9002"
    )


def test_who_signed_off_when_and_why_is_said(tmp_path: Path) -> None:
    (said,) = problems(tmp_path, {**JUMP, "signed_off": signed_off("D221")})
    assert (said.code, said.severity) == ("D230", Severity.WARNING)
    assert said.message == (
        "Signed off by Finance officer on 4 May 2016: lists that jump (D221): ZZ9001. "
        "The reason given: growth of the new estate, confirmed."
    )


def test_a_sign_off_without_a_reason_is_refused(tmp_path: Path) -> None:
    rows = [{**signed_off("D221")[0], "reason": ""}]
    assert [p.code for p in problems(tmp_path, {**JUMP, "signed_off": rows})] == ["D114"]


def test_an_error_that_no_person_can_answer_stays_an_error(tmp_path: Path) -> None:
    assert not {"D204", "D205", "D206", "D207", "D217", "D227", "D233", "D242"} & set(ANSWERABLE)
    rows = signed_off("D206")
    found = problems(tmp_path, {**sound(), "signed_off": rows})
    assert [(p.code, p.severity) for p in found] == [("D231", Severity.ERROR)]


def _signed(folder: Path, *answers: tuple[str, str, str]) -> list[str]:
    """Return the codes of what is said of a practice with these answers (version, day of offer, answer)."""
    rows = [
        {"practice_code": "ZZ9001", "scheme_version": v, "offered_on": day, "answer": answer}
        for v, day, answer in answers
    ]
    rows.append({"practice_code": "ZZ9002", "scheme_version": "chapter", "answer": "no"})
    return [p.code for p in problems(folder, {**sound(), "signup": rows}, GRANT)]


def test_of_several_answers_the_one_offered_last_holds(tmp_path: Path) -> None:
    early, late = "2015-02-01", "2015-03-01"
    assert _signed(tmp_path, ("chapter 1", early, "no"), ("chapter 2", late, "yes")) == []
    assert _signed(tmp_path, ("chapter 1", early, "no"), ("chapter 2", early, "yes")) == ["D216"]


def test_answers_to_other_schemes_do_not_count(tmp_path: Path) -> None:
    assert _signed(tmp_path, ("other-scheme", "2015-03-01", "no"), ("chapter", "2015-02-01", "yes")) == []


def test_which_payments_count_is_told_by_the_schemes_words() -> None:
    held = ["QOF", "QOF_ASPIRATION", "LES"]
    assert payments_that_count("national QOF payment", held) == frozenset({"QOF", "QOF_ASPIRATION"})
    assert payments_that_count("LES", held) == frozenset({"LES"})
    assert payments_that_count("all payments", held) == frozenset(held)
    assert payments_that_count("local payment", held) is None
    assert payments_that_count("local payment", ["LES"]) == frozenset({"LES"})
    assert payments_that_count("QOF payment", ["AF001", "HYP006"]) is None


def test_a_practice_left_out_is_worked_out_again(tmp_path: Path) -> None:
    tables = sound()
    tables["measures"][0]["value"] = "400"
    (query,) = open_queries(problems(tmp_path, tables, pooled=True))
    # Pooled 600 ÷ 16,000. ZZ9002: 7.5 × £160.15 × 2.5% ÷ 3.75% = £800.75, alone £1,201.13: £400.38 more.
    # ZZ9001: × 5% ÷ 3.75% = £1,601.50, alone £1,201.13: £400.37 less.
    assert "ZZ9001 (the others £400.38 more in all; ZZ9002 by £400.38)" in query.message
    assert "ZZ9002 (the others £400.37 less in all; ZZ9001 by £400.37)" in query.message
