"""Mistakes made in every setting of a scheme file, one at a time: what is said of each, and is it right?

``uv run python -m tests.errors.mistakes`` makes them, prints the shares and each that is not met as it
should be; ``--all`` prints every message. The files and the mistakes are made from the schema, so that a
new form is tried at once: one file for each form and two for the sections, each of which must pass as it
is. Kinds: a word misspelt, a setting missing, a wrong unit, a wrong type, a figure out of range.
"""

from __future__ import annotations

import random
import re
import sys
import tempfile
from collections import Counter
from copy import deepcopy
from dataclasses import dataclass, field
from functools import cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jsonschema import Draft7Validator

from incentives.base.problem import Problem, Refused, errors
from incentives.scheme.forms import FORMS, Form, Part
from incentives.scheme.marks import Group, Items, read_tree
from incentives.scheme.reading import SINGLE, read_scheme
from incentives.scheme.schema import LISTED, schema_of
from incentives.scheme.sense_local import NEEDED
from incentives.scheme.writing import whole
from tests.errors.sound_schemes import BASE, COUNTED, FULL, LOCAL, STAY, Tree

if TYPE_CHECKING:
    from collections.abc import Iterator

SEED = 20150401
NAMED = re.compile(r'Did you mean "(.+?)"\?')
NO_WORDS = re.compile(
    r"(?<!\.)\b(str|int|float|bool|dict|tuple|set|NoneType|None|Fraction|Decimal|pydantic|yaml|PyYAML|ruamel|libyaml"
    r"|Scalar|Items|Literal|Enum|Error|Exception|Traceback|input_value|mapping|sequence|scalar|token|anchor)\b"
)
KINDS = ("misspelt", "missing", "wrong unit", "wrong type", "out of range")
Way = tuple[str | int, ...]

WRONG_UNIT = {
    "An amount in pounds.": "4,000 points",
    "A percentage.": "0.95",
    "A number of points.": "20%",
    "A number of patients.": "£20",
    "A date as year-month-day.": "1 April 2015",
    "A month and its year.": "2015-04",
    "A financial year.": "2015",
    "A number of days.": "4 weeks",
    "A range in percent.": "45 to 80",
    "A range, a threshold, or words for all or nothing.": "45 to 80",
    "A threshold, or words for all or nothing.": "from 80",
    "A rule of rounding; none leaves the figure as it is.": "2 places",
}
OUT_OF_RANGE = {
    "An amount in pounds.": "-£5",
    "A percentage.": "-5%",
    "A number of points.": "-5",
    "A number of patients.": "-5",
    "A date as year-month-day.": "2015-02-30",
    "A month and its year.": "Smarch 2015",
    "A financial year.": "2015/17",
    "A range in percent.": "45% to 101%",
    "A range, a threshold, or words for all or nothing.": "from 101%",
    "A threshold, or words for all or nothing.": "from 101%",
}
"""What people write by mistake, by how the value is described in the schema."""


@dataclass(frozen=True)
class Sound:
    """A file that passes, and the settings in which mistakes are made."""

    name: str
    tree: Tree
    below: Way
    """Mistakes are made below here."""


@dataclass(frozen=True)
class Mistake:
    """One mistake: the text it leads to, and the line that a message must name."""

    file: str
    kind: str
    way: Way
    text: str
    line: int
    meant: str = ""
    wrote: str = ""


@dataclass
class Met:
    """What was said of a mistake."""

    mistake: Mistake
    problems: tuple[Problem, ...]
    mended: bool | None = None

    @property
    def right(self) -> bool:
        """Tell whether one message alone was said, and named the line."""
        return len(self.problems) == 1 and self.problems[0].place.line == self.mistake.line


@dataclass
class Tried:
    """Everything that was tried."""

    met: list[Met] = field(default_factory=list)
    not_sound: list[str] = field(default_factory=list)

    def share_right(self, kind: str = "") -> float:
        """Return the share of mistakes of which one message named the line."""
        found = [m.right for m in self.met if m.mistake.kind == kind or not kind]
        return sum(found) / len(found)

    def share_mended(self) -> float:
        """Return the share of misspellings that the printed remedy mends."""
        found = [bool(m.mended) for m in self.met if m.mended is not None]
        return sum(found) / len(found)

    def unfit_words(self) -> set[str]:
        """Return the type names and names of libraries that were said."""
        said = (f"{p.message} {p.remedy}" for m in self.met for p in m.problems)
        return {found for text in said for found in NO_WORDS.findall(text)}


