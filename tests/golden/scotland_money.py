"""Scotland 2012/13 in pounds: 868 nGMS practices, one constant fitted on half of the health boards.

The scheme as shipped prices the points that were paid; they stand in the pack as counts (millionths of
a point of the points offered, every indicator paid from 0% to 100%), so that price, list, prevalence
factor and rounding are the engine's. Price and national average list are one constant together, which is
fitted as the median of paid ÷ computed on half of the boards and scored on the others.

Two prevalence factors: the published one (registers hidden by ``*`` are taken from the published factor,
which is register ÷ list ÷ one figure for the area, and the national figure is stated) and the
engine's own (``*`` as 2, the mean of these practices). Points × list alone is printed beside them.

Run: ``uv run python -m tests.golden.scotland_money [--folder ../shared]``.
"""

from __future__ import annotations

import re
import sys
import tempfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd

from incentives.base.year import FinancialYear
from incentives.calculate import Results, calculate
from incentives.data.binding import bind
from incentives.data.pack import Pack, pack_of
from incentives.formula.plan import Columns, Plan
from incentives.scheme.compiling import plan_of
from incentives.scheme.reading import read_scheme
from incentives.shipped import shipped
from tests.golden.folder import asked, command
from tests.golden.scotland_counts import PLACEHOLDER, SCHEMES

YEAR = "2012/13"
HIDDEN_REGISTER = 2
"""What ``*`` (1 to 4 patients) stands for in the engine's own factor."""
COHORT = "CS01"
"""Its denominator, never suppressed, is the target population of the additional services."""
LIST_AS_AT, END = date(2013, 1, 1), date(2013, 3, 31)
_MILLION = 1_000_000


@dataclass(frozen=True)
class Published:
    """The published tables of 2012/13, practices with indicators, totals and prevalence."""

    rows: pd.DataFrame
    prevalence: pd.DataFrame
    totals: pd.DataFrame

    def points_paid(self) -> dict[tuple[str, str], float]:
        """Return the points paid, by practice and indicator."""
        columns = (self.rows[name].tolist() for name in ("practice_code", "indicator", "points_achieved"))
        return {(practice, code): points for practice, code, points in zip(*columns, strict=True)}

    def cohort(self) -> pd.Series:
        """Return the target population of each practice."""
        return self.rows[self.rows.indicator == COHORT].set_index("practice_code").denominator


def published_year(folder: Path) -> Published:
    """Return the three published tables of the year."""
    tables = []
    for name in ("practice_indicator", "practice_prevalence", "practice_totals"):
        table = pd.read_parquet(folder / "data" / "scotland" / f"{name}.parquet")
        tables.append(table[table.year == YEAR])
    rows, prevalence, totals = tables
    return Published(rows[rows.indicator != PLACEHOLDER], prevalence, totals)


def pricing_plan(national: str) -> Plan:
    """Return the shipped scheme's plan with every indicator paid from 0% to 100% of the points given."""
    text = (shipped("schemes") / "qof" / "scotland-2012-13.yaml").read_text(encoding="utf-8")
    text = re.sub(r"pays: [^}]+}", "pays: 0% to 100%}", text)
    text = text.replace("national: mean of these practices", f"national: {national}")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "priced.yaml"
        path.write_text(text, encoding="utf-8")
        scheme, _ = read_scheme(path)
    return plan_of(scheme)


def own_factor(data: Published) -> Results:
    """Price with the factor the engine works out from registers: mean of all practices that report."""
    registers = data.prevalence.assign(register=data.prevalence.register.fillna(HIDDEN_REGISTER))
    practices = sorted(set(data.cohort().index) & set(registers.practice_code))
    plan = pricing_plan("mean of these practices")
    return calculate(plan, bind(plan, _pack(data, plan, practices, registers)))


def published_factor(data: Published) -> Results:
    """Price with the published factor: registers it implies, and the national figures stated."""
    registers, national = _implied(data.prevalence)
    lists = registers.groupby("practice_code").list_size.first()
    share = (data.cohort() / lists).dropna()
    national["CS"] = share.mean()
    practices = sorted(set(share.index))
    plan = pricing_plan("stated in the practice data")
    return calculate(plan, bind(plan, _pack(data, plan, practices, registers, national)))


def _implied(prevalence: pd.DataFrame) -> tuple[pd.DataFrame, dict[str, float]]:
    """Return registers as the published factor implies them, and each area's one national figure."""
    weighted = prevalence[prevalence.area != "PC"]
    rate = weighted.register / weighted.list_size
    visible = weighted[(weighted.register > 0) & (weighted.adpf > 0)]
    figure = (rate / weighted.adpf).loc[visible.index].groupby(visible.area).median()
    implied = weighted.adpf * weighted.area.map(figure) * weighted.list_size
    return weighted.assign(register=implied.round()), dict(figure)


