"""Form 37, formula: the pounds that one line of the closed grammar gives.

Source: none; it is for what no form of the list says. Each formula is worked by hand here.
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
