"""Small moving pictures made of numbers, for tests of kernels and detectors: textures that drift, and edits of them."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from timeline.kernels.pictures import PictureBatch

HEIGHT, WIDTH = 96, 160
Frames = npt.NDArray[np.float32]


def texture(seed: int, height: int, width: int) -> Frames:
    """A soft random picture with edges in it, (3, height, width) in limited-range codes."""
    rng = np.random.default_rng(seed)
    planes = []
    for spread in (60.0, 12.0, 12.0):
        plane = np.zeros((height, width))
        for cells in (3, 6, 13, 29, 47):
            coarse = rng.normal(size=(cells, cells))
            rows, columns = (np.linspace(0, cells - 1.001, size) for size in (height, width))
            r, c = rows.astype(int), columns.astype(int)
            fr, fc = (rows - r)[:, None], (columns - c)[None, :]
            upper = coarse[r][:, c] * (1 - fc) + coarse[r][:, c + 1] * fc
            lower = coarse[r + 1][:, c] * (1 - fc) + coarse[r + 1][:, c + 1] * fc
            plane += (upper * (1 - fr) + lower * fr) / cells**0.2
        planes.append(plane / plane.std() * spread)
    picture = np.stack(planes) + np.array([120.0, 128.0, 128.0])[:, None, None]
    return np.clip(picture, 16, 235).astype(np.float32)


def scene(seed: int, frames: int, drift: float = 0.6) -> Frames:
    """A camera drifting over a texture with a little grain, (frames, 3, HEIGHT, WIDTH)."""
    rng = np.random.default_rng(seed + 1000)
    wide = texture(seed, HEIGHT + 64, WIDTH + 200)
    out = np.empty((frames, 3, HEIGHT, WIDTH), np.float32)
    for t in range(frames):
        left, part = divmod(drift * t % 190, 1)
        near, far = (wide[:, :HEIGHT, int(at) : int(at) + WIDTH] for at in (left, left + 1))
        out[t] = near * (1 - part) + far * part
    return out + rng.normal(0, 1.0, out.shape).astype(np.float32)


def dissolve(a: Frames, b: Frames, length: int) -> Frames:
    """Two scenes joined by a cross-dissolve of ``length`` mixed frames."""
    share = (np.arange(1, length + 1, dtype=np.float32) / (length + 1))[:, None, None, None]
    return np.concatenate([a[:-length], a[-length:] * (1 - share) + b[:length] * share, b[length:]])


def flat(frames: int, luma: float = 16.0) -> Frames:
    """Frames of one grey."""
    out = np.full((frames, 3, HEIGHT, WIDTH), 128.0, np.float32)
    out[:, 0] = luma
    return out


def fade(frames: Frames, length: int, luma: float = 16.0, *, out: bool) -> Frames:
    """The scene with its last (``out``) or first ``length`` frames mixed with one grey."""
    share = (np.arange(1, length + 1, dtype=np.float32) / (length + 1))[:, None, None, None]
    colour = flat(1, luma)
    faded = frames.copy()
    if out:
        faded[-length:] = frames[-length:] * (1 - share) + colour * share
    else:
        faded[:length] = frames[:length] * share + colour * (1 - share)
    return faded


def batches(frames: Frames, size: int = 32) -> Iterator[PictureBatch]:
    """The frames as the decoder hands them on: uint8 planes, chroma at half size."""
    codes = np.clip(np.rint(frames), 0, 255).astype(np.uint8)
    for first in range(0, len(codes), size):
        part = codes[first : first + size]
        yield PictureBatch(first=first, luma=part[:, 0], cb=part[:, 1, ::2, ::2], cr=part[:, 2, ::2, ::2])
