"""The protected indicators of 2024/25 have a file of their own: it pays what the full year pays for them."""

from __future__ import annotations

from datetime import date

from incentives.scheme.shelf import shipped_schemes
from tests.property.made_rows import rows_for
from tests.property.readings import bound, by_calculate, read, run

WHOLE, OWN = "qof-england-2024-25", "england-protected-2024"


def test_the_file_of_the_protected_indicators_pays_what_the_full_year_pays_for_them() -> None:
    schemes = shipped_schemes()
    (whole, resolved), (own, protected) = read(schemes[WHOLE]), read(schemes[OWN])
    tables = rows_for(resolved, seed=32)
    paid = [
        by_calculate(run(plan, bound(plan, tables, {"practices": date(2025, 1, 1)}))) for plan in (whole, own)
    ]
    indicators = {i["id"] for i in protected["indicators"]}
    assert indicators == set(resolved["lines"][0]["indicators"]) == set(protected["lines"][0]["indicators"])
    before, after = (
        {
            key: amount
            for key, amount in found.items()
            if key[0] in ("points", "pounds") and key[2] in indicators
        }
        for found in paid
    )
    assert len(before) == 2 * 9 * 32
    assert sum(before.values()) > 0
    assert before == after
