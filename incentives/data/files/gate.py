"""What stands before any reader of workbooks: contents that no table of figures has are refused by name."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import TYPE_CHECKING, NamedTuple

from incentives.base.problem import Place, Problem
from incentives.data.files.markup import EntityError, MarkupError, check

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

OLD_OR_LOCKED = b"\xd0\xcf\x11\xe0"
ZIP = b"PK"
MOST_PARTS = 2_000
MOST_BYTES = 120_000_000
MOST_RATIO, FROM_BYTES = 100, 5_000_000
MOST_BESIDE = 2_000_000
_BESIDE = ("[Content_Types]", "docProps/", "xl/chartsheets/", "xl/charts/", "xl/drawings/drawing")
"""What openpyxl reads besides sheets, texts and styles; nested deep, 2 MB take it a second."""
_LOCKS = "META-INF/manifest.xml"
_TO_XLSX = "Open it in Excel and save it as an ordinary workbook (.xlsx), or export each sheet as CSV."
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError)


class Refusal(Exception):  # noqa: N818 - it is what the user is told; no program error
    """Why a workbook is not read; raised within this package only."""

    def __init__(self, code: str, message: str, remedy: str = _TO_XLSX, cell: str = "") -> None:
        self.code, self.message, self.remedy, self.cell = code, message, remedy, cell
        super().__init__(message)

    def problem(self, shown: str) -> Problem:
        """Return what the user is told."""
        return Problem(self.code, Place(shown, 0, 0, "", self.cell), self.message, self.remedy)


class Package(NamedTuple):
    """The parts of a sound workbook by name, and whether it is an OpenDocument one."""

    parts: dict[str, bytes]
    is_ods: bool


def opened(data: bytes) -> Package:
    """Return a workbook's parts of XML, unpacked and sound; raises Refusal with the reason."""
    if data[:4] == OLD_OR_LOCKED:
        raise _old_or_locked(data)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            is_ods = _judged(members, archive)
            return Package(dict(_parts(archive, members)), is_ods)
    except EntityError:
        message = "The workbook declares entities, which can unfold without end; no spreadsheet writes any."
        raise Refusal("D144", message) from None
    except (*_DAMAGED, MarkupError):
        raise damaged() from None


def damaged() -> Refusal:
    """Return the refusal of a workbook that cannot be read."""
    return Refusal("D124", "The workbook is damaged or cut off: it cannot be read to its end.")


def _old_or_locked(data: bytes) -> Refusal:
    if "EncryptedPackage".encode("utf-16-le") in data:
        return _locked()
    if "Workbook".encode("utf-16-le") in data or "Book".encode("utf-16-le") in data:
        if "_VBA_PROJECT".encode("utf-16-le") in data:
            return Refusal("D140", "The workbook holds macros and is of the old sort (.xls).")
        return Refusal("D138", "The workbook is of the old sort (.xls) of before 2007.")
    return Refusal("D124", "The file is protected by a password, or is of the old sort of before 2007.")


def _locked() -> Refusal:
    remedy = "Open it with its password and save it without one (File, Info, Protect Workbook)."
    return Refusal("D139", "The workbook is protected by a password.", remedy)


def _judged(members: list[zipfile.ZipInfo], archive: zipfile.ZipFile) -> bool:
    """Judge a workbook by its table of contents, before anything is unpacked; tell whether it is .ods."""
    size, packed = sum(m.file_size for m in members), sum(m.compress_size for m in members) or 1
    bomb = size > MOST_BYTES or (size > FROM_BYTES and size / packed > MOST_RATIO)
    if bomb or len(members) > MOST_PARTS:
        message = (
            f"The workbook unpacks to {size:,} bytes in {len(members):,} parts from {packed:,} bytes, "
            "far beyond practice data."
        )
        raise Refusal("D142", message)
    beside = sum(m.file_size for m in members if m.filename.startswith(_BESIDE))
    if beside > MOST_BESIDE:
        message = f"The workbook has {beside:,} bytes of properties and charts, far beyond practice data."
        raise Refusal("D142", message)
    names = [m.filename for m in members]
    if any(m.flag_bits & 1 for m in members):
        raise _locked()
    if len({n.lower() for n in names}) < len(names):
        raise Refusal("D124", "A part of the workbook stands in it twice.")
    _refuse_active(names)
    return _is_ods(set(names), archive)


def _refuse_active(names: Iterable[str]) -> None:
    lower = [name.lower() for name in names]
    if any("vbaproject" in n or "macrosheets/" in n or n.startswith(("basic/", "scripts/")) for n in lower):
        message = "The workbook holds macros."
        raise Refusal("D140", message, "Save it as a workbook without macros (.xlsx); the figures stay.")
    if any("externallink" in n for n in lower):
        message = "The workbook takes figures from other workbooks or programs."
        raise Refusal("D141", message, "In Excel: Data, Edit Links, Break Link (the values stay); save it.")


def _is_ods(names: set[str], archive: zipfile.ZipFile) -> bool:
    if "xl/workbook.xml" in names or "[Content_Types].xml" in names:
        if any(n.endswith(".bin") and n.startswith("xl/workbook") for n in names):
            raise Refusal("D138", "The workbook is of the binary sort (.xlsb).")
        if any(n.startswith(("word/", "ppt/")) for n in names):
            raise Refusal("D138", "The file is a text document or slides, no workbook.")
        return False
    kind = archive.read("mimetype")[:100] if "mimetype" in names else b""
    if kind.startswith(b"application/vnd.oasis.opendocument.spreadsheet"):
        return True
    if "mimetype" in names:
        raise Refusal("D138", "The file is an OpenDocument file, and no workbook.")
    remedy = "Unpack it and give the file that is in it."
    raise Refusal("D138", "The file is a packed folder (zip), no workbook.", remedy)


def _parts(archive: zipfile.ZipFile, members: Iterable[zipfile.ZipInfo]) -> Iterator[tuple[str, bytes]]:
    """Unpack every part (which checks its sum) and run through its XML; keep what is XML."""
    if any(m.filename == _LOCKS for m in members) and b"encryption-data" in archive.read(_LOCKS):
        raise _locked()
    for member in members:
        data = archive.read(member)
        if member.filename.lower().endswith((".xml", ".rels")):
            if data.strip():
                check(data)
            yield member.filename, data
