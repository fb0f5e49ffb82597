"""Facts about a media file, as its container and its frames state them."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, TypeAlias

StartOrigin: TypeAlias = Literal["container", "option", "none"]
DropOrigin: TypeAlias = Literal["container", "option", "rate", "assumed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class AudioStream:
    """One sound stream; ``start_offset``: seconds by which it starts after the first picture (negative: before)."""

    index: int
    codec: str
    channels: int
    sample_rate: int
    start_offset: Fraction | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StartTimecode:
    """The label of frame 0 as found: ``text`` (``None`` where nothing states one) and who said so."""

    text: str | None
    origin: StartOrigin


@dataclass(frozen=True, slots=True, kw_only=True)
class Media:
    """One video stream of one file; of a timeline, which has no picture, codec and pixel format are empty.

    ``width`` and ``height``: storage pixels after the display matrix; ``display_width`` and ``display_height``: those
    with the pixel aspect applied, rounded. ``frames``: pictures that decoded. ``rate``: nominal rate, for labels only;
    ``vfr``: whether frame durations differ by more than the container's rounding. A timeline that states no size has
    none: 0.
    """

    path: str
    container: str
    size_bytes: int
    stream: int
    codec: str
    pixel_format: str
    bit_depth: int
    colour_range: Literal["limited", "full"]
    field_order: str
    frames: int
    width: int
    height: int
    display_width: int
    display_height: int
    sample_aspect: Fraction
    rotation: int
    mirrored: bool
    rate: Fraction
    time_base: Fraction
    vfr: Literal["constant", "rounded", "variable"]
    start_timecode: StartTimecode
    audio: tuple[AudioStream, ...]
