"""What a preview writes on its picture at an edit."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewMark:
    """Frames ``[start, stop)`` of the source that are trimmed away, and a few words on it, such as ``3 tail -12f``.

    Shown just before and just after the edit at which they are missing.
    """

    start: int
    stop: int
    label: str

    def __post_init__(self) -> None:
        """Hold the frames to their order."""
        if not 0 <= self.start < self.stop:
            raise ValueError("a trim has at least one frame, from frame 0 on")
