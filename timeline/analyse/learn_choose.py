"""Which figures so many programmes support; and how far out each of them lies where it had no say in that choice.

A choice made from the very programmes that are then scored favours figures in which these happen to lie close
together: of good episodes fewer pass than was promised, at five references by a fifth. So each programme's score is
taken over the figures that the others alone would have chosen (Hastie, Tibshirani and Friedman, "The Elements of
Statistical Learning", 2009, 7.10.2: selection belongs inside cross-validation).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from timeline.analyse.learn_columns import Column, Matrix
from timeline.analyse.learn_fit import Bands, counted, distances, fit, rank_of, supported_share, to_even, uncertain

PARTS = 12
"""Of more programmes than this, whole parts are left out at once: one in many moves the choice little."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """Numbers of the columns that are supported, and what their edges are known to, in the same order."""

    numbers: tuple[int, ...]
    known: Bands


def choose(columns: Sequence[Column], values: Matrix, share: Fraction, seed: int) -> Chosen:
    """Columns whose edges are known to better than two thirds of their band, of (programmes, columns).

    The least known go first, a quarter at a time, because those that are left are known the better without them. The
    corridor is all or nothing: without half of its places there is none.
    """
    counts, far = counted(columns), distances(to_even(values, counted(columns)), counted(columns))
    rank = rank_of(len(values), share)
    kept = np.arange(len(columns))

    def known_of(numbers: npt.NDArray[np.intp]) -> tuple[Bands, Bands]:
        scores = far[:, numbers].max(axis=1, initial=0)
        reach = float(np.sort(scores)[rank - 1])
        some = values[:, numbers], counts[numbers]
        return fit(*some, reach), uncertain(*some, scores, rank, seed)

    while kept.size:
        bands, known = known_of(kept)
        taken = 3 * np.maximum(known.low, known.high) / np.maximum(bands.high - bands.low, 1e-9)
        loose = [int(n) for n in np.argsort(-taken, kind="stable") if taken[n] > 1]
        if not loose:
            break
        kept = np.delete(kept, loose[: max(1, len(loose) // 4)])
    stairs = np.array([column.percent is not None for column in columns], bool)
    if 2 * stairs[kept].sum() < stairs.sum():
        kept = kept[~stairs[kept]]
    return Chosen(numbers=tuple(int(n) for n in kept), known=known_of(kept)[1])


def without_each(columns: Sequence[Column], values: Matrix, share: Fraction, seed: int) -> list[Chosen]:
    """What would be chosen without each programme (programmes, columns), or without the part that it is in."""
    parts = np.arange(len(values)) % min(len(values), PARTS)
    made = []
    for part in range(parts.max() + 1):
        rest = values[parts != part]
        made.append(choose(columns, rest, min(share, supported_share(len(rest))), seed))
    return [made[part] for part in parts]


def scores_without(columns: Sequence[Column], values: Matrix, without: Sequence[Chosen], chosen: Chosen) -> Matrix:
    """Largest distance of each programme from the others' centre, over the columns chosen without it: (programmes,).

    Where nothing was chosen without it, over those chosen with it.
    """
    counts = counted(columns)
    far = distances(to_even(values, counts), counts)
    own = [list(each.numbers or chosen.numbers) for each in without]
    return np.array([far[n, numbers].max() for n, numbers in enumerate(own)], np.float64)
