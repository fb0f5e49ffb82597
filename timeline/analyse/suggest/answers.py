"""The smallest change: at most two answers, or what stands in the way and the nearest that can be had."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal, TypeAlias, get_args

from timeline.analyse.suggest.aims import Aim
from timeline.analyse.suggest.linear import Exact, Sum
from timeline.analyse.suggest.place import Cut
from timeline.analyse.suggest.problem import Asked, Built, Problem, build
from timeline.analyse.suggest.room import ALL, Guard
from timeline.analyse.suggest.solve import Solved, solve
from timeline.model.finding import Severity

Least: TypeAlias = Literal["shots", "frames"]
LEASTS: tuple[Least, ...] = get_args(Least)
SEVERITIES: tuple[Severity, ...] = get_args(Severity)
NOTHING = 1e-5
"""Slack below this is the solver's rounding."""
SECONDS = 5.0
"""Longest that one question is worked on."""
STILL_SECONDS = 0.3
"""Longest that the stillest of equally small changes is looked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One answer: what each shot loses. ``least``: what it has the fewest of; ``bound``: no answer has fewer of it.

    ``proven``: the bound is reached. ``missed``: by how much it misses the aims that it may miss.
    """

    least: tuple[Least, ...]
    cuts: tuple[Cut, ...]
    frames: int
    shots: int
    bound: int
    proven: bool
    missed: Mapping[str, Fraction]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What is off, and what can be had.

    ``missed``: aims that are missed now. Of these no trimming at all could mend those ``beyond``, and none within the
    bounds those ``blocked``, whatever became of the others. ``ways``: one or two answers for the rest; ``nearest``:
    these do not mend all of it, because together it cannot be had, or nothing is left but what is blocked. ``slack``:
    how far each aim is missed now.
    """

    aims: tuple[Aim, ...]
    missed: tuple[Aim, ...]
    slack: Mapping[str, Fraction]
    beyond: tuple[Aim, ...] = ()
    blocked: tuple[Aim, ...] = ()
    ways: tuple[Way, ...] = ()
    nearest: bool = False


def find(problem: Problem, seconds: float = SECONDS) -> Found:
    """Find the smallest changes that bring every aim that trimming can mend into its limits, and break none.

    ``seconds``: longest that each integer programme is worked on; there are two an answer, and more where not
    everything can be had.
    """
    slack, aims = standing(problem)
    off = [aim for aim in aims if slack[aim.key] > NOTHING]
    meant = [aim for aim in off if any(aim.is_about(finding) for finding in problem.meant)]
    found = Found(aims=aims, missed=tuple(aim for aim in off if aim not in meant), slack=slack)
    if not found.missed:
        return found
    allowed: dict[str, Exact | None] = {aim.key: slack[aim.key] for aim in meant}
    ways = _ways(problem, allowed, seconds)
    return replace(found, ways=ways) if ways else _in_part(problem, found, allowed, seconds)


def _in_part(problem: Problem, found: Found, allowed: dict[str, Exact | None], seconds: float) -> Found:
    """What can be had where not everything can: first without what cannot be had at all, then as near as may be."""
    alone = [aim for aim in found.missed if not _can(problem, aim, found.aims, ALL, seconds)]
    beyond = tuple(aim for aim in alone if not _can(problem, aim, found.aims, frozenset(), seconds))
    blocked = tuple(aim for aim in alone if aim not in beyond)
    rest = [aim for aim in found.missed if aim not in alone]
    found = replace(found, beyond=beyond, blocked=blocked)
    allowed = allowed | {aim.key: found.slack[aim.key] for aim in (*beyond, *blocked)}
    ways = _ways(problem, allowed, seconds) if rest else ()
    if ways or not (rest or blocked):
        return replace(found, ways=ways)
    free = allowed | {aim.key: found.slack[aim.key] for aim in rest}
    ways = tuple(way for way in _nearest(problem, free, seconds) if way.frames)
    return replace(found, ways=ways, nearest=True)


def standing(problem: Problem) -> tuple[dict[str, Fraction], tuple[Aim, ...]]:
    """By how much every aim is missed as the programme stands."""
    built = build(problem, Asked(trims=False))
    solved = solve(built.model, built.distance(), SECONDS)
    return {aim.key: _slack(solved, aim) for aim in built.aims}, built.aims


def _slack(solved: Solved, aim: Aim) -> Fraction:
    value = solved.value(aim.slack)
    return Fraction(value).limit_denominator(100_000) if value > NOTHING else Fraction(0)


def _can(problem: Problem, aim: Aim, aims: Iterable[Aim], guards: frozenset[Guard], seconds: float) -> bool:
    """Whether some trims under those guards keep an aim, whatever becomes of the others."""
    others: dict[str, Exact | None] = {other.key: None for other in aims if other.key != aim.key}
    return solve(build(problem, Asked(guards=guards, allowed=others)).model, Sum(), seconds).state != "impossible"


def _ways(problem: Problem, allowed: Mapping[str, Exact | None], seconds: float) -> tuple[Way, ...]:
    """The answer with the fewest shots touched and that with the fewest frames; one where it is both."""
    shots = _smallest(build(problem, Asked(allowed=allowed)), "shots", seconds)
    if shots is None:
        return ()
    frames = _smallest(build(problem, Asked(allowed=allowed)), "frames", seconds)
    return _distinct(shots, frames)


def _distinct(shots: Way, frames: Way | None) -> tuple[Way, ...]:
    if frames is None:
        return (shots,)
    if frames.shots <= shots.shots and frames.proven:
        return (_both(frames),)
    if shots.frames <= frames.frames and shots.proven:
        return (_both(shots),)
    return shots, frames


def _both(way: Way) -> Way:
    return replace(way, least=("shots", "frames"))


def _smallest(built: Built, least: Least, seconds: float) -> Way | None:
    """The answer with the fewest shots, and of these with the fewest frames; or the other way round.

    One after the other: the solver rounds its bound up where what it counts is whole, which a weighted sum hides.
    """
    first, second = (built.touched, built.frames) if least == "shots" else (built.frames, built.touched)
    begun = solve(built.model, first, seconds)
    if begun.state != "solved":
        return None
    built.model.at_most(first, begun.whole(first))
    ended = solve(built.model, second, seconds)
    best = ended if ended.state == "solved" else begun
    frames, shots = best.whole(built.frames), best.whole(built.touched)
    still = _stillest(built, frames, shots)
    best = still if still.state == "solved" else best
    return Way(
        least=(least,),
        cuts=built.cuts(best),
        frames=frames,
        shots=shots,
        bound=math.ceil(begun.bound - NOTHING),
        proven=begun.proven and ended.proven,
        missed={aim.key: _slack(best, aim) for aim in built.aims if aim.slack.terms},
    )


def _stillest(built: Built, frames: int, shots: int) -> Solved:
    """Of all answers as small, the one that takes the least movement."""
    built.model.equal(built.frames, frames)
    built.model.equal(built.touched, shots)
    return solve(built.model, built.movement(), STILL_SECONDS)


def _nearest(problem: Problem, free: Mapping[str, Exact | None], seconds: float) -> tuple[Way, ...]:
    """The least distance from the aims that are missed, none of the others broken, and the smallest changes for it.

    Errors count before warnings, and these before what is advisory.
    """
    reached: list[tuple[Severity, Fraction]] = []
    for severity in SEVERITIES:
        built = _within(problem, free, reached)
        if not built.distance(severity).terms:
            continue
        solved = solve(built.model, built.distance(severity), seconds)
        if solved.state != "solved":
            return ()
        reached.append((severity, Fraction(solved.aim).limit_denominator(100_000) + Fraction(1, 1_000_000)))
    shots, frames = (_smallest(_within(problem, free, reached), least, seconds) for least in LEASTS)
    return _distinct(shots, frames) if shots else ()


def _within(problem: Problem, free: Mapping[str, Exact | None], reached: Sequence[tuple[Severity, Fraction]]) -> Built:
    """The programme with some aims free, as near as they are known to come."""
    built = build(problem, Asked(allowed=free))
    for severity, most in reached:
        built.model.at_most(built.distance(severity), most)
    return built
