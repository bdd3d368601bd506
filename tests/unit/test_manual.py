"""The manual has a page for every form and says every word; what it shows is what the chapters hold."""

from __future__ import annotations

import re
from typing import Any

import pytest
import yaml
from jsonschema import Draft7Validator

from docs import generate_chapters, generate_keys, generate_manual, generate_yaml
from incentives.scheme.forms import FORMS
from incentives.scheme.schema import schema_of, words_in_use
from tests.conftest import ROOT

MANUAL = ROOT / "docs" / "manual"
CHAPTERS = generate_chapters.chapters()
PAGES = generate_manual.pages()
LINK = re.compile(r"\]\(([^)#]+)")
LITERAL = re.compile(r"^```yaml", re.MULTILINE)


def test_every_form_has_a_page_with_its_words_settings_and_examples() -> None:
    assert {f.number for f in FORMS.all()} <= {c.number for c in CHAPTERS}
    assert set(generate_manual.lay_words()) == {c.name for c in CHAPTERS}
    for chapter in CHAPTERS:
        page = PAGES[f"docs/manual/{generate_manual.slug(chapter.name)}.md"]
        assert all(f"### {e.title}\n" in page for e in chapter.examples), chapter.name
        for form in (f for f in FORMS.all() if f.number == chapter.number):
            shown = set(re.findall(r"^\| `([a-z_]+)` \|", page, re.MULTILINE))
            own = {f.alias or n for n, f in form.terms.model_fields.items()} - {"form"}
            missing = own - shown - generate_keys.shared_words()
            assert not missing, f"{chapter.name} does not say {missing}"
            assert ("may pay less for more" in page) == form.pays_less_for_more
        told = page.partition("## What practices are told")[2].partition("## How it is written")[0]
        assert told.count("\n> ") >= 2, f"{chapter.name} is not said in words"


def test_the_index_of_the_pages_names_each_of_them() -> None:
    index = ROOT / "docs" / "README.md"
    named = {(index.parent / link).resolve() for link in LINK.findall(index.read_text("utf-8"))}
    pages = {*index.parent.glob("*.md"), *(index.parent / "local").glob("*.md"), MANUAL / "README.md"}
    assert {p.relative_to(index.parent).as_posix() for p in pages - {index} - named} == set()


def test_the_glossary_leads_to_every_way_of_paying() -> None:
    glossary = (ROOT / "docs" / "GLOSSARY.md").read_text("utf-8")
    assert [c.name for c in CHAPTERS if f"(manual/{generate_manual.slug(c.name)}.md)" not in glossary] == []


def test_no_page_is_left_of_a_form_that_is_gone() -> None:
    assert {p.name for p in MANUAL.glob("*.md")} == {name.rpartition("/")[2] for name in PAGES}


def test_every_word_of_a_scheme_stands_in_the_manual() -> None:
    whole = "\n".join(PAGES.values())
    assert [w for w in words_in_use() if f"`{w}`" not in whole and f"`{w}:`" not in whole] == []


def test_each_call_of_a_chapter_is_an_example_with_its_figures() -> None:
    linear = next(c for c in CHAPTERS if c.number == 1)
    edges = next(e for e in linear.examples if e.title == "Edges of the thresholds")
    assert edges.inputs["ZZ9003"]["numerator of X"] == "451"
    assert edges.paid["ZZ9003"] == {"points": "0.06", "X": "£9.61"}
    assert "= 0.0571… → 0.06 points" in edges.working
    assert "| ZZ9003 | 451 | 0.06 | £9.61 |" in PAGES["docs/manual/linear-between-thresholds.md"]


def test_a_heading_is_the_sentence_of_its_test() -> None:
    titles = {e.title for c in CHAPTERS for e in c.examples}
    assert {"VI001 of 2021/22", "Half a penny counts up", "Floor before or after the PMS deduction"} <= titles


def test_what_is_shown_with_what_every_example_says_alike_is_the_scheme_of_the_chapter() -> None:
    alike = _read(generate_yaml.usual_scheme())
    for chapter in CHAPTERS:
        for example in chapter.examples:
            shown = _read("".join(generate_yaml.blocks(example.scheme).values()))
            given = _read(example.scheme)
            unsaid = {k: v for k, v in alike.items() if k in given}
            assert unsaid | shown | {"id": given["id"], "title": given["title"]} == given, example.title


def test_an_example_shows_only_what_differs_from_the_one_before() -> None:
    before = {"a": "a: 1\n", "b": "b: 2\n"}
    assert generate_yaml.changed({"a": "a: 1\n", "b": "b: 3\n", "c": "c: 4\n"}, before) == {
        "b": "b: 3\n",
        "c": "c: 4\n",
    }
    assert generate_yaml.changed({"a": "a: 1\n"}, before) is None
    assert generate_yaml.lines_changed({"b": "b: 3\n"}, before) == ("b: 3",)
    assert generate_yaml.lines_changed({"b": "b:\n  - 3\n"}, before) == ()
    assert generate_yaml.lines_changed({"c": "c: 4\n"}, before) == ()


def test_the_hand_written_pages_show_no_scheme_that_is_not_taken_from_a_file() -> None:
    found = [p.name for p in generate_manual.WORDS.glob("*.md") if LITERAL.search(p.read_text("utf-8"))]
    assert found == []


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda c: c.name)
def test_what_the_manual_shows_is_what_editors_accept(chapter: generate_chapters.Chapter) -> None:
    check = Draft7Validator(schema_of("scheme"))
    for example in chapter.examples:
        tree = _read(example.scheme)
        assert [e.message[:200] for e in check.iter_errors(tree)] == [], example.title


def _read(text: str) -> dict[str, Any]:
    found: dict[str, Any] = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - reads everything as text
    return found
