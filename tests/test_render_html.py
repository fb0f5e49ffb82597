"""The page as text: self-contained, safe from what it is made of, small, and quick to write."""

from __future__ import annotations

import base64
import hashlib
import re
import time
from html.parser import HTMLParser

import pytest

from tests import golden_files, inspections
from tests.test_render import settled
from timeline.model.inspection import Inspection
from timeline.render.album import Pictures
from timeline.render.html import report

VOID = {"meta", "link", "br"}


class Page(HTMLParser):
    """Every tag with its attributes, and the text outside style and script; nesting is checked on the way."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self.open: list[str] = []
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len({name for name, _ in attrs}) == len(attrs), f"an attribute of <{tag}> stands twice"
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] not in {"style", "script"}:
            self.text.append(data)

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attrs for name, attrs in self.tags if name == tag]


def page_of(inspection: Inspection, pictures: Pictures) -> str:
    return "".join(report(inspection, pictures))


def page(inspection: Inspection) -> Page:
    return Page(page_of(inspection, inspections.Stub()))


@pytest.mark.parametrize("case", ["one_shot", "variable"])
def test_other_pages_keep_to_their_golden_files(case: str) -> None:
    golden_files.check(f"{case}.report.html", settled(page_of(getattr(inspections, case)(), inspections.Stub())))


@pytest.mark.parametrize("case", ["judged", "facts", "drop_frame", "variable", "wide", "one_shot", "hostile", "sixty"])
def test_pages_are_well_formed_with_unique_ids_and_links_that_lead_somewhere(case: str) -> None:
    made = page(getattr(inspections, case)())
    assert made.open == []
    ids = [attrs["id"] for _, attrs in made.tags if "id" in attrs]
    assert len(ids) == len(set(ids))
    named = [attrs.get("href") or "" for _, attrs in made.tags] + [
        f"#{attrs['aria-labelledby']}" for _, attrs in made.tags if "aria-labelledby" in attrs
    ]
    assert {link[1:] for link in named if link.startswith("#")} <= set(ids)


def test_nothing_is_fetched_from_anywhere() -> None:
    made = page(inspections.judged())
    addresses = [
        v for _, attrs in made.tags for k, v in attrs.items() if k in {"src", "href", "action", "srcset"} and v
    ]
    assert all(address.startswith(("#", "data:")) for address in addresses)
    source = page_of(inspections.judged(), inspections.Stub())
    assert "@import" not in source
    assert "url(" not in source
    assert not [attrs for _, attrs in made.tags if "style" in attrs or any(name.startswith("on") for name in attrs)]


def test_the_policy_allows_the_pages_own_script_and_style_by_their_hashes_alone() -> None:
    source = page_of(inspections.judged(), inspections.Stub())
    policy = next(m["content"] for m in Page(source).all("meta") if m.get("http-equiv") == "Content-Security-Policy")
    assert policy is not None
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    for tag in ("style", "script"):
        inner = re.search(rf"<{tag}>(.*?)</{tag}>", source, re.DOTALL)
        assert inner is not None
        digest = base64.b64encode(hashlib.sha256(inner[1].encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy


def test_hostile_text_stays_text() -> None:
    source = page_of(inspections.hostile(), inspections.Stub())
    made = Page(source)
    assert len(made.all("script")) == 1
    assert "<script>alert(1)</script>\"'&\\x1b[31mred" in "".join(made.text)
    assert "{{7*7}}" in "".join(made.text)
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\ud800-\udfff]", source)


def test_the_first_screen_comes_in_its_order() -> None:
    text = " ".join("".join(page(inspections.judged()).text).split())
    order = [
        "night-bus-ep01_v3.mp4",
        "3f9ad0c41b7e",
        "1:07:24",
        "+99 f",
        "25 fps",
        "NDF;",
        "7 to look at",
        "micro-drama",
    ]
    order += ["Shot 12 is too long", "Four cuts behind by 00:45", "The last shot ends late", "36 shots", "1 cut short"]
    order += ["Doubtful cuts", "Cumulative cuts", "Shot lengths", "All findings", "Last frame (incl.)", "Edit points"]
    order += ["Details", "Picture events", "What profiles judge", "Smoothed cutting rate", "Detector"]
    places = [0]
    for words in order:
        assert words in text[places[-1] :], f"'{words}' does not come after '{text[places[-1] :][:20]}'"
        places.append(text.index(words, places[-1]))


def test_every_shot_stands_in_the_table_with_its_inclusive_last_frame() -> None:
    source = page_of(inspections.judged(), inspections.Stub())
    rows = re.findall(r'<tr id="shot-(\d+)".*?</tr>', source, re.DOTALL)
    assert rows == [str(n) for n in range(1, 37)]
    twelfth = re.search(r'<tr id="shot-12".*?</tr>', source, re.DOTALL)
    assert twelfth is not None
    for words in ("00:00:18:03", "f 453", "00:00:25:18", "f 643", "7:16", ">7.64<", "slide of 13 f"):
        assert words in twelfth[0]


def test_every_edit_point_shows_the_frames_on_both_sides() -> None:
    source = page_of(inspections.judged(), inspections.Drawn(inspections.judged()))
    tenth = re.search(r'<li id="edit-9">.*?</li>', source, re.DOTALL)
    assert tenth is not None
    assert re.findall(r"<figcaption>(.*?)</figcaption>", tenth[0]) == ["370", "371"]
    assert source.count('<li id="edit-') == 35


def test_each_picture_is_embedded_once() -> None:
    made = page(inspections.judged())
    pictures = [attrs["href"] for attrs in made.all("image")]
    assert len(pictures) == len(set(pictures)) > 60
    assert len(made.all("use")) > len(pictures)


def test_without_pictures_the_page_still_reads() -> None:
    source = page_of(inspections.judged(), inspections.NoPictures())
    assert "no picture was kept" in source
    assert "<image" not in source


def test_severity_is_never_colour_alone() -> None:
    source = page_of(inspections.judged(), inspections.Stub())
    for card in re.findall(r'<li class="card.*?</li>', source, re.DOTALL):
        assert re.search(r"#s-(error|warning|info)", card)
        assert re.search(r"· (error|warning|advisory)<", card)


def test_sixty_shots_stay_under_three_megabytes() -> None:
    inspection = inspections.sixty()
    pictures = inspections.Drawn(inspection)
    sizes = [len(inspections.draw(n, shot.start)) for n, shot in enumerate(inspection.timeline.shots)]
    assert 6000 < sum(sizes) / len(sizes) < 9000
    assert len(page_of(inspection, pictures).encode()) < 3_000_000


def test_sixty_shots_are_written_in_a_blink() -> None:
    inspection, taken = inspections.sixty(), []
    pictures = inspections.Drawn(inspection)
    page_of(inspection, pictures)
    for _ in range(3):
        before = time.process_time()
        page_of(inspection, pictures)
        taken.append(time.process_time() - before)
    assert min(taken) < 0.15
