"""What went wrong in national payment systems, planted in practice data: each is stopped by name.

Sources: Pulse and GP contract news on QMAS 2004/05 to 2010/11 (£28m owed); Digital Health, 10 April 2014
(CQRS: population index of the wrong year, and a PMS deduction); Pulse on April 2015 (one supplier left out
31 March) and May 2017 (a practice split mis-reported); Schools Week on 2023 (a council's code replaced,
£370m); NHS Digital's data quality annex of QOF 2018/19 (lists left at practices that had closed).
"""

from __future__ import annotations

import csv
import re
import sys
from typing import TYPE_CHECKING

import pytest

from incentives.cli import main
from tests.errors.data.query_examples import (
    CODES,
    FLOOR,
    INDICATOR,
    SIGNED,
    follow,
    paid_then,
    signed_off,
    sound,
)
from tests.spec.chapter import Row, scheme

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Stopped = Callable[..., tuple[int, str]]
    Tables = dict[str, list[Row]]

PMS = """deductions:
  - name: PMS
    from_contract: PMS
    amount: £13,050
    for_patients: 5,891 patients
"""


@pytest.fixture
def checked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str]]:
    """Write a scheme and a pack, run ``check --data`` on them, return the exit code and all that is said."""

    def run(
        tables: Tables, *, more: str = "", pooled: bool = False, moves: str = "£100", list_as_at: str = ""
    ) -> tuple[int, str]:
        text = scheme(INDICATOR, more=more)
        if pooled:
            text = text.replace("stated in the practice data", "pooled from these practices")
        (tmp_path / "scheme.yaml").write_text(text, "utf-8")
        _write(tmp_path / "pack", tables, list_as_at or "2016-01-01")
        words = ["check", str(tmp_path / "scheme.yaml"), "--data", str(tmp_path / "pack"), "--moves", moves]
        monkeypatch.setattr(sys, "argv", ["incentives", *words])
        try:
            main()
            code = 0
        except SystemExit as end:
            code = int(end.code or 0)
        said = capsys.readouterr()
        return code, re.sub(r"\s+", " ", said.out + said.err)

    return run


def _write(folder: Path, tables: Tables, list_as_at: str) -> None:
    folder.mkdir(exist_ok=True)
    stated = ["kind: practice data", "title: Planted", "year: 2015/16", "tables:"]
    for name, rows in tables.items():
        headings = list(dict.fromkeys(heading for row in rows for heading in row))
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, headings, restval="")
            writer.writeheader()
            writer.writerows(rows)
        as_at = list_as_at if name == "practices" else "2016-03-31"
        stated += [
            f"  {name}:",
            f"    file: {name}.csv",
            f"    as_at: {as_at}",
            "    source: made for a test",
        ]
    (folder / "pack.yaml").write_text("\n".join(stated) + "\n", "utf-8")


def _more(tables: Tables, name: str, *rows: Row) -> Tables:
    return {**tables, name: [*tables.get(name, []), *rows]}


def _then(practice: str, measure: str, value: str) -> Row:
    item = "X" if measure == "denominator" else "G"
    return {"year": "2014/15", "practice_code": practice, "item": item, "measure": measure, "value": value}


def test_sound_data_leave_no_query_open(checked: Stopped) -> None:
    assert checked(sound()) == (0, "chapter: no query is open. 0 warnings. ")


def test_qmas_2004_points_were_worked_out_wrongly_for_seven_years(checked: Stopped) -> None:
    given = {"year": "2015/16", "item": "X", "measure": "points"}
    rows = [{**given, "practice_code": c, "value": v} for c, v in zip(CODES, ("9", "7.5"), strict=True)]
    # 80% of 50% to 90% is 7.5 of 10 points: the national system gives the first practice 1.5 too many.
    code, said = checked(_more(sound(), "measures", *rows))
    assert code == 1
    assert "D241 The data give other points than the scheme works out from the counts, for 1: " in said
    assert "X (more at 1, fewer at 0; 1.5 points in all)" in said


def test_cqrs_2014_took_the_population_index_of_the_wrong_year(checked: Stopped) -> None:
    code, said = checked(sound(), list_as_at="2015-01-01")
    assert code == 1
    assert "must be of 1 January 2016 (the rule's date); this table says 1 January 2015" in said
    average = {"year": "2015/16", "group": "ALL", "average_list_size": "7,962"}
    code, said = checked(_more(sound(), "national", average))
    assert code == 1
    assert "a national average list of 7,962 for 2015/16; the scheme divides by 8,000" in said


def test_cqrs_2014_took_the_pms_deduction_from_the_wrong_payment(checked: Stopped) -> None:
    tables = {**sound(), "baseline": paid_then(basis="after the PMS deduction")}
    code, said = checked(tables, more=PMS + FLOOR)
    assert code == 1
    assert (
        "The scheme takes payments before the PMS deduction; 2 of these payments of 2014/15 are after it"
        in said
    )


