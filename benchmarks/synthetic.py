"""Inspections of episodes that were never filmed: lengths drawn, then assembled, measured and judged as any other."""

from __future__ import annotations

import dataclasses
import hashlib
import itertools
from fractions import Fraction

import numpy as np

from timeline import __version__
from timeline.analyse import assemble, judge, measure, place_sections
from timeline.model.clock import constant_clock
from timeline.model.edit import Kind, Timeline, Transition
from timeline.model.episode import Episode
from timeline.model.inspection import Inspection, MadeBy, TimecodeChoice
from timeline.model.media import AudioStream, Media, StartTimecode
from timeline.model.profile import Profile
from timeline.timecode import TimecodeBasis

RATE = Fraction(25)
SEASON = 100
"""Episodes a season."""


def episode_of(number: int) -> Episode:
    """The ``number``th episode of a catalogue: series of two seasons."""
    season, place = divmod(number, SEASON)
    return Episode(series=f"Series {season // 2 + 1:05}", season=season % 2 + 1, number=place + 1)


def content_of(number: int) -> str:
    """A content as unlike any other as a digest of a file is."""
    return hashlib.sha256(f"episode {number}".encode()).hexdigest()


def inspection(seed: int, profile: Profile | None = None) -> Inspection:
    """One episode of one to three minutes at 25 frames a second, of 20 to 70 shots."""
    rng = np.random.default_rng(seed)
    frames = int(rng.integers(60, 180)) * 25
    lengths = np.maximum(5, rng.lognormal(3.9, 0.7, 400).astype(int))
    cuts = [int(at) for at in itertools.takewhile(lambda at: at < frames - 5, np.cumsum(lengths))]
    return _inspection(seed, frames, [_change(at, rng) for at in cuts], profile)


def of_shots(many: int) -> Inspection:
    """One programme of so many shots of two seconds in the median; eight of its edit points in doubt at most."""
    rng = np.random.default_rng(many)
    edges = [int(at) for at in np.cumsum(np.maximum(5, rng.lognormal(3.9, 0.7, many).astype(int)))]
    changes = [_change(at, rng) for at in edges[:-1]]
    sure = [dataclasses.replace(change, confidence=0.99) for change in changes[8:]]
    return _inspection(many, edges[-1], [*changes[:8], *sure], None)


def _inspection(seed: int, frames: int, changes: list[Transition], profile: Profile | None) -> Inspection:
    timeline = assemble(constant_clock(frames, RATE), changes)
    sections, _ = place_sections(timeline, profile.sections if profile else ())
    rhythm = measure(timeline, sections=sections)
    basis = TimecodeBasis(rate=RATE)
    judged = judge(timeline, rhythm, _media(timeline), (), profile, basis) if profile else (None, ())
    return Inspection(
        content_id=content_of(seed),
        made_by=MadeBy(version=__version__, detector="network", parameters=(("min_confidence", "0.5"),), features=2),
        media=_media(timeline),
        timecode=TimecodeChoice(basis=basis, start_origin="none", drop_origin="rate"),
        timeline=timeline,
        rhythm=rhythm,
        judgement=judged[0],
        findings=judged[1],
    )


def named(made: Inspection, number: int) -> Inspection:
    """The same figures as another content: drawing costs more than storing, which is what is measured."""
    path = f"/catalogue/{number // SEASON:05}/ep{number % SEASON + 1:03}.mp4"
    return dataclasses.replace(made, content_id=content_of(number), media=dataclasses.replace(made.media, path=path))


def _change(at: int, rng: np.random.Generator) -> Transition:
    confidence = round(float(rng.uniform(0.5, 1.0)), 4)
    if rng.random() < 0.9:
        return Transition(kind=Kind.CUT, start=at, stop=at, edit_point=at, confidence=confidence)
    return Transition(kind=Kind.DISSOLVE, start=at - 2, stop=at + 2, edit_point=at, confidence=confidence)


def _media(timeline: Timeline) -> Media:
    return Media(
        path="episode.mp4",
        container="mov,mp4,m4a,3gp,3g2,mj2",
        size_bytes=timeline.clock.frames * 30_000,
        stream=0,
        codec="h264",
        pixel_format="yuv420p",
        bit_depth=8,
        colour_range="limited",
        field_order="progressive",
        frames=timeline.clock.frames,
        width=1080,
        height=1920,
        display_width=1080,
        display_height=1920,
        sample_aspect=Fraction(1),
        rotation=0,
        mirrored=False,
        rate=RATE,
        time_base=1 / RATE,
        vfr="constant",
        start_timecode=StartTimecode(text=None, origin="none"),
        audio=(AudioStream(index=1, codec="aac", channels=2, sample_rate=48000, start_offset=Fraction(0)),),
    )
