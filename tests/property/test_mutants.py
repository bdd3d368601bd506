"""Three of the twenty mistakes on every run; ``python -m tests.property.mutants`` makes all of them."""

from __future__ import annotations

import pytest

from tests.property.mutants import MUTANTS, Mutant, caught, stale

pytestmark = pytest.mark.long

BY_NAME = {mutant.name: mutant for mutant in MUTANTS}
ON_EVERY_RUN = (
    "half to even in place of half up",
    "exceptions left in the denominator",
    "a balance that is never negative",
)


def test_the_program_as_it_is_agrees_with_the_oracle() -> None:
    assert caught(None) == ""


@pytest.mark.parametrize("name", ON_EVERY_RUN)
def test_a_mistake_is_caught(name: str) -> None:
    assert "oracle" in caught(BY_NAME[name])


def test_twenty_different_mistakes_can_still_be_made() -> None:
    assert len(BY_NAME) == 20
    assert [(m.name, stale(m)) for m in MUTANTS if stale(m)] == []


def test_a_mistake_that_cannot_be_made_is_no_catch() -> None:
    with pytest.raises(LookupError):
        caught(Mutant("none", (("incentives/base/year.py", "a text that is nowhere", ""),)))
    with pytest.raises(RuntimeError):
        caught(Mutant("broken", (("incentives/base/year.py", "import re", "import nothing_of_this_name"),)))
