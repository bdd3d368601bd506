"""The house rules that no linter knows: sizes, docstrings of packages, who prints, what `--help` loads."""

from __future__ import annotations

import ast
import inspect
import json
import re
import shutil
import subprocess
import sys
import sysconfig
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from incentives.scheme.forms import FORMS, Form
from tests.conftest import ROOT, absent

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LONGEST_MODULE = 500
LONGEST_FUNCTION = 60
LONGEST_FORM = 20
HEAVY = ("pandas", "numpy", "scipy", "openpyxl", "pyarrow", "xlsxwriter")
FORBIDDEN_FOLDERS = ("utils", "helpers", "common", "core", "manager", "managers", "misc")
PACKAGE = sorted((ROOT / "incentives").rglob("*.py"))
CODE = [
    p
    for folder in ("incentives", "tests", "benchmarks", "docs")
    for p in sorted((ROOT / folder).rglob("*.py"))
]


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _tracked() -> Iterator[tuple[str, str]]:
    """Every text file under version control, with its text."""
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        absent("no git checkout: the files under version control cannot be listed")
    listed = subprocess.run([git, "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    for name in listed.decode().split("\0"):
        path = ROOT / name
        if name and path.is_file():
            yield name, path.read_text(encoding="utf-8", errors="replace")


@pytest.mark.parametrize("path", CODE, ids=_name)
def test_a_module_has_at_most_500_lines_and_says_what_it_is(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= LONGEST_MODULE
    assert not text or ast.get_docstring(ast.parse(text)), "the module has no docstring"


@pytest.mark.parametrize("path", CODE, ids=_name)
def test_a_function_has_at_most_60_lines(path: Path) -> None:
    functions = [
        node
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    long = {f.name: length for f in functions if (length := f.end_lineno - f.lineno + 1) > LONGEST_FUNCTION}  # type: ignore[operator]
    assert long == {}


@pytest.mark.parametrize("form", FORMS.all(), ids=lambda form: f"{form.number} {form.part.value}")
def test_a_payment_form_is_one_function_whose_body_has_at_most_20_lines(form: Form) -> None:
    (function,) = ast.parse(inspect.getsource(form.make)).body
    assert isinstance(function, ast.FunctionDef)
    assert ast.get_docstring(function), "the form does not say what it pays"
    described = function.body[0].end_lineno
    assert described is not None
    assert function.end_lineno is not None
    assert function.end_lineno - described <= LONGEST_FORM


def test_every_package_says_what_comes_in_what_goes_out_and_where_to_start_reading() -> None:
    folders = {p.parent for p in PACKAGE}
    for folder in sorted(folders):
        docstring = ast.get_docstring(ast.parse((folder / "__init__.py").read_text(encoding="utf-8"))) or ""
        assert len(docstring.splitlines()) >= 3, f"{_name(folder)}/__init__.py does not say what it is"


def test_no_folder_or_module_is_named_after_nothing() -> None:
    named = [
        _name(p) for p in CODE if set(p.relative_to(ROOT).with_suffix("").parts) & set(FORBIDDEN_FOLDERS)
    ]
    assert named == []


def test_no_two_test_files_share_a_name_since_pytest_would_take_only_one() -> None:
    names = [p.name for p in (ROOT / "tests").rglob("test_*.py")]
    assert [name for name, times in Counter(names).items() if times > 1] == []


def test_only_the_command_line_and_the_benchmarks_print() -> None:
    printing = [
        f"{_name(path)}:{node.lineno}"
        for path in PACKAGE
        if path.relative_to(ROOT).parts[1] != "cli" and path.name != "__main__.py"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"
    ]
    assert printing == []


def test_no_work_is_left_for_later_in_the_code() -> None:
    marks = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|X" + r"XX|NotImplemented" + r"Error)\b")
    found = [
        f"{name}: {m.group()}"
        for name, text in _tracked()
        if name.endswith(".py")
        for m in marks.finditer(text)
    ]
    assert found == []


def test_no_file_names_a_package_host_or_a_path_of_one_machine() -> None:
    hosts = re.compile(
        r"py" + r"pi\.org|files\.python" + r"hosted\.org|conda" + r"\.anaconda\.org"
        r"|(?<![\w.)])/(?:wo" + r"rk|tm" + r"p|ro" + r"ot|ho" + r"me)/\w",
    )
    found = [f"{name}: {m.group()}" for name, text in _tracked() for m in hosts.finditer(text)]
    assert found == []


def test_help_loads_no_table_or_workbook_library() -> None:
    script = (
        "import sys, json\n"
        "sys.argv = ['incentives', '--help']\n"
        "from incentives.cli import main\n"
        "try:\n    main()\nexcept SystemExit as end:\n    assert not end.code, end.code\n"
        "print(json.dumps(sorted({m.split('.')[0] for m in sys.modules})), file=sys.stderr)\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr
    assert "Usage:" in ran.stdout
    assert set(json.loads(ran.stderr.splitlines()[-1])) & set(HEAVY) == set()


def test_imports_run_one_way() -> None:
    linter = shutil.which("lint-imports", path=sysconfig.get_path("scripts"))
    if linter is None:
        absent("import-linter is not installed beside this Python")
    ran = subprocess.run([linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
