"""Joint bands from a few programmes: one factor for all columns, so that a share of programmes lies within them all.

Each column is set on a scale on which spread does not hang on size (counts: square root, Anscombe 1948; lengths:
logarithm) and centred by its median. A programme's score is its largest distance from the centre over all columns,
each in its own spread, centre and spread taken from the other programmes. The bands reach as far as the score
of rank ceil((n + 1) share): then a further programme of the same kind lies within all of them with about that
probability, whatever the figures' distributions and however they hang together (conformal prediction with a supremum
score: Diquigiovanni, Fontana and Vantini, "Conformal prediction bands for multivariate functional data", J.
Multivariate Analysis 189, 2022; leave-one-out scores: Vovk, Gammerman and Shafer, "Algorithmic Learning in a Random
World", 2005). The n - 1 others know centre and spread less well than all n do, so of few programmes more pass.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

from timeline.analyse.learn_columns import Column, Matrix

ROUNDS = 400
TO_DEVIATION = math.sqrt(math.pi / 2)
MEDIAN_TO_DEVIATION = 1.4826
LEAST_SECONDS = 0.1
LEAST_COUNT = 0.5
_TINY = 1e-3


@dataclass(frozen=True, slots=True, kw_only=True)
class Bands:
    """Edges of every column, float64 (columns,), in seconds and counts."""

    low: Matrix
    high: Matrix


def to_even(values: Matrix, counts: npt.NDArray[np.bool_]) -> Matrix:
    """Values (..., columns) on a scale on which their spread does not hang on their size."""
    return np.where(counts, np.sqrt(np.maximum(values, 0) + 0.375), np.log(np.maximum(values, _TINY)))


def from_even(values: Matrix, counts: npt.NDArray[np.bool_]) -> Matrix:
    """Undo ``to_even``; a count below none is none."""
    squares = np.maximum(np.square(np.maximum(values, 0)) - 0.375, 0)
    return np.where(counts, squares, np.exp(np.minimum(values, 700)))


def counted(columns: Sequence[Column]) -> npt.NDArray[np.bool_]:
    """Which columns are counts, bool (columns,)."""
    return np.array([column.scale == "count" for column in columns], bool)


def centre(even: Matrix, counts: npt.NDArray[np.bool_], *, robust: bool = False) -> tuple[Matrix, Matrix]:
    """Median and spread of (..., programmes, columns); no spread is less than half a cut or a tenth of a second.

    The spread is the mean absolute deviation from the median, which wastes little of few programmes; ``robust``: the
    median one, which a few outliers cannot move. Both are scaled to a normal distribution's standard deviation.
    """
    middle = _median(even)
    away = np.abs(even - middle[..., None, :])
    spread = MEDIAN_TO_DEVIATION * _median(away) if robust else TO_DEVIATION * away.mean(axis=-2)
    step = np.where(counts, LEAST_COUNT, LEAST_SECONDS)
    least = to_even(from_even(middle, counts) + step, counts) - middle
    return middle, np.maximum(spread, least)


def _median(values: Matrix) -> Matrix:
    """Median over programmes; ``np.median`` would take many times as long over so many short rows."""
    ordered = np.sort(values, axis=-2)
    n = values.shape[-2]
    return (ordered[..., (n - 1) // 2, :] + ordered[..., n // 2, :]) / 2


def distances(even: Matrix, counts: npt.NDArray[np.bool_], *, robust: bool = False) -> Matrix:
    """How far each programme lies from the others' centre, in their spreads, by column: (programmes, columns)."""
    others = _without_each(len(even))
    middle, spread = centre(even[others], counts, robust=robust)
    return np.abs(even - middle) / spread


def _without_each(n: int) -> npt.NDArray[np.intp]:
    """Row k holds all numbers below n but k: (n, n - 1)."""
    return np.array([[j for j in range(n) if j != k] for k in range(n)], np.intp)


def rank_of(n: int, share: Fraction, outliers: int = 0) -> int:
    """Which of n scores in rising order the bands reach to; n where the share is more than n can promise.

    ``outliers``: of further programmes, whose scores are larger than all of these.
    """
    return min(n, math.ceil((n + outliers + 1) * share))


def supported_share(n: int, outliers: int = 0) -> Fraction:
    """The largest share that n programmes can promise, beside ``outliers`` that lie outside: n / (n + outliers + 1)."""
    return Fraction(n, n + outliers + 1)


def fit(values: Matrix, counts: npt.NDArray[np.bool_], reach: float) -> Bands:
    """Bands (columns,) of programmes (n, columns) that reach so many spreads from the centre."""
    return _bands(to_even(values, counts), counts, np.array(reach))


def within(values: Matrix, counts: npt.NDArray[np.bool_]) -> Matrix:
    """Largest distance of each programme from the centre of all, itself among them: (programmes,)."""
    even = to_even(values, counts)
    middle, spread = centre(even, counts)
    largest: Matrix = np.max(np.abs(even - middle) / spread, axis=1, initial=0)
    return largest


def _bands(even: Matrix, counts: npt.NDArray[np.bool_], reach: Matrix) -> Bands:
    """Bands (..., columns) of programmes (..., programmes, columns) and reaches (...)."""
    middle, spread = centre(even, counts)
    wide = reach[..., None] * spread
    return Bands(low=from_even(middle - wide, counts), high=from_even(middle + wide, counts))


def uncertain(values: Matrix, counts: npt.NDArray[np.bool_], scores: Matrix, rank: int, seed: int) -> Bands:
    """Half the width of the middle 80 % of each edge over ``ROUNDS`` bootstrap samples of whole programmes.

    Efron and Tibshirani, "An Introduction to the Bootstrap", 1993: percentile method. The scores are drawn with their
    programmes, not taken again, since a programme drawn twice would be its own neighbour.
    """
    even = to_even(values, counts)
    drawn = np.random.default_rng(seed).integers(0, len(values), (ROUNDS, len(values)))
    reach = np.sort(scores[drawn], axis=1)[:, rank - 1]
    parts = [_bands(even[rows], counts, far) for rows, far in zip(_some(drawn), _some(reach), strict=True)]
    lows, highs = np.concatenate([p.low for p in parts]), np.concatenate([p.high for p in parts])
    low, high = (np.diff(np.quantile(edge, [0.1, 0.9], axis=0), axis=0)[0] / 2 for edge in (lows, highs))
    return Bands(low=low, high=high)


def _some(rounds: npt.NDArray[Any]) -> list[npt.NDArray[Any]]:
    """Rounds a few at a time: of hundreds of programmes, all at once would take hundreds of megabytes."""
    return np.array_split(rounds, ROUNDS // 20)
