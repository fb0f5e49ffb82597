"""Programmes for tests of arithmetic: clocks, transitions and timelines made from a few numbers."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from hypothesis import strategies as st

from timeline.analyse import assemble, judge, measure, place_sections
from timeline.model.clock import FrameClock, constant_clock
from timeline.model.edit import Event, Kind, Timeline, Transition
from timeline.model.finding import Finding, Judgement
from timeline.model.media import Media, StartTimecode
from timeline.profiles import parse
from timeline.timecode import TimecodeBasis

RATE = Fraction(25)


def cut(frame: int, confidence: float = 1.0) -> Transition:
    """A hard cut at ``frame``."""
    return Transition(kind=Kind.CUT, start=frame, stop=frame, edit_point=frame, confidence=confidence)


def span(kind: Kind, start: int, stop: int, edit_point: int | None, confidence: float = 1.0) -> Transition:
    """A transition that takes time."""
    return Transition(kind=kind, start=start, stop=stop, edit_point=edit_point, confidence=confidence)


def programme(frames: int, cuts: Sequence[int], rate: Fraction = RATE, black: Sequence[Event] = ()) -> Timeline:
    """A programme of ``frames`` frames cut at ``cuts``."""
    return assemble(constant_clock(frames, rate), [cut(frame) for frame in cuts], black=black)


def variable_clock(steps: Sequence[int]) -> FrameClock:
    """A clock in milliseconds whose frames last ``steps``."""
    return FrameClock(
        time_base=Fraction(1, 1000), first_pts=0, runs=tuple((1, step) for step in steps), rate=Fraction(25)
    )


def media(width: int = 1080, height: int = 1920, rate: Fraction = RATE, frames: int = 1500) -> Media:
    """A plain file of that size."""
    return Media(
        path="episode.mp4",
        container="mp4",
        size_bytes=1,
        stream=0,
        codec="h264",
        pixel_format="yuv420p",
        bit_depth=8,
        colour_range="limited",
        field_order="progressive",
        frames=frames,
        width=width,
        height=height,
        display_width=width,
        display_height=height,
        sample_aspect=Fraction(1),
        rotation=0,
        mirrored=False,
        rate=rate,
        time_base=1 / rate,
        vfr="constant",
        start_timecode=StartTimecode(text=None, origin="none"),
        audio=(),
    )


HEAD = '[profile]\nname = "house"\ntitle = "House style"\nsource = "our first season"\n'


def judged(
    timeline: Timeline,
    rules: str,
    *,
    doubtful: Sequence[Transition] = (),
    events: Sequence[Event] = (),
    file: Media | None = None,
) -> tuple[Judgement, tuple[Finding, ...]]:
    """Hold a timeline against a profile made of ``rules``, TOML below its head."""
    profile = parse(HEAD + rules, "house.toml")
    sections, _ = place_sections(timeline, profile.sections)
    rhythm = measure(timeline, sections=sections, doubtful=doubtful)
    basis = TimecodeBasis(rate=timeline.clock.rate)
    return judge(timeline, rhythm, file or media(rate=timeline.clock.rate), events, profile, basis, doubtful)


@st.composite
def clocks(draw: st.DrawFn, most: int = 60) -> FrameClock:
    """Constant and variable clocks of a few frames."""
    steps = draw(st.lists(st.integers(1, 90), min_size=1, max_size=most))
    if draw(st.booleans()):
        return constant_clock(len(steps), draw(st.sampled_from([Fraction(24000, 1001), Fraction(25), Fraction(60)])))
    return variable_clock(steps)


@st.composite
def transitions(draw: st.DrawFn, most: int = 70) -> Transition:
    """Transitions of every kind, some beyond the end of a short programme."""
    kind = draw(st.sampled_from(list(Kind)))
    start, confidence = draw(st.integers(0, most)), draw(st.sampled_from([0.3, 0.5, 0.9, 1.0]))
    if kind in {Kind.CUT, Kind.JUMP}:
        return Transition(kind=kind, start=start, stop=start, edit_point=start, confidence=confidence)
    stop = start + draw(st.integers(0, 12))
    edit = draw(st.integers(start, stop) | (st.none() if kind in {Kind.FADE_IN, Kind.FADE_OUT} else st.nothing()))
    return Transition(kind=kind, start=start, stop=stop, edit_point=edit, confidence=confidence)
