"""The mistakes of ``mutants_shares`` can still be made; run that module to make them."""

from __future__ import annotations

from tests.property.mutants import stale
from tests.property.mutants_shares import MUTANTS


def test_fourteen_different_mistakes_can_still_be_made() -> None:
    assert len({mutant.name for mutant in MUTANTS}) == 14
    assert [(m.name, stale(m)) for m in MUTANTS if stale(m)] == []
