"""The report one year on as a page: outside first, gaps told, the source of the cost named, nobody told."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import TYPE_CHECKING

import pytest

from incentives.base.problem import Refused
from incentives.cli.loading import sound_plan
from incentives.cli.monitor import monitor
from incentives.cli.year_on import released_cost
from incentives.compare.year_on import LEDGER, RESULTS, Cost, YearOn
from incentives.govern.entries import Key, Line
from incentives.report.year_page import cost_rows, cost_says, headline
from incentives.scheme.expected import StoredCost
from tests.unit.compare.later_results import PACK, QOF, SCHEME, later_pack

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any

LATER = "qof-england-2016-17"
VIEWS = """on,who,role,about,said,answer,change
2016-05-10,Barsetshire LMC,LMC,frailty reviews,The review takes 40 minutes.,We agree.,a shorter template
2016-05-12,Dr Mary Thorne,practice,depression,At ZZ9003 we stopped recording them.,,
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("year")
    monitor(str(SCHEME), [PACK], base=QOF, store=path / "ranges.yaml", draws=5)
    later_pack(path, {"HYP006": 0.10, "DEP003": 0.95}, leave_out="ZZ9003")
    (path / "views.csv").write_text(VIEWS, encoding="utf-8")
    return path


def page(
    folder: Path, capsys: pytest.CaptureFixture[str], *, packs: int = 2, **given: Any
) -> tuple[str, Any]:
    out = folder / "year-on.html"
    out.unlink(missing_ok=True)
    capsys.readouterr()
    data = [PACK, folder / "pack-2016"][-packs:]
    monitor(str(SCHEME), data, band=folder / "ranges.yaml", year_on=out, as_json=True, **given)
    return out.read_text(encoding="utf-8"), json.loads(capsys.readouterr().out)["year_on"]


def test_the_page_says_everything_that_is_given(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text, told = page(folder, capsys, views=folder / "views.csv", later=LATER)
    order = [text.index(f">{code} ") for code in ("DEP003", "SMOK002", "HYP006", "AST004", "CHD002")]
    assert order == sorted(order)
    assert told["forecasts"] == 6
    assert f"{told['forecasts_that_held']} of 6 forecasts held (about 5 were to be expected)" in text
    assert f"£{told['cost']['paid'] // 100:,}" in text
    assert RESULTS in text
    assert "Paid for again" in text
    assert told["decisions"]["DEP003"] == "paid for again"
    assert "The review takes 40 minutes." in text
    assert "Not answered yet." in text
    assert "Not known here" not in text
    assert not re.search(r"(?:src|href|url)\s*[=(]", text)


def test_what_is_not_given_is_told_as_not_known(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text, told = page(folder, capsys, packs=1)
    assert [g["what"] for g in told["gaps"]] == [
        "what the scheme cost",
        "whether an indicator is paid for again",
        "what practices say",
    ]
    assert text.count("<li>What") + text.count("<li>Whether") == 3
    assert "What it cost is not known here" in text


def test_the_public_page_names_nobody(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text, _ = page(folder, capsys, views=folder / "views.csv", audience="public")
    assert not re.search(r"ZZ9\d{3}|Thorne|Barsetshire LMC", text)
    assert "1 view names a practice or a person and is left out here." in text
    paid = re.findall(r">£([\d,.]+)<", text)
    assert paid
    assert all(p.endswith(",000") for p in paid)


def test_a_page_that_exists_is_not_replaced_and_nothing_else_is_written(folder: Path) -> None:
    (folder / "there.html").write_text("kept", encoding="utf-8")
    out = folder / "beside.html"
    with pytest.raises(Refused):
        monitor(
            *(str(SCHEME), [folder / "pack-2016"]),
            band=folder / "ranges.yaml",
            out=out,
            year_on=folder / "there.html",
        )
    assert (folder / "there.html").read_text(encoding="utf-8") == "kept"
    assert not out.exists()


def test_what_was_released_is_added_up_with_its_corrections() -> None:
    scheme, _, _ = sound_plan(str(SCHEME))
    cost = released_cost(
        [
            _line("ZZ9001", "April 2015", 1_000_00, provisional=True),
            _line("ZZ9001", "April 2015, correction 1", -100_00),
            _line("ZZ9002", "May 2015", 500_00),
            _line("ZZ9002", "Balance, June 2016", 0),
        ],
        scheme,
    )
    assert cost.paid == 1_400_00
    assert cost.periods == ("April 2015", "May 2015", "Balance, June 2016")
    assert cost.outstanding[0] == "June 2015"
    assert cost.outstanding[-1] == "March 2016"
    said = cost_says(cost, whole=False)
    assert "released payments of the ledger, April 2015; May 2015; Balance, June 2016. " in said
    assert "Not released yet: June 2015" in said


def test_provisional_instalments_are_open_until_the_balance_and_no_longer() -> None:
    scheme, _, _ = sound_plan(str(SCHEME))
    early = [_line(code, "April 2015", 1_000_00, provisional=True) for code in ("ZZ9001", "ZZ9002")]
    before, after = "of which later data may change", _line("ZZ9001", "Balance, June 2016", 5_00)
    assert dict(cost_rows(released_cost(early, scheme), whole=False))[before] == "£2,000.00"
    assert before not in dict(cost_rows(released_cost([*early, after], scheme), whole=False))


def _line(practice: str, period: str, pence: int, *, provisional: bool = False) -> Line:
    key = Key("barsetshire-2015-16", "2015/16", practice, "instalment", period)
    return Line(key, pence, "2015/16", "2015/16", "NHS Barsetshire CCG", f"{practice}/{period}", provisional)


def test_cost_over_the_limit_is_said_so() -> None:
    forecast = StoredCost(100_00, 90_00, 110_00, 80_00, 120_00, 150_00, 100)
    cost = Cost(119_00, LEDGER, 110_00, 5_00, forecast, ("whole year",))
    rows = dict(cost_rows(cost, whole=False))
    assert rows["Over the limit"] == "£9.00"
    assert rows["Likely range (4 in 5)"] == "£90.00 to £110.00"
    assert "It lies above the likely range." in cost_says(cost, whole=False)


def test_a_headline_without_a_forecast_says_so() -> None:
    nothing: Any = dict.fromkeys(YearOn.__dataclass_fields__, ())
    empty = YearOn(**(nothing | {"period": "2016/17", "stored_on": date(2016, 3, 31)}))
    assert headline(empty) == (
        "2016/17: no change was forecast for any indicator; nothing lies below its range."
    )
