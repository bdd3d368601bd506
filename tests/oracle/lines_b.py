"""Practice lines that look at all practices, and protections beyond the plain floor, for the oracle.

In: one line of a resolved scheme and what practices are due so far. Out: each practice's exact amount.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from math import floor
from typing import TYPE_CHECKING, Any

from tests.oracle import forms_b, small_and_part
from tests.oracle.rows import NIL
from tests.oracle.text import figure

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.oracle.worked import _Chain

Each = dict[str, Fraction]
FAR = Fraction(10**12)
"""More pounds than anything is due: what a protection pays to a practice so far below is its promise."""

BY_LIST = "share among signed practices by list size"


@dataclass
class Standing:
    """What practices are due so far, what was deducted, and what protections promise them."""

    due: Each
    deducted: Each = field(default_factory=dict)
    promised: Each = field(default_factory=dict)


def budget_as_pot(resolved: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The budget as a last pot of everything; none where whatever is earned is paid and the rest kept."""
    budget = resolved.get("budget")
    if not budget:
        return []
    over, under = budget["if_earnings_exceed_it"], budget["if_earnings_fall_short"]
    if over == "pay in full" and under == "keep for reserve":
        return []
    extra = figure(budget["contingency"]) if budget.get("contingency") and "contingency" in over else NIL
    rules = {"floors": budget["floors"], "if_earnings_fall_short": under, "of": "everything"}
    limit = figure(budget["limit"])
    held = {"amount": limit * (1 + extra), "limit": limit, "over": over}
    return [{"form": "fixed pot, shared pro rata", "id": "budget", **held, **rules}]


def across(chain: _Chain, line: Mapping[str, Any], standing: Standing) -> dict[str, Each] | None:
    """Return the amounts of a line (and of a second one it makes) by name; None for other forms."""
    make = {
        "fixed pot, shared pro rata": _pot,
        "no worse off than national QOF": _no_worse_off,
    }.get(line["form"])
    if make:
        return make(chain, line, standing)
    if line["form"] == "guaranteed areas":
        return _areas(chain, line)
    if line["form"] == "claw-back":
        return {line["id"]: {p: _taken_back(chain, line, standing, p) for p in chain.rows}}
    one = {"loss cap": _loss_cap, "taper": _taper, "best of named reference years": _best_of}.get(
        line["form"]
    )
    return {line["id"]: {p: one(chain, line, standing, p) for p in chain.rows}} if one else None


def _then(chain: _Chain, line: Mapping[str, Any], practice: str, year: str, of: str = "") -> Fraction:
    """What was paid for a year, as the list has grown since where the line says so."""
    paid, patients = small_and_part.history(chain, practice, year, of or line["of"])
    if line["basis"] == "per registered patient" and line["list"] == "at payment":
        paid = paid * chain.rows.list_size(practice) / patients if patients else NIL
    return small_and_part.for_days(chain, practice, paid)


def _earned(line: Mapping[str, Any], now: Standing, practice: str) -> Fraction:
    """What is due so far, before the deductions where the line says so."""
    deducted = now.deducted.get(practice, NIL) if line["pms_deduction"] == "before" else NIL
    return now.due[practice] - deducted


def _loss_cap(chain: _Chain, line: Mapping[str, Any], now: Standing, practice: str) -> Fraction:
    old = _then(chain, line, practice, line["year"])
    return forms_b.form_15(old, _earned(line, now, practice), figure(line["lose_at_most"]))


def _taper(chain: _Chain, line: Mapping[str, Any], now: Standing, practice: str) -> Fraction:
    gone = int(chain.rows.year[:4]) - int(line["first_year"][:4]) + 1
    old = _then(chain, line, practice, line["year"])
    left = forms_b.form_15_taper(old, gone, int(line["taper_over"]))
    earned = _earned(line, now, practice)
    return max(left - earned, NIL) if line["paid"] == "as a floor" else left


def _best_of(chain: _Chain, line: Mapping[str, Any], now: Standing, practice: str) -> Fraction:
    earlier = [_then(chain, line, practice, year) for year in line["best_of"]]
    return forms_b.form_35(figure(line["at_least"]), earlier, _earned(line, now, practice))


def _taken_back(chain: _Chain, line: Mapping[str, Any], now: Standing, practice: str) -> Fraction:
    paid = sum((chain.out.pounds.get((practice, c), NIL) for c in line["of"]), NIL)
    caps = [max(NIL, now.due[practice])]
    caps += [figure(line["at_most"])] if line.get("at_most") else []
    if line["decided"] == "for each practice":
        rows = chain.rows.tables.get("adjustments", ())
        mine = [r for r in rows if (r["practice_code"], r["component"]) == (practice, line["indicator"])]
        caps.append(sum((figure(r["pence"]) for r in mine), NIL) / 100)
    a = chain.out.achievement.get((practice, line["indicator"]))
    return forms_b.form_23(a, figure(line["below"]), figure(line["takes_back"]), paid, caps)


def _areas(chain: _Chain, line: Mapping[str, Any]) -> dict[str, Each]:
    found: dict[str, Each] = {}
    for area in line["guaranteed_areas"]:
        inside = [i["id"] for i in chain.resolved["indicators"] if i["group"] == area and not chain.ours(i)]
        for p in chain.rows:
            now = sum((chain.out.pounds[p, i] for i in inside), NIL)
            then = _then(chain, line, p, line["year"], area)
            amount = forms_b.guaranteed_area(figure(line["at_least"]), then, now)
            found.setdefault(f"{line['id']} {area}", {})[p] = amount
    return found


def _no_worse_off(chain: _Chain, line: Mapping[str, Any], standing: Standing) -> dict[str, Each]:
    from tests.oracle.worked import worked  # noqa: PLC0415 - the whole oracle once more, for national QOF

    qof = worked(chain.resolved["beside"], chain.rows.tables).due
    return {line["id"]: {p: forms_b.form_34(due, qof[p]) for p, due in standing.due.items()}}


def _pot(chain: _Chain, line: Mapping[str, Any], standing: Standing) -> dict[str, Each]:
    there = line["amount"] if isinstance(line["amount"], Fraction) else figure(line["amount"])
    least, floored = line.get("limit", there), NIL
    claims = {p: max(NIL, due) for p, due in standing.due.items()}
    if line["of"] != "everything":
        paid = chain.out.pounds
        claims = {p: sum((paid.get((p, c), NIL) for c in line["of"]), NIL) for p in claims}
    elif line["floors"] == "are kept whole":
        kept = {p: min(claim, standing.promised.get(p, NIL)) for p, claim in claims.items()}
        claims = {p: claim - kept[p] for p, claim in claims.items()}
        floored = sum(kept.values(), NIL)
    there, least = (Fraction(floor(max(NIL, x - floored) * 100), 100) for x in (there, least))
    found = {}
    if line.get("over") != "pay in full":
        paid_out = forms_b.form_21(claims, there)
        found[line["id"]] = {p: paid_out[p] - claims[p] for p in claims}
    if line["if_earnings_fall_short"] == BY_LIST:
        lists = {p: chain.rows.list_size(p) if chain.offered(p) else NIL for p in claims}
        rest = max(NIL, least - sum(claims.values(), NIL))
        found[f"{line['id']} rest"] = forms_b.shared(rest, lists)
    return found
