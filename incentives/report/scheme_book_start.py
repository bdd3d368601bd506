"""The sheets of a scheme's workbook that are read and not filled in: how to begin, ways of paying, lists."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import yaml
from xlsxwriter.utility import xl_range_abs

from incentives.scheme.book import fields
from incentives.scheme.book.shape import HEADER, INSIDE, LISTS, SHEETS, START, WAYS, spoken
from incentives.scheme.forms import FORMS, Part
from incentives.shipped import shipped

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from incentives.report.scheme_book_look import Look
    from incentives.scheme.model import Scheme

_Line = tuple[str, bool, str]
"""A setting, whether it is needed, and what it means."""

TEMPLATE = "scheme-book.yaml"
_EXAMPLES = ("stop_paying_for", "change", "add", "payments", "protect", "tests")
_MADE_UP = {
    "offered_by": ("body", "code"),
    "offer": ("open", "close"),
    "budget": ("limit",),
    "governance": ("consulted",),
}
_WAYS = ("Part", "Way of paying (form)", "Setting", "Needed", "What it means")
_WAYS_WIDTHS = (16, 34, 30, 10, 90)
_PARTS = (
    *(Part.INDICATORS, Part.PAYMENTS, Part.PROTECT, Part.LIMITS, Part.DEDUCTIONS, Part.POTS, Part.RECOVER),
    *(Part.CONDITIONS, Part.EXCEPTIONS, Part.SUSPENDED),
)
_HEADINGS = 3
_WIDE = 110
_FIRST_LIST = 4


def write_start(look: Look, title: str, file: str, parent: Scheme | None) -> None:
    """Write the sheet that says how to begin."""
    note = "How to fill in this workbook, and what to do with it then."
    sheet = look.sheet(START, title, note)
    sheet.set_column(0, 0, 5)
    sheet.set_column(1, 1, _WIDE)
    bold = look.book.style(bold=True, font_size=13, font_color=look.book.colour("title"))
    plain = look.book.style(text_wrap=True, valign="top")
    number = look.book.style(bold=True, valign="top", align="center")
    row = _HEADINGS - 1
    for heading, steps in _steps(file, parent):
        look.book.text(sheet, row, 0, heading, bold)
        sheet.set_row(row, 24)
        for n, step in enumerate(steps, start=1):
            row += 1
            look.book.text(sheet, row, 0, str(n), number)
            look.book.text(sheet, row, 1, step, plain)
            look.height(sheet, row, [step], [_WIDE])
        row += 2
    sheet.set_tab_color(look.book.colour("tab_output"))
    look.finish(sheet, 1, row, 2, lead=0)
    sheet.repeat_rows(0)
    sheet.fit_to_pages(1, 1)


def _steps(file: str, parent: Scheme | None) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the headings and steps of the template, told the names of this workbook."""
    read = yaml.safe_load((shipped("templates") / TEMPLATE).read_text(encoding="utf-8"))
    told = {
        "file": file,
        "from": f"It starts from {parent.header.title}. " if parent else "",
        "start": parent.header.id if parent else "SCHEME",
    }
    for block in read:
        yield block["heading"], tuple(step.format(**told) for step in block["steps"])


def without_examples(settings: Mapping[str, Any]) -> dict[str, Any]:
    """Return the settings of a starter file that can stand in anybody's scheme.

    What is made up (a grant, a floor, a budget, a day) is left blank: an example that nobody takes out
    would be paid. The check names each blank cell that must be filled in.
    """
    kept = {part: value for part, value in settings.items() if part not in _EXAMPLES}
    for part, words in _MADE_UP.items():
        kept[part] = {word: value for word, value in kept[part].items() if word not in words}
    return {part: value for part, value in kept.items() if value}


def patterns_of(settings: Mapping[str, Any]) -> dict[str, Any]:
    """Return the entries of a starter file whose settings are shown without values, to be filled in."""
    code = next(iter(settings["change"]))
    practice = {"list_size": "7,233", code: {"numerator": "80", "denominator": "100", "register": "1,000"}}
    example = {"practice": practice, "expect": {f"{code} points": "20"}}
    return {"payments": settings["payments"], "protect": settings["protect"], "tests": [example]}


