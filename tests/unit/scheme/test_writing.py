"""A change of a scheme's text changes its own line and nothing else; comments, order and quotes stay."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from incentives.scheme.marks import read_tree
from incentives.scheme.sections import plain
from incentives.scheme.shelf import shipped_schemes
from incentives.scheme.writing import added, removed, rewritten, whole

if TYPE_CHECKING:
    from collections.abc import Iterator

    from incentives.scheme.writing import Path

SHIPPED = {name: path.read_text(encoding="utf-8") for name, path in shipped_schemes().items()}
SAMPLE = 5  # of each scheme's values, by a fixed seed
VALUES = (
    "25",
    "half of it: yes",
    "{a}, #b",
    "it's",
    'say "no"',
    "- x",
    "£1,000",
    "&a",
    "100% to 20%",
    "2015/16",
)
COMMENTED = """\
# what it is
kind: scheme   # always

budget:
  limit: £4,000   # agreed
  # the next line is disputed
  note: >
    two lines
    of text
  after: 'it''s "so"'
# indicators follow
indicators:
  A1: {points: 5, pays: [45% to 80%, x]}  # a row
protect:
  - name: floor
    at_least: 95%
  - at_least: 5%
    of: this
notes: [one, two]
"""


def read(text: str) -> Any:
    return plain(read_tree(text, "")[0])


def values(tree: Any, path: Path = ()) -> Iterator[tuple[Path, str]]:
    if isinstance(tree, str):
        yield path, tree
    members = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, tuple) else ()
    for step, inner in members:
        yield from values(inner, (*path, step))


def at(tree: Any, path: Path) -> Any:
    for step in path:
        tree = tree[step]
    return tree


def changed_lines(before: str, after: str) -> list[int]:
    pairs = zip(before.splitlines(), after.splitlines(), strict=True)
    return [n for n, (old, new) in enumerate(pairs, start=1) if old != new]


@pytest.mark.parametrize("name", SHIPPED)
def test_every_value_written_as_it_was_read_leaves_the_file_as_it_was(name: str) -> None:
    text = SHIPPED[name]
    everything = dict(values(read(text)))
    assert len(everything) > 50
    written = rewritten(text, everything)
    assert read(written) == read(text)
    assert written == text


@pytest.mark.parametrize("name", SHIPPED)
def test_one_value_changed_is_one_line_changed(name: str) -> None:
    text = SHIPPED[name]
    chance = random.Random(name)  # noqa: S311 - reproducible, not secret
    for path, old in chance.sample(sorted(values(read(text)), key=str), SAMPLE):
        new = chance.choice([v for v in VALUES if v != old])
        written = rewritten(text, {path: new})
        assert at(read(written), path) == new
        assert len(changed_lines(text, written)) == 1, path


@settings(max_examples=40, deadline=None)
@given(st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), min_size=1, max_size=20))
@example("\xad\U00010000")
def test_any_text_can_be_written_in_any_place(value: str) -> None:
    if not value.strip():
        return
    for path, _ in values(read(COMMENTED)):
        written = rewritten(COMMENTED, {path: value})
        assert at(read(written), path) == value


def test_comments_stay_where_a_value_is_changed() -> None:
    written = rewritten(COMMENTED, {("budget", "limit"): "£5,000", ("budget", "note"): "one: line"})
    assert "  limit: £5,000   # agreed\n" in written
    assert "  # the next line is disputed\n  note: 'one: line'\n  after:" in written
    assert rewritten(written, {("budget", "limit"): "£4,000"}).count("#") == COMMENTED.count("#")


def test_a_setting_is_added_at_the_end_of_its_group_or_after_another() -> None:
    at_end = added(COMMENTED, ("budget",), "over", "reduce")
    assert """  after: 'it''s "so"'\n  over: reduce\n# indicators follow\n""" in at_end
    after = added(COMMENTED, ("budget",), "over", {"then": "reduce", "by": ["one", "two"]}, after="limit")
    assert "# agreed\n  over:\n    then: reduce\n    by: [one, two]\n  # the next" in after


def test_a_section_is_added_to_the_file() -> None:
    written = added(COMMENTED, (), "exit", {"notice": "3 months"}, after="kind")
    assert "# always\nexit:\n  notice: 3 months\n\nbudget:" in written
    assert added(COMMENTED.rstrip("\n"), (), "title", "X: Y").endswith("\ntitle: 'X: Y'")


def test_members_are_added_to_lists_of_either_kind() -> None:
    assert "notes: [one, two, 'a, b']" in added(COMMENTED, ("notes",), None, "a, b")
    written = added(COMMENTED, ("protect",), None, {"name": "cap", "at_most": "£5"})
    assert "    of: this\n  - name: cap\n    at_most: £5\nnotes" in written


def test_a_setting_is_added_to_a_row_in_braces() -> None:
    row = added(COMMENTED, ("indicators", "A1"), "title", "Tea, please")
    assert "[45% to 80%, x], title: 'Tea, please'}  # a row" in row


@pytest.mark.parametrize(
    ("path", "gone", "stays"),
    [
        (("budget", "note"), "two lines", "  # the next line is disputed\n  after:"),
        (("indicators", "A1", "points"), "points", "A1: {pays: [45% to 80%, x]}  # a row"),
        (("indicators", "A1", "pays"), "pays", "A1: {points: 5}  # a row"),
        (("protect", 0), "floor", "protect:\n  - at_least: 5%"),
        (("protect", 0, "name"), "floor", "protect:\n  - at_least: 95%\n  - at_least: 5%"),
        (("notes", 1), "two]", "notes: [one]"),
        (("indicators", "A1"), "A1", "# indicators follow\nprotect:"),
        (("notes",), "notes", "    of: this\n"),
    ],
)
def test_what_is_removed_takes_nothing_else_with_it(path: Path, gone: str, stays: str) -> None:
    written = removed(COMMENTED, path)
    assert gone not in written
    assert stays in written


def test_line_ends_of_other_systems_stay() -> None:
    text = COMMENTED.replace("\n", "\r\n")
    for written in (
        rewritten(text, {("budget", "limit"): "£5"}),
        added(text, ("budget",), "over", {"then": "reduce"}),
        removed(text, ("protect", 1)),
    ):
        assert written.count("\n") == written.count("\r\n")
        assert written != text


def test_a_path_that_leads_nowhere_is_an_error_of_the_caller() -> None:
    with pytest.raises(KeyError):
        rewritten(COMMENTED, {("budget", "limits"): "£5"})
    with pytest.raises(KeyError):
        added(COMMENTED, ("budget",), "limit", "£5")
    with pytest.raises(ValueError, match="settings of its own"):
        rewritten(COMMENTED, {("budget",): "£5"})


@pytest.mark.parametrize("name", SHIPPED)
def test_a_new_file_with_the_same_settings_reads_the_same(name: str) -> None:
    assert read(whole(read(SHIPPED[name]))) == read(SHIPPED[name])
