"""One mistake in these forms on every run; ``python -m tests.property.mutants_forms`` makes all of them."""

from __future__ import annotations

import pytest

from tests.property.mutants import caught, stale
from tests.property.mutants_forms import MUTANTS

pytestmark = pytest.mark.long

BY_NAME = {mutant.name: mutant for mutant in MUTANTS}
FORMS = {"3", "5", "6", "8", "9", "12", "16", "19", "20", "26", "27", "29", "32", "33", "formula"}


def test_a_mistake_in_a_condition_is_caught() -> None:
    assert "oracle" in caught(BY_NAME["5: points of a condition count all the same"])


def test_every_form_of_these_families_has_a_mistake_that_can_still_be_made() -> None:
    assert {m.name.split(":")[0] for m in MUTANTS} == FORMS
    assert [(m.name, stale(m)) for m in MUTANTS if stale(m)] == []
