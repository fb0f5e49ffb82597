"""A season on a page: strays, since when, what is missing, changes that noise does not make, every form of name."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
import random
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Browser
from typer.testing import CliRunner

from cli import app
from tests.browser import browser
from tests.programmes import programme
from tests.seasons import episode, inspected, references
from timeline.analyse.learn import learn
from timeline.analyse.metrics import BY_NAME
from timeline.analyse.season import Entry, Season, held, season_of
from timeline.analyse.season_change import LEVEL, find_changes
from timeline.analyse.season_heat import position
from timeline.analyse.season_rules import Rule, misses, since_of
from timeline.catalogue import create
from timeline.catalogue.files import put_row
from timeline.catalogue.layout import working_folder
from timeline.catalogue.rows import row_of
from timeline.model.episode import Episode
from timeline.model.profile import Band, Profile
from timeline.model.waiver import WaiverStanding
from timeline.profiles import load, parse
from timeline.profiles.write import dumps
from timeline.render.season_html import page
from timeline.render.season_plots import plot_of
from timeline.render.season_table import figures_csv, season_json
from timeline.render.season_text import episodes_text, ranges, since_text

RUN = CliRunner()
# Pixels of the smallest text that is shown.
SMALLEST = """Math.min(...[...document.querySelectorAll("main *")]
    .filter((each) => each.checkVisibility() && [...each.childNodes].some((n) => n.nodeType === 3 && n.data.trim()))
    .map((each) => parseFloat(getComputedStyle(each).fontSize)))"""


@pytest.fixture(scope="module")
def house() -> Profile:
    """A profile learnt from twelve episodes of the usual pace, as its file would be read."""
    from fractions import Fraction

    learnt = learn(references(12, 3), load("micro-drama"), Fraction(9, 10), 1)
    return parse(dumps(learnt.profile), "house.toml")


def season(profile: Profile, episodes: int, *, faster_from: int = 999, strays: tuple[int, ...] = ()) -> Season:
    """A season in one style, faster from some episode on, with strays six times as slow."""
    rng = random.Random(episodes)
    entries = []
    for number in range(1, episodes + 1):
        mean = 15.0 if number in strays else 1.4 if number >= faster_from else 2.4
        made = inspected(episode(rng, mean), number, profile)
        entries.append(Entry(number=number, version=1, inspection=held(made, profile)))
    return season_of(entries, profile)


def test_strays_and_the_change_are_found(house: Profile) -> None:
    made = season(house, 12, faster_from=7, strays=(3,))
    assert made.first[0].number == 3
    assert 3 in {outlier.number for outlier in made.outliers}
    assert {made.entries[change.first].number for change in made.changes.changes} == {7}
    assert "Cuts per minute" in {change.figure for change in made.changes.changes}


def test_a_season_in_the_house_style_has_no_change_point(house: Profile) -> None:
    made = season(house, 30)
    assert not made.changes.changes
    assert made.changes.false_alarms <= 3 * LEVEL * made.changes.trials


def test_noise_is_called_a_change_as_seldom_as_is_said() -> None:
    """Seasons of independent episodes, three figures each: claims in at most about LEVEL of them."""
    random_ = np.random.default_rng(4)
    claims = sum(bool(find_changes("abc", random_.lognormal(size=(16, 3))).changes) for _ in range(100))
    assert claims <= 5  # binomial at 1 %: more than 5 of 100 has a chance below 1 in 1,000


def test_since_means_every_episode_from_there_to_the_last(house: Profile) -> None:
    made = season(house, 10, strays=(4, 8, 9, 10))
    slow = next(rule for rule in made.rules if rule.since is not None)
    assert slow.since == 8
    assert set(slow.episodes) >= {8, 9, 10}
    assert all(rule.since is None for rule in season(house, 6, strays=(5, 6)).rules)


@pytest.mark.parametrize(
    ("strays", "since"),
    [
        ({*range(20, 41)} - {30}, 20),  # one exception in twenty
        ({11, *range(20, 41)}, 20),  # one long before does not carry it back
        ({39, 40}, None),  # two are no row
        (set(range(1, 41)), None),  # since ever
        (set(range(2, 41, 2)), None),  # every other
        (set(), None),
    ],
)
def test_since_allows_an_exception_and_is_not_carried_back(strays: set[int], since: int | None) -> None:
    assert since_of(range(1, 41), strays) == since


def test_since_says_how_many_where_not_all_stray() -> None:
    rule = Rule(title="Cuts above its band", section="hook", episodes=(2, 5, 6, 8), since=5, episodes_since=4)
    assert since_text(rule) == "3 of 4 since episode 5"
    assert since_text(dataclasses.replace(rule, episodes=(5, 6, 7, 8))) == "all since episode 5"


def test_an_episode_behind_in_versions_is_named(house: Profile) -> None:
    entries = season(house, 6).entries
    newer = [dataclasses.replace(entry, version=1 if entry.number == 4 else 2) for entry in entries]
    assert season_of(newer, house).behind == (4,)
    assert season_of(entries, house).behind == ()


def test_a_plot_draws_every_episode_its_band_and_its_change(house: Profile) -> None:
    made = season(house, 12, faster_from=7, strays=(3,))
    plot = plot_of(made, "cuts_per_minute")
    assert plot is not None
    assert [dot.number for dot in plot.dots] == list(range(1, 13))
    assert plot.change == "50.000%"  # half way between the sixth and the seventh of twelve
    assert len(plot.levels) == 2
    cuts = plot_of(made, "cuts")
    assert cuts is not None
    assert cuts.band is not None
    assert {dot.number for dot in cuts.dots if dot.out} == {
        n
        for rule in made.rules
        if rule.title.startswith("Cuts ") and rule.section == "programme"
        for n in rule.episodes
    }


def test_a_figure_of_one_episode_is_drawn_only_beside_its_band(house: Profile) -> None:
    alone = season(house, 1)
    banded = {band.figure for band in house.bands if band.section == "programme" and band.unit != "frames"}
    drawn = {figure for figure in BY_NAME if plot_of(alone, figure) is not None}
    assert drawn
    assert drawn <= banded
    plain = season_of(alone.entries, dataclasses.replace(house, bands=()))
    assert not any(plot_of(plain, figure) for figure in BY_NAME)
    assert "Figures and trend" not in page("A", 1, plain, {})


def test_every_rule_counts_where_findings_are_told_once() -> None:
    """Ten cuts too many are told once, at the corridor; both rules are strayed from."""
    head = '[profile]\nname = "h"\ntitle = "H"\nsource = "s"\n'
    points = "{ seconds = 0, min = 0, max = 3 }, { seconds = 60, min = 0, max = 6 }"
    rules = f"""
