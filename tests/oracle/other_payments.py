"""Which figures the forms of ``forms_a`` take from a resolved scheme and from rows; nothing of ours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.oracle import forms_a as forms
from tests.oracle.rows import NIL
from tests.oracle.text import figure, half_up

if TYPE_CHECKING:
    from collections.abc import Mapping
    from fractions import Fraction

    from tests.oracle.worked import _Chain


def score(chain: _Chain, practice: str, i: Mapping[str, Any]) -> Fraction | None:
    """Return the points of an indicator in one of these forms, None for another form."""
    work = SCORES.get(i["form"])
    if work is None:
        return None
    items = [i.get("counted_as") or i.get("stretch_of") or i["id"], i["id"]]
    above, below = (chain.result(practice, items, i["id"], n) for n in ("numerator", "denominator"))
    if not below:
        return figure(i["points"]) if i.get("on_empty_denominator") == "full" else NIL
    chain.out.achievement[practice, i["id"]] = above / below
    return work(chain, practice, i, (above, below))


def amount(chain: _Chain, practice: str, p: Mapping[str, Any]) -> Fraction | None:
    """Return the pounds of a payment in one of these forms, None for another form."""
    work = PAYMENTS.get(p["form"])
    return work(chain, practice, p) if work else None


def _bands(_: _Chain, __: str, i: Mapping[str, Any], now: tuple[Fraction, Fraction]) -> Fraction:
    edges = [(figure(b["from"]), figure(b["points"])) for b in i["bands"]]
    return forms.form_3(now[0] / now[1], edges)


def _stretch(_: _Chain, __: str, i: Mapping[str, Any], now: tuple[Fraction, Fraction]) -> Fraction:
    lower, upper = (figure(end) for end in i["pays"].split(" to "))
    return forms.form_19(now[0] / now[1], figure(i["points"]), lower, upper)


def _improved(chain: _Chain, practice: str, i: Mapping[str, Any], now: tuple[Fraction, Fraction]) -> Fraction:
    items = [i.get("counted_as") or i["id"], i["id"]]
    before = [chain.rows.measure(practice, items, n, i["on"]) or NIL for n in ("numerator", "denominator")]
    points = figure(i["points"])
    few = figure(i["fewest_patients"]), points if i["with_fewer"] == "all points" else NIL
    return forms.form_16(points, now, (before[0], before[1]), figure(i["improvement"]), few)


def _block(chain: _Chain, practice: str, p: Mapping[str, Any]) -> Fraction:
    value = figure(p["per_practice"]) if p.get("per_practice") else NIL
    if p.get("per_patient"):
        value = figure(p["per_patient"]) * chain.rows.list_size(practice)
    achieved = possible = NIL
    for i in chain.resolved["indicators"]:
        if i["id"] in p["score_of"]:
            achieved += half_up(chain.out.points[practice, i["id"]], "half up to 9 places")
            possible += chain.possible(practice, i)
    return forms.form_6(value, figure(p["block"]), achieved, possible)


def _items(chain: _Chain, practice: str, p: Mapping[str, Any]) -> Fraction:
    done = chain.counted(practice, [p.get("counted_as") or p["id"], p["id"]], "activity")
    return forms.form_8(done, figure(p["fee"]), figure(p["at_most"]) if p.get("at_most") else None)


def _capitation(chain: _Chain, practice: str, p: Mapping[str, Any]) -> Fraction:
    return forms.form_9(figure(p["per_patient"]), _patients(chain, practice, p))


def _top_up(chain: _Chain, practice: str, p: Mapping[str, Any]) -> Fraction:
    core = chain.rows.core_income(practice, p["core_income"])
    return forms.form_12(figure(p["guaranteed_per_patient"]), _patients(chain, practice, p), core)


def _patients(chain: _Chain, practice: str, p: Mapping[str, Any]) -> Fraction:
    column = "weighted_list_size" if p["list"] == "weighted" else "list_size"
    return figure(chain.rows.practices[practice][column])


SCORES = {
    "bands": _bands,
    "stretch above the upper threshold": _stretch,
    "improvement on own baseline": _improved,
}
PAYMENTS = {
    "block and performance": _block,
    "item of service": _items,
    "capitation": _capitation,
    "top-up to a guaranteed income": _top_up,
}
