"""A long table read in columns: every distinct text is understood once, the rows are sorted into series.

Loaded only where a long text file is read, since it needs numpy.
"""

from __future__ import annotations

from array import array
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from incentives.base.codes import is_code, tidy_code
from incentives.base.year import FinancialYear
from incentives.data.figures import Status, read_figure, status_said
from incentives.data.quick import Distinct, read_quickly
from incentives.data.series import Form, Key, is_negative_count, per_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

_FIRST_LINE = 2


class Parts(NamedTuple):
    """What a series is made of, in the order of the file."""

    practices: list[str]
    values: array[int]
    statuses: bytearray
    lines: array[int]


class _Odd(Exception):  # noqa: N818 - not an error: the file is then read row by row
    """Something in the file has to be told with its place."""


class _Rows(NamedTuple):
    """The long table as whole numbers, row by row: places in the lists of distinct texts."""

    practices: Distinct
    items: Distinct
    years: Distinct | None
    statuses: Distinct | None


def read_series(
    data: bytes, names: Sequence[str], form: Form, year: FinancialYear
) -> dict[Key, Parts] | None:
    """Return the figures by year, item and measure; None where the file has to be read row by row."""
    valued = [n for n, _ in form.measures if n in names] if form.measures else ["measure", "value"]
    wanted = ["practice_code", form.item, *valued]
    wanted += [n for n in ("year", "status") if n in names]
    columns = read_quickly(data, [names.index(n) for n in wanted])
    if columns is None:
        return None
    by_name = dict(zip(wanted, columns, strict=True))
    rows = _Rows(by_name["practice_code"], by_name[form.item], by_name.get("year"), by_name.get("status"))
    try:
        return dict(_read(rows, by_name, form, year))
    except _Odd:
        return None


def _read(
    rows: _Rows, columns: dict[str, Distinct], form: Form, year: FinancialYear
) -> Iterator[tuple[Key, Parts]]:
    seen: set[Key] = set()
    groups = _grouped(rows, columns, form, year)
    lists: dict[bytes, list[str]] = {}
    codes = np.array([_code(text) for text in rows.practices.texts], dtype=object)
    for key, lines, values, statuses in groups:
        if key in seen:  # two spellings of one code
            raise _Odd
        seen.add(key)
        places = rows.practices.places[lines]
        practices = lists.setdefault(places.tobytes(), [])
        if not practices:
            practices.extend(codes[places].tolist())
        yield key, Parts(practices, _array(values), bytearray(statuses), _array(lines + _FIRST_LINE))


class _Group(NamedTuple):
    """The rows of one year, item and measure, with their figures."""

    key: Key
    lines: NDArray[np.int64]
    values: NDArray[np.int64]
    statuses: bytes


def _grouped(rows: _Rows, columns: dict[str, Distinct], form: Form, year: FinancialYear) -> Iterator[_Group]:
    """Yield each year, item and measure with its rows in the order of the file, values and statuses."""
    items = [_code(text) for text in rows.items.texts]
    years = [_year(text, year) for text in rows.years.texts] if rows.years else [year]
    if form.measures:
        for name, measure in form.measures:
            if name in columns:
                filled = columns[name].places != _place_of("", columns[name])
                kept = np.flatnonzero(filled)
                yield from _by_key(rows, kept, (items, years, [measure]), None, columns[name])
        return
    measures = [form.measure_of(text.strip()) or _odd() for text in columns["measure"].texts]
    kept = np.arange(len(rows.items.places))
    yield from _by_key(rows, kept, (items, years, measures), columns["measure"], columns["value"])


def _by_key(
    rows: _Rows,
    kept: NDArray[np.int64],
    meanings: tuple[list[str], list[FinancialYear], list[str]],
    measured: Distinct | None,
    valued: Distinct,
) -> Iterator[_Group]:
    items, years, measures = meanings
    many = len(items) * len(years) * len(measures)
    group: NDArray[Any] = rows.items.places[kept].astype(np.int32 if many < 2**31 else np.int64)
    for distinct, column in ((years, rows.years), (measures, measured)):
        group = group * len(distinct)
        if column is not None:
            group = group + column.places[kept]
    if many < 2**16:
        group = group.astype(np.uint16)  # sorted by its digits: five times as fast
    order = np.argsort(group, kind="stable")
    group = group[order]
    changes: NDArray[np.int64] = np.flatnonzero(group[1:] != group[:-1]) + 1
    bounds = [0, *changes.tolist(), len(group)] if len(group) else []
    figures = _Figures(valued, rows.statuses)
    for start, end in pairwise(bounds):
        number = int(group[start])
        rest, measure = divmod(number, len(measures))
        item, year = divmod(rest, len(years))
        lines = kept[order[start:end]]
        key = Key(years[year], items[item], measures[measure])
        yield _Group(key, lines, *figures.of(lines, per_of(key.measure)))


class _Figures:
    """The figures of a column: each distinct text (and status said of it) is read once for each unit."""

    def __init__(self, valued: Distinct, said: Distinct | None) -> None:
        self._texts = [(text, "") for text in valued.texts]
        self._places: NDArray[np.int64] | NDArray[np.int32] = valued.places
        if said is not None and any(text.strip() for text in said.texts):
            pairs = valued.places.astype(np.int64) * len(said.texts) + said.places
            distinct, self._places = np.unique(pairs, return_inverse=True)
            places = (divmod(int(pair), len(said.texts)) for pair in distinct)
            self._texts = [(valued.texts[value], said.texts[status].strip()) for value, status in places]
        self._read: dict[int, tuple[NDArray[np.int64], NDArray[np.uint8], NDArray[np.bool_]]] = {}

    def of(self, lines: NDArray[np.int64], per: int) -> tuple[NDArray[np.int64], bytes]:
        """Return values and statuses of some rows in ``per``-ths; raise _Odd where one cannot be read."""
        if per not in self._read:
            read = [self._one(text, said, per) for text, said in self._texts]
            values = np.array([value or (0, 0) for value in read], dtype=np.int64).reshape(-1, 2)
            fit = np.array([value is not None for value in read], dtype=bool)
            self._read[per] = values[:, 0].copy(), values[:, 1].astype(np.uint8), fit
        values, statuses, fit = self._read[per]
        places = self._places[lines]
        if not fit.all() and not fit[places].all():
            raise _Odd
        return values[places], statuses[places].tobytes()

    @staticmethod
    def _one(text: str, said: str, per: int) -> tuple[int, Status] | None:
        try:
            value, status = read_figure(text, per)
            named = status_said(status, said) if said else status
        except (ValueError, KeyError):
            return None
        return None if named is None or is_negative_count(value, per) else (value, named)


def _code(text: str) -> str:
    code = tidy_code(text)
    return code if is_code(code) else _odd()


def _year(text: str, otherwise: FinancialYear) -> FinancialYear:
    try:
        return FinancialYear.parse(text.strip()) if text.strip() else otherwise
    except ValueError:
        raise _Odd from None


def _odd() -> str:
    raise _Odd


def _place_of(text: str, column: Distinct) -> int:
    return column.texts.index(text) if text in column.texts else -1


def _array(numbers: NDArray[np.int64]) -> array[int]:
    held = array("q")
    held.frombytes(numbers.astype(np.int64, copy=False).tobytes())
    return held
