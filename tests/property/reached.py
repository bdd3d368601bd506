"""What a made scheme reached: the cells on the edges of its rules, its forms, their ordered pairs."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from tests.oracle.text import ends, figure
from tests.property.pairs import Pair, forms_in, pairs_in, permitted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.oracle.worked import Worked


@dataclass
class Reached:
    """Counts that add up over schemes; ``apart`` names each figure on which readings differ."""

    cells: Counter[str] = field(default_factory=Counter)
    forms: Counter[int] = field(default_factory=Counter)
    pairs: Counter[Pair] = field(default_factory=Counter)
    apart: list[str] = field(default_factory=list)

    def add(self, other: Reached) -> None:
        """Add what another scheme reached."""
        self.cells.update(other.cells)
        self.forms.update(other.forms)
        self.pairs.update(other.pairs)
        self.apart += other.apart

    @property
    def inside(self) -> Fraction:
        """The share of the payments of indicators that lie strictly between nothing and full points."""
        return Fraction(self.cells["between nothing and full"], self.cells["payments of indicators"] or 1)

    def rarest(self) -> tuple[int, Pair]:
        """Return the permitted pair that was met least often, and how often that was."""
        return min((self.pairs[pair], pair) for pair in permitted())


def reached(out: Worked, resolved: Mapping[str, Any]) -> Reached:
    """Count what one scheme reached, as the oracle worked it out."""
    found: Counter[str] = Counter(schemes=1)
    rows = {i["id"]: i for i in resolved["indicators"]}
    size = len(out.due)
    for word, said in (("small_numbers", "small numbers settled"), ("part_year", "paid for part of a year")):
        found[said] += size * bool(resolved.get(word))
    found["schemes with a budget applied"] += bool(resolved["budget"])
    found.update(_amounts(out, rows))
    for (_, name), a in out.achievement.items():
        found["on a threshold"] += a in _edges(rows[name])
    counted = [n for n, i in rows.items() if "%" in i.get("pays", "")]
    found["denominator nil"] += len(counted) * size - sum(n in counted for _, n in out.achievement)
    found["half a hundredth of a point"] += sum(_tie(p) for p in out.exact_points.values())
    found["negative balance"] += sum(
        x < 0 for (_, n), x in out.instalments.items() if n.startswith("Balance")
    )
    return Reached(found, Counter(forms_in(resolved)), Counter(pairs_in(resolved)))


def _amounts(out: Worked, rows: Mapping[str, Mapping[str, Any]]) -> Counter[str]:
    found: Counter[str] = Counter()
    offered = {name: figure(row["points"]) for name, row in rows.items()}
    for (practice, name), exact in out.unrounded.items():
        found["payments"] += 1
        found["on a half-penny tie"] += _tie(exact)
        found["negative line"] += exact < 0
        if name in rows:
            found["payments of indicators"] += 1
            found["between nothing and full"] += 0 < out.points[practice, name] < offered[name]
    return found


def _edges(row: Mapping[str, Any]) -> tuple[Fraction, ...]:
    pays = row.get("pays", "")
    return ends(pays) if " to " in pays else (figure(pays),) if pays else ()


def _tie(exact: Fraction) -> bool:
    return (exact * 100) % 1 == Fraction(1, 2)
