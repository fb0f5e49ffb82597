"""A house profile from programmes that worked: joint bands and a corridor, what they rest on, how often they err."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from timeline.analyse.learn_columns import Column, Matrix, measure_all
from timeline.analyse.learn_fit import (
    Bands,
    counted,
    distances,
    fit,
    scores_of,
    supported_share,
    to_even,
    uncertain,
)
from timeline.analyse.learn_profile import made, passes
from timeline.analyse.words import plain
from timeline.errors import UsageError
from timeline.model.edit import Timeline
from timeline.model.profile import Profile

LEAST_REFERENCES = 4
MOST_REFERENCES = 400
FAR_OUT = 3
"""Interquartile ranges above the upper quartile from which a score is an outlier's (Tukey 1977: far out)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A programme that worked, and what it is called."""

    name: str
    content_id: str
    timeline: Timeline


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlier:
    """A reference that is unlike all the others, and the figure that makes it so."""

    name: str
    figure: str
    value: float
    usual: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Learnt:
    """What was learnt; ``profile``: without name, date and digest, which its file gives it.

    ``used``: names of the references the bands rest on. ``share``: of further good episodes that the bands promise to
    pass. ``passing``: references used that pass. ``failing``: those that fail bands learnt from all the others.
    ``left_out``: what so few references cannot support, in words.
    """

    profile: Profile
    used: tuple[str, ...]
    outliers: tuple[Outlier, ...]
    share: Fraction
    passing: int
    failing: tuple[str, ...]
    left_out: tuple[str, ...]

    @property
    def failure_rate(self) -> Fraction:
        """Share of good episodes that fail, by leaving each reference out in turn."""
        return Fraction(len(self.failing), len(self.used))


def learn(references: Sequence[Reference], base: Profile, share: Fraction, seed: int) -> Learnt:
    """Learn bands and corridor from references; sections and what is no pacing come from ``base``.

    Raises:
        UsageError: too few references, too many, or a share that is none.
    """
    if not LEAST_REFERENCES <= len(references) <= MOST_REFERENCES:
        raise UsageError(
            f"a profile is learnt from {LEAST_REFERENCES} to {MOST_REFERENCES} different episodes; "
            f"there {'is' if len(references) == 1 else 'are'} {len(references)}"
        )
    if not Fraction(1, 2) <= share < 1:
        raise UsageError(f"a share of {plain(share)} cannot be learnt; give one from 0.5 to below 1, such as 0.9")
    measured = measure_all([reference.timeline for reference in references], base.sections)
    outliers, kept = _apart(references, measured.columns, measured.values)
    used = [references[n] for n in kept]
    measured = measure_all([reference.timeline for reference in used], base.sections)  # an outlier may lack figures
    values, notes = measured.values, list(measured.notes)
    if share > supported_share(len(used)):
        share = supported_share(len(used))
        notes.append(f"a larger share than {percent(share)} of good episodes: {len(used)} references promise no more")
    columns, values = _supported(measured.columns, values, share, seed, notes)
    if all(column.percent is not None for column in columns):
        raise UsageError("these references have nothing in common that could be learnt; choose episodes of one kind")
    counts = counted(columns)
    known = uncertain(values, counts, share, scores_of(values, counts), seed)
    learnt = made([reference.timeline for reference in used], columns, values, share, known, base)
    return Learnt(
        profile=learnt,
        used=tuple(reference.name for reference in used),
        outliers=outliers,
        share=share,
        passing=sum(passes(reference.timeline, learnt) for reference in used),
        failing=tuple(_failing(used, columns, values, share, known, base)),
        left_out=tuple(notes),
    )


def percent(share: Fraction) -> str:
    """Such as ``92 %``."""
    return f"{round(100 * share)} %"


def _apart(
    references: Sequence[Reference], columns: Sequence[Column], values: Matrix
) -> tuple[tuple[Outlier, ...], list[int]]:
    """Outliers, and the numbers of all others; where many lie apart there are no outliers but two kinds of episode."""
    counts = counted(columns)
    far = distances(to_even(values, counts), counts, robust=True)
    scores = far.max(axis=1)
    low, high = np.quantile(scores, [0.25, 0.75])
    out = [n for n, score in enumerate(scores) if score > high + FAR_OUT * (high - low)]
    if len(references) - len(out) < max(LEAST_REFERENCES, math.ceil(0.75 * len(references))):
        out = []
    told = []
    for n in out:
        column = int(far[n].argmax())
        usual = float(np.median(np.delete(values[:, column], n)))
        told.append(
            Outlier(name=references[n].name, figure=columns[column].title, value=float(values[n, column]), usual=usual)
        )
    return tuple(told), [n for n in range(len(references)) if n not in out]


def _supported(
    columns: Sequence[Column], values: Matrix, share: Fraction, seed: int, notes: list[str]
) -> tuple[tuple[Column, ...], Matrix]:
    """Columns whose edges are known to better than two thirds of their band; the others are noted and left out.

    The least known go first, a quarter at a time, because those that are left are known the better without them.
    """
    kept = list(range(len(columns)))
    while loose := _loose([columns[n] for n in kept], values[:, kept], share, seed):
        worst = {kept[n] for n in loose[: max(1, len(loose) // 4)]}
        kept = [n for n in kept if n not in worst]
    stairs = sum(columns[n].percent is not None for n in kept)
    corridor = 2 * stairs >= sum(column.percent is not None for column in columns)
    figures = [column.title for n, column in enumerate(columns) if n not in kept and column.percent is None]
    figures += [] if corridor else ["the corridor of cumulative cuts"]
    if figures:
        wide = f"from {len(values)} references, an edge could lie anywhere within two thirds of the width of its band"
        notes.append(f"{wide}: {'; '.join(figures)}")
    kept = [n for n in kept if corridor or columns[n].percent is None]
    return tuple(columns[n] for n in kept), values[:, kept]


def _loose(columns: Sequence[Column], values: Matrix, share: Fraction, seed: int) -> list[int]:
    """Columns with an edge whose middle 80 % take more than two thirds of the band, the least known first."""
    if not columns:
        return []
    counts, scores = counted(columns), scores_of(values, counted(columns))
    bands, known = fit(values, counts, share, scores), uncertain(values, counts, share, scores, seed)
    taken = 3 * np.maximum(known.low, known.high) / np.maximum(bands.high - bands.low, 1e-9)
    return [int(n) for n in np.argsort(-taken, kind="stable") if taken[n] > 1]


def _failing(
    used: Sequence[Reference],
    columns: Sequence[Column],
    values: Matrix,
    share: Fraction,
    known: Bands,
    base: Profile,
) -> list[str]:
    """References that fail a profile learnt from all the others, by the same columns and the same rounding."""
    failing = []
    for n, reference in enumerate(used):
        others = np.delete(values, n, axis=0)
        rest = [other.timeline for other in used if other is not reference]
        less = min(share, supported_share(len(rest)))
        if not passes(reference.timeline, made(rest, columns, others, less, known, base)):
            failing.append(reference.name)
    return failing
