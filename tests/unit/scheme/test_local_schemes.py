"""Each scheme of a real place has a page, rule by rule: where it stands in the file, and how it is known.

A row names the setting by its path and says its value and standing, or says that there is no line and why.
What nobody could read says which document would settle it and where it was looked for.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from docs import generate_local
from incentives.base.problem import Place
from incentives.formula.plan import Origin, Standing
from incentives.scheme.reading import read_scheme
from tests.conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from incentives.scheme.model import Scheme

FICTIONAL = "ZZ9"
LOCAL = ROOT / "schemes" / "local"
FILES = [p for p in sorted(LOCAL.glob("*.yaml")) if FICTIONAL not in p.read_text(encoding="utf-8")]
PAGES = ROOT / "docs" / "local"
HEADINGS = "| Rule in the source | Line in the file | Standing |"
NO_LINE = ("not expressible:", "not found:", "not of this year:")
LINE = re.compile(r"`([^`]+)`(?:: (.+))?")
NOTE = re.compile(r"Settled by: .{10,}\. Looked for in: .{10,}\.")
DOCUMENT = re.compile(
    r"Statement|specification|guid(e|ance)|letter|contract|paper|plan|list|offer|report|agreement|budget|schedule"
)
WOULD_SHOW = re.compile(r"\bwould show\b")
SECTIONS = (
    *("offered_by", "offer", "national_qof", "budget", "treatment", "exit", "disputes", "governance"),
    *("accrual", "recovery"),
    "rounding",
)
NAMED = ("payments", "indicators", "add", "change")
LISTED = ("protect", "conditions", "limits", "deductions", "pots", "recover", "exceptions", "suspended")
NO_STANDING = ("stop_paying_for", "notes", "year", "starts_from", "add", "change", "total_points")


@dataclass(frozen=True)
class Row:
    """A row of a page: the rule, its line in the file (or why there is none), its standing."""

    rule: str
    line: str
    standing: str


@pytest.fixture(scope="module", params=FILES, ids=lambda p: p.stem)
def file(request: pytest.FixtureRequest) -> Path:
    path: Path = request.param
    return path


def test_there_are_schemes_of_real_places() -> None:
    assert len(FILES) >= 6
    assert {p.stem for p in FILES} == {p.stem for p in PAGES.glob("*.md")}


def test_each_row_is_current(file: Path) -> None:
    tree = yaml.load(file.read_text(encoding="utf-8"), yaml.BaseLoader)  # noqa: S506 - texts alone
    origins = _origins(read_scheme(file)[0], file)
    assert [said for row in _rows(file) for said in _wrong(row, tree, origins)] == []


def test_each_part_of_the_file_has_a_row(file: Path) -> None:
    tree = yaml.load(file.read_text(encoding="utf-8"), yaml.BaseLoader)  # noqa: S506 - texts alone
    named = [found[1] for row in _rows(file) if (found := LINE.fullmatch(row.line))]
    parts = list(_parts(tree))
    assert parts
    assert [p for p in parts if not any(f"{n}.".startswith(f"{p}.") for n in named)] == []


def test_no_value_is_taken_for_a_decision_and_each_unverified_one_says_what_would_settle_it(
    file: Path,
) -> None:
    scheme, _ = read_scheme(file)
    kept = _origins(scheme, file)
    assert len(kept) > 5
    assert [k for k, o in kept.items() if o.standing is Standing.LOCAL] == []
    own = [s for s in scheme.standing if s in _own(scheme, file)]
    told = {s.of for s in own if s.status == "unverified"}
    assert [s.of for s in own if s.status == "unverified" and not NOTE.match(s.note)] == []
    unverified = [k for k, o in kept.items() if o.standing is Standing.UNVERIFIED]
    assert [k for k in unverified if not told & set(k.split("."))] == []
    assert [s.of for s in own if s.status in ("sourced", "verified") and not s.sources] == []


def test_each_unverified_value_of_a_file_names_a_document_and_where_it_was_looked_for(file: Path) -> None:
    tree = yaml.load(file.read_text(encoding="utf-8"), yaml.BaseLoader)  # noqa: S506 - texts alone
    unverified = [s for s in tree["standing"] if s["status"] == "unverified"]
    notes = {f"{s['of']} {s.get('for', '')}": " ".join(s.get("note", "").split()) for s in unverified}
    assert len(notes) == len(unverified)
    for of, note in notes.items():
        found = generate_local.SETTLED.match(note)
        assert found, f"{of}: {note}"
        assert DOCUMENT.search(found[1]), f"{of}: no document is named in {found[1]}"


def test_the_page_lists_what_is_not_verified_as_the_file_says_it(file: Path) -> None:
    path = PAGES / f"{file.stem}.md"
    assert path.read_text(encoding="utf-8") == generate_local.page(path)
    assert "not stated" not in generate_local.not_verified(file)


def test_a_rule_that_was_not_found_names_what_would_show_it(file: Path) -> None:
    rows = [row for row in _rows(file) if row.line.startswith("not found:")]
    assert [row.rule for row in rows if not WOULD_SHOW.search(row.line)] == []


def test_a_note_without_a_document_or_a_place_is_noticed() -> None:
    for note in (
        "",
        "Not known.",
        "Settled by: the letter of the CCG.",
        "Looked for in: Pulse and HSJ, 2015.",
    ):
        assert not generate_local.SETTLED.match(note)
    assert not DOCUMENT.search("whoever remembers it")


def test_the_page_is_noticed_to_be_out_of_date() -> None:
    tree = {
        "payments": {"grant": {"per_practice": "£4,000"}},
        "protect": [{"name": "kept", "at_least": "90%"}],
    }
    origins = {
        "payments.grant.per_practice": Origin(Place(), Standing.SOURCED),
        "protect.kept.at_least": Origin(Place(), Standing.UNVERIFIED),
    }
    for line, standing in (
        ("`payments.grant.per_practice`: £4,000", "sourced, HSJ"),
        ("`protect.kept.at_least`: 90%", "unverified"),
        ("not found: the day from which it holds", "–"),
    ):
        assert list(_wrong(Row("a rule", line, standing), tree, origins)) == []
    for line, standing in (
        ("`payments.grant.per_practice`: £5,000", "sourced"),
        ("`payments.grant.per_practice`: £4,000", "unverified"),
        ("`payments.grants.per_practice`: £4,000", "sourced"),
        ("`protect.other.at_least`: 90%", "unverified"),
        ("line 7", "sourced"),
        ("not found: the day from which it holds", "sourced"),
    ):
        assert len(list(_wrong(Row("a rule", line, standing), tree, origins))) == 1, (line, standing)


def _rows(file: Path) -> tuple[Row, ...]:
    page = (PAGES / f"{file.stem}.md").read_text(encoding="utf-8").splitlines()
    first = page.index(HEADINGS) + 2
    last = next((n for n, line in enumerate(page) if line.startswith(generate_local.HEADING)), len(page))
    lines = [line for line in page[first:last] if line.startswith("|")]
    rows = tuple(Row(*(cell.strip() for cell in line.strip("| ").split(" | "))) for line in lines)
    assert len(rows) > 5
    return rows


def _wrong(row: Row, tree: Any, origins: Mapping[str, Origin]) -> Iterator[str]:
    """Yield what a row says that the file does not."""
    if row.line.startswith(NO_LINE):
        if row.standing != "–":
            yield f"{row.rule}: there is no line, so there is no standing"
        return
    found = LINE.fullmatch(row.line)
    if not found:
        yield f"{row.rule}: names no setting, and does not say why there is none"
        return
    path, value = found.groups()
    stands = _at(tree, path)
    if stands is None:
        yield f"{row.rule}: there is no {path}"
    elif value and value != _text(stands):
        yield f"{row.rule}: {path} is {_text(stands)}, not {value}"
    elif not path.startswith(NO_STANDING):
        origin = origins.get(path)
        status = origin.standing.value if origin else "a standing of its own, which the path does not have"
        if not row.standing.startswith(status):
            yield f"{row.rule}: {path} is {status}, not {row.standing}"


def _at(tree: Any, path: str) -> Any:
    """Return what stands under a path of words, None where nothing does; a list's entry goes by its name."""
    for word in path.split("."):
        if isinstance(tree, list):
            tree = next((entry for entry in tree if entry.get("name") == word), None)
        else:
            tree = tree.get(word) if isinstance(tree, dict) else None
    return tree