[[band]]
figure = "cuts"
max = 6
severity = "error"
[[band]]
figure = "first_edit_point"
max_seconds = 5
severity = "error"
[corridor]
severity = "error"
points = [{points}]
"""
    profile = parse(head + rules, "h.toml")
    fast = held(inspected(programme(1500, range(50, 850, 50)), 1, profile), profile)
    still = held(inspected(programme(1500, []), 2, profile), profile)
    assert misses(fast, profile) == {
        ("Cuts above its band", "programme"),
        ("Cumulative cuts ahead of the corridor", "programme"),
    }
    assert misses(still, profile) == {("First edit point above its band", "programme")}


def test_an_episode_held_is_measured_as_if_anew(house: Profile) -> None:
    """Other sections leave the programme's figures as they are, the visual activity index too."""
    made = inspected(episode(random.Random(3)), 1, load("short-video"))
    active = [dataclasses.replace(f, value=0.25) if f.name == "visual_activity" else f for f in made.rhythm.figures]
    made = dataclasses.replace(made, rhythm=dataclasses.replace(made.rhythm, figures=tuple(active)))
    again = held(made, house)
    assert again.rhythm.sections
    want = inspected(made.timeline, 1, house).rhythm
    assert [f for f in again.rhythm.figures if f.name != "visual_activity"] == list(want.figures[:-1])
    assert again.rhythm.figure("visual_activity").value == 0.25
    assert held(again, house) is again


def test_what_is_waived_is_no_rule_that_an_episode_strays_from(house: Profile) -> None:
    entry = season(house, 12, strays=(3,)).entries[2]
    told = entry.inspection.findings[0]
    waived = WaiverStanding(
        id=told.id, note="", by="", when="2026-05-01T00:00:00", version="", state="applies", words="", finding=told
    )
    left = dataclasses.replace(entry.inspection, findings=(), waivers=(waived,))
    assert misses(entry.inspection, house)
    assert misses(left, house) == set()


def test_missing_episodes_are_named(house: Profile) -> None:
    kept = [entry for entry in season(house, 8).entries if entry.number not in (1, 4, 5)]
    assert season_of(kept, house).missing == (1, 4, 5)
    assert ranges((1, 4, 5)) == "1 and 4 to 5"
    assert (episodes_text((5,)), episodes_text((1, 4, 5))) == ("episode 5", "episodes 1 and 4 to 5")


def test_the_place_in_a_band_is_signed_by_pace() -> None:
    def band(figure: str, low: int | None, high: int | None) -> Band:
        from fractions import Fraction

        edges = [None if edge is None else Fraction(edge) for edge in (low, high)]
        return Band(
            figure=figure, section="programme", unit="plain", low=edges[0], high=edges[1], severity="error", source=""
        )

    assert position(2, band("longest_shot", 1, 3)) == 0
    assert position(4, band("longest_shot", 1, 3)) == 2
    assert position(4, band("cuts", 1, 3)) == -2
    assert position(0, band("cuts", None, 3)) == 0
    assert position(1, band("longest_shot", 2, None)) == -1.5


