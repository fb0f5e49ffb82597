"""`timeline waive` on timelines: what is meant follows its media and source range into the next version."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import opentimelineio as otio
import pytest
from click.testing import Result
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

import cli
from timeline.analyse.sources import ties_of
from timeline.model.waiver import Shown
from timeline.timecode import TimecodeBasis

Line = Callable[..., Result]
RATE = Fraction(25)
PROFILE = """[profile]
name = "house"
title = "House"
source = "made for a test"

[[shot]]
max_frames = 60
severity = "error"

[[transition]]
allowed = ["cut"]
severity = "error"

[[event]]
kind = "black"
max_frames = 0
severity = "error"

[[band]]
figure = "cuts"
max = 2
severity = "error"
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clip:
    """Frames of a take from ``first`` on; ``take`` ``None``: a gap."""

    take: str | None
    first: int
    frames: int
    speed: int = 1


A = Clip(take="A001C001", first=1000, frames=40)
HELD = Clip(take="A001C002", first=2000, frames=100)
AGAIN = Clip(take="A001C001", first=1200, frames=30)
GAP = Clip(take=None, first=0, frames=12)
LAST = Clip(take="B001C007", first=0, frames=50)
CUT = (A, HELD, AGAIN, GAP, LAST)
"""Shots begin at 0, 40, 140, 170 (black) and 182; the end is 232."""


def otio_file(path: Path, clips: Sequence[Clip], rate: int = 25, mixed: Sequence[int] = ()) -> None:
    """Write a timeline; ``mixed``: clips that begin with a dissolve of 10 frames."""
    track = otio.schema.Track(kind="Video")
    for number, clip in enumerate(clips):
        span = otio.opentime.TimeRange(
            otio.opentime.RationalTime(clip.first, rate), otio.opentime.RationalTime(clip.frames, rate)
        )
        if number in mixed:
            half = otio.opentime.RationalTime(5, rate)
            track.append(otio.schema.Transition(transition_type="SMPTE_Dissolve", in_offset=half, out_offset=half))
        if clip.take is None:
            track.append(otio.schema.Gap(source_range=span))
            continue
        media = otio.schema.ExternalReference(target_url=f"file:///rushes/{clip.take}.mov")
        made = otio.schema.Clip(name=clip.take, media_reference=media, source_range=span)
        if clip.speed != 1:
            made.effects.append(otio.schema.LinearTimeWarp(time_scalar=clip.speed))
        track.append(made)
    timeline = otio.schema.Timeline(name="cut")
    timeline.tracks.append(track)
    otio.adapters.write_to_file(timeline, str(path))


def edl_file(path: Path, clips: Sequence[Clip]) -> None:
    basis, at, lines = TimecodeBasis(rate=RATE), 90_000, ["TITLE: CUT", "FCM: NON-DROP FRAME"]
    for number, clip in enumerate(clips, start=1):
        reel = "BL" if clip.take is None else clip.take[:8]
        edges = (clip.first, clip.first + clip.frames, at, at + clip.frames)
        lines.append(f"{number:03}  {reel:8} V     C        {' '.join(map(basis.label, edges))}")
        lines += [f"* FROM CLIP NAME: {clip.take}.mov"] if clip.take else []
        at += clip.frames
    path.write_text("\n".join(lines) + "\n")


@pytest.fixture
def timeline(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Line:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "house.toml").write_text(PROFILE)
    otio_file(tmp_path / "cut_v3.otio", CUT)
    return lambda *arguments: CliRunner().invoke(cli.app, [*map(str, arguments)])


def inspected(timeline: Line, name: str, *more: str) -> dict[str, Any]:
    run = timeline("inspect", name, "--profile", "house.toml", "--json", "-", *more)
    assert not run.stderr
    found: dict[str, Any] = json.loads(run.stdout)
    return found


def findings(document: dict[str, Any]) -> list[str]:
    return sorted(finding["id"] for finding in document["findings"])


def standings(document: dict[str, Any]) -> list[tuple[str, str, int | None, str]]:
    return [(each["id"], each["state"], each["start"], each["words"]) for each in document["waivers"]]


def test_a_waived_finding_is_shown_apart_and_no_longer_fails(timeline: Line) -> None:
    before = findings(inspected(timeline, "cut_v3.otio"))
    assert before == ["band.cuts", "event.black@170", "shot.max@40"]
    done = timeline("waive", "cut_v3.otio", *before, "--note", "all meant", "--profile", "house.toml")
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout.endswith("wrote cut_v3.otio.waivers.toml\n")
    after = timeline("inspect", "cut_v3.otio", "--profile", "house.toml", "--out", "r")
    assert after.exit_code == 0
    assert "On target" in after.stdout
    assert "3 waived." in after.stdout
    assert "all meant" in Path("r/cut_v3.report.html").read_text()
    assert timeline("inspect", "cut_v3.otio", "--profile", "house.toml", "--no-waivers").exit_code == 1
    assert "shot.max@40" in timeline("waive", "--list").stdout
    assert timeline("waive", "cut_v3.otio", "shot.max@40", "--remove").exit_code == 0
    assert findings(inspected(timeline, "cut_v3.otio")) == ["shot.max@40"]


