"""The sound of a video as samples on the picture's clock: what is missing is silence, what is early is cut."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import numpy.typing as npt
from av.audio.stream import AudioStream
from av.container import InputContainer

from timeline.decode.containers import naming, open_media

Samples = npt.NDArray[np.float32]

_BLOCK = 1 << 15
# Stamps in milliseconds and the jitter of muxers stay below; what is more is a hole in the sound or a leap.
_JITTER = Fraction(1, 100)


@dataclass(frozen=True, slots=True, kw_only=True)
class SoundFormat:
    """What samples are converted to: ``rate`` a second, ``channels`` 1 or 2."""

    rate: int
    channels: int


@dataclass(slots=True)
class Sound:
    """The first sound stream of an open file. ``others``: how many more there are.

    While it is read, ``failures`` counts packets that do not decode and ``heard`` the samples that come from the file.
    """

    container: InputContainer
    stream: AudioStream
    others: int
    failures: int = 0
    heard: int = 0

    def blocks(self, origin: Fraction, length: int, form: SoundFormat) -> Iterator[Samples]:
        """Read exactly ``length`` samples from ``origin`` seconds on the file's own clock, block by block.

        Sound before the origin is left out; holes, and what is missing at the end, are zeros. Memory stays flat.

        Yields:
            float32 (n, channels), about -1 to 1.
        """
        return _gathered(self._laid(origin, length, form))

    def _laid(self, origin: Fraction, length: int, form: SoundFormat) -> Iterator[Samples]:
        cursor = 0
        for start, samples in self._placed(origin, form):
            if cursor < min(start, length):
                yield from _silence(min(start, length) - cursor, form.channels)
                cursor = min(start, length)
            fresh = samples[max(0, cursor - start) : max(0, length - start)]
            if len(fresh):
                yield fresh
                cursor += len(fresh)
                self.heard += len(fresh)
            if cursor >= length:
                return
        yield from _silence(length - cursor, form.channels)

    def _placed(self, origin: Fraction, form: SoundFormat) -> Iterator[tuple[int, Samples]]:
        """Samples in the new format, with the number of the first of them counted from the origin.

        They are counted from the last leap of the stamps on, so that rounded stamps neither tear nor stretch the sound.
        """
        run: _Run | None = None
        expected = origin
        for frame in self._frames():
            stated = expected if frame.pts is None or frame.time_base is None else frame.pts * frame.time_base
            follows = abs(stated - expected) <= _JITTER
            if run is None or not follows or run.shape != _shape(frame):
                if run is not None:
                    yield from run.push(None)
                expected = expected if follows else stated
                run = _Run(round((expected - origin) * form.rate), _shape(frame), form)
            yield from run.push(frame)
            expected += Fraction(frame.samples, frame.sample_rate)
        if run is not None:
            yield from run.push(None)

    def _frames(self) -> Iterator[av.AudioFrame]:
        packets = self.container.demux(self.stream)
        while True:
            try:
                packet = next(packets, None)
            except (av.FFmpegError, OSError):
                self.failures += 1
                packet = None
            try:
                yield from self.stream.codec_context.decode(packet if packet is not None and packet.size else None)
            except EOFError:
                return
            except (av.FFmpegError, OSError, ValueError):
                self.failures += 1
            if packet is None or not packet.size:
                return


class _Run:
    """One stretch of sound without a leap, converted sample by sample."""

    def __init__(self, start: int, shape: tuple[str, str, int], form: SoundFormat) -> None:
        self.shape = shape
        self._next = start
        self._resampler = av.AudioResampler(
            format="fltp", layout="mono" if form.channels == 1 else "stereo", rate=form.rate
        )

    def push(self, frame: av.AudioFrame | None) -> Iterator[tuple[int, Samples]]:
        """Convert a frame, or with ``None`` what the converter still holds."""
        if frame is not None:
            frame.pts = None
        for out in filter(
            None, self._resampler.resample(frame)
        ):  # where nothing is to convert, None comes out as it is
            samples: Samples = np.asarray(out.to_ndarray(), np.float32).T
            yield self._next, samples
            self._next += len(samples)


def _shape(frame: av.AudioFrame) -> tuple[str, str, int]:
    return frame.format.name, frame.layout.name, frame.sample_rate


def _gathered(pieces: Iterator[Samples]) -> Iterator[Samples]:
    """The same samples in pieces of at least ``_BLOCK``, but for the last: a codec's own are small."""
    held: list[Samples] = []
    for piece in pieces:
        held.append(piece)
        if sum(map(len, held)) >= _BLOCK:
            yield np.concatenate(held)
            held = []
    if held:
        yield np.concatenate(held)


def _silence(length: int, channels: int) -> Iterator[Samples]:
    while length > 0:
        yield np.zeros((min(length, _BLOCK), channels), np.float32)
        length -= _BLOCK


@contextmanager
def open_sound(path: str | Path) -> Iterator[Sound | None]:
    """Open the first sound stream of a file; ``None`` where it has none that can be decoded here.

    Raises:
        MediaError: the file cannot be opened.
    """
    with open_media(path) as container, naming(path):
        streams = [stream for stream in container.streams.audio if stream.codec_context is not None]
        yield Sound(container=container, stream=streams[0], others=len(streams) - 1) if streams else None
