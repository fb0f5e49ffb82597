"""Picture operations that edits are made of: moves, scales, blurs and light, on float pictures (3, SIDE, SIDE)."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from timeline.suite.synth.material import SIDE

Frame = npt.NDArray[np.float32]
"""(3, SIDE, SIDE) or (n, 3, SIDE, SIDE), limited-range codes."""

BLACK = np.array([16, 128, 128], np.float32)[:, None, None]
WHITE = np.array([235, 128, 128], np.float32)[:, None, None]


def view(frame: Frame, scale: float, dx: float = 0.0, dy: float = 0.0, mirror: bool = True) -> Frame:
    """The frame seen ``scale`` times larger about its centre, shifted by shares of its size; edges are mirrored."""
    grid = (np.arange(SIDE, dtype=np.float32) - (SIDE - 1) / 2) / scale
    return _take(_take(frame, grid - dy * SIDE, -2, mirror), grid - dx * SIDE, -1, mirror)


def _take(frame: Frame, offsets: npt.NDArray[np.float32], axis: int, mirror: bool) -> Frame:
    at = offsets + (SIDE - 1) / 2
    if mirror:
        at = np.abs(at)
        at = np.mod(at, 2 * SIDE - 2)
        at = np.where(at > SIDE - 1, 2 * SIDE - 2 - at, at)
    at = np.clip(at, 0, SIDE - 1)
    low = np.floor(at).astype(int)
    high, part = np.minimum(low + 1, SIDE - 1), (at - low).astype(np.float32)
    if axis == -2:
        part = part[:, None]
    return np.asarray(np.take(frame, low, axis) * (1 - part) + np.take(frame, high, axis) * part, dtype=np.float32)


def streak(frame: Frame, length: float, axis: int) -> Frame:
    """Motion blur: a box of ``length`` (share of the size) along ``axis`` (-1 across, -2 down)."""
    width = max(1, round(length * SIDE)) | 1
    if width == 1:
        return frame
    pad = [(0, 0)] * frame.ndim
    pad[axis] = (width // 2 + 1, width // 2)
    total = np.cumsum(np.pad(frame, pad, mode="reflect" if width < SIDE else "edge"), axis=axis, dtype=np.float64)
    size = frame.shape[axis]
    ahead = np.take(total, np.arange(width, width + size), axis)
    behind = np.take(total, np.arange(size), axis)
    return np.asarray((ahead - behind) / width, dtype=np.float32)


def soften(frame: Frame, length: float) -> Frame:
    """Defocus: a box blur both ways."""
    return streak(streak(frame, length, -1), length, -2)


def rush(frame: Frame, scale: float, spread: float) -> Frame:
    """Zoom blur: the mean of views from ``scale`` to ``scale * (1 + spread)``."""
    steps = 5 if spread > 0.01 else 1
    views = [view(frame, scale * (1 + spread * i / max(1, steps - 1))) for i in range(steps)]
    return np.asarray(np.mean(views, axis=0), dtype=np.float32)


def lit(frame: Frame, gain: float, lift: float = 0.0) -> Frame:
    """The frame under other light: contrast about black times ``gain``, plus ``lift`` codes; chroma follows."""
    out = frame.copy()
    out[..., 0, :, :] = np.clip((frame[..., 0, :, :] - 16) * gain + 16 + lift, 16, 235)
    fade = min(1.0, gain) * max(0.0, 1 - abs(lift) / 219)
    out[..., 1:, :, :] = (frame[..., 1:, :, :] - 128) * fade + 128
    return out


def toward(frame: Frame, colour: Frame, share: float) -> Frame:
    """The frame mixed with a flat colour."""
    return np.asarray(frame * (1 - share) + colour * share, dtype=np.float32)
