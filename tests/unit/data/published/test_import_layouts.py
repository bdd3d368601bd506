"""Each layout, in a few rows of made-up practices: what is recognised, and what comes into the pack."""

from __future__ import annotations

import csv
import io
from collections import Counter
from datetime import date
from typing import TYPE_CHECKING

import pytest

from incentives.base.problem import Refused
from incentives.base.year import FinancialYear
from incentives.data.figures import Status
from incentives.data.published.importing import Imported, Wish, bring_together, not_certain, recognised
from incentives.data.published.tally import Reason

if TYPE_CHECKING:
    from pathlib import Path

Rows = list[dict[str, str]]
PLAIN = Wish()
LONG = """PRACTICE_CODE,INDICATOR_CODE,MEASURE,VALUE
ZZ9001,HYP006,NUMERATOR,80.0
ZZ9001,HYP006,DENOMINATOR,100.0
"""
VALUES = """QUALITY_SERVICE,NAME,ORG_CODE,ACH_DATE,IND_CODE,FIELD_NAME,VALUE,LAST_SUBMISSION
QOF1516,QOF,ZZ9001,20160331,AF001,Atrial Fibrillation Register,112,Y
QOF1516,QOF,ZZ9001,20160331,AF006,Numerator,80,Y
QOF1516,QOF,ZZ9001,20160331,AF006,Numerator,79,N
QOF1516,QOF,ZZ9001,20160331,AF006,Denominator,100,Y
QOF1516,QOF,ZZ9001,20160331,AF006,AFINVITE,3,Y
QOF1516,QOF,ZZ9001,20160331,AF006,AFDECLINE,4,Y
QOF1516,QOF,ZZ9001,20160331,AF006,TOOYOUNG,50,Y
QOF1516,QOF,ZZ9001,20160331,QI001,Yes/No Flag,Yes,Y
QOF1516,QOF,ZZ9001,20160331,AF007,Numerator,,Y
"""
CONTROL = """INDICATOR_CODE,REGISTER_FLAG,GROUP_CODE,INDICATOR_POINT_VALUE,AUTOMATIC_MANUAL_ENTRY
AF001,1,AF,5,A
AF006,,AF,12,A
QI001,,QI,10,M
"""
EXCEPTIONS = """SHORT_NAME,NAME,DESCRIPTION,TYPE,GENERAL_SPECIFIC
AFINVITE,a,b,PCA,General
AFDECLINE,a,b,PCA,General
TOOYOUNG,a,b,Exclusion,n/a
"""
POINTS = """QUALITY_SERVICE,ORG_CODE,ACH_DATE,IND_CODE,POINTS,APPROVED
QOF1516,ZZ9001,20160331,AF006,11.25,Approved
QOF1516,ZZ9001,20160331,QI001,10,Approved
QOF1516,ZZ9002,20160331,QI001,10,Approved
QOF1516,ZZ9002,20160331,AF006,3,Rejected
"""
MAPPING = """PCN_ODS_CODE,SUB_ICB_ODS_CODE,PRACTICE_CODE,PRACTICE_NAME
U00001,ZZ9,ZZ9001,Hogglestock Surgery
U00001,ZZ9,ZZ9002,Framley Surgery
"""
LISTS = """PUBLICATION,EXTRACT_DATE,ORG_TYPE,ORG_CODE,SEX,AGE_GROUP_5,NUMBER_OF_PATIENTS
GP_PRAC_PAT_LIST,01-Jan-16,GP,ZZ9001,ALL,ALL,7233
GP_PRAC_PAT_LIST,01-Jan-16,GP,ZZ9001,FEMALE,0_4,212
GP_PRAC_PAT_LIST,01-Jan-16,CCG,ZZ9,ALL,ALL,300000
"""
FUND = """ORGANISATION_TYPE,ORGANISATION_CODE,QUALITY_SERVICE,ACH_DATE,IND_CODE,MEASURE,VALUE
PCN,U00001,NCD1516,31/03/2016,NCD001,ACC-10 denominator,66382
GP practice,ZZ9001,NCD1516,31/03/2016,NCD026,ACC-08 Numerator,17
GP practice,ZZ9001,NCD1516,31/03/2016,NCD026,ACC-08 Denominator,20
"""
PAYMENTS = """\
Practice Code,Practice Name,Contract Type,Practice Open Date,QOF Payments,Seniority,Alcohol,Global Sum,New
ZZ9001,Hogglestock,GMS,01/04/1974,"12,345.67",(10.50),0,0,1
ZZ9001,Hogglestock,GMS,01/04/1974,0.33,0,0,0,2
ZZ9002,Framley,Unknown,,£5,-3,0,0,3
Total,,,,12351,-13.5,0,0,6
"""


