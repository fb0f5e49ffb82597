"""Whether a season's pace changes from some episode on: ranks, several figures at once, and no claim from noise.

Pettitt's statistic K = max over t of |2 (r_1 + ... + r_t) - t (n + 1)| on the ranks r of one figure in episode order
("A non-parametric approach to the change-point problem", Applied Statistics 28, 1979), divided by its largest possible
value. Several figures are tested as one by the largest of their statistics; how large that becomes by chance is taken
from shuffles of the season's own episodes, which keep the figures of an episode together (Westfall and Young,
"Resampling-Based Multiple Testing", 1993).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

LEVEL = 0.01
SHUFFLES = 2000
TRIALS = 2000
LEAST_EPISODES = 10
"""With fewer, no order of the ranks is rarer than ``LEVEL``."""
SEED = 7

Series = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One figure's change: the place of the first episode after it, and the medians before and from it on."""

    figure: str
    first: int
    before: float
    after: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What changed; ``false_alarms``: of how many shuffled seasons out of ``trials`` a change would be claimed."""

    changes: tuple[Change, ...]
    false_alarms: int
    trials: int
    note: str = ""


def find_changes(names: Sequence[str], values: Series) -> Changes:
    """Changes in ``values`` (episodes in order, figures), at a chance of ``LEVEL`` for the whole season."""
    episodes = len(values)
    if episodes < LEAST_EPISODES:
        return Changes(
            changes=(), false_alarms=0, trials=0, note=f"fewer than {LEAST_EPISODES} episodes support no change point"
        )
    ranks = _ranks(values)
    threshold = float(np.quantile(_largest(ranks, SHUFFLES, SEED), 1 - LEVEL, method="higher"))
    false_alarms = int((_largest(ranks, TRIALS, SEED + 1) > threshold + 1e-9).sum())
    walks = _walks(ranks)
    found = []
    for n, name in enumerate(names):
        place = int(np.abs(walks[:, n]).argmax())
        if abs(walks[place, n]) > threshold + 1e-9:
            before, after = values[: place + 1, n], values[place + 1 :, n]
            found.append(
                Change(figure=name, first=place + 1, before=float(np.median(before)), after=float(np.median(after)))
            )
    return Changes(changes=tuple(found), false_alarms=false_alarms, trials=TRIALS)


def _ranks(values: Series) -> Series:
    """Ranks from 1 of each column, ties at their mean."""
    less = (values[None, :, :] < values[:, None, :]).sum(axis=1)
    same = (values[None, :, :] == values[:, None, :]).sum(axis=1)
    ranks: Series = less + (same + 1) / 2
    return ranks


def _walks(ranks: Series) -> Series:
    """Pettitt's U_t for t = 1 to n - 1 along the first axis but one, over the largest it could be."""
    n = ranks.shape[-2]
    steps = np.arange(1, n).reshape(-1, 1)
    walks: Series = (2 * np.cumsum(ranks, axis=-2)[..., :-1, :] - steps * (n + 1)) / (n * n / 2)
    return walks


def _largest(ranks: Series, times: int, seed: int) -> Series:
    """Largest statistic over figures and places of shuffled seasons: (times,)."""
    random = np.random.default_rng(seed)
    order = np.argsort(random.random((times, len(ranks))), axis=1)
    largest: Series = np.abs(_walks(ranks[order])).max(axis=(1, 2))
    return largest
