"""What is unlike in a season: episodes far from all the others, and the pairs that differ most."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from timeline.analyse.case import PROGRAMME
from timeline.analyse.learn_columns import Measured
from timeline.analyse.learn_fit import centre, counted, distances, to_even

LEAST_FOR_OUTLIERS = 6
FAR_OUT = 3
PAIRS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlier:
    """An episode unlike the season's others, and the figure that makes it so."""

    number: int
    figure: str
    value: float
    usual: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two episodes that differ much, and the figure in which they do most."""

    first: int
    second: int
    figure: str
    values: tuple[float, float]


def outliers_of(numbers: Sequence[int], measured: Measured) -> tuple[Outlier, ...]:
    """Episodes whose largest distance from the others is far out among all (Tukey 1977)."""
    if len(numbers) < LEAST_FOR_OUTLIERS:
        return ()
    counts = counted(measured.columns)
    far = distances(to_even(measured.values, counts), counts, robust=True)
    scores = far.max(axis=1)
    low, high = np.quantile(scores, [0.25, 0.75])
    found = []
    for n in map(int, np.flatnonzero(scores > high + FAR_OUT * (high - low))):
        column = int(far[n].argmax())
        usual = float(np.median(np.delete(measured.values[:, column], n)))
        found.append(
            Outlier(
                number=numbers[n],
                figure=measured.columns[column].title,
                value=float(measured.values[n, column]),
                usual=usual,
            )
        )
    return tuple(found)


def pairs_of(numbers: Sequence[int], measured: Measured) -> tuple[Pair, ...]:
    """The pairs that lie furthest apart over all figures of the programme, in the season's own spread."""
    columns = [n for n, c in enumerate(measured.columns) if c.section == PROGRAMME and c.percent is None]
    if len(numbers) < 2 or not columns:
        return ()
    counts = counted(measured.columns)[columns]
    values = measured.values[:, columns]
    even = to_even(values, counts)
    middle, spread = centre(even, counts)
    placed = (even - middle) / spread
    apart = np.sqrt(np.square(placed[:, None] - placed[None]).sum(axis=2))
    rows, others = np.triu_indices(len(numbers), 1)
    pairs = []
    for k in np.argsort(-apart[rows, others], kind="stable")[:PAIRS]:
        a, b = int(rows[k]), int(others[k])
        column = int(np.abs(placed[a] - placed[b]).argmax())
        pairs.append(
            Pair(
                first=numbers[a],
                second=numbers[b],
                figure=measured.columns[columns[column]].title,
                values=(float(values[a, column]), float(values[b, column])),
            )
        )
    return tuple(pairs)
