"""Mistakes that people make in the workbook of a scheme: each is told at its cell, in a workbook's words.

Those of one group stand in one workbook together: all are told at once, and nothing else is.
"""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl.styles import Font

from incentives.base.problem import Problem, Refused, errors
from incentives.scheme.messages import OF_WORKBOOKS
from incentives.scheme.reading import read_scheme
from tests.scheme_books import Typing, made_scheme

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

NO_EXCEL = re.compile(
    r"\bYAML\b|\bline\b|brace|bracket|colon|indent|\.yaml|\b[a-z]+(_[a-z]+)+\b|\b[a-z]+: \{|under \"\w+:"
)
BEFORE_READING = {"S545", "S580", "S581"}
TYPE_NAMES = re.compile(
    r"\b(str|int|float|dict|tuple|NoneType|None|Fraction|Decimal|openpyxl|calamine|Error|Traceback)\b"
)
Value = dict[str, str]


@dataclass(frozen=True)
class Mistake:
    """What is done to a workbook, the code that is said, and words of its message or remedy.

    ``make`` returns the cell in which it stands; ``column`` is that of its row where it is another.
    """

    code: str
    make: Callable[[Typing], Any]
    says: str
    column: str = ""


def put(value: Any, sheet: str, column: str, number_format: str = "", **row: str) -> Callable[[Typing], str]:
    return lambda book: book.put(value, sheet, column, number_format, **row)


def money(value: Any, setting: str, number_format: str = "General") -> Callable[[Typing], str]:
    return put(value, "Money", "Value", number_format, Setting=setting)


def header(value: Any, setting: str, number_format: str = "@") -> Callable[[Typing], str]:
    return put(value, "Scheme", "Value", number_format, Setting=setting)


def indicator(code: str, **cells: Any) -> Callable[[Typing], str]:
    """Fill in cells of an indicator's row; the last is that of the mistake."""

    def make(book: Typing) -> str:
        names = [
            book.put(value, "Indicators", head.replace("_", " "), Code=code) for head, value in cells.items()
        ]
        return names[-1]

    return make


def add(sheet: str, *rows: tuple[Any, ...], at: int = 0) -> Callable[[Typing], str]:
    """Add rows; the one counted by ``at`` is that of the mistake."""
    return lambda book: book.add(sheet, *rows)[at]


def in_column(cell: str, column: str) -> str:
    """Return the cell of the same row in another column."""
    sheet, _, name = cell.partition("!")
    return f"{sheet}!{column}{name.lstrip('ABCDEFGHIJ')}" if column else cell


def struck(book: Typing) -> str:
    cell = book.cell("Scheme", "Value", Setting="title")
    cell.font = Font(strike=True)
    return f"Scheme!{cell.coordinate}"


def merged(book: Typing) -> str:
    book.book["Money"].merge_cells("C5:C6")
    return "Money!C5"


def renamed(book: Typing) -> str:
    book.book["Indicators"].title = "Indicator"
    return "Indicator!A1"


def taken_out(book: Typing) -> str:
    book.book.remove(book.book["Scheme"])
    return ""


def heading(book: Typing) -> str:
    book.book["Money"]["B4"].value = "Settings"
    return "Money!B4"


def weighting_without_change(book: Typing) -> str:
    was = ("change", "CHD001", "weighted by > was", "its register")
    book.add("More settings", was, (None, None, "weighted by > now", "list size only"))
    return f"Indicators!{book.cell('Indicators', 'In this scheme', Code='CHD001').coordinate}"


def blank_practice_list(book: Typing) -> str:
    """Fill in how points become pounds, and leave out the only setting of one of its groups."""
    rows = {
        "price per point": "£160.15",
        "national average list > patients": "7,233",
        "national average list > as at": "1 January 2015",
        "prevalence > national": "stated in the practice data",
        "prevalence > register as at": "31 March 2016",
    }
    for setting, value in rows.items():
        book.put(value, "Money", "Value", Setting=setting)
    return book.put(None, "Money", "Value", Setting="practice list > as at")


