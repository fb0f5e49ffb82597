"""What looks like a transition and is none: one row a generator, each with a plan in numbers and a painter."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from timeline.suite.synth.drama.lettering import random_words, written
from timeline.suite.synth.drama.pictures import (
    BLACK,
    WHITE,
    Framing,
    Picture,
    framed,
    lit,
    moved,
    panned,
    streaked,
    toward,
)

Rng = np.random.Generator
CLEAR = 8
"""Frames between a single trap and the ends of its shot: nearer, it would be part of the transition there."""
Paint = Callable[[Picture, int, Picture], Picture]
"""(picture, frame of the shot, a picture of some other shot) -> picture."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trick:
    """A trap laid into a shot: ``order`` is which of the shot's frames each frame shows; ``paint`` alters it."""

    name: str
    order: npt.NDArray[np.int64]
    paint: Paint


def _untouched(picture: Picture, i: int, other: Picture) -> Picture:
    return picture


def _places(rng: Rng, frames: int, length: int, often: bool) -> list[int]:
    """First frames of the trap's events: one somewhere, or one every second or two."""
    if not often:
        room = frames - length - CLEAR
        return [int(rng.integers(CLEAR, room + 1))] if room >= CLEAR else []
    room = frames - length - 2
    places, at = list[int](), int(rng.integers(4, 20))
    while at <= room:
        places.append(at)
        at += length + int(rng.integers(15, 50))
    return places


def _flash(rng: Rng, frames: int, often: bool) -> tuple[None, Paint]:
    """White at once, gone over one to eight frames."""
    level = np.zeros(frames)
    for at in _places(rng, frames, 8, often):
        length, peak = int(rng.integers(1, 9)), rng.uniform(0.5, 1.0)
        level[at : at + length] = peak * np.linspace(1, 0, length, endpoint=False)
    return None, lambda picture, i, other: toward(picture, WHITE, level[i]) if level[i] else picture


def _strobe(rng: Rng, frames: int, often: bool) -> tuple[None, Paint]:
    """Light that goes on and off every one to three frames, or black or white between."""
    style, gain = int(rng.integers(3)), float(rng.choice((0.25, 0.45, 1.8, 2.5)))
    struck = np.zeros(frames, bool)
    for at in _places(rng, frames, 30, often):
        length, period = int(rng.integers(10, 31)), int(rng.integers(2, 7))
        on = int(rng.integers(1, period // 2 + 1))  # the shot is to be seen between
        struck[at : at + length] = np.arange(length) % period < on

    def paint(picture: Picture, i: int, other: Picture) -> Picture:
        if not struck[i]:
            return picture
        return lit(picture, gain) if style == 0 else toward(picture, WHITE if style == 1 else BLACK, 0.9)

    return None, paint


def _caption(rng: Rng, frames: int, often: bool) -> tuple[None, Paint]:
    """Large words, plain or on a banner, that pop up, change and go."""
    shown: list[tuple[int, int, Callable[[Picture], Picture]]] = []
    at = int(rng.integers(2, 12))
    while at < frames - 4:
        length = int(rng.integers(4, 45))
        shown.append((at, at + length, written(rng, random_words(rng, int(rng.integers(1, 8))), large=True)))
        at += length + (int(rng.integers(0, 15)) if rng.random() < 0.6 else 0)
        if not often and rng.random() < 0.5:
            break

    def paint(picture: Picture, i: int, other: Picture) -> Picture:
        for first, stop, write in shown:
            if first <= i < stop:
                return write(picture)
        return picture

    return None, paint


def _whip_pan(rng: Rng, frames: int, often: bool) -> tuple[None, Paint]:
    """The camera swings to another part of the scene in a few frames and stays there."""
    axis = int(rng.random() < 0.8)
    along = np.zeros(frames)
    for at in _places(rng, frames, 14, often):
        length, reach = int(rng.integers(4, 14)), rng.uniform(0.35, 1.3) * rng.choice((-1, 1))
        ramp = np.clip((np.arange(frames) - at + 1) / length, 0, 1)
        along += reach * ramp * ramp * (3 - 2 * ramp)
    speed = np.abs(np.diff(along, prepend=along[:1]))

    def paint(picture: Picture, i: int, other: Picture) -> Picture:
        return streaked(panned(picture, axis, along[i]), axis, min(0.5, 0.7 * speed[i]))

    return None, paint


def _shake(rng: Rng, frames: int, often: bool) -> tuple[None, Paint]:
    """The camera is jolted about, and comes to rest."""
    force = np.zeros(frames)
    for at in _places(rng, frames, 30, often):
        length = int(rng.integers(8, 31))
        force[at : at + length] = np.linspace(1, 0.1, length)
    way = rng.normal(0, 1, (frames, 3)) * force[:, None] * np.array([0.035, 0.03, 1.5])

    def paint(picture: Picture, i: int, other: Picture) -> Picture:
        x, y, turn = (float(value) for value in way[i])
        return moved(picture, zoom=1.06, x=x, y=y, turn=turn)

    return None, paint


def _freeze(rng: Rng, frames: int, often: bool) -> tuple[npt.NDArray[np.int64], Paint]:
    """The picture stands still for a while and goes on from where it stood."""
    still = np.zeros(frames, bool)
    for at in _places(rng, frames, 30, often):
        still[at : at + int(rng.integers(4, 31))] = True
    return np.cumsum(~still) - 1, _untouched


def _inset(rng: Rng, frames: int, often: bool) -> tuple[None, Paint]:
    """A box with another picture pops up or grows, and goes."""
    boxes = []
    for at in _places(rng, frames, 60, often):
        share_w, share_h = rng.uniform(0.25, 0.55), rng.uniform(0.18, 0.4)
        left, top = rng.uniform(0.03, 0.97 - share_w), rng.uniform(0.03, 0.97 - share_h)
        boxes.append((at, at + int(rng.integers(10, 61)), left, top, share_w, share_h, int(rng.choice((1, 1, 6)))))

    def paint(picture: Picture, i: int, other: Picture) -> Picture:
        height, width = picture.shape[:2]
        for first, stop, left, top, share_w, share_h, ease in boxes:
            if first <= i < stop:
                grown = min(1.0, (i - first + 1) / ease)
                size = (max(2, round(width * share_w * grown)), max(2, round(height * share_h * grown)))
                x, y = round(width * left), round(height * top)
                picture = picture.copy()
                picture[y : y + size[1], x : x + size[0]] = framed(other, size, Framing())
        return picture

    return None, paint


TRICKS: dict[str, Callable[[Rng, int, bool], tuple[npt.NDArray[np.int64] | None, Paint]]] = {
    "strobe": _strobe,
    "flash": _flash,
    "caption": _caption,
    "whip pan": _whip_pan,
    "shake": _shake,
    "freeze": _freeze,
    "picture in picture": _inset,
}
"""Name -> generator (rng, frames of the shot, whether to repeat it all along)."""


def trick(name: str, rng: Rng, frames: int, *, often: bool) -> Trick:
    """The trap ``name`` laid into a shot of ``frames`` frames, once, or ``often``: every second or two."""
    order, paint = TRICKS[name](rng, frames, often)
    return Trick(name=name, order=np.arange(frames) if order is None else np.maximum(order, 0), paint=paint)
