"""The pages of docs/manual: one for each payment form, from its chapter, and one for each other subject.

What is said in people's words stands in docs/manual_words; schemes, figures and workings come from
tests/spec, the settings from the schema. A page is never written by hand.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from docs.generate_chapters import by_title, chapters, examples_of
from docs.generate_english import told
from docs.generate_keys import (
    must_be_named,
    table_of_form,
    table_of_section,
    table_of_shared,
    table_of_target_points,
    table_of_values,
    table_of_variants,
    table_of_words,
)
from docs.generate_yaml import blocks, changed, lines_changed, own_blocks, usual_scheme
from incentives.scheme.forms import FORMS, grammar, grammar_names, grammar_tokens
from incentives.scheme.layers import DEEPEST as MOST_LAYERS
from tests.spec import test_form_37_formula as formula_chapter
from tests.spec import test_rounding as rounding_chapter

if TYPE_CHECKING:
    from collections.abc import Callable

    from docs.generate_chapters import Chapter, Example, Row
    from incentives.scheme.forms import Form

ROOT = Path(__file__).resolve().parents[1]
WORDS = ROOT / "docs" / "manual_words"
MADE = "<!-- Made by `just docs` from tests/spec, docs/manual_words and the program: do not edit. -->\n\n"
WHOLE_TABLE = {17, 18, 21, 25}
"""Forms under which what a practice is paid depends on the others: every practice is shown."""
WIDEST = 6
NOT_SHOWN = "…"
WHAT = re.compile(" of | in ")
ALWAYS = {"contract": "GMS", "PMS deduction agreed": "none", "list size": "8,000", "exceptions": "0"}
WRITTEN_UNDER = {"indicators": ("`indicators`", "`add`")}
SUBJECTS = {
    "How an indicator earns its points": ("indicators",),
    "How points become pounds": ("pay_points",),
    "What is paid beside points": ("payments",),
    "When it is paid at all": ("conditions",),
    "Which results count": ("exceptions", "small_numbers", "suspended"),
    "Who it is different for": ("variants", "part_year"),
    "What practices are promised": ("protect",),
    "What is limited, taken off or taken back": ("limits", "deductions", "recover"),
    "When there is not enough money": ("pots",),
    "When it reaches the practice": ("instalments",),
}
"""What a reader looks for, and the parts of the file in which it stands."""
LESS_FOR_MORE = (
    "\n> **It may pay less for more.** Under this form a practice can do more and be paid less."
    " `incentives check` says so\n> for every scheme that uses it.\n"
)
WHERE = {"variants": "payments` or an indicator, as `variants"}
BY_WEIGHT, BY_TARGET = 11, 20
BY_VALUE = {
    11: "It is no form of its own: it is chosen by `weighted_by: target population` and the name of the"
    " cohort, in an indicator of any form.",
    20: "It is no form of its own: it is written in place of the number of points, in an indicator of"
    " any form.",
    26: "It is no form of its own: any value may be written so, each year with its value.",
}


def pages() -> dict[str, str]:
    """Return every page of the manual by its path in the project."""
    found = chapters()
    said = lay_words()
    made = {f"{slug(c.name)}.md": form_page(c, said[c.name]) for c in found}
    made |= {path.name: topic_page(path.read_text("utf-8")) for path in sorted(WORDS.glob("[a-z]*.md"))}
    del made["forms.md"]
    made["README.md"] = topic_page((WORDS / "README.md").read_text("utf-8"), index=_index(found, said))
    return {f"docs/manual/{name}": text for name, text in made.items()}


def lay_words() -> dict[str, str]:
    """Return what each form is in people's words, by its name, as docs/manual_words/forms.md says it."""
    text = (WORDS / "forms.md").read_text("utf-8")
    parts = re.split(r"^## (.+)$", text, flags=re.MULTILINE)[1:]
    return {name.strip(): said.strip() for name, said in zip(parts[::2], parts[1::2], strict=True)}


