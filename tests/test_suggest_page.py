"""The page of a suggestion in a browser: what stands on it, wide and on a phone, and nothing from elsewhere."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser
from typer.testing import CliRunner

from cli import app
from tests.browser import browser
from tests.test_suggest_run import EPISODE, SAMPLES


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("page")
    words = ["suggest", str(EPISODE), "--profile", str(SAMPLES / "night-bus.toml"), "--max-trim", "12f", "--no-speech"]
    done = CliRunner().invoke(app, [*words, "--out", str(folder), "--time-limit", "60", "--quiet"])
    assert done.exit_code == 1, done.output  # the corridor cannot be had beside the rest
    return folder / "night-bus-ep01.suggest.html"


@pytest.fixture(scope="module")
def opened() -> Browser:
    with browser() as found:
        yield found


@pytest.mark.parametrize(("width", "height"), [(1360, 900), (390, 844)])
def test_the_page_tells_all_and_fits(made: Path, opened: Browser, width: int, height: int) -> None:
    page = opened.new_page(viewport={"width": width, "height": height})
    asked, said = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.goto(made.as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert [url for url in asked if not url.startswith(("data:", made.as_uri()))] == []
    assert said == []
    assert page.locator("h2#verdict").inner_text() == "Not all of it together"
    rows = page.locator("table.trims tbody tr")
    assert rows.count() == 7
    assert rows.first.locator("th").inner_text() == "18"
    assert "Without it: two cuts behind by 00:00:27:04, shot 18 too long." in rows.first.inner_text()
    for seen in (rows.first.locator(".frames"), rows.first.locator("td").last):  # nothing to scroll to sideways
        box = seen.bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
    assert page.locator(".strips svg.both").count() == 3  # 58 s in rows of 24 s
    assert page.locator(".strips .gone").count() == 7
    assert page.locator(".conflict h3").first.inner_text().strip().startswith("The corridor's lower side")
    page.close()


def test_what_goes_is_drawn_where_it_goes(made: Path, opened: Browser) -> None:
    """Shot 43 lies in the third row, from 55.6 s to 58.08 s; its first 12 frames go."""
    page = opened.new_page(viewport={"width": 1360, "height": 900})
    page.goto(made.as_uri())
    row = page.locator(".strips svg.both").nth(2)
    whole, gone = row.bounding_box(), row.locator(".gone").last.bounding_box()
    assert whole is not None
    assert gone is not None
    start = 48 + 24 * (gone["x"] - whole["x"]) / whole["width"]
    assert start == pytest.approx(1390 / 25, abs=0.05)
    assert 24 * gone["width"] / whole["width"] == pytest.approx(12 / 25, abs=0.05)
    page.close()
