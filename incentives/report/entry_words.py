"""What an entry of a scheme says where its settings read better together than one by one.

Each function takes an entry as ``resolved`` writes it and returns the sentences and the settings that they
tell; what is left is told setting by setting (``english``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from incentives.report.setting_words import readable
from incentives.scheme.forms.small_numbers import IN_WORDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

_WHOLE = "whole scheme"
_EVERYTHING = "everything"


class Told(NamedTuple):
    """Sentences, and the settings of the entry that need no sentence of their own any more."""

    sentences: tuple[str, ...] = ()
    keys: frozenset[str] = frozenset()


def together(entry: Mapping[str, Any], terms: Mapping[str, Any]) -> Told:
    """Return what is told of an entry's settings together; ``terms`` is the scheme that it stands in."""
    say = _TOGETHER.get(str(entry["form"]))
    own = say(entry, terms) if say else Told()
    if stated := entry.get("worked_from"):
        return Told((*own.sentences, *_worked_from(stated)), own.keys | {"worked_from"})
    return own


def _worked_from(stated: Mapping[str, Mapping[str, str]]) -> Iterator[str]:
    """Yield how a value was stated in place of a figure: by year, or as a price for expected patients."""
    for key, values in stated.items():
        if "price_per_patient" in values:
            each = readable("price_per_patient", values["price_per_patient"])
            yield f"Its points come to {each} for each of {values['expected_patients']} expected patients."
        else:
            years = "; ".join(f"in {year} {readable('', text)}" for year, text in values.items())
            yield f"{_BY_YEAR.get(key, key.replace('_', ' ').capitalize())} by year: {years}."


_BY_YEAR = {
    "points": "Its points",
    "pays": "Its thresholds",
    "per_practice": "The sum",
    "per_patient": "The rate",
}


def whom(identifiers: list[str], terms: Mapping[str, Any]) -> str:
    """Return indicators by their codes, "every indicator" where all are meant, payments by their titles."""
    paid = {p["id"]: p for p in terms["payments"]}
    codes = [i["id"] for i in terms["indicators"]]
    if len(codes) > 1 and set(codes) == set(identifiers):
        return "every indicator"
    named = [f'"{_title(paid[i])}"' if i in paid else i for i in identifiers]
    return named[0] if len(named) == 1 else f"{', '.join(named[:-1])} and {named[-1]}"


def with_titles(text: str, terms: Mapping[str, Any]) -> str:
    """Return a text that names conditions by what they are called, not by their short names."""
    for rule in terms["rules"]:
        if rule["part"] == "conditions":
            text = text.replace(f'"{rule["id"]}" holds', f'"{_title(rule)}" holds')
    return text


def _title(entry: Mapping[str, Any]) -> str:
    return str(entry.get("title") or str(entry["id"]).replace("_", " "))


def _suspension(entry: Mapping[str, Any], terms: Mapping[str, Any]) -> Told:
    first, last = (readable("from", entry[key]) for key in ("from", "to"))
    text = (
        f"Results of {whom(entry['indicators'], terms)} that would be read from {first} to {last} are not "
        f"used: those of {entry['results_of']} are."
    )
    return Told((text,), frozenset({"indicators", "from", "to", "results_of"}))


def _exceptions(entry: Mapping[str, Any], terms: Mapping[str, Any]) -> Told:
    kinds = f" for these reasons alone: {', '.join(entry['allowed'])}" if entry["allowed"] else ""
    most = f", at most {entry['at_most']} of them" if entry["at_most"] else ""
    text = f"Of {whom(entry['indicators'], terms)}, patients may be left out{most}{kinds}."
    return Told((f"{text} The others are counted again.",), frozenset({"indicators", "allowed", "at_most"}))


def _small_numbers(entry: Mapping[str, Any], terms: Mapping[str, Any]) -> Told:
    of = f" for {whom(entry['of'], terms)}" if entry["of"] else ""
    least = readable("fewer_than", entry["fewer_than"])
    text = f"Where fewer than {least} patients are counted{of}, {IN_WORDS[entry['then']]}."
    return Told((text,), frozenset({"fewer_than", "then", "of"}))


def _protection(entry: Mapping[str, Any], terms: Mapping[str, Any]) -> Told:
    years = sorted([entry["points_of"], *entry["averaged_with"]])
    paid = f"those of {years[0]}"
    if len(years) > 1:
        paid = f"the mean of those of {', '.join(years[:-1])} and {years[-1]}"
    text = f"The points paid for {whom(entry['indicators'], terms)} are {paid}, at most those available now."
    return Told((text,), frozenset({"points_of", "averaged_with", "indicators"}))


def _condition(entry: Mapping[str, Any], terms: Mapping[str, Any]) -> Told:
    of = entry["of"]
    what = "anything in this scheme is" if of == _WHOLE else f"{whom(of, terms)} {_is_or_are(of)}"
    sentences = [f"It decides whether {what} paid."]
    if entry.get("evidence"):
        sentences.append(f"It holds where the practice declares it, under the code {entry['evidence']}.")
    return Told(tuple(sentences), frozenset({"of", "evidence"}))


def _is_or_are(identifiers: list[str]) -> str:
    return "is" if len(identifiers) == 1 else "are"


def _pot(entry: Mapping[str, Any], terms: Mapping[str, Any]) -> Told:
    """A pot's own words tell what becomes of what is above, left and late; of floors where all is in it."""
    told = frozenset({"of", "if_earnings_fall_short", "count_late_data_until"})
    if entry["of"] == _EVERYTHING:
        return Told(("It pays for everything.",), told | {"floors"})
    plain = {"floors"} if entry["floors"] == "yield" else set[str]()
    return Told((f"It pays for {whom(entry['of'], terms)}.",), told | plain)


def _told_by_itself(*keys: str) -> Callable[[Mapping[str, Any], Mapping[str, Any]], Told]:
    return lambda _, __: Told((), frozenset(keys))


_TOGETHER: Mapping[str, Callable[[Mapping[str, Any], Mapping[str, Any]], Told]] = {
    "suspension": _suspension,
    "exception policy": _exceptions,
    "small numbers": _small_numbers,
    "points protection": _protection,
    "condition": _condition,
    "evidence or reinvestment condition": _condition,
    "fixed pot, shared pro rata": _pot,
    "network achievement": _told_by_itself("pays"),
    "no worse off than national QOF": _told_by_itself("no_worse_off_than"),
}
