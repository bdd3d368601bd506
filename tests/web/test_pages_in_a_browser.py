"""Each page in a real browser: it asks for nothing, fits a telephone, and axe-core finds nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.web.browser import chromium, opened, overflows, violations
from tests.web.pages import written

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

pytestmark = pytest.mark.long

NAMES = (
    *("comparison-public", "comparison-confidential", "comparison-ZZ9001", "comparison-same"),
    *("two-years-public", "two-years-confidential", "two-years-ZZ9001"),
    *("monitor-public", "monitor-confidential"),
    *("year-on-public", "year-on-confidential", "year-on-bare"),
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return written(tmp_path_factory.mktemp("pages"))


@pytest.mark.parametrize("name", NAMES)
def test_a_page_asks_for_nothing_fits_360_pixels_and_has_no_violation(
    browser: Browser, pages: dict[str, Path], name: str
) -> None:
    with opened(browser, pages[name], 360) as (page, asked):
        assert asked == []
        assert overflows(page) == 0
        for summary in page.query_selector_all("summary"):
            summary.click()
        assert overflows(page) == 0
        assert violations(page) == []


def test_each_check_can_fail(browser: Browser, pages: dict[str, Path], tmp_path: Path) -> None:
    text = pages["comparison-public"].read_text(encoding="utf-8")
    spoilt = tmp_path / "spoilt.html"
    more = '<img src="missing.png"><div style="width: 900px; color: #ddd; background: #fff">pale</div>'
    spoilt.write_text(text.replace("<main>", f"<main>{more}"), encoding="utf-8")
    with opened(browser, spoilt, 360) as (page, asked):
        assert len(asked) == 1
        assert overflows(page) > 0
        assert {v.split(":")[0] for v in violations(page)} >= {"color-contrast", "image-alt"}