def test_the_render_of_the_same_stem_keeps_its_own(timeline: Line) -> None:
    Path("cut_v3.waivers.toml").write_text("of the render cut_v3.mp4, and damaged")
    assert timeline("waive", "cut_v3.otio", "shot.max@40", "--note", "held").exit_code == 0
    assert "shot.max@40" not in findings(inspected(timeline, "cut_v3.otio"))


@pytest.mark.parametrize("overwritten", [False, True])
def test_all_come_along_where_other_shots_were_trimmed_and_moved(timeline: Line, overwritten: bool) -> None:
    before = findings(inspected(timeline, "cut_v3.otio"))
    timeline("waive", "cut_v3.otio", *before, "--note", "meant", "--profile", "house.toml")
    name = "cut_v3.otio" if overwritten else "cut_v4.otio"
    otio_file(Path(name), (replace(A, first=1006, frames=34), *CUT[1:3], GAP, replace(LAST, frames=44)))
    if not overwritten:
        assert "cut_v3.otio has waivers" in timeline("inspect", name).stdout
        run = timeline("waive", "--from", "cut_v3.otio", name, "--profile", "house.toml")
        assert run.stdout.splitlines() == [
            "carried band.cuts",
            "carried event.black@170 as event.black@164",
            "carried shot.max@40 as shot.max@34",
            "wrote cut_v4.otio.waivers.toml",
        ]
    document = inspected(timeline, name)
    assert findings(document) == []
    assert sorted(start for _, _, start, _ in standings(document) if start is not None) == [34, 164]
    assert {state for _, state, _, _ in standings(document)} == {"applies"}


SHORTER = replace(HELD, first=2010, frames=80)
DROPPED = [
    ((A, replace(HELD, frames=79), *CUT[2:]), "only 79 % of its shot is left"),
    ((A, replace(HELD, frames=126), *CUT[2:]), "its shot grew: only 79 % of it was there"),
    ((A, replace(HELD, take="A001C003"), *CUT[2:]), "its shot was taken out or replaced"),
    ((A, replace(HELD, first=2500), *CUT[2:]), "its shot was taken out or replaced"),
    ((A, replace(HELD, speed=2), *CUT[2:]), "its shot runs at another speed now"),
    ((A, *CUT[2:]), "its shot was taken out or replaced"),
]


@pytest.mark.parametrize("clips", [(A, SHORTER, *CUT[2:]), (LAST, HELD, A), (replace(HELD, first=1990, frames=125), A)])
def test_a_shots_waiver_holds_up_to_the_stated_measure(timeline: Line, clips: tuple[Clip, ...]) -> None:
    timeline("waive", "cut_v3.otio", "shot.max@40", "--note", "held")
    otio_file(Path("cut_v3.otio"), clips)
    document = inspected(timeline, "cut_v3.otio")
    (standing,) = standings(document)
    assert standing[1] == "applies"
    assert not any(name.startswith("shot.max") for name in findings(document))


@pytest.mark.parametrize(("clips", "reason"), DROPPED)
def test_a_shots_waiver_falls_beyond_it_and_says_so(timeline: Line, clips: tuple[Clip, ...], reason: str) -> None:
    timeline("waive", "cut_v3.otio", "shot.max@40", "--note", "held")
    otio_file(Path("cut_v4.otio"), clips)
    assert timeline("waive", "--from", "cut_v3.otio", "cut_v4.otio").stdout.startswith(f"dropped shot.max@40: {reason}")
    otio_file(Path("cut_v3.otio"), clips)
    assert standings(inspected(timeline, "cut_v3.otio")) == [("shot.max@40", "dropped", None, reason)]
    shown = timeline("inspect", "cut_v3.otio", "--profile", "house.toml").stdout
    assert f"shot.max@40 is no longer waived: {reason} (held)" in " ".join(shown.split())


def test_black_is_known_by_the_shots_beside_it(timeline: Line) -> None:
    timeline("waive", "cut_v3.otio", "event.black@170", "--note", "a beat", "--profile", "house.toml")
    otio_file(Path("cut_v3.otio"), (A, GAP, *CUT))
    document = inspected(timeline, "cut_v3.otio")
    assert [(state, start) for _, state, start, _ in standings(document)] == [("applies", 222)]
    assert "event.black@40" in findings(document)
    otio_file(Path("cut_v3.otio"), (*CUT[:2], LAST, GAP, A))
    assert [state for _, state, _, _ in standings(inspected(timeline, "cut_v3.otio"))] == ["dropped"]


def test_of_a_shot_shown_twice_the_one_between_the_same_neighbours_is_meant(timeline: Line) -> None:
    otio_file(Path("cut_v3.otio"), (HELD, A, LAST, HELD, AGAIN))
    timeline("waive", "cut_v3.otio", "shot.max@190", "--note", "the second time")
    otio_file(Path("cut_v3.otio"), (LAST, HELD, AGAIN, replace(A, first=0, frames=50), HELD, A))
    assert [(state, start) for _, state, start, _ in standings(inspected(timeline, "cut_v3.otio"))] == [("applies", 50)]