def imported(folder: Path, wish: Wish = PLAIN, **files: str) -> Imported:
    paths = []
    for name, text in files.items():
        path = folder / f"{name}.csv"
        path.write_text(text, encoding="utf-8")
        paths.append(path)
    reads, problems = recognised(paths, wish)
    return bring_together(reads, wish, problems)


def table(result: Imported, name: str) -> Rows:
    return list(csv.DictReader(io.StringIO(result.files[f"{name}.csv"].decode())))


def measures(result: Imported) -> dict[str, str]:
    return {
        f"{r['practice_code']} {r['item']} {r['measure']}": r["value"] or r["status"]
        for r in table(result, "measures")
    }


def reasons(result: Imported) -> dict[str, int]:
    tallies = [source.tally for source in result.sources]
    return dict(Counter(refusal.reason.name for tally in tallies for refusal in tally.refused))


def test_the_long_form_takes_its_year_from_the_name_and_its_day_from_the_year(tmp_path: Path) -> None:
    result = imported(tmp_path, ACHIEVEMENT_1516=LONG)
    assert measures(result) == {"ZZ9001 HYP006 numerator": "80", "ZZ9001 HYP006 denominator": "100"}
    assert (str(result.year), result.sources[0].as_at) == ("2015/16", date(2016, 3, 31))
    assert not list(not_certain(result.reads))


def test_an_older_name_of_the_measures_column_is_known(tmp_path: Path) -> None:
    result = imported(tmp_path, ACHIEVEMENT_1516=LONG.replace("MEASURE", "FIELD_NAME"))
    assert measures(result)["ZZ9001 HYP006 numerator"] == "80"


def test_cqrs_values_are_told_apart_by_the_reference_files(tmp_path: Path) -> None:
    result = imported(tmp_path, values=VALUES, control=CONTROL, pca=EXCEPTIONS)
    assert measures(result) == {
        "ZZ9001 AF register": "112",
        "ZZ9001 AF006 numerator": "80",
        "ZZ9001 AF006 denominator": "100",
        "ZZ9001 AF006 exceptions": "7",
        "ZZ9001 AF006 exceptions:afinvite": "3",
        "ZZ9001 AF006 exceptions:afdecline": "4",
        "ZZ9001 QI001 declared": "1",
        "ZZ9001 AF007 numerator": "not supplied",
    }
    assert reasons(result) == {"BY_RULE": 2, "REFERENCE": 6}
    assert str(result.year) == "2015/16"


def test_without_the_reference_no_total_of_exceptions_is_made(tmp_path: Path) -> None:
    result = imported(tmp_path, values=VALUES)
    assert "ZZ9001 AF006 exceptions" not in measures(result)
    assert measures(result)["ZZ9001 AF001 register"] == "112"


def test_the_four_validation_rules_are_applied_where_their_files_are_there(tmp_path: Path) -> None:
    files = {"points": POINTS, "control": CONTROL, "lists": LISTS, "practices": epraccur()}
    result = imported(tmp_path, Wish(as_at=date(2016, 5, 1)), **files)
    assert [(rule.number, rule.practices, rule.lacks) for rule in result.rules] == [
        (1, ("ZZ9002",), ""),
        (2, ("ZZ9002",), ""),
        (3, ("ZZ9002",), ""),
        (4, ("ZZ9002",), ""),
    ]
    assert measures(result)["ZZ9002 QI001 points"] == "10"


def test_a_validation_rule_says_what_it_lacks(tmp_path: Path) -> None:
    result = imported(tmp_path, points=POINTS)
    assert [bool(rule.lacks) for rule in result.rules] == [True, True, True, True]


