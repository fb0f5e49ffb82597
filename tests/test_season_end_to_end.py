"""A season of twelve rendered episodes through every command of a bare install: what is known is said."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from tests.bare_install import ROOT, install
from tests.once import once
from tests.rendered_season import EPISODES, FASTER_FROM, HELD, LONG, RATE, planned, render
from tests.watched import Watch

GOOD = (1, 2, 3, 5, 7, 8, 10, 11)
"""Episodes learnt from: of both paces, neither stray, and not all of the good ones."""
SECTIONS = """\
[profile]
name = "short"
title = "Half a minute"
source = "how these episodes were planned"

[[section]]
name = "opening"
seconds_from_start = [0, 8]

[[section]]
name = "ending"
seconds_before_end = [8, 0]
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Season:
    """The folder of a season, and the commands run in it by a program that is installed somewhere else."""

    folder: Path
    bare: Path

    @property
    def program(self) -> str:
        return str(self.bare / "venv" / "bin" / "timeline")

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
        return kept | {"TIMELINE_CACHE": str(self.folder / "cache"), "PYTHONNOUSERSITE": "1"}

    def run(self, *words: str, code: int = 0) -> str:
        """Run one command and give what it printed."""
        done = subprocess.run(
            [self.program, *words],
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=300,
        )
        assert (done.returncode, done.stderr) == (code, ""), done.stdout
        return done.stdout

    def report(self, folder: str = "report") -> dict[str, Any]:
        """What ``timeline season`` wrote."""
        document: dict[str, Any] = json.loads((self.folder / folder / "season.json").read_text(encoding="utf-8"))
        return document


@pytest.fixture(scope="session")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    with once(tmp_path_factory, "bare", install) as folder:
        yield folder


@pytest.fixture(scope="session")
def season(tmp_path_factory: pytest.TempPathFactory, bare: Path) -> Iterator[Season]:
    with once(tmp_path_factory, "season", lambda folder: produce(Season(folder=folder, bare=bare))) as folder:
        yield Season(folder=folder, bare=bare)


def produce(made: Season) -> None:
    """Render, add, learn and put on a page, in that order, as a producer would."""
    names = [name_of(number) for number in EPISODES]
    for number, name in zip(EPISODES, names, strict=True):
        render(planned(number), made.folder / name)
    (made.folder / "short.toml").write_text(SECTIONS, encoding="utf-8")
    added = made.run("library", "add", *names, "--library", "lib", "--series", "Night Bus", "--season", "1")
    assert "12 new episodes" in added
    learn(made, "house.toml")
    assert "2 of 12 episodes stray" in made.run(*page("lib", "report"))


def name_of(number: int) -> str:
    return f"night-bus-s01e{number:02}.mp4"


def page(library: str, out: str) -> tuple[str, ...]:
    return ("season", "Night Bus", "--season", "1", "--library", library, "--profile", "house.toml", "--out", out)


def learn(season: Season, name: str) -> bytes:
    select = f"select content_id from episodes where series = 'Night Bus' and episode in {GOOD}"
    asked = ["--library", "lib", "--query", select, "--base", "short.toml", "--date", "2026-05-01", "--name", "house"]
    season.run("profile", "learn", "-o", name, *asked)
    return (season.folder / name).read_bytes()


def test_what_is_installed_is_the_wheel_and_what_it_declares(bare: Path) -> None:
    (wheel,) = bare.glob("*.whl")
    tracked = subprocess.run(["git", "ls-files", "timeline"], cwd=ROOT, capture_output=True, text=True, check=True)
    with ZipFile(wheel) as opened:
        assert set(tracked.stdout.split()) <= set(opened.namelist())
    asked = (
        "import importlib.util, sys, timeline; print(timeline.__file__, *map(importlib.util.find_spec, sys.argv[1:]))"
    )
    words = [str(bare / "venv" / "bin" / "python"), "-I", "-c", asked, "pip", "pytest", "distributed", "benchmarks"]
    told = subprocess.run(words, cwd=bare, capture_output=True, text=True, check=True).stdout.split()
    assert Path(told[0]).is_relative_to(bare / "venv")
    assert told[1:] == ["None"] * 4


def test_the_library_answers_with_what_was_rendered(season: Season) -> None:
    asked = "select episode, start from shots where latest and start > 0 order by episode, start"
    found = list(csv.reader(io.StringIO(season.run("library", "query", asked, "--library", "lib", "--csv"))))[1:]
    assert [(int(a), int(b)) for a, b in found] == [(n, cut) for n in EPISODES for cut in planned(n).cuts]
    lengths = "select programme_stop from episodes order by episode"
    found = json.loads(season.run("library", "query", lengths, "--library", "lib", "--json"))
    assert [row["programme_stop"] for row in found] == [planned(n).frames for n in EPISODES]


