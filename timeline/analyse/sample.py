"""What a metric sees: picture shot lengths and edit points of a section as plain numbers, in ticks or in frames."""

from __future__ import annotations

import itertools
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from timeline.analyse.assemble import Range, merge_ranges
from timeline.model.edit import Timeline
from timeline.model.rhythm import Section


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One section of one programme in one unit (``second``: how many of it a second has; 1 when the unit is frames).

    ``lengths``: picture shots that begin in the section, in order. ``edits``: its edit points, counted from programme
    start. ``duration``: the section's length. ``last``: the programme's last picture shot.
    """

    lengths: tuple[int, ...]
    edits: tuple[int, ...]
    duration: int
    last: int | None
    second: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """A programme's fixed part, from which samples of any set of edit points are taken.

    ``black``: stretches that are black; a shot wholly inside one is no picture shot.
    """

    timeline: Timeline
    black: tuple[Range, ...]

    def section(self, section: Section | None) -> Range:
        """Frames of ``section``, of the whole programme for ``None``."""
        return (section.start, section.stop) if section else (self.timeline.start, self.timeline.stop)

    def is_black(self, start: int, stop: int) -> bool:
        """Whether ``[start, stop)`` is black throughout."""
        return bool(self.black) and any(a <= start and stop <= b for a, b in self.black)

    def place(self, frame: int, frames: bool) -> int:
        """Position of ``frame`` from programme start, in frames or in ticks."""
        timeline = self.timeline
        return frame - timeline.start if frames else timeline.clock.pts(frame) - timeline.clock.pts(timeline.start)

    def places(self, edges: Iterable[int], frames: bool) -> dict[int, int]:
        """Positions of many frames; this is most of what a sample costs."""
        if frames:
            return {edge: edge - self.timeline.start for edge in edges}
        pts = self.timeline.clock.pts
        base = pts(self.timeline.start)
        return {edge: pts(edge) - base for edge in edges}

    def sample(self, points: Sequence[int], section: Section | None = None, *, frames: bool = False) -> Sample:
        """Take the sample of ``section`` for edit points ``points`` (rising, strictly inside the programme)."""
        timeline, (start, stop) = self.timeline, self.section(section)
        edges = [timeline.start, *points, timeline.stop]
        pairs = [pair for pair in itertools.pairwise(edges) if not self.is_black(*pair)]
        place = self.places(edges, frames)
        sizes = [(a, place[b] - place[a]) for a, b in pairs]
        return Sample(
            lengths=tuple(size for a, size in sizes if start <= a < stop),
            edits=tuple(place[p] for p in points[bisect_left(points, start) : bisect_left(points, stop)]),
            duration=self.place(stop, frames) - self.place(start, frames),
            last=sizes[-1][1] if sizes else None,
            second=Fraction(1) if frames else 1 / timeline.clock.time_base,
        )


def layout_of(timeline: Timeline) -> Layout:
    """Lay a timeline out for sampling."""
    dark = ((shot.start, shot.stop) for shot in timeline.shots if shot.kind == "black")
    return Layout(timeline=timeline, black=tuple(merge_ranges(dark)))
