"""The preview shows the frames it should at the times it should, with their sound, and is inspected like the cut."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.flashes import Seen, Source, look, write
from tests.media_factory import Collect
from timeline.decode import decode
from timeline.errors import MediaError, OutputError
from timeline.model.clock import FrameClock, constant_clock
from timeline.model.preview import PreviewMark
from timeline.pipeline import Request, inspect
from timeline.previewing import preview
from timeline.previewing.burn import NARROWEST, STRIP, framed
from timeline.previewing.cut import Beside, cut_of
from timeline.timecode import TimecodeBasis

TICKS = Fraction(1, 90_000)
FLASHES = (0, 30, 39, 61, 75, 89)
KEPT = ((0, 31), (39, 62), (75, 90))
MARKS = (PreviewMark(start=31, stop=39, label="2 tail -8f"), PreviewMark(start=62, stop=75, label="3 tail -13f"))
"""Every range begins or ends on a frame that flashes, so that a sound that is off by a frame shows at every edit."""
_JITTERY = tuple(3000 + 600 * (n * 7 % 5) for n in range(90))

SOURCES = {
    "portrait.mp4": Source(steps=(3600,) * 90, time_base=TICKS, flashes=FLASHES, codec="aac"),
    "landscape-mono.mkv": Source(
        steps=(1,) * 90, time_base=Fraction(1, 25), flashes=FLASHES, size=(320, 180), channels=1
    ),
    "silent.mp4": Source(steps=(3600,) * 90, time_base=TICKS, flashes=FLASHES, channels=0),
    "film.mov": Source(steps=(1001,) * 90, time_base=Fraction(1, 24000), flashes=FLASHES, rate=44_100),
    "fast.mp4": Source(steps=(1500,) * 90, time_base=TICKS, flashes=FLASHES, codec="aac", rate=44_100),
    "ntsc-fast.mov": Source(steps=(1001,) * 90, time_base=Fraction(1, 60000), flashes=FLASHES),
    "variable.mp4": Source(steps=_JITTERY, time_base=TICKS, flashes=FLASHES, codec="aac"),
    "milliseconds.mkv": Source(
        steps=tuple((33, 33, 34)[n % 3] for n in range(90)), time_base=Fraction(1, 1000), flashes=FLASHES
    ),
    "sound-late.mov": Source(steps=(3600,) * 90, time_base=TICKS, flashes=FLASHES, late=Fraction(37, 100)),
    "sound-early.mkv": Source(
        steps=(40,) * 90, time_base=Fraction(1, 1000), first=500, flashes=FLASHES, late=Fraction(-1, 3)
    ),
    "small.mkv": Source(steps=(1,) * 90, time_base=Fraction(1, 25), flashes=FLASHES, size=(100, 76)),
}


def made(folder: Path, name: str) -> tuple[Source, Path, FrameClock]:
    source = SOURCES[name]
    path = write(folder / name, source)
    return source, path, decode(path, Collect)[0].clock


def previewed(source: Source, path: Path, clock: FrameClock, out: Path) -> Seen:
    preview(path, clock, KEPT, MARKS, out, timecode=TimecodeBasis(rate=Fraction(25)))
    width, height = source.size
    return look(out, (width, height), STRIP)


@pytest.mark.parametrize("name", SOURCES)
def test_every_frame_and_every_click_is_where_the_cut_has_it(tmp_path: Path, name: str) -> None:
    source, path, clock = made(tmp_path, name)
    seen = previewed(source, path, clock, tmp_path / "rough.mp4")
    numbers = [frame for start, stop in KEPT for frame in range(start, stop)]
    assert seen.numbers == numbers
    assert seen.flashes == [at for at, number in enumerate(numbers) if number in FLASHES]
    assert [seen.clock.span(at, at + 1) for at in range(69)] == [clock.span(n, n + 1) for n in numbers]
    heard = [at for at in seen.flashes if source.channels and source.time(numbers[at]) >= source.late]
    assert len(seen.clicks) == len(heard)
    for click, flash in zip(seen.clicks, heard, strict=True):
        assert abs(click - seen.clock.time(flash)) < Fraction(1, 500)  # an eighth of a frame at 60 a second


def test_the_file_is_written_whole_beside_nothing_else(tmp_path: Path) -> None:
    _, path, clock = made(tmp_path, "silent.mp4")
    out = tmp_path / "reports" / "rough.mp4"
    for _ in range(2):  # over an older one too
        preview(path, clock, KEPT, MARKS, out)
        assert [each.name for each in out.parent.iterdir()] == ["rough.mp4"]


def test_a_source_that_lost_frames_since_is_refused_and_leaves_nothing(tmp_path: Path) -> None:
    _, path, _ = made(tmp_path, "silent.mp4")
    folder = tmp_path / "reports"
    with pytest.raises(MediaError, match="gives 80 of the 90 frames"):
        preview(path, constant_clock(100, Fraction(25)), [(10, 100)], [], folder / "rough.mp4")
    assert list(folder.iterdir()) == []


def test_what_cannot_be_written_is_refused_in_one_line(tmp_path: Path) -> None:
    _, path, clock = made(tmp_path, "silent.mp4")
    (tmp_path / "file").write_text("")
    for out, words in ((tmp_path / "file" / "rough.mp4", "Not a directory|File exists"), (tmp_path, "no regular file")):
        with pytest.raises(OutputError, match=words) as refused:
            preview(path, clock, KEPT, MARKS, out)
        assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("kept", "marks", "words"),
    [
        ([], [], "at least one frame"),
        ([(0, 5), (5, 5)], [], "at least one frame"),
        ([(10, 20), (0, 5)], [], "ranges that rise"),
        ([(0, 51)], [], "outside 0..50"),
        ([(0, 20), (30, 50)], [PreviewMark(start=18, stop=22, label="")], "18 to 22 are marked"),
    ],
)
def test_a_cut_that_contradicts_itself_is_refused(
    kept: list[tuple[int, int]], marks: list[PreviewMark], words: str
) -> None:
    with pytest.raises(ValueError, match=words):
        cut_of(constant_clock(50, Fraction(25)), kept, marks)


CUTS = st.lists(st.integers(0, 400), min_size=2, max_size=40, unique=True).map(
    lambda edges: list(zip(sorted(edges)[:-1:2], sorted(edges)[1::2], strict=True))
)


@given(CUTS, st.sampled_from([8000, 44_100, 48_000]))
def test_sound_is_cut_within_half_a_sample_of_the_picture_and_never_drifts(
    kept: list[tuple[int, int]], rate: int
) -> None:
    clock = FrameClock(
        time_base=Fraction(1, 24000), first_pts=9, runs=((200, 1001), (100, 800), (100, 7)), rate=Fraction(24)
    )
    cut = cut_of(clock, kept, [])
    shown, heard = Fraction(0), 0
    for (start, stop), (first, last) in zip(kept, cut.samples(rate), strict=True):
        shown, heard = shown + clock.span(start, stop), heard + last - first
        assert abs(first - clock.time(start) * rate) <= Fraction(1, 2)
        assert abs(heard - shown * rate) <= Fraction(1, 2)
    assert sum(cut.steps()) * clock.time_base == shown
    assert len(cut.steps()) == cut.frames == len(list(cut.numbers()))


def test_marks_stand_half_a_second_either_side_of_their_edit_and_the_nearer_edit_wins() -> None:
    marks = [
        PreviewMark(start=0, stop=10, label="1 head -10f"),
        PreviewMark(start=60, stop=65, label="1 tail -5f"),
        PreviewMark(start=65, stop=68, label="2 head -3f"),
        PreviewMark(start=80, stop=82, label="2 tail -2f"),
    ]
    cut = cut_of(constant_clock(200, Fraction(25)), [(10, 60), (68, 80), (82, 200)], marks)
    said = {frame: cut.beside(frame) for frame in cut.numbers()}
    first, second, third = ("1 head -10f",), ("1 tail -5f", "2 head -3f"), ("2 tail -2f",)
    expected = {f: Beside(labels=first, ahead=False) for f in range(10, 23)}
    expected |= {f: Beside(labels=second, ahead=True) for f in range(48, 60)}
    expected |= {f: Beside(labels=second, ahead=False) for f in range(68, 75)}
    expected |= {f: Beside(labels=third, ahead=True) for f in range(75, 80)}
    expected |= {f: Beside(labels=third, ahead=False) for f in range(82, 95)}
    assert {frame: beside for frame, beside in said.items() if beside} == expected


@pytest.mark.parametrize("size", [(360, 640), (101, 75), (640, 360)])
@pytest.mark.parametrize("code", [0, 16, 128, 255])
def test_a_picture_of_one_colour_stays_one_but_for_faint_words(size: tuple[int, int], code: int) -> None:
    width, height = size
    picture = np.full((height, width, 3), code, np.uint8)
    whole = framed(picture, "00:00:58:02  frame 1452", Beside(labels=("12 tail -12f",), ahead=True))
    assert whole.shape == (STRIP + height + height % 2, max(NARROWEST, width + width % 2), 3)
    assert np.abs(whole.astype(int) - code).max() <= 13
    assert whole.std() < 2


def test_words_are_read_on_a_picture_of_any_light_and_cover_none_of_it() -> None:
    for low, high in ((0, 90), (60, 200), (120, 255)):
        picture = np.linspace(low, high, 640).astype(np.uint8)[:, None, None].repeat(360, 1).repeat(3, 2)
        whole = framed(picture, "frame 1452", None)
        assert np.array_equal(whole[STRIP:, :360], picture)
        strip = whole[:STRIP].astype(int)
        assert strip.max() - strip.min() > 60
        assert not np.array_equal(whole, framed(picture, "frame 1453", None))
        assert not np.array_equal(whole, framed(picture, "frame 1452", Beside(labels=("3 head -1f",), ahead=False)))


RUN = """
import sys
from fractions import Fraction
from pathlib import Path
from timeline.interrupts import Interrupts
from timeline.model.clock import constant_clock
from timeline.previewing import preview

