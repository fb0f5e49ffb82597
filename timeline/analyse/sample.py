"""What a metric sees: picture shot lengths and edit points of a section as plain numbers, in ticks or in frames."""

from __future__ import annotations

import itertools
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
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
    _places: dict[bool, dict[int, int]] = field(
        init=False, repr=False, compare=False, default_factory=lambda: {True: {}, False: {}}
    )
    _own: dict[tuple[Range, bool], Sample] = field(init=False, repr=False, compare=False, default_factory=dict)

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

    def places(self, edges: Iterable[int], frames: bool) -> Mapping[int, int]:
        """Positions of these frames at least; each is looked up once, since this is most of what a sample costs."""
        known = self._places[frames]
        for edge in edges:
            if edge not in known:
                known[edge] = self.place(edge, frames)
        return known

    def own(self, section: Section | None = None, *, frames: bool = False) -> Sample:
        """The sample of ``section`` for the timeline's own edit points, taken once."""
        key = (self.section(section), frames)
        if key not in self._own:
            self._own[key] = self.sample(self.timeline.edit_points, section, frames=frames)
        return self._own[key]

    def sample(self, points: Sequence[int], section: Section | None = None, *, frames: bool = False) -> Sample:
        """Take the sample of ``section`` for edit points ``points`` (rising, strictly inside the programme)."""
        timeline, (start, stop) = self.timeline, self.section(section)
        edges = [timeline.start, *points, timeline.stop]
        pairs: Iterator[Range] = itertools.pairwise(edges)
        if self.black:
            pairs = (pair for pair in pairs if not self.is_black(*pair))
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
