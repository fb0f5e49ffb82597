"""Intervals of figures by resampling whole clips, since what happens within one clip hangs together."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import numpy as np
import numpy.typing as npt

from timeline.suite.results import Interval

ROUNDS = 1000
SEED = 20
DIGITS = 6
"""Figures are rounded to so many digits once, where they are made, so that every renderer tells the same."""

Counts = npt.NDArray[np.int64]


def figure(value: float) -> float:
    """A figure as it is kept."""
    return round(float(value), DIGITS)


@cache
def resampled(clips: int) -> Counts:
    """How often each of ``clips`` clips is drawn in each round, int64 (ROUNDS, clips); the same on every run."""
    drawn = np.random.default_rng(SEED).integers(0, clips, (ROUNDS, clips))
    return np.stack([np.bincount(row, minlength=clips) for row in drawn]).astype(np.int64)


def interval(clips: int, statistic: Callable[[Counts], npt.NDArray[np.float64]]) -> Interval | None:
    """The middle 95 % of a statistic; None over fewer than two clips, or where it cannot be told.

    ``statistic`` takes how often each clip counts, (ROUNDS, clips), and gives (ROUNDS,); rounds in which it means
    nothing are NaN and left out (Efron and Tibshirani, "An Introduction to the Bootstrap", 1993: percentile method).
    """
    if clips < 2:
        return None
    values = statistic(resampled(clips))
    told = values[~np.isnan(values)]
    if not len(told):
        return None
    low, high = np.quantile(told, [0.025, 0.975])
    return Interval(low=figure(low), high=figure(high))


def ratio(upper: npt.NDArray[np.int64], lower: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    """Quotients, NaN where the divisor is 0."""
    out = np.full(upper.shape, np.nan)
    np.divide(upper, lower, out=out, where=lower != 0)
    return out