interrupts = Interrupts()

def progress(done, expected):
    print(done, flush=True)
    interrupts.check()

with interrupts.watched():
    clock = constant_clock(500, Fraction(25))
    preview(Path(sys.argv[1]), clock, [(0, 500)], [], Path(sys.argv[2]), progress=progress)
"""


@pytest.mark.parametrize("frames", [0, 40])
def test_an_interrupt_leaves_neither_file_nor_process(tmp_path: Path, frames: int) -> None:
    source = Source(steps=(1,) * 500, time_base=Fraction(1, 25), flashes=(), size=(64, 64), channels=1, rate=8000)
    path = write(tmp_path / "long.mkv", source)
    out = tmp_path / "reports" / "rough.mp4"
    command = [sys.executable, "-c", RUN, str(path), str(out)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as run:
        assert run.stdout is not None
        for line in run.stdout:
            if int(line) == frames:
                os.killpg(run.pid, signal.SIGINT)  # as a terminal does: FFmpeg gets it too
                break
        _, words = run.communicate(timeout=60)
    assert words.rstrip().endswith("KeyboardInterrupt")
    assert list(out.parent.iterdir()) == []
    with pytest.raises(ProcessLookupError):
        os.killpg(run.pid, 0)


def test_a_preview_of_the_sample_episode_is_inspected_with_the_edits_of_its_cut_and_no_other(tmp_path: Path) -> None:
    episode, last = Path(__file__).parents[1] / "sample_clips" / "night-bus-ep01.mp4", 400
    trims = ((56, 62), (236, 244), (300, 310), (334, 340), (374, 382))
    edges = [0, *(edge for trim in trims for edge in trim), last]
    kept = list(zip(edges[::2], edges[1::2], strict=True))
    marks = [PreviewMark(start=a, stop=b, label=f"{n} trim -{b - a}f") for n, (a, b) in enumerate(trims, 1)]
    truth = json.loads(episode.with_suffix(".json").read_text())
    known = [(t["kind"], t["edit_point"]) for t in truth["transitions"] if t["edit_point"] and t["edit_point"] < last]
    clock = constant_clock(truth["frames"], Fraction(truth["rate"]))
    preview(episode, clock, kept, marks, tmp_path / "rough.mp4", timecode=TimecodeBasis(rate=Fraction(25)))
    with inspect(tmp_path / "rough.mp4", Request(cached=False)) as found:
        seen = [(t.kind, t.edit_point) for t in found.inspection.timeline.transitions if t.edit_point is not None]
    assert seen == [(kind, at - sum(min(b, at) - a for a, b in trims if a < at)) for kind, at in known]
    assert len(seen) == 11
