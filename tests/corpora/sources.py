"""The trials that a folder gives: known by how its files lie and what they hold, never by a list of names."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tests.corpora.outcomes import READ, Outcome, Trial
from tests.corpora.readers import READERS
from tests.corpora.texts import TOGETHER, texts_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path


def trials_of(folder: Path) -> Iterator[Trial]:
    """Return a trial for every file of a folder and every reader that could meet it."""
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        relative = path.relative_to(folder)
        source = relative.parts[0] if len(relative.parts) > 1 else folder.name
        if path.suffix == ".jsonl":
            yield from _cases(path, source)
            continue
        name, data = "/".join(relative.parts[1:]) or path.name, path.read_bytes()
        for reader, what in READERS.items():
            if what.takes(name):
                yield Trial(source, name, reader, data, _expected(path) if reader == "file" else "")
        for number, text in enumerate(texts_of(path), start=1):
            for reader in ("scheme text", "pack text"):
                yield Trial(source, f"{name} text {number}", reader, text.encode())
        if path.name == "in.yaml":
            yield Trial(source, f"case {name}", "settings", data, _said_beside(path))


def outputs_of(outcomes: Mapping[Trial, Outcome]) -> Iterator[Trial]:
    """Return trials of what is written with the texts that both a scheme and a pack take, forty at a time."""
    taken: dict[tuple[str, str], set[str]] = {}
    for trial, outcome in outcomes.items():
        if trial.reader in ("scheme text", "pack text") and outcome.kind == READ:
            taken.setdefault((trial.source, trial.reader), set()).add(trial.data.decode())
    for source in sorted({source for source, _ in taken}):
        texts = taken.get((source, "scheme text"), set()) & taken.get((source, "pack text"), set())
        ordered = sorted(texts)
        for first in range(0, len(ordered), TOGETHER):
            data = json.dumps(ordered[first : first + TOGETHER]).encode()
            yield Trial(source, f"texts from {first + 1} on", "outputs", data)


def _cases(path: Path, source: str) -> Iterator[Trial]:
    """Return the cases of a suite in one file: a line of JSON each, with its YAML and what it says."""
    for line in path.read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        if "yaml" in case:
            expected = "error" if case.get("error") else case.get("json", "")
            name = f"case {case.get('id', '')}"
            for reader in ("settings", "scheme"):
                yield Trial(
                    source, name, reader, case["yaml"].encode(), expected if reader == "settings" else ""
                )


def _expected(path: Path) -> str:
    """Return what lies beside a file of ``csvs`` in the folder ``json``: the same name, ending in .json."""
    beside = path.parent.parent / "json" / f"{path.stem}.json"
    return beside.read_text(encoding="utf-8") if path.suffix == ".csv" and beside.is_file() else ""


def _said_beside(path: Path) -> str:
    if path.with_name("error").exists():
        return "error"
    beside = path.with_name("in.json")
    return beside.read_text(encoding="utf-8") if beside.exists() else ""
