"""Decodes a stream packet by packet, going on past what does not decode, and keeps count of it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field

import av
from av.container import InputContainer
from av.video.stream import VideoStream

from timeline.errors import MediaError

MOST_THREADS = 8
# Codecs that hide pictures in packets of their own (alternate references), so that packets outnumber frames.
_HIDES_PICTURES = frozenset({"vp8"})


@dataclass(slots=True)
class Tally:
    """What went into the decoder and what came out."""

    packets: int = 0
    frames: int = 0
    discarded: int = 0
    failures: list[Failure] = field(default_factory=list)
    read_error: str | None = None

    def adds_up(self, codec: str) -> bool:
        """Whether every packet gave its picture (or every two their two fields) and nothing failed."""
        if self.failures:
            return False
        shown = self.packets - self.discarded
        return codec in _HIDES_PICTURES or self.frames in (shown, self.packets) or 2 * self.frames == shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """A packet that did not decode: its stamp in ticks, and how many frames had come out before it."""

    pts: int | None
    frames_before: int
    reason: str


def decode_packets(
    container: InputContainer, stream: VideoStream, tally: Tally, frame_threads: bool, *, unsmoothed: bool = False
) -> Iterator[av.VideoFrame]:
    """Yield every frame in the decoder's order, which is presentation order; ``tally`` is kept up as they come.

    ``unsmoothed``: frames that no other frame is made from may keep their block edges (AVDISCARD_NONREF of the loop
    filter). Nothing drifts, block means hardly change, and a tenth of the decoder's work is saved.

    Raises:
        MediaError: a packet is encrypted.
    """
    context = stream.codec_context
    if unsmoothed:
        context.options = {**context.options, "skip_loop_filter": "noref"}
    context.thread_type = "AUTO" if frame_threads else "SLICE"
    context.thread_count = _threads(context.name) if frame_threads else 1
    for packet in _packets(container, stream, tally):
        if packet.has_sidedata("encryption_info"):
            raise MediaError("it is encrypted; give a file without copy protection")
        yield from _decode(stream, packet, tally)
    yield from _decode(stream, None, tally)


def _threads(decoder: str) -> int:
    # FFmpeg's own choice is one thread more than processors. One more keeps frames under way while samples are read;
    # each holds whole frames, so many cost memory. dav1d divides frames among its threads itself: more than there are
    # processors only get in each other's way.
    return min(MOST_THREADS, (os.cpu_count() or 1) + (0 if decoder == "libdav1d" else 2))


def _packets(container: InputContainer, stream: VideoStream, tally: Tally) -> Iterator[av.Packet[VideoStream]]:
    """Yield the packets that hold something: an empty one would end the decoder's work before its time."""
    packets = container.demux(stream)
    while True:
        try:
            packet = next(packets, None)
        except (av.FFmpegError, OSError) as error:
            tally.read_error = _reason(error)
            return
        if packet is None:
            return
        if packet.size:
            tally.packets += 1
            tally.discarded += packet.is_discard
            yield packet


def _decode(stream: VideoStream, packet: av.Packet[VideoStream] | None, tally: Tally) -> list[av.VideoFrame]:
    """Decode one packet, or with ``None`` take what the decoder still holds."""
    try:
        frames = stream.codec_context.decode(packet)
    except (av.FFmpegError, OSError, ValueError) as error:
        if packet is not None or not isinstance(error, EOFError):
            pts = packet.pts if packet is not None else None
            tally.failures.append(Failure(pts=pts, frames_before=tally.frames, reason=_reason(error)))
        return []
    tally.frames += len(frames)
    return frames


def _reason(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error) or type(error).__name__
