"""The facts of a video as its container and its first frame state them."""

from __future__ import annotations

import os
from dataclasses import dataclass
from fractions import Fraction

import av
from av.container import InputContainer
from av.video.stream import VideoStream

from timeline.decode.orientation import Orientation, orientation_of
from timeline.decode.sampling import is_full_range
from timeline.decode.streams import audio_streams, codec_name, field_order, sample_aspect, start_timecode
from timeline.model.clock import FrameClock
from timeline.model.media import Media


@dataclass(frozen=True, slots=True, kw_only=True)
class VideoHeader:
    """What is known of a video once its first frame is decoded; sizes are upright.

    ``rate_from_header`` and ``frames_from_header`` are the container's claims, ``None`` where it makes none.
    ``picture_width`` x ``picture_height``: the luma pictures that the sink will get; chroma is half, rounded up.
    """

    path: str
    stream: int
    codec: str
    width: int
    height: int
    display_width: int
    display_height: int
    time_base: Fraction
    rate_from_header: Fraction | None
    frames_from_header: int | None
    picture_width: int
    picture_height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstFrame:
    """What the first frame shows of all of them: sizes in pixels after the display matrix, format, range, fields."""

    width: int
    height: int
    display_width: int
    display_height: int
    sample_aspect: Fraction
    orientation: Orientation
    pixel_format: str
    bit_depth: int
    full_range: bool
    field_order: str


def look_at(stream: VideoStream, frame: av.VideoFrame) -> FirstFrame:
    """Read the facts off the first frame of a stream."""
    orientation = orientation_of(frame)
    aspect = sample_aspect(stream)
    width, height = orientation.size(frame.width, frame.height)
    shown_width, shown_height = orientation.size(max(1, round(frame.width * aspect)), frame.height)
    return FirstFrame(
        width=width,
        height=height,
        display_width=shown_width,
        display_height=shown_height,
        sample_aspect=aspect,
        orientation=orientation,
        pixel_format=frame.format.name,
        bit_depth=max((part.bits for part in frame.format.components), default=8),
        full_range=is_full_range(frame, codec_name(stream)),
        field_order=field_order(stream, frame),
    )


def header_of(path: str, stream: VideoStream, first: FirstFrame, picture: tuple[int, int]) -> VideoHeader:
    """Make the header that a sink is made from; ``picture``: width and height of the luma pictures."""
    return VideoHeader(
        path=path,
        stream=stream.index,
        codec=codec_name(stream),
        width=first.width,
        height=first.height,
        display_width=first.display_width,
        display_height=first.display_height,
        time_base=stream.time_base or Fraction(1, 90_000),
        rate_from_header=next((rate for rate in stated_rates(stream) if rate), None),
        frames_from_header=stream.frames or None,
        picture_width=picture[0],
        picture_height=picture[1],
    )


def stated_rates(stream: VideoStream) -> tuple[Fraction | None, ...]:
    """Rates that the container states or lets FFmpeg guess, the most trusted first."""
    return stream.average_rate, stream.guessed_rate, stream.base_rate


def media_of(path: str, container: InputContainer, stream: VideoStream, first: FirstFrame, clock: FrameClock) -> Media:
    """Put a video's facts together."""
    return Media(
        path=path,
        container=container.format.name,
        size_bytes=os.stat(path).st_size,
        stream=stream.index,
        codec=codec_name(stream),
        pixel_format=first.pixel_format,
        bit_depth=first.bit_depth,
        colour_range="full" if first.full_range else "limited",
        field_order=first.field_order,
        frames=clock.frames,
        width=first.width,
        height=first.height,
        display_width=first.display_width,
        display_height=first.display_height,
        sample_aspect=first.sample_aspect,
        rotation=first.orientation.rotation,
        mirrored=first.orientation.mirrored,
        rate=clock.rate,
        time_base=clock.time_base,
        vfr=clock.regularity,
        start_timecode=start_timecode(container, stream),
        audio=audio_streams(container, clock.first_pts * clock.time_base),
    )
