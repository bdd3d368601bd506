"""Which documents are made: one, or a letter for each practice it goes to, each with its file's name."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from incentives.base.problem import Place, Problem, Refused
from incentives.compare.lines import payment_changes
from incentives.report.audience import CONFIDENTIAL, PUBLIC, Audience, audience_of, readable_in
from incentives.report.documents.addressees import addressees
from incentives.report.documents.kinds import Needs, document, kind_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from incentives.compare.whole import Given
    from incentives.data.pack import Pack
    from incentives.govern.queries import Query
    from incentives.report.documents.addressees import Addressee
    from incentives.report.documents.material import Material
    from incentives.report.documents.parts import Document


@dataclass(frozen=True, slots=True)
class Made:
    """A document with the name that its file gets: scheme, kind and audience."""

    name: str
    content: Document


def made(
    kind: str,
    audience: str,
    material: Material,
    pack: Pack | None,
    given: Given | None,
    queries: Sequence[Query] = (),
) -> tuple[Made, ...]:
    """Return the documents of a kind for an audience: one, or one for each practice that a letter goes to.

    Raises Refused: R190 for a letter to the public, R193 where there is nobody to write to, R194 where a
    document for the public would name a practice, and what ``document`` raises.
    """
    wanted = kind_of(kind)
    practices = addressees(pack, material.scheme) if pack else {}
    who = audience_of(audience, list(practices)) if practices else Audience(_known(audience))
    scheme = material.scheme.header.id
    if not wanted.is_letter or pack is None or (wanted.needs is Needs.COMPARISON and given is None):
        content = document(kind, _for(material, given, who, practices.get(who.practice), queries))
        if who.is_public:
            _refuse_names(content, practices)
        return (Made(f"{scheme}-{kind}-{who.practice or who.name}.docx", content),)
    if who.is_public:
        message = f"The kind {kind} is made for a practice, not for the public."
        raise Refused(
            [Problem("R190", Place("--audience"), message, "Leave --audience out, or name a practice.")]
        )
    found = []
    for to in _recipients(kind, who, practices):
        reader = Audience("practice", to.code)
        content = document(kind, _for(material, given, reader, to, queries))
        found.append(Made(f"{scheme}-{kind}-{to.code}.docx", content))
    return tuple(found)


def _known(audience: str) -> str:
    return audience_of(audience, ()).name


def _recipients(kind: str, who: Audience, practices: Mapping[str, Addressee]) -> Sequence[Addressee]:
    wanted, named = kind_of(kind), practices.get(who.practice)
    if named and not wanted.to_nobody_else:
        return [named]
    asked = [named] if named else practices.values()
    found = [p for p in asked if wanted.goes_to and wanted.goes_to(p)]
    if not found:
        called = f"{named.called} is not" if named else "No practice of the data is"
        message = f"{called} due {wanted.called}."
        remedy = "Nothing to do, if that is right; otherwise mend the practice's answer in the data (signup)."
        raise Refused([Problem("R193", Place("--data"), message, remedy)])
    return found


def _for(
    material: Material, given: Given | None, who: Audience, to: Addressee | None, queries: Sequence[Query]
) -> Material:
    from incentives.govern.queries import for_statement  # noqa: PLC0415 - only where a ledger was given

    code = who.practice
    payments = payment_changes(given.base_side, given.proposed_side, code) if given and code else ()
    questioned = for_statement(queries, code) if queries and code else ()
    return replace(material, audience=who, to=to, payments=payments, questioned=questioned)


def _refuse_names(content: Document, practices: Mapping[str, Addressee]) -> None:
    """Refuse a document for the public in which a practice can be read, whoever wrote the words."""
    if problems := list(_named(content, practices)):
        raise Refused(problems)


def _named(content: Document, practices: Mapping[str, Addressee]) -> Iterator[Problem]:
    text = content.text()
    for sign in readable_in(text, ((p.code, p.name) for p in practices.values())):
        line = next(t for t in text.split("\n") if sign.casefold() in t.casefold())
        message = f'The practice "{sign}" can be read in a document for the public: "{line[:80]}".'
        remedy = f"Take it out of those words, or make the document for --audience {CONFIDENTIAL}."
        yield Problem("R194", Place(f"--audience {PUBLIC}"), message, remedy)
