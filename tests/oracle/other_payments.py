"""Which figures the forms of ``forms_a`` take from a resolved scheme and from rows; nothing of ours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.oracle import forms_a as forms
from tests.oracle import forms_b
from tests.oracle.formula import Formula
from tests.oracle.rows import NIL
from tests.oracle.successors import taken_over
from tests.oracle.text import figure, half_up

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from fractions import Fraction

    from tests.oracle.rows import Rows
    from tests.oracle.worked import _Chain


def score(chain: _Chain, practice: str, i: Mapping[str, Any]) -> Fraction | None:
    """Return the points of an indicator in one of these forms, None for another form."""
    work = SCORES.get(i["form"])
    if i["form"] == "points by formula":
        return forms_b.form_37(figure(i["points"]), _formula(chain, practice, i))
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


def result(chain: _Chain, practice: str, items: Sequence[str], identifier: str, name: str) -> Fraction:
    """Return what an indicator is paid on: suspended, of another year; under its exception policy."""
    year = chain.rows.year
    end = f"{int(year[:4]) + 1}-03-31"
    day = (chain.resolved.get("pay_points") or {}).get("prevalence", {}).get("register_as_at", end)
    rules = [r for r in chain.resolved.get("rules") or () if identifier in r.get("indicators", ())]
    for r in (r for r in rules if r["form"] == "suspension"):
        year = forms.form_29(day, (r["from"], r["to"]), r["results_of"], year)

    def read(measure: str) -> Fraction:
        return earlier(chain.rows, practice, items, (measure, year))

    for r in (r for r in rules if r["form"] == "exception policy" and name == "denominator"):
        kinds = [read(f"exceptions:{k}") for k in r["allowed"]] if r["allowed"] else None
        most = figure(r["at_most"]) if r.get("at_most") else None
        return forms.form_27(read(name), read("exceptions"), kinds, most)
    return read(name)


def earlier(rows: Rows, practice: str, items: Sequence[str], of: tuple[str, str]) -> Fraction:
    """Return a measure of a year, of an earlier one with what the practice took over from others."""
    measure, year = of
    own = rows.measure(practice, items, measure, year) or NIL
    if year == rows.year:
        return own
    everyone = {p: rows.measure(p, items, measure, year) or NIL for p in rows.known()}
    return own + taken_over(practice, everyone, rows.tables.get("successions", ()), None)


def governed(chain: _Chain, practice: str, component: Mapping[str, Any], exact: Fraction) -> Fraction:
    """Return points or pounds that count only where every condition on a component holds."""
    holds = []
    for rule in chain.resolved.get("rules") or ():
        whole = rule.get("of") == "whole scheme" and chain.ours(component)
        if not (whole or component["id"] in rule.get("of", ())):
            continue
        if rule["form"] == "condition":
            holds.append(bool(Formula(rule["holds_where"], _names(chain, practice)).value()))
        elif rule["form"] == "evidence or reinvestment condition":
            declared = chain.counted(practice, [rule["evidence"]], "declared") >= 1
            exact = forms.form_33(exact, declared=declared)
    return forms.form_5(exact, holds)


def variant(
    chain: _Chain, practice: str, entry: Mapping[str, Any], work: Callable[[Mapping[str, Any]], Fraction]
) -> Fraction:
    """Work an entry out as the first variant says whose condition holds, else as it says itself."""
    variants = entry.get("variants") or []
    holds = [bool(Formula(v["where"], _names(chain, practice)).value()) for v in variants]
    return forms.form_32(holds, [work(v) for v in variants], work(entry)) if variants else work(entry)


def _names(chain: _Chain, practice: str) -> Callable[[str, str], Any]:
    row = chain.rows.practices[practice]
    known = {i["id"]: i for i in chain.resolved["indicators"]}

    def figure_of(word: str, code: str) -> Any:
        if code and code in known and word in ("numerator", "denominator"):
            i = known[code]
            items = [i.get("counted_as") or i.get("stretch_of") or code, code]
            return chain.result(practice, items, code, word)
        if word == "points":
            return half_up(chain.out.points[practice, code], "half up to 9 places")
        if code:
            group = known[code].get("register_of") or known[code]["group"] if code in known else code
            return chain.counted(practice, [group if word == "register" else code, code], word)
        if word in ("list size", "weighted list size"):
            return figure(row[word.replace(" ", "_")])
        if word == "price per point":
            return figure(chain.resolved["pay_points"]["price_per_point"])
        if word == "signed":
            return chain.rows.signed(practice)
        return row.get({"network": "network_code", "commissioner": "commissioner_code"}.get(word, word), "")

    return figure_of


def settled(i: Mapping[str, Any], resolved: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return an entry whose values by year, and points by target price, are worked out here once more."""
    found = dict(i)
    for key, said in (i.get("worked_from") or {}).items():
        if "price_per_patient" in said:
            rule = resolved["rounding"]["points"]
            places = 2 if rule in (None, "none") else int(rule.split()[3])
            target, expected = figure(said["price_per_patient"]), figure(said["expected_patients"])
            price = figure(resolved["pay_points"]["price_per_point"])
            found[key] = str(float(forms.form_20(target, expected, price, places)))
        else:
            found[key] = forms.form_26(said, str(resolved["year"]))
    return found


def _formula(chain: _Chain, practice: str, p: Mapping[str, Any]) -> Fraction:
    found: Fraction = Formula(p["formula"], _names(chain, practice)).value()
    return found


def _bands(_: _Chain, __: str, i: Mapping[str, Any], now: tuple[Fraction, Fraction]) -> Fraction:
    edges = [(figure(b["from"]), figure(b["points"])) for b in i["bands"]]
    return forms.form_3(now[0] / now[1], edges)


def _stretch(_: _Chain, __: str, i: Mapping[str, Any], now: tuple[Fraction, Fraction]) -> Fraction:
    lower, upper = (figure(end) for end in i["pays"].split(" to "))
    return forms.form_19(now[0] / now[1], figure(i["points"]), lower, upper)


def _improved(chain: _Chain, practice: str, i: Mapping[str, Any], now: tuple[Fraction, Fraction]) -> Fraction:
    items = [i.get("counted_as") or i["id"], i["id"]]
    before = [earlier(chain.rows, practice, items, (n, i["on"])) for n in ("numerator", "denominator")]
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
    missing = forms.form_12(figure(p["guaranteed_per_patient"]), _patients(chain, practice, p), core)
    if p.get("share"):
        missing *= figure(p["share"])
    if not p.get("in_proportion_to"):
        return missing
    items = [p["in_proportion_to"], p["id"]]
    achieved, counted = (chain.counted(practice, items, name) for name in ("numerator", "denominator"))
    return missing * achieved / counted if counted else NIL


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
    "formula": _formula,
}
