"""What changes are told from."""

from __future__ import annotations

from dataclasses import dataclass, field

from timeline.analyse.diff.runs import Piece
from timeline.kernels.pooling import Floats
from timeline.model.edit import Timeline


@dataclass(slots=True, kw_only=True)
class Facts:
    """What changes are told from: both timelines, the later version's prints, and the pieces in its order."""

    old: Timeline
    new: Timeline
    prints: Floats
    pieces: list[Piece]
    strayed: set[int] = field(default_factory=set)
    """Places in ``pieces`` of those that are out of order."""

    def of_old(self, shot: int) -> list[Piece]:
        """Pieces of an earlier shot in its own order."""
        return sorted((p for p in self.pieces if p.old == shot), key=lambda p: (p.source, p.start))

    def of_new(self, shot: int) -> list[Piece]:
        """Pieces in a later shot."""
        return [p for p in self.pieces if p.new == shot]
