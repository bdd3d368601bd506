"""What the range of the cost rests on: payments read as straight pieces, their moments, and when to draw."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pytest
from scipy.special import ndtr

from incentives.calculate import calculate
from incentives.compare.cells import moments_of
from incentives.compare.money import Side
from incentives.compare.movement import counts_of
from incentives.compare.readable import readable
from incentives.compare.uncertainty import Spread, drawn, spreads_of
from tests.property.readings import bound, read
from tests.spec.chapter import pack, scheme

if TYPE_CHECKING:
    from pathlib import Path

REST = "group: G, weighted_by: list size only"
LISTS = {"practices": date(2016, 1, 1)}
FORMS = {
    "a share": f"X: {{points: 20, pays: 40% to 80%, {REST}}}",
    "a step, then a share": f"X: {{points: 18, pays: 60% to 95%, points_at_lower: 3, {REST}}}",
    "bands": f"X: {{points: 20, bands: [{{from: 50%, points: 5}}, {{from: 80%, points: 20}}], {REST}}}",
    "all from a level": f"X: {{points: 10, pays: from 80%, {REST}}}",
    "lower is better": f"X: {{points: 10, pays: 80% to 40%, lower_is_better: yes, {REST}}}",
}
CAPPED = "limits:\n  - of: [X]\n    at_most: £1,000\n    at_least: £100\n"


def side(folder: Path, text: str, tables: str, name: str = "scheme") -> Side:
    path = folder / f"{name}.yaml"
    path.write_text(text, encoding="utf-8")
    plan, _ = read(path)
    return Side(plan, bound(plan, pack(tables), LISTS))


def every_count(counted: int) -> str:
    rows = [f"ZZ{9000 + n} | {n} | {counted}" for n in range(counted + 1)]
    return "practice | numerator | denominator\n" + "\n".join(rows)


@pytest.mark.parametrize("more", ["", CAPPED])
@pytest.mark.parametrize("form", FORMS)
def test_pieces_are_what_the_engine_pays_at_every_count(tmp_path: Path, form: str, more: str) -> None:
    counted = 40
    of_it = side(tmp_path, scheme(FORMS[form], more=more), every_count(counted))
    plan = readable(of_it)
    pence = plan.results.pence("X")
    ((shape, amount),) = plan.payers["X"].shapes(np.arange(counted + 1))
    nothing, most = np.zeros(counted + 1), np.full(counted + 1, float(counted))
    bends = shape.bends(amount, nothing, most)
    edges = np.column_stack([nothing, bends, most])
    start, slope = shape.straight(amount, edges)
    assert 1 <= bends.shape[1] <= 6
    for n in range(counted + 1):
        piece = min(int((edges[0] <= n).sum()) - 1, start.shape[1] - 1)
        inside = n + 1e-9 * (n == 0)
        assert start[0, piece] + slope[0, piece] * inside == pytest.approx(pence[n] / 100, abs=0.81)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(("achieved", "counted"), [(3, 5), (30, 40), (39, 40), (390, 500), (1990, 2000)])
def test_moments_are_sums_over_every_whole_number(
    tmp_path: Path, form: str, achieved: int, counted: int
) -> None:
    tables = f"practice | numerator | denominator\nZZ9001 | {achieved} | {counted}"
    of_it = side(tmp_path, scheme(FORMS[form]), tables)
    counts = counts_of(of_it)["X"]
    payer = readable(of_it).payers["X"]
    (found,), _ = moments_of(counts, [payer])
    one = np.arange(1)
    whole = np.arange(counted + 1.0)[None, :]
    edges = np.concatenate([[0], np.arange(counted) + 0.5, [counted]])[None, :]
    often = np.diff(ndtr(counts.distance(one, edges)))
    ((shape, amount),) = payer.shapes(one)
    paid = np.broadcast_to(shape.at(amount, whole), whole.shape)
    mean = (often * paid).sum()
    deviation = ((often * (paid - mean) ** 2).sum()) ** 0.5
    assert found.mean[0] == pytest.approx(mean, abs=0.01 * deviation + 0.01)
    assert found.variance[0] ** 0.5 == pytest.approx(deviation, rel=0.01, abs=0.1)


def test_nobody_achieved_or_counted_does_not_move(tmp_path: Path) -> None:
    tables = "practice | numerator | denominator\nZZ9001 | 0 | 90\nZZ9002 | 0 | 0\nZZ9003 | 60 | 90"
    of_it = side(tmp_path, scheme(FORMS["a share"]), tables)
    (found,), _ = moments_of(counts_of(of_it)["X"], [readable(of_it).payers["X"]])
    assert (found.variance[:2] == 0).all()
    assert found.variance[2] > 0
    assert found.mean[:2] == pytest.approx(readable(of_it).results.pence("X")[:2] / 100)


THREE = """
    practice | numerator | denominator | paid then
    ZZ9001   | 60        | 100         | £1,900.00
    ZZ9002   | 70        | 100         | £2,100.00
    ZZ9003   | 75        | 100         | £100.00
