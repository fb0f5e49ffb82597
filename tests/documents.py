"""Small documents by hand, for tests that need one good value to spoil."""

from __future__ import annotations

from fractions import Fraction

from timeline.model.clock import constant_clock
from timeline.model.edit import Kind, Shot, Timeline, Transition
from timeline.model.inspection import Inspection, MadeBy, TimecodeChoice
from timeline.model.media import Media, StartTimecode
from timeline.model.notice import Notice
from timeline.model.rhythm import Rhythm
from timeline.timecode import TimecodeBasis


def small_media(frames: int = 20, rate: Fraction = Fraction(25)) -> Media:
    """A vertical H.264 file without sound."""
    return Media(
        path="episode.mp4",
        container="mov,mp4",
        size_bytes=1000,
        stream=0,
        codec="h264",
        pixel_format="yuv420p",
        bit_depth=8,
        colour_range="limited",
        field_order="progressive",
        frames=frames,
        width=1080,
        height=1920,
        display_width=1080,
        display_height=1920,
        sample_aspect=Fraction(1),
        rotation=0,
        mirrored=False,
        rate=rate,
        time_base=1 / rate,
        vfr="constant",
        start_timecode=StartTimecode(text=None, origin="none"),
        audio=(),
    )


def small_inspection() -> Inspection:
    """Two shots of ten frames and the cut between them."""
    rate = Fraction(25)
    cut = Transition(kind=Kind.CUT, start=10, stop=10, edit_point=10, confidence=0.9)
    return Inspection(
        content_id="0" * 64,
        made_by=MadeBy(version="0", detector="network", parameters=(), features=1),
        media=small_media(rate=rate),
        timecode=TimecodeChoice(basis=TimecodeBasis(rate=rate), start_origin="none", drop_origin="rate"),
        timeline=Timeline(
            clock=constant_clock(20, rate),
            start=0,
            stop=20,
            transitions=(cut,),
            shots=(Shot(start=0, stop=10), Shot(start=10, stop=20)),
        ),
        rhythm=Rhythm(sections=(), figures=()),
        notices=(Notice(code="test", message="made by hand"),),
    )