def epraccur() -> str:
    """Return three practices as the ODS publishes them: open, closed in the year, no GP practice."""
    rows = [
        ("ZZ9001", "HOGGLESTOCK      ", "19740401", "", "A", "4"),
        ("ZZ9002", "FRAMLEY", "19740401", "20151231", "C", "4"),
        ("ZZ9003", "WALK-IN CENTRE", "20050501", "", "A", "9"),
        ("ZZ9004", "CLOSED LONG AGO", "19740401", "20101231", "C", "4"),
    ]
    lines = []
    for code, name, opens, closes, status, setting in rows:
        cells = [""] * 27
        cells[0], cells[1], cells[10], cells[11], cells[12], cells[14], cells[25] = (
            code, name, opens, closes, status, "ZZ9", setting,
        )  # fmt: skip
        lines.append(",".join(f'"{cell}"' for cell in cells))
    return "\n".join(lines) + "\n"


def test_epraccur_is_known_by_its_contents_and_closed_practices_are_set_aside(tmp_path: Path) -> None:
    commissioners = ",".join(['"02Q"', '"NHS BARSETSHIRE CCG"', *['""'] * 11, '"C"', *['""'] * 13]) + "\n"
    text = epraccur().replace('"ZZ9"', '"02Q"')
    wish = Wish(FinancialYear(2015), date(2016, 1, 1))
    result = imported(tmp_path, wish, practices=text, commissioners=commissioners)
    assert table(result, "practices") == [
        {
            "practice_code": "ZZ9001",
            "name": "HOGGLESTOCK",
            "commissioner_code": "02Q",
            "opens": "1974-04-01",
            "closes": "",
            "local_commissioner_name": "NHS BARSETSHIRE CCG",
        },
        {
            "practice_code": "ZZ9002",
            "name": "FRAMLEY",
            "commissioner_code": "02Q",
            "opens": "1974-04-01",
            "closes": "2015-12-31",
            "local_commissioner_name": "NHS BARSETSHIRE CCG",
        },
    ]
    assert reasons(result) == {"CLOSED": 8}


def test_a_list_size_is_the_row_of_all_ages_and_the_pack_has_its_day(tmp_path: Path) -> None:
    result = imported(tmp_path, Wish(FinancialYear(2015)), lists=LISTS, geographies_1516=MAPPING)
    assert table(result, "practices")[0] == {
        "practice_code": "ZZ9001",
        "name": "Hogglestock Surgery",
        "commissioner_code": "ZZ9",
        "network_code": "U00001",
        "list_size": "7233",
    }
    assert b"as_at: 2016-01-01" in result.files["pack.yaml"]


def test_list_sizes_with_ages_in_columns_are_added_up(tmp_path: Path) -> None:
    text = (
        "Month,Practice Code,Male 0-4,Female 0-4,Male 75+\n01/01/16,ZZ9001,10,20,30\n01/01/16,ZZ9002,1,,3\n"
    )
    result = imported(tmp_path, Wish(FinancialYear(2015)), lists=text)
    assert [(r["practice_code"], r["list_size"]) for r in table(result, "practices")] == [("ZZ9001", "60")]
    assert reasons(result) == {"BY_RULE": 2, "NO_FIGURE": 3}


def test_the_incentive_fund_keeps_practices_and_sets_networks_aside(tmp_path: Path) -> None:
    result = imported(tmp_path, iif=FUND)
    assert measures(result) == {"ZZ9001 NCD026 numerator": "17", "ZZ9001 NCD026 denominator": "20"}
    assert reasons(result) == {"BY_RULE": 1}


def test_payments_of_several_rows_are_added_up_and_unknown_money_is_kept_apart(tmp_path: Path) -> None:
    result = imported(tmp_path, nhspaymentsgp_15_16=PAYMENTS)
    assert [(r["practice_code"], r["component"], r["pence"]) for r in table(result, "baseline")] == [
        ("ZZ9001", "QOF", "1234600"),
        ("ZZ9002", "QOF", "500"),
    ]
    assert [(r["practice_code"], r["payment"], r["pence"]) for r in table(result, "payments")] == [
        ("ZZ9001", "Alcohol", "0"),
        ("ZZ9001", "Global Sum", "0"),
        ("ZZ9001", "New", "300"),
        ("ZZ9001", "Seniority", "-1050"),
        ("ZZ9002", "Alcohol", "0"),
        ("ZZ9002", "Global Sum", "0"),
        ("ZZ9002", "New", "300"),
        ("ZZ9002", "Seniority", "-300"),
    ]
    assert [r["contract"] for r in table(result, "practices")] == ["GMS", ""]
    assert reasons(result)["TOTALS"] == 8