def slug(name: str) -> str:
    """Return the name of a form's page."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")


def form_page(chapter: Chapter, said: str) -> str:
    """Return the page of one form: its words, its rule, its settings and every worked example."""
    forms = [f for f in FORMS.all() if f.number == chapter.number]
    parts = [MADE, f"# {_capital(chapter.name)}\n\n{said}\n"]
    parts += [LESS_FOR_MORE] if any(f.pays_less_for_more for f in forms) else []
    parts.append(
        f"\n**The rule.** {_capital(chapter.rule)}\n\n**Where it comes from.** {_capital(chapter.source)}\n"
    )
    own = next((f for f in forms if f.name == chapter.name), forms[0] if forms else None)
    part = own.part.value if own else "indicators"
    parts.append(
        "\n## What practices are told\n\nOf the first example below, `incentives show --english` says:\n\n"
    )
    parts.append(told(chapter.examples[0], part))
    parts.append("\n## How it is written\n\n" + _settings(chapter, [f.name for f in forms]))
    parts.append(
        "\n## Worked examples\n\nEach is worked out by hand, and the program is held to it to the penny.\n"
    )
    first = blocks(chapter.examples[0].scheme)
    before: dict[str, str] = {}
    for title, examples in by_title(chapter.examples):
        note = examples[0].note
        parts.append(f"\n### {title}\n" + (f"\n{note}\n" if note else ""))
        for example in examples:
            now = blocks(example.scheme)
            parts.append(_example(example, _scheme(now, before, first), chapter.number))
            before = now
    return "".join(parts)


def topic_page(text: str, *, index: str = "") -> str:
    """Return a page of people's words, its tables and extracts put in where it names them."""
    tables: dict[str, Callable[[], str]] = {
        "formulas": _formulas,
        "names": _names,
        "shared": table_of_shared,
        "values": table_of_values,
        "usual": lambda: _yaml(usual_scheme()),
        "rounding": lambda: _yaml(own_blocks(usual_scheme(), ["rounding"])),
        "rounded": _rounded,
        "index": lambda: index,
    }
    figures = {
        "longest formula": grammar_tokens.LONGEST,
        "deepest formula": grammar.DEEPEST,
        "most layers": MOST_LAYERS,
    }

    def put(found: re.Match[str]) -> str:
        word, *rest = found[1].split()
        match word:
            case "section":
                return table_of_section(*rest).rstrip()
            case "words":
                return table_of_words(rest).rstrip()
            case "file":
                return _yaml(own_blocks((ROOT / rest[0]).read_text("utf-8"), rest[1:])).rstrip()
        return str(figures[found[1]]) if found[1] in figures else tables[found[1]]().rstrip()

    return MADE + re.sub(r"\{\{([^}]+)\}\}", put, text)


def _yaml(text: str) -> str:
    return f"```yaml\n{text}```\n"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _index(found: tuple[Chapter, ...], said: dict[str, str]) -> str:
    """Every form by the part of the file in which it stands, with the first sentence said of it."""
    rows: dict[str, list[str]] = {}
    for chapter in found:
        parts = [f.part.value for f in FORMS.all() if f.number == chapter.number] or ["indicators"]
        subject = "pay_points" if chapter.number == BY_WEIGHT else parts[0]
        under = ", ".join(WRITTEN_UNDER.get(parts[0], (f"`{parts[0]}`",)))
        first = said[chapter.name].split("\n\n")[0].replace("\n", " ").split(". ")[0].rstrip(".")
        row = f"| [{_capital(chapter.name)}]({slug(chapter.name)}.md) | {first}. | {under} |\n"
        rows.setdefault(subject, []).append(row)
    head = "| Form | In short | Written under |\n|---|---|---|\n"
    return "\n".join(
        f"### {subject}\n\n{head}{''.join(line for part in parts for line in rows[part])}"
        for subject, parts in SUBJECTS.items()
    )


def _settings(chapter: Chapter, names: list[str]) -> str:
    if chapter.number in BY_VALUE:
        more = table_of_target_points() if chapter.number == BY_TARGET else ""
        return f"{BY_VALUE[chapter.number]}\n\n{more}".rstrip() + "\n"
    found = []
    for form in FORMS.all():
        if form.number != chapter.number:
            continue
        head = f"It stands under `{WHERE.get(form.part.value, form.part.value)}`{_known_by(form)}.\n\n"
        if len(names) > 1:
            head = f"**{_capital(form.name)}.** {head}"
        table = table_of_variants() if form.part.value == "variants" else table_of_form(form)
        found.append(head + table)
    if any(f.part.value == "indicators" for f in FORMS.all() if f.number == chapter.number):
        found.append("What every indicator may say besides is on the page [Indicators](indicators.md).\n")
    return "\n".join(found)


def _known_by(form: Form) -> str:
    """How a reader and the program know the form of an entry."""
    if must_be_named(form):
        return f", with the line `form: {form.name}`"
    if form.chosen_by:
        return f" and is known by its `{form.chosen_by}`"
    return " and is known by what `pays` says" if form.part.value == "indicators" else ""


def _scheme(now: dict[str, str], before: dict[str, str], first: dict[str, str]) -> str:
    """The scheme of an example: whole, or what differs from the one before."""
    if now == before:
        return "\nThe scheme is the same.\n"
    if not before:
        return "\n" + _yaml("".join(now.values()))
    differs = changed(now, before)
    if differs is None:
        return "\n" + _yaml("".join(now.values()))
    again = changed(now, first)
    if again == {}:
        return "\nThe scheme is that of the first example.\n"
    few = lines_changed(differs, before)
    if few:
        return f"\nThe same, but with {' and '.join(f'`{line}`' for line in few)}.\n"
    return "\nThe same, but with:\n\n" + _yaml("".join(differs.values()))


