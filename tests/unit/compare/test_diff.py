"""What differs between two schemes: counted, titled, matched over new codes, and adding up in pence."""

from __future__ import annotations

import copy
import json
from typing import TYPE_CHECKING, Any

import pytest

from incentives.calculate import calculate
from incentives.cli.diff import diff
from incentives.cli.diff import differs as _difference
from incentives.cli.loading import bound
from incentives.compare.diff import Difference, Status, differences
from incentives.compare.diff_money import UNCHANGED, in_money
from incentives.compare.money import Side
from incentives.compare.whatif import with_signed
from incentives.report.diff_words import in_words
from incentives.scheme.reading import read_scheme
from incentives.scheme.resolved import resolved
from incentives.shipped import shipped
from tests.property.readings import bound as bound_rows
from tests.property.readings import read
from tests.spec.chapter import LISTS, pack, scheme

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PACK = shipped("examples") / "barsetshire" / "pack"
QOF, LOCAL = "qof-england-2015-16", "barsetshire-2015-16"
CARDIOVASCULAR = {
    *("CHD015", "CHD016", "HYP008", "HYP009", "STIA014", "STIA015", "CHOL003", "CHOL004", "DM036"),
}
NOT_PAID_BY = {
    *("id", "kind", "title", "starts_from", "previous", "indicators_from", "total_points", "sources"),
    *("corrections", "conflicts", "notes", "inherited", "formerly", "beside", "origins", "origin", "stopped"),
    *("part", "form_number"),
}
"""What two schemes may have otherwise without paying otherwise: names, documents, remarks."""


def _between(first: str, second: str) -> Difference:
    return _difference(first, second)[0]


def _said(found: Difference, heading: str) -> list[str]:
    parts = [p for p in in_words(found) if p.heading.startswith(heading)]
    return [f"{line.lead} {line.text}".strip() for p in parts for line in p.lines]


def test_2014_15_drops_forty_indicators_renumbers_thirteen_and_doubles_hyp006() -> None:
    found = _between("qof-england-2013-14", "qof-england-2014-15")
    gone, renumbered = found.of(Status.DROPPED), found.of(Status.RENUMBERED)
    assert (len(gone), sum(e.points_before for e in gone)) == (40, 351)
    assert [found.points_before, found.points_after] == [900, 559]
    assert len(renumbered) == 13
    assert {e.id: e.points_more for e in found.indicators if e.points_more > 0} == {"HYP006": 10}
    assert not {e.was_id for e in renumbered} & {e.id for e in gone}
    assert not {e.id for e in renumbered} & {e.id for e in found.of(Status.ADDED)}
    short = _said(found, "In short")
    assert "All points: 900 before, 559 after: 341 fewer." in short
    assert "40 indicators are no longer paid for: 351 points." in short
    assert "Of 351 points set free, 10 move to 1 indicator; 341 points leave the scheme." in short


def test_2025_26_drops_thirty_two_and_moves_141_points_to_nine_cardiovascular_indicators() -> None:
    found = _between("qof-england-2024-25", "qof-england-2025-26")
    gone, renumbered = found.of(Status.DROPPED), found.of(Status.RENUMBERED)
    assert (len(gone), sum(e.points_before for e in gone)) == (32, 212)
    assert {e.was_id: e.id for e in renumbered} == {
        "AST011": "AST012",
        "DM022": "DM034",
        "DM023": "DM035",
        "DM033": "DM036",
    }
    more = {e.id: e.points_more for e in found.indicators if e.points_more > 0}
    assert (set(more), sum(more.values())) == (CARDIOVASCULAR, 141)
    assert not {e.was_id for e in renumbered} & {e.id for e in gone}
    short = _said(found, "In short")
    assert "Of 212 points set free, 141 move to 9 indicators; 71 points leave the scheme." in short


@pytest.mark.parametrize("years", [("2013-14", "2014-15"), ("2018-19", "2019-20"), ("2024-25", "2025-26")])
def test_no_code_is_named_without_what_it_is(years: tuple[str, str]) -> None:
    found = _between(*(f"qof-england-{year}" for year in years))
    assert found.indicators
    assert found.points_after - found.points_before == sum(e.points_more for e in found.indicators)
    assert [e.id for e in found.indicators if not e.title or e.title.upper() == e.id] == []
    for heading in ("No longer paid", "Paid on", "Worth", "Paid from", "New"):
        for part in (p for p in in_words(found) if p.heading.startswith(heading)):
            titles = {e.id: e.title for e in found.indicators}
            assert all(titles[line.lead] in line.text for line in part.lines if line.lead)


