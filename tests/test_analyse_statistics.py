"""Statistics of shot lengths against plain reckoning and against their published marks."""

from __future__ import annotations

import itertools
import math
import statistics as plain
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from timeline.analyse import statistics as own

LENGTHS = st.lists(st.integers(1, 500), min_size=2, max_size=40)


@given(LENGTHS)
def test_location_and_spread_agree_with_the_standard_library(values: list[int]) -> None:
    exact = [Fraction(v) for v in values]
    assert own.median(values) == plain.median(exact)
    assert own.mean(values) == plain.mean(exact)
    assert own.deviation(values) == pytest.approx(plain.pstdev(values))
    assert own.variation(values) == pytest.approx(plain.pstdev(values) / plain.mean(values))
    assert own.median_deviation(values) == plain.median([abs(v - plain.median(exact)) for v in exact])


@given(LENGTHS)
def test_quartiles_interpolate_between_order_statistics(values: list[int]) -> None:
    low, _, high = plain.quantiles(values, n=4, method="inclusive")
    assert float(own.quantile(values, Fraction(1, 4))) == pytest.approx(low)
    assert float(own.quantile(values, Fraction(3, 4))) == pytest.approx(high)


@given(LENGTHS)
def test_trend_is_the_median_slope_of_all_pairs(values: list[int]) -> None:
    slopes = [Fraction(b - a, j - i) for (i, a), (j, b) in itertools.combinations(enumerate(values), 2)]
    assert own.trend(values) == plain.median(slopes)


def test_trend_of_a_long_film_takes_pairs_half_the_series_apart() -> None:
    assert own.trend(list(range(1000, 0, -1))) == -1


@given(LENGTHS)
def test_npvi_lies_between_0_and_200_and_ignores_the_unit(values: list[int]) -> None:
    assert 0 <= own.npvi(values) < 200
    assert own.npvi([7 * v for v in values]) == pytest.approx(own.npvi(values))


def test_npvi_by_hand() -> None:
    assert own.npvi([1, 3, 1]) == pytest.approx(100)


@given(LENGTHS)
def test_lag_one_autocorrelation_by_its_formula(values: list[int]) -> None:
    assume(len(set(values)) > 1)
    m = plain.mean(values)
    lagged = sum((a - m) * (b - m) for a, b in itertools.pairwise(values))
    assert own.autocorrelation(values) == pytest.approx(lagged / sum((v - m) ** 2 for v in values))


def test_autocorrelation_of_equal_shots_does_not_exist() -> None:
    assert own.autocorrelation([5] * 30) is None


@pytest.mark.parametrize(("n", "band"), [(20, 0.44), (60, 0.25)])
def test_the_band_of_the_autocorrelation(n: int, band: float) -> None:
    assert own.autocorrelation_band([1] * n) == pytest.approx(band, abs=0.005)


@pytest.mark.parametrize("n", [10, 20, 60])
def test_burstiness_counts_intervals_so_its_three_marks_are_met(n: int) -> None:
    assert own.burstiness([7] * n) == pytest.approx(-1)
    # All the time in one interval is its upper mark, approached as the others shrink.
    assert own.burstiness([10**12, *[1] * (n - 1)]) == pytest.approx(1, abs=1e-6)
    # Intervals of random cuts have r^2 = (n-1)/(n+1): two lengths a +- d in equal number reach just that.
    r = math.sqrt((n - 1) / (n + 1))
    a = 10**6
    values = [a + round(r * a), a - round(r * a)] * (n // 2)
    assert own.burstiness(values) == pytest.approx(0, abs=1e-5)


def test_longest_runs_about_the_median() -> None:
    values = [9, 9, 9, 1, 1, 5, 1, 9, 1]
    assert own.longest_run(values, above=True) == 3
    assert own.longest_run(values, above=False) == 2
    assert own.longest_run([4, 4], above=True) == 0
