"""Printed pages of documents: nothing is cut off, broken or empty, and a statement is one page."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import docx
import pytest
from docx.enum.text import WD_BREAK

from incentives.report.documents.kinds import KINDS, document
from incentives.report.documents.word import together, word_file
from tests.unit.documents.county import DAY, PRACTICE, County
from tests.workbook.rendered import Page, edges_of, faults, lost, pages

if TYPE_CHECKING:
    from pathlib import Path

_LINE = "barsetshire-2015-16/May2015/ZZ9004/instalment"
ASKED = (
    f'Query 3 of 3 June 2015 ({_LINE}): "We had 32 more." It will be answered by 1 July 2015.',
    f'Query 2 of 4 May 2015 ({_LINE}): "Was it the list of January?" Answered on 18 May 2015: yes.',
)


def _printed(content: bytes, folder: Path, name: str = "paper") -> tuple[Path, list[Page]]:
    path = folder / f"{name}.docx"
    path.write_bytes(content)
    return path, pages(path, folder)


def test_a_statement_is_one_page_with_its_queries_too(barsetshire: County, tmp_path: Path) -> None:
    material = replace(
        barsetshire.material(PRACTICE),
        questioned=ASKED,
        reply_to="the primary care team, Ullathorne House, Barchester, primarycare@barsetshire.example",
    )
    path, printed = _printed(word_file(document("practice-statement", material), DAY), tmp_path)
    assert len(printed) == 1
    assert list(lost(path, printed)) == []
    assert "If you disagree: by 16 March 2015 to the primary care team" in printed[0].words


@pytest.mark.long
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_prints_whole(barsetshire: County, tmp_path: Path, kind: str) -> None:
    path, printed = _printed(word_file(barsetshire.made(kind), DAY), tmp_path)
    edges = edges_of(path)
    assert [fault for page in printed for fault in faults(page, edges)] == []
    assert list(lost(path, printed)) == []


@pytest.mark.long
def test_offers_to_three_practices_begin_on_pages_of_their_own(barsetshire: County, tmp_path: Path) -> None:
    codes = ["ZZ9001", "ZZ9002", "ZZ9003"]
    made = [document("offer-letter", barsetshire.material(code)) for code in codes]
    _, printed = _printed(together(made, DAY), tmp_path)
    assert len(printed) == 2 * len(codes)
    for at, code in enumerate(codes):
        for page in printed[2 * at : 2 * at + 2]:
            assert [other for other in codes if other in page.words] == [code]


@pytest.mark.long
def test_what_an_eye_would_not_accept_is_found(barsetshire: County, tmp_path: Path) -> None:
    path = tmp_path / "bad.docx"
    path.write_bytes(word_file(barsetshire.made("care-impact"), DAY))
    made = docx.Document(str(path))
    made.tables[0].columns[1].width = 200_000
    for cell in made.tables[0].columns[1].cells:
        cell.width = 200_000
    for words in ("####", ""):
        made.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
        made.add_paragraph(words)
    made.save(str(path))
    printed = pages(path, tmp_path)
    found = [fault for page in printed for fault in faults(page, edges_of(path))]
    assert [fault.partition(": ")[2] for fault in found] == [
        "a figure does not fit its column and shows as ###",
        "the page is empty",
    ]
    assert any("'Now' is cut off or broken" in fault for fault in lost(path, printed))
