"""Speech found in sound: where it is known to be, on the picture's clock, and what is said where it cannot be told."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.speech import rows_of, score
from benchmarks.speech_scenes import Scene, drawn, scene
from tests.flashes import Source, write
from tests.media_factory import Collect, damage, ffmpeg
from timeline.decode import SoundFormat, decode, open_sound
from timeline.errors import MediaError
from timeline.kernels.voice import HOP, RATE, Bands, log_odds
from timeline.model.clock import constant_clock
from timeline.model.speech import Speech
from timeline.speaking import spoken
from timeline.speaking.sound import HANG_OVER, likely

LINES = drawn(np.random.default_rng(3), 8)
QUIET = Source(steps=(3600,) * 250, time_base=Fraction(1, 90_000), flashes=(), size=(64, 64), channels=1, rate=RATE)


def talk(bed: str, decibels: float, seed: int = 5) -> Scene:
    return scene(LINES, bed, decibels, np.random.default_rng(seed), seconds=10)


def found(path: Path) -> Speech:
    return spoken(path, decode(path, Collect)[0].clock)


def heard(folder: Path, scene: Scene, source: Source = QUIET, name: str = "episode.mov") -> Speech:
    return found(write(folder / name, source, scene.samples[:, None].repeat(source.channels, 1)))


@pytest.mark.parametrize(("bed", "decibels"), [("silence", 40), ("noise", 8), ("street", 8), ("pad", 8), ("chords", 3)])
def test_speech_is_found_whole_under_whatever_goes_on(bed: str, decibels: float) -> None:
    for seed in (5, 6):
        each = talk(bed, decibels, seed)
        assert score(likely(rows_of(each.samples)), each.truth).recall > 0.99


@pytest.mark.parametrize(("bed", "decibels"), [("silence", 40), ("noise", 8), ("pad", 8)])
def test_pauses_of_a_second_are_free_but_for_the_room_at_their_ends(bed: str, decibels: float) -> None:
    each = talk(bed, decibels)
    near = np.convolve(each.truth, np.ones(2 * (HANG_OVER + 25) + 1), "same") > 0
    assert likely(rows_of(each.samples))[: len(near)][~near].mean() < 0.1
    assert (~near).mean() > 0.1


def test_spans_lie_on_the_frames_that_are_shown_while_somebody_speaks(tmp_path: Path) -> None:
    each = talk("silence", 40)
    speech = heard(tmp_path, each)
    frames = {frame for start, stop in speech.spans for frame in range(start, stop)}
    truth = {int(row * HOP / RATE * 25) for row in np.flatnonzero(each.truth)}
    assert speech.basis == "sound"
    assert speech.notices == ()
    assert truth <= frames
    assert len(frames - truth) < 0.35 * 250


@pytest.mark.parametrize("late", [Fraction(48, 100), Fraction(-48, 100)])
def test_sound_that_begins_with_another_picture_is_found_there(tmp_path: Path, late: Fraction) -> None:
    speech = heard(tmp_path, talk("silence", 40))
    moved = heard(tmp_path, talk("silence", 40), replace(QUIET, first=90_000, late=late), "moved.mkv")
    shift = int(late * 25)
    expected = [(max(0, start + shift), min(250, stop + shift)) for start, stop in speech.spans]
    assert len(moved.spans) == len(expected)
    for span, known in zip(moved.spans, expected, strict=True):
        assert max(abs(span[0] - known[0]), abs(span[1] - known[1])) <= 1


def test_frames_of_a_variable_rate_are_found_by_their_times(tmp_path: Path) -> None:
    steps = tuple(2000 + 800 * (n % 5) for n in range(250))
    path = write(
        tmp_path / "variable.mp4", replace(QUIET, steps=steps, codec="aac"), talk("silence", 40).samples[:, None]
    )
    clock = decode(path, Collect)[0].clock
    even = heard(tmp_path, talk("silence", 40))
    times = [clock.time(edge) for span in spoken(path, clock).spans for edge in span]
    known = [Fraction(edge, 25) for span in even.spans for edge in span]
    assert len(times) == len(known)
    assert all(abs(a - b) < Fraction(1, 12) for a, b in zip(times, known, strict=True))


def test_stereo_and_other_rates_and_codecs_give_the_same_spans(tmp_path: Path) -> None:
    each = talk("silence", 40)
    plain = heard(tmp_path, each)
    ffmpeg("-i", tmp_path / "episode.mov", "-ac", "2", "-ar", "44100", "-c:a", "aac", tmp_path / "stereo.mp4")
    stereo = found(tmp_path / "stereo.mp4")
    assert len(stereo.spans) == len(plain.spans)
    for a, b in zip(stereo.spans, plain.spans, strict=True):
        assert max(abs(a[0] - b[0]), abs(a[1] - b[1])) <= 2


def test_without_sound_nothing_is_known_and_that_is_said(tmp_path: Path) -> None:
    speech = found(write(tmp_path / "silent.mp4", replace(QUIET, channels=0)))
    assert (speech.spans, speech.basis) == ((), "none")
    assert [notice.code for notice in speech.notices] == ["no_sound"]
    assert "give subtitles" in speech.notices[0].message


def test_sound_that_is_silent_throughout_holds_no_speech_and_that_is_said(tmp_path: Path) -> None:
    speech = heard(tmp_path, Scene(samples=np.zeros(10 * RATE, np.float32), truth=np.zeros(0, np.bool_)))
    assert (speech.spans, speech.basis) == ((), "sound")
    assert [notice.code for notice in speech.notices] == ["sound_silent"]


def test_music_under_everything_is_said_and_speech_still_found(tmp_path: Path) -> None:
    each = talk("song", 3)
    speech = heard(tmp_path, each)
    assert [notice.code for notice in speech.notices] == ["speech_uncertain"]
    frames = {frame for start, stop in speech.spans for frame in range(start, stop)}
    assert {int(row * HOP / RATE * 25) for row in np.flatnonzero(each.truth)} <= frames


def test_a_second_sound_stream_and_damage_are_said(tmp_path: Path) -> None:
    path = write(tmp_path / "one.mkv", replace(QUIET, codec="aac"), talk("silence", 40).samples[:, None])
    ffmpeg("-i", path, "-map", "0:v", "-map", "0:a", "-map", "0:a", "-c", "copy", tmp_path / "two.mkv")
    assert [notice.code for notice in found(tmp_path / "two.mkv").notices] == ["several_sound_streams"]
    ffmpeg("-i", path, "-vn", "-c", "copy", tmp_path / "sound.aac")
    broken = damage(tmp_path / "sound.aac", tmp_path / "broken.aac", 0.5, 2000)
    speech = spoken(broken, constant_clock(250, Fraction(25)))
    assert "sound_damaged" in [notice.code for notice in speech.notices]
    assert speech.spans


def test_what_is_no_media_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "episode.mp4").write_text("nothing")
    with pytest.raises(MediaError, match=r"episode.mp4' is a text file"):
        spoken(tmp_path / "episode.mp4", constant_clock(10, Fraction(25)))


@settings(max_examples=25)
@given(st.lists(st.integers(1, 4000), min_size=1, max_size=20))
def test_rows_do_not_hang_on_the_blocks_that_samples_come_in(lengths: list[int]) -> None:
    samples = np.random.default_rng(0).normal(0, 0.1, sum(lengths)).astype(np.float32)
    bands = Bands()
    parts = [bands.push(part) for part in np.split(samples, np.cumsum(lengths)[:-1])]
    assert np.allclose(np.concatenate(parts), Bands().push(samples), atol=1e-3)


def test_a_row_is_centred_on_its_sample() -> None:
    samples = np.zeros(40 * HOP, np.float32)
    samples[20 * HOP] = 1.0
    rows = Bands().push(samples)
    assert int(rows[:, 10].argmax()) == 20


@settings(max_examples=25)
@given(st.integers(0, 300))
def test_sound_of_any_length_has_odds_for_every_row(rows: int) -> None:
    noise = np.random.default_rng(1).normal(-50, 9, (rows, 21)).astype(np.float32)
    assert log_odds(noise).shape == (rows,)
    assert np.isfinite(log_odds(noise)).all()


@pytest.mark.parametrize("rate", [8000, 16_000, 48_000])
@pytest.mark.parametrize("late", [Fraction(0), Fraction(3, 10), Fraction(-3, 10)])
def test_samples_come_to_the_very_count_with_silence_where_there_are_none(
    tmp_path: Path, rate: int, late: Fraction
) -> None:
    loud = np.full((10 * RATE, 1), 0.5, np.float32)
    path = write(tmp_path / "loud.mov", replace(QUIET, late=late), loud)
    with open_sound(path) as sound:
        assert sound is not None
        samples = np.concatenate(list(sound.blocks(Fraction(0), 12 * rate, SoundFormat(rate=rate, channels=2))))
    assert samples.shape == (12 * rate, 2)
    lit = np.flatnonzero(np.abs(samples[:, 0]) > 0.25)
    assert abs(lit[0] - max(0, late) * rate) <= 2
    assert abs(lit[-1] + 1 - (10 + late) * rate) <= 2
    assert len(lit) == lit[-1] + 1 - lit[0]
