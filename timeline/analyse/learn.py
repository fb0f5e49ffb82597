"""A house profile from programmes that worked: joint bands and a corridor, what they rest on, how often they err."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from timeline.analyse.learn_choose import Chosen, choose, scores_without, without_each
from timeline.analyse.learn_columns import Column, Matrix, measure_all
from timeline.analyse.learn_fit import counted, distances, supported_share, to_even
from timeline.analyse.learn_profile import Known, made, passes
from timeline.analyse.words import count, plain
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
        why = ", and fewer say nothing sure of the next" if len(references) < LEAST_REFERENCES else ""
        raise UsageError(
            f"a profile is learnt from {LEAST_REFERENCES} to {MOST_REFERENCES} different episodes; "
            f"there {'is' if len(references) == 1 else 'are'} {len(references)}{why}"
        )
    if not Fraction(1, 2) <= share < 1:
        raise UsageError(f"a share of {plain(share)} cannot be learnt; give one from 0.5 to below 1, such as 0.9")
    measured = measure_all([reference.timeline for reference in references], base.sections)
    outliers, kept = _apart(references, measured.columns, measured.values)
    used = [references[n] for n in kept]
    measured = measure_all([reference.timeline for reference in used], base.sections)  # an outlier may lack figures
    notes, most = list(measured.notes), supported_share(len(used), len(outliers))
    if share > most:
        share = most
        notes.append(f"a larger share than {percent(share)} of good episodes: {_told(used, outliers)} promise no more")
    chosen = choose(measured.columns, measured.values, share, seed)
    notes += _unsupported(measured.columns, chosen, len(used))
    if all(measured.columns[n].percent is not None for n in chosen.numbers):
        raise UsageError("these references have nothing in common that could be learnt; choose episodes of one kind")
    without = without_each(measured.columns, measured.values, share, seed)
    scores = scores_without(measured.columns, measured.values, without, chosen)
    known = Known(
        timelines=tuple(reference.timeline for reference in used),
        columns=measured.columns,
        values=measured.values,
        scores=scores,
        share=share,
        outliers=len(outliers),
    )
    learnt = made(known, chosen, base)
    return Learnt(
        profile=learnt,
        used=tuple(reference.name for reference in used),
        outliers=outliers,
        share=share,
        passing=sum(passes(reference.timeline, learnt) for reference in used),
        failing=tuple(
            reference.name
            for n, reference in enumerate(used)
            if not passes(
                reference.timeline, made(known.without(n), without[n] if without[n].numbers else chosen, base)
            )
        ),
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


def _told(used: Sequence[Reference], outliers: Sequence[Outlier]) -> str:
    return f"{len(used)} references" + (f" beside {count(len(outliers), 'outlier')}" if outliers else "")


def _unsupported(columns: Sequence[Column], chosen: Chosen, references: int) -> list[str]:
    """What is left out because its edges are not known well enough, in words."""
    figures = [c.title for n, c in enumerate(columns) if n not in chosen.numbers and c.percent is None]
    if all(columns[n].percent is None for n in chosen.numbers):
        figures.append("the corridor of cumulative cuts")
    wide = f"from {references} references, an edge could lie anywhere within two thirds of the width of its band"
    return [f"{wide}: {'; '.join(figures)}"] if figures else []
