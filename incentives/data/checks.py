"""The checks of practice data against a scheme, before anything is worked out; see docs/DATA-CHECKS.md."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incentives.data import checks_codes, checks_counts, checks_lists, checks_national, checks_practices
from incentives.data.baselines import check_baselines
from incentives.data.signoffs import Queries

if TYPE_CHECKING:
    from collections.abc import Callable

    from incentives.data.found import Found
    from incentives.data.pack import Pack
    from incentives.formula.plan import Plan

CHECKS: tuple[Callable[[Plan, Pack, Queries], None], ...] = (
    checks_codes.unused_items,
    checks_codes.strangers,
    checks_codes.unanswered,
    checks_codes.areas_without_patients,
    checks_practices.extracts,
    checks_practices.deductions,
    checks_practices.spans,
    checks_practices.part_years,
    checks_practices.followed,
    checks_practices.merged_into,
    checks_practices.not_open_on_the_list_day,
    checks_lists.jumps,
    checks_lists.without_a_list,
    checks_lists.registers_above_the_list,
    checks_counts.without_a_register,
    checks_counts.doubled,
    checks_national.definitions,
    checks_national.average_list,
)
"""Each check of one thing, in the order in which what is wrong is best put right."""

LATER = ("D239", "D241")
"""Checks that need what is worked out: ``calculate.influence`` and ``calculate.published``."""


def check_data(plan: Plan, pack: Pack, found: Found) -> None:
    """Note all that is wrong, and every query that is neither answered nor signed off."""
    queries = Queries(pack, found)
    for check in CHECKS:
        check(plan, pack, queries)
    check_baselines(plan, pack, found)
    queries.close(later=LATER)
