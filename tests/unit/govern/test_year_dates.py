"""The year's dates: counted in England's working days, each with its reason."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from icalendar import Calendar
from openpyxl import load_workbook

from incentives.base.problem import Refused
from incentives.cli.calendar import calendar
from incentives.cli.loading import sound_plan
from incentives.govern.working_days import (
    bank_holidays,
    on_or_before,
    why_no_work,
    working_days_after,
    working_days_before,
)
from incentives.govern.year_dates import read_rules, year_dates
from incentives.report.calendar_file import calendar_ics
from incentives.shipped import shipped
from tests.unit.govern.made_packs import EXAMPLE

if TYPE_CHECKING:
    from pathlib import Path

# As the government published them.
HOLIDAYS_2015_16 = """2015-04-03 2015-04-06 2015-05-04 2015-05-25 2015-08-31
2015-12-25 2015-12-28 2016-01-01 2016-03-25 2016-03-28"""
SCHEME = str(EXAMPLE / "scheme.yaml")


def dates(**changes: str) -> dict[str, tuple[date, str]]:
    scheme, plan, _ = sound_plan(SCHEME)
    rules = read_rules().model_copy(update={k: int(v) for k, v in changes.items()})
    return {d.what: (d.day, d.why) for d in year_dates(scheme, plan, rules)}


def test_the_bank_holidays_are_those_that_the_government_published() -> None:
    held = {d for y in (2015, 2016) for d in bank_holidays(y) if date(2015, 4, 1) <= d <= date(2016, 3, 31)}
    weekdays = {d for d in held if d.weekday() < 5}
    assert weekdays == {date.fromisoformat(d) for d in HOLIDAYS_2015_16.split()}
    # The platinum jubilee moved one and added one; the coronation added one.
    assert {date(2022, 6, 2), date(2022, 6, 3), date(2023, 5, 8)} <= {
        *bank_holidays(2022),
        *bank_holidays(2023),
    }
    assert date(2022, 5, 30) not in bank_holidays(2022)


@pytest.mark.parametrize(
    ("payday", "cut_off"),
    [
        ("2015-05-01", "2015-04-20"),  # counted by hand: 30 29 28 27 24 23 22 21 20
        ("2015-04-17", "2015-04-02"),  # 16 15 14 13 10 9 8 7 2: Good Friday and Easter Monday between
        ("2015-04-06", "2015-03-20"),  # a bank holiday: counted from 2 April
        ("2016-01-01", "2015-12-16"),  # New Year's Day: counted from 31 December, over Christmas
        ("2015-06-07", "2015-05-22"),  # a Sunday: counted from Friday 5 June, over 25 May
    ],
)
def test_the_cut_off_lies_nine_working_days_before_payday(payday: str, cut_off: str) -> None:
    assert working_days_before(date.fromisoformat(payday), 9) == date.fromisoformat(cut_off)


def test_between_a_day_and_the_day_so_many_working_days_off_lie_as_many_working_days() -> None:
    for offset in range(0, 800, 13):
        day, count = date(2014, 12, 20) + timedelta(days=offset), offset % 12
        before, after = working_days_before(day, count), working_days_after(day, count)
        span = [before + timedelta(days=n) for n in range((on_or_before(day) - before).days)]
        assert sum(not why_no_work(d) for d in span) == count
        span = [day + timedelta(days=n) for n in range(1, (after - day).days + 1)]
        assert sum(not why_no_work(d) for d in span) == count


def test_the_example_s_year_has_every_date_with_its_reason() -> None:
    found = dates()
    days = {what: day.isoformat() for what, (day, _) in found.items()}
    expected = {
        "Offer opens": "2015-02-16",
        "Sign-up closes": "2015-03-20",
        "Data cut-off: May 2015": "2015-04-10",
        "Approval: May 2015": "2015-04-16",
        "Upload cut-off: May 2015": "2015-04-20",
        "Payday: May 2015": "2015-05-01",
        "Accrual for April 2015": "2015-05-06",
        "Final baselines replace provisional ones": "2015-07-01",
        "Returns due for quarter 1": "2015-07-14",
        "Returns due for quarter 4": "2016-04-14",
        "Review": "2015-09-30",
        "Scheme ends": "2016-03-31",
        "31 March snapshot": "2016-03-31",
        "Accrual for March 2016": "2016-04-05",
        "Draft accounts": "2016-04-22",
        "Last day for late data": "2016-05-31",
        "Payday: Balance, June 2016": "2016-06-01",
        "Last day to dispute: Balance, June 2016": "2016-06-29",
        "Offer for 2016/17": "2016-02-16",
    }
    assert {what: days.get(what) for what in expected} == expected
    assert len(found) == 3 + 13 * 4 + 12 + 4 + 2 + 2 + 2 + 1
    assert all(why.endswith((".", "?")) for _, why in found.values())


def test_a_payday_that_is_no_working_day_moves_and_says_why() -> None:
    day, why = dates()["Payday: August 2015"]
    assert day == date(2015, 7, 31)
    assert "1 August 2015 is a Saturday." in why
    day, why = dates(payday="28")["Payday: December 2015"]
    assert day == date(2015, 12, 24)
    assert "28 December 2015 is Boxing Day" in why


def test_a_cut_off_before_sign_up_closes_is_told() -> None:
    day, why = dates()["Upload cut-off: April 2015"]
    assert day == date(2015, 3, 19)
    assert "Sign-up is open until 20 March 2015." in why


def test_a_scheme_that_makes_no_offer_has_no_days_of_one() -> None:
    scheme, plan, _ = sound_plan("qof-england-2015-16")
    found = {d.what for d in year_dates(scheme, plan, read_rules())}
    assert "31 March snapshot" in found
    assert not found & {"Offer opens", "Sign-up closes", "Offer for 2016/17", "Returns due for quarter 1"}


def test_the_calendar_file_keeps_to_the_standard_and_to_the_dates(tmp_path: Path) -> None:
    calendar(SCHEME, out=tmp_path / "year.ics")
    content = (tmp_path / "year.ics").read_bytes()
    assert content.endswith(b"END:VCALENDAR\r\n")
    lines = content.split(b"\r\n")[:-1]
    assert max(len(line) for line in lines) <= 75
    assert b"\n" not in b"".join(lines)
    for field in (b"VERSION", b"PRODID"):
        assert sum(line.startswith(field) for line in lines) == 1
    read = Calendar.from_ical(content)
    events: list[Any] = list(read.walk("VEVENT"))
    assert {(str(e["SUMMARY"]), e["DTSTART"].dt) for e in events} == {
        (what, day) for what, (day, _) in dates().items()
    }
    assert {e["DTEND"].dt - e["DTSTART"].dt for e in events} == {timedelta(days=1)}
    assert len({str(e["UID"]) for e in events}) == len(events)
    assert [str(e["STATUS"]) for e in events].count("TENTATIVE") == 1
    for needed in ("DTSTAMP", "UID"):
        assert all(needed in e for e in events)
    _, plan, _ = sound_plan(SCHEME)
    again = calendar_ics(year_dates(*sound_plan(SCHEME)[:2], read_rules()), plan, plan.year.first_day)
    assert again == content


def test_the_calendar_workbook_has_a_row_for_each_date(tmp_path: Path) -> None:
    calendar(SCHEME, out=tmp_path / "year.xlsx")
    sheet = load_workbook(tmp_path / "year.xlsx")["Calendar"]
    rows = list(sheet.iter_rows(min_row=5, values_only=True))
    assert {(str(r[2]), r[0].date()) for r in rows} == {(w, d) for w, (d, _) in dates().items()}  # type: ignore[union-attr]
    days = [r[0] for r in rows]
    assert days == sorted(days)  # type: ignore[type-var]


def test_a_rule_that_is_no_number_is_refused_in_its_file(tmp_path: Path) -> None:
    path = tmp_path / "rules.yaml"
    text = (shipped("templates") / "calendar.yaml").read_text(encoding="utf-8")
    path.write_text(re.sub("upload_cut_off: 9", "upload_cut_off: nine", text), encoding="utf-8")
    with pytest.raises(Refused) as refused:
        read_rules(path)
    assert 'write a number from 1 to 28, not "nine"' in str(refused.value).replace("W", "w")
