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
"""Share by which steady rates may differ and frames still be taken one for one: 24 and 23.976."""
ABOUT = Fraction(1, 20)
"""The same for two variable rates, as a trim or a slow passage moves their mean."""


def common_rate(one: FrameClock, other: FrameClock) -> Fraction | None:
    """Frames a second at which two versions are compared in time; ``None`` where they are compared frame by frame.

    Frames are taken one for one where both rates are steady and the same, or both vary about the same: whoever wrote
    the one from the other kept the frames. A steady version of a variable one has frames doubled and dropped, so it is
    compared in time, on its own rate; two steady ones on the lower rate, to which the other was brought down.
    """
    vary = one.regularity == "variable", other.regularity == "variable"
    if vary == (False, False):
        return None if abs(one.rate / other.rate - 1) < CLOSE else min(one.rate, other.rate)
    if vary == (True, True):
        return None if abs(_mean(one) / _mean(other) - 1) < ABOUT else max(_mean(one), _mean(other))
    return other.rate if vary[0] else one.rate


def _mean(clock: FrameClock) -> Fraction:
    return clock.frames / clock.duration


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

    def shown(self, at: int) -> int:
        """The version's own frame that is shown on a frame of the clock."""
        return int(self.frames[min(max(at, 0), len(self.frames) - 1)])


def on_clock(timeline: Timeline, rate: Fraction | None) -> OnClock:
    """Lay a timeline on a clock of a steady rate; as it is where that is its own, or ``None``."""
    own = timeline.clock
    if rate is None or (own.regularity != "variable" and abs(own.rate / rate - 1) < CLOSE):
        return OnClock(timeline=timeline, frames=np.arange(own.frames), converted=False)
    count = max(1, int(own.duration * rate + Fraction(1, 2)))
    moments = ((Fraction(2 * n + 1) / (2 * rate)) for n in range(count))
    frames = np.array([min(own.frame_at(moment), own.frames - 1) for moment in moments], np.int64)

    def there(frame: int) -> int:
        return int(np.searchsorted(frames, frame))

    moved = _moved(timeline, there, constant_clock(count, rate))
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