# --- figures ---


def _example(example: Example, scheme: str, number: int) -> str:
    parts = [scheme]
    parts += [
        "\nThe scheme it starts from:\n\n" + _yaml("".join(blocks(text).values()))
        for text in example.others
        if "id: national" in text
    ]
    whole = number in WHOLE_TABLE or bool(example.successions)
    codes = [c for c in example.inputs if whole or c in example.paid]
    rows, constant = _varying({c: example.inputs[c] for c in codes})
    parts.append("\n" + _figures(rows, {c: example.paid.get(c, {}) for c in codes}))
    whose = "Every practice" if len(codes) > 1 else "The practice"
    more = [f"{whose}: {', '.join(f'{k} {v}' for k, v in constant.items())}."] if constant else []
    more += [f"Nationally: {example.national} of patients."] if example.national else []
    more += [f"{'; '.join(example.successions)}."] if example.successions else []
    parts += [f"\n{' '.join(more)}\n"] if more else []
    parts += [f"\nWorked by hand:\n\n```text\n{example.working}\n```\n"] if example.working else []
    return "".join(parts)


def _varying(inputs: dict[str, Row]) -> tuple[dict[str, Row], Row]:
    """Part what differs between practices from what all have; what is usual is left out."""
    headings = list(dict.fromkeys(h for row in inputs.values() for h in row))
    values = {h: [row.get(h, "") for row in inputs.values()] for h in headings}
    usual = {h for h, v in values.items() if set(v) in ({""}, {ALWAYS.get(WHAT.split(h)[0], "")})}
    same = {h for h in headings if len(set(values[h])) == 1 and (len(inputs) > 1 or h == "list size")} - usual
    kept = [h for h in headings if h not in usual | same]
    rows = {code: {h: row.get(h, "") for h in kept} for code, row in inputs.items()}
    return rows, {h: values[h][0] for h in headings if h in same}


def _figures(inputs: dict[str, Row], paid: dict[str, Row]) -> str:
    results = list(dict.fromkeys(h for row in paid.values() for h in row))
    if len(results) > WIDEST:
        turned = {h: {code: paid[code].get(h, NOT_SHOWN) for code in inputs} for h in results}
        return f"{_table('practice', inputs)}\n{_table('what is paid', turned)}"
    joined = {
        code: row | {f"→ {_result(h)}": paid[code].get(h, NOT_SHOWN) for h in results}
        for code, row in inputs.items()
    }
    return _table("practice", joined)


def _result(heading: str) -> str:
    return {"points": "points of X", "due": "due in all"}.get(heading, heading)


def _table(first: str, rows: dict[str, Row]) -> str:
    headings = list(dict.fromkeys(h for row in rows.values() for h in row))
    lines = [[first, *headings], ["---", *("---:" for _ in headings)]]
    lines += [[code, *(row.get(h, "") for h in headings)] for code, row in rows.items()]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


# --- the grammar ---


def _formulas() -> str:
    """The formulas of their chapter, with what each gives for its first practice."""
    rows = "".join(f"| `{text}` | {given[0]} |\n" for text, given in formula_chapter.FORMULAS)
    return f"| Formula | Pounds for the first practice |\n|---|---:|\n{rows}"


def _names() -> str:
    """The names that a formula knows, with what each means."""
    rows = [(f"{name} of CODE", f"{says} CODE") for name, says in grammar_names.MEASURED.items()]
    rows += [("achievement of CODE", "numerator ÷ denominator, with what counts where nobody is counted")]
    rows += [("points of CODE", "points achieved; in a formula, not in a condition")]
    rows += [(name, f"the {name} of this scheme") for name in grammar_names.ALONE]
    rows += [(f"{name} is WORD", "yes or no") for name in grammar_names.ATTRIBUTES]
    rows += [("local_area is WORD", "yes or no; any column of the practices' table that begins with local_")]
    rows += [("CODE is declared", "yes or no"), ("signed", "whether the practice has signed")]
    return "| Name | What it is |\n|---|---|\n" + "".join(f"| `{n}` | {s} |\n" for n, s in rows)


def _rounded() -> str:
    """What one of eight patients earns under each rule of the chapter on rounding."""
    rows = []
    for example in examples_of(rounding_chapter):
        rule = re.search(r"points: (half up.*|none)", example.scheme)
        (paid,) = example.paid.values()
        rows.append(f"| `{rule[1] if rule else ''}` | {paid['points']} | {paid['X']} |\n")
    return "| Rounding of points | Points | Pounds |\n|---|---:|---:|\n" + "".join(rows)
