"""The page in Chromium: drawn, sorted, copied from and walked by keyboard, on phone, desk and paper, asking nobody."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route

from tests import inspections
from tests.browser import HOW, browser, chromium
from timeline.model.inspection import Inspection
from timeline.render.html import report

SIZES = {
    "phone": {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 2, "has_touch": True},
    "desktop": {"viewport": {"width": 1280, "height": 900}},
    "dark": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "dark"},
    "dark phone": {"viewport": {"width": 390, "height": 844}, "color_scheme": "dark"},
}


DRAWN = """(part) => [...document.querySelectorAll(part)].map((shape) => shape.getBoundingClientRect())
    .filter((box) => box.width > 0 && box.height > 0).length"""


@pytest.fixture(scope="module")
def opened() -> Iterator[Browser]:
    with browser() as found:
        yield found


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("pages")


class Sheet:
    """One page in one view; what it said on the console and asked of the network is kept."""

    def __init__(self, opened: Browser, folder: Path, name: str, view: str) -> None:
        inspection: Inspection = getattr(inspections, name)()
        path = folder / f"{name}.html"
        if not path.exists():
            path.write_text("".join(report(inspection, inspections.Drawn(inspection))), encoding="utf-8")
        self.size = path.stat().st_size
        self.said: list[str] = []
        self.asked: list[str] = []
        self.context = opened.new_context(**SIZES[view])  # type: ignore[arg-type]  # a table of options
        self.page: Page = self.context.new_page()
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.route("**/*", lambda route: self._route(route, path.as_uri()))
        self.page.goto(path.as_uri())

    def _route(self, route: Route, own: str) -> None:
        if route.request.url != own and not route.request.url.startswith("data:"):
            self.asked.append(route.request.url)
        route.continue_()

    def __enter__(self) -> Sheet:
        return self

    def __exit__(self, *_: object) -> None:
        self.context.close()


@pytest.mark.parametrize(
    ("name", "view"),
    [*(("judged", view) for view in SIZES), ("hostile", "phone"), ("wide", "phone"), ("wide", "desktop")],
)
def test_every_view_is_drawn_in_full_and_silent(opened: Browser, folder: Path, name: str, view: str) -> None:
    with Sheet(opened, folder, name, view) as sheet:
        page = sheet.page
        assert sheet.said == []
        assert sheet.asked == []
        assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]  # type: ignore[index]
        for drawn, count in ((".strip svg.row", 3), (".plot svg.area", 4), (".edits .pic", 70), (".stairs", 1)):
            assert page.evaluate(DRAWN, drawn) >= count, drawn
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == (
            "rgb(19, 19, 19)" if "dark" in view else "rgb(236, 236, 234)"
        )


def test_tiles_are_as_wide_on_screen_as_their_shots_last(opened: Browser, folder: Path) -> None:
    timeline = inspections.judged().timeline
    with Sheet(opened, folder, "judged", "desktop") as sheet:
        widths = sheet.page.evaluate(
            """[...document.querySelectorAll('.tile > svg')].reduce((sums, tile) => {
                const row = tile.closest('.row').getBoundingClientRect();
                const part = tile.querySelector('.back').getBoundingClientRect();
                const width = Math.min(part.right, row.right) - Math.max(part.left, row.left);
                const shot = tile.parentNode.dataset.shot;
                sums[shot] = (sums[shot] ?? 0) + width;
                return sums;
            }, {})"""
        )
    assert len(widths) == len(timeline.shots)
    total = sum(widths.values())
    for number, width in widths.items():
        assert width / total == pytest.approx(timeline.shots[int(number) - 1].frames / timeline.frames, abs=0.001)


def test_pictures_are_painted_where_they_are_used(opened: Browser, folder: Path) -> None:
    with Sheet(opened, folder, "judged", "desktop") as sheet:
        page = sheet.page
        shot = page.locator(".card .pic").first.screenshot()
        assert len(shot) > 3000  # a flat rectangle of this size takes some hundred bytes
        assert page.locator(".pic.none").count() == 0


def test_the_first_screen_of_a_desktop_reaches_the_strip(opened: Browser, folder: Path) -> None:
    with Sheet(opened, folder, "judged", "desktop") as sheet:
        box = sheet.page.locator(".strip .rows").bounding_box()
    assert box is not None
    assert box["y"] + box["height"] < 900


def test_the_table_sorts_both_ways_and_says_so(opened: Browser, folder: Path) -> None:
    with Sheet(opened, folder, "judged", "desktop") as sheet:
        page = sheet.page
        head = page.locator(".shots thead th", has_text="Seconds")
        first = page.locator(".shots tbody tr").first.locator("th")
        head.locator("button").click()
        assert (head.get_attribute("aria-sort"), first.inner_text()) == ("ascending", "30")
        head.locator("button").click()
        assert (head.get_attribute("aria-sort"), first.inner_text()) == ("descending", "12")
        assert page.locator(".shots thead [aria-sort]").count() == 1
        assert "Sorted by Seconds" in page.locator(".live").inner_text()
        page.locator(".shots thead th").first.locator("button").press("Enter")
        assert [row.inner_text() for row in page.locator(".shots tbody th").all()] == [str(n) for n in range(1, 37)]


def test_a_click_copies_a_timecode_and_a_screen_reader_hears_it(opened: Browser, folder: Path) -> None:
    with Sheet(opened, folder, "drop_frame", "desktop") as sheet:
        sheet.context.grant_permissions(["clipboard-read", "clipboard-write"])
        sheet.page.locator(".card .tc").first.click()
        sheet.page.locator(".live", has_text="Copied").wait_for()
        assert sheet.page.evaluate("navigator.clipboard.readText()") == "01:00:17;03"
        assert sheet.page.locator(".live").inner_text() == "Copied 01:00:17;03"
        assert sheet.page.locator(".live").get_attribute("aria-live") == "polite"


def test_copying_works_where_the_clipboard_is_closed_to_scripts(opened: Browser, folder: Path) -> None:
    with Sheet(opened, folder, "judged", "desktop") as sheet:
        page = sheet.page
        page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
        page.evaluate("document.addEventListener('copy', () => { window.copied = document.activeElement.value; })")
        page.locator(".card .tc").first.click()
        page.locator(".live", has_text="Copied").wait_for()
        assert page.evaluate("window.copied") == "00:00:18:03"


def test_the_keyboard_skips_walks_the_strip_and_lands_in_the_table(opened: Browser, folder: Path) -> None:
    with Sheet(opened, folder, "judged", "desktop") as sheet:
        page = sheet.page
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
        box = page.locator(".skip").bounding_box()
        assert box is not None
        assert box["y"] >= 0
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "main"
        assert page.locator(".tile[tabindex='0']").count() == 1
        page.locator(".tile").first.focus()
        for key in ("ArrowRight", "ArrowRight", "ArrowLeft", "End", "Home", "ArrowRight"):
            page.keyboard.press(key)
        assert page.locator(".readout").inner_text().startswith("Shot 2, in 00:00:01:06, 0:22")
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "shot-2"


def test_focus_is_seen(opened: Browser, folder: Path) -> None:
    with Sheet(opened, folder, "judged", "desktop") as sheet:
        page = sheet.page
        for _ in range(3):
            page.keyboard.press("Tab")
        style = page.evaluate("(s => [s.outlineStyle, s.outlineWidth])(getComputedStyle(document.activeElement))")
        assert style == ["solid", "2px"]


def test_a_screen_reader_finds_landmarks_headings_names_and_captions(opened: Browser, folder: Path) -> None:
    with Sheet(opened, folder, "judged", "desktop") as sheet:
        page = sheet.page
        for landmark in ("header", "main", "footer", "nav[aria-label]"):
            assert page.locator(landmark).count() == 1, landmark
        assert page.locator("h1").count() == 1
        unnamed = page.evaluate(
            """[...document.querySelectorAll('[role=img], [role=group], [role=region], a, button')].filter((part) =>
                !part.getAttribute('aria-label') && !part.getAttribute('aria-labelledby') && !part.textContent.trim()
            ).length"""
        )
        assert unnamed == 0
        assert page.locator(".shots caption").inner_text().startswith("Every shot in programme order")
        levels = page.evaluate("[...document.querySelectorAll('h1,h2,h3')].map((head) => Number(head.tagName[1]))")
        assert all(after - before <= 1 for before, after in itertools.pairwise(levels))


@pytest.mark.parametrize("view", ["desktop", "dark"])
def test_text_stands_out_from_its_ground(opened: Browser, folder: Path, view: str) -> None:
    with Sheet(opened, folder, "judged", view) as sheet:
        ratios = sheet.page.evaluate(
            """(() => {
                const light = (colour) => {
                    const [r, g, b] = colour.match(/[\\d.]+/g).slice(0, 3).map((part) => {
                        const c = part / 255;
                        return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
                    });
                    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
                };
                const ground = light(getComputedStyle(document.body).backgroundColor);
                const parts = ['.quiet', '.error > .kind', '.warning > .kind', '.info .kind', 'nav a', 'h2', 'dt'];
                return parts.map((part) => {
                        const ink = light(getComputedStyle(document.querySelector(part)).color);
                        return (Math.max(ink, ground) + 0.05) / (Math.min(ink, ground) + 0.05);
                    });
            })()"""
        )
    assert min(ratios) >= 4.5  # WCAG 2 AA for text of this size


def test_it_reads_without_script(opened: Browser, folder: Path) -> None:
    with Sheet(opened, folder, "judged", "phone"):
        pass
    context = opened.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto((folder / "judged.html").as_uri())
    assert page.locator(".shots tbody tr").count() == 36
    assert page.locator(".strip svg.row").first.bounding_box() is not None
    context.close()


def test_it_prints(opened: Browser, folder: Path) -> None:
    with Sheet(opened, folder, "judged", "desktop") as sheet:
        page = sheet.page
        page.emulate_media(media="print", color_scheme="dark")
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
        assert not page.locator("nav").is_visible()
        assert page.locator(".shots tbody tr").last.is_visible()
        paper = page.pdf(format="A4", print_background=True)
    assert paper.startswith(b"%PDF-")
    assert len(paper) > 100_000


def test_sixty_shots_open_at_phone_size_under_three_megabytes(opened: Browser, folder: Path) -> None:
    with Sheet(opened, folder, "sixty", "phone") as sheet:
        assert sheet.said == []
        assert sheet.size < 3_000_000
        assert sheet.page.evaluate("document.documentElement.scrollWidth") == 390


def test_no_cell_of_a_table_is_squeezed_on_a_phone(opened: Browser, folder: Path) -> None:
    with Sheet(opened, folder, "judged", "phone") as sheet:
        heights = sheet.page.evaluate("[...document.querySelectorAll('tbody tr')].map((row) => row.offsetHeight)")
        assert max(heights) < 90
        region = sheet.page.locator(".shots .scroll")
        assert region.evaluate("(part) => part.scrollWidth <= part.clientWidth + 1")


def test_a_machine_without_chromium_is_told_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHROMIUM", "no-such-program")
    with pytest.raises(RuntimeError, match="apt-get install chromium"):
        chromium()
    assert "\n" not in HOW
