"""What is known of the render and of the sources: signatures by frame, and the change from each to the next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from timeline.kernels.likeness import prominence, steps
from timeline.kernels.pooling import Floats
from timeline.kernels.refit import SAME, Way, refit
from timeline.kernels.signature import CHROMA_SIDE, LUMA_SIDE, Signatures
from timeline.model.clock import FrameClock
from timeline.model.edit import Event, Transition


@dataclass(frozen=True, slots=True, kw_only=True)
class Footage:
    """A render as it was recorded and detected.

    ``signatures`` uint8 (frames, S); ``contrast``: standard deviation of each frame's luma in 8-bit codes, (frames,).
    ``near_misses``: what the detector weighed and did not count. ``events``: black, colour and freeze runs among them.
    """

    clock: FrameClock
    signatures: Signatures
    contrast: Floats
    transitions: tuple[Transition, ...]
    near_misses: tuple[Transition, ...] = ()
    events: tuple[Event, ...] = ()
    steps: Floats = field(init=False)
    prominence: Floats = field(init=False)

    def __post_init__(self) -> None:
        """Measure the steps from frame to frame once."""
        change = steps(self.signatures)
        object.__setattr__(self, "steps", change)
        object.__setattr__(self, "prominence", prominence(change))

    @property
    def frames(self) -> int:
        """Length of the render."""
        return self.clock.frames


@dataclass(frozen=True, slots=True, kw_only=True)
class Take:
    """Pictures of one shot's source as the timeline would show them, with some before and after where there are any.

    ``rows`` uint8 (n, S): what frame ``first + k`` of the timeline shows of this source; frames that the source does
    not hold are False in ``held`` (n,). ``ways``: how the picture may lie in the render's frame, across and down; the
    first one counts.
    """

    source: str
    first: int
    rows: Signatures
    held: npt.NDArray[np.bool_]
    ways: tuple[tuple[Way, Way], ...] = ((SAME, SAME),)

    def through(self, way: tuple[Way, Way]) -> Take:
        """The same pictures lying in the render as ``way`` says."""
        return replace(self, rows=refit(self.rows, *way), ways=(way,))

    def at(
        self, frames: Sequence[int] | npt.NDArray[np.int64], reach: int = 0
    ) -> tuple[Signatures, npt.NDArray[np.bool_]]:
        """Pictures of timeline frames, (n, S), and which are known; up to ``reach`` frames off the nearest one held."""
        wanted = np.asarray(frames, np.int64) - self.first
        held = np.flatnonzero(self.held)
        if not len(held):
            return np.zeros((len(wanted), self.rows.shape[1]), np.uint8), np.zeros(len(wanted), bool)
        after = np.clip(np.searchsorted(held, wanted), 0, len(held) - 1)
        before = np.clip(after - 1, 0, None)
        nearer = np.abs(held[before] - wanted) <= np.abs(held[after] - wanted)
        chosen = np.where(nearer, held[before], held[after])
        return self.rows[chosen], np.abs(chosen - wanted) <= reach


def black_take(start: int, stop: int) -> Take:
    """A take of nothing: what a gap shows."""
    row = np.full(LUMA_SIDE**2 + 2 * CHROMA_SIDE**2, 128, np.uint8)
    row[: LUMA_SIDE**2] = 16
    count = stop - start
    return Take(source="", first=start, rows=np.tile(row, (count, 1)), held=np.ones(count, bool))
