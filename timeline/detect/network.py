"""A small temporal network over the feature table, run in numpy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import numpy.typing as npt

from timeline.kernels.features import Rows
from timeline.kernels.pooling import Floats
from timeline.threads import Begun

KINDS = ("dissolve", "wipe", "slide", "zoom", "whip", "flash", "fade_out", "fade_in", "fade_through")
"""Kinds of span that the network tells apart, in the order of its outputs."""
TARGETS = ("cut", "gradual", "effect", "start", "stop", "jump")
"""What it says of each frame: a new source begins here; inside a gradual transition; inside an effect; a span begins
here; a span has ended here; the cut here is a jump."""
DILATIONS = (1, 2, 4, 8, 16, 1, 2, 4)
PAD = 40
"""Rows repeated at either end, in training and at run time; without them cuts near the ends are lost."""
LIMIT = 8.0
BLOCK = 8192
"""Rows that go through the network at a time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outputs:
    """Log-odds of TARGETS (frames, 6) and of KINDS (frames, 9)."""

    targets: Floats
    kinds: Floats

    def probability(self, target: str) -> Floats:
        """Probability of one target at each frame, (frames,)."""
        return sigmoid(self.targets[:, TARGETS.index(target)])


def sigmoid(x: npt.ArrayLike) -> Floats:
    """Log-odds to probability."""
    return np.asarray(1 / (1 + np.exp(-np.clip(np.asarray(x, np.float32), -30, 30))), dtype=np.float32)


def run_networks(values: Rows, networks: Sequence[Mapping[str, Floats]]) -> Outputs:
    """Mean log-odds of an ensemble for a whole feature table, (frames, columns) float32.

    In blocks, so that memory is flat; each is read once, and the networks work on it side by side, one thread each:
    products of matrices leave Python's lock.
    """
    parts = []
    for at in range(0, max(1, len(values)), BLOCK):
        rows = _with_context(values, at)
        begun = [Begun(partial(_run, rows.copy(), weights)) for weights in networks[1:]]
        outputs = [_run(rows, networks[0]), *(each.result() for each in begun)]
        parts.append(np.mean(outputs, axis=0))
    out = np.concatenate(parts)
    return Outputs(targets=out[:, : len(TARGETS)], kinds=out[:, len(TARGETS) :])


def _with_context(values: Rows, start: int) -> Floats:
    """Up to BLOCK rows from ``start`` with PAD rows on either side, more than reach them; a fresh array."""
    stop = min(start + BLOCK, len(values))
    first, last = max(0, start - PAD), min(len(values), stop + PAD)
    ends = (PAD - (start - first), PAD - (last - stop))
    return np.pad(values[first:last], (ends, (0, 0)), mode="edge").astype(np.float32, copy=False)


def _run(rows: Floats, weights: Mapping[str, Floats]) -> Floats:
    """One network's outputs for rows with their context, which are written over."""
    rows -= weights["mean"]  # in place throughout: fresh pages for every step would cost as much as the sums
    rows /= weights["spread"]
    x = _rectified(np.clip(rows, -LIMIT, LIMIT, out=rows) @ weights["enter_weight"][:, :, 0].T, weights["enter_bias"])
    for i, dilation in enumerate(DILATIONS):
        x += _rectified(_three_taps(x, weights[f"blocks_{i}_weight"], dilation), weights[f"blocks_{i}_bias"])
    out: Floats = (x @ weights["leave_weight"][:, :, 0].T + weights["leave_bias"])[PAD : len(rows) - PAD]
    return out


def _rectified(x: Floats, bias: Floats) -> Floats:
    """max(x + bias, 0), in the memory of ``x``."""
    x += bias
    return np.maximum(x, 0, out=x)


def _three_taps(x: Floats, taps: Floats, dilation: int) -> Floats:
    """Convolution over time with taps (out, in, 3) at -dilation, 0, +dilation; zero beyond the ends."""
    before, here, after = np.ascontiguousarray(taps.transpose(2, 1, 0))  # a strided matrix product is ten times slower
    out: Floats = x @ here
    out[dilation:] += x[:-dilation] @ before
    out[:-dilation] += x[dilation:] @ after
    return out