def test_a_row_that_stands_twice_word_for_word_is_not_added_up(tmp_path: Path) -> None:
    row = PAYMENTS.splitlines()[1]
    result = imported(tmp_path, nhspaymentsgp_15_16=PAYMENTS.replace(row, f"{row}\n{row}"))
    assert table(result, "baseline")[0]["pence"] == "1234600"


def test_a_heading_that_speaks_of_qof_is_a_guess(tmp_path: Path) -> None:
    known = "Global Sum,MPIG Correction factor,Pertussis,Meningitis,Alcohol"
    text = f"Practice Code,Paid under QOF,{known}\nZZ9001,7,1,2,3,4,5\n"
    result = imported(tmp_path, nhspaymentsgp_15_16=text)
    assert [read.match.why["qof"].words for read in not_certain(result.reads)] == [
        "its heading speaks of QOF"
    ]
    assert table(result, "baseline")[0]["pence"] == "700"


def test_only_the_practices_asked_for_are_used_by_code_or_by_commissioner(tmp_path: Path) -> None:
    both = LONG + "ZZ9002,HYP006,NUMERATOR,1\nZZ9003,HYP006,NUMERATOR,1\n"
    one = imported(tmp_path, Wish(only=frozenset({"ZZ9002"})), ACHIEVEMENT_1516=both)
    assert set(measures(one)) == {"ZZ9002 HYP006 numerator"}
    assert reasons(one) == {"NOT_ASKED": 3}
    area = imported(tmp_path, Wish(only=frozenset({"ZZ9"})), ACHIEVEMENT_1516=both, geo_1516=MAPPING)
    assert {key[:6] for key in measures(area)} == {"ZZ9001", "ZZ9002"}


def test_indicators_side_by_side_under_two_rows_of_headings_are_guessed(tmp_path: Path) -> None:
    text = ",HYP006,,DM007,\nPractice,num,den,num,den\nZZ9001,8,10,3,4\nZZ9002,*,10,0,4\n"
    result = imported(tmp_path, Wish(FinancialYear(2015), date(2016, 3, 31)), own=text)
    assert list(not_certain(result.reads))
    assert measures(result)["ZZ9001 DM007 denominator"] == "4"
    assert measures(result)["ZZ9002 HYP006 numerator"] == "suppressed"


def test_what_the_user_says_of_a_column_goes_before_the_guess(tmp_path: Path) -> None:
    text = "Surgery code,Indicator,Hits,Eligible\nZZ9001,HYP006,8,10\n"
    wish = Wish(FinancialYear(2015), date(2016, 3, 31), told={"hits": "numerator"})
    assert measures(imported(tmp_path, wish, own=text))["ZZ9001 HYP006 numerator"] == "8"


def test_a_dash_is_what_the_user_says_it_is(tmp_path: Path) -> None:
    text = LONG.replace("80.0", "-")
    refused = imported(tmp_path, ACHIEVEMENT_1516=text)
    assert refused.sources[0].tally.reasons() == {Reason.DASH: 1}
    nil = imported(tmp_path, Wish(dash=Status.NIL), ACHIEVEMENT_1516=text)
    assert measures(nil)["ZZ9001 HYP006 numerator"] == "nil"


def test_percentages_are_no_counts(tmp_path: Path) -> None:
    text = "Practice code,Indicator,Achieved %,Eligible\nZZ9001,HYP006,85,100\n"
    result = imported(tmp_path, Wish(FinancialYear(2015), date(2016, 3, 31)), own=text)
    assert set(measures(result)) == {"ZZ9001 HYP006 denominator"}


