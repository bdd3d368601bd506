"""Pots, networks, comparisons and protections of history, put into made schemes and their data.

Drawn apart from everything else, so that a seed's scheme stays what it was but for these. Pots lie about
what is earned, so that some are passed by pence; ranks tie; bands and levels lie on achievements.
"""

from __future__ import annotations

import re
from random import Random

Row = dict[str, str]
Tables = dict[str, list[Row]]
ONE_IN = 6
PEER = "ZZP00"
KEEP, SHARE = "keep for reserve", "share among signed practices by list size"
IN_FULL = "pay in full"
REDUCE = "reduce every payment by the same percentage"
CONTINGENCY = f"use contingency, then {REDUCE}"
SPLITS = (
    "list size",
    "weighted list size",
    "equal parts",
    "points achieved",
    "shares in the practice data",
)


def with_shares(seed: int, text: str, tables: Tables, indicators: list[str]) -> str:
    """Return a scheme's text with what a seed draws for it, and put what that needs into its tables."""
    random = Random(-seed - 100_000)  # noqa: S311 - reproducible, not secret
    pays = sorted({line.split(":")[0].strip() for line in text.splitlines() if line.startswith("  ZZ")})
    pays = [p for p in pays if f"  {p}: " in text and "paid_by: CQRS" not in _row(text, p)]
    for drawn, section in (
        (_peers(random, tables), "indicators"),
        (_payments(random, tables, indicators, text), "payments"),
        (_protect(random, tables), "protect"),
        (_pots(random, pays), "pots"),
        (_recover(random, tables, indicators, pays), "recover"),
    ):
        if drawn and random.randrange(ONE_IN) < 2:
            text = into(text, section, drawn)
    if "\ninstalments:\n" in text and not random.randrange(3):
        text = into(text, "instalments", _provisional(random, tables))
    return text + (_budget(random) if not random.randrange(ONE_IN) else "")


def _row(text: str, identifier: str) -> str:
    return next(line for line in text.splitlines() if line.startswith(f"  {identifier}: "))


def into(text: str, section: str, entries: str) -> str:
    """Put entries first in a section, or write the section."""
    heading = f"\n{section}:\n"
    if heading in text:
        return text.replace(heading, heading + entries, 1)
    return f"{text}{section}:\n{entries}"