def test_adding_again_changes_nothing(season: Season) -> None:
    again = season.run("library", "add", name_of(1), "--library", "lib", "--series", "Night Bus")
    assert "new" not in again
    assert "12 versions" in season.run("library", "verify", "--library", "lib")


def test_learning_again_gives_the_same_bytes(season: Season) -> None:
    assert learn(season, "again.toml") == (season.folder / "house.toml").read_bytes()
    assert "learnt 2026-05-01 from n = 8 episodes" in season.run("profile", "show", "house.toml")


def test_the_strays_are_found_and_nothing_else_is_flagged(season: Season) -> None:
    found = season.report()
    assert {each["episode"] for each in found["episodes"] if each["outcome"] != "on target"} == {HELD, LONG}
    assert set(found["open_first"]) == {HELD, LONG}
    assert {(each["rule"], tuple(each["episodes"]), each["since"]) for each in found["strays"]} == {
        ("Longest shot above its band", (HELD,), None),
        ("Length above its band", (LONG,), None),
        ("Cuts above its band", (LONG,), None),
        ("Cumulative cuts ahead of the corridor", (LONG,), None),
    }
    assert {(each["episode"], each["figure"]) for each in found["outliers"]} == {
        (HELD, "Longest shot"),
        (LONG, "Length"),
    }
    assert found["missing"] == found["fewer_versions"] == []


def test_the_change_of_pace_is_found_where_it_is(season: Season) -> None:
    changes = season.report()["changes"]
    assert {(each["figure"], each["first"]) for each in changes} == {
        ("Cuts per minute", FASTER_FROM),
        ("Median shot length", FASTER_FROM),
    }


def test_what_the_episodes_share_is_found_to_the_frame(season: Season) -> None:
    asked = ("library", "shared", "Night Bus", "--season", "1", "--library", "lib", "--csv", "--quiet")
    rows = list(csv.DictReader(io.StringIO(season.run(*asked))))
    found = [(int(row["episode"]), row["kind"], int(row["start"]), int(row["stop"])) for row in rows]
    truth = [(n, planned(n).shared) for n in EPISODES]
    assert sorted(found) == sorted(
        (n, kind, *span) for n, (opening, card) in truth for kind, span in (("title", opening), ("endcard", card))
    )


def test_the_page_names_strays_and_change(season: Season) -> None:
    page = (season.folder / "report" / "season.html").read_text(encoding="utf-8")
    assert f"<b>Cuts per minute changes from episode {FASTER_FROM} on</b>" in page
    assert "2 of 12" in page
    table = list(csv.DictReader(io.StringIO((season.folder / "report" / "figures.csv").read_text(encoding="utf-8"))))
    cuts = {int(row["episode"]): int(row["value"]) for row in table if (row["figure"], row["section"]) == WHOLE_CUTS}
    assert cuts == {number: len(planned(number).cuts) for number in EPISODES}


WHOLE_CUTS = ("cuts", "programme")


def test_two_episodes_compared_differ_by_what_was_rendered(season: Season) -> None:
    told = season.run("compare", name_of(1), name_of(LONG), "--html", "beside.html")
    first, other = planned(1), planned(LONG)
    assert f"+{len(other.cuts) - len(first.cuts)}" in row_of(told, "Cuts ")
    assert f"+{(other.frames - first.frames) / RATE:.2f} s" in row_of(told, "Length ")
    assert (season.folder / "beside.html").read_text(encoding="utf-8").startswith("<!doctype html>")


def row_of(told: str, title: str) -> str:
    return next(line for line in told.splitlines() if line.strip().startswith(title))


NEXT = 13


def test_an_episode_that_arrives_is_added_and_reported_and_stands_on_the_page(season: Season) -> None:
    inbox = season.folder / "inbox"
    inbox.mkdir()
    shutil.copytree(season.folder / "lib", season.folder / "watched")
    words = ["watch", "inbox", "--library", "watched", "--profile", "house.toml", "--wait", "0.3"]
    with Watch([season.program, *words], season.folder, season.environment) as watch:
        watch.until("watching inbox")
        render(planned(NEXT), season.folder / "rendered.mp4")
        os.replace(season.folder / "rendered.mp4", inbox / name_of(NEXT))
        watch.until(f"{name_of(NEXT)}  Night Bus S01E{NEXT} version 1  On target")
        assert watch.stop() == 130
    assert "2 of 13 episodes stray" in season.run(*page("watched", "later"))
    arrived = season.report("later")["episodes"][-1]
    assert (arrived["episode"], arrived["outcome"]) == (NEXT, "on target")