def _text(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _parts(tree: Mapping[str, Any]) -> Iterator[str]:
    """Yield the path of each part that a commissioner would have to decide."""
    whole = (*SECTIONS, "pay_points", "stop_paying_for", "instalments", "small_numbers")
    yield from (word for word in whole if word in tree)
    for word in NAMED:
        yield from (f"{word}.{name}" for name in tree.get(word, ()))
    for word in LISTED:
        yield from (f"{word}.{entry['name']}" for entry in tree.get(word, ()))


def _origins(scheme: Scheme, file: Path) -> dict[str, Origin]:
    """Return where each value of the file itself stands, by its path."""
    found = {k: o for k, o in scheme.origins.items() if k.split(".", maxsplit=1)[0] in SECTIONS}
    entries = (*scheme.indicators, *scheme.payments, *scheme.lines, *scheme.rules)
    for entry in (*entries, *(e for e in (scheme.instalments, scheme.small_numbers) if e)):
        part = entry.form.part.value
        owner = part if entry.id == part else f"{part}.{entry.id}"
        found |= {f"{owner}.{key}".rstrip("."): origin for key, origin in entry.origins.items()}
    if scheme.pay_points:
        found |= {f"pay_points.{k}".rstrip("."): o for k, o in scheme.pay_points.origins.items()}
    return {k: o for k, o in found.items() if o.place.file.endswith(file.name)}


def _own(scheme: Scheme, file: Path) -> tuple[Any, ...]:
    """Return what the file itself says of its values; the last entries are those of the last file."""
    tree = yaml.load(file.read_text(encoding="utf-8"), yaml.BaseLoader)  # noqa: S506 - texts alone
    return scheme.standing[-len(tree["standing"]) :]
