"""How much of a change is mere displacement: one-dimensional profiles of strips, matched over shifts."""

from __future__ import annotations

import numpy as np

from timeline.kernels.pooling import Floats

STRIPS = 4
REACH = 16


def profiles(cells: Floats) -> Floats:
    """Mean profiles of four horizontal and four vertical strips: (n, s, s) to (n, 8, s); s a multiple of 4."""
    n, rows, columns = cells.shape
    across = cells.reshape(n, STRIPS, rows // STRIPS, columns).mean(axis=2)
    down = cells.reshape(n, rows, STRIPS, columns // STRIPS).mean(axis=3).transpose(0, 2, 1)
    return np.concatenate([across, down], axis=1)


def match(before: Floats, after: Floats) -> tuple[Floats, Floats, Floats]:
    """Match profiles (n, p, s) over shifts of up to 16 cells.

    Returns (unshifted, best, shift), each (n, p): mean absolute difference as they lie, at the best shift (over the
    part that overlaps), and the size of that shift in cells. The smallest of equal shifts wins.
    """
    n, strips, length = before.shape
    stay = np.abs(after - before).mean(axis=2)
    best, shift = stay.copy(), np.zeros((n, strips), dtype=np.float32)
    for step in range(1, REACH + 1):
        kept = length - step
        for old, new in ((before[..., step:], after[..., :kept]), (before[..., :kept], after[..., step:])):
            error = np.abs(new - old).mean(axis=2)
            better = error < best
            best[better], shift[better] = error[better], step
    return stay, best, shift
