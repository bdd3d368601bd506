"""One workbook for each body: together they pay what one schedule pays, to the penny, or none is written."""

from __future__ import annotations

import csv
import hashlib
import re
from datetime import date
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook

from incentives.base.problem import Refused
from incentives.cli.loading import bound
from incentives.cli.schedule import schedule
from incentives.cli.schedule_parts import BODIES, counting
from incentives.data.pack import read_pack
from incentives.data.parts import part_of
from incentives.formula.plan import THIS_SCHEDULE
from incentives.formula.units import Axis
from incentives.report.schedule_parts import COLUMNS, bodies, parts_of, write_parts
from tests.unit.govern.made_packs import EXAMPLE, copied_pack
from tests.workbook.test_ties import results_of_ties

if TYPE_CHECKING:
    from pathlib import Path


PACK, QOF = EXAMPLE / "pack", "qof-england-2015-16"
DATED = date(2016, 5, 31)


def test_a_part_holds_the_same_figures_as_the_whole() -> None:
    _, plan, pack, binding = bound(QOF, PACK, quiet=True)
    codes = bodies(pack, "network")["ZZ9N2"]
    part = part_of(binding, codes)
    assert part.practices == tuple(sorted(codes))
    compared = 0
    for field in plan.data_fields:
        whole, own = binding.columns[field.name], part.columns[field.name]
        for at, code in enumerate(part.practices):
            row = binding.practices.index(code)
            for place in range(whole.width):
                compared += Axis.PRACTICES in field.grain
                assert own.at(at, place) == whole.at(row, place)
                assert own.place(at, place) == whole.place(row, place)
    assert compared > 10 * 50


def test_the_workbooks_add_up_to_the_whole_schedule(tmp_path: Path) -> None:
    results = results_of_ties()
    codes, ours = results.binding.practices, results.plan.components
    held = {"A": frozenset(codes[:2]), "B": frozenset(codes[2:])}
    counted: list[int] = []
    first, again = (
        write_parts(
            results, parts_of(results, held), tmp_path / name, dated=DATED, done=lambda: counted.append(1)
        )
        for name in ("one", "two")
    )
    assert len(counted) == 4
    assert first == again
    whole = sum(int(results.pence(c.id).sum()) for c in ours if c.amount and c.paid_by == THIS_SCHEDULE)
    assert sum(part.pence for part in first) == whole > 0
    seen: set[str] = set()
    for part in first:
        file = tmp_path / "one" / part.file
        assert hashlib.sha256(file.read_bytes()).hexdigest() == part.sha256
        sheet = load_workbook(file, read_only=True)["Practices"]
        shown = {str(line[0]) for line in sheet.iter_rows(values_only=True)} & set(codes)
        assert shown == held[part.code]
        seen |= shown
    assert seen == set(codes)
    with (tmp_path / "one" / "summary.csv").open(encoding="utf-8", newline="") as summary:
        rows = list(csv.DictReader(summary))
    assert [(r["code"], r["file"], r["sha256"]) for r in rows] == [(p.code, p.file, p.sha256) for p in first]
    assert [int(r["payment_total"].replace(".", "")) for r in rows] == [p.pence for p in first]


def test_the_command_says_what_the_workbooks_add_up_to(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    schedule(QOF, PACK, tmp_path / "parts", by="commissioner")
    said = capsys.readouterr().out
    assert sorted(p.name for p in (tmp_path / "parts").iterdir()) == ["schedule-ZZ9.xlsx", "summary.csv"]
    assert re.search(
        r"1 workbook for 40 practices: (£[\d,.]+), the same as the whole schedule's \1\.\n", said
    )


def test_a_payment_that_rests_on_other_bodies_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        schedule(str(EXAMPLE / "scheme.yaml"), PACK, tmp_path / "parts", by="network")
    assert [p.code for p in refused.value.problems] == ["R140"]
    assert not (tmp_path / "parts").exists()


def test_a_practice_of_no_commissioner_is_named(tmp_path: Path) -> None:
    text = (PACK / "practices.csv").read_text(encoding="utf-8")
    changed = text.replace("Hiram's Hospital Surgery,ZZ9,", "Hiram's Hospital Surgery,,")
    assert changed != text
    pack = read_pack(copied_pack(tmp_path, practices=changed))
    with pytest.raises(Refused) as refused:
        bodies(pack, "commissioner")
    assert [p.code for p in refused.value.problems] == ["R141"]
    assert "ZZ9002" in str(refused.value)


def test_nothing_is_left_where_one_workbook_is_refused(tmp_path: Path) -> None:
    results = results_of_ties(times=10**12 + 1)
    codes = results.binding.practices
    parts = {"A": part_of(results.binding, codes[:1]), "B": part_of(results.binding, codes[1:])}
    with pytest.raises(Refused) as refused:
        write_parts(results, parts, tmp_path / "parts", dated=DATED, done=lambda: None)
    assert {p.code for p in refused.value.problems} == {"R102"}
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "parts").mkdir()
    with pytest.raises(Refused) as refused:
        write_parts(results, parts, tmp_path / "parts", dated=DATED, done=lambda: None)
    assert [p.code for p in refused.value.problems] == ["R101"]


def test_a_folder_of_an_earlier_run_is_replaced_when_the_new_one_is_whole(tmp_path: Path) -> None:
    results, out = results_of_ties(), tmp_path / "parts"
    whole = {"A": part_of(results.binding, results.binding.practices)}
    write_parts(results, whole, out, dated=DATED, done=lambda: None)
    (out / "schedule-B.xlsx").write_bytes(b"of an earlier run")
    write_parts(results, whole, out, dated=DATED, done=lambda: None, force=True)
    assert sorted(p.name for p in out.iterdir()) == ["schedule-A.xlsx", "summary.csv"]
    before = (out / "schedule-A.xlsx").read_bytes()
    refused_results = results_of_ties(times=10**12 + 1)
    with pytest.raises(Refused):
        write_parts(
            refused_results,
            {"A": refused_results.binding},
            out,
            dated=DATED,
            done=lambda: None,
            force=True,
        )
    assert (out / "schedule-A.xlsx").read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == ["parts"]
    (out / "minutes.docx").write_bytes(b"mine")
    with pytest.raises(Refused) as refused:
        schedule(QOF, PACK, out, by="network", force=True)
    assert [p.code for p in refused.value.problems] == ["R220"]
    assert (out / "minutes.docx").read_bytes() == b"mine"


def test_progress_tells_how_many_of_how_many_and_about_how_long(capsys: pytest.CaptureFixture[str]) -> None:
    with counting(20, "workbooks") as done:
        for _ in range(20):
            done()
    lines = capsys.readouterr().err.splitlines()
    assert [line.split(",")[0] for line in lines] == [f"{n} of 20 workbooks" for n in range(2, 21, 2)]
    assert all(re.search(r", about \d+ seconds? left$", line) for line in lines[:-1])


def test_every_body_has_a_column_of_the_practices() -> None:
    assert set(BODIES) == set(COLUMNS)
