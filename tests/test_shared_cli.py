"""``timeline library shared`` and ``timeline season`` on encoded episodes: to the frame, and left out where asked."""

from __future__ import annotations

import csv
import io
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from benchmarks.shared_season import Script
from cli import app
from tests.shared_videos import season

RUN = CliRunner()


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Script]]:
    """A library of four episodes, encoded in four ways."""
    folder = tmp_path_factory.mktemp("shared")
    episodes = season(folder / "videos")
    files = sorted(map(str, (folder / "videos").glob("*.mp4")))
    done = RUN.invoke(
        app, ["library", "add", *files, "--library", str(folder / "lib"), "--series", "S", "--season", "1", "-q"]
    )
    assert done.exit_code == 0, done.output
    return folder / "lib", episodes


def shared(library: Path, *options: str) -> str:
    done = RUN.invoke(app, ["library", "shared", "S", "--library", str(library), *options])
    assert done.exit_code == 0, done.output
    return done.stdout


def test_spans_of_encoded_episodes_are_exact(made: tuple[Path, list[Script]]) -> None:
    library, episodes = made
    found = json.loads(shared(library, "--json"))
    assert found["not_compared"] == []
    told = [(each["episode"], each["kind"], each["start"], each["stop"]) for each in found["spans"]]
    assert told == [truth for script in episodes for truth in script.truth]
    recap = next(each for each in found["spans"] if each["kind"] == "recap")
    assert recap["episode"] == 2
    assert {piece["episode"] for piece in recap["pieces"]} == {1}


def test_csv_and_the_terminal_say_the_same(made: tuple[Path, list[Script]]) -> None:
    library, episodes = made
    rows = list(csv.DictReader(io.StringIO(shared(library, "--csv"))))
    assert [(int(r["episode"]), r["kind"], int(r["start"]), int(r["stop"])) for r in rows] == [
        truth for script in episodes for truth in script.truth
    ]
    assert rows[0]["in episodes"] == "2 to 4"
    assert rows[2]["taken from"].startswith("episode 1 at ")
    told = shared(library)
    assert "title sequence: 4 episodes (1 to 4), 75 frames" in told
    assert "end card: 4 episodes (1 to 4), 60 frames" in told


def test_the_answer_is_kept_and_what_cannot_be_read_is_said(made: tuple[Path, list[Script]], tmp_path: Path) -> None:
    library = tmp_path / "lib"
    shutil.copytree(made[0], library)
    whole = shared(library, "--json")
    victim = sorted((library / "records").glob("*/*.record"))[0]
    victim.write_bytes(victim.read_bytes()[:-100])
    assert shared(library, "--json") == whole  # nothing was read but the answer
    shutil.rmtree(library / "shared")
    found = json.loads(shared(library, "--json"))
    (lost,) = found["not_compared"]
    assert {each["episode"] for each in found["spans"]} == {1, 2, 3, 4} - {lost}
    assert f"not compared: episodes {lost}, whose stored records are missing or damaged" in shared(library)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("Other",), "the library has no 'Other' season 1; it holds 'S'"),
        (("S", "--season", "9"), "the library has no 'S' season 9"),
        (("S", "--csv", "--json"), "choose one"),
    ],
)
def test_refusals(made: tuple[Path, list[Script]], options: tuple[str, ...], words: str) -> None:
    done = RUN.invoke(app, ["library", "shared", *options, "--library", str(made[0])])
    assert done.exit_code == 2
    assert words in done.stderr


HOUSE = """[profile]
name = "house"
title = "House"
source = "the cutting room"
{exclude}
[[band]]
figure = "duration"
max_seconds = 1
severity = "warning"
"""


def season_json(library: Path, folder: Path, exclude: str) -> dict[str, Any]:
    folder.mkdir()
    (folder / "house.toml").write_text(HOUSE.format(exclude=exclude), encoding="utf-8")
    options = ["--library", str(library), "--profile", str(folder / "house.toml"), "--out", str(folder / "out")]
    done = RUN.invoke(app, ["season", "S", *options])
    assert done.exit_code == 0, done.output
    assert "title sequence: 4 episodes (1 to 4), 75 frames" in done.stdout
    assert ("left out of the rhythm" in done.stdout) == bool(exclude)
    assert (folder / "out" / "shared.csv").read_text(encoding="utf-8").startswith("episode,kind,start,stop,frames")
    page = (folder / "out" / "season.html").read_text(encoding="utf-8")
    assert "end card: 4 episodes (1 to 4), 60 frames" in page
    found: dict[str, Any] = json.loads((folder / "out" / "season.json").read_text(encoding="utf-8"))
    return found


def figure(document: dict[str, Any], episode: int, name: str) -> float:
    figures = document["episodes"][episode - 1]["figures"]
    return float(next(f["value"] for f in figures if (f["figure"], f["section"]) == (name, "programme")))


def test_a_season_leaves_out_what_its_profile_says(made: tuple[Path, list[Script]], tmp_path: Path) -> None:
    library, episodes = made
    whole = season_json(library, tmp_path / "whole", "")
    left = season_json(library, tmp_path / "left", 'exclude = ["recap", "title", "endcard"]')
    assert left["left_out"] == ["recap", "title", "endcard"]
    assert left["shared"] == whole["shared"]
    for script in episodes:
        out = sum(stop - start for _, _, start, stop in script.truth)
        assert figure(whole, script.number, "duration") == pytest.approx(script.frames / 25)
        assert figure(left, script.number, "duration") == pytest.approx((script.frames - out) / 25)
        assert figure(left, script.number, "cuts") < figure(whole, script.number, "cuts")
