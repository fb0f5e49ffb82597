"""Draws the speed benchmark's input: an episode-like 1080x1920 H.264 file of 60 s at about 6 Mbit/s, with sound.

Every shot is a detailed picture under a moving camera, with figures crossing it, captions and fresh grain, so that the
encoder spends its bits as it would on footage. Drawn with numpy from a fixed seed and encoded by the bundled FFmpeg:

    ffmpeg -f rawvideo -pix_fmt yuv420p -s 1080x1920 -r 25 -i - -f lavfi -i sine=220:d=60
           -c:v libx264 -preset fast -b:v 6M -maxrate 8M -bufsize 12M -c:a aac -b:a 128k -shortest
"""

from __future__ import annotations

import contextlib
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from timeline.errors import TimelineError

RATE = 25
SEED = 20_251
MARGIN = 192  # pixels the camera may travel to each side; a multiple of 2 keeps chroma in step
Plane = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """What to draw: pixels, frames, and the bit rate to encode at."""

    width: int = 1080
    height: int = 1920
    frames: int = 60 * RATE
    bits_per_second: int = 6_000_000

    @property
    def name(self) -> str:
        """File name that tells inputs apart."""
        return f"episode-{self.width}x{self.height}-{self.frames}f-{self.bits_per_second // 1000}k-{SEED}.mp4"


def make(folder: Path, size: Size | None = None) -> Path:
    """The input file in ``folder``, made there if it is not yet.

    Raises:
        TimelineError: the folder cannot be written or FFmpeg fails.
    """
    size = size or Size()
    path = folder / size.name
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        aside = path.with_suffix(".part.mp4")
        try:
            _encode(aside, size)
            aside.replace(path)
        finally:
            aside.unlink(missing_ok=True)
    return path


def command(path: Path, size: Size) -> list[str]:
    """The FFmpeg command that encodes raw frames from its standard input."""
    import imageio_ffmpeg

    rate = size.bits_per_second
    return [
        imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-y",
        "-f", "rawvideo", "-pix_fmt", "yuv420p", "-s", f"{size.width}x{size.height}", "-r", str(RATE), "-i", "-",
        "-f", "lavfi", "-i", f"sine=220:d={size.frames / RATE}",
        "-c:v", "libx264", "-preset", "fast", "-b:v", str(rate), "-maxrate", str(rate * 4 // 3),
        "-bufsize", str(rate * 2), "-c:a", "aac", "-b:a", "128k", "-shortest", str(path),
    ]  # fmt: skip


def _encode(path: Path, size: Size) -> None:
    with subprocess.Popen(command(path, size), stdin=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stderr is not None
        with contextlib.suppress(BrokenPipeError):  # FFmpeg's own words say why it left
            for planes in frames(size):
                for plane in planes:
                    process.stdin.write(plane.data)
            process.stdin.close()
        words = process.stderr.read().decode(errors="replace").strip()
    if process.returncode != 0:
        raise TimelineError(f"the benchmark's input could not be encoded: {words}")


def shot_lengths(frames: int, random: np.random.Generator) -> list[int]:
    """Lengths in frames that add up to ``frames``: lognormal about a median of 2 s, as short videos have them."""
    lengths: list[int] = []
    while sum(lengths) < frames:
        lengths.append(max(8, round(2 * RATE * random.lognormal(0, 0.6))))
    lengths[-1] -= sum(lengths) - frames
    return lengths


def frames(size: Size) -> Iterator[tuple[Plane, Plane, Plane]]:
    """The frames as contiguous Y, Cb, Cr planes of 4:2:0."""
    random = np.random.default_rng(SEED)
    grain = [random.normal(0, 3.0, (size.height, size.width)).astype(np.int16) for _ in range(7)]
    number = 0
    for length in shot_lengths(size.frames, random):
        shot = _Shot(size, random)
        letters = random.random((6, size.width // 16)) < 0.4
        caption = letters.repeat(12, axis=0).repeat(12, axis=1)
        for _ in range(length):
            y, cb, cr = shot.next()
            noisy = np.clip(y + grain[number % len(grain)], 16, 235).astype(np.uint8)
            if number // RATE % 3:  # a caption two seconds in three
                place = noisy[size.height * 3 // 4 :][: caption.shape[0], size.width // 8 :][:, : caption.shape[1]]
                place[caption[: place.shape[0], : place.shape[1]]] = 235
            yield noisy, np.ascontiguousarray(cb), np.ascontiguousarray(cr)
            number += 1


class _Shot:
    """One set-up: a picture larger than the frame, a camera that glides over it, and figures that cross."""

    def __init__(self, size: Size, random: np.random.Generator) -> None:
        self.size = size
        shape = (size.height + 2 * MARGIN, size.width + 2 * MARGIN)
        ground, edges = texture(shape, random, 16, 235), texture(shape, random, 0, 255)
        self.luma = np.where(edges // 32 % 2 == 1, ground, 16 + (235 - ground) // 2).astype(np.uint8)  # hard contours
        self.chroma = [texture((shape[0] // 2, shape[1] // 2), random, 96, 160) for _ in range(2)]
        self.at = np.array([MARGIN, MARGIN], dtype=float)
        self.glide = random.uniform(-1.5, 1.5, 2)
        self.figures = [_Figure(size, random) for _ in range(3)]

    def next(self) -> tuple[npt.NDArray[np.int16], Plane, Plane]:
        top, left = (int(v) // 2 * 2 for v in np.clip(self.at, 0, 2 * MARGIN))
        self.at += self.glide
        h, w = self.size.height, self.size.width
        y = self.luma[top : top + h, left : left + w].astype(np.int16)
        cb, cr = (p[top // 2 : (top + h) // 2, left // 2 : (left + w) // 2] for p in self.chroma)
        for figure in self.figures:
            figure.draw(y)
        return y, cb, cr


class _Figure:
    """A textured block that moves through the frame."""

    def __init__(self, size: Size, random: np.random.Generator) -> None:
        h, w = (int(side * random.uniform(0.15, 0.4)) for side in (size.height, size.width))
        self.skin = texture((h, w), random, 30, 220)
        self.at = random.uniform(0, [size.height - h, size.width - w])
        self.speed = random.normal(0, 6, 2)

    def draw(self, y: npt.NDArray[np.int16]) -> None:
        h, w = self.skin.shape
        limit = np.array(y.shape) - (h, w)
        self.at += self.speed
        self.speed = np.where((self.at < 0) | (self.at > limit), -self.speed, self.speed)
        top, left = (int(v) for v in np.clip(self.at, 0, limit))
        y[top : top + h, left : left + w] = self.skin


def texture(shape: tuple[int, int], random: np.random.Generator, low: int, high: int) -> Plane:
    """A picture with detail at every scale (octaves of smooth noise, 1/f), uint8 from ``low`` to ``high``."""
    import cv2

    picture = np.zeros(shape, dtype=np.float32)
    cells, weight = 4, 1.0
    while cells < min(shape):
        coarse = random.normal(size=(cells, cells * shape[1] // shape[0] + 2)).astype(np.float32)
        picture += np.float32(weight) * cv2.resize(coarse, shape[::-1], interpolation=cv2.INTER_CUBIC)
        cells, weight = cells * 2, weight / 2
    span = picture.max() - picture.min()
    return np.asarray(low + (picture - picture.min()) * ((high - low) / span), dtype=np.uint8)
