"""What a timeline file says as it is written, counted, and how what is seen differs from it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """The main video track (V1) as written.

    ``clips``, ``nested`` and ``gaps``: items on it, neighbouring gaps as one; transitions are spans, not items.
    ``nested``: compositions that are no clip by the format's own terms (OpenTimelineIO alone). ``edit_points``:
    where one item meets the next. ``frames``: last record out less first record in, whole unless the file strays off
    its own grid. ``start``: label of frame 0; ``drop``: whether labels are drop-frame, ``None`` where nothing says.
    """

    clips: int
    nested: int
    gaps: int
    transitions: int
    edit_points: int
    frames: Fraction
    rate: Fraction
    start: str
    drop: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One way in which what is seen differs from what is written: how often, and in words for that number."""

    code: str
    count: int
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AsWritten:
    """The file behind an inspection that is no video: its format and sequence, its facts, and the differences."""

    format: str
    sequence: str
    facts: Facts
    differences: tuple[Difference, ...] = ()
