"""A scheme written out in full, for programs and for people."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from incentives.compare.whole import comparison
from incentives.scheme.reading import read_scheme
from incentives.scheme.resolved import resolved, resolved_text, terms, version_of
from incentives.scheme.shelf import shipped_schemes
from incentives.shipped import shipped
from tests.errors.commands.given import given
from tests.unit.scheme.written import LOCAL


@pytest.mark.usefixtures("folder")
def test_figures_are_exact_text_with_their_unit() -> None:
    full = resolved(read_scheme("base.yaml")[0])
    hyp = full["indicators"][1]
    assert (hyp["points"], hyp["pays"], hyp["form_number"]) == ("20", "45% to 80%", 1)
    assert hyp["origins"]["pays"] == {"file": "base.yaml", "line": 20, "status": "unverified", "source": ""}
    line = full["lines"][1]
    assert (line["amount"], line["for_patients"], line["ends"]) == ("£13050.00", "5891", None)
    assert full["lines"][0]["points_of"] == "2014/15"


def test_who_pays_is_settled_where_practices_stay_on_national_qof(folder: Path) -> None:
    text = LOCAL.replace("signed_practices: leave", "signed_practices: stay, on top").replace(
        "{signed_practices: stay, on top", '{signed_practices: "stay, on top"'
    )
    added = "add:\n  FRAIL01: {points: 30, pays: 30% to 60%, group: FRAIL}\n"
    pay = (
        "pay_points:\n  price_per_point: £160.15\n  national_average_list:\n    patients: 7,233\n"
        "    as_at: 2015-01-01\n  practice_list:\n    as_at: 2016-01-01\n"
        "  prevalence:\n    national: mean of these practices\n    register_as_at: 2016-03-31\n"
    )
    (folder / "scheme.yaml").write_text(text + added + pay, encoding="utf-8")
    full = resolved(read_scheme(Path("scheme.yaml"))[0])
    assert {i["id"]: i["paid_by"] for i in full["indicators"]} == {
        "AF001": "CQRS",
        "HYP006": "CQRS",
        "DEP003": "CQRS",
        "FRAIL01": "this schedule",
    }
    assert full["pay_points"]["price_per_point"] == "£160.15"


@pytest.mark.parametrize("identifier", sorted(shipped_schemes()))
def test_every_shipped_scheme_is_written_out_in_full(identifier: str) -> None:
    scheme, _ = read_scheme(identifier)
    full = json.loads(json.dumps(resolved(scheme)))
    assert [i["id"] for i in full["indicators"]] == [i.id for i in scheme.indicators]
    text = resolved_text(scheme)
    assert all(f"{i.id}: {i.form.name}\n" in text for i in scheme.indicators)
    assert "Fraction" not in text


@pytest.mark.usefixtures("folder")
def test_each_value_is_shown_to_people_with_where_it_stands() -> None:
    text = resolved_text(read_scheme("base.yaml")[0])
    assert "  points: 20   [base.yaml:20; verified; Results workbook (table 2); Guidance]\n" in text
    assert "  amount: £13,050.00   [base.yaml:27; unverified]\n" in text
    assert "  weighted_by: its register   [as usual: not written]\n" in text


def test_a_year_of_qof_knows_the_codes_that_its_indicators_had_before() -> None:
    full = resolved(read_scheme("qof-england-2025-26")[0])
    assert full["formerly"]["AST012"] == ["AST011", "AST006", "AST002"]
    assert len(resolved(read_scheme("qof-england-2014-15")[0])["formerly"]) == 13


def test_the_terms_are_the_same_wherever_the_file_lies_and_whatever_its_remarks(tmp_path: Path) -> None:
    text = (shipped("examples") / "barsetshire" / "scheme.yaml").read_text(encoding="utf-8")
    changed = text.replace("per_practice: £4,000", "per_practice: £4,001")
    assert changed != text
    found = []
    for name, said in (("a", text), ("b", f"# A remark.\n\n{text}"), ("c", changed)):
        (tmp_path / f"{name}.yaml").write_text(said, encoding="utf-8")
        found.append(terms(read_scheme(str(tmp_path / f"{name}.yaml"))[0]))
    assert found[0] == found[1]
    assert found[0] != found[2]
    one, other = (resolved(read_scheme(str(tmp_path / f"{n}.yaml"))[0]) for n in "ab")
    assert one != other


def test_what_is_printed_on_papers_is_the_version_that_is_decided_and_paid() -> None:
    sound = given()
    assert comparison(sound).scheme_fingerprint == version_of(sound.proposed)
