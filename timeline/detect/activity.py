"""Visual activity of a shot."""

from __future__ import annotations

from timeline.kernels.features import FeatureTable
from timeline.kernels.median import median


def visual_activity(table: FeatureTable, start: int, stop: int) -> float | None:
    """One minus the median correlation of near-adjacent frames (two apart) inside the shot ``[start, stop)``.

    0 is a still, 1 unrelated pictures. None where the shot is too short to hold a pair. After Cutting, DeLong and
    Brunick, "Visual activity in Hollywood film: 1935 to 2005 and beyond", Psychology of Aesthetics, Creativity, and
    the Arts 5 (2011).
    """
    unlike = table.column("luma_unlike_2")[start + 1 : stop - 1]
    return float(median(unlike**2)) if len(unlike) else None


def frame_activity(table: FeatureTable) -> list[float]:
    """One minus the correlation of the frames on either side of each frame; the ends, taken as still, included."""
    return [round(float(value), 6) for value in table.column("luma_unlike_2") ** 2]
