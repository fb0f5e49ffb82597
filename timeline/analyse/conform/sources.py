"""The render's pictures against those of the source media: which shot is another, and exactly where one gives way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from timeline.analyse.conform.footage import Footage, Take
from timeline.analyse.conform.scale import Scale
from timeline.kernels.likeness import apart, shares, vectors
from timeline.kernels.pooling import Floats
from timeline.model.edit import Timeline

ALIKE, OTHER = 0.25, 0.45
"""Pictures up to the one are the same, from the other on they are not (see ``kernels.likeness.apart``).

Re-encoded sample clips lie at 0.02 to 0.1; of unrelated frames of annotated footage 99 % lie above 0.5.
"""
SAMPLES = 24
SLIP = 12
"""Frames that a shot's content is looked for on either side of its place."""
CLEARER = 2.0
"""How many times smaller the distance must be at another place for the content to lie there."""
TINY = 0.3
"""Mean squared distance, in 8-bit codes, that coding alone makes."""
LEAST_APART = 1.5
"""Mean distance of two sources, in 8-bit codes a cell, below which nobody sees one give way to the other."""
MIXED = 0.2
"""Share of either shot from which a frame is surely a mixture."""
CLAMP = 12
"""Frames beyond the end of a source for which its last picture stands in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How a shot looks beside its source: ``apart`` at its place, the offset its content lies at, and its slip.

    ``cost``: mean squared distance without any slip, in 8-bit codes. ``settled``: whether the content itself tells its
    offset (a still picture does not).
    """

    apart: float
    cost: float
    offset: int
    slip: int
    settled: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """How the new shot takes over from the old one around an edit point: of frames ``first`` on, its share 0..1.

    ``start`` and ``stop`` as of a transition. ``apart``: how far the two sources differ, in codes a cell.
    """

    first: int
    share: Floats
    start: int
    stop: int
    apart: float


def interior(timeline: Timeline, shot: int) -> tuple[int, int]:
    """Frames of a shot that no transition touches; the whole shot where none is left."""
    start, stop = timeline.shots[shot].start, timeline.shots[shot].stop
    low = max([start, *(t.stop for t in timeline.transitions if t.start <= start < t.stop or t.edit_point == start)])
    high = min([stop, *(t.start for t in timeline.transitions if t.start < stop <= t.stop or t.edit_point == stop)])
    return (low, high) if low < high else (start, stop)