def _pack(
    data: Published,
    plan: Plan,
    practices: list[str],
    registers: pd.DataFrame,
    national: dict[str, float] | None = None,
) -> Pack:
    lists = registers.groupby("practice_code").list_size.first()
    paid = data.points_paid()
    offered = dict(next(f for f in plan.scheme_fields if f.name == Columns.POINTS_OFFERED).values)
    known, cohort = set(practices), data.cohort()
    areas = zip(*(registers[c].tolist() for c in ("practice_code", "area", "register")), strict=True)
    tables: dict[str, list[dict[str, str]]] = {
        "practices": [{"practice_code": p, "list_size": str(int(lists[p]))} for p in practices],
        "counts": [
            {
                "practice_code": p,
                "indicator": i,
                "numerator": str(round(paid.get((p, i), 0) * _MILLION)),
                "denominator": str(int(points * _MILLION)),
            }
            for p in practices
            for i, points in offered.items()
        ],
        "registers": [
            {"practice_code": practice, "group": area, "register": str(int(register))}
            for practice, area, register in areas
            if practice in known
        ],
        "measures": [
            {"practice_code": p, "item": "CS", "measure": "cohort", "value": str(int(cohort[p]))}
            for p in practices
        ],
    }
    if national:
        tables["national"] = [
            {"year": YEAR, "group": group, "prevalence": f"{share:.9f}"} for group, share in national.items()
        ]
    dates = dict.fromkeys(tables, END) | {"practices": LIST_AS_AT}
    return pack_of(tables, year=FinancialYear.parse(YEAR), as_at=dates, title="Scotland 2012/13, priced")


def pounds(results: Results) -> pd.Series:
    """Return what the engine pays each practice for its points, in pounds."""
    pence = sum(results.pence(c.id) for c in results.plan.components if c.is_indicator)
    return pd.Series(pence / 100, index=list(results.binding.practices))


def errors(data: Published, computed: pd.Series) -> tuple[int, list[float], float]:
    """Return the number of practices, the median error (%) on each half, and on all.

    The constant is fitted on the other half: boards in the order of their letters, taken in turn.
    """
    table = data.totals[data.totals.contract == "nGMS"].set_index("practice_code")
    table = table.assign(ratio=table.payment_pounds / computed).dropna(subset=["ratio"])
    boards = sorted(table.health_board.unique())
    first = table.health_board.isin(boards[0::2])
    halves = [
        _median_error(table[~first].ratio, table[first].ratio.median()),
        _median_error(table[first].ratio, table[~first].ratio.median()),
    ]
    return len(table), halves, _median_error(table.ratio, table.ratio.median())


def by_area(data: Published, results: Results) -> pd.DataFrame:
    """Return, by area, how far the engine's own factor is from the published one (median and most, %)."""
    factor = pd.DataFrame(results.column(Columns.FACTOR).floats(), columns=list(results.plan.ids()))
    factor.index = pd.Index(results.binding.practices)
    of_area = {
        c.group: c.id
        for c in reversed(results.plan.components)
        if not c.id.startswith(("SMOKE07", "SMOKE08"))
    }
    shown = data.prevalence[(data.prevalence.area.isin(of_area)) & (data.prevalence.adpf > 0)]
    shown = shown[shown.practice_code.isin(factor.index) & (shown.area != "PC")]
    cells = zip(shown["practice_code"].tolist(), shown["area"].tolist(), strict=True)
    own = [float(factor.loc[practice, of_area[area]]) for practice, area in cells]
    shown = shown.assign(off=(pd.Series(own, index=shown.index) / shown.adpf - 1).abs() * 100)
    parts = {
        "visible": shown[shown.register.notna()].groupby("area").off,
        "suppressed": shown[shown.register.isna()].groupby("area").off,
    }
    columns: dict[str, pd.Series] = {}
    for name, off in parts.items():
        columns |= {name: off.size(), f"{name}, median %": off.median(), f"{name}, most %": off.max()}
    return pd.DataFrame(columns).round(3)


def report(data: Published) -> str:
    """Return the three errors and the comparison by area."""
    own, given = own_factor(data), published_factor(data)
    totals = data.totals.set_index("practice_code")
    plain = totals["points"] * totals["list_size"]
    lines = [
        f"{SCHEMES[YEAR]}, nGMS, one constant fitted on one half of the boards; median error on the other:"
    ]
    ways: dict[str, pd.Series] = {
        "published prevalence factor": pounds(given),
        "the engine's own factor": pounds(own),
        "points × list alone": plain,
    }
    for name, computed in ways.items():
        n, halves, everywhere = errors(data, computed)
        shown = " and ".join(f"{half:.2f}%" for half in halves)
        lines.append(f"  {name}: {shown} (all {n} practices {everywhere:.2f}%)")
    return "\n".join(
        [*lines, "", "the engine's factor against the published one:", by_area(data, own).to_string()]
    )


def main() -> None:
    """Print the report."""
    sys.stdout.write(report(published_year(asked(command(__doc__)).folder)) + "\n")


def _median_error(ratio: pd.Series, constant: float) -> float:
    return float((constant / ratio - 1).abs().median() * 100)


if __name__ == "__main__":
    main()
