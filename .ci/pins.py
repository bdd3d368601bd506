"""Writes the exact version of everything installed into pyproject.toml, or says where the two differ.

``uv run python .ci/pins.py`` prints each difference and ends with 1 if there is one;
``--write`` writes the list under ``[tool.uv] constraint-dependencies``. The lock file is not kept under
version control because it names the hosts that packages came from; this list names none.
"""

from __future__ import annotations

import re
import sys
import tomllib
from importlib.metadata import distributions
from pathlib import Path

PYPROJECT = Path(__file__).resolve().parents[1] / "pyproject.toml"
NOT_PINNED = {"incentives", "pip", "setuptools", "uv", "wheel"}  # this project, and what installs it
_LIST = re.compile(r"^constraint-dependencies = \[.*?\]$", re.MULTILINE | re.DOTALL)


def main(arguments: list[str]) -> int:
    """Write the pins, or compare them with what is installed; return the exit code."""
    if "--write" in arguments:
        write(installed())
        return 0
    found = differences(pinned(), installed())
    sys.stdout.write("".join(f"{line}\n" for line in found) or "Every installed version is the pinned one.\n")
    return 1 if found else 0


def installed() -> dict[str, str]:
    """Return the version of every package installed beside this Python, by its normalised name."""
    versions = {re.sub(r"[-_.]+", "-", d.name).lower(): d.version for d in distributions()}
    return {name: versions[name] for name in sorted(versions.keys() - NOT_PINNED)}


def pinned() -> dict[str, str]:
    """Return the versions that pyproject.toml names."""
    settings = tomllib.loads(PYPROJECT.read_text(encoding="utf-8"))
    return dict(pin.split("==") for pin in settings["tool"]["uv"]["constraint-dependencies"])


def differences(pins: dict[str, str], found: dict[str, str]) -> list[str]:
    """Return a line for each package whose pin is missing or another; a pin for another system is none."""
    return [
        f"{name}: {version} is installed, pinned is {pins.get(name, 'none')}: run `just pins`"
        for name, version in found.items()
        if pins.get(name) != version
    ]


def write(versions: dict[str, str]) -> None:
    """Replace the list in pyproject.toml, one package a line."""
    text = PYPROJECT.read_text(encoding="utf-8")
    lines = "".join(f'    "{name}=={version}",\n' for name, version in versions.items())
    changed, times = _LIST.subn(f"constraint-dependencies = [\n{lines}]", text)
    if times != 1:
        raise SystemExit("pyproject.toml has no single list constraint-dependencies: mend it by hand")
    PYPROJECT.write_text(changed, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
