"""One way from any file to sheets: what it is, is told by its first bytes, never by its name."""

from __future__ import annotations

from pathlib import Path

from incentives.base.problem import Place, Problem
from incentives.data.files.gate import OLD_OR_LOCKED, ZIP
from incentives.data.files.sheet import FileRead
from incentives.data.files.textfile import read_text
from incentives.data.files.workbook import read_workbook

_TO_CSV = "Open it in the program it is from and save the table as CSV UTF-8 or as a workbook (.xlsx)."
_NOT_READ = (
    (b"%PDF", "a PDF"),
    (b"PAR1", "a Parquet file, which is read in a data pack only"),
    (b"\x1f\x8b", "a packed file (gzip)"),
    (b"BZh", "a packed file (bzip2)"),
    (b"7z\xbc\xaf", "a packed file (7z)"),
    (b"Rar!", "a packed file (rar)"),
    (b"SQLite format 3", "a database"),
    (b"{\\rtf", "a text document (RTF)"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
)
_MARKUP = (b"<!doctype html", b"<html", b"<table", b"<?xml", b"<!doctype")


def read_file(source: Path | str | bytes, shown: str = "") -> FileRead:
    """Read a file, or its bytes; ``shown`` is its name in every message (the path where it is not given).

    Never raises for what stands in the file: what cannot be read is among ``problems``, as errors, and
    ``sheets`` is empty then.
    """
    if isinstance(source, bytes):
        return _read(source, shown)
    path = Path(source)
    shown = shown or str(path)
    try:
        data = path.read_bytes()
    except OSError as error:
        message = f"The file cannot be opened: {error.strerror}."
        return _refused(shown, "D146", message, "Check its name, and that you may read it.")
    return _read(data, shown)


def _read(data: bytes, shown: str) -> FileRead:
    if not data.strip():
        return _refused(shown, "D107", "The file is empty.", "Export it again; an empty file holds no data.")
    what = _what_is_not_read(data)
    if what:
        return _refused(shown, "D138", f"The file is {what}.", _TO_CSV)
    if data[:4] == OLD_OR_LOCKED or data[:2] == ZIP:
        return read_workbook(data, shown)
    return read_text(data, shown)


def _what_is_not_read(data: bytes) -> str:
    start = data[:1_000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith(_MARKUP):
        return "a web page or another file of markup, whatever its name says"
    return next((what for sign, what in _NOT_READ if data.startswith(sign)), "")


def _refused(shown: str, code: str, message: str, remedy: str) -> FileRead:
    return FileRead(shown, (), (Problem(code, Place(shown), message, remedy),))
