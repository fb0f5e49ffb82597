"""One pass over a video: every frame sampled for a sink, its exact clock, and the facts of the file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Generic, TypeAlias

import av
from av.container import InputContainer

from timeline.decode import notices as tell
from timeline.decode.beside import Beside, S
from timeline.decode.containers import naming, open_media
from timeline.decode.facts import FirstFrame, VideoHeader, header_of, look_at, media_of, stated_rates
from timeline.decode.packets import Tally, decode_packets
from timeline.decode.sampling import Sampler
from timeline.decode.streams import choose_stream, codec_name
from timeline.decode.timestamps import BestEffort, build_clock, mend, nominal_step, whole_frame_ticks
from timeline.errors import DecodeError
from timeline.kernels.pictures import PictureBatch
from timeline.model.clock import FrameClock
from timeline.model.media import Media
from timeline.model.notice import Notice

Progress: TypeAlias = Callable[[int, int | None], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """A video's facts and clock. ``frame_threads``: whether several frames were decoded at once (see ``read_bgr``)."""

    media: Media
    clock: FrameClock
    notices: tuple[Notice, ...]
    frame_threads: bool


def decode(
    path: str | Path,
    make_sink: Callable[[VideoHeader], S],
    *,
    stream: int | None = None,
    progress: Progress | None = None,
    batch: int = 32,
    frame_threads: bool = True,
) -> tuple[Decoded, S]:
    """Decode every frame once, in presentation order, and give its samples to a sink.

    Where packets fail or do not add up with frames, the file is decoded again without frame threads, which lose frames
    of damaged files in silence; a new sink is made then, so that no sink sees a frame twice.

    Args:
        path: a local file; no other is opened.
        make_sink: called once a pass, when the first frame is there, in the thread in which the sink then works.
        stream: index of the video stream in the file; ``None``: the default one.
        progress: called after every batch with frames done and frames expected, if known.
        batch: frames a batch.
        frame_threads: whether to try several frames at once first; without, one thread decodes.

    Raises:
        MediaError: the file is no video that can be inspected, or is encrypted.
        DecodeError: not one frame decodes.
    """
    for threads in (True, False) if frame_threads else (False,):
        with open_media(path) as container, naming(path):
            one_pass = _Pass(str(path), container, stream, make_sink, progress, batch)
            try:
                if one_pass.run(threads) or not threads:
                    return one_pass.result(threads)
            finally:
                one_pass.close()
    raise AssertionError("a pass without frame threads is final")


@dataclass(slots=True)
class _Times:
    """What the frames themselves said of their times and their state as they went by."""

    stamps: list[int | None] = field(default_factory=list)
    last_duration: int = 0
    damaged: list[int] = field(default_factory=list)
    guess: BestEffort = field(default_factory=BestEffort)

    def note(self, frame: av.VideoFrame) -> None:
        if frame.is_corrupt:
            self.damaged.append(len(self.stamps))
        self.stamps.append(self.guess.stamp(frame.pts, frame.dts))
        self.last_duration = frame.duration


class _Pass(Generic[S]):
    """One decoding of one stream from its first packet to its last."""

    def __init__(
        self,
        path: str,
        container: InputContainer,
        index: int | None,
        make_sink: Callable[[VideoHeader], S],
        progress: Progress | None,
        batch: int,
    ) -> None:
        self._path = path
        self._container = container
        self._stream, self._notices = choose_stream(container, index)
        self._make_sink = make_sink
        self._progress = progress
        self._batch = batch
        self._tally = Tally()
        self._times = _Times()
        self._begun: tuple[FirstFrame, Sampler, Beside[S]] | None = None

    def run(self, frame_threads: bool) -> bool:
        """Decode to the end; false where packets and frames do not add up."""
        for frame in decode_packets(self._container, self._stream, self._tally, frame_threads, unsmoothed=True):
            _, sampler, sink = self._begun or self._begin(frame)
            self._times.note(frame)
            pictures = sampler.add(frame)
            if pictures is not None:
                self._push(sink, pictures)
        return self._tally.adds_up(codec_name(self._stream))

    def _begin(self, frame: av.VideoFrame) -> tuple[FirstFrame, Sampler, Beside[S]]:
        first = look_at(self._stream, frame)
        sampler = Sampler(frame, first.orientation, first.full_range, self._batch)
        header = header_of(self._path, self._stream, first, sampler.size)
        self._begun = first, sampler, Beside(lambda: self._make_sink(header))
        return self._begun

    def close(self) -> None:
        """Let no thread go on, however the pass ended."""
        if self._begun is not None:
            self._begun[2].abandon()

    def _push(self, sink: Beside[S], pictures: PictureBatch) -> None:
        sink.push(pictures)
        if self._progress is not None:
            self._progress(pictures.first + pictures.frames, self._stream.frames or None)

    def result(self, frame_threads: bool) -> tuple[Decoded, S]:
        """Hand on the last batch and conclude."""
        if self._begun is None:
            raise DecodeError(_nothing(self._tally))
        first, sampler, sink = self._begun
        rest = sampler.flush()
        if rest is not None:
            self._push(sink, rest)
        done = sink.finish()
        clock, mended = self._clock()
        decoded = Decoded(
            media=media_of(self._path, self._container, self._stream, first, clock),
            clock=clock,
            notices=(*self._notices, *self._findings(clock, mended, first, sampler)),
            frame_threads=frame_threads,
        )
        return decoded, done

    def _clock(self) -> tuple[FrameClock, list[int]]:
        time_base = self._stream.time_base or Fraction(1, 90_000)
        stamps, rates = self._times.stamps, stated_rates(self._stream)
        coded = self._stream.codec_context.framerate
        if all(stamp is None for stamp in stamps) and coded and 1 <= coded <= 240:
            rates = (coded, *rates)  # of a raw stream the container's rate is a guess, the codec's is stated
        step = nominal_step(stamps, next((rate for rate in rates if rate), None), time_base)
        mended = mend(stamps, step)
        last = self._times.last_duration if self._times.last_duration > 0 else step
        clock = build_clock(mended, last, time_base, rates)
        return (whole_frame_ticks(clock) if self._container.format.name == "dv" else clock), mended

    def _findings(
        self, clock: FrameClock, mended: list[int], first: FirstFrame, sampler: Sampler
    ) -> tuple[Notice, ...]:
        header_counts = "mp4" in self._container.format.name
        return (
            *tell.of_failures(self._tally, clock),
            *tell.of_silent_loss(self._tally),
            *tell.of_truncation(self._tally, self._stream.frames if header_counts else 0),
            *tell.of_damage(self._times.damaged),
            *tell.of_mending(self._times.stamps, mended),
            *tell.of_changes(sampler.changes),
            *tell.of_orientation(first.orientation),
        )


def _nothing(tally: Tally) -> str:
    if not tally.packets:
        return "its video stream holds no packet; it may be cut short"
    reason = tally.failures[0].reason if tally.failures else "no picture came out"
    return f"none of its {tally.packets} video packets decodes ({reason})"
