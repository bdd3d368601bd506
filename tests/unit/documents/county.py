"""One county's scheme, data and comparison, and every kind of document made from them."""

from __future__ import annotations

import csv
import io
import re
import shutil
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

import docx

from incentives.cli.compare import given_by
from incentives.cli.diff import differs
from incentives.cli.governing import calculation
from incentives.cli.loading import sound_plan
from incentives.compare.lines import PaymentChange, payment_changes
from incentives.compare.whole import Comparison, Given, comparison
from incentives.report.audience import Audience
from incentives.report.diff_words import in_words as diff_in_words
from incentives.report.documents.addressees import addressees
from incentives.report.documents.kinds import KINDS, document
from incentives.report.documents.material import Material
from incentives.report.documents.own import Own, own_payments
from incentives.shipped import shipped

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from incentives.govern.entries import Line
    from incentives.report.documents.parts import Document
    from incentives.report.paragraphs import Part
    from incentives.scheme.model import Scheme

FOLDER = shipped("examples") / "barsetshire"
SCHEME, PACK, QOF = str(FOLDER / "scheme.yaml"), FOLDER / "pack", "qof-england-2015-16"
DAY = date(2015, 2, 16)
PRACTICE = "ZZ9004"


@dataclass(frozen=True)
class County:
    """What documents of the county are made from; a practice's own figures are worked out once."""

    given: Given
    found: Comparison
    beside: tuple[Part, ...] = ()
    own: Mapping[str, Own] = field(default_factory=dict)
    held: dict[str, tuple[PaymentChange, ...]] = field(default_factory=dict)

    @property
    def scheme(self) -> Scheme:
        return self.given.proposed

    def material(self, who: str = "", scheme: Scheme | None = None) -> Material:
        """What a document is made of for a practice, for the public or (blank) confidentially."""
        code = who if who.startswith("ZZ") else ""
        audience = Audience("practice", code) if code else Audience(who or "confidential")
        if code and code not in self.held:
            self.held[code] = payment_changes(self.given.base_side, self.given.proposed_side, code)
        return Material(
            scheme or self.scheme,
            self.given.proposed_side.plan,
            self.found,
            audience,
            DAY,
            self.held[code] if code else (),
            base_plan=self.given.base_side.plan,
            beside=self.beside,
            own=self.own,
            to=addressees(self.given.pack, self.scheme)[code] if code else None,
        )

    def made(self, kind: str, scheme: Scheme | None = None) -> Document:
        """A document of a kind for whom it is made: a practice, or the body's own people."""
        return document(kind, self.material(PRACTICE if KINDS[kind].is_letter else "", scheme))


def county(scheme: str = SCHEME, *, in_words: bool = False) -> County:
    """The county with a scheme; ``in_words`` adds what differs from national QOF, as the command does."""
    given = given_by(QOF, scheme, PACK, quiet=True)
    beside = diff_in_words(differs(QOF, scheme)[0]) if in_words else ()
    return County(given, comparison(given), beside, own_of(scheme))


def own_of(scheme: str, released: Sequence[Line] = ()) -> Mapping[str, Own]:
    """What the scheme itself pays on the county's results, as a balance letter tells it."""
    return own_payments(sound_plan(scheme)[1], calculation(scheme, PACK, ""), released)


def text_of(content: bytes) -> str:
    """All words of a Word file, those at the top and foot of its pages too."""
    made = docx.Document(io.BytesIO(content))
    cells = [c.text for t in made.tables for r in t.rows for c in r.cells]
    edges = [p.text for s in made.sections for e in (s.header, s.footer) for p in e.paragraphs]
    return "\n".join([*(p.text for p in made.paragraphs), *cells, *edges])


def with_answers(folder: Path) -> Path:
    """Practice data in which one has not answered, one has not signed, one leaves, and figures are final."""
    pack = folder / "pack"
    shutil.copytree(PACK, pack)
    signups = _read(pack / "signup.csv")
    changed = {
        "ZZ9001": {"answer": "", "signed_by": "", "signed_on": ""},
        "ZZ9002": {"signed_by": "", "signed_on": ""},
        "ZZ9003": {"ends": "2015-12-31", "left_reason": "two partners retire"},
    }
    _write(pack / "signup.csv", [row | changed.get(row["practice_code"], {}) for row in signups])
    baseline = _read(pack / "baseline.csv")
    early = [row | {"component": "PROVISIONAL"} for row in baseline]
    final = [row | {"status": "final", "pence": str(int(row["pence"]) + 120_000)} for row in baseline]
    _write(pack / "baseline.csv", [*early, *final])
    return pack


def without_results(pack: Path) -> Path:
    """Take everything out of practice data that is known only after the year."""
    text = (pack / "pack.yaml").read_text(encoding="utf-8")
    for name in ("counts", "measures", "national"):
        (pack / f"{name}.csv").unlink()
        text, found = re.subn(rf"(?m)^  {name}:\n(    .*\n)+", "", text)
        assert found == 1
    (pack / "pack.yaml").write_text(text, encoding="utf-8")
    return pack


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _write(path: Path, rows: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        made = csv.DictWriter(file, list(rows[0]))
        made.writeheader()
        made.writerows(rows)
