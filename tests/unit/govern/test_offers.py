"""Who signed, who did not, and what that means for payment."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from incentives.calculate import calculate
from incentives.cli.loading import bound
from incentives.cli.signup import signup
from incentives.govern.offers import Answer, answers, by_version, incomplete
from incentives.govern.runs import Calculated, run_of
from tests.unit.govern.made_packs import ANSWERS, EXAMPLE, copied_pack, decided_scheme, pack_with
from tests.unit.govern.made_runs import ANA, DAY

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

SIGNUP = (EXAMPLE / "pack" / "signup.csv").read_text(encoding="utf-8")


def test_each_practice_has_one_answer_and_those_without_a_row_were_not_offered() -> None:
    found = {p.code: p.answer for p in answers(pack_with(*ANSWERS), "a-scheme")}
    assert found == {
        "ZZ9001": Answer.SIGNED,
        "ZZ9002": Answer.NOT_COMPLETE,
        "ZZ9003": Answer.DECLINED,
        "ZZ9004": Answer.NO_ANSWER,
        "ZZ9005": Answer.NOT_OFFERED,
    }
    assert incomplete(pack_with(*ANSWERS), "a-scheme") == ("ZZ9002",)


def test_the_version_offered_last_holds_and_every_version_is_counted() -> None:
    first = {"practice_code": "ZZ9003", "answer": "no", "scheme_version": "1", "offered_on": "2015-01-05"}
    again = {**ANSWERS[0], "practice_code": "ZZ9003"}
    pack = pack_with(*ANSWERS[:2], first, again)
    assert {p.code: (p.version, p.answer) for p in answers(pack, "a")}["ZZ9003"] == ("2", Answer.SIGNED)
    assert by_version(pack, "a") == {
        "1": {Answer.DECLINED: 1},
        "2": {Answer.SIGNED: 2, Answer.NOT_COMPLETE: 1},
    }


def test_a_yes_is_taken_as_it_stands_where_signatures_are_kept_elsewhere() -> None:
    bare = {k: v for k, v in ANSWERS[1].items() if not k.startswith("signed")}
    assert incomplete(pack_with(bare), "a") == ()


def test_the_command_counts_lists_and_says_what_it_means_for_payment(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = SIGNUP.replace("ZZ9002,1,2015-02-16,yes,practice manager,2015-03-03", "ZZ9002,1,2015-02-16,,,")
    assert text != SIGNUP
    pack = copied_pack(tmp_path, signup=text)
    signup(str(EXAMPLE / "scheme.yaml"), pack, out=tmp_path / "answers.csv")
    said = capsys.readouterr().out
    assert "offered 40, signed 37, declined 2, no answer 1." in said
    assert "To be reminded (1)" in said
    assert "Answers are due by 20 March 2015." in said
    assert "pays 37 practices that signed" in said
    assert len((tmp_path / "answers.csv").read_text(encoding="utf-8").splitlines()) == 41
    signup(str(EXAMPLE / "scheme.yaml"), pack, as_json=True)
    data = json.loads(capsys.readouterr().out)
    assert (data["offered"], data["answers"]["no answer"], data["answers_due"]) == (40, 1, "2015-03-20")
    assert [p["practice_code"] for p in data["practices"] if not p["may_be_paid"]] == [
        "ZZ9002",
        "ZZ9007",
        "ZZ9023",
    ]


def test_a_yes_without_a_signature_blocks_the_release_of_its_payment(tmp_path: Path) -> None:
    text = SIGNUP.replace("ZZ9001,1,2015-02-16,yes,practice manager,2015-03-02", "ZZ9001,1,2015-02-16,yes,,")
    assert text != SIGNUP
    scheme = decided_scheme(tmp_path)
    for pack, blocks in ((EXAMPLE / "pack", ()), (copied_pack(tmp_path, signup=text), ("ZZ9001",))):
        read, plan, held, binding = bound(scheme, pack, quiet=True)
        run = run_of(Calculated(read, held, calculate(plan, binding), "p"), "May 2015", ANA, DAY)
        assert tuple(b.rsplit(": ", 1)[1].rstrip(".") for b in run.blocks) == blocks
