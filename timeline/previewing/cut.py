"""Which frames and samples of the source a preview shows, when, and which edit each frame stands beside."""

from __future__ import annotations

import itertools
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from timeline.model.clock import FrameClock
from timeline.model.preview import PreviewMark

SHOWN = Fraction(1, 2)
"""Seconds before and after an edit for which its marks are shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """Marks of the edit a frame stands beside, and whether the edit is still to come."""

    labels: tuple[str, ...]
    ahead: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """Frame ranges ``kept`` of a source, rising and apart, laid end to end; ``marks`` lie in what is left out."""

    clock: FrameClock
    kept: tuple[tuple[int, int], ...]
    marks: tuple[PreviewMark, ...]

    def __post_init__(self) -> None:
        """Hold ranges and marks to the source."""
        edges = [edge for span in self.kept for edge in span]
        if not self.kept or any(start >= stop for start, stop in self.kept) or edges != sorted(edges):
            raise ValueError("a cut keeps at least one frame, in ranges that rise")
        if edges[0] < 0 or edges[-1] > self.clock.frames:
            raise ValueError(f"kept frames lie outside 0..{self.clock.frames}")
        for mark in self.marks:
            if any(mark.start < stop and start < mark.stop for start, stop in self.kept):
                raise ValueError(f"frames {mark.start} to {mark.stop} are marked as trimmed and kept as well")

    @property
    def frames(self) -> int:
        """Frames of the cut."""
        return sum(stop - start for start, stop in self.kept)

    def numbers(self) -> Iterator[int]:
        """Number in the source of every frame of the cut."""
        return itertools.chain.from_iterable(range(start, stop) for start, stop in self.kept)

    def steps(self) -> list[int]:
        """Ticks of the source's clock for which every frame of the cut is shown, as in the source."""
        ticks = [self.clock.pts(frame) for start, stop in self.kept for frame in range(start, stop + 1)]
        ends = set(itertools.accumulate(stop - start + 1 for start, stop in self.kept))
        return [b - a for n, (a, b) in enumerate(itertools.pairwise(ticks), 1) if n not in ends]

    def samples(self, rate: int) -> list[tuple[int, int]]:
        """Ranges of the source's samples at ``rate``, counted from frame 0, that go with the kept ranges.

        The edits of the sound lie within half a sample of those of the picture: lengths are differences of exact times,
        so that roundings do not add up.
        """
        ranges, done = [], Fraction(0)
        for start, stop in self.kept:
            first, length = round(self.clock.time(start) * rate), self.clock.span(start, stop) * rate
            ranges.append((first, first + round(done + length) - round(done)))
            done += length
        return ranges

    def beside(self, frame: int) -> Beside | None:
        """The edit with marks within ``SHOWN`` seconds of a kept frame, the nearer of two."""
        place = bisect_right(self.kept, frame, key=lambda span: span[0]) - 1
        start, stop = self.kept[place]
        before = self._labels(self.kept[place - 1][1] if place else 0, start)
        after = self._labels(stop, self.kept[place + 1][0] if place + 1 < len(self.kept) else self.clock.frames)
        since, until = self.clock.span(start, frame), self.clock.span(frame, stop)
        if after and until <= SHOWN and (until < since or not before):
            return Beside(labels=after, ahead=True)
        return Beside(labels=before, ahead=False) if before and since < SHOWN else None

    def _labels(self, start: int, stop: int) -> tuple[str, ...]:
        return tuple(mark.label for mark in self.marks if start <= mark.start and mark.stop <= stop)


def cut_of(clock: FrameClock, kept: Sequence[tuple[int, int]], marks: Sequence[PreviewMark]) -> Cut:
    """The cut that keeps these ranges.

    Raises:
        ValueError: ranges that do not rise or lie outside the source, or a mark on frames that are kept.
    """
    return Cut(clock=clock, kept=tuple(kept), marks=tuple(sorted(marks, key=lambda mark: mark.start)))