CAP = ("limits", "cap", "at most", ("£50,000", "@"))
GROUPS = {
    "decisions": (
        Mistake("S538", indicator("AF001", In_this_scheme="keeep"), 'Did you mean "keep"?'),
        Mistake("S541", indicator("CHD001", In_this_scheme="stop paying"), "Write the reason", "D"),
        Mistake("S531", indicator("CHD002", Points_now=25), 'Choose "change" in its row'),
        Mistake("S531", indicator("DEP003", Pays_now="40% to 90%"), 'says "stop paying"'),
        Mistake("S532", indicator("CHD005", Reason="why", In_this_scheme="change"), "what is new", "F"),
        Mistake("S541", indicator("HYP006", Reason=None), "why it is changed"),
        Mistake("S544", indicator("HYP001", Code="CHD007"), "the first is A9"),
        Mistake("S537", indicator("DEM001", Code=date(2015, 4, 1)), "Format the cell as Text"),
        Mistake(
            "S303",
            indicator("PAD001", In_this_scheme="change", Reason="why", Points_now=3, Code="PAD011"),
            'Did you mean "PAD001"?',
        ),
        Mistake("S203", indicator("DM007", Pays_now=0.8), 'Write "45% to 80%"'),
        Mistake("S534", add("Indicators", (None, None, "keep")), "names no indicator", "A"),
    ),
    "changes": (
        Mistake("S304", indicator("HYP006", Points_was=19), "write 20 in the grey cell"),
        Mistake(
            "S203",
            indicator("AF001", In_this_scheme="change", Reason="why", Points_now="many"),
            "Write a number",
        ),
        Mistake("S203", indicator("STIA008", Still_watched="maybe"), "yes or no"),
        Mistake("S531", weighting_without_change, "the sheet More settings"),
    ),
    "money": (
        Mistake("S203", money(0.5, "limit", "0%"), "Write an amount such as £4,200,000"),
        Mistake("S203", money(2, "contingency"), "Write 2% where a percentage is meant"),
        Mistake("S203", money("pay ful", "if earnings exceed it"), 'Did you mean "pay in full"?'),
        Mistake("S202", money(None, "if earnings fall short"), "Fill in this cell."),
        Mistake("S203", money("31/05/2016", "count late data until", "@"), "such as 1 April 2015"),
        Mistake("S203", money("spring", "balance"), "Write a month such as April 2015"),
        Mistake("S203", money(4, "each month", "£0"), 'cannot be "£4"'),
    ),
    "money otherwise": (
        Mistake("S203", money(4200000, "limit", '"$"#,##0'), 'cannot be "$4,200,000"'),
        Mistake("S535", money("=1/0", "contingency"), "has not been worked out"),
        Mistake("S203", money("yields", "floors"), 'Did you mean "yield"?'),
    ),
    "the offer": (
        Mistake("S203", header("2015-2016", "year"), "Write a financial year such as 2015/16"),
        Mistake("S536", struck, "take the line through it away"),
        Mistake("S203", header("soon", "open"), "such as 1 April 2015"),
        Mistake("S203", header("stay in QOF", "practices that do not sign"), "stay on national QOF"),
        Mistake("S203", header("perhaps", "vat"), "not decided"),
        Mistake("S203", header("a month", "raise within"), "such as 28 days"),
        Mistake(
            "S202",
            header(None, "consulted (1) > on"),
            "Fill in this cell.",
        ),
        Mistake("S202", header(None, "code"), "Fill in this cell."),
    ),
    "sense": (
        Mistake("S401", indicator("DM007", Pays_now="80% to 40%"), 'Write "40% to 80%"'),
        Mistake(
            "S303",
            add("Protections", CAP, (None, None, "of", "HYP007, HYP006"), at=1),
            'Did you mean "HYP006"?',
            "D",
        ),
        Mistake("S405", put("30% to 160%", "New indicators", "Pays", Code="FRAIL01"), "100%"),
    ),
    "payments": (
        Mistake(
            "S201",
            put("per practise", "Payments", "Setting", Setting="per practice"),
            'Did you mean "per practice"?',
        ),
        Mistake(
            "S205", put("fixed grants", "Payments", "Value", Setting="form"), 'Did you mean "fixed grant"?'
        ),
    ),
    "entries": (
        Mistake("S534", add("Payments", (None, None, "£5")), "has no setting beside it", "B"),
        Mistake("S539", add("Payments", ("engagement", "per practice", "£5")), "stands twice", "B"),
        Mistake(
            "S534",
            add("Protections", ("limit", "cap", "at most", "£5")),
            'Did you mean "limits"?',
            "A",
        ),
        Mistake("S534", add("Protections", ("limits", None, "at most", "£5")), "no name says", "B"),
        Mistake("S534", add("Conditions", (None, "c", "holds where", "x")), "names no part", "A"),
        Mistake("S307", put(None, "New indicators", "Group", Code="FRAIL01"), "fill in its group"),
        Mistake("S202", put(None, "New indicators", "Points", Code="FRAIL01"), "Fill in this cell."),
    ),
    "missing parts": (
        Mistake("S206", put(None, "Payments", "Value", Setting="form"), "Choose in this cell: fixed grant"),
        Mistake("S202", put(None, "Protections", "Value", Setting="basis"), "Fill in this cell."),
        Mistake(
            "S202",
            add("Payments", ("visits", "form", "item of service")),
            "Add a row below it",
            "A",
        ),
    ),
    "order": (
        Mistake(
            "S542",
            add(
                "Protections",
                CAP,
                (None, None, "of", "practice"),
                ("protect", "second", "no worse off than", "national QOF on this year's results"),
                at=2,
            ),
            "Move these rows",
            "A",
        ),
    ),
    "conditions": (
        Mistake(
            "S482",
            add(
                "Conditions",
                ("conditions", "gate", "holds where", "lists size > 5"),
                (None, None, "of", "engagement"),
                (None, None, "reason", "why"),
            ),
            "Did you mean",
        ),
        Mistake(
            "S311",
            add(
                "Sources",
                ("standing", "1", "of", "pays"),
                (None, None, "status", "sourced"),
                (None, None, "from", "nowhere"),
                at=2,
            ),
            "There is no source",
            "D",
        ),
        Mistake("S305", put("AF001", "New indicators", "Code", Code="FRAIL01"), "sheet Indicators"),
    ),
    "a group left blank": (Mistake("S202", blank_practice_list, "Fill in this cell."),),
    "days": (Mistake("S414", header(date(2015, 2, 1), "close", "dd/mm/yyyy"), "Write a later day."),),
    "a grant left blank": (
        Mistake("S202", put(None, "Payments", "Value", Setting="per practice"), "Fill in this cell."),
    ),
    "signs": (
        Mistake(
            "S455", add("Payments", ("-cmd", "form", "fixed grant")), "Begin the name with a letter", "A"
        ),
        Mistake("S456", header("A \u202eemehcs", "title"), "U+202E"),
        Mistake("S105", add("Payments", ("deep", " > ".join("a" * 40), "x")), "fewer levels", "B"),
        Mistake("S203", put("+44 an hour", "Payments", "Value", Setting="title"), "does not begin with"),
    ),
    "merged": (Mistake("S536", merged, "Undo the merging"),),
    "a code of two words": (
        Mistake(
            "S307",
            lambda book: (
                book.put("FRAIL 01", "New indicators", "Code", Code="FRAIL01"),
                book.put(None, "New indicators", "Group", Code="FRAIL 01"),
            )[1],
            "FRAIL 01 is no known indicator",
        ),
    ),
    "renamed": (Mistake("S533", renamed, 'Name it "Indicators"'),),
    "without a heading": (Mistake("S543", heading, 'Write "Setting" as a heading'),),
    "without a scheme": (Mistake("S530", taken_out, "incentives new NAME.xlsx"),),
}


