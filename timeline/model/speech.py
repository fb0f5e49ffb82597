"""When somebody speaks, in frames, and on what that rests."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import Literal, TypeAlias

from timeline.model.notice import Notice

Basis: TypeAlias = Literal["subtitles", "sound", "none"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Speech:
    """Frames ``[start, stop)`` in which somebody speaks, rising and apart from each other.

    ``basis``: what they rest on; with ``none`` nothing is known, which is not silence. ``notices``: what the reader of
    a result must know of them.
    """

    spans: tuple[tuple[int, int], ...]
    basis: Basis
    notices: tuple[Notice, ...] = ()

    def __post_init__(self) -> None:
        """Hold the spans to their order."""
        if any(not 0 <= start < stop for start, stop in self.spans):
            raise ValueError("a span of speech has at least one frame, from frame 0 on")
        if any(before[1] >= after[0] for before, after in itertools.pairwise(self.spans)):
            raise ValueError("spans of speech rise and do not touch")
        if self.basis == "none" and self.spans:
            raise ValueError("spans of speech rest on something")
