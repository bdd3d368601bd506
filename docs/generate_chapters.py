"""What the chapters of tests/spec hold, as examples to print: scheme, practices, pounds and the working.

A chapter calls ``hold`` with a scheme, practice data and the pounds that must come out. Here its tests run
with a ``hold`` that writes down what it is given; the working is in the remarks that stand above the call.
"""

from __future__ import annotations

import ast
import inspect
import io
import re
import tempfile
import tokenize
from dataclasses import dataclass
from fractions import Fraction
from importlib import import_module
from itertools import groupby, product
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.spec.chapter import table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import ModuleType

Row = dict[str, str]
SPEC = Path(__file__).resolve().parents[1] / "tests" / "spec"
LEFT_OUT = {"name", "practice_code", "as_at", "scheme_version"}
HEADINGS = {
    "list_size": "list size",
    "weighted_list_size": "weighted list size",
    "network_code": "network",
    "qof_deduction": "PMS deduction agreed",
    "answer": "signed",
    "starts": "signed from",
    "ends": "signed until",
    "opens": "contract from",
    "closes": "contract until",
    "imd_score": "IMD score",
}
PAID_BEFORE = {"CORE": "core income", "PROVISIONAL": "provisional QOF payment"}
CAPITALS = {"GMS", "PMS", "APMS", "QOF", "CCG", "CQRS", "IMD", "VI001"}


@dataclass(frozen=True)
class Example:
    """One call of ``hold``: what was given, what must come out, and how it was worked by hand.

    ``inputs`` and ``paid`` map a practice to its figures by heading; ``others`` are the files beside the
    scheme, such as the one it starts from; ``successions`` say which practice follows which.
    """

    title: str
    note: str
    scheme: str
    others: tuple[str, ...]
    inputs: dict[str, Row]
    paid: dict[str, Row]
    working: str
    national: str
    successions: tuple[str, ...]


@dataclass(frozen=True)
class Chapter:
    """One chapter: the form's number and name, its rule, its source and its examples in order."""

    number: int
    name: str
    rule: str
    source: str
    examples: tuple[Example, ...]


def chapters() -> tuple[Chapter, ...]:
    """Return every chapter of a form, in the order of the list of forms."""
    return tuple(_chapter(path) for path in sorted(SPEC.glob("test_form_*.py")))


def examples_of(module: ModuleType) -> tuple[Example, ...]:
    """Run the tests of a chapter that hold something, and return what they hold, in order."""
    source = inspect.getsource(module)
    remarks = _remarks(source)
    found: list[Example] = []
    holds, module.hold = module.hold, None  # type: ignore[attr-defined]
    try:
        for function in _tests(module, source):
            found += _held(module, function, remarks)
    finally:
        module.hold = holds  # type: ignore[attr-defined]
    return tuple(found)


def _chapter(path: Path) -> Chapter:
    module = import_module(f"tests.spec.{path.stem}")
    head, _, source = (module.__doc__ or "").partition("\n\n")
    named = re.fullmatch(r"Form (\d+), (?:a )?([^:]+): (.*)", head.replace("\n", " ").strip())
    if not named:
        raise AssertionError(f"{path.name}: the first line says 'Form N, its name: its rule.'")
    source = re.sub(r"^Sources?: ", "", source.strip()).replace("``", "`")
    return Chapter(int(named[1]), named[2], named[3].replace("``", "`"), source, examples_of(module))


def _tests(module: ModuleType, source: str) -> Iterator[Callable[..., Any]]:
    """The tests of a module that call ``hold``, straight or through a function of the module."""
    tree = ast.parse(source)
    functions = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
    calls = {
        name: {n.func.id for n in ast.walk(node) if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)}
        for name, node in functions.items()
    }
    through = {name for name, called in calls.items() if "hold" in called}
    for name, called in calls.items():
        if name.startswith("test_") and called & {"hold", *through}:
            yield getattr(module, name)


def _held(module: ModuleType, function: Callable[..., Any], remarks: dict[int, str]) -> Iterator[Example]:
    """Run one test, once for each of its cases, and write down each call of ``hold``."""
    found: list[Example] = []
    at = [function.__code__.co_firstlineno]

    def write_down(folder: Path, text: str, tables: dict[str, list[Row]], paid: str, **_: Any) -> None:
        line = _line_in(function)
        working = "\n".join(remarks[n] for n in range(at[0] + 1, line + 1) if n in remarks)
        at[0] = line
        others = tuple(p.read_text("utf-8") for p in sorted(folder.glob("*.yaml")))
        note = "" if found else " ".join((function.__doc__ or "").split())
        inputs, by_code = _inputs(tables), {r["practice"]: r for r in table(paid)}
        shown = {
            code: {k: _with_commas(v) for k, v in r.items() if k != "practice"} for code, r in by_code.items()
        }
        more = (_national(tables, text), _successions(tables))
        found.append(Example(_title(function.__name__), note, text, others, inputs, shown, working, *more))

    module.hold = write_down  # type: ignore[attr-defined]
    for case in _cases(function):
        with tempfile.TemporaryDirectory() as folder:
            function(**case, tmp_path=Path(folder))
    yield from found