def test_a_code_that_was_renumbered_twice_is_followed_through_the_year_between() -> None:
    found = _between("qof-england-2013-14", "qof-england-2015-16")
    assert {e.was_id: e.id for e in found.of(Status.RENUMBERED)}["AF004"] == "AF007"
    back = _between("qof-england-2015-16", "qof-england-2013-14")
    assert {e.was_id: e.id for e in back.of(Status.RENUMBERED)}["AF007"] == "AF004"


@pytest.mark.parametrize("named", [QOF, LOCAL, "qof-england-2024-25", "qof-scotland-2012-13"])
def test_a_scheme_beside_itself_differs_in_nothing(named: str) -> None:
    found = _between(named, named)
    assert found.nothing
    assert [p.heading for p in in_words(found)] == ["In short"]


def _leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if isinstance(value, dict):
        for key, within in value.items():
            if key not in NOT_PAID_BY or (key == "title" and path):
                yield from _leaves(within, (*path, key))
    elif isinstance(value, list):
        for at, within in enumerate(value):
            yield from _leaves(within, (*path, at))
    elif value is not None:
        yield path


def test_whatever_is_changed_is_told_with_the_new_value() -> None:
    before = resolved(read_scheme(LOCAL)[0])
    some = {path[:1] + path[2:]: path for path in _leaves(before)}  # of like entries one is enough
    assert len(some) >= 50
    for path in some.values():
        after = copy.deepcopy(before)
        group = after
        for key in path[:-1]:
            group = group[key]
        group[path[-1]] = "7,654" if path[-1] in ("points", "patients") else f"{group[path[-1]]} otherwise"
        found = differences(before, after)
        assert not found.nothing, path
        said = " ".join(line.text for part in in_words(found) for line in part.lines)
        assert "otherwise" in said or "7,654" in said, path


def test_reasons_stand_beside_what_they_are_given_for() -> None:
    found = _between(QOF, LOCAL)
    assert "Why: covered by the wellbeing contract from 1 April." in _said(found, "No longer paid")
    assert "Why: hypertension gap in the needs assessment." in _said(found, "Worth")
    assert "Why: most practices already pass the national upper threshold." in _said(found, "Paid from")


def test_what_is_watched_though_not_paid_for_is_told_both_ways() -> None:
    watched = resolved(read_scheme(LOCAL)[0])
    unwatched = copy.deepcopy(watched)
    for stopped in unwatched["stopped"]:
        stopped["still_watched"] = "no"
    codes = [i for s in watched["stopped"] if s["still_watched"] == "yes" for i in s["indicators"]]
    listed = ", ".join(codes)
    assert codes
    assert not differences(watched, unwatched).nothing
    heading = "Results that are watched"
    assert _said(differences(watched, unwatched), heading) == [f"No longer watched: {listed}."]
    assert _said(differences(unwatched, watched), heading) == [
        f"Still watched, though not paid for: {listed}."
    ]
    assert _said(_between(LOCAL, QOF), heading) == []  # it is paid for again


def test_a_setting_that_is_no_longer_stated_is_told_with_what_it_was() -> None:
    before = resolved(read_scheme(LOCAL)[0])
    after = copy.deepcopy(before)
    after["budget"]["contingency"] = None
    assert _said(differences(before, after), "The budget") == [
        "No longer stated: contingency (until now 2%)."
    ]


RENUMBERED = """kind: scheme
id: renumbered
title: One indicator under a new code
starts_from: qof-england-2015-16
year: 2015/16
offer: {open: 2015-02-16, close: 2015-03-20, practices_that_do_not_sign: stay on national QOF}
national_qof: {signed_practices: leave, keep_reporting: yes}
budget:
  limit: £9000000
  if_earnings_exceed_it: pay in full
  if_earnings_fall_short: keep for reserve
treatment: {pensionable: no, vat: exempt, paid_to: practice}
exit: {notice: 3 months, payments: keep what is earned, back_to_qof: from next 1 April}
stop_paying_for:
  - indicators: [HYP006, SMOK002]
    reason: under a code of our own
add:
  HYP066:
    title: Our own hypertension indicator
    group: HYP
    points: 20
    pays: 45% to 80%
    counted_as: HYP006
    successor_of: HYP006
"""


