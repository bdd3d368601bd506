"""A scheme read from papers says what it does not know: of a part as a whole, or of one payment."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from incentives.base.problem import Refused, Severity
from incentives.formula.plan import Standing
from incentives.scheme.reading import read_scheme
from tests.unit.scheme.written import LOCAL, NATIONAL

if TYPE_CHECKING:
    from pathlib import Path

    from incentives.base.problem import Problem
    from incentives.scheme.model import Scheme

UNKNOWN = """\
standing:
  - of: %s
    status: %s
    note: "Settled by: the board paper. Looked for in: the papers of the body."
"""
PAYMENTS = """\
payments:
  grant: {form: fixed grant, per_practice: £4000}
  other: {form: fixed grant, per_practice: £10}
protect:
  - name: kept
    at_least: 90%
    of: QOF payment
    year: 2014/15
    basis: per practice
    list: at baseline
    pms_deduction: after
"""

INSTALMENTS = """\
instalments:
  each_month: 70%
  of: last year's QOF payment
  pms_deduction: after
  from: April 2015
  balance: June 2016
"""


def _without(word: str) -> str:
    lines, kept = LOCAL.splitlines(keepends=True), list[str]()
    inside = False
    for line in lines:
        inside = line.startswith(f"{word}:") or (inside and line.startswith(" "))
        kept += [] if inside else [line]
    return "".join(kept)


def _read(folder: Path, text: str) -> tuple[Scheme, tuple[Problem, ...]]:
    (folder / "base.yaml").write_text(NATIONAL, encoding="utf-8")
    path = folder / "local.yaml"
    path.write_text(text, encoding="utf-8")
    return read_scheme(path)


@pytest.mark.parametrize("word", ["offer", "national_qof", "budget", "treatment"])
def test_a_part_that_is_not_known_is_a_warning_only_where_the_scheme_says_so(
    tmp_path: Path, word: str
) -> None:
    with pytest.raises(Refused) as refused:
        _read(tmp_path, _without(word))
    assert [p.code for p in refused.value.problems] == ["S412"]
    _, warned = _read(tmp_path, _without(word) + UNKNOWN % (word, "unverified"))
    found = [p for p in warned if p.code == "S421"]
    assert [p.severity for p in found] == [Severity.WARNING]
    assert "the board paper" in found[0].message
    with pytest.raises(Refused):
        _read(tmp_path, _without(word) + UNKNOWN % (word, "sourced"))


def test_an_offer_says_its_days_or_that_they_are_not_known(tmp_path: Path) -> None:
    text = LOCAL.replace("  close: 2015-03-20\n", "")
    with pytest.raises(Refused) as refused:
        _read(tmp_path, text)
    assert [p.code for p in refused.value.problems] == ["S412"]
    _, warned = _read(tmp_path, text + UNKNOWN % ("offer", "unverified"))
    assert "S421" in {p.code for p in warned}


def test_a_standing_speaks_of_one_payment_or_line_by_its_name(tmp_path: Path) -> None:
    said = UNKNOWN % ("per_practice", "unverified") + "    for: [grant]\n"
    said += "  - {of: at_least, for: [kept], status: sourced}\n"
    scheme, _ = _read(tmp_path, LOCAL + PAYMENTS + said)
    grant, other = scheme.payments
    assert grant.origin("per_practice").standing is Standing.UNVERIFIED
    assert other.origin("per_practice").standing is Standing.LOCAL
    kept = next(line for line in scheme.lines if line.id == "kept")
    assert kept.origin("at_least").standing is Standing.SOURCED
    with pytest.raises(Refused) as refused:
        _read(tmp_path, LOCAL + PAYMENTS + said.replace("[grant]", "[grants]"))
    (problem,) = refused.value.problems
    assert problem.code == "S303"
    assert "grant" in problem.remedy


@pytest.mark.parametrize(
    ("more", "of"),
    [
        ("change:\n  HYP006: {points: {was: 20, now: 25}, reason: needs}\n", "points"),
        (
            INSTALMENTS,
            "instalments",
        ),
        ("deductions:\n  - {from_contract: GMS, amount: £10, for_patients: 100}\n", "deductions"),
    ],
)
def test_what_cqrs_settles_stays_so_though_a_change_to_it_has_a_source(
    tmp_path: Path, more: str, of: str
) -> None:
    text = LOCAL.replace("signed_practices: leave", 'signed_practices: "stay, on top"') + more
    said = f"sources:\n  paper: {{document: The paper, origin: The body}}\nstanding:\n  - of: {of}\n"
    for standing in ("", f"{said}    status: sourced\n    from: [paper]\n"):
        with pytest.raises(Refused) as refused:
            _read(tmp_path, text + standing)
        assert {p.code for p in refused.value.problems} == {"S419"}


@pytest.mark.parametrize("word", ["offer", "national_qof", "budget", "treatment"])
def test_what_a_nation_puts_in_place_of_qof_is_no_offer(tmp_path: Path, word: str) -> None:
    national = NATIONAL.replace("year: 2015/16\n", "year: 2015/16\nnation: Scotland\n", 1)
    assert "nation: Scotland" in national
    (tmp_path / "base.yaml").write_text(national, encoding="utf-8")
    path = tmp_path / "local.yaml"
    text = _without(word)
    path.write_text(text, encoding="utf-8")
    with pytest.raises(Refused) as refused:  # the nation of the scheme it starts from does not count
        read_scheme(path)
    assert "S412" in {p.code for p in refused.value.problems}
    path.write_text(text.replace("\nyear:", "\nnation: Scotland\nyear:", 1), encoding="utf-8")
    assert "S412" not in {p.code for p in read_scheme(path)[1]}
