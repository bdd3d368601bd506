"""What practices say about payments: entered, answered once, told on the next statement."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from incentives.base.problem import Refused
from incentives.govern.ledger import Ledger
from incentives.govern.proof import proven
from incentives.govern.queries import (
    Answered,
    Query,
    Raised,
    answer_query,
    disputed,
    for_statement,
    queries,
    raise_query,
)
from tests.unit.govern.made_runs import ANA, BEN, CAT, DAY, DELEGATION, line, run

if TYPE_CHECKING:
    from pathlib import Path

FIRST, SECOND = line("ZZ9001", 125_000), line("ZZ9002", 40_000)
SAYS = "the register was 900, not 850"
PEOPLE = {"prepared_by": ANA, "approved_by": BEN, "dated": "2015-06-10"}


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    made = Ledger(tmp_path / "ledger.db", DELEGATION)
    released(made, FIRST, SECOND)
    return made


def released(ledger: Ledger, *lines: object) -> None:
    what = run(lines)  # type: ignore[arg-type]
    ledger.prepare(what)
    ledger.approve(what, BEN, DAY)
    ledger.release(what, CAT, DAY)


def raised(**other: object) -> Raised:
    given: dict[str, object] = {
        "says": SAYS,
        "on": date(2015, 5, 20),
        "by": ANA,
        "line": FIRST.reference,
        "within": 28,
        "disputed": 2_500,
    }
    return Raised(**(given | other))  # type: ignore[arg-type]


def code(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [p.code for p in refused.value.problems]


def test_a_query_is_entered_and_answered_within_the_days_of_the_scheme(ledger: Ledger) -> None:
    made = raise_query(ledger, raised())
    assert (made.number, made.practice, made.period) == (1, "ZZ9001", "May 2015")
    assert (made.due, made.late_by) == ("2015-06-17", 0)
    assert queries(ledger.entries()) == (made,)
    done = answer_query(ledger, Answered(1, "the register of 1 January counts", date(2015, 6, 1), BEN))
    assert (done.outcome, done.answered_by, done.answered_on) == ("stands", BEN, "2015-06-01")
    assert queries(ledger.entries()) == (done,)
    assert proven(ledger.store) == ()


def test_a_query_upheld_names_the_line_that_mends_its_payment(ledger: Ledger) -> None:
    raise_query(ledger, raised())
    mended = ledger.correct(FIRST.reference, 2_500, "query 1 upheld", PEOPLE)
    other = ledger.correct(SECOND.reference, 100, "another matter", PEOPLE)
    said = Answered(1, "you are right", date(2015, 6, 10), BEN, other.reference)
    with pytest.raises(Refused) as refused:
        answer_query(ledger, said)
    assert code(refused) == ["G175"]
    done = answer_query(ledger, Answered(1, "you are right", date(2015, 6, 10), BEN, mended.reference))
    assert (done.outcome, done.corrected_by) == ("corrected", mended.reference)


def test_a_query_stops_no_payment_and_what_is_in_question_is_added_up(ledger: Ledger) -> None:
    raise_query(ledger, raised())
    raise_query(ledger, raised(line=SECOND.reference, disputed=700))
    raise_query(ledger, raised(line=SECOND.reference, disputed=None))
    assert disputed(queries(ledger.entries())) == 3_200
    released(ledger, line("ZZ9001", 125_000, period="Jun 2015"), line("ZZ9002", 40_000, period="Jun 2015"))
    assert sum(p.pence for p in ledger.payments()) == 2 * 165_000
    answer_query(ledger, Answered(2, "no", date(2015, 6, 1), BEN))
    assert disputed(queries(ledger.entries())) == 2_500


def test_a_payment_that_is_missing_may_be_asked_for(ledger: Ledger) -> None:
    made = raise_query(ledger, raised(line="", practice="ZZ9003", period="May 2015", disputed=None))
    assert (made.line, made.practice) == ("", "ZZ9003")
    with pytest.raises(Refused) as refused:
        answer_query(ledger, Answered(1, "paid", date(2015, 6, 1), BEN, FIRST.reference))
    assert code(refused) == ["G175"]
    released(ledger, line("ZZ9003", 100))
    assert answer_query(
        ledger, Answered(1, "paid", date(2015, 6, 1), BEN, line("ZZ9003", 1).reference)
    ).outcome == ("corrected")
    with pytest.raises(Refused) as refused:
        raise_query(ledger, raised(line="", practice="ZZ9003"))
    assert code(refused) == ["G170"]


@pytest.mark.parametrize(("on", "late"), [(date(2015, 5, 29), 0), (date(2015, 5, 30), 1)])
def test_a_query_after_the_days_of_the_scheme_is_taken_and_marked(
    ledger: Ledger, on: date, late: int
) -> None:
    assert raise_query(ledger, raised(on=on)).late_by == late


def test_what_is_overdue_is_told_from_the_day_after(ledger: Ledger) -> None:
    made = raise_query(ledger, raised())
    assert not made.is_overdue(date(2015, 6, 17))
    assert made.is_overdue(date(2015, 6, 18))
    done = answer_query(ledger, Answered(1, "no", date(2015, 6, 20), BEN))
    assert not done.is_overdue(date(2015, 6, 30))


def test_the_next_statement_tells_what_is_open_and_what_was_answered_since(ledger: Ledger) -> None:
    raise_query(ledger, raised())
    raise_query(ledger, raised(line=SECOND.reference))
    raise_query(ledger, raised(says="no uplift", disputed=None))
    answer_query(ledger, Answered(1, "it is 850 on 1 January.", date(2015, 6, 1), BEN))
    found = queries(ledger.entries())
    reference = FIRST.reference
    answered = (
        f'Query 1 of 20 May 2015 ({reference}): "{SAYS}" Answered on 1 June 2015: '
        "it is 850 on 1 January. It stands."
    )
    waiting = f'Query 3 of 20 May 2015 ({reference}): "no uplift" It will be answered by 17 June 2015.'
    assert for_statement(found, "ZZ9001") == (answered, waiting)
    assert for_statement(found, "ZZ9001", after="2015-06-01") == (waiting,)
    assert for_statement(found, "ZZ9002")[0].endswith("In question: £25.00.")
    assert for_statement(found, "ZZ9003") == ()


def test_an_answer_is_given_once_and_to_a_query_that_is_there(ledger: Ledger) -> None:
    for answered in (Answered(1, "no", date(2015, 6, 1), BEN), Answered(7, "no", date(2015, 6, 1), BEN)):
        with pytest.raises(Refused) as refused:
            answer_query(ledger, answered)
        assert code(refused) == ["G171"]
    raise_query(ledger, raised())
    with pytest.raises(Refused) as refused:
        answer_query(ledger, Answered(1, "no", date(2015, 5, 19), BEN))
    assert code(refused) == ["G173"]
    answer_query(ledger, Answered(1, "no", date(2015, 6, 1), BEN))
    entries = ledger.entries()
    with pytest.raises(Refused) as refused:
        answer_query(ledger, Answered(1, "yes", date(2015, 6, 2), BEN))
    assert code(refused) == ["G172"]
    assert ledger.entries() == entries


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        ({"line": "BQS1516/May/ZZ9001/HYP007"}, "G123"),
        ({"on": date(2015, 4, 30)}, "G173"),
        ({"due": date(2015, 5, 19)}, "G173"),
        ({"within": None}, "G174"),
    ],
)
def test_a_query_that_cannot_be_is_refused(ledger: Ledger, other: dict[str, object], expected: str) -> None:
    with pytest.raises(Refused) as refused:
        raise_query(ledger, raised(**other))
    assert code(refused) == [expected]
    assert queries(ledger.entries()) == ()


def test_a_query_holds_what_it_says(ledger: Ledger) -> None:
    made = raise_query(ledger, raised(due=date(2015, 7, 1)))
    assert made == Query(**made.content())
    assert made.due == "2015-07-01"
