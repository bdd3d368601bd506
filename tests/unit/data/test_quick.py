"""The reading in columns says what the reading by rows says, or leaves the file to it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from incentives.base.year import FinancialYear
from incentives.data.found import Found
from incentives.data.grid import Grid, Stated
from incentives.data.measures import FORMS, Reader
from incentives.data.quick import _same, read_quickly
from incentives.data.quick_series import read_series
from incentives.data.textfile import read_csv

if TYPE_CHECKING:
    from collections.abc import Mapping

    from incentives.data.series import Key, Series

YEAR = FinancialYear(2022)
HEADINGS = {
    "achievement": "PRACTICE_CODE,INDICATOR_CODE,MEASURE,VALUE",
    "measures": "year,practice_code,item,measure,value,status",
    "counts": "practice_code,indicator,numerator,denominator,exceptions,register",
}
CODES = st.sampled_from(["ZZ9001", "ZZ9002", "zz9003 ", "Z1", "LONGCODE001X", "A 1", ""])
FIGURES = st.sampled_from(["0", "200.0", "1,5", "7.5", "*", "-", "", "<5", "[c]", "-3", "1234567890123", "n"])
CELLS = {
    "achievement": (
        CODES,
        CODES,
        st.sampled_from(["NUMERATOR", "Register", "ACHIEVED_POINTS", "X"]),
        FIGURES,
    ),
    "measures": (
        st.sampled_from(["", "2022/23", "2021/22", "x"]),
        CODES,
        CODES,
        st.sampled_from(["numerator", "pence_paid", "points"]),
        FIGURES,
        st.sampled_from(["", "", "", "figure", "suppressed", "nil"]),
    ),
    "counts": (CODES, CODES, FIGURES, FIGURES, FIGURES, FIGURES),
}


def grid(table: str, data: bytes) -> tuple[Grid | None, Found]:
    found = Found()
    stated = Stated(table, table, f"{table}.csv", date(2023, 3, 31), "test", f"{table}.csv")
    return read_csv(data, stated, found), found


def by_rows(table: str, data: bytes) -> tuple[Mapping[Key, Series], int]:
    """Read a file row by row; return its series and how many problems it has."""
    held, found = grid(table, data)
    assert held is not None
    reader = Reader(YEAR, found)
    reader.read(Grid(held.stated, held.headings, held.rows, held.header_row))
    return reader.series, len(found.problems())


@st.composite
def files(draw: st.DrawFn) -> tuple[str, bytes]:
    table = draw(st.sampled_from(sorted(CELLS)))
    rows = draw(st.lists(st.tuples(*CELLS[table]), min_size=1, max_size=12))
    end = draw(st.sampled_from(["\n", "\r\n"]))
    lines = [HEADINGS[table], *(",".join(row) for row in rows)]
    text = end.join(lines) + draw(st.sampled_from(["", end, end + end]))
    return table, text.encode(draw(st.sampled_from(["utf-8", "utf-8-sig"])))


@example(("counts", f"{HEADINGS['counts']}\nZZ9001,X1,1,2,3,".encode()))
@given(files())
def test_both_ways_of_reading_say_the_same(file: tuple[str, bytes]) -> None:
    table, data = file
    held, _ = grid(table, data)
    assert held is not None
    in_columns = read_series(data, held.names, FORMS[table], YEAR)
    series, problems = by_rows(table, data)
    if in_columns is None:
        return
    assert problems == 0
    assert in_columns.keys() == series.keys()
    for key, parts in in_columns.items():
        one = series[key]
        assert (parts.practices, parts.values, parts.statuses, parts.lines) == (
            one.practices,
            one.values,
            one.statuses,
            one.lines,
        )


def plain(rows: int = 50) -> bytes:
    held = [
        f"ZZ{n:04d},HYP{n % 7:03d},{'NUMERATOR' if n % 2 else 'PCAS'},{n * 37 % 2_000}.0" for n in range(rows)
    ]
    return "\n".join([HEADINGS["achievement"], *held]).encode()


def test_a_plain_file_is_read_in_columns() -> None:
    data = plain()
    held, _ = grid("achievement", data)
    assert held is not None
    read = read_series(data, held.names, FORMS["achievement"], YEAR)
    assert read is not None
    assert sum(len(parts.values) for parts in read.values()) == 50
    assert read.keys() == by_rows("achievement", data)[0].keys()


def test_a_file_of_many_blocks_is_read_to_its_end() -> None:
    data = plain(60_000)
    columns = read_quickly(data, [0, 3])
    assert columns is not None
    codes = [columns[0].texts[place] for place in columns[0].places]
    assert codes == [line.split(b",")[0].decode() for line in data.split(b"\n")[1:]]


@pytest.mark.parametrize(
    "spoilt",
    [
        plain().replace(b"ZZ0007,", b'"ZZ0007",'),
        plain().replace(b"ZZ0007,", b"ZZ0007,,"),
        plain().replace(b"\nZZ0007", b"\n\nZZ0007"),
        plain().replace(b"\nZZ0007", b"\r\nZZ0007"),
        plain().replace(b"ZZ0007", b"ZZ\xff007"),
        plain().replace(b"ZZ0007", b"ZZ\x00007"),
        HEADINGS["achievement"].encode(),
    ],
    ids=[
        "quoted",
        "a cell too many",
        "a blank line",
        "two sorts of line ends",
        "not UTF-8",
        "NUL",
        "no rows",
    ],
)
def test_what_is_not_plain_is_left_to_the_reading_by_rows(spoilt: bytes) -> None:
    assert read_quickly(spoilt, [0, 1, 2, 3]) is None


@pytest.mark.parametrize("cell", ["7", "", "123456789", "12345678x", "x2345678"])
def test_a_cell_that_the_two_readers_read_differently_is_noticed(cell: str) -> None:
    text = b"ab,12345678,c\n"
    signs = np.frombuffer(text + bytes(8), np.uint8)
    at = np.array([3]), np.array([11])
    assert _same(signs, *at, pa.array(["12345678"]).dictionary_encode())
    assert not _same(signs, *at, pa.array([cell]).dictionary_encode())
