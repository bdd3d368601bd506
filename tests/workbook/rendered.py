"""Every page of a workbook or document as a picture, and what an eye would not accept on it."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import docx

from tests.conftest import absent

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
NUMBER_SIGNS = "###"
_DOTS = 60
_NUMBER = re.compile(r"-\d+")


@dataclass(frozen=True)
class Page:
    """One printed page: its file's name, number (from 1), picture and the words on it."""

    file: str
    number: int
    picture: Path
    words: str


def pages(file: Path, folder: Path) -> list[Page]:
    """Print a workbook or document with LibreOffice; skips where it or poppler is not installed."""
    office, draw, read = (shutil.which(p) for p in ("soffice", "pdftoppm", "pdftotext"))
    if not (office and draw and read):
        absent("LibreOffice or poppler is not installed (soffice, pdftoppm, pdftotext)")
    if file.suffix == ".docx" and not (Path(office).resolve().parent / "libswlo.so").exists():
        absent("LibreOffice has no Writer, which prints Word files")
    profile = (folder / "profile").absolute().as_uri()
    command = [office, f"-env:UserInstallation={profile}", "--headless", "--convert-to", "pdf"]
    _run([*command, "--outdir", str(folder), str(file)])
    printed = folder / f"{file.stem}.pdf"
    _run([draw, "-r", str(_DOTS), "-png", str(printed), str(folder / file.stem)])
    _run([read, "-layout", str(printed), str(printed.with_suffix(".txt"))])
    words = printed.with_suffix(".txt").read_text(encoding="utf-8").split("\f")
    found = folder.glob(f"{file.stem}-*.png")
    pictures = sorted(p for p in found if _NUMBER.fullmatch(p.stem, len(file.stem)))
    return [Page(file.name, n, picture, words[n - 1]) for n, picture in enumerate(pictures, 1)]


def faults(page: Page, edges: Collection[str] = ()) -> Iterator[str]:
    """Say what is wrong with a page: number signs for a figure, or nothing on it but its margins.

    ``edges`` are the words at the top and foot of every page, which do not count.
    """
    if NUMBER_SIGNS in page.words:
        yield f"{page.file}, page {page.number}: a figure does not fit its column and shows as {NUMBER_SIGNS}"
    known = {" ".join(edge.split()) for edge in edges}
    body = [line for line in page.words.splitlines() if line.strip()]
    body = [line for line in body if " ".join(line.split()) not in known]
    if len(body) <= (0 if known else 1):
        yield f"{page.file}, page {page.number}: the page is empty"


def lost(file: Path, printed: Sequence[Page]) -> Iterator[str]:
    """Say which words of a Word file are not whole on its pages: cut off, or broken in a narrow column."""
    made = docx.Document(str(file))
    cells = [cell.text for table in made.tables for row in table.rows for cell in row.cells]
    shown = Counter(word for page in printed for word in _words(page.words))
    texts = [*(p.text for p in made.paragraphs), *cells, *edges_of(file)]
    written = Counter(word for text in texts for word in _words(text))
    for word in written - shown:
        where = next(text for text in texts if word in _words(text))
        yield f"{file.name}: {word!r} is cut off or broken, in {where[:60]!r}"


def _words(text: str) -> list[str]:
    """Split a text wherever a line may be broken: at spaces, after hyphens and after slashes."""
    return [part for word in text.split() for part in re.split(r"(?<=[-/])", word) if part]


def edges_of(file: Path) -> list[str]:
    """Return the words at the top and foot of a Word file's pages."""
    sections = docx.Document(str(file)).sections
    edges = [part for s in sections for part in (s.header, s.footer)]
    return [p.text for part in edges for p in part.paragraphs if p.text.strip()]


def _run(command: list[str]) -> None:
    subprocess.run(command, check=True, capture_output=True, timeout=300)
