"""The later version laid on the earlier one's clock, where their frame rates differ."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from timeline.model.clock import FrameClock, constant_clock
from timeline.model.edit import INSTANT, Shot, Timeline, Transition

CLOSE = Fraction(1, 500)
"""Share by which rates may differ and frames still be taken one for one: 24 and 23.976."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OnClock:
    """A timeline in frames of another clock. ``frames`` int64 (n,): its own frame shown on each of those."""

    timeline: Timeline
    frames: npt.NDArray[np.int64]
    converted: bool

    edits: Mapping[int, int] = field(default_factory=dict)
    """The version's own frame of each edit, by where it lies on the clock."""

    def own(self, span: tuple[int, int]) -> tuple[int, int]:
        """Frames of the clock as frames of the version itself; an edit comes back as the frame it was."""
        start, stop = (self._own(at) for at in span)
        return start, max(start, stop)

    def _own(self, at: int) -> int:
        if at in self.edits:
            return self.edits[at]
        return int(self.frames[min(at, len(self.frames)) - 1]) + 1 if at > 0 else 0


def on_clock(timeline: Timeline, clock: FrameClock) -> OnClock:
    """Lay a timeline on a clock; on one of the same constant rate it stays as it is."""
    own = timeline.clock
    steady = own.regularity != "variable" and clock.regularity != "variable"
    if steady and abs(own.rate / clock.rate - 1) < CLOSE:
        return OnClock(timeline=timeline, frames=np.arange(own.frames), converted=False)
    count = max(1, int(own.duration * clock.rate + Fraction(1, 2)))
    moments = ((Fraction(2 * n + 1) / (2 * clock.rate)) for n in range(count))
    frames = np.array([min(own.frame_at(moment), own.frames - 1) for moment in moments], np.int64)

    def there(frame: int) -> int:
        return int(np.searchsorted(frames, frame))

    moved = _moved(timeline, there, constant_clock(count, clock.rate))
    edits = {there(edit): edit for edit in reversed((timeline.start, *timeline.edit_points, timeline.stop))}
    return OnClock(timeline=moved, frames=frames, converted=True, edits=edits)


def _moved(timeline: Timeline, there: Callable[[int], int], clock: FrameClock) -> Timeline:
    """The same cut on another clock; shots that have no frame there are left out with their edits."""
    start, stop = there(timeline.start), max(there(timeline.start) + 1, there(timeline.stop))
    transitions, shots = list[Transition](), list[Shot]()
    at, kind = start, timeline.shots[0].kind
    for shot in timeline.shots[1:]:
        edge = there(shot.start)
        if at < edge < stop:
            shots.append(Shot(start=at, stop=edge, kind=kind))
            at = edge
        kind = shot.kind
    shots.append(Shot(start=at, stop=stop, kind=kind))
    edges = {shot.start for shot in shots[1:]}
    taken = set[int]()
    for transition in timeline.transitions:
        edit = transition.edit_point
        if edit is None or (point := there(edit)) not in edges or point in taken:
            continue
        taken.add(point)
        low, high = min(point, there(transition.start)), max(point, there(transition.stop))
        if transition.kind in INSTANT:
            low = high = point
        transitions.append(dataclasses.replace(transition, start=low, stop=high, edit_point=point))
    return Timeline(clock=clock, start=start, stop=stop, transitions=tuple(transitions), shots=tuple(shots))
