"""The text of a scheme file brought up to other settings: only what differs changes, comments stay.

``over(text, settings)`` compares the file with the settings and makes the changes one by one, each proved
by ``writing``. A part whose layout does not allow a change is written anew as a whole, without its remarks.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from incentives.scheme.book.shape import ORDERED, RULES
from incentives.scheme.marks import read_tree
from incentives.scheme.sections import plain
from incentives.scheme.writing import added, removed, rewritten, whole

if TYPE_CHECKING:
    from incentives.scheme.writing import Path

Settings = Mapping[str, Any]
_STOPPED = "stop_paying_for"
_READ_FIRST = (
    *("kind", "id", "title", "year", "nation", "starts_from", "previous", "indicators_from", "total_points"),
    *("offered_by", "offer", "national_qof", _STOPPED, "change", "indicators", "add", "payments"),
)
"""Between these stand protections, limits and deductions in the order in which they apply."""
_READ_LAST = (
    *("treatment", "exit", "disputes", "accrual", "recovery", "governance"),
    *("sources", "standing", "corrections", "conflicts", "notes", "tests"),
)


def over(text: str, settings: Settings) -> str:
    """Return the text of a scheme file with other settings, everything that is the same left as it stands."""
    wanted = settings_of(settings)
    now = _read(text)
    if _STOPPED in now and _STOPPED in wanted:
        wanted[_STOPPED] = _grouped_as(now[_STOPPED], wanted[_STOPPED])
    changed = text
    for word, value in wanted.items():
        if word not in now:
            changed = added(changed, (), word, value)
        elif now[word] != value:
            changed = _part(changed, word, now[word], value)
    for word in now:
        if word not in wanted:
            changed = removed(changed, (word,))
    for parts in (ORDERED, RULES):
        changed = _in_order(changed, [w for w in wanted if w in parts])
    if _read(changed) != wanted:
        raise AssertionError("a scheme's text does not say what was to be written")
    return changed


def new_text(settings: Settings) -> str:
    """Return the text of a new scheme file, its parts in the order in which one reads them."""
    found = settings_of(settings)
    words = [w for w in _READ_FIRST if w in found]
    later = [w for w in found if w not in words and w not in _READ_LAST]
    return whole({w: found[w] for w in (*words, *later, *(w for w in _READ_LAST if w in found))})


def settings_of(value: Any) -> Any:
    """Return settings as texts, lists and groups that compare by what they say."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, Mapping):
        return {k: settings_of(v) for k, v in value.items()}
    return [settings_of(v) for v in value]


def _read(text: str) -> dict[str, Any]:
    read: dict[str, Any] = settings_of(plain(read_tree(text, "")[0]))
    return read


def _in_order(text: str, words: list[str]) -> str:
    """Put parts whose order counts into that order, where it is not the file's."""
    settings = _read(text)
    if [w for w in settings if w in words] == words:
        return text
    for word in words:
        text = added(removed(text, (word,)), (), word, settings[word])
    return text


def _part(text: str, word: str, old: Any, new: Any) -> str:
    """Change a part step by step, or write it anew where its layout does not allow that."""
    try:
        changed = _changed(text, (word,), old, new)
        if _read(changed)[word] == new:
            return changed
    except (KeyError, ValueError, AssertionError):
        pass
    before = [w for w in _read(text) if w != word]
    words = [*_read(text)]
    after = words[words.index(word) - 1] if words.index(word) else None
    return added(removed(text, (word,)), (), word, new, after=after if after in before else None)


def _changed(text: str, path: Path, old: Any, new: Any) -> str:
    if old == new:
        return text
    if isinstance(old, str) and isinstance(new, str):
        return rewritten(text, {path: new})
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        return _group(text, path, old, new)
    if (
        isinstance(old, Sequence)
        and isinstance(new, Sequence)
        and not isinstance(old, str)
        and not isinstance(new, str)
    ):
        return _list(text, path, old, new)
    raise ValueError(f"{path} holds something of another sort now")


def _group(text: str, path: Path, old: Settings, new: Settings) -> str:
    before = None
    for word, value in new.items():
        if word in old:
            text = _changed(text, (*path, word), old[word], value)
        else:
            text = added(text, path, word, value, after=before if before in old else None)
        before = word
    for word in old:
        if word not in new:
            text = removed(text, (*path, word))
    return text


def _list(text: str, path: Path, old: Sequence[Any], new: Sequence[Any]) -> str:
    """Change members in place; take out and put in by name where members have names, else at the end."""
    kept = [n for n, item in enumerate(old) if _is_among(item, new)]
    if len(new) < len(old) and _names(old) and len(kept) == len(new):
        for n in reversed(range(len(old))):
            if n not in kept:
                text = removed(text, (*path, n))
        old = [old[n] for n in kept]
    for n, (was, now) in enumerate(zip(old, new, strict=False)):
        text = _changed(text, (*path, n), was, now)
    for item in new[len(old) :]:
        text = added(text, path, None, item)
    for n in reversed(range(len(new), len(old))):
        text = removed(text, (*path, n))
    return text


def _is_among(item: Any, items: Sequence[Any]) -> bool:
    return isinstance(item, Mapping) and item.get("name") in [
        i.get("name") for i in items if isinstance(i, Mapping)
    ]


def _names(items: Sequence[Any]) -> bool:
    return all(isinstance(i, Mapping) and i.get("name") for i in items)


def _grouped_as(old: Any, new: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Put indicators that are not paid for into the groups of the file, so that only real changes show.

    A workbook has a row for each of them, a file an entry for all of which the same is said.
    """
    said = {
        code: {k: v for k, v in item.items() if k != "indicators"}
        for item in new
        for code in item["indicators"]
    }
    found: list[dict[str, Any]] = []
    for item in old if isinstance(old, list) else ():
        codes = [c for c in item.get("indicators", ()) if c in said]
        says = [said[c] for c in codes]
        same = [c for c in codes if said[c] == says[0]] if codes else []
        if same:
            found.append(
                {
                    k: same if k == "indicators" else says[0][k]
                    for k in item
                    if k == "indicators" or k in says[0]
                }
            )
            found[-1] |= {k: v for k, v in says[0].items() if k not in found[-1]}
            for code in same:
                del said[code]
    for item in new:
        left = [c for c in item["indicators"] if c in said]
        like = (
            next(
                (f for f in found if {k: v for k, v in f.items() if k != "indicators"} == said.get(left[0])),
                None,
            )
            if left
            else None
        )
        if like:
            like["indicators"] = [*like["indicators"], *left]
        elif left:
            found.append({"indicators": left, **{k: v for k, v in item.items() if k != "indicators"}})
    return found
