"""Practices that have not signed are not asked for a scheme's own figures; those that have signed are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from incentives.base.problem import Refused, Severity
from incentives.base.year import FinancialYear
from incentives.calculate import calculate
from incentives.data.binding import bind
from incentives.data.pack import pack_of
from incentives.scheme.reading import read_plan
from tests.spec.chapter import LISTS, pack, scheme
from tests.spec.test_form_17_peers import row as peers

if TYPE_CHECKING:
    from pathlib import Path

    from incentives.data.pack import Pack
    from incentives.formula.plan import Plan

ROW = "X: {points: 5, pays: 40% to 80%, group: G, weighted_by: list size only}"
OFFER = """offered_by: {body: NHS Barsetshire CCG, code: ZZ9}
offer: {open: 2015-02-16, close: 2015-03-20, practices_that_do_not_sign: stay on national QOF}
"""
GRANT = "payments:\n  training: {form: fixed grant, per_practice: £4000}\n"
PAYS = "practice | signed | numerator | denominator\n"


def read(folder: Path, more: str) -> Plan:
    path = folder / "chapter.yaml"
    path.write_text(scheme(ROW, more=more), "utf-8")
    return read_plan(str(path))[1]


def data(answer: str) -> Pack:
    tables = pack(f"{PAYS}ZZ9001 | yes | 80 | 100\nZZ9002 | {answer} | 0 | 0")
    tables["counts"] = [row for row in tables["counts"] if row["practice_code"] == "ZZ9001"]
    return pack_of(tables, year=FinancialYear(2015), as_at=LISTS)


def test_one_that_has_not_signed_counts_as_nothing_and_is_named(tmp_path: Path) -> None:
    plan = read(tmp_path, OFFER)
    bound = bind(plan, data("no"))
    said = [w for w in bound.warnings if w.code == "D206"]
    assert [w.severity for w in said] == [Severity.WARNING]
    assert "1 practice has not signed" in said[0].message
    assert "ZZ9002" in said[0].message
    assert calculate(plan, bound).pence("X").tolist() == [80_075, 0]


def test_one_that_has_signed_is_still_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        bind(read(tmp_path, OFFER), data("yes"))
    assert {p.code for p in refused.value.problems if p.severity is Severity.ERROR} == {"D206"}


def test_everybody_is_needed_where_practices_are_ranked_or_paid_without_signing(tmp_path: Path) -> None:
    ranked = peers("best: 50%")
    for row, more in ((ranked, OFFER), (ROW, GRANT)):
        path = tmp_path / "chapter.yaml"
        path.write_text(scheme(row, more=more), "utf-8")
        with pytest.raises(Refused) as refused:
            bind(read_plan(str(path))[1], data("no"))
        assert {p.code for p in refused.value.problems if p.severity is Severity.ERROR} == {"D206"}
