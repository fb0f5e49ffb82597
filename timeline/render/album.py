"""The pictures of one page: each embedded once, however often it is shown, up to a budget of bytes."""

from __future__ import annotations

import base64
from dataclasses import dataclass, field
from typing import Protocol

# Base64 takes 4 characters for 3 bytes; a page of 60 shots with 9 kB pictures stays near 2.2 MB.
BUDGET = 6_000_000


class Pictures(Protocol):
    """Small encoded pictures of single frames, as a stored record keeps them."""

    @property
    def mime(self) -> str:
        """Media type of every picture, such as ``image/webp``."""

    def get(self, frame: int) -> bytes | None:
        """Encoded picture of ``frame``, or ``None`` where none was kept."""

    def nearest(self, frame: int) -> tuple[int, bytes] | None:
        """Encoded picture of the kept frame nearest to ``frame``, with its number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """One embedded picture: the frame it shows and its data address."""

    frame: int
    uri: str


@dataclass(slots=True, kw_only=True)
class Album:
    """Hands out pictures and remembers which were asked for; ``refused`` counts those past the budget.

    ``bare``: there are none and never were, so that no place is kept for them.
    """

    pictures: Pictures
    width: int
    height: int
    bare: bool = False
    budget: int = BUDGET
    refused: int = 0
    _kept: dict[int, Picture] = field(default_factory=dict)

    @property
    def embedded(self) -> list[Picture]:
        """Every picture handed out, once, in frame order."""
        return [self._kept[frame] for frame in sorted(self._kept)]

    def near(self, frame: int, low: int, high: int) -> Picture | None:
        """Picture of ``frame``, else one kept near it inside ``[low, high)``."""
        if not low <= frame < high:
            return None
        if frame in self._kept:
            return self._kept[frame]
        data = self.pictures.get(frame)
        found = self._nearest(frame, low, high) if data is None else (frame, data)
        if found is None:
            return None
        return self._kept.get(found[0]) or self._keep(*found)

    def _nearest(self, frame: int, low: int, high: int) -> tuple[int, bytes] | None:
        """Ask near the frame, then ever deeper on either side: what lies nearest may lie across the edge."""
        step = 0
        while step < high - low:
            for probe in (frame - step, frame + step):
                found = self.pictures.nearest(probe) if low <= probe < high else None
                if found is not None and low <= found[0] < high:
                    return found
            step = 2 * step or 1
        return None

    def _keep(self, frame: int, data: bytes) -> Picture | None:
        size = 4 * len(data) // 3
        if size > self.budget:
            self.refused += 1
            return None
        self.budget -= size
        encoded = base64.b64encode(data).decode("ascii")
        self._kept[frame] = Picture(frame=frame, uri=f"data:{self.pictures.mime};base64,{encoded}")
        return self._kept[frame]


def album(pictures: Pictures, display_width: int, display_height: int, *, bare: bool = False) -> Album:
    """Lay an empty album for pictures of this display shape, drawn 320 units on the longer side."""
    scale = 320 / max(display_width, display_height)
    return Album(
        pictures=pictures,
        width=max(1, round(display_width * scale)),
        height=max(1, round(display_height * scale)),
        bare=bare,
    )
