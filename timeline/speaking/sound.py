"""The sound of a video as frames in which somebody speaks."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import numpy.typing as npt

from timeline.decode import SoundFormat, open_sound
from timeline.kernels.voice import HOP, RATE, Bands
from timeline.model.clock import FrameClock
from timeline.model.notice import Notice
from timeline.model.speech import Speech
from timeline.speaking.spans import frames_within, joined

_FORM = SoundFormat(rate=RATE, channels=1)


def from_sound(path: Path, clock: FrameClock) -> Speech:
    """Frames in which the first sound stream of a video is likely to be speech.

    Raises:
        MediaError: the file cannot be opened.
    """
    bands = Bands()
    with open_sound(path) as sound:
        if sound is None:
            text = "there is no sound to find speech in; nothing is protected, unless subtitles are given"
            return Speech(spans=(), basis="none", notices=(Notice(code="no_sound", message=text),))
        origin, length = clock.first_pts * clock.time_base, int(clock.duration * RATE)
        rows = np.concatenate([bands.push(block[:, 0]) for block in sound.blocks(origin, length, _FORM)])
    return Speech(spans=_spans(_loud(rows), clock), basis="sound", notices=())


def _loud(rows: npt.NDArray[np.float32]) -> npt.NDArray[np.bool_]:
    level = rows[:, 2:14].mean(1)
    loud = level > np.percentile(level, 10) + 9
    return np.convolve(loud, np.ones(31), "same") > 0


def _spans(speech: npt.NDArray[np.bool_], clock: FrameClock) -> tuple[tuple[int, int], ...]:
    edges = np.flatnonzero(np.diff(np.concatenate([[0], speech.astype(np.int8), [0]])))
    times = [Fraction(int(edge) * HOP, RATE) for edge in edges]
    return joined(frames_within(clock, a, b) for a, b in zip(times[::2], times[1::2], strict=True))
