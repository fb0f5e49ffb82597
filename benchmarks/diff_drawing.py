"""Draws the takes of the drawn episode, and writes any edit as a video."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path

import av
import cv2
import numpy as np
import numpy.typing as npt

from benchmarks.diff_edit import RATE, Clip, Edit, Encoding, Footage, Picture

HEIGHT, WIDTH = 320, 180
HELD = 1024
"""Drawn pictures that are held, 177 MB: versions have most of them in common."""


class Drawn:
    """Takes drawn in code: a room seen from a drifting camera, and people who move in it."""

    size = HEIGHT, WIDTH

    def picture(self, clip: Clip, at: int) -> Picture:
        """Frame ``at`` of a take."""
        return _take(clip.set_up, clip.take, 0 if clip.still else at)


@cache
def _room(set_up: int) -> Picture:
    """A wide picture that the camera drifts over."""
    rng = np.random.default_rng(1000 + set_up)
    size = (HEIGHT + 80, WIDTH + 240)
    picture = np.full((*size, 3), rng.integers(40, 150, 3), np.float32)
    for cells, strength in ((3, 50), (7, 35), (19, 22), (41, 14)):
        noise = rng.normal(0, strength, (cells, cells, 3)).astype(np.float32)
        picture += cv2.resize(noise, (size[1], size[0]), interpolation=cv2.INTER_CUBIC)
    for _ in range(14):
        x, y = int(rng.integers(0, size[1])), int(rng.integers(0, size[0]))
        colour = tuple(float(c) for c in rng.integers(10, 245, 3))
        if rng.random() < 0.5:
            cv2.rectangle(picture, (x, y), (x + int(rng.integers(10, 90)), y + int(rng.integers(10, 120))), colour, -1)
        else:
            cv2.circle(picture, (x, y), int(rng.integers(8, 45)), colour, -1)
    return np.clip(picture, 0, 255).astype(np.uint8)


@lru_cache(HELD)
def _take(set_up: int, take: int, t: int) -> Picture:
    rng = np.random.default_rng(50 + 31 * set_up + 977 * take)
    pace, phase = rng.uniform(0.02, 0.06, 4), rng.uniform(0, 6.28, 4)
    drift = 0.25 if set_up % 2 else 0.6
    left, top = 20 + drift * t % 200, 40 + 10 * np.sin(0.02 * t)
    matrix = np.array([[1, 0, -left], [0, 1, -top]], np.float32)
    picture = cv2.warpAffine(_room(set_up), matrix, (WIDTH, HEIGHT), flags=cv2.INTER_LINEAR)
    for k in range(2):
        x = WIDTH / 2 + (50 - 20 * k) * np.sin(pace[k] * t + phase[k]) + 25 * (2 * k - 1)
        y = HEIGHT / 2 + 40 * np.sin(pace[k + 2] * t + phase[k + 2]) + 40 * k
        colour = tuple(float(c) for c in np.random.default_rng(7 + k + set_up).integers(30, 230, 3))
        centre = (int(16 * x), int(16 * y))
        cv2.ellipse(picture, centre, (16 * 24, 16 * 60), 0, 0, 360, colour, -1, cv2.LINE_AA, 4)
        cv2.circle(picture, (centre[0], centre[1] - 16 * 75), 16 * 20, (200.0, 170.0, 150.0), -1, cv2.LINE_AA, 4)
    return np.asarray(picture, np.uint8)


def _finished(clip: Clip, picture: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    gain, level, warm = clip.grade
    if (gain, level, warm) == (1.0, 0.0, 0.0):
        return picture
    out = (picture - 128) * gain + 128 + level + np.array([warm, 0, -warm], np.float32)
    return np.asarray(np.clip(out, 0, 255), np.float32)


def _captioned(clip: Clip, picture: Picture) -> Picture:
    if not clip.caption:
        return picture
    out, (high, wide) = picture.copy(), picture.shape[:2]
    words, size = np.random.default_rng(clip.caption), min(wide / WIDTH, high / HEIGHT)
    for line in range(2):
        text = "".join(chr(65 + int(words.integers(0, 26))) for _ in range(9))
        place = (round(14 * size), high - round((66 - 26 * line) * size))
        for tone, stroke in ((0.0, 6), (255.0, 2)):
            colour, thick = (tone, tone, tone), max(1, round(stroke * size))
            cv2.putText(out, text, place, cv2.FONT_HERSHEY_SIMPLEX, 0.85 * size, colour, thick, cv2.LINE_AA)
    return out


def pictures(edit: Edit, footage: Footage) -> Iterator[Picture]:
    """Every frame of an edit; a mixture is centred on the edit point and takes frames beyond both shots."""
    for n, clip in enumerate(edit):
        after = edit[n + 1] if n + 1 < len(edit) else None
        for k in range(clip.frames):
            own = _source(footage, clip, k)
            half = after.mix // 2 if after else 0
            if after and k >= clip.frames - half:
                share = (k - (clip.frames - half) + 1) / (after.mix + 1)
                own = own * (1 - share) + _source(footage, after, k - clip.frames) * share
            elif n and k < clip.mix - clip.mix // 2:
                share = (clip.mix // 2 + k + 1) / (clip.mix + 1)
                own = _source(footage, edit[n - 1], edit[n - 1].frames + k) * (1 - share) + own * share
            yield _captioned(clip, np.asarray(np.rint(own), np.uint8))


def _source(footage: Footage, clip: Clip, k: int) -> npt.NDArray[np.float32]:
    at = clip.start + k * clip.speed.numerator // clip.speed.denominator
    return _finished(clip, footage.picture(clip, at).astype(np.float32))


def write(edit: Edit, footage: Footage, how: Encoding, path: Path) -> Path:
    """Write an edit as a video; frames of another rate show what is shown at their time."""
    tall, broad = footage.size
    height = how.height or tall
    width = 2 * round(height * broad / tall / 2)
    with av.open(str(path), "w") as container:
        options = {"crf": str(how.crf), "preset": "veryfast"} if how.codec == "libx264" else {"qscale": "4"}
        stream = container.add_stream(how.codec, rate=how.rate, options=options)
        assert isinstance(stream, av.VideoStream)
        stream.width, stream.height, stream.pix_fmt = width + 2 * how.bars, height + 2 * how.above, "yuv420p"
        for picture in _at_rate(pictures(edit, footage), how):
            small = cv2.resize(_cropped(picture, how.crop), (width, height), interpolation=cv2.INTER_AREA)
            framed = cv2.copyMakeBorder(small, how.above, how.above, how.bars, how.bars, cv2.BORDER_CONSTANT)
            container.mux(stream.encode(av.VideoFrame.from_ndarray(np.ascontiguousarray(framed), format="rgb24")))
        container.mux(stream.encode())
    return path


def _cropped(picture: Picture, share: float) -> Picture:
    tall, broad = picture.shape[:2]
    high, wide = round(tall * share), round(broad * share)
    top, left = (tall - high) // 2, (broad - wide) // 2
    return picture[top : top + high, left : left + wide]


def _at_rate(frames: Iterator[Picture], how: Encoding) -> Iterator[Picture]:
    """Frames at the encoding's rate: number ``n`` shows what is on at the middle of its time."""
    shown = 0
    for number, picture in enumerate(frames):
        while (2 * shown + 1) * RATE < 2 * (number + 1) * how.rate:
            yield picture
            shown += 1
