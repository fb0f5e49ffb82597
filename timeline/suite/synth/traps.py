"""What happens inside a shot or over an edit without being one: light, shakes, captions, pictures in the picture."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from timeline.suite.synth.joins import Rng
from timeline.suite.synth.material import SIDE, Pictures
from timeline.suite.synth.optics import BLACK, WHITE, Frame, lit, rush, soften, streak, toward, view

Trap = Callable[[Rng, Frame, Pictures], None]
"""Changes a stretch of frames in place; the third argument is a stretch of another shot to borrow from."""


def flashes(rng: Rng, frames: Frame, other: Pictures) -> None:
    """One to four flashes or strokes of lightning that die away over 1 to 10 frames; all over or from a side."""
    y, x = np.mgrid[0:SIDE, 0:SIDE].astype(np.float32) / SIDE
    for _ in range(int(rng.integers(1, 5))):
        at, last, strength = int(rng.integers(len(frames))), int(rng.integers(1, 11)), rng.uniform(0.3, 1.0)
        side = 1.0 if rng.random() < 0.6 else np.clip(x * rng.uniform(-1, 2) + y * rng.uniform(-1, 2), 0, 1)
        burns = rng.random() < 0.5
        for i in range(at, min(at + last, len(frames))):
            left = (1 - (i - at) / last) ** (1 if rng.random() < 0.5 else 2)
            seen = lit(frames[i], 1 + strength * left) if burns else frames[i]
            frames[i] = toward(seen, WHITE, strength * 0.9 * side * left)


def strobe(rng: Rng, frames: Frame, other: Pictures) -> None:
    """Light that goes on and off every few frames, to near black, near white or a colour."""
    period = int(rng.integers(2, 16))
    on = int(rng.integers(1, max(2, min(8, period))))
    style = rng.random()
    colour = BLACK if style < 0.45 else WHITE
    if style > 0.9:
        colour = np.array([rng.uniform(60, 220), *rng.uniform(60, 200, 2)], np.float32)[:, None, None]
    share, regular = rng.uniform(0.12, 0.99), rng.random() < 0.6
    state, left = False, 0
    for i in range(len(frames)):
        if left == 0:
            state, left = not state, int(rng.integers(1, period + 1))
        left -= 1
        if (i % period < on) if regular else state:
            frames[i] = toward(frames[i], colour, share)


def shake(rng: Rng, frames: Frame, other: Pictures) -> None:
    """The camera is jolted, frame by frame or every few frames."""
    reach, hold = rng.uniform(0.02, 0.15), int(rng.integers(1, 4))
    for i in range(len(frames)):
        if i % hold == 0:
            dx, dy = rng.normal(0, reach, 2)
            scale = 1 + abs(rng.normal(0, reach))
        frames[i] = view(frames[i], scale, dx, dy)
        if rng.random() < 0.3:
            frames[i] = streak(frames[i], rng.uniform(0, reach), int(rng.choice([-1, -2])))


def whip_pan(rng: Rng, frames: Frame, other: Pictures) -> None:
    """The camera whips across the same place once or twice and may come back: blurred, fast, and no cut."""
    count, zoom = len(frames), rng.uniform(1.0, 2.5)
    across, reach, shutter = bool(rng.random() < 0.7), rng.uniform(0.2, 1.1), rng.uniform(0.3, 1.1)
    path = np.zeros(count)
    for _ in range(int(rng.integers(1, 3))):
        length, begin = int(rng.integers(3, 15)), int(rng.integers(0, max(1, count - 3)))
        share = np.clip((np.arange(count) - begin) / length, 0, 1)
        eased = share * share * (3 - 2 * share) if rng.random() < 0.7 else share
        back = np.sin(np.pi * share) if rng.random() < 0.25 else eased
        path += reach * rng.uniform(-1, 1) * back
    steps = np.abs(np.diff(path, prepend=path[0]))
    for i in range(count):
        if path[i] or zoom > 1.02:
            frames[i] = view(frames[i], zoom, float(path[i]) if across else 0, 0 if across else float(path[i]))
            frames[i] = streak(frames[i], float(min(0.8, zoom * shutter * steps[i])), -1 if across else -2)


def rush_inside(rng: Rng, frames: Frame, other: Pictures) -> None:
    """A fast zoom inside the shot that stays there or comes back."""
    count, length, top = len(frames), int(rng.integers(3, 12)), rng.uniform(0.2, 1.2)
    begin, back = int(rng.integers(0, max(1, count - length))), rng.random() < 0.6
    for i in range(count):
        share = float(np.clip((i - begin) / length, 0, 1))
        if back:
            share = float(np.sin(np.pi * share))
        frames[i] = rush(frames[i], 1 + top * share, 0.15 * top if 0 < share < 1 else 0)


def pulses(rng: Rng, frames: Frame, other: Pictures) -> None:
    """The picture pumps to a beat: it jumps closer and settles back, again and again."""
    period, top, last = int(rng.integers(6, 28)), rng.uniform(0.05, 0.5), int(rng.integers(2, 9))
    turn, offset = rng.uniform(0.6, 2.0), int(rng.integers(30))
    for i in range(len(frames)):
        share = max(0.0, 1 - ((i + offset) % period) / last) ** turn
        if share > 0.02:
            frames[i] = rush(frames[i], 1 + top * share, 0.3 * top * share)


def stage_lights(rng: Rng, frames: Frame, other: Pictures) -> None:
    """Coloured light that changes every few frames, over the whole picture or from one side."""
    y, x = np.mgrid[0:SIDE, 0:SIDE].astype(np.float32) / SIDE
    hold, strength = int(rng.integers(2, 14)), rng.uniform(0.2, 0.9)
    whole = rng.random() < 0.5
    for i in range(len(frames)):
        if i % hold == 0:
            gain = float(np.exp(rng.normal(0, 0.7 * strength)))
            tint = rng.normal(0, 40 * strength, 2).astype(np.float32)[:, None, None]
            place = 1.0 if whole else np.clip(x * rng.uniform(-2, 2) + y * rng.uniform(-2, 2) + 0.3, 0, 1)
        seen = lit(frames[i], gain)
        seen[1:] = np.clip(seen[1:] + tint, 16, 240)
        frames[i] = frames[i] * (1 - place) + seen * place


def torn(rng: Rng, frames: Frame, other: Pictures) -> None:
    """Bursts of a frame or a few in which the picture tears, shifts and changes colour, and is itself again."""
    for _ in range(int(rng.integers(1, 4))):
        at, count = int(rng.integers(len(frames))), int(rng.integers(1, 5))
        for i in range(at, min(at + count, len(frames))):
            rows = np.repeat(rng.integers(-SIDE // 4, SIDE // 4, 8) * (rng.random(8) < 0.6), SIDE // 8)
            places = (np.arange(SIDE)[None, :] + rows[:, None]) % SIDE
            frames[i] = np.take_along_axis(frames[i], np.broadcast_to(places, frames[i].shape), -1)
            frames[i, 1:] += rng.normal(0, 25, (2, 1, 1)).astype(np.float32)


def passer(rng: Rng, frames: Frame, other: Pictures) -> None:
    """Something large and out of focus passes close to the lens."""
    length, width = int(rng.integers(3, 25)), rng.uniform(0.3, 1.1)
    begin = int(rng.integers(0, max(1, len(frames) - length)))
    texture = soften(lit(other[0].astype(np.float32), rng.uniform(0.2, 1.0)), rng.uniform(0.05, 0.4))
    x = np.arange(SIDE, dtype=np.float32) / SIDE
    sign, soft = bool(rng.integers(2)), rng.uniform(0.02, 0.2)
    for i in range(begin, min(len(frames), begin + length)):
        centre = -width / 2 - 0.1 + (1.2 + width) * (i - begin + 0.5) / length
        mask = np.clip((width / 2 - np.abs(x - (centre if sign else 1 - centre))) / soft, 0, 1)
        frames[i] = frames[i] * (1 - mask) + view(texture, 1, centre, 0) * mask


def light_change(rng: Rng, frames: Frame, other: Pictures) -> None:
    """A lamp goes on or off, or the exposure drifts."""
    at, gain = int(rng.integers(len(frames))), float(np.exp(rng.normal(0, 0.5)))
    length = int(rng.integers(1, 20))
    for i in range(len(frames)):
        frames[i] = lit(frames[i], gain ** float(np.clip((i - at + 1) / length, 0, 1)))


def focus_pull(rng: Rng, frames: Frame, other: Pictures) -> None:
    """The picture goes soft and sharp again, or the other way round."""
    top, period = rng.uniform(0.05, 0.25), rng.uniform(10, 60)
    for i in range(len(frames)):
        frames[i] = soften(frames[i], top * (0.5 - 0.5 * np.cos(2 * np.pi * i / period)))


def freeze(rng: Rng, frames: Frame, other: Pictures) -> None:
    """The picture stands still for a while and goes on."""
    at, length = int(rng.integers(len(frames))), int(rng.integers(2, 30))
    later = np.maximum(np.arange(at, len(frames)) - length, at)
    frames[at:] = frames[later]


def picture_in_picture(rng: Rng, frames: Frame, other: Pictures) -> None:
    """A box with another picture pops up or slides in, and goes."""
    height, width = (int(SIDE * rng.uniform(0.2, 0.62)) for _ in range(2))
    top, left = int(rng.integers(SIDE - height)), int(rng.integers(SIDE - width))
    begin = int(rng.integers(len(frames)))
    end = begin + int(rng.integers(2, 60))
    ease = int(rng.choice([1, 1, 6]))
    for i in range(begin, min(end, len(frames))):
        source = other[i % len(other)].astype(np.float32)
        shown = min(height, max(1, height * (i - begin + 1) // ease))
        rows, columns = (np.linspace(0, SIDE - 1, size).astype(int) for size in (height, width))
        frames[i, :, top : top + shown, left : left + width] = source[:, rows[:shown]][:, :, columns]


def captions(rng: Rng, frames: Frame, other: Pictures) -> None:
    """Lines of lettering that come, change and go."""
    at = 0
    base = float(rng.choice([0.2, 0.5, 0.72, 0.8]))
    tall = int(rng.integers(5, 14))
    colour = WHITE if rng.random() < 0.7 else np.array([180, rng.uniform(20, 230), rng.uniform(20, 230)])[:, None, None]
    while at < len(frames):
        length = int(rng.integers(4, 50))
        if rng.random() < 0.75:
            mask = _lettering(rng, base, tall)
            edge = np.roll(mask, 1, 0) | np.roll(mask, -1, 0) | np.roll(mask, 1, 1) | np.roll(mask, -1, 1)
            part = frames[at : at + length]
            part[:] = np.where(mask, colour, np.where(edge, BLACK, part))
        at += length


def boxed_captions(rng: Rng, frames: Frame, other: Pictures) -> None:
    """Titles of any size, often on a plate, that pop up, change word by word, slide in or fade."""
    at = int(rng.integers(0, 12))
    while at < len(frames):
        length, gap = int(rng.integers(2, 45)), int(rng.integers(0, 25)) if rng.random() < 0.5 else 0
        tall = int(rng.integers(4, 22))
        base = rng.uniform(0.02, 0.97 - tall / SIDE)
        mask = _lettering(rng, base, tall)
        bright = rng.uniform(180, 235) if rng.random() < 0.8 else rng.uniform(16, 60)
        ink = np.array([bright, 128, 128], np.float32)[:, None, None]
        if rng.random() < 0.4:
            ink[1:] = rng.uniform(40, 215, (2, 1, 1))
        plate = _plate(rng, mask) if rng.random() < 0.45 else None
        board = np.array([rng.uniform(16, 235), *rng.normal(128, 25, 2)], np.float32)[:, None, None]
        solid, ease = rng.uniform(0.4, 1.0), int(rng.choice([1, 1, 1, 4, 8]))
        for i in range(at, min(at + length, len(frames))):
            share = min(1.0, (i - at + 1) / ease)
            seen = frames[i] if plate is None else np.where(plate, toward(frames[i], board, solid), frames[i])
            frames[i] = toward(frames[i], np.where(mask, ink, seen), share)
        at += length + gap


def _plate(rng: Rng, mask: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> Frame:
    """Where the board behind lettering lies."""
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    plate = np.zeros((SIDE, SIDE), bool)
    if rows.size:
        edge, wide = int(rng.integers(1, 5)), rng.random() < 0.3
        left, right = (0, SIDE) if wide else (max(0, columns[0] - edge), columns[-1] + edge)
        plate[max(0, rows[0] - edge) : rows[-1] + edge, left:right] = True
    return plate


def _lettering(rng: Rng, base: float, tall: int) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    mask = np.zeros((SIDE, SIDE), bool)
    for line in range(int(rng.integers(1, 4))):
        top = int(base * SIDE) + line * (tall + 3)
        left = int(rng.integers(8, 40))
        right = SIDE - left
        while left < right and top + tall < SIDE:
            stroke = int(rng.integers(1, max(2, tall // 2) + 1))
            if rng.random() < 0.8:
                low = int(rng.integers(0, tall // 2))
                mask[top + low : top + tall, left : left + stroke] = True
            left += stroke + int(rng.integers(1, 3))
    return mask


def wash(rng: Rng, frames: Frame, other: Pictures) -> None:
    """Another picture shimmers through for a while and goes again: an overlay, not a new shot."""
    top, length = rng.uniform(0.1, 0.4), int(rng.integers(8, 50))
    begin = int(rng.integers(len(frames)))
    for i in range(begin, min(begin + length, len(frames))):
        share = top * np.sin(np.pi * (i - begin + 1) / (length + 1))
        frames[i] = toward(frames[i], other[i % len(other)].astype(np.float32), share)


def bars(rng: Rng, frames: Frame, other: Pictures) -> None:
    """Black bars come in at once or close in, and may leave again."""
    size, axis, ease = int(rng.integers(6, SIDE // 5)), int(rng.integers(1, 3)), int(rng.choice([1, 1, 8]))
    begin = int(rng.integers(len(frames)))
    end = len(frames) if rng.random() < 0.5 else int(rng.integers(begin, len(frames))) + 1
    for i in range(begin, end):
        shown = max(1, min(size, size * (i - begin + 1) // ease))
        for part in (slice(0, shown), slice(SIDE - shown, SIDE)):
            np.moveaxis(frames[i], axis, -2)[:, part] = BLACK


INSIDE: dict[str, tuple[Trap, float]] = {
    "flashes": (flashes, 0.10),
    "strobe": (strobe, 0.08),
    "shake": (shake, 0.08),
    "whip_pan": (whip_pan, 0.16),
    "rush_inside": (rush_inside, 0.06),
    "pulses": (pulses, 0.05),
    "stage_lights": (stage_lights, 0.05),
    "torn": (torn, 0.05),
    "passer": (passer, 0.10),
    "light_change": (light_change, 0.06),
    "focus_pull": (focus_pull, 0.03),
    "freeze": (freeze, 0.05),
    "picture_in_picture": (picture_in_picture, 0.09),
    "wash": (wash, 0.03),
}
"""Traps inside one shot, each with the chance that a shot has it."""

OVER: dict[str, tuple[Trap, float]] = {
    "captions": (captions, 0.3),
    "boxed_captions": (boxed_captions, 0.3),
    "strobe": (strobe, 0.05),
    "shake": (shake, 0.06),
    "picture_in_picture": (picture_in_picture, 0.15),
    "bars": (bars, 0.14),
}
"""Traps laid over a stretch of the finished edit, each with the chance that an episode has it."""
