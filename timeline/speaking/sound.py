"""The sound of a video as frames in which somebody is likely to speak."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import numpy as np
import numpy.typing as npt

from timeline.decode import Sound, SoundFormat, open_sound
from timeline.kernels.voice import HOP, RATE, Bands, Floats, levels, log_odds, quiet_below_loud
from timeline.model.clock import FrameClock
from timeline.model.notice import Notice
from timeline.model.speech import Speech
from timeline.speaking.spans import frames_within, joined

LIKELY = -1.25
"""Log odds from which a moment counts: low on purpose, since speech missed is worse than music protected."""
INAUDIBLE = -90.0
"""Level of a moment, in decibels below full scale, that nobody hears."""
HANG_OVER, PAUSE = 12, 19
"""Rows (of 16 ms) added at either end of a span, and the longest pause within one."""
SET_APART = 15.0
"""Decibels between the loud and the quiet of a sound below which music or noise goes on under everything."""
_FORM = SoundFormat(rate=RATE, channels=1)


def from_sound(path: Path, clock: FrameClock) -> Speech:
    """Frames in which the first sound stream of a video is likely to be speech; docs/speech.md says how surely.

    The sound is decoded once, in a stream; what stays of it are 21 numbers for each 16 ms.

    Raises:
        MediaError: the file cannot be opened.
    """
    with open_sound(path) as sound:
        if sound is None:
            return _unknown("there is no sound that can be decoded")
        rows = _rows(sound, clock)
        if not sound.heard:
            return _unknown("the sound stream holds nothing that decodes while the picture runs")
        return Speech(spans=_spans(likely(rows), clock), basis="sound", notices=tuple(_notices(sound, rows)))


def likely(rows: Floats) -> npt.NDArray[np.bool_]:
    """Which rows count as speech, (n,): likely and audible, short pauses filled, some room at either end."""
    core = (log_odds(rows) > LIKELY) & (levels(rows) > INAUDIBLE)
    edges = np.flatnonzero(np.diff(np.concatenate([[0], core.astype(np.int8), [0]])))
    speech = np.zeros(len(core), np.bool_)
    last = -len(core) - 2 * HANG_OVER
    for start, stop in zip(edges[::2], edges[1::2], strict=True):
        first = last if start - last <= PAUSE + 2 * HANG_OVER else start
        speech[max(0, first - HANG_OVER) : stop + HANG_OVER] = True
        last = stop
    return speech


def _rows(sound: Sound, clock: FrameClock) -> Floats:
    bands = Bands()
    origin, length = clock.first_pts * clock.time_base, int(clock.duration * RATE)
    parts = [bands.push(block[:, 0]) for block in sound.blocks(origin, length, _FORM)]
    return np.concatenate([*parts, bands.push(np.zeros(HOP, np.float32))])


def _spans(speech: npt.NDArray[np.bool_], clock: FrameClock) -> tuple[tuple[int, int], ...]:
    edges = np.flatnonzero(np.diff(np.concatenate([[0], speech.astype(np.int8), [0]])))
    times = [Fraction(int(edge) * HOP, RATE) for edge in edges]
    return joined(frames_within(clock, start, stop) for start, stop in zip(times[::2], times[1::2], strict=True))


def _unknown(why: str) -> Speech:
    text = f"{why}: where somebody speaks is not known, and no speech is protected; give subtitles if somebody does"
    return Speech(spans=(), basis="none", notices=(Notice(code="no_sound", message=text),))


def _notices(sound: Sound, rows: Floats) -> Iterator[Notice]:
    if sound.others:
        text = f"{sound.others + 1} sound streams; speech is looked for in stream {sound.stream.index}, the first"
        yield Notice(code="several_sound_streams", message=text)
    if sound.failures:
        text = f"{sound.failures} packets of the sound do not decode; they count as silence"
        yield Notice(code="sound_damaged", message=text)
    if levels(rows).max(initial=-np.inf) <= INAUDIBLE:
        yield Notice(code="sound_silent", message="the sound is silent throughout; nobody speaks in it")
        return
    apart = quiet_below_loud(rows)
    if apart < SET_APART:
        text = (
            f"music or noise goes on under everything (the quiet is {apart:.0f} dB below the loud): much of what "
            "counts as speech may be none, and speech that it drowns may be missed; give subtitles to be sure"
        )
        yield Notice(code="speech_uncertain", message=text)
