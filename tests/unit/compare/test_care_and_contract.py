"""The points floor, what is saved beside care, and practices that take part for some of the year."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from incentives.base.problem import Refused
from incentives.calculate import calculate
from incentives.cli.compare import compare, compare_schemes, given_by
from incentives.compare.break_even import GAINS, SignOff
from incentives.compare.money import AS_SIGNED, NO_LESS
from incentives.compare.points_floor import DEPENDS, MAY, NOT, STAYS, UNKNOWN, points_floor
from incentives.compare.quality import DROPPED
from incentives.compare.whole import comparison
from incentives.report.compare_words import Said
from incentives.shipped import shipped

if TYPE_CHECKING:
    from pathlib import Path

    from incentives.compare.whole import Comparison, Given

FOLDER = shipped("examples") / "barsetshire"
SCHEME, PACK, QOF = str(FOLDER / "scheme.yaml"), FOLDER / "pack", "qof-england-2015-16"
NAME, DAY = "Dr A. Clinician", "2015-03-02"


@pytest.fixture(scope="module")
def given() -> Given:
    return given_by(QOF, SCHEME, PACK, quiet=True)


@pytest.fixture(scope="module")
def found(given: Given) -> Comparison:
    return comparison(given)


def contracts(found: Comparison) -> dict[str, str]:
    return {code: s.contract for code, s in found.standings.items()}


def test_the_points_floor_is_of_gms_that_leaves_and_never_an_amount(found: Comparison) -> None:
    floor = found.points_floor
    assert floor is not None
    signed = {p.code for p in found.shown.practices if p.signs}
    for code, contract in contracts(found).items():
        expected = STAYS if code not in signed else MAY if contract == "GMS" else DEPENDS
        assert floor.practices[code] == expected
    said = " ".join(floor.lines())
    assert f"It may meet {floor.counted(MAY)} practices of GMS that sign and leave national QOF" in said
    assert "depends on the contract: check clause" in said
    assert "SFE section 2" in said
    assert "not sourced" in said
    assert "£" not in said


def test_a_practice_that_stays_in_qof_has_its_points_there(given: Given) -> None:
    section = given.proposed.national_qof
    assert section is not None
    on_top = section.model_copy(update={"signed_practices": "stay, on top"})
    staying = replace(given.proposed, national_qof=on_top)
    codes = given.base_side.binding.practices
    floor = points_floor(staying, given.base_side, codes, dict.fromkeys(codes, "GMS"))
    assert floor is not None
    assert set(floor.practices.values()) == {NOT}
    unknown = points_floor(staying, given.base_side, codes, {})
    assert unknown is not None
    assert set(unknown.practices.values()) == {UNKNOWN}
    assert points_floor(given.base, given.base_side, codes, {}) is None


def test_small_counts_of_the_floor_are_not_told_to_the_public(found: Comparison) -> None:
    floor = found.points_floor
    assert floor is not None
    few = replace(floor, practices={**dict.fromkeys("ABC", DEPENDS), **dict.fromkeys("DEFGHI", MAY)})
    assert "For 3 practices of PMS and APMS" in " ".join(few.lines())
    assert "For fewer than 5 practices of PMS and APMS" in " ".join(few.lines(fewest=5))


def test_who_leaves_within_the_year_is_set_beside_the_same_days_and_stands_apart(found: Comparison) -> None:
    scenario = found.money.scenario(AS_SIGNED)
    (leaver,) = scenario.apart
    assert (leaver.code, leaver.days) == ("ZZ9031", (275, 366))
    assert leaver.base_for_its_days == int(Fraction(leaver.base * 275, 366) + Fraction(1, 2))
    assert leaver.difference < 0 < leaver.difference_for_its_days
    others = [p for p in scenario.practices if p.code != leaver.code]
    assert scenario.more == sum(p.difference > 0 for p in others)
    assert scenario.less == sum(p.difference < 0 for p in others) == 0
    assert sum(p.difference for p in scenario.practices) == scenario.difference
    assert found.money.scenario(NO_LESS).apart == ()
    assert all(p.base_for_its_days == p.base for p in others)


def test_break_even_is_the_payment_for_each_patient_that_may_no_longer_be_recorded(
    given: Given, found: Comparison
) -> None:
    results = calculate(given.base_side.plan, given.base_side.binding)
    signs = [p.signs for p in found.shown.practices]
    assert [line.id for line in found.break_even] == [
        o.facts.id for o in found.outlooks if o.facts.status == DROPPED
    ]
    for line in found.break_even:
        paid = sum(p for p, s in zip(results.pence(line.id).tolist(), signs, strict=True) if s)
        assert line.saved == paid > 0
        assert line.per_patient_in_the_middle == pytest.approx(line.saved / line.recorded[1])
        assert (line.gain, line.fall, line.events) == (None, None, None)


def test_events_need_a_sign_off_and_a_published_gain(given: Given) -> None:
    signed = SignOff(NAME, date(2015, 3, 2))
    dropped = tuple(i for i in given.proposed.indicators if i.id not in ("HYP006", "CHD005"))
    fewer = replace(given, proposed=replace(given.proposed, indicators=dropped))
    without, having = comparison(fewer), comparison(replace(fewer, sign_off=signed))
    assert all(line.events is None and line.fall is None for line in without.break_even)
    lines = {line.id: line for line in having.break_even}
    outlook = next(o for o in having.outlooks if o.facts.id == "HYP006")
    hypertension = lines["HYP006"]
    gain = next(g for g in GAINS if "HYP006" in g.indicators)
    assert outlook.care is not None
    assert hypertension.events == pytest.approx([c * 678 / 21_954 for c in outlook.care])
    assert hypertension.fall == pytest.approx(hypertension.saved / 100 / 1_868 / outlook.eligible)
    assert hypertension.gain is gain
    assert lines["CHD005"].events is None


def made(folder: Path, audience: str, sign_off: tuple[str, str] | None) -> str:
    retired = "qof-england-2013-14", "qof-england-2014-15"
    options = {"across_years": True, "made_up": True, "draws": 0, "sign_off": sign_off}
    compare(*retired, out=folder / audience, audience=audience, **options)  # type: ignore[arg-type]
    return (folder / audience / "comparison.html").read_text(encoding="utf-8")


def test_no_page_has_events_without_the_name_of_who_signed_them_off(tmp_path: Path) -> None:
    for audience in ("public", "confidential"):
        text = made(tmp_path / "without", audience, None)
        assert "a named clinician has signed them off" in text
        assert not re.search(r"\d in 5 years|heart attacks|Events \(assumption\)", text)
    text = made(tmp_path / "with", "confidential", (NAME, DAY))
    assert f"Signed off clinically by {NAME}, 2 March 2015." in text
    assert "Events (assumption)" in text
    assert "Deaths are not projected" in text
    data = json.loads((tmp_path / "with" / "confidential" / "comparison.json").read_text(encoding="utf-8"))
    assert data["break_even"]["signed_off_by"] == NAME


@pytest.mark.parametrize("given_", [("", DAY), ("  ", DAY), (NAME, "2 March"), (NAME, "2015-02-30")])
def test_a_sign_off_without_name_or_day_is_refused(given_: tuple[str, str], tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        compare(QOF, SCHEME, [PACK], sign_off=given_, out=tmp_path / "out")
    assert [p.code for p in refused.value.problems] == ["C211"]
    assert not (tmp_path / "out").exists()


def test_the_public_is_told_thousands_and_no_small_count(tmp_path: Path) -> None:
    compare(QOF, SCHEME, [PACK], out=tmp_path / "out", audience="public", draws=0)
    text = (tmp_path / "out" / "comparison.html").read_text(encoding="utf-8")
    page = re.sub(r"<style>.*?</style>", "", text, flags=re.DOTALL)
    found = compare_schemes(QOF, SCHEME, PACK, quiet=True)
    each = {round((line.per_patient_in_the_middle or 0) / 100) for line in found.break_even}
    amounts = {int(a.replace(",", "")) for a in re.findall(r"£(\d[\d,]*)", page)} - each
    assert len(amounts) > 20
    assert {a for a in amounts if a % 1_000} <= {500}
    assert not re.search(r"£[\d,]+\.\d\d", page)
    said = Said(public=True)
    assert (said.count(0), said.count(4), said.count(5)) == ("0", "fewer than 5", "5")
    assert (said.money(3_466_222_09), said.change(-49_999)) == ("£3,466,000", "less than £500 less")
    assert said.change(79_224_58) == "£79,000 more"
