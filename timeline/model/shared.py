"""Material that episodes of a season share: recap, title sequence, end card, and what else comes again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

SharedKind: TypeAlias = Literal["recap", "title", "endcard", "shared"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Frames ``[start, stop)`` of a span, which another episode (by number) shows from its frame ``source`` on."""

    start: int
    stop: int
    episode: int
    source: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedSpan:
    """Frames ``[start, stop)`` of an episode that other episodes of the season show too.

    ``kind``: recap, title, endcard, or ``shared`` for what is none of these. ``episodes``: numbers of the others that
    show any of it, rising. ``pieces``: where each part of it is found; between two of them there may be frames that no
    other episode has, such as a dissolve.
    """

    episode: int
    kind: SharedKind
    start: int
    stop: int
    episodes: tuple[int, ...]
    pieces: tuple[Piece, ...]

    def __post_init__(self) -> None:
        """Check that the pieces lie inside, in order, from its first frame to its last."""
        if not 0 <= self.start < self.stop:
            raise ValueError(f"shared span [{self.start}, {self.stop}) holds no frame")
        inside = sorted(self.pieces, key=lambda piece: piece.start)
        if not inside or inside[0].start != self.start or max(piece.stop for piece in inside) != self.stop:
            raise ValueError(f"the pieces of shared span [{self.start}, {self.stop}) do not reach from end to end")

    @property
    def frames(self) -> int:
        """Length in frames."""
        return self.stop - self.start


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedMaterial:
    """What the episodes of a season share. ``of``: which versions were compared, and by what.

    ``unread``: numbers of the episodes whose stored record could not be read, of which nothing was compared.
    """

    of: str
    spans: tuple[SharedSpan, ...]
    unread: tuple[int, ...] = ()

    def in_episode(self, number: int) -> tuple[SharedSpan, ...]:
        """Spans of one episode, by place."""
        return tuple(span for span in self.spans if span.episode == number)