def main(arguments: list[str]) -> int:
    """Make every mistake, print the shares, and return the exit code."""
    with tempfile.TemporaryDirectory() as folder:
        tried = try_all(Path(folder))
    counts = Counter(m.mistake.kind for m in tried.met)
    for kind in KINDS:
        sys.stdout.write(f"{kind:<13} {counts[kind]:5}  met in one message at its line: ")
        sys.stdout.write(f"{tried.share_right(kind):7.1%}\n")
    sys.stdout.write(f"{'all':<13} {len(tried.met):5}  {tried.share_right():40.1%}\n")
    sys.stdout.write(f"misspellings that the remedy mends: {tried.share_mended():.1%}\n")
    sys.stdout.write(f"files not sound as they are: {tried.not_sound or 'none'}\n")
    sys.stdout.write(f"names of types or libraries said: {sorted(tried.unfit_words()) or 'none'}\n")
    for met in tried.met:
        if "--all" in arguments or not met.right or met.mended is False:
            m = met.mistake
            way = " > ".join(map(str, m.way))
            sys.stdout.write(f"\n--- {m.file}: {m.kind}: {way} ({m.wrote}); expected in line {m.line}\n")
            sys.stdout.write("".join(f"{p}\n" for p in met.problems) or "nothing was said\n")
    return 0 if not tried.not_sound and not tried.unfit_words() else 1


def try_all(folder: Path, *, one_in: int = 1) -> Tried:
    """Make every mistake (or one in so many) in every sound file and return what was said."""
    for name, tree in (("counted", COUNTED), ("base", BASE)):
        (folder / f"{name}.yaml").write_text(whole(tree), encoding="utf-8")
    tried, chance, seen = Tried(), random.Random(SEED), set[tuple[str, str]]()  # noqa: S311 - reproducible
    for sound in sound_files(folder, tried.not_sound):
        for mistake in islice(mistakes(sound, chance, seen), 0, None, one_in):
            met = Met(mistake, said(folder, mistake.text))
            if mistake.kind == "misspelt":
                met.mended = _mends(folder, met)
            tried.met.append(met)
    return tried


def said(folder: Path, text: str) -> tuple[Problem, ...]:
    """Return what stops the reading of a text; nothing where it is sound."""
    path = folder / "scheme.yaml"
    path.write_text(text, encoding="utf-8")
    try:
        read_scheme(path)
    except Refused as refused:
        return errors(refused.problems)
    return ()


# --- sound files ---


def sound_files(folder: Path, not_sound: list[str]) -> Iterator[Sound]:
    """Return the files in which mistakes are made: sections first, then each form in a file of its own."""
    files = [Sound("full scheme", FULL, ()), Sound("local scheme", LOCAL, ())]
    sections = _scheme()["properties"]
    files += [_of_form(folder, form) for form in FORMS.all() if form.part.value in sections]
    for sound in files:
        if not _at(sound.tree, sound.below):
            not_sound.append(f"{sound.name}: no example of it is sound")
        elif found := said(folder, whole(sound.tree)):
            not_sound.append(f"{sound.name}: {found[0]}")
        else:
            yield sound


def _of_form(folder: Path, form: Form) -> Sound:
    """Return a scheme with one entry in a form: all that it requires, and each other setting that can be.

    Most forms can stand in any scheme; some only in one that starts from another, or where practices stay.
    """

    def is_sound(entry: Tree) -> bool:
        return not said(folder, whole(_with(base, form, entry)))

    words = _examples_of(form)
    required = {w: words[w][0] for w in _shape_of(form)["required"]}
    if form.part is Part.INDICATORS:
        required["group"] = "OWN"
    starts = [s for s in ({"form": form.name, **required}, required) if s]
    ones = [{w: example} for w in words for example in words[w]]
    more = [{**start, **one, **other} for start in starts for other in ({}, *ones) for one in ones]
    for base in (BASE, LOCAL, STAY) if form.part is not Part.INDICATORS else (BASE,):  # noqa: B007 - is_sound reads it
        entry = next((e for e in (*starts, *more) if is_sound(e)), {})
        if entry:
            break
    for word in (w for _ in "12" for w in words if w not in entry) if entry else ():
        entry = next((e for e in ({**entry, word: x} for x in words[word]) if is_sound(e)), entry)
    return Sound(f"form {form.number}, {form.name}", _with(base, form, entry or required), _place_of(form))


