"""Every problem of a file as such has a failing example here, and says where, why and what to do."""

from __future__ import annotations

import re

import pytest

from incentives.base.problem import Severity
from incentives.data.files import read_file
from incentives.data.files.messages import MESSAGES

NOTICES = {"D130", "D131"}
TYPE_NAMES = re.compile(r"\b(str|int|float|dict|NoneType|tuple|Error|Exception|Traceback|None|arrow)\b")
TABLE = b"practice_code,name,list_size\nZZ9001,Hogglestock,7233\nZZ9002,Framley,1870\n"

EXAMPLES: dict[str, bytes] = {
    "D130": TABLE + "ZZ9003,Café £,1\n".encode("cp1252"),
    "D131": TABLE.replace(b",", b";"),
    "D132": TABLE + "ZZ9003,Café,1\n".encode() + "ZZ9004,Café,1\n".encode("cp1252"),
    "D133": b"a;b,c\n1;2,3\n",
    "D134": TABLE + b"ZZ9003,\0,1\n",
    "D135": TABLE + b'ZZ9003,"Barchester,1\n',
    "D136": b"\xef\xbb\xbf\xef\xbb\xbf" + TABLE,
    "D137": TABLE * 900_000,
    "D138": b"<!DOCTYPE html>\n<table><tr><td>1</td></tr></table>",
}


def test_every_message_of_files_has_an_example() -> None:
    assert set(MESSAGES) == {*EXAMPLES, "D146"}


def test_a_file_that_cannot_be_opened_is_named() -> None:
    (problem,) = read_file("no-such-folder/file.csv").problems
    assert problem.code == "D146"
    assert str(problem.place) == "no-such-folder/file.csv"


@pytest.mark.parametrize("code", sorted(EXAMPLES))
def test_the_example_gives_its_message_with_place_and_remedy(code: str) -> None:
    read = read_file(EXAMPLES[code], "folder/file.csv")
    (problem,) = [p for p in read.problems if p.code == code]
    assert problem.place.file == "folder/file.csv"
    assert problem.message.endswith(".")
    assert len(problem.remedy) > 10
    assert not TYPE_NAMES.search(f"{problem.message} {problem.remedy}")
    assert (problem.severity is Severity.WARNING) == (code in NOTICES)
    assert bool(read.sheets) == (code in NOTICES)
