"""Shipped schemes: no payment is a constant; a share is worked out again to 0p; the comparison can fail."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook

from tests.workbook.recalculated import by_formualizer, figures_in, formulas
from tests.workbook.shipped import files, written

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.long

WORKED_OUT_AGAIN = ("england-2019-20", "wales-2017", "salford-2016", "scotland-2015-16")
"""Of each nation one, and a local scheme; ``just shipped-workbooks`` does all, by LibreOffice too."""


def test_every_shipped_scheme_is_among_them() -> None:
    assert len(files()) >= 30
    assert {file.parent.name for file in files()} == {"qof", "local", "barsetshire"}


@pytest.mark.parametrize("file", files(), ids=lambda file: file.stem)
def test_no_payment_is_a_constant(file: Path, tmp_path: Path) -> None:
    one = written(file, tmp_path, practices=1)
    assert len(one.payments) > 2
    assert one.constants == []
    assert one.spoiled == len(formulas(one.book))


@pytest.mark.parametrize("name", WORKED_OUT_AGAIN)
def test_a_schedule_is_worked_out_again_to_the_penny(name: str, tmp_path: Path) -> None:
    (file,) = (file for file in files() if file.stem == name)
    one = written(file, tmp_path, practices=2)
    assert one.different(by_formualizer(one.wrong)) == []


def test_spoiled_figures_and_a_constant_are_found(tmp_path: Path) -> None:
    """The comparison sees every payment of the spoiled copy, and a payment that was typed over."""
    (file,) = (file for file in files() if file.stem == "salford-2016")
    one = written(file, tmp_path, practices=2)
    off = [at for at, *_ in one.different(figures_in(one.wrong, one.book))]
    assert set(off) == {at for at, pence in one.payments.items() if pence != 1}
    book, (sheet, row, column) = load_workbook(one.book), next(iter(one.payments))
    book[sheet].cell(row, column).value = 12.5
    book.save(tmp_path / "typed.xlsx")
    typed = type(one)(one.scheme, tmp_path / "typed.xlsx", one.wrong, one.payments, one.spoiled, 0)
    assert typed.constants == [(sheet, row, column)]
