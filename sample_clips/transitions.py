"""Draws one frame of a join from the picture of the old shot and that of the new one."""

from __future__ import annotations

import math
from collections.abc import Callable

import cv2
import numpy as np

from sample_clips.edit import Placed
from sample_clips.paint import Picture, ease, mix

WHITE = np.float32(1)


def joined(place: Placed, frame: int, old: Callable[[], Picture], new: Callable[[], Picture]) -> Picture:
    """Frame ``frame`` of the join into ``place``; ``old`` and ``new`` draw the two sides at that frame."""
    join, span = place.row.join, place.end - place.lead
    # The first mixed frame already holds some of the new shot, the last one still some of the old.
    t = (frame - place.lead + 1) / (span + 1)
    swapped = frame >= place.start
    match join.kind:
        case "dissolve":
            return mix(old(), new(), t)
        case "wipe":
            return _wipe(old(), new(), t, join.way)
        case "slide":
            return _slide(old(), new(), t, join.way)
        case "zoom":
            return _zoom(new() if swapped else old(), place, frame)
        case "whip":
            return _whip(new() if swapped else old(), place, frame)
        case "flash":
            return mix(new() if swapped else old(), WHITE, 0.92 * _near(place, frame))
        case "fade_through":
            return _dip(place, frame, old, new)
        case "fade_out":
            return old() * np.float32(1 - t)
        case "fade_in":
            return new() * np.float32(t)
    raise ValueError(f"a {join.kind} has no frames of its own")


def _near(place: Placed, frame: int) -> float:
    """How near the swap is: 1 on its two frames, falling to nearly 0 at both ends of the span."""
    if frame < place.start:
        return (frame - place.lead + 1) / (place.start - place.lead)
    return (place.end - frame) / (place.end - place.start)


def _wipe(old: Picture, new: Picture, t: float, way: str) -> Picture:
    """A soft edge travels; what it has passed is the new shot."""
    height, width = old.shape[:2]
    y, x = np.mgrid[:height, :width].astype(np.float32)
    x, y = x / (width - 1), y / (height - 1)
    along = {
        "left": 1 - x,
        "right": x,
        "up": 1 - y,
        "down": y,
        "diagonal": (x + y) / 2,
        "iris": np.hypot(x - 0.5, (y - 0.5) * height / width) / math.hypot(0.5, 0.5 * height / width),
        "clock": (np.arctan2(0.5 - x, y - 0.5) / (2 * math.pi) + 0.5),
    }[way]
    feather = 0.03
    mask = np.clip((t * (1 + 2 * feather) - feather - along) / feather + 0.5, 0, 1)[..., None]
    out: Picture = old * (1 - mask) + new * mask
    return out


def _slide(old: Picture, new: Picture, t: float, way: str) -> Picture:
    """The new shot pushes the old one out."""
    axis = 1 if way in ("left", "right") else 0
    size = old.shape[axis]
    moved = min(size - 1, max(1, round(size * ease(t))))
    both = [old, new] if way in ("left", "up") else [new, old]
    first = moved if way in ("left", "up") else size - moved
    strip = np.concatenate(both, axis)
    return np.ascontiguousarray(np.take(strip, range(first, first + size), axis))


def _zoom(picture: Picture, place: Placed, frame: int) -> Picture:
    """The old shot rushes in, the new one lands from close; blur along the rays."""
    height, width = picture.shape[:2]
    near = _near(place, frame)
    scale = 1 + 1.3 * near**1.6
    out = np.zeros_like(picture)
    steps = 6
    for k in range(steps):
        s = scale * (1 + 0.22 * near * k / steps)
        m = np.array([[s, 0, (1 - s) * width / 2], [0, s, (1 - s) * height / 2]])
        out += cv2.warpAffine(picture, m, (width, height), borderMode=cv2.BORDER_REFLECT)
    return out / np.float32(steps)


def _whip(picture: Picture, place: Placed, frame: int) -> Picture:
    """The picture is torn sideways in motion blur, the same way before and after the swap."""
    height, width = picture.shape[:2]
    near = _near(place, frame)
    length = max(3, int(width * 0.7 * near))
    shift = 0.9 * width * near**2 * (1 if frame < place.start else -1)
    if place.row.join.way == "right":
        shift = -shift
    m = np.array([[1.0, 0, -shift], [0, 1, 0]])
    moved = cv2.warpAffine(picture, m, (width, height), borderMode=cv2.BORDER_REFLECT)
    out: Picture = cv2.blur(moved, (length, 1), borderType=cv2.BORDER_REFLECT)
    return out


def _dip(place: Placed, frame: int, old: Callable[[], Picture], new: Callable[[], Picture]) -> Picture:
    """Out to one colour, hold it, in from it."""
    join = place.row.join
    held = place.lead + join.before
    level = WHITE if join.white else np.float32(0)
    if frame < held:
        return mix(old(), level, (frame - place.lead + 1) / (join.before + 1))
    if frame < held + join.hold:
        return np.full_like(old(), level)
    return mix(new(), level, (place.end - frame) / (join.after + 1))