@pytest.mark.parametrize("episodes", [1, 2, 5])
def test_a_short_season_claims_nothing(house: Profile, episodes: int) -> None:
    made = season(house, episodes)
    assert not made.changes.changes
    assert "support no change point" in made.changes.note
    assert not made.outliers
    assert page("A", 1, made, {}) == page("A", 1, made, {})


def test_tables_hold_every_figure(house: Profile) -> None:
    made = season(house, 3)
    rows = list(csv.DictReader(io.StringIO(figures_csv(made))))
    assert len(rows) == sum(len(entry.inspection.rhythm.figures) for entry in made.entries)
    cuts = next(row for row in rows if (row["figure"], row["section"], row["episode"]) == ("cuts", "programme", "2"))
    assert int(cuts["value"]) == len(made.entries[1].inspection.timeline.edit_points)
    data = json.loads(season_json("A", 1, made))
    assert [each["episode"] for each in data["episodes"]] == [1, 2, 3]
    assert sum(len(each["figures"]) for each in data["episodes"]) == len(rows)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browser() as opened:
        yield opened


@pytest.mark.parametrize("episodes", [1, 12, 100])
def test_the_page_opens_without_error_or_request(
    house: Profile, chromium: Browser, tmp_path: Path, episodes: int
) -> None:
    base = season(house, min(episodes, 12), faster_from=7, strays=(3,))
    # A hundred rows are twelve drawn again and again: what is tried is the page, not the measuring.
    entries = [
        Entry(number=n + 1, version=1, inspection=base.entries[n % len(base.entries)].inspection)
        for n in range(episodes)
    ]
    written = page('<img src=x onerror="alert(1)">', 1, season_of(entries, house), {})
    assert "<img" not in written
    assert len(written.encode()) < 5_000_000
    path = tmp_path / "season.html"
    path.write_text(written, encoding="utf-8")
    problems: list[str] = []
    tab = chromium.new_page(viewport={"width": 390, "height": 800})
    tab.on("console", lambda message: problems.append(message.text))
    tab.on("pageerror", lambda error: problems.append(str(error)))
    tab.on("request", lambda request: problems.append(request.url) if request.url != path.as_uri() else None)
    tab.goto(path.as_uri())
    for width in (1280, 390):
        tab.set_viewport_size({"width": width, "height": 800})
        assert tab.evaluate("document.documentElement.scrollWidth") <= width
        assert tab.evaluate(SMALLEST) >= 10
    assert tab.locator(".heat thead th").count() == episodes
    assert tab.locator(".ep[data-ep]").count() == episodes
    tab.locator("#ep1").focus()
    assert tab.locator('[data-ep="1"].on').count() > 3
    tab.close()
    assert problems == []


def library_of(folder: Path, profile: Profile, episodes: int) -> None:
    """A library with a season in it, without stored records."""
    layout = create(folder)
    with working_folder(layout) as working:
        for entry in season(profile, episodes, strays=(2,)).entries:
            row = row_of(
                entry.inspection,
                Episode(series="Night Bus", season=1, number=entry.number),
                path=entry.inspection.media.path,
                modified_ns=0,
                stored="r1",
                added=datetime(2026, 5, 1, tzinfo=UTC),
            )
            put_row(layout, working, row)


def test_season_reads_a_library(house: Profile, tmp_path: Path) -> None:
    library_of(tmp_path / "lib", house, 4)
    (tmp_path / "house.toml").write_text(dumps(house), encoding="utf-8")
    args = ["--library", str(tmp_path / "lib"), "--profile", str(tmp_path / "house.toml"), "--out", str(tmp_path / "r")]
    done = RUN.invoke(app, ["season", "Night Bus", "--season", "1", *args])
    assert done.exit_code == 0, done.output
    assert "1 of 4 episodes stray" in " ".join(done.output.split())
    assert "Open first" in done.output
    written = {"season.html", "figures.csv", "shared.csv", "season.json"}
    assert {path.name for path in (tmp_path / "r").iterdir()} == written
    first = (tmp_path / "r" / "season.html").read_bytes()
    RUN.invoke(app, ["season", "Night Bus", "--season", "1", *args, "-q"])
    assert (tmp_path / "r" / "season.html").read_bytes() == first


@pytest.mark.parametrize(
    ("series", "number", "said"),
    [("Day Bus", "1", "it holds 'Night Bus' season 1"), ("Night Bus", "2", "no 'Night Bus'")],
)
def test_a_season_that_is_not_there_is_refused(
    house: Profile, tmp_path: Path, series: str, number: str, said: str
) -> None:
    library_of(tmp_path / "lib", house, 2)
    done = RUN.invoke(
        app, ["season", series, "--season", number, "--library", str(tmp_path / "lib"), "--out", str(tmp_path / "r")]
    )
    assert done.exit_code == 2
    assert said in done.output
    done = RUN.invoke(app, ["season", series, "--library", str(tmp_path / "none"), "--out", str(tmp_path / "r")])
    assert done.exit_code == 2
    assert "does not exist" in done.output
