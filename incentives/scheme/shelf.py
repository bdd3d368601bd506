"""Where scheme files lie: the shipped ones by their id, others by their path; and their text.

A scheme may build on a shipped scheme or on a file in or below its own folder, on nothing else.
"""

from __future__ import annotations

import re
from pathlib import Path

from incentives.base.problem import Place, Problem, Refused, did_you_mean
from incentives.shipped import shipped

LARGEST = 1024 * 1024
_WORKBOOK = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_ID = re.compile(r"[a-z0-9][a-z0-9-]*")


def scheme_file(named: str | Path) -> Path:
    """Return the file of a scheme: a shipped id, or a path; raises Refused where there is none."""
    path = Path(named)
    if isinstance(named, str) and _ID.fullmatch(named):
        known = shipped_schemes()
        if named in known:
            return known[named]
        if not _exists(path):
            message = f'No scheme called "{named}" is shipped, and there is no such file here.'
            raise _refused("S101", Place(named), message, did_you_mean(named, tuple(known)))
    return path


def shipped_schemes() -> dict[str, Path]:
    """Return the shipped schemes by id: QOF years, local schemes, then examples."""
    years = {f"qof-{p.stem}": p for p in _files(_root("schemes") / "qof", "*.yaml")}
    found = years | {p.stem: p for p in _files(_root("schemes") / "local", "*.yaml")}
    examples = {_id_in(p): p for p in _files(_root("examples"), "*/*.yaml")}
    return found | {name: path for name, path in examples.items() if name}


def beside(named: str, scheme: Path, at: Place) -> Path:
    """Return the scheme that another starts from: a shipped id, or a file in or below its folder."""
    known = shipped_schemes()
    if named in known:
        return known[named]
    return _below(named, scheme, at, tuple(known), "scheme")


def definitions_file(named: str, scheme: Path, at: Place) -> Path:
    """Return the file that says what is counted: a shipped name, or a file in or below the folder."""
    known = {p.stem: p for p in _files(_root("schemes") / "indicators", "*.yaml")}
    if named in known:
        return known[named]
    return _below(named, scheme, at, tuple(known), "list of indicators")


def shown(path: Path) -> str:
    """Return how a file is named to the user: shipped ones from their folder, others as given."""
    for folder in ("schemes", "examples"):
        root = _root(folder)
        if path.is_relative_to(root):
            return f"{folder}/{path.relative_to(root).as_posix()}"
    return str(path)


def text_of(path: Path) -> str:
    """Return a file's text; raises Refused where it cannot be a scheme at all."""
    place = Place(shown(path))
    try:
        if path.is_dir():
            raise _refused("S102", place, "This is a folder, not a file.", "Name the scheme file in it.")
        if path.exists() and not path.is_file():
            raise _refused("S101", place, "This is no file.", "Name a scheme file, whose name ends in .yaml.")
        size = path.stat().st_size
        content = path.read_bytes() if size <= LARGEST else b""
    except FileNotFoundError:
        message = "There is no such file."
        raise _refused(
            "S101", place, message, "Check the name; `incentives schemes` lists the shipped ones."
        ) from None
    except (OSError, ValueError):
        message = "The file cannot be opened."
        raise _refused(
            "S101", place, message, "Check that you may read it and that its name is right."
        ) from None
    if size > LARGEST:
        message = f"The file is larger than 1 MiB ({size:,} bytes)."
        raise _refused("S105", place, message, "A scheme is far smaller: check that this is the right file.")
    return _decoded(content, place)


def _decoded(content: bytes, place: Place) -> str:
    if content.startswith(_WORKBOOK):
        message = "The file is a workbook or a document, no text file."
        raise _refused("S581", place, message, "Where it is a scheme's workbook, end its name in .xlsx.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        message = "The file is not text in UTF-8."
        remedy = 'Save it as plain text, encoding UTF-8 (in Notepad: "Save as", Encoding).'
        raise _refused("S104", Place(place.file, line), message, remedy) from None
    if not text.strip():
        raise _refused("S103", place, "The file is empty.", "`incentives new` writes a scheme to start from.")
    return text


def _below(named: str, scheme: Path, at: Place, known: tuple[str, ...], what: str) -> Path:
    folder = scheme.resolve().parent
    names = [named] if named.endswith(".yaml") else [f"{named}.yaml", named]
    for name in names:
        path = folder / name
        if not _exists(path) or path.is_dir():
            continue
        if not path.resolve().is_relative_to(folder):
            message = f'"{named}" lies outside the folder of this scheme.'
            raise _refused(
                "S301", at, message, "Put the file into the folder of this scheme, or name a shipped one."
            )
        return scheme.parent / name
    message = f'No {what} called "{named}" comes with the program or stands in the folder of this scheme.'
    others = tuple(p.stem for p in _files(folder, "*.yaml") if p.name != scheme.name)
    raise _refused("S301", at, message, did_you_mean(named, (*known, *others)))


def _exists(path: Path) -> bool:
    """Tell whether there is such a file; a name that no file can have is that of none."""
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


def _root(folder: str) -> Path:
    return shipped(folder)


def _files(folder: Path, pattern: str) -> list[Path]:
    return sorted(folder.glob(pattern)) if folder.is_dir() else []


def _id_in(path: Path) -> str:
    with path.open(encoding="utf-8", errors="replace") as file:
        head = file.read(2048)
    found = re.search(r"^id:\s*([a-z0-9-]+)\s*$", head, re.MULTILINE)
    return found[1] if found and re.search(r"^kind:\s*scheme\s*$", head, re.MULTILINE) else ""


def _refused(code: str, place: Place, message: str, remedy: str) -> Refused:
    return Refused([Problem(code, place, message, remedy)])
