"""Takes the README's screenshots of the sample episode's page: ``python -m tools.screenshots`` after ``make demo``."""

from __future__ import annotations

from pathlib import Path

from tests.browser import browser

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "demo" / "night-bus-ep01.report.html"
SHOTS = {"report-desktop.png": (1280, 1080), "report-phone.png": (390, 844)}


def main() -> None:
    """Photograph the page at every size of SHOTS."""
    folder = ROOT / "docs" / "images"
    folder.mkdir(parents=True, exist_ok=True)
    with browser() as chromium:
        for name, (width, height) in SHOTS.items():
            page = chromium.new_page(viewport={"width": width, "height": height})
            page.goto(PAGE.as_uri())
            page.screenshot(path=str(folder / name))
            page.close()


if __name__ == "__main__":
    main()
