"""Each form of a chapter replaced by form 1, or left out where it is no indicator: every reading must notice.

``python -m tests.spec.replaced [FORM ...]`` changes the schemes of a chapter as they are read, runs its tests
until each numeric reading has failed a case, and prints which did; it exits with 1 where one did not. An
indicator is paid in a straight line from 0% to 100%; a payment becomes so much for each patient.
"""

from __future__ import annotations

import inspect
import sys
from contextlib import suppress
from dataclasses import replace
from fractions import Fraction
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

from incentives.base.problem import Refused
from incentives.scheme.compiling import plan_of
from incentives.scheme.forms import FORMS, points, pounds, services
from incentives.scheme.forms.form import Part
from incentives.scheme.reading import read_plan
from incentives.scheme.resolved import resolved
from incentives.scheme.values import Slide
from tests.spec import chapter

if TYPE_CHECKING:
    from collections.abc import Iterator

    from incentives.scheme.forms import Form, Written
    from incentives.scheme.model import Scheme

HERE = Path(__file__).parent
NUMERIC = ("calculate", "explain", "workbook", "oracle")
LINEAR = next(form for form in FORMS.all() if form.number == 1)
FLAT = Slide(Fraction(0), Fraction(1))
PRICE, AREA, BY_YEAR, VARIANTS = 10, 11, (20, 26), 32


def failed(number: int) -> set[str]:
    """Return the readings in which a case of a chapter fails where its form is replaced."""
    found: set[str] = set()

    def noted(*given: Any) -> dict[str, Any]:
        wrong = {name: list(map(str, apart)) for name, apart in _apart(*given).items()}
        found.update(wrong)
        return wrong

    with (
        patch.object(chapter, "read", lambda path: _read(path, number)),
        patch.object(chapter, "apart", noted),
    ):
        for test in _tests(number):
            # What failed is noted; a scheme that is no longer one shows nothing.
            with TemporaryDirectory() as folder, suppress(AssertionError, Refused, KeyError):
                test(Path(folder))
            if found.issuperset(NUMERIC):
                break
    return found


_apart = chapter.apart


def _tests(number: int) -> Iterator[Any]:
    """Return the tests of a chapter that ask for nothing but a folder."""
    path = next(HERE.glob(f"test_form_{number:02}_*.py"))
    module = import_module(f"tests.spec.{path.stem}")
    for name, test in inspect.getmembers(module, inspect.isfunction):
        if name.startswith("test_") and list(inspect.signature(test).parameters) == ["tmp_path"]:
            yield test


def _read(path: Path, number: int) -> tuple[Any, dict[str, Any]]:
    scheme = replaced(read_plan(path)[0], number)
    return plan_of(scheme), resolved(scheme)


def replaced(scheme: Scheme, number: int) -> Scheme:
    """Return a scheme in which a form is replaced by form 1, or left out."""
    pay_points = scheme.pay_points
    if number == PRICE and pay_points:
        terms = pay_points.terms.model_copy(update={"price_per_point": Fraction(1)})
        pay_points = replace(pay_points, terms=terms)
    gone = {
        name: None
        for name in ("instalments", "small_numbers", "part_year")
        if (entry := getattr(scheme, name)) and entry.form.number == number
    }
    return replace(
        scheme,
        indicators=tuple(_indicator(i, number) for i in scheme.indicators),
        payments=tuple(_payment(p, number) for p in scheme.payments),
        lines=tuple(line for line in scheme.lines if line.form.number != number),
        rules=tuple(rule for rule in scheme.rules if rule.form.number != number),
        pay_points=pay_points,
        **gone,  # type: ignore[arg-type]
    )


def _indicator(written: Written[Any], number: int) -> Written[Any]:
    if number == AREA:
        return replace(written, terms=written.terms.model_copy(update={"weighted_by": pounds.LIST_ONLY}))
    by_value = number in BY_YEAR and written.worked_from
    if number == VARIANTS:
        return replace(written, variants=(), terms=written.terms.model_copy(update={"variants": ()}))
    if written.form.number != number and not by_value:
        return written
    kept = {
        n: getattr(written.terms, n) for n in points.LinearTerms.model_fields if hasattr(written.terms, n)
    }
    kept |= {"pays": FLAT, "form": "", "counted_as": getattr(written.terms, "stretch_of", kept["counted_as"])}
    return replace(written, form=LINEAR, terms=points.LinearTerms.model_construct(**kept), worked_from={})


def _payment(written: Written[Any], number: int) -> Written[Any]:
    if number == VARIANTS:
        return replace(written, variants=(), terms=written.terms.model_copy(update={"variants": ()}))
    if written.form.number != number:
        return written
    other: dict[str, Any] = {"form": "capitation", "per_patient": Fraction(1, 7), "list": "registered"}
    terms = services.CapitationTerms.model_construct(**other)
    return replace(written, form=_named("capitation"), terms=terms, variants=())


def _named(name: str) -> Form:
    form = FORMS.named(Part.PAYMENTS, name)
    assert form is not None
    return form


def main() -> int:
    """Replace the forms that were asked for, or all but form 1; return 1 where a reading did not notice."""
    asked = [int(word) for word in sys.argv[1:]] or range(2, 38)
    missed = 0
    for number in asked:
        found = failed(number)
        missed += not found.issuperset(NUMERIC)
        said = ", ".join(f"{name} {'fails' if name in found else 'DOES NOT FAIL'}" for name in NUMERIC)
        print(f"form {number:>2} replaced: {said}", flush=True)
    print(f"{len(list(asked)) - missed} of {len(list(asked))} forms: a case fails in every numeric reading")
    return int(bool(missed))


if __name__ == "__main__":
    sys.exit(main())
