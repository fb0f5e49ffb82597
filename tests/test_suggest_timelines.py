"""Suggested trims of timeline files: the file itself without what goes, picture and sound together."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import opentimelineio as otio
import pytest
from typer.testing import CliRunner

from cli import app
from tests.test_suggest_run import profile
from timeline.model.suggestion import Suggestion
from timeline.model.suggestion_wire import loads
from timeline.sequences import Ask, inspect_sequence

RUN = CliRunner()
LIST = """TITLE: HOUSE
FCM: NON-DROP FRAME

001  A001     AA/V  C        10:00:00:00 10:00:01:15 01:00:00:00 01:00:01:15
* FROM CLIP NAME: first.mov
* LOC: 01:00:01:20 RED     a note
002  A002     V     C        02:00:00:00 02:00:01:15 01:00:01:15 01:00:03:05
* FROM CLIP NAME: second.mov
M2   A002       012.5                02:00:00:00
003  MUSIC    AA    C        00:00:00:00 00:00:08:00 01:00:00:00 01:00:08:00
004  A002     V     C        02:00:01:15 02:00:01:15 01:00:03:05 01:00:03:05
004  A003     V     D    010 03:00:00:00 03:00:01:15 01:00:03:05 01:00:04:20
* FROM CLIP NAME: second.mov
* TO CLIP NAME: third.mov
005  A001     AA/V  C        10:00:04:00 10:00:07:05 01:00:04:20 01:00:08:00
* FROM CLIP NAME: first.mov
"""


def time(frames: int) -> Any:
    return otio.opentime.RationalTime(frames, 25)


def clip(name: str, start: int, frames: int) -> Any:
    media = otio.schema.ExternalReference(
        target_url=f"file:///footage/{name}.mov", available_range=otio.opentime.TimeRange(time(0), time(100_000))
    )
    made = otio.schema.Clip(name=name, media_reference=media)
    made.source_range = otio.opentime.TimeRange(time(start), time(frames))
    return made


def track(kind: str, *children: Any) -> Any:
    made = otio.schema.Track(kind=kind)
    made.extend(children)
    return made


def house(folder: Path) -> Path:
    """Five shots of 40 frames, a dissolve into the last, their own sound, music under all."""
    made = otio.schema.Timeline(name="house", global_start_time=time(90_000))
    shots = [clip(f"shot{n}", 1000 * n, 40) for n in range(5)]
    dissolve = otio.schema.Transition(transition_type="SMPTE_Dissolve", in_offset=time(4), out_offset=time(4))
    made.tracks.extend(
        [
            track("Video", *shots[:4], dissolve, shots[4]),
            track("Audio", *(clip(f"sound{n}", 1000 * n, 40) for n in range(5))),
            track("Audio", clip("music", 0, 200)),
        ]
    )
    made.tracks.markers.append(
        otio.schema.Marker(name="late", marked_range=otio.opentime.TimeRange(time(150), time(5)))
    )
    path = folder / "house.otio"
    path.write_text(made.to_json_string())
    return path


def run(*words: str | Path, code: int = 0) -> Suggestion:
    done = RUN.invoke(app, ["suggest", *map(str, words), "--time-limit", "60", "--json", "-"])
    assert done.exit_code == code, done.output
    return loads(done.stdout)


def test_an_otio_comes_back_with_every_track_trimmed_alike(tmp_path: Path) -> None:
    new = tmp_path / "new.otio"
    rules = profile(tmp_path, "[[shot]]\nmax_frames = 36\n")
    made = run(house(tmp_path), "--profile", rules, "--otio", new)
    (answer,) = made.answers
    assert [(trim.shot, trim.edge, trim.frames) for trim in answer.trims] == [
        (0, "tail", 4),
        (1, "tail", 4),
        (2, "tail", 4),
        (3, "head", 4),  # a dissolve lies at its tail
    ]
    assert made.conflicts[0].target == "shot 5, at most 36 frames"  # the dissolve at its head, the end at its tail
    left = otio.adapters.read_from_file(str(new))
    picture, sound, music = left.tracks
    clips = [child for child in picture if isinstance(child, otio.schema.Clip)]
    spans = [(one.source_range.start_time.value, one.source_range.duration.value) for one in clips]
    assert spans == [(0, 36), (1000, 36), (2000, 36), (3004, 36), (4000, 40)]
    assert [(one.source_range.start_time.value, one.source_range.duration.value) for one in sound] == spans
    assert [(one.source_range.start_time.value, one.source_range.duration.value) for one in music] == [
        (0, 36),
        (40, 36),
        (80, 36),
        (124, 76),
    ]
    assert {one.duration().value for one in (picture, sound, music)} == {184}
    assert left.tracks.markers[0].marked_range.start_time.value == 150 - 16
    seen = inspect_sequence(new, Ask(keep_through_edits=True)).timeline
    assert (seen.start, *seen.edit_points, seen.stop) == (0, 36, 72, 108, 144, 184)


def test_an_edl_comes_back_with_picture_and_sound_trimmed_alike(tmp_path: Path) -> None:
    path, new = tmp_path / "house.edl", tmp_path / "new.edl"
    path.write_text(LIST)
    rules = profile(tmp_path, '[[shot]]\nmax_frames = 75\n[[band]]\nfigure = "first_edit_point"\nmax_frames = 36\n')
    made = run(path, "--rate", "25", "--profile", rules, "--edl", new)
    (answer,) = made.answers
    taken = {trim.shot: (trim.edge, trim.frames) for trim in answer.trims}
    assert taken == {0: ("tail", 4), 3: ("head", 5)}
    lines = [line.split() for line in new.read_text().splitlines()]
    events = [(words[1], *words[-4:]) for words in lines if words and words[0].isdecimal()]
    assert events == [
        ("A001", "10:00:00:00", "10:00:01:11", "01:00:00:00", "01:00:01:11"),
        ("A002", "02:00:00:00", "02:00:01:15", "01:00:01:11", "01:00:03:01"),
        ("MUSIC", "00:00:00:00", "00:00:01:11", "01:00:00:00", "01:00:01:11"),
        ("MUSIC", "00:00:01:15", "00:00:04:20", "01:00:01:11", "01:00:04:16"),
        ("MUSIC", "00:00:05:00", "00:00:08:00", "01:00:04:16", "01:00:07:16"),
        ("A002", "02:00:01:15", "02:00:01:15", "01:00:03:01", "01:00:03:01"),
        ("A003", "03:00:00:00", "03:00:01:15", "01:00:03:01", "01:00:04:16"),
        ("A001", "10:00:04:05", "10:00:07:05", "01:00:04:16", "01:00:07:16"),
    ]
    assert "* LOC: 01:00:01:16 RED     a note" in new.read_text()
    seen = inspect_sequence(new, Ask(rate=Fraction(25))).timeline
    assert [(shot.start, shot.stop) for shot in seen.shots] == [
        trim.lies if (trim := next((t for t in answer.trims if t.shot == n), None)) else (shot.start, shot.stop)
        for n, shot in enumerate(seen.shots)
    ]
    assert seen.frames == answer.length


@pytest.mark.parametrize(
    ("option", "said"), [("--edl", "an edited EDL is made of an EDL"), ("--preview", "needs the video")]
)
def test_what_a_timeline_cannot_become(tmp_path: Path, option: str, said: str) -> None:
    target = tmp_path / ("new.edl" if option == "--edl" else "new.mp4")
    rules = profile(tmp_path, "[[shot]]\nmax_frames = 36\n")
    done = RUN.invoke(app, ["suggest", str(house(tmp_path)), "--profile", str(rules), option, str(target)])
    assert done.exit_code == 2
    assert said in done.stderr


def test_subtitles_protect_speech_in_a_timeline(tmp_path: Path) -> None:
    words = tmp_path / "ep.srt"
    words.write_text("1\n00:00:01,000 --> 00:00:01,600\nHello there.\n")  # frames 25 to 40: the tail of shot 1
    rules = profile(tmp_path, "[[shot]]\nmax_frames = 36\n")
    made = run(house(tmp_path), "--profile", rules, "--dialogue", words)
    assert made.speech == "subtitles"
    blocked = {conflict.target: conflict for conflict in made.conflicts}
    assert "nothing is taken while somebody speaks" in blocked["shot 1, at most 36 frames"].against
