"""Texts that break programs, as titles, reasons and names: in a scheme, in a pack, in all that is written."""

from __future__ import annotations

import base64
import binascii
import contextlib
import csv
import io
import json
import re
import shutil
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl

from incentives.cli import main
from incentives.data import read_pack
from incentives.scheme.reading import read_scheme
from incentives.shipped import shipped
from tests.corpora.outcomes import DifferenceError

if TYPE_CHECKING:
    from collections.abc import Iterator

TOGETHER = 40
_EXAMPLE = shipped("examples") / "barsetshire"
_TITLE, _REASON = (
    "title: Barsetshire Quality Scheme 2015/16",
    "reason: hypertension gap in the needs assessment",
)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_FORMULA = re.compile(r"[=+\-@\t\r]")
_NUMBER = re.compile(r"[-+]?[0-9][0-9.,]*%?|-")


def texts_of(path: Path) -> Iterator[str]:
    """Return the texts of a list: one on each line, in base64 where its name says so."""
    if path.suffix != ".txt" or not re.search("base64|payload", path.name):
        return
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        if "base64" not in path.name:
            yield line
            continue
        with contextlib.suppress(binascii.Error, UnicodeDecodeError):
            yield base64.b64decode(line, validate=True).decode()


def in_a_scheme(data: bytes, _: str) -> None:
    """Read a scheme of which the text is the title and a reason; it must be that text afterwards."""
    text = data.decode()
    with tempfile.TemporaryDirectory() as folder:
        path = _scheme(Path(folder), {_TITLE: f"title: {_quoted(text)}", _REASON: f"reason: {_quoted(text)}"})
        scheme = read_scheme(path)[0]
    _must_be(text, scheme.header.title)


def in_a_pack(data: bytes, _: str) -> None:
    """Read a pack of which the text is the name of a practice and a source."""
    text = data.decode()
    with tempfile.TemporaryDirectory() as folder:
        pack = _pack(Path(folder), [text])
        manifest = pack / "pack.yaml"
        said = re.sub(
            r"source: .*", lambda _: f"source: {_quoted(text)}", manifest.read_text(encoding="utf-8")
        )
        manifest.write_text(said, encoding="utf-8")
        read = read_pack(pack)
    _must_be(text, read.tables["practices"].column("name")[0])
    _must_be(text, read.tables["practices"].stated.source)


def in_outputs(data: bytes, _: str) -> None:
    """Write everything of a scheme and a pack with up to 40 such texts, and look at what was written."""
    texts = json.loads(data)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        payments = "".join(
            f"  grant{n}:\n    form: fixed grant\n    title: {_quoted(t)}\n    per_practice: £1\n"
            f"    reason: {_quoted(t)}\n"
            for n, t in enumerate(texts)
        )
        scheme = _scheme(folder, {"payments:\n": f"payments:\n{payments}"})
        pack = _pack(folder, texts)
        for words in (
            ("show", str(scheme)),
            ("pay", str(scheme), "--data", str(pack), "--out", str(folder / "pay.csv")),
            ("score", str(scheme), "--data", str(pack), "--out", str(folder / "score.csv")),
            ("schedule", str(scheme), "--data", str(pack), "--out", str(folder / "out.xlsx")),
        ):
            _shows_no_control(words)
        for path in folder.glob("*.csv"):
            _holds_no_formula(path)
        _holds_the_texts(folder / "out.xlsx", texts)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _must_be(text: str, read: str) -> None:
    if read.strip() != text.strip():
        raise DifferenceError(f"{read!r} where {text!r} was written")


def _scheme(folder: Path, edits: dict[str, str]) -> Path:
    said = (_EXAMPLE / "scheme.yaml").read_text(encoding="utf-8")
    for old, new in edits.items():
        assert said.count(old) == 1, f"{old!r} does not stand once in the example"
        said = said.replace(old, new)
    path = folder / "scheme.yaml"
    path.write_text(said, encoding="utf-8")
    return path


def _pack(folder: Path, names: list[str]) -> Path:
    pack = folder / "pack"
    shutil.copytree(_EXAMPLE / "pack", pack)
    path = pack / "practices.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.reader(lines))
    at = rows[0].index("name")
    for row, name in zip(rows[1:], names, strict=False):
        row[at] = name
    with path.open("w", encoding="utf-8", newline="") as lines:
        csv.writer(lines).writerows(rows)
    return pack


def _shows_no_control(words: tuple[str, ...]) -> None:
    shown = io.StringIO()
    sys.argv = ["incentives", *words]
    with contextlib.redirect_stdout(shown), contextlib.redirect_stderr(shown):
        try:
            main()
            code = 0
        except SystemExit as end:
            code = int(end.code or 0)
    if code:
        raise DifferenceError(f"{words[0]} ends with {code}: {shown.getvalue()[:300]}")
    if sign := _CONTROL.search(shown.getvalue()):
        raise DifferenceError(f"{words[0]} shows the control sign {ord(sign[0]):02X}")


def _holds_no_formula(path: Path) -> None:
    with path.open(encoding="utf-8", newline="") as lines:
        for number, row in enumerate(csv.reader(lines), start=1):
            for value in row:
                if _FORMULA.match(value) and not _NUMBER.fullmatch(value):
                    raise DifferenceError(f"{path.name}:{number} holds {value!r}, which opens as a formula")


def _holds_the_texts(path: Path, texts: list[str]) -> None:
    held = set()
    for sheet in openpyxl.load_workbook(path).worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f" and any(t in str(cell.value) for t in texts if _FORMULA.match(t)):
                    raise DifferenceError(f"{sheet.title}!{cell.coordinate} holds the formula {cell.value!r}")
                held.add(str(cell.value).strip())
    missing = [text for text in texts if text.strip() not in held]
    if missing:
        raise DifferenceError(f"the workbook does not hold {missing[:3]!r}")
