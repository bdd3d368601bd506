"""Points and payments that look at other practices (forms 17, 18 and 25), for the oracle."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from tests.oracle import forms_b
from tests.oracle.rows import NIL
from tests.oracle.text import ends, figure, half_up

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.oracle.worked import _Chain


def score(chain: _Chain, practice: str, i: Mapping[str, Any]) -> Fraction | None:
    """Return the points of an indicator that compares practices; None for any other form."""
    return _peers(chain, practice, i) if i["form"] == "relative to peers" else None


def amount(chain: _Chain, practice: str, p: Mapping[str, Any]) -> Fraction | None:
    """Return the exact amount of a payment of a network or by deprivation; None for any other form."""
    make = {"network achievement": _network, "deprivation weighting": _deprivation}.get(p["form"])
    return make(chain, practice, p) if make else None


def _peers(chain: _Chain, practice: str, i: Mapping[str, Any]) -> Fraction:
    items, compared = [i.get("counted_as") or i["id"], i["id"]], {}
    for p in chain.rows:
        below = chain.result(p, items, i["id"], "denominator")
        if not below or (i["among"] == "practices that signed" and not chain.rows.signed(p)):
            continue
        a = chain.result(p, items, i["id"], "numerator") / below
        if p == practice:
            chain.out.achievement[p, i["id"]] = a
        if below >= figure(i["least_patients"]):
            better = 1 - a if i["lower_is_better"] == "yes" else a
            compared[p] = half_up(better, "half up to 4 places")
    if len(compared) < figure(i["fewest_practices"]):
        return NIL
    best = figure(i["best"]) * len(compared) if i.get("best") else figure(i["best_practices"])
    shares = i["ties"] == "share the better place"
    return forms_b.form_17(figure(i["points"]), practice, compared, best, shares=shares)


def _network(chain: _Chain, practice: str, p: Mapping[str, Any]) -> Fraction:
    row = chain.rows.practices
    inside = [q for q in chain.rows if row[q]["network_code"] == row[practice]["network_code"]]
    signed = [q for q in inside if chain.rows.signed(q)]
    members = signed if p["members"] == "practices that signed" else inside
    names = "numerator", "denominator"
    pairs = [tuple(chain.counted(q, [p["counted_as"], p["id"]], n) for n in names) for q in members]
    amount = figure(p["per_network"]) if p.get("per_network") else NIL
    if p.get("per_patient"):
        amount = figure(p["per_patient"]) * sum((chain.rows.list_size(q) for q in members), NIL)
    single = str(p["pays"]).removeprefix("from ")
    lower, upper = ends(p["pays"]) if single == p["pays"] else (figure(single), None)
    beta = figure(p["block"]) if p.get("block") else NIL
    earned = half_up(
        forms_b.form_18(amount, pairs, lower, upper, beta),  # type: ignore[arg-type]
        chain.resolved["rounding"]["money"],
    )
    points = {q: sum((x for (r, _), x in chain.out.points.items() if r == q), NIL) for q in signed}
    weights = {
        "list size": {q: chain.rows.list_size(q) for q in signed},
        "weighted list size": {q: figure(row[q].get("weighted_list_size") or "0") for q in signed},
        "equal parts": {q: Fraction(1) for q in signed},
        "points achieved": points,
        "shares in the practice data": {q: figure(row[q].get("local_network_share") or "0") for q in signed},
    }
    return forms_b.shared(earned, weights[p["split_by"]]).get(practice, NIL)


def _deprivation(chain: _Chain, practice: str, p: Mapping[str, Any]) -> Fraction:
    bands = [(figure(b["from"]), figure(b["weight"])) for b in p["imd_weights"]]
    weighted = {
        q: forms_b.form_25(chain.rows.list_size(q), figure(chain.rows.practices[q]["imd_score"]), bands)
        for q in chain.rows
        if chain.rows.signed(q)
    }
    if p.get("budget"):
        return forms_b.shared(figure(p["budget"]), weighted).get(practice, NIL)
    return figure(p["per_patient"]) * weighted.get(practice, NIL)