def _cases(function: Callable[..., Any]) -> Iterator[dict[str, Any]]:
    """The values with which a test is run, for each of its cases."""
    marks = [m for m in getattr(function, "pytestmark", []) if m.name == "parametrize"]
    for values in product(*(mark.args[1] for mark in reversed(marks))):
        case: dict[str, Any] = {}
        for mark, value in zip(reversed(marks), values, strict=True):
            names = mark.args[0]
            case |= {names: value} if isinstance(names, str) else dict(zip(names, value, strict=True))
        yield case


def _line_in(function: Callable[..., Any]) -> int:
    frame = inspect.currentframe()
    while frame and frame.f_code is not function.__code__:
        frame = frame.f_back
    if not frame:
        raise AssertionError("hold is called by the test that is run")
    return frame.f_lineno


def _remarks(source: str) -> dict[int, str]:
    """The remarks that stand on lines of their own, by line."""
    read = tokenize.generate_tokens(io.StringIO(source).readline)
    return {
        t.start[0]: t.string.lstrip("# ")
        for t in read
        if t.type == tokenize.COMMENT and t.line.lstrip().startswith("#")
    }


def _title(name: str) -> str:
    """A test's name as a heading: "test_vi001_of_2021_22" is "VI001 of 2021/22"."""
    text = re.sub(r"\b(20\d\d) (\d\d)\b", r"\1/\2", name.removeprefix("test_").replace("_", " "))
    text = re.sub(r"\b[a-z]+\d*\b", lambda w: w[0].upper() if w[0].upper() in CAPITALS else w[0], text)
    return text[:1].upper() + text[1:]


# --- practice data as one table ---


def _inputs(tables: dict[str, list[Row]]) -> dict[str, Row]:
    """Every figure of the practice data under a heading that says what it is, by practice."""
    found: dict[str, Row] = {}
    for name, rows in tables.items():
        for row in rows:
            if "practice_code" in row:
                figures = found.setdefault(row["practice_code"], {})
                figures.update(READ[name](row) if name in READ else _plain(row))
    return found


def _plain(row: Row) -> Row:
    return {HEADINGS.get(k, k.replace("_", " ")): _shown(v) for k, v in row.items() if k not in LEFT_OUT}


def _counts(row: Row) -> Row:
    counted = ("numerator", "denominator", "exceptions")
    return {f"{k} of {row['indicator']}": _shown(row.get(k, "0")) for k in counted}


def _measure(row: Row) -> Row:
    year = "" if row["year"] == "2015/16" else f" in {row['year']}"
    measure = re.sub(r":(.+)", r" (\1)", row["measure"])
    return {f"{measure} of {row['item']}{year}": _shown(row["value"])}


def _paid_before(row: Row) -> Row:
    what = PAID_BEFORE.get(row["component"], f"{row['component']} payment")
    figures = {f"{what} of {row['year']}": pounds(Fraction(row["pence"]) / 100)}
    if "list_size" in row:
        figures[f"list size in {row['year']}"] = _shown(row["list_size"])
    return figures


def _decided(row: Row) -> Row:
    return {"decided to be taken back": pounds(Fraction(row["pence"]) / 100)}


READ: dict[str, Callable[[Row], Row]] = {
    "counts": _counts,
    "measures": _measure,
    "baseline": _paid_before,
    "adjustments": _decided,
}


def _national(tables: dict[str, list[Row]], text: str) -> str:
    """The national prevalence, where the scheme weights by a register or by a cohort."""
    if "its register" not in text and "target population" not in text:
        return ""
    stated = {row["prevalence"] for row in tables.get("national", []) if row.get("prevalence")}
    return " and ".join(sorted(stated)) if "stated in the practice data" in text else ""


def _successions(tables: dict[str, list[Row]]) -> tuple[str, ...]:
    return tuple(
        f"{row['from']} is followed by {row['to']} on {row['on']}, for {row['share']}"
        for row in tables.get("successions", [])
    )


def pounds(amount: Fraction) -> str:
    """Return an amount of whole pence as people write it."""
    pence = int(amount * 100)
    return f"{'-' if pence < 0 else ''}£{abs(pence) // 100:,}.{abs(pence) % 100:02}"


def _with_commas(value: str) -> str:
    """An amount that a chapter makes by a program of its own may lack the commas."""
    return re.sub(r"(?<=£)\d{4,}(?=\.)", lambda whole: f"{int(whole[0]):,}", value)


def _shown(value: str) -> str:
    return f"{int(value):,}" if value.isdigit() else value


def by_title(examples: tuple[Example, ...]) -> Iterator[tuple[str, tuple[Example, ...]]]:
    """Return the examples under the title of their test."""
    for title, group in groupby(examples, key=lambda e: e.title):
        yield title, tuple(group)
