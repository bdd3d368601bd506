"""Every problem of a scheme file has a failing example beside this file and the text that is said of it."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from incentives.base.problem import Problem, Refused, Severity
from incentives.scheme.messages import MESSAGES, OF_EVIDENCE, OF_RANGES, OF_WORKBOOKS
from incentives.scheme.reading import read_scheme
from incentives.scheme.shelf import LARGEST

HERE = Path(__file__).parent
FILES = sorted(HERE.glob("S*.yaml"))
WARNINGS = {"S497", "S413", "S415", "S421", "S450", "S453", "S479", "S522", "S523", "S560", "S563"}
TYPE_NAMES = re.compile(
    r"\b(str|int|float|dict|tuple|list object|NoneType|None|Fraction|Decimal|pydantic|Scalar|Group|Items"
    r"|Error|Exception|Traceback|input_value|mapping|sequence|scalar|token|anchor)\b"
)


def problems_of(named: str | Path) -> tuple[Problem, ...]:
    try:
        return read_scheme(named)[1]
    except Refused as refused:
        return refused.problems


def said(path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Problem, ...]:
    """Read an example from its own folder, so that messages name it without a machine's path."""
    monkeypatch.chdir(path.parent)
    return problems_of(Path(path.name))


def test_every_code_has_an_example() -> None:
    unreadable = {"S101", "S102", "S103", "S104"}
    assert {p.stem for p in FILES} | unreadable == set(MESSAGES) - {*OF_EVIDENCE, *OF_RANGES, *OF_WORKBOOKS}


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_example_is_told_what_is_wrong_and_nothing_else(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = said(path, monkeypatch)
    text = "\n\n".join(map(str, found)) + "\n"
    expected = path.with_suffix(".txt")
    if os.environ.get("INCENTIVES_WRITE_EXPECTED") == "1":
        expected.write_text(text, encoding="utf-8")
    assert text == expected.read_text(encoding="utf-8")
    assert {p.code for p in found} == {path.stem}


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_message_has_place_reason_and_remedy_in_words_of_the_field(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for problem in said(path, monkeypatch):
        assert problem.place.file == path.name
        assert problem.place.line
        assert problem.place.excerpt
        assert problem.message.endswith(".")
        assert problem.remedy
        assert not TYPE_NAMES.search(f"{problem.message} {problem.remedy}")
        is_warning = problem.severity is Severity.WARNING
        assert is_warning == (problem.code in WARNINGS)


def test_unknown_shipped_scheme_names_the_nearest() -> None:
    (problem,) = problems_of("qof-englnd-2015-16")
    assert problem.code == "S101"
    assert problem.remedy == 'Did you mean "qof-england-2015-16"?'


def test_missing_file_is_named(tmp_path: Path) -> None:
    (problem,) = problems_of(tmp_path / "absent.yaml")
    assert (problem.code, problem.message) == ("S101", "There is no such file.")
    assert problem.place.file.endswith("absent.yaml")


def test_folder_is_no_file(tmp_path: Path) -> None:
    (problem,) = problems_of(tmp_path)
    assert (problem.code, problem.remedy) == ("S102", "Name the scheme file in it.")


@pytest.mark.parametrize("content", [b"", b"\n  \n", b"\xef\xbb\xbf"])
def test_empty_file_is_called_empty(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "s.yaml").write_bytes(content)
    (problem,) = problems_of(tmp_path / "s.yaml")
    assert (problem.code, problem.message) == ("S103", "The file is empty.")


@pytest.mark.parametrize("content", [b"kind: scheme\ntitle: caf\xe9\n", b"kind: scheme\ntitle: \x01\n"])
def test_file_that_is_no_text_in_utf8_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "s.yaml").write_bytes(content)
    (problem,) = problems_of(tmp_path / "s.yaml")
    assert problem.code == "S104"


def test_file_of_more_than_a_mebibyte_is_refused_unread(tmp_path: Path) -> None:
    (tmp_path / "s.yaml").write_bytes(b"#" * (LARGEST + 1))
    (problem,) = problems_of(tmp_path / "s.yaml")
    assert (problem.code, problem.message) == ("S105", "The file is larger than 1 MiB (1,048,577 bytes).")


def test_file_of_too_many_values_is_refused(tmp_path: Path) -> None:
    (tmp_path / "s.yaml").write_text("notes: [" + "a, " * 60_000 + "a]\n", encoding="utf-8")
    (problem,) = problems_of(tmp_path / "s.yaml")
    assert (problem.code, problem.message) == ("S105", "The file has more than 50,000 values.")


@pytest.mark.parametrize("name", ["a" * 300, "a" * 300 + ".yaml", "nul\0.yaml", ""])
def test_name_that_no_file_can_have_is_refused(name: str) -> None:
    (problem,) = problems_of(name)
    assert problem.code in {"S101", "S102"}


def test_links_in_a_circle_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").symlink_to(tmp_path / "b.yaml")
    (tmp_path / "b.yaml").symlink_to(tmp_path / "a.yaml")
    (problem,) = problems_of(tmp_path / "a.yaml")
    assert problem.code == "S101"
