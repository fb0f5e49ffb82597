"""Which stream of a container is the picture, and the facts that it and its neighbours state."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

import av
from av.container import InputContainer
from av.stream import Disposition, Stream
from av.video.stream import VideoStream

from timeline.decode.containers import is_still
from timeline.errors import MediaError
from timeline.model.media import AudioStream, StartTimecode
from timeline.model.notice import Notice

_NOT_THE_PICTURE = Disposition.attached_pic | Disposition.timed_thumbnails | Disposition.still_image
_TIMECODE = re.compile(r"\d{2}:\d{2}:\d{2}[:;.]\d{2,3}")
_ENCRYPTED_TAGS = frozenset({"encv", "drmi", "p264", "drms"})
_FIELD_ORDERS = {1: "progressive", 2: "tff", 3: "bff", 4: "tff", 5: "bff"}


def choose_stream(container: InputContainer, index: int | None) -> tuple[VideoStream, tuple[Notice, ...]]:
    """Pick the stream to inspect: the one asked for by its index in the file, else the default one, else the first.

    Raises:
        MediaError: there is no picture stream, or not the one asked for, or it cannot be decoded here.
    """
    if is_still(container):
        raise MediaError("it is a still picture, not a video")
    moving = [stream for stream in container.streams.video if not stream.disposition & _NOT_THE_PICTURE]
    if index is not None:
        stream = next((stream for stream in moving if stream.index == index), None)
        if stream is None:
            raise MediaError(f"stream {index} is no video stream; {_inventory(container, moving)}")
        return _decodable(stream), ()
    if not moving:
        raise MediaError(_why_no_picture(container))
    usable = _likely(moving)
    stream = next((s for s in usable if s.disposition & Disposition.default), usable[0])
    return _decodable(stream), _notice_of_choice(stream, moving)


def _likely(moving: list[VideoStream]) -> list[VideoStream]:
    """Leave out helper streams and, beside longer ones, streams of one picture (the poster of an animated AVIF)."""
    whole = [s for s in moving if not s.disposition & Disposition.dependent and s.codec_context is not None] or moving
    return [stream for stream in whole if stream.frames != 1] or whole


def _notice_of_choice(stream: VideoStream, moving: list[VideoStream]) -> tuple[Notice, ...]:
    if len(moving) == 1:
        return ()
    others = ", ".join(str(s.index) for s in moving if s is not stream)
    text = f"{len(moving)} video streams; stream {stream.index} is inspected (the others: {others}; choose by number)"
    return (Notice(code="several_video_streams", message=text),)


def _inventory(container: InputContainer, moving: list[VideoStream]) -> str:
    if not moving:
        return _why_no_picture(container)
    return "the video streams are " + ", ".join(str(stream.index) for stream in moving)


def _why_no_picture(container: InputContainer) -> str:
    sound = "it has sound but no video" if container.streams.audio else "it has no video stream"
    return f"{sound} (a cover picture is not one)" if container.streams.video else sound


def _decodable(stream: VideoStream) -> VideoStream:
    if is_encrypted_stream(stream):
        raise MediaError("it is encrypted; give a file without copy protection")
    if stream.codec_context is None:
        raise MediaError("its video codec is not one that can be decoded here; convert it first")
    return stream


def is_encrypted_stream(stream: VideoStream) -> bool:
    """Whether the container says that the stream's packets are encrypted."""
    tag = stream.codec_context.codec_tag if stream.codec_context is not None else ""
    keys = {key.lower() for key in (*stream.metadata, *stream.container.metadata)}
    return tag in _ENCRYPTED_TAGS or bool(keys & {"enc_key_id", "asf_protection_type"})


def start_timecode(container: InputContainer, stream: VideoStream) -> StartTimecode:
    """Find the timecode of frame 0 in the tags of the stream, of the file, or of a timecode track, in that order."""
    for tags in _tags(container, stream):
        for key, value in tags.items():
            if key.lower() == "timecode" and _TIMECODE.fullmatch(value.strip()):
                return StartTimecode(text=value.strip(), origin="container")
    return StartTimecode(text=None, origin="none")


def _tags(container: InputContainer, stream: VideoStream) -> Iterator[dict[str, str]]:
    yield stream.metadata
    yield container.metadata
    for other in container.streams:
        yield other.metadata


def audio_streams(container: InputContainer, first_picture: Fraction) -> tuple[AudioStream, ...]:
    """List the sound streams; ``first_picture`` is the first frame's time in seconds on the file's own clock."""
    return tuple(
        AudioStream(
            index=stream.index,
            codec=codec_name(stream),
            channels=stream.codec_context.channels if stream.codec_context else 0,
            sample_rate=stream.codec_context.sample_rate if stream.codec_context else 0,
            start_offset=_start(stream, first_picture),
        )
        for stream in container.streams.audio
    )


def _start(stream: Stream, first_picture: Fraction) -> Fraction | None:
    if stream.start_time is None or stream.time_base is None:
        return None
    return stream.start_time * stream.time_base - first_picture


def codec_name(stream: Stream) -> str:
    """Name of the coding format (``av1``), not of the decoder (``libdav1d``)."""
    return stream.codec_context.codec.canonical_name if stream.codec_context else "unknown"


def field_order(stream: VideoStream, first: av.VideoFrame) -> str:
    """``progressive``, ``tff``, ``bff``, ``interlaced`` (order not stated) or ``unknown``."""
    stated = _FIELD_ORDERS.get(stream.codec_context.field_order, "unknown")
    if first.interlaced_frame and stated in ("progressive", "unknown"):
        return "interlaced"
    return stated


def sample_aspect(stream: VideoStream) -> Fraction:
    """Width of a pixel by its height; 1 where nothing states it."""
    for ratio in (stream.sample_aspect_ratio, stream.codec_context.sample_aspect_ratio):
        if ratio:
            return ratio
    return Fraction(1)