def test_april_2015_a_supplier_left_out_31_march(checked: Stopped) -> None:
    tables = sound()
    tables["practices"] = [
        {**row, "extract_end": day}
        for row, day in zip(tables["practices"], ("2016-03-31", "2016-03-30"), strict=True)
    ]
    code, said = checked(tables)
    assert code == 1
    assert (
        "error D211 1 practice has an extract that does not end on 31 March 2016: ZZ9002 (2016-03-30)" in said
    )
    code, said = checked({**tables, "signed_off": signed_off("D211", "ZZ9002")})
    assert code == 0
    assert (
        f"Signed off by {SIGNED['by']} on 4 May 2016: extracts that do not end with the year (D211)" in said
    )


def test_may_2017_a_practice_split_was_misreported(checked: Stopped) -> None:
    tables = sound()
    tables["practices"][0]["list_size"] = "4000"
    lists = [_then(code, "list_size", "8000") for code in CODES]
    code, said = checked(_more(tables, "measures", *lists), pooled=True)
    assert code == 1
    jump = "1 practice has a list that differs by more than 3% from that of 2014/15"
    assert f"{jump}: ZZ9001 (8,000 to 4,000, -50%)" in said
    # Without it national prevalence is 200 ÷ 8,000 in place of 400 ÷ 12,000: £900.84 becomes £1,201.13.
    assert "D239" in said
    assert "ZZ9001 (the others £300.29 more in all; ZZ9002 by £300.29)" in said


def test_a_split_that_is_recorded_is_no_jump(checked: Stopped) -> None:
    tables = sound()
    tables["practices"] = [
        {**r, "list_size": s} for r, s in zip(tables["practices"], ("4800", "11200"), strict=True)
    ]
    lists = [_then(code, "list_size", "8000") for code in CODES]
    split = follow(share="40%")
    code, said = checked({**_more(tables, "measures", *lists), "successions": split})
    assert (code, "D221" in said) == (0, False)


def test_dfe_2023_a_code_was_replaced_on_one_side(checked: Stopped) -> None:
    tables = sound()
    tables["practices"][1]["practice_code"] = "ZZ9003"
    code, said = checked(tables)
    assert code == 1
    assert "D210 1 practice has figures but no row in the table of practices: ZZ9002" in said
    assert "D206 1 practice has no figures at all for this year: ZZ9003" in said


def test_dfe_2023_nobody_was_left_under_the_new_codes(checked: Stopped) -> None:
    tables = sound()
    for row, area, size in zip(tables["practices"], ("ZZ7", "ZZ8"), ("8000", "0"), strict=True):
        row |= {"commissioner_code": area, "list_size": size}
    code, said = checked(tables)
    assert code == 1
    assert "No practice of these commissioner codes has patients: ZZ8" in said


def test_qof_2018_19_practices_that_had_closed_kept_tiny_lists(checked: Stopped) -> None:
    tables = sound()
    tables["practices"][0] |= {"closes": "2015-12-31", "list_size": "12"}
    code, said = checked(tables)
    assert code == 1
    assert "1 practice has a list of a day on which it was not open: ZZ9001 (1 January 2016)" in said
    assert "1 practice has a register above its list: ZZ9001 (G: 200 of 12)" in said


@pytest.mark.parametrize(
    ("before", "now", "open_"),
    [("7766", "8000", True), ("7767", "8000", False), ("8247", "8000", False), ("8248", "8000", True)],
)
def test_a_list_may_change_by_3_percent_and_no_more(
    before: str, now: str, *, open_: bool, checked: Stopped
) -> None:
    # 3% of 7,766 is 232.98, and 234 more is beyond it; of 7,767 it is 233.01. 3% of 8,247 is 247.41.
    tables = _more(sound(), "measures", _then("ZZ9001", "list_size", before))
    tables["practices"][0]["list_size"] = now
    code, said = checked(tables)
    assert (code == 1, "D221" in said) == (open_, open_)


@pytest.mark.parametrize(
    ("before", "now", "open_"),
    [("101", "200", False), ("100", "200", True), ("400", "200", True), ("399", "200", False)],
)
def test_a_register_that_doubles_or_halves_is_asked_about(
    before: str, now: str, *, open_: bool, checked: Stopped
) -> None:
    tables = _more(sound(), "measures", _then("ZZ9001", "register", before))
    tables["measures"][0]["value"] = now
    code, said = checked(tables)
    assert (code == 1, "D225" in said) == (open_, open_)


def test_a_small_count_may_double(checked: Stopped) -> None:
    tables = _more(sound(), "measures", _then("ZZ9001", "register", "20"))
    tables["measures"][0]["value"] = "49"
    tables["counts"][0] |= {"numerator": "20", "denominator": "49"}
    assert checked(tables)[0] == 0


def test_influence_is_said_from_the_stated_amount_on(checked: Stopped) -> None:
    tables = sound()
    tables["practices"][0]["list_size"] = "4000"
    assert "D239" in checked(tables, pooled=True, moves="£300.29")[1]
    assert checked(tables, pooled=True, moves="£300.30") == (0, "chapter: no query is open. 0 warnings. ")


def test_a_scheme_that_pools_is_not_compared_with_a_mean_of_practices(checked: Stopped) -> None:
    tables = sound()
    assert checked(tables, pooled=True, moves="£1,000")[0] == 0
    tables["national"][0]["definition"] = "mean of practices"
    code, said = checked(tables, pooled=True, moves="£1,000")
    assert code == 1
    assert "National prevalences of 2015/16 are pooled in the scheme, but not: G (mean of practices)." in said
