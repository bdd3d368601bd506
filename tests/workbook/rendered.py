"""Every page of a workbook or document as a picture, and what an eye would not accept on it."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.conftest import absent

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NUMBER_SIGNS = "###"
_DOTS = 60


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
    profile = (folder / "profile").absolute().as_uri()
    command = [office, f"-env:UserInstallation={profile}", "--headless", "--convert-to", "pdf"]
    _run([*command, "--outdir", str(folder), str(file)])
    printed = folder / f"{file.stem}.pdf"
    _run([draw, "-r", str(_DOTS), "-png", str(printed), str(folder / file.stem)])
    _run([read, "-layout", str(printed), str(printed.with_suffix(".txt"))])
    words = printed.with_suffix(".txt").read_text(encoding="utf-8").split("\f")
    pictures = sorted(folder.glob(f"{file.stem}-*.png"))
    return [Page(file.name, n, picture, words[n - 1]) for n, picture in enumerate(pictures, 1)]


def faults(page: Page) -> Iterator[str]:
    """Say what is wrong with a page: number signs for a figure, or nothing on it but its margins."""
    if NUMBER_SIGNS in page.words:
        yield f"{page.file}, page {page.number}: a figure does not fit its column and shows as {NUMBER_SIGNS}"
    body = [line for line in page.words.splitlines() if line.strip()]
    if len(body) <= 1:
        yield f"{page.file}, page {page.number}: the page is empty"


def _run(command: list[str]) -> None:
    subprocess.run(command, check=True, capture_output=True, timeout=300)