"""
POT = "pots:\n  - {{name: pot, amount: '{amount}', of: {of}, if_earnings_fall_short: keep for reserve}}\n"
SLIDE = "pays: 40% to 80%"
SECOND = f"X: {{points: 20, {SLIDE}, {REST}}}\n  Y: {{points: 5, {SLIDE}, counted_as: X, {REST}}}"
GATE = "conditions:\n  - {name: gate, holds_where: 'achievement of X (if nil 0%) >= 50%', of: [Y]}\n"
NOT_READ = {
    "another": (SECOND, GATE, "a rule asks for what is achieved in another indicator"),
    "coarse": (FORMS["a share"], "", "points or pounds are rounded more coarsely than to hundredths"),
    "part": (
        SECOND,
        POT.format(amount="£900", of="[X]"),
        "caps, floors or pots rest on a part of what is paid",
    ),
}


@pytest.mark.parametrize("name", NOT_READ)
def test_what_cannot_be_read_is_drawn_and_the_reason_said(tmp_path: Path, name: str) -> None:
    row, more, reason = NOT_READ[name]
    text = scheme(row, more=more)
    if name == "coarse":
        text = text.replace("points: half up to 2 places", "points: half up to 0 places")
    of_it = side(tmp_path, text, THREE)
    found = spreads_of(of_it, of_it, draws=5)
    assert found.because == reason
    assert found.proposed.drawn
    assert found.proposed.way == "5 trial years, each paid by the engine"
    assert set(found.difference.totals) == {0}


def test_a_pot_stops_the_range(tmp_path: Path) -> None:
    lines = POT.format(amount="£5,000", of="everything")
    free = side(tmp_path, scheme(FORMS["a share"]), THREE)
    held = side(tmp_path, scheme(FORMS["a share"], more=lines), THREE, "held")
    found = spreads_of(free, held)
    assert found.because == ""
    years = drawn(free, held, draws=400)
    assert found.proposed.likely()[1] == 500_000 == years.proposed.likely()[1]
    assert found.proposed.chance_over(500_000) == 0 < found.base.chance_over(500_000)
    for one, other in ((found.base, years.base), (found.proposed, years.proposed)):
        assert abs(one.expected - other.expected) < 4 * other.deviation / 20
        assert one.deviation == pytest.approx(other.deviation, rel=0.15)


def test_practices_of_one_scheme_that_another_lacks_are_drawn(tmp_path: Path) -> None:
    one = side(tmp_path, scheme(FORMS["a share"]), THREE)
    other = side(tmp_path, scheme(FORMS["a share"]), THREE.replace("60        | 100", "61        | 100"))
    assert spreads_of(one, other, draws=2).because.startswith("an indicator counts other patients")


def test_a_range_of_weighed_totals() -> None:
    spread = Spread((100, 200, 300), "worked out", (0.25, 0.5, 0.25))
    assert (spread.expected, spread.drawn) == (200, False)
    assert spread.deviation == pytest.approx(5000**0.5)
    assert spread.chance_over(200) == 0.25
    assert spread.likely(0.5) == (133, 266)


def test_the_engine_is_the_measure_of_the_reading(tmp_path: Path) -> None:
    of_it = side(tmp_path, scheme(FORMS["bands"]), THREE)
    found = spreads_of(of_it, of_it)
    assert "checked on one year that the engine paid" in found.proposed.way
    now = sum(calculate(of_it.plan, of_it.binding).pence("X").tolist())
    assert found.base.expected == pytest.approx(now, rel=0.35)
