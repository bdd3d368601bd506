"""Documents that cannot be made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incentives.cli.document import document
from incentives.shipped import shipped

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

QOF = "qof-england-2015-16"
FOLDER = shipped("examples") / "barsetshire"
SCHEME, PACK = str(FOLDER / "scheme.yaml"), FOLDER / "pack"


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


def letter_to_the_public(folder: Path) -> None:
    """Ask for a form that every reader may see."""
    document(SCHEME, kind="sign-up-form", data=PACK, audience="public", out=folder)


def nobody_to_remind(folder: Path) -> None:
    """Remind practices of which every one has answered."""
    document(SCHEME, kind="reminder", data=PACK, out=folder)


def several_in_one_file(folder: Path) -> None:
    """Write forty forms into one file."""
    document(SCHEME, kind="sign-up-form", data=PACK, out=folder / "forms.docx")


def a_practice_named_to_the_public(folder: Path) -> None:
    """Publish a scheme whose reason names a practice."""
    text = (FOLDER / "scheme.yaml").read_text(encoding="utf-8")
    path = folder / "scheme.yaml"
    path.write_text(
        text.replace("covered by the wellbeing contract", "asked for by ZZ9004"), encoding="utf-8"
    )
    document(str(path), kind="patient-summary", data=PACK, audience="public", out=folder)


def _consultation(folder: Path, text: str) -> None:
    path = folder / "said.csv"
    path.write_text(text, encoding="utf-8")
    document(SCHEME, kind="patient-summary", consultation=path, out=folder)


COMMANDS: dict[str, Callable[[Path], object]] = {
    "R150": no_word_file,
    "R151": unknown_kind,
    "R152": no_practice_data,
    "R190": letter_to_the_public,
    "R191": lambda folder: _consultation(folder, "who,part,remark\nLMC,exit,too long\n"),
    "R192": lambda folder: _consultation(folder, "who,part,said,on\nLMC,exit,,10 February\n"),
    "R193": nobody_to_remind,
    "R194": a_practice_named_to_the_public,
    "R195": several_in_one_file,
}
