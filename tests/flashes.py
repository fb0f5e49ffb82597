"""Videos that say in every picture which frame it is, and flash and click at known frames."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import numpy.typing as npt

from tests.media_factory import Collect
from timeline.decode import SoundFormat, decode, open_sound, read_bgr
from timeline.model.clock import FrameClock

BITS = 10
"""Bits of the frame number, a block each across the lower half of the picture; the upper half is what flashes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """How a video is made: ticks of ``time_base`` for which each frame is shown, size, flashes and sound.

    ``late``: seconds by which the sound begins after the first picture (before it where below 0). A click lies at the
    exact time of every flash.
    """

    steps: tuple[int, ...]
    time_base: Fraction
    flashes: tuple[int, ...]
    size: tuple[int, int] = (160, 288)
    channels: int = 2
    rate: int = 48_000
    codec: str = "pcm_s16le"
    late: Fraction = Fraction(0)
    first: int = 0

    def time(self, frame: int) -> Fraction:
        return sum(self.steps[:frame]) * self.time_base


def picture(number: int, flash: bool, size: tuple[int, int]) -> npt.NDArray[np.uint8]:
    width, height = size
    out = np.full((height, width, 3), 60, np.uint8)
    out[: height // 2] = 235 if flash else 30
    for bit in range(BITS):
        left, right = bit * width // BITS, (bit + 1) * width // BITS
        out[height // 2 :, left:right] = 220 if number >> bit & 1 else 20
    return out


def write(path: Path, source: Source, samples: npt.NDArray[np.float32] | None = None) -> Path:
    """Encode the video; ``samples`` (n, channels) in place of the clicks."""
    with av.open(str(path), "w") as container:
        video: Any = container.add_stream("libx264", rate=25, options={"crf": "16", "preset": "ultrafast", "bf": "2"})
        video.width, video.height, video.pix_fmt = *source.size, "yuv420p"
        video.time_base = video.codec_context.time_base = source.time_base
        sound: Any = None
        if source.channels:
            layout = "mono" if source.channels == 1 else "stereo"
            sound = container.add_stream(source.codec, rate=source.rate, layout=layout)
        pts = source.first
        for number, step in enumerate(source.steps):
            frame = av.VideoFrame.from_ndarray(picture(number, number in source.flashes, source.size), format="rgb24")
            frame.pts, frame.time_base, frame.duration = pts, source.time_base, step
            container.mux(video.encode(frame))
            pts += step
        container.mux(video.encode())
        if sound is not None:
            _write_sound(container, sound, source, clicks(source) if samples is None else samples)
    return path


def _write_sound(container: Any, stream: Any, source: Source, samples: npt.NDArray[np.float32]) -> None:
    begin = round((source.first * source.time_base + source.late) * source.rate)
    for start in range(0, len(samples), 1000):
        part = np.ascontiguousarray(samples[start : start + 1000].T)
        layout = "mono" if source.channels == 1 else "stereo"
        frame = av.AudioFrame.from_ndarray(part, format="fltp", layout=layout)
        frame.sample_rate, frame.pts, frame.time_base = source.rate, begin + start, Fraction(1, source.rate)
        for ready in av.AudioResampler(format=stream.format, layout=layout, rate=source.rate).resample(frame):
            ready.pts, ready.time_base = begin + start, Fraction(1, source.rate)
            container.mux(stream.encode(ready))
    container.mux(stream.encode())


def clicks(source: Source) -> npt.NDArray[np.float32]:
    """(samples, channels): soft noise, and a click of 2 ms at each flash."""
    length = int((source.time(len(source.steps)) - source.late) * source.rate)
    out = np.random.default_rng(1).normal(0, 0.002, (length, source.channels)).astype(np.float32)
    for frame in source.flashes:
        at = round((source.time(frame) - source.late) * source.rate)
        if at >= 0:
            out[at : at + source.rate // 500] += 0.8
    return out


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What is found in a video: the number each picture says, frames that flash, times of clicks from frame 0."""

    numbers: list[int]
    flashes: list[int]
    clicks: list[Fraction]
    clock: FrameClock


def look(path: Path, size: tuple[int, int], strip: int, rate: int = 48_000) -> Seen:
    """Read a video back; ``size``: that of the picture within it, below a strip."""
    decoded, _ = decode(path, Collect)
    width, height = size
    numbers, flashes = [], []
    for number, whole in enumerate(read_bgr(path, shrink=False)):
        left = (whole.shape[1] - width) // 2
        shown = whole[strip : strip + height, left : left + width]
        row = shown[3 * height // 4].mean(axis=1)
        bits = [row[(2 * bit + 1) * width // (2 * BITS)] > 120 for bit in range(BITS)]
        numbers.append(sum(int(lit) << bit for bit, lit in enumerate(bits)))
        if shown[height // 4, width // 2].mean() > 150:
            flashes.append(number)
    return Seen(numbers=numbers, flashes=flashes, clicks=_clicks(path, decoded.clock, rate), clock=decoded.clock)


def _clicks(path: Path, clock: FrameClock, rate: int) -> list[Fraction]:
    with open_sound(path) as sound:
        if sound is None:
            return []
        origin, length = clock.first_pts * clock.time_base, int(clock.duration * rate)
        samples = np.concatenate(list(sound.blocks(origin, length, SoundFormat(rate=rate, channels=1))))[:, 0]
    loud = np.flatnonzero(np.abs(samples) > 0.2)
    starts = loud[np.diff(loud, prepend=-rate) > rate // 100]
    return [Fraction(int(start), rate) for start in starts]