def test_a_transition_is_known_by_the_pictures_that_meet_there(timeline: Line) -> None:
    otio_file(Path("cut_v3.otio"), CUT, mixed=[1])
    timeline("waive", "cut_v3.otio", "transition.allowed@35", "--note", "a dream", "--profile", "house.toml")
    assert "transition.allowed@35" not in findings(inspected(timeline, "cut_v3.otio"))
    otio_file(Path("cut_v3.otio"), (LAST, *CUT), mixed=[2])
    document = inspected(timeline, "cut_v3.otio")
    assert [(state, start) for _, state, start, _ in standings(document)] == [("applies", 85)]
    assert "transition.allowed@85" not in findings(document)
    otio_file(Path("cut_v3.otio"), (A, replace(HELD, first=2020), *CUT[2:]), mixed=[1])
    assert standings(inspected(timeline, "cut_v3.otio"))[0][1] == "dropped"


def test_another_rate_is_the_same_shot_in_other_frames(timeline: Line) -> None:
    timeline("waive", "cut_v3.otio", "shot.max@40", "--note", "held")
    otio_file(Path("cut_v3.otio"), [replace(c, first=2 * c.first, frames=2 * c.frames) for c in CUT], rate=50)
    (standing,) = standings(inspected(timeline, "cut_v3.otio"))
    assert standing[1:3] == ("applies", 80)


def test_an_edl_that_states_no_rate_is_given_one_and_comes_from_another_format(timeline: Line) -> None:
    timeline("waive", "cut_v3.otio", "shot.max@40", "--note", "held")
    edl_file(Path("cut_v4.edl"), (LAST, *CUT))
    run = timeline("waive", "--from", "cut_v3.otio", "cut_v4.edl", "--rate", "25")
    assert run.stdout == "carried shot.max@40 as shot.max@90\nwrote cut_v4.edl.waivers.toml\n"
    document = inspected(timeline, "cut_v4.edl", "--rate", "25")
    assert [state for _, state, _, _ in standings(document)] == ["applies"]
    edl_file(Path("cut_v4.edl"), CUT)
    assert [start for _, _, start, _ in standings(inspected(timeline, "cut_v4.edl", "--rate", "25"))] == [40]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["cut_v3.otio", "edit@40", "--note", "x"], "a timeline states its edits, so none of them is doubtful"),
        (["cut_v3.otio", "shot.max@41", "--note", "x", "--profile", "house.toml"], "nothing is called 'shot.max@41'"),
        (["--from", "cut_v3.mp4", "cut_v3.otio"], "a timeline's waivers hang on its media"),
        (["cut.mp4", "shot.max@0", "--note", "x", "--rate", "25"], "are for timelines; 'cut.mp4' is none"),
    ],
)
def test_what_cannot_be_waived_is_said_in_one_line(timeline: Line, arguments: list[str], words: str) -> None:
    run = timeline("waive", *arguments)
    assert run.exit_code == 2
    assert words in run.stderr
    assert run.stderr.count("\n") == 1


def shown(clips: Sequence[tuple[int, int, int]]) -> tuple[Shown, ...]:
    """Shots one after the other of (take, first frame, frames)."""
    found, at = [], 0
    for take, first, frames in clips:
        found.append(Shown(media=f"take {take}", start=at, stop=at + frames, first=first / RATE))
        at += frames
    return tuple(found)


CLIPS = st.lists(st.tuples(st.integers(0, 2), st.integers(0, 60), st.integers(1, 40)), min_size=1, max_size=6)


@settings(max_examples=200)
@given(old=CLIPS, new=CLIPS)
def test_tied_frames_show_the_same_source_frame_and_none_is_tied_twice(
    old: list[tuple[int, int, int]], new: list[tuple[int, int, int]]
) -> None:
    one, other = shown(old), shown(new)
    source = [
        {(s.media, s.first * RATE + n - s.start): n for n in range(s.start, s.stop)} for s in one if s.first is not None
    ]
    ties = ties_of(one, other, RATE)
    pairs = [(b, a) for tie in ties for b, a in zip(range(*tie.before), range(*tie.after), strict=True)]
    assert len({b for b, _ in pairs}) == len({a for _, a in pairs}) == len(pairs)
    frames = {n: key for each in source for key, n in each.items()}
    there = {
        n: (s.media, s.first * RATE + n - s.start) for s in other if s.first is not None for n in range(s.start, s.stop)
    }
    assert all(frames[b] == there[a] for b, a in pairs)
    assert bool(pairs) == bool(set(frames.values()) & set(there.values()))


@given(clips=CLIPS)
def test_the_same_timeline_is_tied_frame_by_frame_to_itself(clips: list[tuple[int, int, int]]) -> None:
    here = shown(clips)
    frames = {(take, frame) for take, first, count in clips for frame in range(first, first + count)}
    if len(frames) == here[-1].stop:  # no frame of a take is shown twice
        ties = ties_of(here, here, RATE)
        assert [tie.before for tie in ties] == [tie.after for tie in ties] == [(s.start, s.stop) for s in here]
