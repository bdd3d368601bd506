"""Payments of networks that are split in different ways stand side by side, each as if it were alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incentives.calculate import calculate
from incentives.cli.loading import bound
from incentives.shipped import shipped

if TYPE_CHECKING:
    from pathlib import Path

PACK = shipped("examples") / "barsetshire" / "pack"
HEAD = """kind: scheme
id: networks
title: Networks
starts_from: qof-england-2015-16
year: 2015/16
offer: {open: 2015-02-16, close: 2015-03-20, practices_that_do_not_sign: stay on national QOF}
national_qof: {signed_practices: leave, keep_reporting: yes}
budget: {limit: "£9,000,000", if_earnings_exceed_it: pay in full, if_earnings_fall_short: keep for reserve}
treatment: {pensionable: no, vat: exempt, paid_to: practice}
exit: {notice: 3 months, payments: keep what is earned, back_to_qof: from next 1 April}
payments:
"""
SPLITS = ("list size", "equal parts", "points achieved")


def paid(folder: Path, *splits: str) -> dict[str, list[int]]:
    """Return what each practice is paid in pence by each split, on practice data of Barsetshire."""
    entries = (
        f"  by {split}:\n    form: network achievement\n    counted_as: HYP006\n    pays: 50% to 80%\n"
        f"    per_patient: £1.20\n    members: every practice\n    split_by: {split}\n"
        for split in splits
    )
    path = folder / "networks.yaml"
    path.write_text(HEAD + "".join(entries), encoding="utf-8")
    _, plan, _, binding = bound(str(path), PACK, quiet=True)
    found = calculate(plan, binding)
    return {split: found.pence(f"by {split}").tolist() for split in splits}


def test_each_is_paid_as_if_it_were_alone(tmp_path: Path) -> None:
    together = paid(tmp_path, *SPLITS)
    assert len({tuple(amounts) for amounts in together.values()}) == len(SPLITS)
    for split in SPLITS:
        assert sum(together[split]) > 0
        assert paid(tmp_path, split)[split] == together[split]
