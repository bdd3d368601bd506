"""Pictures of every page at three widths, and its print: ``python -m tests.web.pictures --out DIR``."""

from __future__ import annotations

import argparse
from pathlib import Path

from tests.web.browser import WIDTHS, chromium, opened
from tests.web.pages import written


def main() -> None:
    """Write the pictures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True, help="a new folder")
    out: Path = parser.parse_args().out
    out.mkdir(parents=True)
    pages = written(out)
    with chromium() as browser:
        for name, file in pages.items():
            for width in WIDTHS:
                with opened(browser, file, width) as (page, _):
                    page.screenshot(path=out / f"{name}-{width}.png", full_page=True)
            with opened(browser, file, WIDTHS[-1]) as (page, _):
                page.pdf(path=out / f"{name}-print.pdf", format="A4")
    print(f"{len(pages)} pages at {len(WIDTHS)} widths, and their print, in {out}")


if __name__ == "__main__":
    main()
