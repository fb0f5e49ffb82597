"""A profile from bands that were learnt: edges rounded to what they mean, the corridor as wide as its grid promises."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

import numpy as np

from timeline.analyse.case import PROGRAMME
from timeline.analyse.corridor import furthest, place_corridor
from timeline.analyse.learn_columns import Column, Matrix
from timeline.analyse.learn_fit import Bands, counted, fit, rank_of, scores_of
from timeline.analyse.metrics import BY_NAME, value_of
from timeline.analyse.sample import layout_of
from timeline.analyse.sections import place_sections
from timeline.analyse.words import plain
from timeline.model.edit import Timeline
from timeline.model.profile import HOUSE_DEFAULT, Band, CorridorRule, Profile

_STEPS = tuple(Fraction(n, 100) for n in (5, 10, 20, 50, 100, 200, 500, 1000))


def made(
    used: Sequence[Timeline], columns: Sequence[Column], values: Matrix, share: Fraction, known: Bands, base: Profile
) -> Profile:
    """Bands and corridor from these references, the corridor so wide that it passes whom its grid passes."""
    counts = counted(columns)
    scores = scores_of(values, counts)
    profile = _laid(columns, values, fit(values, counts, share, scores), known, base)
    inside = np.argsort(scores, kind="stable")[: rank_of(len(values), share)]
    return _widened(profile, [used[n] for n in inside])


def _widened(profile: Profile, timelines: Sequence[Timeline]) -> Profile:
    """Let the corridor pass these programmes: between two of its points a staircase may stand a cut apart."""
    if profile.corridor is None:
        return profile
    short, over = 0, 0
    for timeline in timelines:
        points = place_corridor(timeline, profile.corridor)
        behind, ahead = (furthest(timeline, points, timeline.edit_points, behind=side) for side in (True, False))
        short, over = max(short, behind[1] if behind else 0), max(over, ahead[1] if ahead else 0)
    moved = tuple((where, max(Fraction(0), low - short), high + over) for where, low, high in profile.corridor.points)
    return replace(profile, corridor=replace(profile.corridor, points=moved))


def passes(timeline: Timeline, profile: Profile) -> bool:
    """Whether a programme lies within every learnt band and the corridor; figures it has not are no failure."""
    placed, _ = place_sections(timeline, profile.sections)
    layout, edits = layout_of(timeline), timeline.edit_points
    samples = {section.name: layout.sample(edits, section) for section in placed}
    samples[PROGRAMME] = layout.sample(edits)
    for band in profile.bands:
        sample = samples.get(band.section)
        value = None if sample is None else value_of(BY_NAME[band.figure], sample)
        if value is None:
            continue
        if (band.low is not None and value < band.low) or (band.high is not None and value > band.high):
            return False
    if profile.corridor is None:
        return True
    points = place_corridor(timeline, profile.corridor)
    return not any(furthest(timeline, points, edits, behind=behind) for behind in (True, False))


def _laid(columns: Sequence[Column], values: Matrix, bands: Bands, known: Bands, base: Profile) -> Profile:
    """A profile of rounded bands; of ``base`` stays what has a source of its own and is not learnt."""
    made: list[Band] = []
    points = [(Fraction(0), Fraction(0), Fraction(0))]
    for n, column in enumerate(columns):
        edges = (float(bands.low[n]), float(bands.high[n]))
        if column.percent is None:
            made += _band(column, edges, (float(known.low[n]), float(known.high[n])), values[:, n])
        else:
            low, high = Fraction(math.floor(edges[0])), Fraction(math.ceil(edges[1]))
            points.append((Fraction(column.percent), max(low, points[-1][1]), max(high, points[-1][2])))
    taken = {(band.figure, band.section) for band in made}
    stays = tuple(b for b in base.bands if (b.figure, b.section) not in taken and b.source != HOUSE_DEFAULT)
    corridor = CorridorRule(
        anchor="percent_of_programme", points=tuple(points), severity="error", source=f"{len(values)} references"
    )
    return replace(
        base,
        bands=(*made, *stays),
        corridor=corridor if len(points) > 1 else None,
        shots=tuple(limit for limit in base.shots if limit.source != HOUSE_DEFAULT),
    )


def _band(column: Column, edges: tuple[float, float], known: tuple[float, float], values: Matrix) -> list[Band]:
    """One band, rounded outwards to what its edges are known to; none where nothing could fall outside it."""
    steps = [Fraction(1) if column.scale == "count" else _step(u) for u in known]
    low: Fraction | None = math.floor(Fraction(edges[0]) / steps[0]) * steps[0]
    high = math.ceil(Fraction(edges[1]) / steps[1]) * steps[1]
    low = low or None  # nothing is below 0
    unit = "" if column.scale == "count" else " s"
    spread = f"{plain(Fraction(float(values.min())))} to {plain(Fraction(float(values.max())))}{unit}"
    sure = " and ".join(
        f"{plain(_told(u))}{unit}" for u, edge in zip(known, (low, high), strict=True) if edge is not None
    )
    return [
        Band(
            figure=column.figure,
            section=column.section,
            unit="plain" if column.scale == "count" else "seconds",
            low=low,
            high=high,
            severity="error",
            source=f"{len(values)} references from {spread}; edges known to ± {sure} (bootstrap, 80 %)",
        )
    ]


def _step(known: float) -> Fraction:
    """The largest round step that is no coarser than half of what an edge is known to."""
    return max((step for step in _STEPS if 2 * step <= known), default=_STEPS[0])


def _told(known: float) -> Fraction:
    """An uncertainty with two digits or to a hundredth: more would mean nothing."""
    return Fraction(f"{max(known, 0.01):.2g}")