def told(content: Typing, path: Path) -> tuple[Problem, ...]:
    try:
        read_scheme(content.saved(path))
    except Refused as refused:
        return errors(refused.problems)
    return ()


@pytest.mark.parametrize("name", GROUPS)
def test_each_mistake_is_told_at_its_cell_and_nothing_else_is(name: str, tmp_path: Path) -> None:
    book, expected = Typing(made_scheme()), []
    for mistake in GROUPS[name]:
        made = mistake.make(book)
        expected.append((mistake.code, in_column(made, mistake.column), mistake.says))
    found = told(book, tmp_path / "scheme.xlsx")
    assert sorted((code, cell) for code, cell, _ in expected) == sorted(
        (p.code, p.place.cell) for p in found
    ), "\n".join(map(str, found))
    for code, cell, says in expected:
        said = [f"{p.message} {p.remedy}" for p in found if (p.code, p.place.cell) == (code, cell)]
        assert any(says in text for text in said), said
    for problem in found:
        text = f"{problem.message} {problem.remedy}".replace("take the line through it away", "")
        assert not NO_EXCEL.search(text), text
        assert not TYPE_NAMES.search(text), text
        assert problem.message.endswith(".")


def test_every_code_of_workbooks_has_an_example_and_there_are_many() -> None:
    mistakes = [m for group in GROUPS.values() for m in group]
    assert set(OF_WORKBOOKS) == {m.code for m in mistakes if m.code in OF_WORKBOOKS} | BEFORE_READING
    assert len(mistakes) >= 50


def test_a_workbook_that_keeps_no_units_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        read_scheme(tmp_path / "scheme.ods")
    assert [(p.code, p.remedy) for p in refused.value.problems] == [
        ("S545", "Save it as an Excel workbook (.xlsx).")
    ]


def test_a_workbook_of_a_million_rows_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "scheme.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b'<row r="1"/>' * 1_000_000)
    assert refusals(path) == [("S580", "The sheets hold far more than a scheme (12,000,000 bytes unpacked).")]


def test_a_workbook_larger_than_a_scheme_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "scheme.xlsx"
    path.write_bytes(b"PK" + b"\0" * 50_000_000)
    assert refusals(path) == [("S580", "The workbook is far larger than a scheme (50,000,002 bytes).")]


def test_a_text_file_called_a_workbook_is_said_to_be_none(tmp_path: Path) -> None:
    path = tmp_path / "scheme.xlsx"
    path.write_text("kind: scheme\n", encoding="utf-8")
    assert refusals(path) == [("S581", "The file is no Excel workbook, though its name ends in .xlsx.")]


def test_a_workbook_called_a_text_file_is_said_to_be_one(tmp_path: Path) -> None:
    path = Typing(made_scheme()).saved(tmp_path / "scheme.xlsx").rename(tmp_path / "scheme.yaml")
    assert [code for code, _ in refusals(path)] == ["S581"]


def test_a_workbook_that_is_not_there_is_missed_in_plain_words(tmp_path: Path) -> None:
    assert refusals(tmp_path / "scheme.xlsx") == [("S101", "There is no such file.")]


def refusals(path: Path) -> list[tuple[str, str]]:
    with pytest.raises(Refused) as refused:
        read_scheme(path)
    return [(p.code, p.message) for p in refused.value.problems]


def test_the_workbook_itself_is_sound(tmp_path: Path) -> None:
    assert told(Typing(made_scheme()), tmp_path / "scheme.xlsx") == ()