def _peers(random: Random, tables: Tables) -> str:
    for row in tables["practices"]:
        below = random.choice((0, 10, 20, 20, 40))
        achieved = random.choice((0, below // 2, below * 3 // 4, below))
        counted = {"numerator": str(achieved), "denominator": str(below), "exceptions": "0"}
        tables.setdefault("counts", []).append(
            {"practice_code": row["practice_code"], "indicator": PEER, **counted}
        )
    best = random.choice(("best: 25%", "best: 50%", "best: 33.3%", "best_practices: 3"))
    ties = random.choice(("share the better place", "go by practice code"))
    among = random.choice(("every practice", "practices that signed"))
    lower = random.choice(("", ", lower_is_better: yes"))
    settings = (
        f"form: relative to peers, points: {random.choice((5, 17))}, group: G{PEER}, {best}, ties: {ties}, "
        f"least_patients: {random.choice((1, 10, 20))}, fewest_practices: {random.choice((1, 6, 11))}, "
        f"among: {among}, weighted_by: list size only{lower}"
    )
    return f"  {PEER}: {{{settings}}}\n"


def _payments(random: Random, tables: Tables, indicators: list[str], text: str) -> str:
    for row in tables["practices"]:
        row.setdefault("network_code", f"N{random.randrange(4)}")
        row["weighted_list_size"] = f"{random.randint(0, 900_000) / 100:.2f}"
        row["local_network_share"] = str(random.choice((0, 10, 10, 25)))
        row["imd_score"] = random.choice(("0", "19.999", "20", "20.001", "35.5", "60"))
    found = ""
    if indicators and random.random() < 0.7:
        splits = [s for s in SPLITS if s != "points achieved" or "  points: none" not in text]
        sum_ = random.choice(("per_network: £1,000", "per_network: £1,000.01", "per_patient: £0.37"))
        members = random.choice(("every practice", "practices that signed"))
        part = {"per_network: £1,000.01": "    block: 33.3%\n"}.get(sum_, "")
        found += (
            f"  together:\n    form: network achievement\n    counted_as: {random.choice(indicators)}\n"
            f"    {sum_}\n    pays: {random.choice((10, 25, 40))}% to {random.choice((65, 80))}%\n"
            f"    members: {members}\n    split_by: {random.choice(splits)}\n{part}"
        )
        if "per_patient" in sum_ and members == "every practice":
            found = re.sub(r"pays: \d+% to", "pays: from", found)
    if random.random() < 0.7:
        amount = random.choice(("per_patient: £0.33", "budget: £1,000", "budget: £9,999.99"))
        found += (
            f"  deprived:\n    form: deprivation weighting\n    {amount}\n    imd_weights:\n"
            "      - {from: 0, weight: 80%}\n      - {from: 20, weight: 112.5%}\n"
            "      - {from: 35.5, weight: 150%}\n"
        )
    return found


def _protect(random: Random, tables: Tables) -> str:
    for row in list(tables["baseline"]):
        pence = random.choice((0, random.randint(1, 400_000), int(row["pence"]), int(row["pence"]) + 1))
        tables["baseline"].append({**row, "year": "2013/14", "pence": str(pence)})
    basis = random.choice(("per practice", "per registered patient"))
    at, pms = random.choice(("at baseline", "at payment")), random.choice(("before", "after"))
    rest = f"    of: QOF payment\n    basis: {basis}\n    list: {at}\n    pms_deduction: {pms}\n"
    loss, share, first = random.choice((5, 15, 50)), random.choice((90, 100)), random.choice((2015, 2012))
    paid = random.choice(("on top", "as a floor"))
    falling = f"first_year: {first}/{first % 100 + 1}\n    year: 2014/15\n    paid: {paid}"
    best = f"  - name: best\n    at_least: {share}%\n    best_of: [2014/15, 2013/14]\n"
    losses = f"  - name: losses\n    lose_at_most: {loss}%\n    year: 2014/15\n"
    sort = random.choice((losses, best, best, f"  - name: falling\n    taper_over: 7 years\n    {falling}\n"))
    return sort + rest


def _pots(random: Random, pays: list[str]) -> str:
    amount = random.choice(("£0", "£199.99", "£1,000", "£2,500.01", "£20,000"))
    rest = f"    if_earnings_fall_short: {random.choice((KEEP, SHARE))}\n"
    if random.random() < 0.5 or not pays:
        floors = random.choice(("yield", "are kept whole"))
        return f"  - name: pot\n    amount: {amount}\n    of: everything\n    floors: {floors}\n{rest}"
    named = ", ".join(random.sample(pays, min(2, len(pays))))
    return f"  - name: pot\n    amount: {amount}\n    of: [{named}]\n{rest}"


def _recover(random: Random, tables: Tables, indicators: list[str], pays: list[str]) -> str:
    if not indicators or not pays:
        return ""
    indicator = random.choice(indicators)
    for row in tables["practices"]:
        if random.random() < 0.7:
            why = {"reason": "made", "authority": "made"}
            pence = str(random.choice((0, 1000, 500_000)))
            one = {"practice_code": row["practice_code"], "component": indicator, "pence": pence}
            tables.setdefault("adjustments", []).append({**one, **why})
    most = random.choice(("", "    at_most: £20.50\n"))
    return (
        f"  - name: back\n    indicator: {indicator}\n    below: {random.choice((40, 65, 80))}%\n"
        f"    takes_back: {random.choice((50, 33.3))}%\n    of: [{random.choice(pays)}]\n{most}"
        f"    decided: {random.choice(('always', 'for each practice'))}\n"
    )


def _provisional(random: Random, tables: Tables) -> str:
    for row in [r for r in tables["baseline"] if r["year"] == "2014/15" and r["component"] == "QOF"]:
        pence = random.choice((0, int(row["pence"]), int(row["pence"]) + 1, random.randint(1, 4_000_000)))
        if random.random() < 0.8:
            tables["baseline"].append({**row, "component": "PROVISIONAL", "pence": str(pence)})
    until = random.choice(("October 2015", "March 2016"))
    how = random.choice(("spread over the months left", "in the next month"))
    return f"  provisional_until: {until}\n  when_final: {how}\n"


def _budget(random: Random) -> str:
    over = random.choice((CONTINGENCY, REDUCE, REDUCE, IN_FULL))
    contingency = "  contingency: 2%\n" if over == CONTINGENCY else ""
    return (
        f"budget:\n  limit: {random.choice(('£500', '£5,000', '£20,000.01', '£200,000'))}\n{contingency}"
        f"  if_earnings_exceed_it: {over}\n  if_earnings_fall_short: {random.choice((KEEP, SHARE))}\n"
        f"  floors: {random.choice(('yield', 'are kept whole'))}\n"
    )
