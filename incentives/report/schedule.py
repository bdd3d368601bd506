"""The payment schedule: one workbook in which every payment can be followed to the practice data.

Every payment is a formula on the inputs, with the engine's figure as its cached value, so that a
reader who does not recalculate sees the engine's pence and one who does sees the same.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from incentives.base.amount import written
from incentives.base.problem import Place, Problem, Refused
from incentives.base.year import written_date
from incentives.formula.fingerprint import fingerprint
from incentives.formula.lift import Lift
from incentives.formula.nodes import Round
from incentives.report.about import write_about, write_contents
from incentives.report.accrual_inputs import write_accrual_inputs
from incentives.report.arrangement import arranged
from incentives.report.atomic import refuse_existing, write_whole
from incentives.report.book import Book
from incentives.report.controls import write_controls
from incentives.report.doubles import Doubles
from incentives.report.exceptions import write_exceptions
from incentives.report.grids import write_grid
from incentives.report.issue import Issue, Stamp
from incentives.report.layout import read_layout
from incentives.report.lines import write_lines
from incentives.report.papers import write_sign_off, write_sources
from incentives.report.places import FIRST_PRACTICE, Places, column_letters
from incentives.report.seal_sheet import write_seal
from incentives.report.sealed.verify import LEDGER
from incentives.report.summary import write_summary

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from incentives.calculate import Results
    from incentives.formula.plan import Step
    from incentives.report.tabs import Tab

_DIGITS = (17, 15)
"""What a double holds, and what Excel shows: a rounding must be the same by both."""


def write_schedule(
    results: Results, path: Path, *, dated: date, force: bool = False, ledger: str = ""
) -> None:
    """Write the payment schedule of a run as an Excel workbook, whole or not at all.

    ``dated`` is the date it carries, beside the fingerprints (SHA-256) of the scheme and of the data, and
    ``ledger`` the head of the ledger where there is one. The same input gives the same bytes. Raises
    Refused: R101 where the file exists and ``force`` is not given, R102 where a spreadsheet's doubles
    would round a payment differently, R103 where a rule does not fit one cell, R104 for an unusable
    template, R105 where it cannot be written.
    """
    refuse_existing(path, force=force)
    write_whole(path, schedule(results, dated=dated, ledger=ledger), force=force)


def schedule(results: Results, *, dated: date, ledger: str = "", lift: Lift | None = None) -> bytes:
    """Return the payment schedule's bytes; raises Refused (R102, R103, R104) as ``write_schedule`` does.

    ``lift`` is kept by who writes several schedules of one plan: its rules are then lifted once.
    """
    layout, plan = read_layout(), results.plan
    tabs = tuple(_worded(tab, results, dated) for tab in arranged(plan, layout))
    places = Places(plan, tabs, len(results.binding.practices))
    stamp = Stamp(dated, fingerprint(plan), results.binding.fingerprint, ledger)
    issue = Issue(results, tabs, places, lift or Lift(plan), Book(layout, dated), stamp)
    if different := differences(issue):
        raise Refused(different)
    special = {
        "summary": write_summary,
        "contents": write_contents,
        "about": write_about,
        "lines": write_lines,
        "exceptions": write_exceptions,
        "accrual_inputs": write_accrual_inputs,
        "controls": write_controls,
        "sources": write_sources,
        "sign_off": write_sign_off,
        "seal": write_seal,
    }
    for tab in issue.shown:
        special.get(tab.topic, write_grid)(issue, tab)
    issue.book.protect()
    if ledger:
        issue.book.file.set_custom_property(LEDGER, ledger)
    return issue.book.content(f"Payment schedule: {plan.title}")


def differences(issue: Issue) -> list[Problem]:
    """Return a problem (R102) for each rounded cell that a spreadsheet would work out differently."""
    found = []
    wide, narrow = (Doubles(issue.results, digits) for digits in _DIGITS)
    for step in issue.plan.steps:
        for key in _keys(issue, step):
            lifted = issue.lifted(step, key)
            if not any(isinstance(node, Round) for node in lifted.walk()):
                continue
            shown = [wide.shown(lifted, key)]
            if wide.near_a_tie:
                shown.append(narrow.shown(lifted, key))
            figures = issue.column(step.name)[:, issue.place(step.name, key)]
            wrong = np.any([each[: len(figures)] != figures for each in shown], axis=0)
            found += [
                _different(issue, step, key, at, [float(each[at]) for each in shown])
                for at in np.flatnonzero(wrong).tolist()
            ]
    return found


def _keys(issue: Issue, step: Step) -> tuple[str, ...]:
    own = [key for name, key in issue.places.homes if name == step.name]
    return tuple(key for key in own if not step.only or key in step.only)


def _different(issue: Issue, step: Step, key: str, practice: int, shown: list[float]) -> Problem:
    home = issue.places.homes[step.name, key]
    row = home.row if home.row is not None else FIRST_PRACTICE + practice
    cell = f"{home.sheet}!{column_letters(home.column)}{row + 1}"
    figure = issue.figures(step.name, key)[practice]
    other = next(s for s in shown if s != figure)
    message = (
        f'"{step.title}" would be {written(Fraction(other))} in a spreadsheet (it has 15 digits); '
        f"it is {written(Fraction(str(figure)))}."
    )
    remedy = "Round a factor of this payment in the scheme, or write payments as CSV instead of a workbook."
    return Problem("R102", Place(cell=cell), message, remedy)


def _worded(tab: Tab, results: Results, dated: date) -> Tab:
    """Return a tab with the scheme's own words put into its title and note."""
    plan = results.plan
    words = {
        "scheme": plan.title,
        "year": str(plan.year),
        "offered_by": plan.offered_by or "the commissioner",
        "dated": written_date(dated),
        "data": results.binding.title or "practice data",
    }

    def filled(text: str) -> str:
        for name, value in words.items():
            text = text.replace(f"{{{name}}}", value)
        return text

    return replace(tab, title=filled(tab.title), note=filled(tab.note)) if tab.topic == "summary" else tab
