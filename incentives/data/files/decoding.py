"""The bytes of a text file as text: only where its encoding is certain."""

from __future__ import annotations

import re
from typing import NamedTuple

from incentives.base.problem import Place, Problem, Severity

_AS_UTF_8 = 'Open it in Excel or an editor and save it as "CSV UTF-8".'
_MARKS = (
    (b"\xef\xbb\xbf", "utf-8", "UTF-8"),
    (b"\xff\xfe", "utf-16-le", "UTF-16"),
    (b"\xfe\xff", "utf-16-be", "UTF-16"),
)
_UTF_8_PAIR = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}")
_WINDOWS_SIGNS = frozenset(
    "£€§©®°±²³µ·¹º»«¼½¾×÷–—’“”•…™ŒœŠšŽžŸ\N{NO-BREAK SPACE}\N{LEFT SINGLE QUOTATION MARK}"
    + "".join(chr(code) for code in range(0xC0, 0x100) if chr(code) not in "ÐÞðþ")
)
_CONTROL = re.compile("[\0-\x08\x0b\x0e-\x1f\ufeff]")


class Decoded(NamedTuple):
    """A file's text, how it was encoded, and what is to be said of that; no text where it is refused."""

    text: str
    encoding: str
    problems: tuple[Problem, ...] = ()
    refused: bool = False


def decoded(data: bytes, shown: str) -> Decoded:
    """Return the text of UTF-8, of UTF-16 with its mark, or of Windows-1252 where nothing else fits."""
    for mark, codec, name in _MARKS:
        if data.startswith(mark):
            return _marked(data[len(mark) :], codec, name, shown)
    try:
        return _plain(data.decode("utf-8"), "UTF-8", shown)
    except UnicodeDecodeError as error:
        return _windows(data, error.start, shown)


def _marked(data: bytes, codec: str, name: str, shown: str) -> Decoded:
    try:
        text = data.decode(codec)
    except UnicodeDecodeError as error:
        message = f"The file says that it is {name}, and is not from byte {error.start:,} on."
        return _refused("D132", Place(shown, data.count(b"\n", 0, error.start) + 1), message)
    if name == "UTF-8":
        return _plain(text, name, shown)
    return _plain(text, name, shown, _notice(Place(shown, 1), f"The file was read as {name}."))


def _windows(data: bytes, start: int, shown: str) -> Decoded:
    line = data.count(b"\n", 0, start) + 1
    row = data.splitlines()[line - 1] if start < len(data) else b""
    place = Place(shown, line, 0, row[:2_000].decode("cp1252", "replace"))
    if b"\0" in data:
        return _refused("D134", place, "The file is not text: it holds NUL signs.")
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        return _refused("D132", place, "This row holds a sign of neither UTF-8 nor Windows-1252.")
    strange = sorted({sign for sign in text if sign > "\x7f"} - _WINDOWS_SIGNS)
    if strange or _UTF_8_PAIR.search(data):
        which = f' (it would hold "{"".join(strange[:5])}")' if strange else " (some rows are in UTF-8)"
        message = f"This row is not in UTF-8, and it is not certain that it is in Windows-1252{which}."
        return _refused("D132", place, message)
    said = "The file is not in UTF-8 (this row holds the first such sign); it was read as Windows-1252."
    return _plain(text, "Windows-1252", shown, _notice(place, said))


def _plain(text: str, encoding: str, shown: str, *notices: Problem) -> Decoded:
    control = _CONTROL.search(text)
    if control is None:
        return Decoded(text, encoding, notices)
    line = text.count("\n", 0, control.start()) + 1
    if control[0] == "\0":
        wide = text.count("\0") > len(text) // 4
        message = (
            "The file is UTF-16 without its mark." if wide else "The file is not text: it holds NUL signs."
        )
    elif control[0] == "\ufeff":
        message = "The mark that begins a file of Unicode stands within the text: two files were joined."
    else:
        message = f"The file is not plain text: it holds the control sign {ord(control[0]):02X}."
    return _refused("D134", Place(shown, line), message)


def _notice(place: Place, message: str) -> Problem:
    remedy = "Look at names with accents and at pound signs; save the file as UTF-8 where one is wrong."
    return Problem("D130", place, message, remedy, Severity.WARNING)


def _refused(code: str, place: Place, message: str) -> Decoded:
    return Decoded("", "", (Problem(code, place, message, _AS_UTF_8),), refused=True)
