"""The wheel, installed outside the checkout, carries its schemes, templates and examples and runs."""

from __future__ import annotations

import shutil
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

from tests.conftest import ROOT, absent


def _run(*command: str | Path, where: Path) -> str:
    ran = subprocess.run([str(c) for c in command], cwd=where, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel built from the checkout as it stands."""
    uv = shutil.which("uv")
    if uv is None:
        absent("uv is not installed: no wheel can be built")
    folder = tmp_path_factory.mktemp("wheel")
    _run(uv, "build", "--wheel", "--quiet", "--out-dir", folder, where=ROOT)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh environment elsewhere with the wheel in it; the libraries are those of this one."""
    folder = tmp_path_factory.mktemp("elsewhere")
    home = folder / "environment"
    uv = shutil.which("uv") or "uv"
    _run(uv, "venv", "--quiet", "--python", sys.executable, home, where=folder)
    program = home / ("Scripts" if sys.platform == "win32" else "bin")
    _run(uv, "pip", "install", "--quiet", "--offline", "--no-deps", "--python", home, wheel, where=folder)
    paths = _run(
        program / "python", "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", where=folder
    )
    # A folder named in a .pth file comes last and its own .pth files are not read: the checkout stays out.
    (Path(paths.strip()) / "libraries.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    found = _run(program / "python", "-c", "import incentives; print(incentives.__file__)", where=folder)
    assert Path(found.strip()).is_relative_to(home)
    return program / "incentives"


def test_the_wheel_carries_what_is_shipped_and_nothing_else(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    for file in (
        "schemes/qof/england-2015-16.yaml",
        "templates/schedule.yaml",
        "examples/barsetshire/scheme.yaml",
    ):
        assert f"incentives/_shipped/{file}" in names
    tops = {name.split("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"incentives"}
    assert [name for name in names if "__pycache__" in name or "/tests/" in name] == []


def test_the_installed_program_lists_every_scheme(installed: Path, tmp_path: Path) -> None:
    listed = _run(installed, "schemes", where=tmp_path)
    for path in sorted((ROOT / "schemes" / "qof").glob("*.yaml")):
        assert f"qof-{path.stem}" in listed
    assert "barsetshire-2015-16" in listed


def test_the_installed_program_runs_the_demo(installed: Path, tmp_path: Path) -> None:
    said = _run(installed, "demo", "--out", tmp_path / "out", where=tmp_path)
    assert "Barsetshire" in said
    assert (tmp_path / "out" / "schedule.xlsx").stat().st_size > 0
