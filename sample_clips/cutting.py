"""Cuts timelines from the sample clips: an edit as a table of pieces, and its render, frame by frame, with MoviePy."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

from sample_clips.render import STEADY, TAGS, TO_709

Image = NDArray[np.uint8]
BLACK = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """``frames`` frames of ``clip`` (``BLACK``: none) from its frame ``first`` on, as they lie between edit points.

    ``dissolve``: mixed frames into this piece, centred on its edit point (the middle frame, rounded down).
    """

    clip: str
    first: int
    frames: int
    dissolve: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Cutting:
    """A timeline cut from the sample clips, the fades at its head and tail, and the size that it is rendered at."""

    name: str
    rate: Fraction
    pieces: tuple[Piece, ...]
    height: int = 192
    width: int = 108
    leader: int = 0
    fade_up: int = 0
    fade_down: int = 0

    @property
    def frames(self) -> int:
        """Length in frames, without the leader."""
        return sum(piece.frames for piece in self.pieces)

    @property
    def starts(self) -> list[int]:
        """First frame of each piece."""
        ends = np.cumsum([0, *(piece.frames for piece in self.pieces)])
        return [int(start) for start in ends[:-1]]

    @property
    def edit_points(self) -> list[int]:
        """Frames where pieces meet."""
        return self.starts[1:]

    def trimmed(self, number: int, *, head: int = 0, tail: int = 0) -> Cutting:
        """Piece ``number`` without its first ``head`` and last ``tail`` frames."""
        old = self.pieces[number]
        return self._with(number, replace(old, first=old.first + head, frames=old.frames - head - tail))

    def removed(self, number: int) -> Cutting:
        """Without piece ``number``."""
        return replace(self, pieces=self.pieces[:number] + self.pieces[number + 1 :])

    def replaced(self, number: int, clip: str, first: int) -> Cutting:
        """Piece ``number`` showing something else."""
        return self._with(number, replace(self.pieces[number], clip=clip, first=first))

    def mixed(self, number: int, dissolve: int) -> Cutting:
        """Piece ``number`` with another length of dissolve into it; 0 makes it a cut."""
        return self._with(number, replace(self.pieces[number], dissolve=dissolve))

    def rolled(self, number: int, frames: int) -> Cutting:
        """The edit point into piece ``number`` moved by ``frames``, all else where it was."""
        old, new = self.pieces[number - 1], self.pieces[number]
        return self._with(number - 1, replace(old, frames=old.frames + frames))._with(
            number, replace(new, first=new.first + frames, frames=new.frames - frames)
        )

    def _with(self, number: int, piece: Piece) -> Cutting:
        return replace(self, pieces=(*self.pieces[:number], piece, *self.pieces[number + 1 :]))


def spans(cutting: Cutting) -> list[tuple[int, int]]:
    """Span ``[start, stop)`` of the join before each piece; a cut's is empty."""
    return [
        (at - piece.dissolve // 2, at + piece.dissolve - piece.dissolve // 2)
        for piece, at in zip(cutting.pieces, cutting.starts, strict=True)
    ]


def layers(cutting: Cutting) -> list[list[tuple[str, int, float]]]:
    """What each frame of the timeline shows: ``(clip, frame of the clip, share)``, one of them or two."""
    shown: list[list[tuple[str, int, float]]] = []
    joins = spans(cutting)
    for number, (piece, start) in enumerate(zip(cutting.pieces, cutting.starts, strict=True)):
        for frame in range(start, start + piece.frames):
            own = (piece.clip, piece.first + frame - start)
            shown.append([(*own, 1.0)])
            for other in (number, number + 1):
                if 0 < other < len(joins) and joins[other][0] <= frame < joins[other][1]:
                    shown[-1] = _mixed(cutting, other, frame, joins[other])
    return shown


def _mixed(cutting: Cutting, number: int, frame: int, span: tuple[int, int]) -> list[tuple[str, int, float]]:
    share = (frame - span[0] + 1) / (span[1] - span[0] + 1)
    pair = zip(cutting.pieces[number - 1 : number + 1], cutting.starts[number - 1 : number + 1], strict=True)
    return [
        (piece.clip, piece.first + frame - start, part)
        for (piece, start), part in zip(pair, (1 - share, share), strict=True)
    ]


@lru_cache(maxsize=16)
def film(path: Path, height: int, width: int) -> list[Image]:
    """Every frame of a clip, upright, fitted whole into ``height`` x ``width`` between black bars."""
    with av.open(str(path)) as container:
        container.streams.video[0].thread_type = "AUTO"
        return [_fitted(frame, height, width) for frame in container.decode(video=0)]


def _fitted(frame: av.VideoFrame, height: int, width: int) -> Image:
    turns = frame.rotation // 90
    across, down = (frame.width, frame.height)[:: -1 if turns % 2 else 1]
    scale = min(height / down, width / across)
    tall, wide = (round(side * scale / 2) * 2 for side in (down, across))
    stored = (tall, wide) if turns % 2 else (wide, tall)
    picture = np.rot90(frame.reformat(*stored, format="rgb24", interpolation="AREA").to_ndarray(), turns)
    found = np.zeros((height, width, 3), np.uint8)
    top, left = (height - tall) // 2, (width - wide) // 2
    found[top : top + tall, left : left + wide] = picture
    return found


def pictures(cutting: Cutting, folder: Path) -> list[Image]:
    """Every frame of the timeline, its leader of black first, from the clips in ``folder``."""
    black = np.zeros((cutting.height, cutting.width, 3), np.uint8)
    shown = layers(cutting)
    clips = {piece.clip for piece in cutting.pieces} - {BLACK}
    store = {clip: film(folder / clip, cutting.height, cutting.width) for clip in clips}

    def drawn(number: int, parts: Sequence[tuple[str, int, float]]) -> Image:
        light = min(
            1.0,
            (number + 1) / (cutting.fade_up + 1),
            (cutting.frames - number) / (cutting.fade_down + 1) if cutting.fade_down else 1.0,
        )
        total = np.float32(light) * sum(
            np.float32(share) * (black if clip == BLACK else store[clip][frame]).astype(np.float32)
            for clip, frame, share in parts
        )
        return np.asarray(np.rint(total), np.uint8)

    return [black] * cutting.leader + [drawn(number, parts) for number, parts in enumerate(shown)]


def render(cutting: Cutting, folder: Path, target: Path, *, alter: Callable[[list[Image]], list[Image]] = list) -> Path:
    """Write the render of a timeline; ``alter`` may change its frames before they are encoded."""
    from moviepy import VideoClip

    frames, fps = alter(pictures(cutting, folder)), float(cutting.rate)
    # A quarter of a frame more, so that rounding never loses the last one.
    video = VideoClip(lambda t: frames[min(round(t * fps), len(frames) - 1)], duration=(len(frames) + 0.25) / fps)
    clock = f"settb=AVTB,setpts=N/({cutting.rate})/TB"
    scale = cutting.rate.numerator * (512 if cutting.rate.denominator == 1 else 1)
    options = [*STEADY, *TAGS, "-vf", f"{TO_709},format=yuv420p,{clock}", "-fps_mode", "passthrough", "-crf", "20"]
    options += ["-video_track_timescale", str(scale)]
    video.write_videofile(
        str(target), fps=fps, codec="libx264", preset="veryfast", audio=False, ffmpeg_params=options, logger=None
    )
    return target
