"""Twenty mistakes of this domain, each made in a copy of the program: the oracle must notice every one.

``python -m tests.property.mutants`` makes them one after another, runs the quick comparison on each
copy (``quick.py``) and prints how many were caught; it exits with 1 where one was not.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

SCHEMES = 60
ROOT = Path(__file__).resolve().parents[2]
COPIED = (
    "incentives",
    "schemes",
    "templates",
    "examples",
    "tests/oracle",
    "tests/property",
    "tests/conftest.py",
)
FORMS = "incentives/scheme/forms/"
POINTS, POUNDS, LINES, PERIODS = (f"{FORMS}{m}.py" for m in ("points", "pounds", "lines", "periods"))
MAKER, ROUNDING = f"{FORMS}maker.py", "incentives/base/rounding.py"
DIVISION, PACK = "incentives/calculate/division.py", "incentives/data/pack.py"
ACHIEVED, COUNTED = "paid_on[Columns.NUMERATOR]", "paid_on[Columns.DENOMINATOR]"

OLD_REGISTER = """old = DataField("old", CELL, PATIENTS, "measures", "register", "register", years_back=1)
        old_register = self.maker.given(old, indicator.id, indicator.terms.register_item)
        own = Divide(old_register, self.list_size, nil())"""


@dataclass(frozen=True)
class Mutant:
    """One mistake: what a person would call it, and each text that is changed, with its file."""

    name: str
    edits: tuple[tuple[str, str, str], ...]


MUTANTS = (
    Mutant(
        "list index with the average list of another year (7,087 for 7,233)",
        (
            (POUNDS, "            terms.national_average_list.patients,", "            Fraction(7087),"),
            (POUNDS, "from typing import", "from fractions import Fraction\nfrom typing import"),
        ),
    ),
    Mutant(
        "above the lower threshold in place of at or above it",
        (
            (
                POINTS,
                "Choose(AtLeast(achievement, lower), rising, nil(POINTS))",
                "Choose(AtLeast(lower, achievement), nil(POINTS), rising)",
            ),
        ),
    ),
    Mutant(
        "half to even in place of half up",
        (
            (ROUNDING, "floor(size + Fraction(1, 2))", "round(size)"),
            (
                DIVISION,
                "        whole += residual >= divisor",
                "        whole += (residual > divisor) | ((residual == divisor) & (whole % 2 == 1))",
            ),
            (
                DIVISION,
                "np.asarray((2 * dividend + divisor) // (2 * divisor))",
                "np.asarray((2 * dividend + divisor - (dividend // divisor % 2 == 0)) // (2 * divisor))",
            ),
        ),
    ),
    Mutant(
        "numerator and denominator swapped",
        ((POINTS, f"Divide({ACHIEVED}, {COUNTED}, nil())", f"Divide({COUNTED}, {ACHIEVED}, nil())"),),
    ),
    Mutant(
        "a percentage read as a fraction",
        (
            ("incentives/data/figures.py", "amount.percent(text) if", "100 * amount.percent(text) if"),
            # A prevalence above 100% is refused when it is read; the oracle must notice without that too.
            ("incentives/data/columns.py", "not 0 < exact <= field_.per", "False"),
        ),
    ),
    Mutant(
        "last year's prevalence",
        (
            (
                POUNDS,
                "own = Divide(register(self.maker, indicator.id, indicator.terms), self.list_size, nil())",
                OLD_REGISTER,
            ),
        ),
    ),
    Mutant(
        "a practice dropped",
        (
            (
                "incentives/data/binding.py",
                "practices = list(pack.practices)",
                "practices = list(pack.practices)[:-1]",
            ),
        ),
    ),
    Mutant(
        "instalments a month late",
        ((PERIODS, "if day >= first)", "if day > first)"),),
    ),
    Mutant(
        "ties by the order of the file in place of the practice code",
        (
            (
                PACK,
                'return tuple(sorted(self.tables["practices"].column("practice_code")))',
                'return tuple(self.tables["practices"].column("practice_code"))',
            ),
        ),
    ),
    Mutant(
        "a practice that did not sign is paid all the same",
        ((POUNDS, "exact = Choose(holds(signed(maker)), grant, nil(POUNDS))", "exact = grant"),),
    ),
    Mutant(
        "PMS deduction by the average list of the year in place of the 5,891 patients of 2004",
        (
            (LINES, "        terms.for_patients,\n", "        Fraction(7087),\n"),
            (LINES, "from typing import", "from fractions import Fraction\nfrom typing import"),
        ),
    ),
    Mutant(
        "exceptions left in the denominator",
        (
            (
                POINTS,
                f"Divide({ACHIEVED}, {COUNTED}, nil())",
                f"Divide({ACHIEVED}, {COUNTED} + exceptions, nil())",
            ),
        ),
    ),
    Mutant(
        "a threshold off by one percentage point",
        (
            (POINTS, '("upper_threshold", pays.end)', '("upper_threshold", pays.end + Fraction(1, 100))'),
            (POINTS, "from typing import", "from fractions import Fraction\nfrom typing import"),
        ),
    ),
    Mutant(
        "the points on reaching the lower threshold forgotten",
        (
            (
                POINTS,
                "rising = base + (offered(maker, written) - base)",
                "rising = (offered(maker, written) - base)",
            ),
        ),
    ),
    Mutant(
        "a cap ignored",
        ((POUNDS, "exact = node(exact, stated)", "exact = node(exact, exact + stated - stated)"),),
    ),
    Mutant(
        "the floor compared after the PMS deduction where before is agreed",
        ((LINES, '"pms_deduction", "after") == "before":', '"pms_deduction", "after") == "neither":'),),
    ),
    Mutant(
        "advance uprated by the price of last year over that of this year",
        (
            (
                PERIODS,
                "Divide(exact * price, before, nil(POUNDS))",
                "Divide(exact * before, price, nil(POUNDS))",
            ),
        ),
    ),
    Mutant(
        "the group's register in place of the indicator's own",
        ((POINTS, "return self.register_of or self.group", "return self.group"),),
    ),
    Mutant(
        "points not rounded for each indicator",
        (
            (
                MAKER,
                "return Round(exact, self.points.places, self.points.rule) if self.points else exact",
                "return exact",
            ),
        ),
    ),
    Mutant(
        "a balance that is never negative",
        (
            (
                PERIODS,
                "Subtract(due, in_all), month)",
                "Greatest(nil(POUNDS), Subtract(due, in_all)), month)",
            ),
            (PERIODS, "    Divide,\n", "    Divide,\n    Greatest,\n"),
        ),
    ),
)


def caught(mutant: Mutant | None, schemes: int = SCHEMES) -> str:
    """Return by what a mutant is caught, nothing where it is not; without a mutant, what is wrong anyway."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        for part in COPIED:
            _copy(ROOT / part, folder / part)
        for file, old, new in mutant.edits if mutant else ():
            _edit(folder / file, old, new)
        command = [sys.executable, "-m", "tests.property.quick", str(schemes)]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.stderr:
        raise RuntimeError(f"the changed copy does not run: {done.stderr.strip().splitlines()[-1]}")
    return done.stdout.strip() if done.returncode else ""