def _examples_of(form: Form) -> dict[str, list[Any]]:
    words = _shape_of(form)["properties"]
    return {w: [_text(e) for e in s["examples"]] for w, s in words.items() if s.get("examples")}


def _place_of(form: Form) -> Way:
    if form.part is Part.INDICATORS:
        return ("indicators", "OWN001")
    if form.part in SINGLE:
        return (form.part.value,)
    return (form.part.value, 0) if form.part in LISTED else (form.part.value, "own")


def _with(base: Tree, form: Form, entry: Tree) -> Tree:
    tree = deepcopy(base)
    way = _place_of(form)
    if form.part in LISTED:
        tree[form.part.value] = [entry]
    elif len(way) == 1:
        tree[form.part.value] = entry
    else:
        tree.setdefault(form.part.value, {})[way[1]] = entry
    return tree


def _shape_of(form: Form) -> Tree:
    scheme = _scheme()
    shape = scheme["properties"][form.part.value]
    inner = shape if form.part in SINGLE else shape.get("items") or shape["additionalProperties"]
    if "$ref" in inner:
        inner = scheme["definitions"]["indicator"]
    return next(s for s in inner.get("anyOf", [inner]) if s["title"] == form.name)


@cache
def _scheme() -> Tree:
    return schema_of("scheme")


def _text(value: Any) -> Any:
    """Return an example as the texts of a file."""
    if isinstance(value, dict):
        return {k: _text(v) for k, v in value.items()}
    return [_text(v) for v in value] if isinstance(value, list | tuple) else str(value)


# --- mistakes ---


def mistakes(sound: Sound, chance: random.Random, seen: set[tuple[str, str]]) -> Iterator[Mistake]:
    """Make every mistake in every setting of a sound file; a setting of a form or section once."""
    scheme = _scheme()
    for way, shape, words, is_required in _settings(sound.tree, scheme, scheme, ()):
        owner = " > ".join(str(s) for s in way[:-1] if isinstance(s, str))
        known = (sound.name if sound.below else owner, f"{owner}.{way[-1]}")
        if way[: len(sound.below)] != sound.below or len(way) == len(sound.below) or known in seen:
            continue
        seen.add(known)
        yield from _misspelt(sound, way, set(words), chance)
        if is_required:
            yield from _missing(sound, way)
        value = _at(sound.tree, way)
        for wrote in _wrong_types(value, words[str(way[-1])]):
            yield _put(sound, "wrong type", way, wrote)
        if (wrote := _wrong_unit(shape)) and isinstance(value, str):
            yield _put(sound, "wrong unit", way, wrote)
        if (wrote := OUT_OF_RANGE.get(_how(shape), "")) and isinstance(value, str):
            beyond = re.sub(r"\S+$", "101%", value) if " to " in wrote else wrote
            yield _put(sound, "out of range", way, beyond)


def _settings(value: Any, shape: Any, scheme: Tree, way: Way) -> Iterator[tuple[Way, Tree, Tree, bool]]:
    """Return every setting of a file with its shape, the words beside it, and if it must be there."""
    shape = _chosen(value, shape, scheme)
    if isinstance(value, list):
        for n, item in enumerate(value):
            yield from _settings(item, shape.get("items", {}), scheme, (*way, n))
    if not isinstance(value, dict):
        return
    words = shape.get("properties", {})
    required = {*shape.get("required", ()), *_required_here(value, shape)}
    for word, inner in value.items():
        if word in words:
            yield (*way, word), _chosen(inner, words[word], scheme), words, word in required
            yield from _settings(inner, words[word], scheme, (*way, word))
        elif isinstance(shape.get("additionalProperties"), dict):
            yield from _settings(inner, shape["additionalProperties"], scheme, (*way, word))


def _required_here(value: Tree, shape: Tree) -> list[str]:
    if "if" not in shape:
        return []
    branch = shape["then"] if "starts_from" in value else shape["else"]
    required = list[str]()
    while branch:
        required += branch.get("required", ())
        branch = branch.get("then", {})
    return [w for w in required if w in value]


