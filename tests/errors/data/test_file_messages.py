"""Every problem of a file as such has a failing example here, and says where, why and what to do."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from incentives.base.problem import Problem, Refused, Severity
from incentives.data import read_pack
from incentives.data.files import FileRead, read_file
from incentives.data.files.delimited import UnreadableError, agreed
from incentives.data.files.messages import MESSAGES
from tests.corpora import bombs
from tests.errors.data.test_data_messages import book

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import openpyxl

NOTICES = {"D130", "D131"}
OF_A_PACK = {"D147", "D149"}
TYPE_NAMES = re.compile(r"\b(str|int|float|dict|NoneType|tuple|Error|Exception|Traceback|None|arrow)\b")
TABLE = b"practice_code,name,list_size\nZZ9001,Hogglestock,7233\nZZ9002,Framley,1870\n"

EXAMPLES: dict[str, Callable[[], bytes]] = {
    "D130": lambda: TABLE + "ZZ9003,Café £,1\n".encode("cp1252"),
    "D131": lambda: TABLE.replace(b",", b";"),
    "D132": lambda: TABLE + "ZZ9003,Café,1\n".encode() + "ZZ9004,Café,1\n".encode("cp1252"),
    "D133": lambda: b"a;b,c\n1;2,3\n",
    "D134": lambda: TABLE + b"ZZ9003,\0,1\n",
    "D135": lambda: TABLE + b'ZZ9003,"Barchester,1\n',
    "D137": lambda: TABLE * 900_000,
}
for make, code in bombs.REFUSED.values():
    if code in MESSAGES:
        EXAMPLES.setdefault(code, make)


def of_two_readers() -> FileRead:
    """Give one reader another row than the other."""
    rows = [(1, ["practice_code", "list_size"]), (2, ["ZZ9001", "7233"])]
    try:
        list(agreed(rows, 'practice_code,list_size\n"ZZ9001",7234\n', ",", 2, "folder/file.csv"))
    except UnreadableError as unreadable:
        return FileRead("", (), (unreadable.problem,))
    return FileRead("")


def problems_of(code: str) -> tuple[Problem, ...]:
    read = of_two_readers() if code == "D136" else read_file(EXAMPLES[code](), "folder/file.csv")
    assert bool(read.sheets) == (code in NOTICES)
    return read.problems


def test_every_message_of_files_has_an_example() -> None:
    assert set(MESSAGES) == {*EXAMPLES, "D136", "D146", *OF_A_PACK}


@pytest.mark.parametrize("code", sorted({*EXAMPLES, "D136"}))
def test_the_example_gives_its_message_with_place_and_remedy(code: str) -> None:
    (problem,) = [p for p in problems_of(code) if p.code == code]
    assert problem.place.file == "folder/file.csv"
    assert problem.message.endswith(".")
    assert len(problem.remedy) > 10
    assert not TYPE_NAMES.search(f"{problem.message} {problem.remedy}")
    assert (problem.severity is Severity.WARNING) == (code in NOTICES)


def test_a_difference_is_found_without_quotation_marks_too() -> None:
    rows = [(1, ["a", "b"]), (2, ["1", "2"])]
    assert list(agreed(rows, "a,b\n1,2\n", ",", 2, "f.csv")) == rows
    for other in ("a,b\n1,3\n", "a,b\n", "a,b\n1,2\n3,4\n"):
        with pytest.raises(UnreadableError):
            list(agreed(rows, other, ",", 2, "f.csv"))


def test_a_file_that_cannot_be_opened_is_named() -> None:
    (problem,) = read_file("no-such-folder/file.csv").problems
    assert problem.code == "D146"
    assert str(problem.place) == "no-such-folder/file.csv"


def test_merged_cells_of_a_pack_are_refused_and_hidden_ones_are_said(tmp_path: Path) -> None:
    def hide(workbook: openpyxl.Workbook) -> None:
        workbook["practices"].row_dimensions[2].hidden = True

    (hidden,) = read_pack(book(tmp_path, hide)).warnings
    assert (hidden.code, hidden.place.cell) == ("D149", "practices")
    assert hidden.message.startswith("Rows 2 of the sheet practices are hidden")

    def merge(workbook: openpyxl.Workbook) -> None:
        workbook["counts"].merge_cells("A2:B2")

    with pytest.raises(Refused) as refused:
        read_pack(book(tmp_path, merge))
    (merged,) = refused.value.problems
    assert (merged.code, merged.place.cell) == ("D147", "counts!A2")
