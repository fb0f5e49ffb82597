"""Ways of joining two shots, each with the exact frames at which it happens."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from timeline.suite.synth.material import SIDE, Edit
from timeline.suite.synth.optics import BLACK, WHITE, Frame, lit, rush, soften, streak, toward, view

Rng = np.random.Generator


@dataclass(frozen=True, slots=True, kw_only=True)
class Join:
    """Frames between two shots: ``middle`` replaces ``used_a`` frames of the old and ``used_b`` of the new one.

    ``edits`` count from the first frame of ``middle``.
    """

    middle: Frame
    used_a: int = 0
    used_b: int = 0
    edits: tuple[Edit, ...]


SEEN = 0.012
"""Share of the picture by which it must have grown or shrunk for the eye to see a zoom."""

_NONE = np.empty((0, 3, SIDE, SIDE), np.float32)


def _edit(kind: str, start: int, stop: int, swap: int | None = None) -> Edit:
    return Edit(kind=kind, start=start, stop=stop, swap=(start + stop) // 2 if swap is None else swap)


def _eased(rng: Rng, count: int) -> list[float]:
    """Shares strictly between 0 and 1, straight or eased."""
    shares = np.arange(1, count + 1) / (count + 1)
    style = rng.random()
    if style < 0.3:
        shares = shares * shares * (3 - 2 * shares)
    elif style < 0.4:
        shares = np.sqrt(shares) if rng.random() < 0.5 else shares**2
    return [float(share) for share in shares]


def _length(rng: Rng, low: int, high: int, *limits: int) -> int:
    """A length, short ones as likely as long ones (uniform in its logarithm), within what the shots can give."""
    length = round(float(np.exp(rng.uniform(np.log(low), np.log(high + 0.49)))))
    return max(1, min([length, *limits]))


def cut(rng: Rng, a: Frame, b: Frame) -> Join:
    """A hard cut."""
    return Join(middle=_NONE, edits=(_edit("cut", 0, 0),))


def dissolve(rng: Rng, a: Frame, b: Frame) -> Join:
    """A cross-dissolve of 1 to 40 frames."""
    count = _length(rng, 1, 40, len(a), len(b))
    shares = np.array(_eased(rng, count), np.float32)[:, None, None, None]
    if rng.random() < 0.12:
        old, new = (a[-1:], b[:1]) if rng.random() < 0.5 else (a[-count:], b[:1])
    else:
        old, new = a[-count:], b[:count]
    middle = old * (1 - shares) + new * shares
    return Join(middle=middle, used_a=count, used_b=count, edits=(_edit("dissolve", 0, count),))


def fade(rng: Rng, a: Frame, b: Frame) -> Join:
    """Out to black, white or a colour, a hold, and in again; either side may be a cut instead."""
    style = rng.random()
    colour = BLACK if style < 0.65 else WHITE
    if style > 0.93:
        colour = np.array([rng.uniform(30, 200), rng.uniform(90, 170), rng.uniform(90, 170)], np.float32)[:, None, None]
    out, back = _length(rng, 2, 40, len(a)), _length(rng, 2, 40, len(b))
    hold = int(rng.integers(1, 6)) if rng.random() < 0.6 else _length(rng, 6, 40)
    one_sided = rng.random()
    if one_sided < 0.15:
        out, hold = 0, max(hold, int(rng.integers(1, 12)))
    elif one_sided < 0.3:
        back = 0
    down = [toward(a[len(a) - out + i], colour, share) for i, share in enumerate(_eased(rng, out))]
    up = [toward(b[i], colour, 1 - share) for i, share in enumerate(_eased(rng, back))]
    flat = [np.broadcast_to(colour, (3, SIDE, SIDE)).astype(np.float32)] * hold
    end = out + hold + back
    if out and back and hold <= 5:
        edits: tuple[Edit, ...] = (_edit("fade_through", 0, end, out + hold // 2),)
    else:
        first = _edit("fade_out", 0, out, out) if out else _edit("cut", 0, 0)
        last = _edit("fade_in", out + hold, end, out + hold) if back else _edit("cut", end, end)
        edits = (first, last)
    return Join(middle=np.stack([*down, *flat, *up]), used_a=out, used_b=back, edits=edits)


def _wipe_field(rng: Rng) -> Frame:
    """For each place, the share of the wipe at which it changes, 0..1."""
    y, x = np.mgrid[0:SIDE, 0:SIDE].astype(np.float32) / (SIDE - 1)
    style = rng.random()
    if style < 0.65:
        angle = rng.integers(8) * np.pi / 4
        field = x * np.cos(angle) + y * np.sin(angle)
    elif style < 0.8:
        field = np.hypot(x - rng.uniform(0.3, 0.7), y - rng.uniform(0.3, 0.7))
        field = -field if rng.random() < 0.5 else field
    elif style < 0.9:
        field = np.abs((x if rng.random() < 0.5 else y) - 0.5) * rng.choice([-1, 1])
    else:
        field = np.mod((x if rng.random() < 0.5 else y) * rng.integers(3, 9), 1.0)
    return np.asarray((field - field.min()) / (field.max() - field.min()), dtype=np.float32)


def wipe(rng: Rng, a: Frame, b: Frame) -> Join:
    """An edge, hard or soft, that uncovers the new shot: 8 directions, iris, barn doors, blinds; perhaps a border."""
    count = _length(rng, 3, 40, len(a), len(b))
    field, soft = _wipe_field(rng), float(rng.choice([0.01, 0.05, 0.15, 0.3]))
    bordered = rng.random() < 0.15
    middle = []
    for i, share in enumerate(_eased(rng, count)):
        edge = share * (1 + soft) - field
        mask = np.clip(edge / soft, 0, 1)
        frame = a[len(a) - count + i] * (1 - mask) + b[i] * mask
        if bordered:
            frame = np.where(np.abs(edge) < 0.03, WHITE, frame)
        middle.append(frame.astype(np.float32))
    return Join(middle=np.stack(middle), used_a=count, used_b=count, edits=(_edit("wipe", 0, count),))


def slide(rng: Rng, a: Frame, b: Frame) -> Join:
    """Push, cover or uncover in one of four directions."""
    count = _length(rng, 3, 30, len(a), len(b))
    axis, sign, style = int(rng.integers(1, 3)), bool(rng.integers(2)), rng.random()
    middle = []
    for i, share in enumerate(_eased(rng, count)):
        gone = int(np.clip(round(share * SIDE), 1, SIDE - 1))
        old, new = a[len(a) - count + i], b[i]
        if style < 0.6:
            pair = np.concatenate([old, new] if sign else [new, old], axis=axis)
            start = gone if sign else SIDE - gone
            frame = np.take(pair, np.arange(start, start + SIDE), axis)
        else:
            moving, lying = (new, old) if style < 0.8 else (old, new)
            shown = gone if style < 0.8 else SIDE - gone
            frame = lying.copy()
            here = [slice(None)] * 3
            there = [slice(None)] * 3
            here[axis] = slice(SIDE - shown, SIDE) if sign else slice(0, shown)
            there[axis] = slice(0, shown) if sign else slice(SIDE - shown, SIDE)
            frame[tuple(here)] = moving[tuple(there)]
        middle.append(frame.astype(np.float32))
    return Join(middle=np.stack(middle), used_a=count, used_b=count, edits=(_edit("slide", 0, count),))


def zoom(rng: Rng, a: Frame, b: Frame) -> Join:
    """A rush into or out of the old shot, the swap, and a rush that settles on the new one."""
    before, after = _length(rng, 1, 8, len(a)), _length(rng, 1, 8, len(b))
    if rng.random() < 0.2:
        before, after = (0, after) if rng.random() < 0.5 else (before, 0)
    top, spread = rng.uniform(0.4, 2.5), rng.uniform(0.0, 0.6)
    out = top if rng.random() < 0.75 else -min(top, 0.6)
    back = (-0.35 if rng.random() < 0.5 else 1.0) * top if rng.random() < 0.8 else 0.0
    back = max(back, -0.7)
    turn = rng.uniform(1.2, 3)
    middle = []
    out_shares = [((i + 1) / (before + 0.5)) ** turn for i in range(before)]
    back_shares = [((after - i) / (after + 0.5)) ** turn for i in range(after)]
    for frame, share in zip(a[len(a) - before :], out_shares, strict=True):
        middle.append(rush(frame, 1 + out * share, spread * share))
    for frame, share in zip(b[:after], back_shares, strict=True):
        middle.append(rush(frame, 1 + back * share, spread * share))
    still_out = sum(share * max(abs(out), spread) < SEEN for share in out_shares)
    still_back = sum(share * max(abs(back), spread) < SEEN for share in back_shares)
    if middle and rng.random() < 0.2 and 0 < before < len(middle):
        middle[before] = middle[before - 1] * 0.5 + middle[before] * 0.5
    end = before + after
    return Join(
        middle=np.stack(middle) if middle else _NONE,
        used_a=before,
        used_b=after,
        edits=(_edit("zoom", still_out, max(end - still_back, still_out + 1), before),),
    )


def whip(rng: Rng, a: Frame, b: Frame) -> Join:
    """A fast blurred pan out of the old shot and into the new one; on one side only it is a cut beside a pan."""
    before, after = _length(rng, 1, 7, len(a)), _length(rng, 1, 7, len(b))
    one_sided = rng.random()
    if one_sided < 0.3:
        before, after = (0, after) if one_sided < 0.1 else (before, 0)
    across, sign, reach = bool(rng.random() < 0.7), float(rng.choice([-1, 1])), rng.uniform(0.3, 1.5)
    blur = rng.uniform(0.05, 0.6)
    middle = []
    for i in range(before + after):
        old = i < before
        share = (i + 1) / (before + 0.5) if old else (before + after - i) / (after + 0.5)
        move = sign * reach * share**2 * (1 if old else -1)
        frame = a[len(a) - before + i] if old else b[i - before]
        frame = view(frame, 1, move if across else 0, 0 if across else move)
        middle.append(streak(frame, blur * share, -1 if across else -2))
    if before and after and rng.random() < 0.2:
        middle[before] = middle[before - 1] * 0.5 + middle[before] * 0.5
    edit = _edit("whip", 0, before + after, before) if before and after else _edit("cut", before, before)
    return Join(middle=np.stack(middle), used_a=before, used_b=after, edits=(edit,))


def flash(rng: Rng, a: Frame, b: Frame) -> Join:
    """Light that swells over the old shot and dies away over the new one, all over or as a leak from one side."""
    before, after = int(rng.integers(0, min(5, len(a)) + 1)), _length(rng, 2, 12, len(b))
    peak = rng.uniform(0.55, 1.0)
    colour = WHITE if rng.random() < 0.7 else np.array([220, 100, 160], np.float32)[:, None, None]
    place = 1.0 if rng.random() < 0.7 else np.clip(1.4 - 1.2 * _wipe_field(rng), 0, 1)
    middle = []
    for i in range(before + after):
        old = i < before
        share = peak * ((i + 1) / (before + 1) if old else ((before + after - i) / (after + 0.2)) ** 1.5)
        frame = a[len(a) - before + i] if old else b[i - before]
        middle.append(toward(frame, colour, share * place).astype(np.float32))
    return Join(
        middle=np.stack(middle), used_a=before, used_b=after, edits=(_edit("flash", 0, before + after, before),)
    )


def glitch(rng: Rng, a: Frame, b: Frame) -> Join:
    """One to three torn, streaked frames; then the new shot may settle from soft and pale."""
    count = int(rng.integers(1, 4))
    swap = int(rng.integers(0, count + 1))
    middle = []
    for i in range(count):
        frame = streak(a[-1] if i < swap else b[0], rng.uniform(0.1, 0.9), int(rng.choice([-1, -2])))
        frame = frame[:, :, np.roll(np.arange(SIDE), int(rng.integers(SIDE)))]
        tint = np.array([rng.uniform(-40, 60), rng.uniform(-50, 50), rng.uniform(-50, 50)], np.float32)
        middle.append(np.clip(frame * rng.choice([1, 1, -1]) % 256 + tint[:, None, None], 0, 255).astype(np.float32))
    settle = int(rng.integers(0, min(9, len(b)))) if rng.random() < 0.6 else 0
    for i in range(settle):
        left = (settle - i) / (settle + 1)
        middle.append(toward(soften(b[i], 0.15 * left), WHITE, 0.4 * left))
    return Join(middle=np.stack(middle), used_b=settle, edits=(_edit("whip", 0, count, swap),))


def black_frames(rng: Rng, a: Frame, b: Frame) -> Join:
    """A few frames of another picture or colour between two cuts: shots of 1 to 4 frames."""
    count = int(rng.integers(1, 5))
    flat = toward(b[0], BLACK if rng.random() < 0.7 else WHITE, 1.0)
    middle = np.stack([flat] * count) if rng.random() < 0.4 else np.stack([lit(b[-1], 0.9)] * count)
    return Join(middle=middle, edits=(_edit("cut", 0, 0), _edit("cut", count, count)))


JOINS: dict[str, tuple[Callable[[Rng, Frame, Frame], Join], float]] = {
    "cut": (cut, 0.40),
    "dissolve": (dissolve, 0.16),
    "fade": (fade, 0.10),
    "wipe": (wipe, 0.09),
    "slide": (slide, 0.06),
    "zoom": (zoom, 0.07),
    "whip": (whip, 0.06),
    "flash": (flash, 0.05),
    "glitch": (glitch, 0.03),
    "black_frames": (black_frames, 0.03),
}
"""Each way of joining with its share of all joins."""
