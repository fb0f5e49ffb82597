"""Each kernel equals a plain loop over its definition, on random pictures of odd sizes."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from timeline.kernels import arrival, bars, change, gram, histogram, pooling, shifts
from timeline.kernels.arrival import Reduced
from timeline.kernels.median import median, median_where

seeds = st.integers(0, 2**32 - 1)


def _random(seed: int, *shape: int) -> np.ndarray:
    return np.random.default_rng(seed).uniform(0, 255, shape).astype(np.float32)


@settings(max_examples=25, deadline=None)
@given(seeds, st.integers(1, 70), st.integers(1, 70), st.integers(1, 20), st.integers(1, 20))
def test_pool_is_the_mean_over_area_across_and_three_rows_down(seed, height, width, rows, columns):
    planes = np.random.default_rng(seed).integers(0, 256, (2, height, width)).astype(np.uint8)
    expected = np.zeros((2, rows, columns))
    for n in range(2):
        for i in range(rows):
            for j in range(columns):
                left, right = j * width / columns, (j + 1) * width / columns
                for k in range(3):
                    row = planes[n, min(height - 1, int((i + (k + 0.5) / 3) * height / rows))]
                    for x in range(width):
                        overlap = max(0.0, min(x + 1, right) - max(x, left))
                        expected[n, i, j] += float(row[x]) * overlap / (right - left) / 3
    assert pooling.pool(planes, rows, columns) == pytest.approx(expected, abs=1e-2)


@settings(max_examples=20, deadline=None)
@given(seeds, st.integers(1, 5), st.integers(1, 4), st.integers(1, 4), st.integers(0, 2))
def test_shrink_is_the_mean_of_whole_groups(seed, factor, down, across, rest):
    cells = _random(seed, 2, down * factor + rest % factor, across * factor + rest % factor)
    for n in range(2):
        for i in range(down):
            for j in range(across):
                group = cells[n, i * factor : (i + 1) * factor, j * factor : (j + 1) * factor]
                assert pooling.shrink(cells, factor)[n, i, j] == pytest.approx(group.mean(), rel=1e-4)


@settings(max_examples=20, deadline=None)
@given(seeds, st.integers(1, 9), st.integers(1, 7), st.integers(1, 30))
def test_band_holds_the_products_with_the_vectors_before(seed, new, longest, size):
    vectors = np.random.default_rng(seed).normal(size=(longest + new, size)).astype(np.float32)
    products = gram.band(vectors, new, longest)
    for i in range(new):
        for lag in range(longest + 1):
            assert products[i, lag] == pytest.approx(vectors[longest + i] @ vectors[longest + i - lag], abs=1e-3)


def _bands(seed: int, frames: int = 14, longest: int = 6, size: int = 12) -> tuple[np.ndarray, np.ndarray]:
    vectors = np.random.default_rng(seed).normal(size=(longest + frames, size)).astype(np.float32)
    return vectors[longest:], gram.band(vectors, frames, longest)


@settings(max_examples=20, deadline=None)
@given(seeds, st.integers(1, 6))
def test_distances_from_products_are_those_of_the_vectors(seed, lag):
    vectors, products = _bands(seed)
    squared, unlike = gram.squared_distance(products, lag), gram.unlikeness(products, lag, 0.5)
    assert not squared[:lag].any()
    assert not unlike[:lag].any()
    for t in range(lag, len(vectors)):
        a, b = vectors[t].astype(float), vectors[t - lag].astype(float)
        r = (a @ b + 0.5) / math.sqrt((a @ a + 0.5) * (b @ b + 0.5))
        assert squared[t] == pytest.approx(((a - b) ** 2).sum(), abs=1e-3)
        assert unlike[t] == pytest.approx(math.sqrt(max(0.0, 1 - r)), abs=1e-3)


@settings(max_examples=20, deadline=None)
@given(seeds, st.integers(1, 3))
def test_mixture_finds_the_best_share_of_the_two_neighbours(seed, lag):
    vectors, products = _bands(seed)
    share, residual, size = gram.mixture(products, lag)
    for t in range(lag, len(vectors) - lag):
        p, y, q = (vectors[i].astype(float) for i in (t - lag, t, t + lag))
        tries = np.linspace(0, 1, 2001)
        errors = ((y - tries[:, None] * p - (1 - tries[:, None]) * q) ** 2).sum(axis=1)
        assert size[t] == pytest.approx(((p - q) ** 2).sum(), rel=1e-3)
        assert residual[t] == pytest.approx(errors.min(), rel=1e-3, abs=1e-3)
        assert share[t] == pytest.approx(tries[errors.argmin()], abs=2e-3)


def test_an_exact_mixture_leaves_nothing_over():
    a, b = np.random.default_rng(3).normal(size=(2, 40)).astype(np.float32) * 50
    vectors = np.stack([a * (1 - s) + b * s for s in np.linspace(0, 1, 9)])
    share, residual, size = gram.mixture(gram.band(np.concatenate([vectors[:1].repeat(8, 0), vectors]), 9, 8), 4)
    assert share[4] == pytest.approx(0.5, abs=1e-3)
    assert residual[4] < 1e-4 * size[4]


@settings(max_examples=15, deadline=None)
@given(seeds, st.integers(8, 25), st.integers(8, 25))
def test_block_change_quantiles_and_centre(seed, rows, columns):
    before, after = _random(seed, 2, rows, columns), _random(seed + 1, 2, rows, columns)
    blocks = change.block_change(before, after)
    assert blocks.shape == (2, rows // 8, columns // 8)
    for n in range(2):
        plain = [
            [float(np.abs(after - before)[n, 8 * i : 8 * i + 8, 8 * j : 8 * j + 8].mean()) for j in range(columns // 8)]
            for i in range(rows // 8)
        ]
        flat = sorted(value for row in plain for value in row)
        assert blocks[n] == pytest.approx(np.array(plain), rel=1e-3)
        expected = [flat[round(q * (len(flat) - 1))] for q in change.QUANTILES]
        assert change.quantiles(blocks)[n] == pytest.approx(expected, rel=1e-3)
        total = sum(flat) + 1e-3
        xs = np.linspace(-1, 1, columns // 8)
        x = sum(value * xs[j] for row in plain for j, value in enumerate(row)) / total
        assert change.centre(blocks)[n, 0] == pytest.approx(x, abs=1e-3)


@settings(max_examples=15, deadline=None)
@given(seeds, st.integers(1, 9), st.integers(1, 9))
def test_histogram_counts_levels_and_its_root_overlaps_itself_fully(seed, rows, columns):
    cells = _random(seed, 2, rows, columns)
    shares = histogram.histogram(cells)
    for n in range(2):
        expected = [0.0] * 32
        for level in cells[n].ravel():
            expected[int(level) // 8] += 1 / cells[n].size
        assert shares[n] == pytest.approx(expected, abs=1e-6)
    root = histogram.smooth_root(shares)
    assert (root * root).sum(axis=1) == pytest.approx([1, 1], abs=1e-5)


@settings(max_examples=10, deadline=None)
@given(seeds, st.integers(17, 40))
def test_match_tries_every_shift(seed, length):
    before, after = _random(seed, 1, 3, length), _random(seed + 1, 1, 3, length)
    stay, best, shift = shifts.match(before, after)
    for strip in range(3):
        a, b = before[0, strip], after[0, strip]
        errors = {0: float(np.abs(b - a).mean())}
        for step in range(1, 17):
            errors[step] = min(
                float(np.abs(b[: length - step] - a[step:]).mean()), float(np.abs(b[step:] - a[: length - step]).mean())
            )
        assert stay[0, strip] == pytest.approx(errors[0], rel=1e-4)
        assert best[0, strip] == pytest.approx(min(errors.values()), rel=1e-4)
        assert errors[int(shift[0, strip])] == pytest.approx(min(errors.values()), rel=1e-4)


def test_a_pan_is_found_as_a_shift_of_the_profiles():
    row = np.random.default_rng(0).uniform(0, 255, 80).astype(np.float32)
    before, after = (np.broadcast_to(row[at : at + 64], (1, 64, 64)) for at in (0, 5))
    _, best, shift = shifts.match(shifts.profiles(before.copy()), shifts.profiles(after.copy()))
    assert shift[0, :4].tolist() == [5, 5, 5, 5]
    assert best[0, :4].max() < 1e-3


@settings(max_examples=10, deadline=None)
@given(seeds)
def test_signature_is_the_block_mean_of_each_plane(seed):
    frames = Reduced(luma=_random(seed, 1, 64, 64), cb=_random(seed + 1, 1, 16, 16), cr=_random(seed + 2, 1, 16, 16))
    row = arrival.signature(frames)[0]
    assert row.shape == (arrival.SIGNATURE_BYTES,)
    for i in (0, 7, 31):
        for j in (0, 13, 31):
            assert row[32 * i + j] == pytest.approx(
                frames.luma[0, 2 * i : 2 * i + 2, 2 * j : 2 * j + 2].mean(), abs=0.51
            )
    assert row[1024 + 64 + 8 * 3 + 5] == pytest.approx(frames.cr[0, 6:8, 10:12].mean(), abs=0.51)


def test_bars_of_a_wide_picture_in_a_tall_frame_are_found_and_cropped():
    brightest = np.full((320, 180), 18, np.uint8)
    brightest[110:211] = 180
    box = bars.find_box(brightest)
    assert (round(box.top * 320), round(box.bottom * 320), box.left, box.right) == (110, 211, 0.0, 1.0)
    assert box.crop(brightest[None]).shape == (1, 101, 180)
    assert box.crop(brightest[None, ::2, ::2]).min() == 180


@pytest.mark.parametrize(
    "lit",
    [
        (slice(150, 170), slice(40, 140)),
        (slice(100, 101), slice(0, 60)),
        (slice(0, 0), slice(0, 0)),
        (slice(0, 320), slice(0, 180)),
    ],
    ids=["a title card", "a line", "black", "a full picture"],
)
def test_what_is_no_picture_inside_bars_is_not_cropped(lit):
    brightest = np.full((320, 180), 16, np.uint8)
    brightest[lit] = np.where(np.arange(brightest[lit].shape[1]) % 3 == 0, 200, 16) if lit[1].stop == 140 else 200
    assert bars.find_box(brightest) == bars.WHOLE


@given(arrays(np.float32, st.tuples(st.integers(1, 6), st.integers(1, 12)), elements=st.floats(-1e6, 1e6, width=32)))
def test_medians_are_those_of_numpy_to_the_bit(rows: np.ndarray) -> None:
    assert median(rows).tolist() == np.median(rows, axis=-1).tolist()


@given(st.data())
def test_a_median_of_what_is_kept_is_that_of_numpy_without_the_rest(data: st.DataObject) -> None:
    shape = data.draw(st.tuples(st.integers(1, 5), st.integers(1, 12)))
    rows = data.draw(arrays(np.float32, shape, elements=st.floats(-1e6, 1e6, width=32)))
    kept = data.draw(arrays(np.bool_, shape))
    kept[:, 0] |= ~kept.any(axis=1)
    assert median_where(rows, kept).tolist() == [np.median(row[keep]) for row, keep in zip(rows, kept, strict=True)]
