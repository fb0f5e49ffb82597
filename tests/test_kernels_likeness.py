"""How alike pictures are, and pictures seen through another frame: each kernel against a plain loop."""

from __future__ import annotations

import math
from statistics import median

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from timeline.kernels import arrival, likeness, refit
from timeline.kernels.arrival import Reduced
from timeline.kernels.signature import Signatures

seeds = st.integers(0, 2**32 - 1)
WHOLE = 32 * 32 + 2 * 8 * 8
WAYS = st.tuples(st.floats(0.5, 1.6), st.floats(-0.3, 0.3))


def _signatures(seed: int, frames: int, low: int = 0) -> Signatures:
    return np.random.default_rng(seed).integers(low, 256, (frames, WHOLE), dtype=np.uint8)


@settings(max_examples=15, deadline=None)
@given(seeds, st.integers(0, 12))
def test_steps_are_mean_changes_from_the_frame_before(seed: int, frames: int) -> None:
    rows = _signatures(seed, frames)
    found = likeness.steps(rows)
    assert found.shape == (frames,)
    for n in range(frames):
        change = [abs(int(a) - int(b)) for a, b in zip(rows[n], rows[n - 1], strict=True)] if n else [0] * WHOLE
        plain = 0.8 * sum(change[:1024]) / 1024 + 0.4 * sum(change[1024:]) / 128
        assert found[n] == pytest.approx(plain, rel=1e-5)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.floats(0, 200, width=32), max_size=20))
def test_prominence_is_against_the_second_largest_around(values: list[float]) -> None:
    found = likeness.prominence(np.array(values, np.float32))
    for n in range(len(values)):
        around = [values[k] if 0 <= k < len(values) else 0.0 for k in range(n - 3, n + 4) if k != n] + [0.0]
        assert found[n] == pytest.approx(values[n] / (sorted(around)[-2] + 0.7), rel=1e-5)


@settings(max_examples=15, deadline=None)
@given(seeds, st.sampled_from([0, 40, 200]), st.integers(0, 1000))
def test_apart_is_the_median_difference_against_the_spread_of_what_is_lit(seed: int, low: int, dark: int) -> None:
    one, other = _signatures(seed, 1, low), _signatures(seed + 1, 1, low)
    one[0, :dark] = other[0, :dark] = 16
    cells = [(float(a), float(b)) for a, b in zip(one[0, :1024], other[0, :1024], strict=True)]
    lit = [(a, b) for a, b in cells if max(a, b) > 28]
    if len(lit) < 64:
        lit = cells
    gaps = [a - b for a, b in lit]
    spread = 0.0
    for side in (0, 1):
        middle = median(cell[side] for cell in lit)
        spread += 0.5 * sum(abs(cell[side] - middle) for cell in lit) / len(lit)
    level = median(gaps)
    flat = max(abs(level) - 24, 0) / 40 if spread < 3 else 0.0
    plain = median(abs(gap - level) for gap in gaps) / (spread + 2) + flat
    assert likeness.apart(one, other)[0] == pytest.approx(plain, rel=1e-4, abs=1e-5)


@settings(max_examples=15, deadline=None)
@given(seeds)
def test_the_share_of_a_mixture_is_found(seed: int) -> None:
    old, new = likeness.vectors(_signatures(seed, 1)), likeness.vectors(_signatures(seed + 1, 1))
    seen = 0.3 * new + 0.7 * old
    share, size = likeness.shares(seen, old, new)
    assert share[0] == pytest.approx(0.3, abs=1e-4)
    assert size[0] == pytest.approx(math.sqrt(sum(float(d) ** 2 for d in (new - old)[0]) / 1152), rel=1e-4)


def test_vectors_weigh_chroma_by_the_area_of_its_blocks() -> None:
    rows = _signatures(5, 2)
    assert likeness.vectors(rows)[1, :1024].tolist() == rows[1, :1024].tolist()
    assert likeness.vectors(rows)[1, 1024:].tolist() == (rows[1, 1024:] * 2.0).tolist()


def _plain_refit(row: np.ndarray, across: refit.Way, down: refit.Way) -> np.ndarray:
    """Every new cell as the mean of 4 x 4 samples, each taken between the four old cells around its place."""

    def at(place: float, side: int) -> list[tuple[int, float]]:
        position = place * side - 0.5
        low = math.floor(position)
        near = [(low, 1 - (position - low)), (low + 1, position - low)]
        return [(min(max(cell, 0), side - 1), part) for cell, part in near] if 0 <= place <= 1 else []

    planes = [(row[:1024].reshape(32, 32), 16.0), *((part.reshape(8, 8), 128.0) for part in np.split(row[1024:], 2))]
    made = []
    for plane, outside in planes:
        side = len(plane)
        for i in range(side):
            for j in range(side):
                total = 0.0
                for y in range(4):
                    for x in range(4):
                        rows = at(down[0] * (4 * i + y + 0.5) / (4 * side) + down[1], side)
                        columns = at(across[0] * (4 * j + x + 0.5) / (4 * side) + across[1], side)
                        total += sum(p * q * (float(plane[a, b]) - outside) for a, p in rows for b, q in columns)
                made.append(total / 16 + outside)
    return np.clip(np.rint(made), 0, 255)


@settings(max_examples=4, deadline=None)
@given(
    seeds, st.tuples(st.floats(0.5, 1.6), st.floats(-0.3, 0.3)), st.tuples(st.floats(0.5, 1.6), st.floats(-0.3, 0.3))
)
def test_refit_is_the_picture_seen_through_another_frame(seed: int, across: refit.Way, down: refit.Way) -> None:
    row = _signatures(seed, 1)
    apart = np.abs(refit.refit(row, across, down)[0].astype(float) - _plain_refit(row[0], across, down))
    assert apart.max() <= 1  # a rounding either way
    assert (apart > 0).mean() < 0.01


@settings(max_examples=8, deadline=None)
@given(seeds)
def test_figures_of_a_frame_alone(seed: int) -> None:
    random = np.random.default_rng(seed)
    luma = random.uniform(0, 255, (1, 64, 64)).astype(np.float32)
    cb, cr = random.uniform(16, 240, (2, 1, 16, 16)).astype(np.float32)
    cells = [float(v) for v in luma.ravel()]
    mean = sum(cells) / 4096
    sharp = sum(abs(float(luma[0, i, j + 1]) - float(luma[0, i, j])) for i in range(64) for j in range(63)) / (64 * 63)
    colours = [[float(v) - 128 for v in plane.ravel()] for plane in (cb, cr)]
    means = [sum(plane) / 256 for plane in colours]
    spread = [math.sqrt(sum((v - m) ** 2 for v in plane) / 256) for plane, m in zip(colours, means, strict=True)]
    plain = [
        (mean - 16) / 219,
        math.sqrt(sum((v - mean) ** 2 for v in cells) / 4096) / 64,
        math.log1p(sharp) / 3,
        sum(v < 32 for v in cells) / 4096,
        sum(v > 220 for v in cells) / 4096,
        means[0] / 32,
        means[1] / 32,
        sum(spread) / 32,
    ]
    assert arrival.still(Reduced(luma=luma, cb=cb, cr=cr))[0] == pytest.approx(plain, rel=1e-3, abs=1e-4)
