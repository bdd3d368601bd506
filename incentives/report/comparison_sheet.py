"""One table of a comparison's workbook, and how its cells look."""

from __future__ import annotations

from dataclasses import dataclass

Cell = str | int | float | None
TEXT, COUNT, POUNDS, SHARE, POINTS = "text", "count", "pounds", "share", "points"
LOOKS = {
    TEXT: "@",
    COUNT: "#,##0",
    POUNDS: '"£"#,##0.00;[Red]-"£"#,##0.00',
    SHARE: "0.0%",
    POINTS: "+0.0;-0.0;0.0",
}


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table: its sheet's name, what it is in words, columns with what they hold, and rows."""

    name: str
    says: str
    columns: tuple[tuple[str, str], ...]
    rows: tuple[tuple[Cell, ...], ...]
