"""Input made to do harm is refused by name, in a second and 200 MB: measured in a process of its own."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from tests.errors.bad_inputs import HOSTILE, Hostile

if TYPE_CHECKING:
    from pathlib import Path

SECONDS, MEGABYTES = 1.0, 200
CHARACTERS = 30_000
MEASURED = """
import contextlib, io, json, os, resource, sys, time
from incentives.cli.app import main
GIBIBYTE = 2**30
resource.setrlimit(resource.RLIMIT_AS, (2 * GIBIBYTE, 2 * GIBIBYTE))
sys.argv = ["incentives", "check", "scheme.yaml"]
for folder in json.load(sys.stdin):
    os.chdir(folder)
    code, said, start = 0, io.StringIO(), time.process_time()
    with contextlib.redirect_stderr(said), contextlib.redirect_stdout(said):
        try:
            main()
        except SystemExit as end:
            code = end.code
    status = dict(line.split(":", 1) for line in open("/proc/self/status"))
    used = int(status["VmHWM"].split()[0]) / 1024  # getrusage would count the process that started this one
    print(json.dumps([code, said.getvalue(), time.process_time() - start, used]), flush=True)
"""


@dataclass(frozen=True)
class Ran:
    """How a check ended, what it said, its seconds of the processor, and the most memory so far in MB."""

    code: int
    said: str
    seconds: float
    megabytes: float


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Ran]:
    folders: list[Path] = []
    for hostile in HOSTILE:
        folder = tmp_path_factory.mktemp("hostile") / "in"
        folder.mkdir()
        hostile.leave(folder)
        folders.append(folder)
    process = subprocess.run(
        [sys.executable, "-c", MEASURED],
        input=json.dumps([str(f) for f in folders]),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    found = [Ran(*json.loads(line)) for line in process.stdout.splitlines()]
    assert len(found) == len(HOSTILE), process.stderr[-CHARACTERS:]
    return {hostile.name: one for hostile, one in zip(HOSTILE, found, strict=True)}


@pytest.mark.parametrize("hostile", HOSTILE, ids=lambda h: h.name)
def test_it_is_refused_by_name(hostile: Hostile, ran: dict[str, Ran]) -> None:
    one = ran[hostile.name]
    assert one.code == 1, one.said[:CHARACTERS]
    assert re.search(rf"error {hostile.code}", one.said), one.said[:CHARACTERS]
    assert hostile.says in one.said
    assert "Traceback" not in one.said
    assert len(one.said) < CHARACTERS
    assert "\u202e" not in one.said


@pytest.mark.parametrize("hostile", HOSTILE, ids=lambda h: h.name)
def test_it_takes_a_second_and_200_megabytes_at_most(hostile: Hostile, ran: dict[str, Ran]) -> None:
    assert ran[hostile.name].seconds <= SECONDS
    assert ran[hostile.name].megabytes <= MEGABYTES