def stale(mutant: Mutant) -> list[str]:
    """Return the texts that a mutant would change and that are no longer there."""
    return [old for file, old, _ in mutant.edits if old not in (ROOT / file).read_text("utf-8")]


def _copy(source: Path, to: Path) -> None:
    to.parent.mkdir(parents=True, exist_ok=True)
    if source.is_dir():
        shutil.copytree(source, to, ignore=shutil.ignore_patterns("__pycache__"))
    else:
        shutil.copy(source, to)


def _edit(file: Path, old: str, new: str) -> None:
    """Make one change; where its text is no longer there, the mutant must be written anew."""
    text = file.read_text("utf-8")
    if old not in text:
        raise LookupError(f"{file.name} no longer has the text of this mutant: {old}")
    file.write_text(text.replace(old, new, 1), "utf-8")


def told(mutants: Sequence[Mutant]) -> int:
    """Make each mistake and say by what it was caught; return 1 where one was not."""
    found = 0
    for mutant in mutants:
        by = caught(mutant)
        found += bool(by)
        print(f"{'caught' if by else 'NOT CAUGHT':10}  {mutant.name}: {by}", flush=True)
    print(f"{found} of {len(mutants)} caught")
    return int(found < len(mutants))


def main() -> int:
    """Run all mutants and say of each by what it was caught."""
    if wrong := caught(None):
        print(f"the program as it is differs from the oracle: {wrong}")
        return 1
    return told(MUTANTS)


if __name__ == "__main__":
    sys.exit(main())
