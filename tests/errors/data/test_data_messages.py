"""Every problem of practice data has a failing example here, and says where, why and what to do."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date
from typing import TYPE_CHECKING

import openpyxl
import pytest

from incentives.base.problem import Problem, Refused, Severity
from incentives.base.rounding import Rounding, Rule
from incentives.base.year import FinancialYear
from incentives.data import bind, pack_of, read_pack
from incentives.data.files.messages import MESSAGES as OF_FILES
from incentives.data.messages import MESSAGES, OF_EVENTS
from incentives.data.published.messages import MESSAGES as OF_IMPORTS
from incentives.formula.plan import Absent, Component, DataField, Plan, Reads
from incentives.formula.units import CELL, PATIENTS, POUNDS, PRACTICE
from tests.errors.data import query_examples

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

YEAR = FinancialYear(2015)
WARNINGS = {"D127", "D128", "D209", "D212", "D215"} | query_examples.WARNINGS
TYPE_NAMES = re.compile(r"\b(str|int|float|dict|list object|NoneType|tuple|Error|Exception|Traceback|None)\b")
EXAMPLES: dict[str, Callable[[Path], tuple[Problem, ...]]] = dict(query_examples.QUERIES)

PRACTICES = "practice_code,name,contract,list_size\nZZ9001,Hogglestock Surgery,GMS,7233\n"
COUNTS = "practice_code,indicator,numerator,denominator,exceptions\nZZ9001,HYP006,80,100,5\n"
Rows = list[dict[str, str]]
TWO = [{"practice_code": "ZZ9001"}, {"practice_code": "ZZ9002"}]


def example(code: str) -> Callable[[Callable[[Path], tuple[Problem, ...]]], None]:
    def keep(make: Callable[[Path], tuple[Problem, ...]]) -> None:
        EXAMPLES[code] = make

    return keep


def manifest(tables: str = "practices counts", extra: str = "") -> str:
    stated = "".join(
        f"  {t}:\n    file: {t}.csv\n    as_at: 2016-01-01\n    source: made for a test\n"
        for t in tables.split()
    )
    return f"kind: practice data\ntitle: Test\nyear: 2015/16\n{extra}tables:\n{stated}"


def folder(path: Path, pack_yaml: str | bytes | None = None, **files: str | bytes) -> tuple[Problem, ...]:
    """Write a pack, read it, and return its problems (of one that is read: its warnings)."""
    texts = {"practices": PRACTICES, "counts": COUNTS, **files}
    for name, text in texts.items():
        data = text.encode() if isinstance(text, str) else text
        (path / (name if "." in name else f"{name}.csv")).write_bytes(data)
    stated = manifest() if pack_yaml is None else pack_yaml
    (path / "pack.yaml").write_bytes(stated.encode() if isinstance(stated, str) else stated)
    return problems_of(path)


def problems_of(path: Path) -> tuple[Problem, ...]:
    try:
        return read_pack(path).warnings
    except Refused as refused:
        return refused.problems


def book(path: Path, change: Callable[[openpyxl.Workbook], None] = lambda _: None) -> Path:
    """Write a sound pack in one workbook, changed."""
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.worksheets[0])
    stated = [["setting", "value", "as_at", "source"], ["kind", "practice data"], ["title", "Test"]]
    stated += [
        ["year", "2015/16"],
        ["practices", "", "2016-01-01", "test"],
        ["counts", "", "2016-03-31", "test"],
    ]
    for name, rows in (("pack", stated), ("practices", _split(PRACTICES)), ("counts", _split(COUNTS))):
        sheet = workbook.create_sheet(name)
        for row in rows:
            sheet.append([int(v) if v.isdigit() else v for v in row])
    change(workbook)
    workbook.save(path / "pack.xlsx")
    return path / "pack.xlsx"


def _split(text: str) -> list[list[str]]:
    return [line.split(",") for line in text.splitlines()]


def plan(*fields: DataField, year: FinancialYear = YEAR, attributes: tuple[str, ...] = ()) -> Plan:
    indicator = Component("HYP006", "Blood pressure", "HYP", "indicator", "payment")
    money = Rounding(Rule.HALF_UP, 2)
    return Plan("test", "Test", year, (indicator,), (), fields, (), (), money, None, attributes=attributes)


NUMERATOR = DataField(
    "numerator", CELL, PATIENTS, "measures", "numerator", "patients achieved", only=("HYP006",)
)
LIST = DataField("list_size", PRACTICE, PATIENTS, "practices", "list_size", "list size")
DEDUCTION = DataField(
    "deduction",
    PRACTICE,
    POUNDS,
    "practices",
    "qof_deduction",
    "PMS deduction",
    per=100,
    on_missing=Absent.NIL,
)


def bound(
    the_plan: Plan, practices: Rows | None = None, counts: Rows | None = None, **others: Rows
) -> tuple[Problem, ...]:
    """Bind rows to a plan and return the problems."""
    tables: dict[str, Rows] = {
        **others,
        "practices": [{"practice_code": "ZZ9001", "list_size": "7233"}] if practices is None else practices,
        "counts": [count("ZZ9001", "80")] if counts is None else counts,
    }
    pack = pack_of({k: v for k, v in tables.items() if v}, year=YEAR, as_at=date(2016, 1, 1))
    try:
        return bind(the_plan, pack).warnings
    except Refused as refused:
        return refused.problems


def count(practice: str, numerator: str, indicator: str = "HYP006") -> dict[str, str]:
    return {"practice_code": practice, "indicator": indicator, "numerator": numerator, "denominator": "100"}


example("D101")(lambda p: problems_of(p / "nothing-here"))
example("D102")(problems_of)
example("D103")(lambda p: folder(p, manifest() + "year: 2015/16\n"))
example("D104")(lambda p: folder(p, manifest("practices countz", "yeer: x\n")))
example("D105")(lambda p: folder(p, manifest().replace("    as_at: 2016-01-01\n", "", 1)))
example("D106")(lambda p: folder(p, manifest("practices counts registers"), **{"register.csv": "x"}))
example("D107")(lambda p: folder(p, counts=b""))
example("D108")(lambda p: folder(p, practices=PRACTICES.encode() + "ZZ9002,Café,GMS,1\n".encode("cp1252")))
example("D109")(lambda p: folder(p, practices=PRACTICES + "ZZ9002,Framley, Mill,GMS,100\n"))
example("D110")(lambda p: folder(p, counts=COUNTS.replace("practice_code", "indicatr")))
example("D111")(lambda p: folder(p, practices=PRACTICES.replace("list_size", "list_sise")))
example("D112")(lambda p: folder(p, counts=COUNTS.replace("exceptions", "Numerator")))
example("D113")(lambda p: folder(p, counts=COUNTS.replace("ZZ9001", "ZZ 9001")))
example("D114")(lambda p: folder(p, counts=COUNTS.replace("80", "N/A")))
example("D115")(lambda p: folder(p, counts=COUNTS.replace("80", "-80")))
example("D117")(lambda p: folder(p, practices=PRACTICES + "zz9001,Framley,PMS,100\n"))
example("D118")(lambda p: folder(p, counts=COUNTS.replace("80", "101")))
example("D120")(lambda p: folder(p, practices=PRACTICES.replace("name", "opens")))
example("D121")(lambda p: folder(p, practices=PRACTICES.replace("GMS", "GPS")))
example("D122")(lambda p: folder(p, practices=PRACTICES.replace("Hogglestock", "=1+1")))
example("D127")(lambda p: folder(p, registers="practice_code,group,register\n"))
example("D128")(lambda p: folder(p, counts=COUNTS.replace("exceptions", "register")))
example("D129")(
    lambda p: folder(p, manifest().replace("counts.csv", "c.parquet"), **{"c.parquet": b"PAR1 not really"})
)
example("D201")(lambda _: bound(plan(LIST, year=FinancialYear(2014))))
example("D202")(lambda _: bound(plan(LIST), practices=[]))
example("D203")(lambda _: bound(plan(LIST), practices=[{"practice_code": "ZZ9001"}]))
example("D206")(
    lambda _: bound(plan(NUMERATOR), counts=[count("ZZ9001", "1"), count("ZZ9002", "")], practices=TWO)
)
example("D207")(lambda _: bound(plan(NUMERATOR), counts=[count("ZZ9001", "*")]))
example("D209")(
    lambda _: bound(plan(NUMERATOR), counts=[count("ZZ9001", "80"), count("ZZ9001", "1", "OLD01")])
)
example("D210")(lambda _: bound(plan(NUMERATOR), counts=[count("ZZ9001", "80"), count("ZZ9999", "80")]))
example("D213")(
    lambda _: bound(
        plan(attributes=("network",)),
        [{"practice_code": "ZZ9001", "network_code": "N1"}, {"practice_code": "ZZ9002"}],
        [count("ZZ9001", "1"), count("ZZ9002", "1")],
    )
)
example("D214")(lambda _: bound(plan(LIST), practices=[], counts=[]))


@example("D116")
def _(path: Path) -> tuple[Problem, ...]:
    text = "year,practice_code,item,measure,value,status\n2015/16,ZZ9001,HYP006,numerator,80,suppressed\n"
    return folder(path, manifest("practices measures"), measures=text)


@example("D119")
def _(path: Path) -> tuple[Problem, ...]:
    text = "PRACTICE_CODE,INDICATOR_CODE,MEASURE,VALUE\nZZ9001,HYP006,NUMERATR,80.0\n"
    return folder(path, manifest("practices achievement"), achievement=text)


@example("D123")
def _(path: Path) -> tuple[Problem, ...]:
    text = "PRACTICE_CODE,INDICATOR_CODE,MEASURE,VALUE\nZZ9001,HYP006,NUMERATOR,80.0\n"
    return folder(path, manifest("practices counts achievement"), achievement=text)


@example("D124")
def _(path: Path) -> tuple[Problem, ...]:
    (path / "pack.xlsx").write_bytes(b"\xd0\xcf\x11\xe0 locked by a password")
    return problems_of(path / "pack.xlsx")


@example("D125")
def _(path: Path) -> tuple[Problem, ...]:
    def spoil(workbook: openpyxl.Workbook) -> None:
        workbook["practices"]["D2"].value = "#DIV/0!"
        workbook["practices"]["D2"].data_type = "e"

    return problems_of(book(path, spoil))


@example("D126")
def _(path: Path) -> tuple[Problem, ...]:
    def formula(workbook: openpyxl.Workbook) -> None:
        workbook["practices"]["D2"].value = "=7000+233"

    return problems_of(book(path, formula))


@example("D204")
def _(_: Path) -> tuple[Problem, ...]:
    dated = DataField(
        "list_size", PRACTICE, PATIENTS, "practices", "list_size", "practice list", as_at=date(2015, 1, 1)
    )
    return bound(plan(dated))


@example("D205")
def _(_: Path) -> tuple[Problem, ...]:
    return bound(plan(NUMERATOR), counts=[count("ZZ9001", "80", "HYP06")])


@example("D208")
def _(_: Path) -> tuple[Problem, ...]:
    weighted = DataField("w", PRACTICE, PATIENTS, "practices", "weighted_list_size", "weighted list size")
    return bound(plan(weighted), [{"practice_code": "ZZ9001", "weighted_list_size": "7100.25"}])


@example("D211")
def _(_: Path) -> tuple[Problem, ...]:
    return bound(plan(LIST), [{"practice_code": "ZZ9001", "list_size": "7233", "extract_end": "2016-03-30"}])


@example("D212")
def _(_: Path) -> tuple[Problem, ...]:
    return bound(plan(DEDUCTION), [{"practice_code": "ZZ9001", "contract": "PMS", "qof_deduction": ""}])


@example("D215")
def _(_: Path) -> tuple[Problem, ...]:
    late = DataField(
        "a", PRACTICE, POUNDS, "adjustments", "pence", "adjustments", per=100, on_missing=Absent.NIL
    )
    return bound(plan(late))


@example("D216")
def _(_: Path) -> tuple[Problem, ...]:
    signed = DataField(
        "signed", PRACTICE, PATIENTS, "signup", "answer", "signed", reads=Reads.MATCHES, matches="yes"
    )
    rows = [
        {"practice_code": "ZZ9001", "scheme_version": version, "answer": answer}
        for version, answer in (("2", "no"), ("1", "yes"))
    ]
    return bound(plan(signed), signup=rows)


@example("D217")
def _(_: Path) -> tuple[Problem, ...]:
    then = DataField(
        "then", PRACTICE, POUNDS, "baseline", "pence", "payment", per=100, years_back=1, basis="after"
    )
    row = {"year": "2014/15", "practice_code": "ZZ9001", "component": "QOF", "pence": "1"}
    return bound(plan(then), baseline=[{**row, "basis": "before the PMS deduction; 12 months"}])


def test_every_message_of_the_catalogue_has_an_example() -> None:
    assert set(MESSAGES) - set(OF_EVENTS) - set(OF_FILES) - set(OF_IMPORTS) == set(EXAMPLES)


@pytest.mark.parametrize("code", sorted(EXAMPLES))
def test_the_example_gives_its_message_with_place_and_remedy(code: str, tmp_path: Path) -> None:
    problems = EXAMPLES[code](tmp_path)
    assert code in {p.code for p in problems}
    for problem in problems:
        assert problem.code in MESSAGES
        assert problem.message.endswith((".", "?"))
        assert len(problem.remedy) > 10
        assert not TYPE_NAMES.search(f"{problem.message} {problem.remedy}")
    here = next(p for p in problems if p.code == code)
    assert (here.severity is Severity.WARNING) == (code in WARNINGS)
    if code < "D2":
        assert here.place.file.startswith(str(tmp_path))


def test_a_problem_of_a_cell_shows_the_row_with_a_caret_under_the_cell(tmp_path: Path) -> None:
    shown = str(next(p for p in folder(tmp_path, counts=COUNTS.replace("80", "8O")) if p.code == "D114"))
    assert shown.splitlines()[0] == f"{tmp_path}/counts.csv:2:15: error D114"
    assert shown.splitlines()[1:3] == ["    ZZ9001,HYP006,8O,100,5", "                  ^"]
    assert '"8O" is no figure' in shown


def test_a_sound_workbook_reads_as_the_folder_does(tmp_path: Path) -> None:
    assert problems_of(book(tmp_path)) == ()


@pytest.mark.parametrize(
    ("member", "said"), [("xl/vbaProject.bin", "macros"), ("xl/externalLinks/l1.xml", "other workbooks")]
)
def test_macros_and_links_are_refused_by_name(member: str, said: str, tmp_path: Path) -> None:
    path = book(tmp_path)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(member, "x")
    assert said in problems_of(path)[0].message


def test_a_workbook_that_unpacks_beyond_measure_is_not_opened(tmp_path: Path) -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 30_000_000)
    (tmp_path / "pack.xlsx").write_bytes(data.getvalue())
    assert "unpacks to" in problems_of(tmp_path / "pack.xlsx")[0].message


def test_a_code_held_as_a_number_is_refused(tmp_path: Path) -> None:
    def number(workbook: openpyxl.Workbook) -> None:
        workbook["practices"]["A2"].value = 9001

    problem = next(p for p in problems_of(book(tmp_path, number)) if p.code == "D113")
    assert problem.place.cell == "practices!A2"
    assert "held as a number" in problem.message


def test_many_problems_of_one_sort_are_counted_after_ten(tmp_path: Path) -> None:
    rows = "".join(f"ZZ9{n:03d},HYP006,x1,100,5\n" for n in range(50))
    problems = [p for p in folder(tmp_path, counts=COUNTS.splitlines()[0] + "\n" + rows) if p.code == "D114"]
    assert len(problems) == 11
    assert any("40 more of this sort" in p.message for p in problems)


def test_forty_practices_without_one_table_give_one_message() -> None:
    practices = [{"practice_code": f"ZZ9{n:03d}"} for n in range(40)]
    counts = [count(f"ZZ9{n:03d}", "1") for n in range(40)]
    weighted = DataField("w", PRACTICE, PATIENTS, "baseline", "QOF", "last year", per=100)
    assert [p.code for p in bound(plan(weighted), practices, counts)] == ["D202"]


def test_forty_practices_without_a_figure_give_one_message_that_counts_them() -> None:
    practices = [{"practice_code": f"ZZ9{n:03d}", "list_size": "5" if n else ""} for n in range(41)]
    counts = [count(f"ZZ9{n:03d}", "*" if n else "1") for n in range(41)]
    problems = bound(plan(NUMERATOR, LIST), practices, counts)
    assert [p.code for p in problems if p.severity is Severity.ERROR] == ["D207", "D206"]
    assert problems[0].message.startswith("40 practices have numerator")
    assert "and 32 more" in problems[0].message


def test_the_date_of_the_wrong_year_is_refused_by_name() -> None:
    """H2: CQRS, April 2014, took the population index of the wrong year."""
    rule = DataField(
        "list_size", PRACTICE, PATIENTS, "practices", "list_size", "practice list", as_at=date(2015, 1, 1)
    )
    (problem,) = [p for p in bound(plan(rule)) if p.code == "D204"]
    assert "must be of 1 January 2015 (the rule's date); this table says 1 January 2016" in problem.message


def test_words_count_as_matches_and_blanks_as_no_match() -> None:
    standard = DataField(
        "standard",
        PRACTICE,
        PATIENTS,
        "practices",
        "qof_deduction",
        "standard deduction",
        reads=Reads.MATCHES,
        matches="standard",
    )
    rows = [
        {"practice_code": "ZZ9001", "qof_deduction": "standard"},
        {"practice_code": "ZZ9002", "qof_deduction": "£1,234.50"},
        {"practice_code": "ZZ9003", "qof_deduction": ""},
    ]
    binding = bind(plan(standard, DEDUCTION), pack_of({"practices": rows}, year=YEAR))
    assert list(binding.columns["standard"].integers) == [1, 0, 0]
    assert list(binding.columns["deduction"].integers) == [0, 123450, 0]
