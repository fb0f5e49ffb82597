"""A season by sections: how far each section of each episode lies off its bands, on one scale for all figures."""

from __future__ import annotations

from dataclasses import dataclass

from timeline.analyse.metrics import BY_NAME
from timeline.model.inspection import Inspection
from timeline.model.profile import Band, Profile
from timeline.model.rhythm import Number


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """How far a section of an episode is off: 0 in the middle of its tightest band, 1 at an edge; positive: slower."""

    value: float | None
    figure: str = ""


def cell(inspection: Inspection, section: str, profile: Profile) -> Cell:
    """The band of the section in which the episode lies furthest out; no value where the profile has none there."""
    best = Cell(value=None)
    for band in profile.bands:
        if band.section != section:
            continue
        value = figure_in(inspection, band)
        placed = None if value is None else position(float(value), band)
        if placed is not None and (best.value is None or abs(placed) > abs(best.value)):
            best = Cell(value=round(placed, 2), figure=BY_NAME[band.figure].title)
    return best


def figure_in(inspection: Inspection, band: Band) -> Number | None:
    """The figure that a band is about, in the band's unit; none where the episode has none."""
    for figure in inspection.rhythm.figures:
        if (figure.name, figure.section) == (band.figure, band.section):
            return figure.frames if band.unit == "frames" else figure.value
    return None


def position(value: float, band: Band) -> float | None:
    """Where a value lies in its band: 0 in the middle, 1 at an edge, signed so that slower cutting is positive."""
    low = 0.0 if band.low is None else float(band.low)
    if band.high is None:
        placed = -1 - (low - value) / low if low and value < low else 0.0
    elif float(band.high) > low:
        placed = (2 * value - low - float(band.high)) / (float(band.high) - low)
        placed = max(placed, 0.0) if band.low is None else placed
    else:
        return None
    return -placed if BY_NAME[band.figure].unit in {"count", "per_minute"} else placed