def write_ways(look: Look) -> None:
    """Write the sheet of all ways of paying: what every form of a part has, then what each has of its own."""
    title = "Ways of paying: every form, and its settings"
    note = (
        'Choose a form, then give each setting that is needed a row of its own. "form" itself is a setting.'
    )
    sheet = look.sheet(WAYS, title, note)
    look.columns(sheet, _HEADINGS, _WAYS, _WAYS_WIDTHS, {})
    row = _HEADINGS
    for part, form, lines in _forms():
        for n, (setting, needed, means) in enumerate(lines):
            row += 1
            first = (spoken(part), form) if n == 0 else ("", "")
            texts = (*first, setting, "needed" if needed else "", means)
            for column, text in enumerate(texts):
                look.words(sheet, (row, column), text, begins=n == 0)
            look.height(sheet, row, texts, _WAYS_WIDTHS)
    sheet.set_tab_color(look.book.colour("tab_working"))
    look.finish(sheet, _HEADINGS, row, len(_WAYS), lead=2)


def _forms() -> Iterator[tuple[str, str, tuple[_Line, ...]]]:
    for part in _PARTS:
        forms = FORMS.of(part)
        shapes = fields.shapes_of(part.value)
        lines = {form.name: _lines(fields.of_form(shapes, form.name)[0]) for form in forms}
        common = [
            n for n in next(iter(lines.values())) if len(forms) > 1 and all(n in of for of in lines.values())
        ]
        if common:
            yield part.value, "every form", tuple(common)
        for form in forms:
            needed = "form" in fields.of_form(shapes, form.name)[0].get("required", ())
            what = (("form", needed, form.summary.replace("``", "")),)
            yield part.value, form.name, (*what, *(n for n in lines[form.name] if n not in common))


def _lines(shape: dict[str, Any]) -> tuple[_Line, ...]:
    """Return the settings of a form; those that may only say no are those of another form."""
    found = []
    for path in fields.settings_in((shape,)):
        inner = fields.at((shape,), path)
        if path[0] == "form" or fields.closed_list(inner) == ("no",):
            continue
        setting = INSIDE.join(spoken(str(s)) for s in path if not isinstance(s, int))
        needed = len(path) == 1 and path[0] in shape.get("required", ())
        found.append((setting, needed, f"{fields.says(inner)}{_one_of(inner)}"))
    return tuple(found)


def _one_of(shapes: fields.Shapes) -> str:
    choices = fields.closed_list(shapes)
    return f" One of: {'; '.join(choices)}." if len(choices) > 1 else ""


def write_lists(look: Look) -> None:
    """Write the lists that drop-downs show, and what the settings of blank rows mean."""
    note = "The program wrote these lists; changing them changes what drop-downs show, not what is accepted."
    sheet = look.sheet(LISTS, "Lists behind the drop-downs", note)
    meanings = [*_meanings()]
    for column in range(len(look.lists)):
        look.book.text(sheet, _HEADINGS, column, f"List {column + 1}", look.book.heading_style())
    for choices, column in look.lists.items():
        for row, choice in enumerate(choices, start=_FIRST_LIST):
            look.book.text(sheet, row, column, choice)
    first = len(look.lists) + 1
    for n, head in enumerate(("Setting", "What it means")):
        look.book.text(sheet, _HEADINGS, first + n, head, look.book.heading_style())
    for row, (key, text) in enumerate(meanings, start=_FIRST_LIST):
        look.book.text(sheet, row, first, key)
        look.book.text(sheet, row, first + 1, text)
    sheet.set_column(0, first - 1, 24)
    for choices, column in look.lists.items():
        sheet.set_column(column, column, max([24, *(len(choice) + 2 for choice in choices)]))
    sheet.set_column(first, first, 34)
    sheet.set_column(first + 1, first + 1, 90)
    area = sheet.name, _FIRST_LIST, first, _FIRST_LIST + len(meanings) - 1, first + 1
    look.book.file.define_name("meanings", _absolute(*area))
    sheet.set_tab_color(look.book.colour("tab_working"))
    look.finish(sheet, _HEADINGS, _FIRST_LIST + len(meanings) - 1, first + 2, lead=0)


def _meanings() -> Iterator[tuple[str, str]]:
    for sheet in SHEETS:
        for part in sheet.parts if sheet.named else ():
            shapes = fields.shapes_of(part)
            for word in fields.words_in(shapes):
                if part != HEADER and (said := fields.says(fields.within(shapes, word))):
                    yield f"{part}|{word}", said


def _absolute(name: str, top: int, left: int, bottom: int, right: int) -> str:
    return f"={name}!{xl_range_abs(top, left, bottom, right)}"
