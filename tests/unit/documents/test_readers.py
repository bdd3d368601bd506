"""For whom a document is made: printed at its top and in its name; to the public no practice is told."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from incentives.base.problem import Refused
from incentives.cli.diff import differs
from incentives.cli.document import document as write
from incentives.report.audience import Audience
from incentives.report.diff_words import in_words
from incentives.report.documents.consultation import SOMEBODY, Remark, read_log
from incentives.report.documents.figures import groups_grid
from incentives.report.documents.kinds import KINDS, document
from tests.unit.documents.county import PACK, QOF, SCHEME, County

PAPERS = [name for name, kind in KINDS.items() if not kind.is_letter]
LOG = (
    Remark("LMC", date(2015, 2, 10), "HYP006", "too few points", "They were raised", "25 points", "2"),
    Remark("Dr A. Nother", None, "exit", "three months is long", "", "", ""),
)
PUBLIC = Audience("public")


@pytest.mark.parametrize("kind", PAPERS)
def test_a_public_document_tells_no_practice_and_no_person(barsetshire: County, kind: str) -> None:
    text = document(kind, replace(barsetshire.material("public"), log=LOG)).text()
    standings = barsetshire.found.standings.values()
    assert [s.code for s in standings if s.code in text] == []
    assert [s.name for s in standings if s.name.casefold() in text.casefold()] == []
    assert "Nother" not in text
    assert "  ·  Public\n" in text


@pytest.mark.parametrize("kind", ["committee-paper", "lmc-consultation", "business-case", "equality-impact"])
def test_pounds_are_to_the_nearest_thousand_for_the_public(barsetshire: County, kind: str) -> None:
    material = replace(barsetshire.material("public"), beside=())
    confidential = document(kind, barsetshire.material()).text()
    assert re.search(r"£[\d,]+\.\d\d", confidential)
    written = [
        line for line in document(kind, material).text().split("\n") if "budget" not in line.casefold()
    ]
    amounts = re.findall(r"£([\d,]+(?:\.\d\d)?)", "\n".join(written))
    of_the_scheme = {"4,200,000.00", "4,284,000.00", "150,000.00", "50.00"}
    assert amounts
    left = [a for a in amounts if a not in of_the_scheme and not a.endswith(",000")]
    assert set(left) <= {"0", "500"}


def test_small_groups_are_not_shown_to_the_public(barsetshire: County) -> None:
    open_, public = (
        groups_grid("Contract", barsetshire.found, Audience(who)) for who in ("confidential", "public")
    )
    assert ("APMS", "1") in {row[:2] for row in open_.rows}
    hidden = [row for row in public.rows if row[2] == "not shown"]
    assert {"APMS"} < {row[0] for row in hidden}  # a single one would follow from the total
    assert all("fewer than 5" in str(row[1]) for row in hidden)


def test_the_audience_stands_at_the_top_and_in_the_name(tmp_path: Path) -> None:
    for who in ("public", "confidential"):
        write(SCHEME, kind="patient-summary", audience=who, out=tmp_path)
    names = sorted(p.stem.rpartition("-")[2] for p in tmp_path.iterdir())
    assert names == ["confidential", "public"]


def test_a_word_about_a_practice_is_refused_whoever_wrote_it(tmp_path: Path) -> None:
    said = tmp_path / "said.csv"
    said.write_text("who,part,said,answer\nLMC,exit,Cathedral Yard Surgery must stay,no\n", encoding="utf-8")
    with pytest.raises(Refused) as refused:
        write(
            SCHEME,
            kind="committee-paper",
            base=QOF,
            data=PACK,
            audience="public",
            consultation=said,
            out=tmp_path,
        )
    assert [p.code for p in refused.value.problems] == ["R194"]
    assert "Cathedral Yard Surgery" in refused.value.problems[0].message


def test_you_said_we_did_has_every_remark_and_a_gap_for_each_without_an_answer(barsetshire: County) -> None:
    made = document("lmc-consultation", replace(barsetshire.material(), log=LOG))
    text = made.text()
    for words in ("too few points", "They were raised", "25 points (version 2)", "three months is long"):
        assert words in text
    assert [g.where for g in made.gaps() if "the answer" in g.what] == [
        "the table of the consultation, remark on exit"
    ]
    assert "Dr A. Nother" in text
    public = document("lmc-consultation", replace(barsetshire.material("public"), log=LOG)).text()
    assert SOMEBODY in public
    assert "LMC, 10 February 2015, on HYP006" in public


def test_what_differs_from_the_version_consulted_on_is_attached(barsetshire: County, tmp_path: Path) -> None:
    earlier = tmp_path / "consulted.yaml"
    text = Path(SCHEME).read_text(encoding="utf-8")
    earlier.write_text(text.replace("£4,000", "£3,500"), encoding="utf-8")
    since = in_words(differs(str(earlier), SCHEME)[0])
    for kind in ("committee-paper", "lmc-consultation"):
        text = document(kind, replace(barsetshire.material(), since=since, consulted_on="version 1")).text()
        assert "since the version that was consulted on (version 1)" in text
        assert "£4,000.00; until now £3,500.00" in text


def test_a_log_is_read_with_its_columns_in_any_order(tmp_path: Path) -> None:
    path = tmp_path / "said.csv"
    path.write_text("Part,Who,Said,On\nexit,LMC,too long,2015-02-10\n", encoding="utf-8")
    assert read_log(path) == (Remark("LMC", date(2015, 2, 10), "exit", "too long", "", "", ""),)


@pytest.mark.parametrize(
    ("text", "codes", "places"),
    [
        ("who,part\nLMC,exit\n", ["R191"], [1]),
        ("who,part,said,said_on\nLMC,exit,long,x\n", ["R191"], [1]),
        ("who,part,said,version\nLMC,,long,2\n,exit,long,\n", ["R192", "R192", "R192"], [2, 2, 3]),
    ],
)
def test_every_mistake_of_a_log_is_told_with_its_place(
    tmp_path: Path, text: str, codes: list[str], places: list[int]
) -> None:
    path = tmp_path / "said.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(Refused) as refused:
        read_log(path)
    assert [p.code for p in refused.value.problems] == codes
    assert [p.place.line for p in refused.value.problems] == places
