"""Drawn seasons whose truth is known: whether learnt bands pass what they promise, and changes are claimed by right."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from timeline.analyse import assemble
from timeline.analyse.learn import Reference, learn
from timeline.analyse.learn_columns import measure_all
from timeline.analyse.learn_profile import passes
from timeline.analyse.season_change import LEAST_EPISODES, find_changes
from timeline.model.clock import constant_clock
from timeline.model.edit import Kind, Timeline, Transition
from timeline.profiles import load

RATE = Fraction(25)
SHARE = Fraction(9, 10)
FURTHER = 60
"""Further episodes of the same style that each set of learnt bands is tried on."""
PACE = 0.12
"""Standard deviation, on a logarithmic scale, of the pace between episodes of one style."""
FIGURES = ("length", "cutting rate", "median shot length")


@dataclass(frozen=True, slots=True, kw_only=True)
class Passing:
    """What bands from ``references`` references pass of further good episodes, as shares over ``sets`` sets.

    ``promised``: by the bands, on average. ``passing``: measured, with its standard error over sets. ``left_out``:
    share of the references that fail when left out, as profiles quote it. ``separate``: what 10-90 % bands would pass.
    """

    references: int
    sets: int
    promised: float
    passing: float
    error: float
    left_out: float
    separate: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Claims:
    """Of ``seasons`` drawn seasons with ``step`` more cutting rate from a place on: how many claims, how many right.

    ``step`` 0: no change is there. ``drift``: correlation of an episode's pace with the one before. ``claimed``: share
    with any claim. ``near``: share with the place of the cutting rate's change right within one episode.
    """

    episodes: int
    step: float
    drift: float
    seasons: int
    claimed: float
    near: float


def episode(rng: np.random.Generator) -> Timeline:
    """About 75 s at 25 frames a second, of log-normal shots of 2.4 s on average at the episode's own pace."""
    frames = int(25 * rng.uniform(70, 80))
    mean = 60 * np.exp(rng.normal(0, PACE))
    lengths = np.maximum(6, mean * rng.lognormal(-0.15, 0.55, 400)).astype(int)
    cuts = itertools.takewhile(lambda at: at < frames - 10, np.cumsum(lengths))
    changes = [Transition(kind=Kind.CUT, start=int(at), stop=int(at), edit_point=int(at)) for at in cuts]
    return assemble(constant_clock(frames, RATE), changes)


def passing(references: int, sets: int, seed: int) -> Passing:
    """Learn from so many drawn references, ``sets`` times, and try further ones of the same style."""
    base, rng = load("micro-drama"), np.random.default_rng([seed, references])
    rates, left_out, separate, promised = [], [], [], []
    for _ in range(sets):
        known = [episode(rng) for _ in range(references)]
        further = [episode(rng) for _ in range(FURTHER)]
        named = [Reference(name=f"ep{n:03}", content_id=f"{n:064x}", timeline=t) for n, t in enumerate(known)]
        learnt = learn(named, base, SHARE, seed)
        promised.append(float(learnt.share))
        rates.append(sum(passes(t, learnt.profile) for t in further) / FURTHER)
        left_out.append(float(learnt.failure_rate))
        separate.append(_separate(known, further))
    return Passing(
        references=references,
        sets=sets,
        promised=float(np.mean(promised)),
        passing=float(np.mean(rates)),
        error=float(np.std(rates, ddof=1) / np.sqrt(sets)),
        left_out=float(np.mean(left_out)),
        separate=float(np.mean(separate)),
    )


def _separate(known: list[Timeline], further: list[Timeline]) -> float:
    """Share of further episodes within separate 10-90 % bands of every figure that all have."""
    values = measure_all([*known, *further], load("micro-drama").sections).values
    low, high = np.quantile(values[: len(known)], [0.1, 0.9], axis=0)
    inside = (values[len(known) :] >= low) & (values[len(known) :] <= high)
    return float(inside.all(axis=1).mean())


def claims(episodes: int, step: float, drift: float, seasons: int, seed: int) -> Claims:
    """Draw seasons whose cutting rate rises by ``step`` after the middle, and look for a change."""
    rng = np.random.default_rng([seed, episodes, int(1000 * step), int(100 * drift)])
    first = episodes // 2
    claimed = near = 0
    for values in (_series(rng, episodes, first, step, drift) for _ in range(seasons)):
        found = find_changes(FIGURES, values).changes
        claimed += bool(found)
        near += any(each.figure == "cutting rate" and abs(each.first - first) <= 1 for each in found)
    return Claims(
        episodes=episodes, step=step, drift=drift, seasons=seasons, claimed=claimed / seasons, near=near / seasons
    )


def _series(rng: np.random.Generator, episodes: int, first: int, step: float, drift: float) -> npt.NDArray[np.float64]:
    """Length, cutting rate and median shot length of each episode: (episodes, 3)."""
    pace = np.empty(episodes)
    pace[0] = rng.normal()
    for n in range(1, episodes):
        pace[n] = drift * pace[n - 1] + np.sqrt(1 - drift**2) * rng.normal()
    pace = PACE * pace + np.where(np.arange(episodes) >= first, np.log1p(step), 0)
    noise = rng.normal(0, 0.05, (episodes, 3))
    middle = np.log(np.array([75.0, 25.0, 2.0]))
    values: npt.NDArray[np.float64] = np.exp(middle + noise + pace[:, None] * np.array([0.0, 1.0, -1.0]))
    return values


def tried(seasons: int, seed: int) -> Iterator[Claims]:
    """Every case of the table of changes."""
    for episodes in (LEAST_EPISODES, 12, 30, 60, 100):
        yield claims(episodes, 0.0, 0.0, seasons, seed)
    yield claims(60, 0.0, 0.3, seasons, seed)
    for episodes, step in itertools.product((12, 30, 60), (0.1, 0.2, 0.4)):
        yield claims(episodes, step, 0.0, seasons // 4, seed)