def look_at(
    timeline: Timeline,
    shot: int,
    take: Take,
    footage: Footage,
    scale: Scale,
    edges: tuple[int, int],
    offsets: tuple[int, ...],
) -> Look | None:
    """Hold one shot against its source at each of the ``offsets`` that its pictures may lie at.

    ``edges``: offsets of both its edges; only frames of the render between these count. None where no picture is held.
    """
    low, high = interior(timeline, shot)
    frames = np.unique(np.linspace(low, high - 1, SAMPLES).astype(np.int64))
    shots = timeline.shots[shot]
    inside = (scale.to_render(shots.start) + edges[0], scale.to_render(shots.stop) + edges[1])
    known = dict[tuple[int, int], float]()
    for offset in dict.fromkeys(offsets):
        place = _Place(frames=frames, offset=offset, inside=inside, take=take, footage=footage, scale=scale)
        for slip in range(-SLIP, SLIP + 1):
            cost = place.distance(slip)
            if cost is not None:
                known[offset, slip] = cost
    still = {offset: cost for (offset, slip), cost in known.items() if slip == 0}
    if not still:
        return None
    offset = min(still, key=lambda at: still[at])
    slips = {slip: cost for (at, slip), cost in known.items() if at == offset}
    nearest = min(slips, key=lambda slip: (slips[slip], abs(slip)))
    moved = nearest if slips[nearest] * CLEARER + TINY < still[offset] else 0
    others = [cost for at, cost in still.items() if at != offset]
    place = _Place(frames=frames, offset=offset, inside=inside, take=take, footage=footage, scale=scale)
    return Look(
        apart=place.apart(moved),
        cost=still[offset],
        offset=offset,
        slip=moved,
        settled=not others or min(others) > still[offset] * 1.3 + TINY,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """Frames of a shot at one offset in the render."""

    frames: npt.NDArray[np.int64]
    offset: int
    inside: tuple[int, int]
    take: Take
    footage: Footage
    scale: Scale

    def pairs(self, slip: int) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.uint8]]:
        """Signatures of the render and of the source, frame by frame."""
        places = np.array([self.scale.to_render(int(frame)) + self.offset for frame in self.frames])
        rows, held = self.take.at(self.frames + slip)
        low, high = max(0, self.inside[0]), min(self.footage.frames, self.inside[1])
        held &= (places >= low) & (places < high)
        return self.footage.signatures[places[held]], rows[held]

    def distance(self, slip: int) -> float | None:
        """Median over frames of their mean squared distance; None where hardly any is held."""
        seen, own = self.pairs(slip)
        if len(seen) < max(1, len(self.frames) // 2):
            return None
        gap = vectors(seen) - vectors(own)
        gap -= gap.mean(axis=1, keepdims=True)
        return float(np.median((gap * gap).mean(axis=1)))

    def apart(self, slip: int) -> float:
        """Median distance of the pictures."""
        return float(np.median(apart(*self.pairs(slip))))


def course_of(
    edit: int,
    bounds: tuple[int, int],
    takes: tuple[Take, Take],
    offsets: tuple[int, int],
    slips: tuple[int, int],
    footage: Footage,
    scale: Scale,
) -> Course | None:
    """Follow the new shot's share around the edit point at frame ``edit`` of the timeline.

    ``bounds``: frames of the render ``[low, high)`` that show nothing but the two shots. ``offsets`` and
    ``slips``: of the old and of the new shot. None where the pictures are not known, are those
    of neither source, or go to and fro.
    """
    places = np.arange(max(0, bounds[0]), min(footage.frames, bounds[1]))
    at = scale.to_render(edit) + offsets[1] - (int(places[0]) if len(places) else 0)
    sides = [
        take.at(np.array([scale.to_timeline(int(place) - offset) + slip for place in places]), reach=CLAMP)
        for take, offset, slip in zip(takes, offsets, slips, strict=True)
    ]
    inside = _around(sides[0][1] & sides[1][1], at)
    if inside is None:
        return None
    places, (old, new) = places[inside], (vectors(rows[inside]) for rows, _ in sides)
    share, size = shares(vectors(footage.signatures[places]), old, new)
    return _followed(int(places[0]), share, size)


def _around(known: npt.NDArray[np.bool_], at: int) -> slice | None:
    """The run of known frames that holds both sides of ``at``."""
    if not 0 < at < len(known) or not known[at - 1] or not known[at]:
        return None
    unknown = np.flatnonzero(~known)
    before, after = unknown[unknown < at], unknown[unknown >= at]
    return slice(int(before[-1]) + 1 if len(before) else 0, int(after[0]) if len(after) else len(known))


def _followed(first: int, share: Floats, size: Floats) -> Course | None:
    """Where a share leaves 0 and where it reaches 1: sharply for a cut, else by the first and last mixed frame."""
    distance = float(np.median(size))
    if distance < LEAST_APART:
        return Course(first=first, share=share, start=first, stop=first, apart=distance)
    middle = _crossing(share)
    if middle is None:
        return None
    rest, full = _level(share[:middle], 0.0), _level(share[middle:], 1.0)
    if rest is None or full is None:
        return None
    even = (share - rest) / (full - rest)
    mixed = int(((even > MIXED) & (even < 1 - MIXED)).sum())
    if not mixed:
        return Course(first=first, share=even, start=first + middle, stop=first + middle, apart=distance)
    # The middle part of a ramp of n frames tells n; half a step of it is where the first and the last mixed frame lie.
    edge = max(0.02, 0.4 * (1 - 2 * MIXED) / (mixed + 1))
    quiet, whole = np.flatnonzero(even[:middle] < edge), np.flatnonzero(even[middle:] > 1 - edge)
    if not len(quiet) or not len(whole):
        return None
    return Course(
        first=first,
        share=even,
        start=first + int(quiet[-1]) + 1,
        stop=first + middle + int(whole[0]),
        apart=distance,
    )


def _crossing(share: Floats) -> int | None:
    """The one place at which the share passes a half for good; None where it goes to and fro."""
    above = share > 0.5
    if above.all() or not above.any():
        return None
    middle = int(np.argmax(above))
    return middle if above[middle:].mean() > 0.9 else None


def _level(part: Floats, wanted: float) -> float | None:
    """Level of the third of a side that lies nearest to what is wanted; None where it does not get there."""
    if not len(part):
        return None
    away = np.abs(part - wanted)
    level = float(np.median(part[away <= np.sort(away)[(len(part) - 1) // 3]]))
    return level if abs(level - wanted) < 0.25 else None


def offsets_of(looks: Mapping[int, Look], shot: int, otherwise: int) -> int:
    """Offset that a shot's content lies at."""
    return looks[shot].offset if shot in looks else otherwise
