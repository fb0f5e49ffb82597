"""Where in a shot its frames are taken: at the edge where the picture is stillest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from timeline.analyse.suggest.room import Room
from timeline.model.edit import Shot


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """Frames taken at the head and at the tail of one shot."""

    head: int = 0
    tail: int = 0

    @property
    def frames(self) -> int:
        """Frames taken in all."""
        return self.head + self.tail


def place(shot: Shot, room: Room, frames: int, activity: Sequence[float] | None) -> Cut:
    """Take ``frames`` of a shot at the edge whose frames move least; the tail where both are alike.

    Both edges are used only where neither has room alone; then too the stillest way of all is taken. ``activity``: one
    value a frame of the clock, 0 where nothing moves; without it the tail is preferred.
    """
    ways = [Cut(head=head, tail=frames - head) for head in _heads(room, frames)]
    return min(ways, key=lambda cut: (cost(shot, cut, activity), cut.head))


def _heads(room: Room, frames: int) -> Sequence[int]:
    single = [head for head, fits in ((0, room.tail >= frames), (frames, room.head >= frames)) if fits]
    return single or range(frames - room.tail, room.head + 1)


def cost(shot: Shot, cut: Cut, activity: Sequence[float] | None) -> float:
    """Movement in the frames that a cut takes, added up."""
    if activity is None:
        return 0.0
    return sum(head_activity(shot, cut.head, activity)) + sum(tail_activity(shot, cut.tail, activity))


def head_activity(shot: Shot, frames: int, activity: Sequence[float]) -> Sequence[float]:
    """Movement in a shot's first frames, one later: a value compares the frames on either side, here across the cut."""
    return activity[shot.start + 1 : min(shot.start + 1 + frames, shot.stop - 1)]


def tail_activity(shot: Shot, frames: int, activity: Sequence[float]) -> Sequence[float]:
    """Movement in a shot's last frames, as ``head_activity``."""
    return activity[max(shot.stop - 1 - frames, shot.start + 1) : shot.stop - 1]
