"""Changes to the text of a scheme file that leave everything else of it as it stands.

A file is never written anew: each change replaces, adds or removes text at its own place, so comments,
order, quotes and blank lines stay, and one value changed is one line changed. A path leads to what is
changed by the words and numbers on the way: ``("indicators", "HYP006", "points")``, ``("protect", 0)``.

* ``rewritten(text, {path: value, ...})`` replaces values, each by one value.
* ``added(text, path, word, value)`` adds a setting to a group; without a word, a member to a list.
  A value is text, or a mapping or a sequence of values.
* ``removed(text, path)`` takes out a setting or a member, and what it leaves empty.
* ``whole(settings)`` is for a file that does not exist yet.

The first three read the result again and prove that nothing else has changed. The text must be that of a file
that can be read (``read_tree``); a path that leads nowhere raises KeyError, a change that the layout of
the file does not allow ValueError. Comments on lines of their own stay, also those above what is removed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Any, TypeAlias

import yaml

from incentives.scheme.marks import read_tree
from incentives.scheme.sections import plain

Path: TypeAlias = tuple[str | int, ...]
Value: TypeAlias = str | Mapping[str, "Value"] | Sequence["Value"]
_STEP = 2


def rewritten(text: str, changes: Mapping[Path, str]) -> str:
    """Return the text with each value at a path replaced by another."""
    root, new = _root(text), text
    found = {path: _at(root, path) for path in changes}
    for path, node in sorted(found.items(), key=lambda f: f[1].start_mark.index, reverse=True):
        if not isinstance(node, yaml.ScalarNode):
            raise ValueError(f"{_shown(path)} holds settings of its own, not one value")  # noqa: TRY004
        start, end = node.start_mark.index, _end(text, node)
        inside = _in_braces(root, path)
        new = new[:start] + _one(changes[path], node.style, inside=inside) + new[end:]
    _prove(text, new, changes)
    return new


def added(text: str, path: Path, word: str | None, value: Value, *, after: str | None = None) -> str:
    """Return the text with a setting (or, without a word, a member) at the end of a group or list.

    ``after`` names the setting that the new one follows, where it is not to be the last.
    """
    root = _root(text)
    node = _at(root, path)
    members = _members(node)
    if (word is None) is isinstance(node, yaml.MappingNode):
        raise ValueError(f"{_shown(path)} takes " + ("settings" if word is None else "members, not settings"))
    if word in [name for name, _, _ in members] or (after and after not in [n for n, _, _ in members]):
        raise KeyError(f"{_shown(path)}: {word} is there already, or {after} is not")
    if node.flow_style:
        new = _put_in_braces(text, node, _entry(word, value))
    else:
        last = next(m for m in reversed(members) if after is None or m[0] == after)
        at = _line_end(text, _end(text, last[2]))
        lines = _lines(word, value, node.start_mark.column)
        new = text[:at] + "".join(_break(text) + line for line in lines) + text[at:]
    _prove_added(text, new, path, word, value)
    return new


def removed(text: str, path: Path) -> str:
    """Return the text without the setting or member at a path, and without a group it leaves empty."""
    root = _root(text)
    if not path:
        raise ValueError("the file itself cannot be taken out of it")
    _at(root, path)
    parent = _at(root, path[:-1])
    if len(_members(parent)) == 1:
        return removed(text, path[:-1])
    new = (_from_braces if parent.flow_style else _from_lines)(text, parent, path[-1])
    _prove_removed(text, new, path)
    return new


def whole(settings: Mapping[str, Value]) -> str:
    """Return the text of a file that is new: one setting a line, in the order given."""
    return "".join(f"{line}\n" for word, value in settings.items() for line in _lines(word, value, 0))


def one_value(value: str) -> str:
    """Return text as one value on a line of its own: as it is, or in quotes where it needs them."""
    return _one(value, None, inside=False)


def _in_signs(value: str) -> str:
    """Return text in quotes with every sign beyond ASCII by its number, as YAML numbers them."""
    plain = json.dumps(value, ensure_ascii=False)
    return "".join(c if c.isascii() else f"\\U{ord(c):08x}" for c in plain)


# --- where things stand ---


def _root(text: str) -> Any:
    read_tree(text, "")
    return yaml.compose(text, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))


def _members(node: Any) -> list[tuple[str | int, Any, Any]]:
    """Return the members of a group or list: its word or number, where it begins, its value."""
    if isinstance(node, yaml.MappingNode):
        return [(key.value, key, value) for key, value in node.value]
    if isinstance(node, yaml.SequenceNode):
        return [(n, item, item) for n, item in enumerate(node.value)]
    return []


def _at(node: Any, path: Path) -> Any:
    for n, step in enumerate(path):
        found = [value for name, _, value in _members(node) if name == step]
        if not found:
            raise KeyError(f"nothing stands at {_shown(path[: n + 1])}")
        node = found[0]
    return node


def _in_braces(root: Any, path: Path) -> bool:
    return any(bool(_at(root, path[:n]).flow_style) for n in range(len(path)))


def _end(text: str, node: Any) -> int:
    """Return where a value ends; a group ends with its last value, not with the comments after it."""
    members = _members(node)
    if members and not node.flow_style:
        return _end(text, members[-1][2])
    end: int = node.end_mark.index
    while isinstance(node, yaml.ScalarNode) and node.style in ("|", ">") and text[end - 1 : end].isspace():
        end -= 1
    return end


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    end = len(text) if end < 0 else end
    return end - 1 if text[end - 1 : end] == "\r" else end


def _line_start(text: str, at: int) -> int:
    return text.rfind("\n", 0, at) + 1


def _break(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"


# --- how things are written ---


@lru_cache(maxsize=4096)
def _one(value: str, style: str | None, *, inside: bool) -> str:
    """Write one value in the style of the one it replaces, where that style can hold it."""
    quoted = "'" + value.replace("'", "''") + "'"
    styles = {"'": [quoted], '"': []}.get(style or "", [value, quoted])
    for found in (*styles, json.dumps(value, ensure_ascii=False)):
        if "\n" not in found and _reads_as(found, value, inside=inside):
            return found
    return _in_signs(value)


def _reads_as(found: str, value: str, *, inside: bool) -> bool:
    before, after = ("{a: ", "}") if inside else ("a: ", "\n")
    try:
        tree, problems = read_tree(f"{before}{found}{after}", "")
    except Exception:  # noqa: BLE001 - whatever the reason: in this style it cannot be written
        return False
    return not problems and plain(tree) == {"a": value}


def _entry(word: str | None, value: Value) -> str:
    """Write a setting or a member on one line, as in braces."""
    if isinstance(value, str):
        shown = _one(value, None, inside=True)
    elif isinstance(value, Mapping):
        shown = "{" + ", ".join(_entry(k, v) for k, v in value.items()) + "}"
    else:
        shown = "[" + ", ".join(_entry(None, v) for v in value) + "]"
    return shown if word is None else f"{_one(word, None, inside=True)}: {shown}"


def _lines(word: str | None, value: Value, indent: int) -> list[str]:
    """Write a setting or a member as lines, groups one setting a line, lists of texts in brackets."""
    blank = " " * indent
    head = f"{blank}- " if word is None else f"{blank}{_one(word, None, inside=False)}:"
    if isinstance(value, str):
        shown = _one(value, None, inside=False)
        return [head + shown if word is None else f"{head} {shown}"]
    if isinstance(value, Mapping):
        inner = [line for k, v in value.items() for line in _lines(k, v, indent + _STEP)]
        return [head + inner[0].strip(), *inner[1:]] if word is None else [head, *inner]
    if all(isinstance(v, str) for v in value):
        return [(head if word is None else f"{head} ") + _entry(None, value)]
    return [head, *(line for v in value for line in _lines(None, v, indent + _STEP))]


def _put_in_braces(text: str, node: Any, entry: str) -> str:
    members = _members(node)
    at = _end(text, members[-1][2]) if members else node.start_mark.index + 1
    return text[:at] + (", " if members else "") + entry + text[at:]


def _from_braces(text: str, node: Any, step: str | int) -> str:
    members = _members(node)
    at = next(n for n, (name, _, _) in enumerate(members) if name == step)
    if at + 1 < len(members):
        start, end = members[at][1].start_mark.index, members[at + 1][1].start_mark.index
    else:
        start, end = _end(text, members[at - 1][2]), _end(text, members[at][2])
    return text[:start] + text[end:]


def _from_lines(text: str, node: Any, step: str | int) -> str:
    members = _members(node)
    begin, value = next((key, value) for name, key, value in members if name == step)
    start = _line_start(text, begin.start_mark.index)
    before = text[start : begin.start_mark.index]
    if isinstance(node, yaml.MappingNode) and before.strip():
        following = next((b for (a, _, _), (_, b, _) in pairwise(members) if a == step), None)
        if following is None:
            raise ValueError(f"{step} stands on a line with other things")
        return text[: begin.start_mark.index] + text[following.start_mark.index :]
    if before.strip() not in ("", "-"):
        raise ValueError(f"{step} stands on a line with other things")
    end = text.find("\n", _end(text, value))
    return text[:start] + ("" if end < 0 else text[end + 1 :])


# --- proof ---


def _prove(text: str, new: str, changes: Mapping[Path, str]) -> None:
    expected = _read(text)
    for path, value in changes.items():
        _parent(expected, path)[path[-1]] = value
    _same(new, expected)


def _prove_added(text: str, new: str, path: Path, word: str | None, value: Value) -> None:
    expected = _read(text)
    parent = _parent(expected, (*path, ""))
    if word is None:
        parent.append(_unfrozen(value))
    else:
        parent[word] = _unfrozen(value)
    _same(new, expected)


def _prove_removed(text: str, new: str, path: Path) -> None:
    expected = _read(text)
    del _parent(expected, path)[path[-1]]
    _same(new, expected)


def _same(new: str, expected: Any) -> None:
    if _read(new) != expected:
        raise AssertionError("a change of a scheme's text has changed something else")


def _read(text: str) -> Any:
    return _unfrozen(plain(read_tree(text, "")[0]))


def _parent(value: Any, path: Path) -> Any:
    for step in path[:-1]:
        value = value[step]
    return value


def _unfrozen(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {k: _unfrozen(v) for k, v in value.items()}
    return [_unfrozen(v) for v in value] if isinstance(value, list | tuple) else value


def _shown(path: Path) -> str:
    return " > ".join(map(str, path)) or "the file"
