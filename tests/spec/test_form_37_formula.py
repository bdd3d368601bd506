"""Form 37, formula: the pounds, or the points of an indicator, that one line of the closed grammar gives.

Source: [worked from the design; no published source found], since it is for what no form of the list says.
Each formula is worked by hand here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.spec.chapter import hold, pack, scheme

if TYPE_CHECKING:
    from pathlib import Path

ROW = "X: {points: 20, pays: 40% to 80%, group: G, weighted_by: list size only}"
TABLES = pack("""
    practice | list  | weighted list | numerator | denominator | register | activity of FLU01 | contract
    ZZ9001   | 8,000 | 8,123.5       | 600       | 1,000       | 200      | 10                | GMS
    ZZ9002   | 1     | 0.5           | 0         | 0           | 0        | 0                 | PMS
    ZZ9003   | 4,999 | 5,000         | 599       | 1,000       | 99       | 101               | GMS
    ZZ9004   | 5,000 | 5,000         | 800       | 1,000       | 100      | 100               | GMS
""")


FORMULAS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("£2.50 per patient × list size", ("£20,000.00", "£2.50", "£12,497.50", "£12,500.00")),
    ("£0.01 per patient * weighted list size", ("£81.24", "£0.01", "£50.00", "£50.00")),
    ("min(£1,000, £10.06 × activity of FLU01)", ("£100.60", "£0.00", "£1,000.00", "£1,000.00")),
    (
        "£100 × achievement of X (if nil 100%)",
        ("£60.00", "£100.00", "£59.90", "£80.00"),
    ),
    (
        "if register of G >= 100 patients then £50 else £0",
        ("£50.00", "£0.00", "£0.00", "£50.00"),
    ),
    (
        "if list size < 5000 patients and not contract is PMS then £1 else £2",
        ("£2.00", "£2.00", "£1.00", "£2.00"),
    ),
    (
        "£1000 * (register of G ÷ list size (if nil: 0) + 1/100) - £5",
        ("£30.00", "£5.00", "£24.80", "£25.00"),
    ),
    ("points of X × price per point ÷ 2", ("£800.75", "£0.00", "£796.75", "£1,601.50")),
    ("round(£0.335 per patient × list size, 0)", ("£2,680.00", "£0.00", "£1,675.00", "£1,675.00")),
    ("max(£1, £5 - £2, 20% × £40) + -(£3)", ("£5.00", "£5.00", "£5.00", "£5.00")),
)


def test_pounds_by_formula(tmp_path: Path) -> None:
    ids = [f"p{n:02d}" for n in range(len(FORMULAS))]
    pay = "".join(f"  {i}:\n    formula: '{text}'\n" for i, (text, _) in zip(ids, FORMULAS, strict=True))
    lines = ["|".join(["practice", *ids])]
    lines += ["|".join([f"ZZ900{n + 1}", *(paid[n] for _, paid in FORMULAS)]) for n in range(4)]
    english = f"By formula: {FORMULAS[0][0]}."
    hold(tmp_path, scheme(ROW, more=f"payments:\n{pay}"), TABLES, "\n".join(lines), english=english)


EDGES = (
    ("min(£1,000, £10 × activity of FLU01)", ("£990.00", "£1,000.00", "£1,000.00", "£0.00")),
    ("if register of G >= 100 patients then £50 else £0", ("£0.00", "£50.00", "£50.00", "£0.00")),
    (
        "if list size < 5000 patients and not contract is PMS then £1 else £2",
        ("£1.00", "£2.00", "£2.00", "£1.00"),
    ),
    ("max(£1, £0.01 per patient × list size - £49)", ("£1.00", "£1.00", "£1.01", "£1.00")),
)


def test_just_below_at_and_just_above_the_figures_of_a_formula(tmp_path: Path) -> None:
    tables = pack("""
        practice | list  | numerator | denominator | register | activity of FLU01
        ZZ9001   | 4,999 | 600       | 1,000       | 99       | 99
        ZZ9002   | 5,000 | 600       | 1,000       | 100      | 100
        ZZ9003   | 5,001 | 600       | 1,000       | 101      | 101
        ZZ9004   | 0     | 0         | 0           | 0        | 0
    """)
    ids = [f"p{n}" for n in range(len(EDGES))]
    pay = "".join(f"  {i}:\n    formula: '{text}'\n" for i, (text, _) in zip(ids, EDGES, strict=True))
    lines = ["|".join(["practice", *ids])]
    lines += ["|".join([f"ZZ900{n + 1}", *(paid[n] for _, paid in EDGES)]) for n in range(4)]
    hold(tmp_path, scheme(ROW, more=f"payments:\n{pay}"), tables, "\n".join(lines))


def points_row(formula: str, points: int = 20) -> str:
    return f"X: {{points: {points}, formula: '{formula}', group: G, weighted_by: list size only}}"


def test_points_by_formula(tmp_path: Path) -> None:
    # 20 × 60% = 12, £1,921.80; nobody is counted: what the formula says, 20 × 0%; 20 × 59.9% = 11.98.
    tables = pack("""
        practice | list  | numerator | denominator
        ZZ9001   | 8,000 | 600       | 1,000
        ZZ9002   | 8,000 | 0         | 0
        ZZ9003   | 8,000 | 599       | 1,000
        ZZ9004   | 8,000 | 1         | 3
    """)
    paid = """
        practice | points | X
        ZZ9001   | 12     | £1,921.80
        ZZ9002   | 0      | £0.00
        ZZ9003   | 11.98  | £1,918.60
        ZZ9004   | 6.67   | £1,068.20
    """
    text = "20 points × achievement of X (if nil 0%)"
    english = f"By formula: {text}; never below nothing, never above the points offered."
    hold(tmp_path, scheme(points_row(text)), tables, paid, english=english)


def test_points_by_formula_are_none_below_nothing_and_at_most_those_offered(tmp_path: Path) -> None:
    # 30 × a - 15: at 50% nothing, at 49% it would be -0.3, at 51% 0.3; at 100% 15, of which 10 are offered.
    tables = pack("""
        practice | list  | numerator | denominator
        ZZ9001   | 8,000 | 49        | 100
        ZZ9002   | 8,000 | 50        | 100
        ZZ9003   | 8,000 | 51        | 100
        ZZ9004   | 8,000 | 83        | 100
        ZZ9005   | 8,000 | 84        | 100
        ZZ9006   | 8,000 | 100       | 100
        ZZ9007   | 8,000 | 0         | 0
        ZZ9008   | 8,000 | 250       | 300
    """)
    paid = """
        practice | points | X
        ZZ9001   | 0      | £0.00
        ZZ9002   | 0      | £0.00
        ZZ9003   | 0.3    | £48.05
        ZZ9004   | 9.9    | £1,585.49
        ZZ9005   | 10     | £1,601.50
        ZZ9006   | 10     | £1,601.50
        ZZ9007   | 10     | £1,601.50
        ZZ9008   | 10     | £1,601.50
    """
    text = "30 points × achievement of X (if nil 100%) - 15 points"
    hold(tmp_path, scheme(points_row(text, points=10)), tables, paid)


def test_points_by_formula_of_a_register_and_a_declaration(tmp_path: Path) -> None:
    tables = pack("""
        practice | list  | register | declared
        ZZ9001   | 8,000 | 99       | 1
        ZZ9002   | 8,000 | 100      | 1
        ZZ9003   | 8,000 | 101      | 0
        ZZ9004   | 8,000 | 0        | 1
    """)
    paid = """
        practice | points | X
        ZZ9001   | 2      | £320.30
        ZZ9002   | 5      | £800.75
        ZZ9003   | 0      | £0.00
        ZZ9004   | 2      | £320.30
    """
    text = (
        "if not X is declared then 0 points else if register of G >= 100 patients then 5 points else 2 points"
    )
    hold(tmp_path, scheme(points_row(text, points=5)), tables, paid)