def _chosen(value: Any, shape: Any, scheme: Tree) -> Tree:
    """Return the shape that a value has, of those that may stand there."""
    if "$ref" in shape:
        shape = scheme["definitions"]["indicator"]
    if "anyOf" not in shape:
        return dict(shape)
    fits = (s for s in shape["anyOf"] if Draft7Validator(s).is_valid(value))
    return next((dict(s) for s in fits), {})


def _misspelt(sound: Sound, way: Way, siblings: set[str], chance: random.Random) -> Iterator[Mistake]:
    word = str(way[-1])
    wrong = next(w for w in _slips(word, chance) if w not in siblings)
    tree = deepcopy(sound.tree)
    group = _at(tree, way[:-1])
    renamed = {wrong if k == word else k: v for k, v in group.items()}
    group.clear()
    group.update(renamed)
    text = whole(tree)
    yield Mistake(sound.name, "misspelt", way, text, _line(text, (*way[:-1], wrong)), word, wrong)


def _slips(word: str, chance: random.Random) -> Iterator[str]:
    """Slips of the pen: two letters changed about, one left out, one twice."""
    while True:
        n = chance.randrange(1, len(word)) if len(word) > 1 else 0
        slips = (
            word[: n - 1] + word[n] + word[n - 1] + word[n + 1 :] if n else word * 2,
            word[:n] + word[n + 1 :] if len(word) > 3 else word + word[-1],
            word[:n] + word[n] + word[n:],
        )
        slip = chance.choice(slips)
        if slip != word:
            yield slip


def _missing(sound: Sound, way: Way) -> Iterator[Mistake]:
    tree = deepcopy(sound.tree)
    group = _at(tree, way[:-1])
    if len(group) == 1:
        return
    del group[way[-1]]
    text = whole(tree)
    needs = ("starts_from",) if "starts_from" in tree and way[-1] in NEEDED else way[:-1]
    yield Mistake(sound.name, "missing", way, text, _line(text, needs), str(way[-1]), "nothing")


def _put(sound: Sound, kind: str, way: Way, wrote: Any) -> Mistake:
    tree = deepcopy(sound.tree)
    _at(tree, way[:-1])[way[-1]] = wrote
    text = whole(tree)
    return Mistake(sound.name, kind, way, text, _line(text, way), str(way[-1]), str(wrote))


def _wrong_types(value: Any, shape: Tree) -> list[Any]:
    """Return a group in place of a value or a list, and a list where none may stand."""
    if isinstance(value, str):
        may_be_list = any(s.get("type") == "array" for s in shape.get("anyOf", [shape]))
        return [{"a": "group"}] if may_be_list else [["one", "two"], {"a": "group"}]
    return ["one value", {"a": "group"} if isinstance(value, list) else ["one", "two"]]


def _wrong_unit(shape: Tree) -> str:
    if "enum" in shape or "const" in shape:
        return "something else"
    return WRONG_UNIT.get(_how(shape), "")


def _how(shape: Tree) -> str:
    """Return how a value is described: the sentence that says how it is written."""
    how = str(shape.get("description", "")).rpartition("Written as: ")[2]
    return how[:1].upper() + how[1:]


def _line(text: str, way: Way) -> int:
    """Return the line on which a setting, or a group, begins."""
    node: Any = read_tree(text, "")[0]
    line = 1
    for step in way:
        if isinstance(node, Group):
            line, node = node.entries[str(step)].key.line, node.entries[str(step)].node
        elif isinstance(node, Items) and isinstance(step, int):
            node = node.items[step]
            line = node.place.line
    return line


def _at(tree: Any, way: Way) -> Any:
    for step in way:
        tree = tree[step]
    return tree


def _mends(folder: Path, met: Met) -> bool:
    """Apply the printed remedy: write the word it names in place of the one that was written."""
    mistake = met.mistake
    found = NAMED.search(met.problems[0].remedy) if len(met.problems) == 1 else None
    if not found:
        return False
    lines = mistake.text.splitlines()
    at = met.problems[0].place.line - 1
    lines[at] = lines[at].replace(f"{mistake.wrote}:", f"{found[1]}:", 1)
    return said(folder, "\n".join(lines) + "\n") == ()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
