"""A profile from bands that were learnt: edges rounded to what they mean, the corridor as wide as its grid promises."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from timeline.analyse.case import PROGRAMME
from timeline.analyse.corridor import furthest, place_corridor
from timeline.analyse.learn_choose import Chosen
from timeline.analyse.learn_columns import Column, Matrix
from timeline.analyse.learn_fit import Bands, counted, fit, rank_of, supported_share, within
from timeline.analyse.metrics import BY_NAME, value_of
from timeline.analyse.sample import layout_of
from timeline.analyse.sections import place_sections
from timeline.analyse.words import plain
from timeline.model.edit import Timeline
from timeline.model.profile import HOUSE_DEFAULT, Band, CorridorRule, Profile

_NOISE = 1e-6
"""Of the way to the even scale and back: an edge that lies on a whole count is not to miss it."""
_STEPS = tuple(Fraction(n, 100) for n in (5, 10, 20, 50, 100, 200, 500, 1000))


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """Programmes to learn from: ``values`` (programmes, columns), ``scores`` (programmes,) by ``scores_without``.

    ``outliers``: further programmes, that lie outside whatever the bands.
    """

    timelines: tuple[Timeline, ...]
    columns: tuple[Column, ...]
    values: Matrix
    scores: Matrix
    share: Fraction
    outliers: int

    @property
    def rank(self) -> int:
        """Which of the scores in rising order the bands reach to."""
        return rank_of(len(self.scores), self.share, self.outliers)

    @property
    def reach(self) -> float:
        """How many spreads the bands reach from the centre."""
        return float(np.sort(self.scores)[self.rank - 1])

    def without(self, n: int) -> Known:
        """All but one; so few may promise less."""
        rest = self.timelines[:n] + self.timelines[n + 1 :]
        return replace(
            self,
            timelines=rest,
            values=np.delete(self.values, n, axis=0),
            scores=np.delete(self.scores, n),
            share=min(self.share, supported_share(len(rest), self.outliers)),
        )


def made(known: Known, chosen: Chosen, base: Profile) -> Profile:
    """Bands and corridor of the chosen columns, the corridor so wide that it passes whom its grid passes.

    As many of the programmes themselves lie within them as the share says, whatever their scores.
    """
    columns, values = [known.columns[n] for n in chosen.numbers], known.values[:, list(chosen.numbers)]
    counts, inside = counted(columns), within(values, counted(columns))
    own = np.sort(inside)[math.ceil(len(values) * known.share) - 1]
    bands = fit(values, counts, max(known.reach, float(own)))
    profile = _laid(columns, values, bands, chosen.known, base)
    return _widened(profile, [known.timelines[n] for n in np.argsort(inside, kind="stable")[: known.rank]])


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
            low, high = _whole(*edges)
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
    """One band; seconds rounded outwards to what its edges are known to. Nothing is below 0, so no edge is there."""
    if column.scale == "count":
        least, high = _whole(*edges)
    else:
        steps = [_step(u) for u in known]
        least, high = (
            math.floor(Fraction(edges[0]) / steps[0]) * steps[0],
            math.ceil(Fraction(edges[1]) / steps[1]) * steps[1],
        )
    low = least or None
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


def _whole(low: float, high: float) -> tuple[Fraction, Fraction]:
    """Least and most whole count within a band: what lies within stays so, and nothing else comes to."""
    least, most = math.ceil(low - _NOISE), math.floor(high + _NOISE)
    return (Fraction(least), Fraction(most)) if least <= most else (Fraction(most), Fraction(least))


def _step(known: float) -> Fraction:
    """The largest round step that is no coarser than half of what an edge is known to."""
    return max((step for step in _STEPS if 2 * step <= known), default=_STEPS[0])


def _told(known: float) -> Fraction:
    """An uncertainty with two digits or to a hundredth: more would mean nothing."""
    return Fraction(f"{max(known, 0.01):.2g}")
