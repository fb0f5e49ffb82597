"""Annotated clips as footage: their shots are takes, from which an episode is cut anew with exact truth."""

from __future__ import annotations

from functools import cached_property

import cv2
import numpy as np

from benchmarks.diff_edit import Clip, Edit, Picture
from timeline.decode import read_bgr
from timeline.errors import TimelineError
from timeline.suite.clips import Clip as Annotated
from timeline.suite.truth import Truth

HANDLE = 10
"""Frames of a shot at either end that the episode leaves for extensions and mixtures."""
SHORTEST = 16
"""Frames that are left of a shot at least."""
LONGEST = 44
"""Frames of a shot that the episode uses at most."""
MOST = 10
"""Shots of an episode at most."""


class Filmed:
    """The shots of a clip: ``set_up`` of a clip is the shot, its frame 0 the shot's first that is purely its own."""

    def __init__(self, clip: Annotated) -> None:
        """Lay out the shots; the pictures are decoded when the first is asked for.

        Raises:
            TimelineError: the video is not at hand.
        """
        if clip.path is None:
            raise TimelineError(f"the video of '{clip.source}' is not at hand")
        self.name, self._path = clip.name, clip.path
        self.shots = _long_shots(clip.truth, clip.truth.frames or len(self.frames))

    @cached_property
    def frames(self) -> tuple[Picture, ...]:
        """Every frame, RGB, 256 pixels on the longer side."""
        return tuple(_even(picture[..., ::-1]) for picture in read_bgr(self._path))

    @property
    def size(self) -> tuple[int, int]:
        """Height and width of its pictures."""
        return self.frames[0].shape[0], self.frames[0].shape[1]

    def picture(self, clip: Clip, at: int) -> Picture:
        """Frame ``at`` of a shot, held at its ends; a card where the shot is below 0."""
        if clip.set_up < 0:
            return card(self.size, -clip.set_up)
        start, stop = self.shots[clip.set_up]
        return self.frames[min(max(start + at, start), stop - 1)]


def _even(picture: Picture) -> Picture:
    """Without the last row or column where their number is odd."""
    return np.ascontiguousarray(picture[: picture.shape[0] // 2 * 2, : picture.shape[1] // 2 * 2])


def _long_shots(truth: Truth, frames: int) -> tuple[tuple[int, int], ...]:
    """Frames that are purely one shot's, of shots that are long enough and fair to judge."""
    marks = sorted(truth.transitions, key=lambda mark: mark.start)
    starts, stops = [0, *(mark.stop for mark in marks)], [*(mark.start for mark in marks), frames]
    return tuple(
        (start, stop)
        for start, stop in zip(starts, stops, strict=True)
        if stop - start >= SHORTEST + 2 * HANDLE
        and not any(span.start < stop and start < span.stop for span in truth.ignore)
    )


def episode_of(footage: Filmed, spare: int) -> tuple[Edit, tuple[Clip, ...]]:
    """An episode of a clip's shots in their order, a few of them lettered, and ``spare`` shots that it leaves out."""
    clips = [
        Clip(set_up=n, start=HANDLE, frames=min(LONGEST, stop - start - 2 * HANDLE))
        for n, (start, stop) in enumerate(footage.shots[: MOST + spare])
    ]
    out = {round((k + 0.5) * len(clips) / spare) for k in range(spare)}
    kept = [clip for n, clip in enumerate(clips) if n not in out]
    lettered = tuple(
        Clip(set_up=clip.set_up, start=clip.start, frames=clip.frames, caption=n + 1 if n % 4 == 2 else 0)
        for n, clip in enumerate(kept)
    )
    return lettered, tuple(clip for n, clip in enumerate(clips) if n in out)


def card(size: tuple[int, int], number: int) -> Picture:
    """A still card: 1 a title on black, 2 bars of colour as on a leader, 3 black."""
    high, wide = size
    picture = np.zeros((high, wide, 3), np.uint8)
    if number == 1:
        scale = wide / 260
        for line, words in enumerate(("THE LAST", "TRAIN")):
            place = (round(30 * scale), high // 2 + round(46 * scale * line))
            cv2.putText(picture, words, place, cv2.FONT_HERSHEY_DUPLEX, 1.2 * scale, (235, 230, 220), 2, cv2.LINE_AA)
    elif number == 2:
        edges = np.linspace(0, wide, 8).astype(int)
        tones = ((191, 191, 191), (191, 191, 0), (0, 191, 191), (0, 191, 0), (191, 0, 191), (191, 0, 0), (0, 0, 191))
        for n, tone in enumerate(tones):
            picture[:, edges[n] : edges[n + 1]] = tone
    return picture
