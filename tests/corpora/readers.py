"""The readers that a user's file can meet. Each returns what it read, or raises Refused."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from incentives.base.problem import Refused, errors
from incentives.base.year import FinancialYear
from incentives.data import read_pack
from incentives.data.files import FileRead, read_file
from incentives.data.published.importing import Wish, bring_together, recognised
from incentives.scheme.marks import Group, read_tree
from incentives.scheme.reading import read_scheme
from tests.corpora.texts import in_a_pack, in_a_scheme, in_outputs

if TYPE_CHECKING:
    from collections.abc import Callable

_PACK = """kind: practice data
title: A file of somebody else
year: 2015/16
tables:
  practices:
    file: practices.csv
    as_at: 2016-01-01
    source: a corpus
  counts:
    file: counts.csv
    as_at: 2016-03-31
    source: a corpus
"""
_WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".ods")


class Reader(NamedTuple):
    """A reader: which names it takes, and how it reads bytes under a name."""

    takes: Callable[[str], bool]
    read: Callable[[bytes, str], Any]


def file(data: bytes, name: str) -> FileRead:
    """Read sheets of cells."""
    read = read_file(data, name)
    if errors(read.problems):
        raise Refused(read.problems)
    return read


def pack(data: bytes, name: str) -> None:
    """Read the file as a data pack in one workbook, or as the practices and the counts of one in a folder."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder)
        if name.lower().endswith(_WORKBOOKS):
            (path / "pack").with_suffix(Path(name).suffix.lower()).write_bytes(data)
            read_pack(next(path.iterdir()))
            return
        (path / "pack.yaml").write_text(_PACK, encoding="utf-8")
        for table in ("practices", "counts"):
            (path / f"{table}.csv").write_bytes(data)
        read_pack(path)


def imported(data: bytes, name: str) -> None:
    """Recognise the file's layout or guess its columns, and make a pack of it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / (Path(name).name or "file")
        path.write_bytes(data)
        wish = Wish(year=FinancialYear.parse("2015/16"))
        reads, problems = recognised([path], wish)
        bring_together(reads, wish, problems)


def scheme(data: bytes, _: str) -> None:
    """Read the file as a scheme."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "scheme.yaml"
        path.write_bytes(data)
        read_scheme(path)


def tree(data: bytes, name: str) -> Group:
    """Read the file as the settings that a scheme is made of, before any has a meaning."""
    root, problems = read_tree(data.decode(), name)
    if errors(problems):
        raise Refused(problems)
    return root


READERS = {
    "file": Reader(lambda _: True, file),
    "pack": Reader(lambda name: name.lower().endswith((*_WORKBOOKS, ".csv")), pack),
    "import": Reader(lambda _: True, imported),
    "scheme": Reader(lambda _: True, scheme),
    "settings": Reader(lambda _: False, tree),
    "scheme text": Reader(lambda _: False, in_a_scheme),
    "pack text": Reader(lambda _: False, in_a_pack),
    "outputs": Reader(lambda _: False, in_outputs),
}
"""By the name that the table prints. The last four take no files: ``settings`` takes the single cases of a
YAML suite, the others the texts of lists of texts.
"""
