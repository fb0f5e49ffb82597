"""A figure outside its band, and how it is told: the values every remedy takes and gives."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction

from timeline.analyse.case import Case, Pace, within
from timeline.analyse.metrics import Metric
from timeline.analyse.times import least_frames, most_frames
from timeline.analyse.words import plain, seconds_text
from timeline.model.edit import Shot
from timeline.model.profile import Band
from timeline.model.rhythm import Number

Numbered = tuple[int, Shot]


@dataclass(frozen=True, slots=True, kw_only=True)
class Off:
    """A figure outside its band: ``bound`` is the limit it passed, ``above`` whether upwards."""

    case: Case
    band: Band
    metric: Metric
    value: Number
    bound: Fraction
    above: bool

    @property
    def where(self) -> str:
        """Such as ``the hook``."""
        return f"the {self.band.section}"

    @property
    def limit(self) -> str:
        """The bound in its unit, in words."""
        if self.band.unit == "seconds":
            return seconds_text(self.bound)
        return (
            plain(self.bound)
            if self.band.unit == "plain"
            else f"{plain(self.bound)} frame{'' if self.bound == 1 else 's'}"
        )

    def frames_from(self, start: int) -> int:
        """Frames that reach the bound from frame ``start``: the most within it, or the fewest that reach it."""
        if self.band.unit == "frames":
            return math.floor(self.bound) if self.above else math.ceil(self.bound)
        reach = most_frames if self.above else least_frames
        return reach(self.case.timeline.clock, start, self.bound)


@dataclass(frozen=True, slots=True, kw_only=True)
class Remedy:
    """How a miss is told. ``cuts``: cuts missing or too many. ``place``: frames it is about, where not the section."""

    title: str
    sentence: str
    remedy: str
    short: str
    need: str
    pace: Pace = ""
    off_frames: int | None = None
    off_seconds: Fraction | None = None
    cuts: int = 0
    shots: tuple[Numbered, ...] = ()
    place: tuple[int, int] | None = None


def extreme(off: Off, *, longest: bool) -> tuple[Numbered, ...]:
    """The longest or the shortest shot of the band's section, the first of equals; none where it has none."""
    shots = off.case.shots_in(off.band.section)
    size = [(shot.frames, n, shot) for n, shot in shots]
    if not size:
        return ()
    _, n, shot = max(size, key=lambda s: (s[0], -s[1])) if longest else min(size, key=lambda s: (s[0], s[1]))
    return ((n, shot),)


def in_frames(off: Off) -> str:
    """The figure in frames with its seconds beside."""
    points, section = off.case.timeline.edit_points, off.case.place(off.band.section)
    frames = off.metric.function(off.case.doubt.layout.sample(points, section, frames=True))
    value = off.case.doubt.value(off.metric, points, section)
    return f"{plain(frames or 0)} frames ({seconds_text(value or 0)})"


def other(off: Off) -> Remedy:
    """Any other figure: told plainly; no single trim is promised to mend it."""
    value = seconds_text(off.value) if off.metric.unit == "seconds" else plain(off.value)
    side = "above" if off.above else "below"
    title = off.metric.title
    return Remedy(
        title=f"{title} {side} its band",
        sentence=f"{title} {within(off.band.section)} is {value}, {side} the {off.limit} wanted",
        remedy="no single trim mends this: compare the shot lengths with the episodes that the target comes from",
        short=f"{title.lower()} {side} its band",
        need=f"{off.where} needs another {title.lower()}",
    )
