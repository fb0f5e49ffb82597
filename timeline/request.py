"""What an inspection is asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from timeline.detect import DEFAULT
from timeline.ranges import WHOLE, RangeRequest

if TYPE_CHECKING:
    from timeline.model.profile import Profile
    from timeline.model.waiver import Waiver

Progress: TypeAlias = Callable[[int, int | None], None]
"""Called with frames done and frames expected, if known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What to inspect a file for; the defaults give plain facts.

    ``frames``: the stretch, programme and timecode asked for. ``cached``: whether a stored record may be used and kept.
    ``frame_threads``: whether several frames may be decoded at once; not where processes share the processors.
    ``waive``: whether the waivers beside the file count; ``waivers``: others that do. ``kept``: where the records of
    other versions are, if not in the cache.
    ``rate``, ``sequence`` and ``keep_through_edits`` are for timeline files (``timeline.sequences``).
    """

    profile: Profile | None = None
    detector: str = DEFAULT
    min_confidence: float = 0.5
    stream: int | None = None
    frames: RangeRequest = WHOLE
    cached: bool = True
    frame_threads: bool = True
    waive: bool = True
    waivers: tuple[Waiver, ...] = ()
    kept: Callable[[str], Path] | None = None
    rate: Fraction | None = None
    sequence: str | None = None
    keep_through_edits: bool = False