@pytest.mark.parametrize("year", ["2015", "15/16", "last"])
def test_a_year_that_is_none_is_refused_with_its_rows(year: str, tmp_path: Path) -> None:
    text = (
        f"practice_code,indicator,numerator,denominator,year\nZZ9001,X1,1,2,{year}\nZZ9002,X1,1,2,2015/16\n"
    )
    result = imported(tmp_path, Wish(as_at=date(2016, 3, 31)), own=text)
    assert reasons(result) == {"NO_FIGURE": 2}


def test_files_of_two_years_need_to_be_told_the_packs_year(tmp_path: Path) -> None:
    files = {"ACHIEVEMENT_1516": LONG, "ACHIEVEMENT_1617": LONG}
    with pytest.raises(Refused, match="2015/16, 2016/17"):
        imported(tmp_path, PLAIN, **files)
    result = imported(tmp_path, Wish(FinancialYear(2016)), **files)
    assert {row["year"] for name in ("measures", "measures-2017-03-31") for row in table(result, name)} == {
        "2015/16",
        "2016/17",
    }


def test_scotlands_flags_say_what_stands_in_place_of_a_count(tmp_path: Path) -> None:
    text = """year,practice_code,indicator,numerator,denominator,register,num_flag,denom_flag,register_flag
2015/16,10002,HYP006,,,,suppressed,dash,na
2015/16,10003,HYP006,8,10,12,num,num,num
"""
    result = imported(tmp_path, Wish(as_at=date(2016, 3, 31)), scotland=text)
    assert [v for k, v in sorted(measures(result).items()) if "10002" in k] == ["nil", "suppressed", "none"]
    assert measures(result)["10003 HYP006 register"] == "12"


def test_results_are_of_31_march_and_the_day_asked_for_is_that_of_the_lists(tmp_path: Path) -> None:
    lists = "PRACTICE_CODE,Total,16+\nZZ9001,7233,6000\n"
    result = imported(tmp_path, Wish(as_at=date(2016, 1, 1)), ACHIEVEMENT_1516=LONG, lists=lists)
    days = {source.tally.layout: source.as_at for source in result.sources}
    assert list(days.values()) == [date(2016, 3, 31), date(2016, 1, 1)]
    assert b"as_at: 2016-01-01" in result.files["pack.yaml"]


def test_a_file_too_large_for_an_import_says_how_a_pack_reads_it(tmp_path: Path) -> None:
    path = tmp_path / "nation.csv"
    path.write_bytes(LONG.encode() * 800_000)
    with pytest.raises(Refused, match="holds: achievement"):
        recognised([path], PLAIN)


@pytest.mark.parametrize(
    ("heading", "values", "read"),
    [
        ("National prevalence", ("14.1%", "0.6%"), ["14.1%", "0.6%"]),
        ("Prevalence (%)", ("14.1", "0.6"), ["14.1%", "0.6%"]),
        ("Prevalence", ("14.1", "0.6"), ["14.1%", "0.6%"]),
        ("Prevalence, share of list", ("0.141", "0.006"), ["14.1%", "0.6%"]),
        ("Prevalence (%)", ("0.141", "0.006"), None),
        ("Prevalence", ("0.85", "0.6"), None),
        ("Prevalence, share of list", ("14.1", "0.6"), None),
    ],
)
def test_prevalences_are_read_where_it_is_clear_what_they_are(
    heading: str, values: tuple[str, str], read: list[str] | None, tmp_path: Path
) -> None:
    text = f'Group,"{heading}"\nHYP,{values[0]}\nPAD,{values[1]}\n'
    wish = Wish(FinancialYear(2015), date(2016, 3, 31))
    if read is None:
        with pytest.raises(Refused, match="per cent or a share of one: not clear: 2"):
            imported(tmp_path, wish, national=text)
        return
    result = imported(tmp_path, wish, national=text)
    assert [row["prevalence"] for row in table(result, "national")] == read
    assert list(not_certain(result.reads))


def test_a_column_called_qof_in_a_file_of_ones_own_is_a_guess(tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_text("Practice Code,QOF\nZZ9001,559\n", encoding="utf-8")
    reads, _ = recognised([path], Wish(FinancialYear(2015)))
    assert [read.match.why["qof"].certain for read in not_certain(reads)] == [False]
