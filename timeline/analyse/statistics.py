"""Statistics of shot lengths, exact where arithmetic allows: a finished episode is a census, nothing is estimated."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from fractions import Fraction

# Above this many shots the trend takes one slope a shot instead of one a pair.
ALL_PAIRS = 400


def quantile(values: Sequence[int | Fraction], share: Fraction) -> Fraction:
    """Quantile by linear interpolation between order statistics (Hyndman and Fan 1996, definition 7).

    ``values``: one or more, in any order. ``share``: in [0, 1].
    """
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return Fraction(ordered[low]) + (place - low) * (ordered[high] - ordered[low])


def median(values: Sequence[int | Fraction]) -> Fraction:
    """Middle value, or the mean of the two middle ones.

    Shot lengths are skewed, so the median stands where the mean does not: the mean's breakdown point is 1/n (Redfern
    and Salt, articles at cinemetrics.uchicago.edu).
    """
    return quantile(values, Fraction(1, 2))


def mean(values: Sequence[int]) -> Fraction:
    """Average: total over number. Of shot lengths the ASL (Salt; Cinemetrics)."""
    return Fraction(sum(values), len(values))


def deviation(values: Sequence[int]) -> float:
    """Standard deviation of a census, divisor n: the episode is the whole population (Cinemetrics' StDev)."""
    average = mean(values)
    return math.sqrt(sum((value - average) ** 2 for value in values) / len(values))


def median_deviation(values: Sequence[int]) -> Fraction:
    """MAD: median distance from the median, not scaled (Redfern, robust dispersion of shot lengths)."""
    centre = median(values)
    return median([abs(value - centre) for value in values])


def variation(values: Sequence[int]) -> float:
    """Coefficient of variation, CV = StDev / ASL (Cinemetrics)."""
    return deviation(values) / float(mean(values))


def trend(values: Sequence[int]) -> Fraction:
    """Theil-Sen slope of shot length against shot number: median of (l_j - l_i) / (j - i), i < j (Sen 1968).

    Negative: shots get shorter, the cutting accelerates. Above ``ALL_PAIRS`` shots only pairs half the series apart
    are taken (Theil's incomplete method, 1950), so that a feature film takes no minutes.
    """
    n = len(values)
    if n <= ALL_PAIRS:
        slopes = [(values[j] - values[i], j - i) for i, j in itertools.combinations(range(n), 2)]
        slopes.sort(key=lambda slope: slope[0] / slope[1])  # rises and runs are small: unequal slopes differ as floats
        return median([Fraction(*slope) for slope in slopes[(len(slopes) - 1) // 2 : len(slopes) // 2 + 1]])
    half = n // 2
    return median([Fraction(values[i + half] - values[i], half) for i in range(n - half)])


def npvi(values: Sequence[int]) -> float:
    """Normalised pairwise variability index, 100/(m-1) sum |d_k - d_k+1| / ((d_k + d_k+1)/2) (Daniele and Patel 2013).

    0: all shots alike; towards 200: long and short in turn.
    """
    pairs = list(itertools.pairwise(values))
    return 200 * math.fsum(abs(a - b) / (a + b) for a, b in pairs) / len(pairs)


def autocorrelation(values: Sequence[int]) -> float | None:
    """Autocorrelation of shot lengths at lag 1 (for lag 1 the partial one too); ``None`` where all are alike.

    r = sum (l_k - m)(l_k+1 - m) / sum (l_k - m)^2, as Cutting, DeLong and Nothelfer 2010 use it.
    """
    average = float(mean(values))
    spread = math.fsum((value - average) ** 2 for value in values)
    if spread == 0:
        return None
    return math.fsum((a - average) * (b - average) for a, b in itertools.pairwise(values)) / spread


def autocorrelation_band(values: Sequence[int]) -> float:
    """Half width 1.96 / sqrt(n) of the band in which a lag-1 autocorrelation says nothing (Quenouille 1949)."""
    return 1.96 / math.sqrt(len(values))


def burstiness(values: Sequence[int]) -> float:
    """Burstiness for few events, B = (sqrt(n+1) r - sqrt(n-1)) / ((sqrt(n+1) - 2) r + sqrt(n-1)), r = sigma/mu.

    Kim and Jo, Phys. Rev. E 94, 032311 (2016). n counts intervals, here shots, not cuts: only so does B reach 1 when
    one interval holds all the time (r = sqrt(n-1)), and 0 for cuts thrown at random (r^2 = (n-1)/(n+1)).
    -1: a metronome.
    """
    n, r = len(values), variation(values)
    return (math.sqrt(n + 1) * r - math.sqrt(n - 1)) / ((math.sqrt(n + 1) - 2) * r + math.sqrt(n - 1))


def longest_run(values: Sequence[int], *, above: bool) -> int:
    """Most shots in a row longer (``above``) or shorter than the episode's own median (runs about the median)."""
    centre = median(values)
    runs = itertools.groupby(values, key=lambda value: value > centre if above else value < centre)
    return max((len(list(group)) for hit, group in runs if hit), default=0)
