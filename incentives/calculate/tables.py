"""Tables of results with declared columns: scores, payments, instalments.

A figure that is not there (a count not supplied, an achievement of no patients) is NA, never 0.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from incentives.formula.plan import Columns, DataField, SchemeField
from incentives.formula.units import Axis

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from incentives.calculate.integers import Array
    from incentives.calculate.results import Results
    from incentives.formula.plan import Component

_TEXT, _COUNT, _FIGURE, _PENCE, _DAY = "string", "Int64", "Float64", "int64", "datetime64[s]"

SCORES: Mapping[str, str] = {
    "practice_code": _TEXT,
    "indicator": _TEXT,
    "numerator": _COUNT,
    "denominator": _COUNT,
    "exceptions": _COUNT,
    "achievement": _FIGURE,
    "points_achieved": _FIGURE,
    "points_available": _FIGURE,
    "points_available_to_practice": _FIGURE,
    "intervention_rate": _FIGURE,
}
"""Practice × indicator; key practice_code, indicator. Shares and points, not percentages."""

PAYMENTS: Mapping[str, str] = {
    "practice_code": _TEXT,
    "component": _TEXT,
    "paid_by": _TEXT,
    "payment_pence": _PENCE,
    "points_achieved": _FIGURE,
    "contractor_population_index": _FIGURE,
    "prevalence_factor": _FIGURE,
}
"""Practice × component; key practice_code, component. ``paid_by`` is "this schedule" or who else pays."""

INSTALMENTS: Mapping[str, str] = {
    "practice_code": _TEXT,
    "period": _TEXT,
    "pays_on": _DAY,
    "payment_pence": _PENCE,
}
"""Practice × period; key practice_code, period. A balance may be below nil."""


def scores(results: Results) -> pd.DataFrame:
    """Return counts, achievement and points (``SCORES``) of every practice and indicator.

    An indicator that is not counted (a register, a declaration) has points and no counts. Achievement is
    NA where the denominator is nil, the intervention rate where nobody is in the denominator or
    excepted, exceptions where none were supplied.
    """
    indicators = [c for c in results.plan.components if c.is_indicator]
    cells = _Cells(results, indicators)
    denominator, exceptions = cells.figures(Columns.DENOMINATOR), cells.figures(Columns.EXCEPTIONS)
    if results.has(Columns.EXCEPTIONS_SUPPLIED):
        exceptions = np.where(cells.figures(Columns.EXCEPTIONS_SUPPLIED) == 1, exceptions, np.nan)
    nobody = ~(denominator + exceptions > 0)
    return cells.table(
        SCORES,
        {
            "numerator": cells.figures(Columns.NUMERATOR),
            "denominator": denominator,
            "exceptions": exceptions,
            "achievement": np.where(denominator > 0, cells.figures(Columns.ACHIEVEMENT), np.nan),
            "points_achieved": cells.figures(Columns.POINTS),
            "points_available": cells.figures(Columns.POINTS_OFFERED),
            "points_available_to_practice": cells.figures(Columns.POINTS_POSSIBLE),
            "intervention_rate": np.where(nobody, np.nan, cells.figures(Columns.INTERVENTION)),
        },
    )


def payments(results: Results) -> pd.DataFrame:
    """Return pence and factors (``PAYMENTS``) of every practice and component, also those others pay."""
    components = results.plan.components
    cells = _Cells(results, components)
    pence = [results.pence(c.id) for c in components]
    return cells.table(
        PAYMENTS,
        {
            "paid_by": np.array([c.paid_by for c in components], object)[None, :],
            "payment_pence": np.stack(pence, axis=1) if pence else np.zeros((0, 0), np.int64),
            "points_achieved": cells.figures(Columns.POINTS),
            "contractor_population_index": cells.figures(Columns.LIST_INDEX),
            "prevalence_factor": cells.figures(Columns.FACTOR),
        },
    )


def instalments(results: Results) -> pd.DataFrame:
    """Return what is paid to every practice in every period (``INSTALMENTS``)."""
    periods, practices = results.plan.periods, results.binding.practices
    pence = results.in_pence(Columns.INSTALMENT)
    columns = {
        "practice_code": np.repeat(np.array(practices, object), len(periods)),
        "period": np.tile(np.array([p.name for p in periods], object), len(practices)),
        "pays_on": np.tile(np.array([p.pays_on for p in periods], "datetime64[s]"), len(practices)),
        "payment_pence": np.broadcast_to(pence, (len(practices), len(periods))).ravel(),
    }
    return _declared(columns, INSTALMENTS, key=("practice_code", "period"))


class _Cells:
    """The cells practice × component of a table, practice by practice."""

    def __init__(self, results: Results, components: Sequence[Component]) -> None:
        self._results, self._components = results, components
        self._shape = (len(results.binding.practices), len(components))
        ids = results.plan.ids()
        self._places = [ids.index(c.id) for c in components]

    def figures(self, name: str) -> Array:
        """Return a column as float64, practices × these components, NaN where a component has none."""
        if not self._results.has(name):
            return np.full(self._shape, np.nan)
        column = self._results.column(name)
        figures = column.floats()
        by_component = Axis.COMPONENTS in column.grain
        figures = np.broadcast_to(figures[:, self._places] if by_component else figures, self._shape)
        has = np.array([_has(self._results, name, c.id) for c in self._components], np.bool_)
        return np.where(has, figures, np.nan)

    def table(self, declared: Mapping[str, str], columns: Mapping[str, Array]) -> pd.DataFrame:
        """Return the table with the key in front of columns given by cell, or by component."""
        practices, components = self._shape
        ids = np.array([c.id for c in self._components], object)
        key_column = list(declared)[1]
        found = {
            "practice_code": np.repeat(np.array(self._results.binding.practices, object), components),
            key_column: np.tile(ids, practices),
        }
        found |= {name: np.broadcast_to(figures, self._shape).ravel() for name, figures in columns.items()}
        return _declared(found, declared, key=("practice_code", key_column))


def _has(results: Results, name: str, component: str) -> bool:
    """Tell whether a column has a figure of its own for a component."""
    if results.plan.has(name):
        return results.plan.step(name, component) is not None
    field = results.plan.given()[name]
    if Axis.COMPONENTS not in field.grain:
        return True
    if isinstance(field, DataField):
        return not field.only or component in field.only
    assert isinstance(field, SchemeField)  # noqa: S101 - a given column is one or the other
    return component in dict(field.values)


def _declared(
    columns: Mapping[str, Array], declared: Mapping[str, str], *, key: tuple[str, str]
) -> pd.DataFrame:
    """Return the table with its declared columns and types, its key proven to be unique."""
    import pandas as pd  # noqa: PLC0415 - half a second that calculating alone does not need

    typed = {name: _typed(pd, columns[name], dtype) for name, dtype in declared.items()}
    table = pd.DataFrame(typed)
    found = {name: str(dtype) for name, dtype in table.dtypes.items()}
    assert found == dict(declared), f"columns {found} are not as declared"  # noqa: S101 - our own mistake
    assert not table.duplicated(list(key)).any(), f"{key} is not unique"  # noqa: S101 - our own mistake
    return table


def _typed(pd: Any, figures: Array, dtype: str) -> Any:
    if dtype not in (_COUNT, _FIGURE):
        return pd.array(figures, dtype=dtype) if dtype == _TEXT else figures
    absent = np.isnan(figures)
    kept = np.where(absent, 0, figures)
    if dtype == _COUNT:
        return pd.arrays.IntegerArray(kept.astype(np.int64), absent)
    return pd.arrays.FloatingArray(kept, absent)
