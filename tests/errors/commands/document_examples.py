"""Documents that cannot be made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incentives.cli.document import document

if TYPE_CHECKING:
    from pathlib import Path

QOF = "qof-england-2015-16"


def no_word_file(folder: Path) -> None:
    """Give a template that is a letter in plain text."""
    (folder / "letter.docx").write_text("Dear practice", encoding="utf-8")
    document(QOF, kind="scheme-specification", out=folder / "out.docx", template=folder / "letter.docx")


def unknown_kind(folder: Path) -> None:
    """Ask for a kind of document that there is not."""
    document(QOF, kind="practice-statment", out=folder / "out.docx")


def no_practice_data(folder: Path) -> None:
    """Ask for a paper without practice data."""
    document(QOF, kind="committee-paper", out=folder / "out.docx")
