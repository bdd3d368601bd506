"""The bundle that a body publishes with its decision: whole, sealed, and free of any single practice.

Counts of patients in it are rounded, small ones hidden so that nobody can work them out; people stand in it
only where a public register has them: who decided, and which interests they had.
"""

from __future__ import annotations

import csv
import io
import zipfile
from dataclasses import dataclass
from fractions import Fraction
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from incentives.base.amount import in_pounds
from incentives.base.problem import Place, Problem, Refused
from incentives.compare.groups import memberships
from incentives.govern.chain import canonical
from incentives.govern.decisions import register_line
from incentives.report.audience import FEWEST, readable_in
from incentives.report.disclosure import NOTE, disclosed
from incentives.report.uploads.delimited import neutral

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from incentives.compare.groups import Standing
    from incentives.data.counts import Count
    from incentives.data.grid import Stated
    from incentives.govern.decisions import Decision
    from incentives.govern.publication import Part
    from incentives.report.resting import Resting

KINDS = ("Network", "Deprivation")
"""The groups in which patients are shown: where they live and how deprived they are."""
_OF_PEOPLE = ("decision.csv", "who-decided.csv", "interests.csv")


@dataclass(frozen=True, slots=True)
class Published:
    """What a bundle is made of; ``page`` is the public comparison, ``head`` the ledger's last seal."""

    terms: Mapping[str, Any]
    english: str
    page: str
    parts: Sequence[Part]
    decision: Decision | None
    counts: Mapping[str, Sequence[Count]]
    titles: Mapping[str, str]
    standings: Mapping[str, Standing]
    tables: Sequence[Stated]
    resting: Resting
    program: str
    data: str
    head: str


def bundle(published: Published, dated: date) -> bytes:
    """Return the bundle as a zip file; the same content gives the same bytes.

    Raises Refused (R230) where a practice can be read in it, whoever wrote the words.
    """
    files = _files(published)
    _refuse_practices(files, published.standings)
    seals = [("file", "sha256"), *((name, sha256(c).hexdigest()) for name, c in sorted(files.items()))]
    files["manifest.csv"] = _table(seals)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in sorted(files.items()):
            packed.writestr(zipfile.ZipInfo(name, (dated.year, dated.month, dated.day, 0, 0, 0)), content)
    return buffer.getvalue()


def _files(published: Published) -> dict[str, bytes]:
    files = {
        "scheme.json": canonical(published.terms).encode(),
        "scheme-in-plain-english.txt": published.english.encode(),
        "comparison.html": published.page.encode(),
        "parts.csv": _table(_parts(published.parts)),
        "patients.csv": _table(_patients(published)),
        "data.csv": _table(_data(published)),
        "unverified-values.csv": _table(_unverified(published.resting)),
        "read-me.txt": _read_me(published).encode(),
    }
    if published.decision is not None:
        files |= _of_decision(published.decision)
    return files


def _parts(parts: Sequence[Part]) -> Iterator[Sequence[str]]:
    yield "part", "what", "present_or_explained", "text"
    for part in parts:
        yield part.name, part.what, part.standing, part.text


def _patients(published: Published) -> Iterator[Sequence[str]]:
    """Yield patients who achieved an indicator and who did not, by group, with the total of those groups.

    Groups of fewer than five practices are left out of the groups and of their total.
    """
    yield "indicator", "title", "by", "group", "achieved", "not_achieved", "counted"
    for kind, members in memberships(published.standings, published.standings).items():
        large = {name: codes for name, codes in members.items() if len(codes) >= FEWEST}
        for code in sorted(published.counts) if kind in KINDS and large else ():
            for group, cells in _of_indicator(published.counts[code], large):
                yield code, published.titles.get(code, ""), kind, group, *cells


def _of_indicator(
    counts: Sequence[Count], members: Mapping[str, Sequence[str]]
) -> Iterator[tuple[str, list[str]]]:
    of = {count.practice: count for count in counts}
    rows = []
    for codes in members.values():
        there = [of[code] for code in codes if code in of]
        achieved = sum(c.numerator for c in there)
        rows.append((achieved, sum(c.denominator for c in there) - achieved))
    yield from zip((*members, "these groups"), disclosed(rows).words(), strict=True)


def _data(published: Published) -> Iterator[Sequence[str]]:
    yield "what", "as_at", "source"
    for stated in sorted(published.tables, key=lambda s: (s.holds, s.name)):
        yield stated.holds, stated.as_at.isoformat(), stated.source
    yield "all practice data, fingerprint", "", published.data


def _unverified(resting: Resting) -> Iterator[Sequence[str]]:
    yield "value", "of", "payments_that_rest_on_it"
    for value, pence in resting.largest():
        yield str(value), value.origin.source or "no source was found", _thousands(pence)


def _of_decision(decision: Decision) -> dict[str, bytes]:
    content = decision.content
    line = register_line(decision)
    attended = [("person", "present", "left_for_this_item", "declared", "vote")]
    attended += [
        (a["person"], *(_yes(a[name]) for name in ("present", "left", "declared")), a["vote"])
        for a in content["attended"]
    ]
    interests = [("person", "type", "organisation", "how_managed", "declared_before_the_vote")]
    interests += [
        (i["person"], i["type"], i["organisation"], i["managed"], _yes(i["declared_before_the_vote"]))
        for i in content["interests"]
    ]
    return {
        "decision.csv": _table([tuple(line), tuple(line.values())]),
        "who-decided.csv": _table(attended),
        "interests.csv": _table(interests),
    }


def _read_me(published: Published) -> str:
    says = (
        "What was decided, on what grounds, and what it rests on.",
        "",
        "scheme.json: the scheme as decided; its SHA-256 is the version that the decision names.",
        "scheme-in-plain-english.txt: the same in words.",
        "comparison.html: what it costs and what may happen to care, without single practices.",
        "parts.csv: what must be there, present or explained.",
        f"patients.csv: patients by group of {FEWEST} practices or more. {NOTE}",
        "data.csv: where the figures are from. unverified-values.csv: what is not yet verified.",
        "decision.csv, who-decided.csv, interests.csv: the decision as the ledger has it.",
        "manifest.csv: the SHA-256 of each file.",
        "",
        f"Head of the ledger: {published.head or 'none was given'}",
        f"Made by {published.program}.",
        "Amounts are gross. A practice that does not sign keeps its national entitlement.",
    )
    return "\n".join(says) + "\n"


def _refuse_practices(files: Mapping[str, bytes], standings: Mapping[str, Standing]) -> None:
    """Refuse a bundle in which a practice's code or name can be read; interests may name organisations."""
    practices = [(of.code, of.name) for of in standings.values()]
    problems = []
    for name in sorted(set(files) - set(_OF_PEOPLE)):
        for sign in readable_in(files[name].decode(), practices)[:1]:
            message = f'The practice "{sign}" can be read in {name}.'
            remedy = "Take it out of the scheme's words, or publish those words without it."
            problems.append(Problem("R230", Place(name), message, remedy))
    if problems:
        raise Refused(problems)


def _thousands(pence: int) -> str:
    """Return pounds as the public sees them: to the nearest thousand."""
    return in_pounds(round(Fraction(pence, 100_000)) * 1_000).removesuffix(".00")


def _yes(held: object) -> str:
    return "yes" if held else "no"


def _table(rows: Iterable[Sequence[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows([neutral(str(cell)) for cell in row] for row in rows)
    return text.getvalue().encode()
