"""Made schemes in which every permitted pair of forms stands: more is drawn, and the order of writing.

One scheme in seven starts from a national one and promises to be no worse off than it. Drawn apart from
everything else, so that a seed's scheme stays what it was but for these.
"""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from tests.property.made_schemes import Made, made

if TYPE_CHECKING:
    from pathlib import Path

SHUFFLED = ("indicators", "payments", "conditions", "protect", "limits", "deductions", "pots", "recover")
LINES = ("protect", "limits", "deductions", "pots", "recover")
LOCAL = ("protect", "limits", "pots", "recover", "budget")
"""What the local scheme writes itself, and sometimes the deductions; the national one holds the rest."""
BESIDE = 7
HEAD = """kind: scheme
id: made
title: Made scheme
year: 2015/16
starts_from: national
offer: {open: 2015-02-01, close: 2015-03-20, practices_that_do_not_sign: stay on national QOF}
exit: {notice: 3 months, payments: keep what is earned, back_to_qof: from next 1 April}
national_qof: {signed_practices: leave, keep_reporting: yes}
treatment: {pensionable: no, vat: outside scope, paid_to: practice}
"""
BUDGET = """budget:
  limit: £9,000,000
  if_earnings_exceed_it: pay in full
  if_earnings_fall_short: keep for reserve
"""
BASES = "    of: QOF payment\n    basis: per practice\n    list: at payment\n    pms_deduction: before\n"
PROTECTIONS = (
    f"  - name: fall\n    lose_at_most: 15%\n    year: 2014/15\n{BASES}",
    f"  - name: better year\n    at_least: 95%\n    best_of: [2014/15, 2013/14]\n{BASES}",
)
PROMISE = "  - name: promise\n    no_worse_off_than: national QOF on this year's results\n"


def mixed(seed: int, practices: int = 12) -> Made:
    """Return the scheme and data of a seed, its entries in an order of their own."""
    random = Random(-seed - 300_000)  # noqa: S311 - reproducible, not secret
    case = made(seed, practices)
    sections = _sections(case.text)
    if not random.randrange(3):
        sections["protect"] = sections.get("protect", "protect:\n") + random.choice(PROTECTIONS)
    if seed % BESIDE == 0:
        own = LOCAL if random.randrange(2) else (*LOCAL, "deductions")
        case.national = "".join(t for n, t in sections.items() if n not in own)
        case.national = case.national.replace("id: made", "id: national").replace(", paid_by: CQRS", "")
        sections = {"head": HEAD, "budget": BUDGET, **{n: t for n, t in sections.items() if n in own}}
        sections["protect"] = sections.get("protect", "protect:\n") + PROMISE
    case.text = "".join(_in_order(random, sections))
    return case


def written(case: Made, folder: Path) -> Path:
    """Write a made scheme, and the national one that it starts from; return where it stands."""
    path = folder / "made.yaml"
    path.write_text(case.text, "utf-8")
    if case.national:
        (folder / "national.yaml").write_text(case.national, "utf-8")
    return path


def _sections(text: str) -> dict[str, str]:
    """Take a scheme apart at the words that begin a line."""
    found: dict[str, str] = {}
    for line in text.splitlines(keepends=True):
        if not line.startswith(" ") and line.strip():
            name = line.split(":")[0]
            found[name] = ""
        found[name] += line
    return found


def _in_order(random: Random, sections: dict[str, str]) -> list[str]:
    """Put entries of one section in another order, and the sections of practice lines among each other."""
    for name in (n for n in SHUFFLED if n in sections):
        first, *entries = _entries(sections[name])
        random.shuffle(entries)
        sections[name] = first + "".join(entries)
    lines = [name for name in sections if name in LINES]
    moved = dict(zip(lines, random.sample(lines, len(lines)), strict=True))
    ordered = [moved.get(name, name) for name in sections]
    if "deductions" in ordered[ordered.index("protect") :] if "protect" in ordered else False:
        sections["protect"] = sections["protect"].replace("pms_deduction: after", "pms_deduction: before")
    return [sections[name] for name in ordered]


def _entries(section: str) -> list[str]:
    """Take a section apart: its heading, then its entries."""
    found: list[str] = []
    for line in section.splitlines(keepends=True):
        if not line.startswith("   "):
            found.append("")
        found[-1] += line
    return found