def test_pounds_add_up_by_payment_and_by_practice_and_match_over_a_new_code(tmp_path: Path) -> None:
    path = tmp_path / "scheme.yaml"
    path.write_text(RENUMBERED, encoding="utf-8")
    found = _between(QOF, str(path))
    sides = []
    for named in (QOF, str(path)):
        _, plan, _, binding = bound(named, PACK, quiet=True)
        sides.append(Side(plan, binding))
    money = in_money(found, sides[0], sides[1])
    total = money.after - money.before
    assert sum(m.difference for m in money.moved) == total == sum(p.difference for p in money.practices)
    by_code = {m.id or m.was_id: m for m in money.moved}
    assert (by_code["HYP066"].was_id, by_code["HYP066"].difference) == ("HYP006", 0)
    assert by_code["HYP066"].before > 0
    assert "HYP006" not in by_code
    assert by_code["SMOK002"].difference == -by_code["SMOK002"].before == total
    assert by_code["AF001"].change == UNCHANGED
    run = calculate(sides[0].plan, with_signed(sides[0].binding, sides[0].binding.practices))
    assert by_code["SMOK002"].before == sum(run.pence("SMOK002").tolist())


def test_schemes_of_two_years_are_said_in_pounds_with_the_data_of_both(tmp_path: Path) -> None:
    inputs = """
        practice | numerator | denominator | register
        ZZ9001   | 60        | 100         | 200
        ZZ9002   | 80        | 100         | 200
    """
    row = "X: {points: 10, pays: 0% to 100%, group: G, weighted_by: list size only}"
    sides, written = [], []
    for year, price in (("2015/16", "£160.15"), ("2016/17", "£165.18")):
        path = tmp_path / f"{price[1:4]}.yaml"
        text = scheme(row, price=price)
        tables = pack(inputs)
        if year == "2016/17":
            text = text.replace("2016-", "2017-").replace("2015-", "2016-").replace("2015/16", year)
            for rows in tables.values():
                for line in rows:
                    line.update({k: year for k in line if k == "year"})
        path.write_text(text, encoding="utf-8")
        plan, terms = read(path)
        lists = {name: day.replace(year=int(year[:4]) + 1) for name, day in LISTS.items()}
        sides.append(Side(plan, bound_rows(plan, tables, lists)))
        written.append(terms)
    money = in_money(differences(written[0], written[1]), sides[0], sides[1])
    # 6 + 8 points at £160.15 = £2,242.10, at £165.18 = £2,312.52: £70.42 more.
    assert (money.before, money.after) == (224210, 231252)
    assert [m.difference for m in money.moved] == [7042]


@pytest.mark.parametrize("columns", [80, 120])
def test_no_line_is_wider_than_the_screen(
    columns: int, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    diff(QOF, LOCAL, [PACK])
    text = capsys.readouterr().out
    assert "In pounds, if every practice signs" in text
    assert [line for line in text.splitlines() if len(line.rstrip()) > columns] == []


def test_the_same_two_schemes_give_the_same_data(capsys: pytest.CaptureFixture[str]) -> None:
    texts = []
    for _ in range(2):
        diff(QOF, LOCAL, [PACK], as_json=True)
        texts.append(capsys.readouterr().out)
    assert texts[0] == texts[1]
    data = json.loads(texts[0])
    pounds = data["pounds"]
    assert data["points"] == {"before": "559", "after": "543", "difference": "-16"}
    assert [row["change"] for row in pounds["changes"]] == ["no longer paid", "changed", "new", "as before"]
    assert pounds["changes"][-1]["difference_pence"] < 0  # one practice left, and few patients are pooled
    for rows in ("changes", "payments", "practices"):
        assert sum(r["difference_pence"] for r in pounds[rows]) == pounds["total"]["difference_pence"]
    assert "SMOK002" in {r["was_id"] for r in pounds["payments"] if not r["id"]}
