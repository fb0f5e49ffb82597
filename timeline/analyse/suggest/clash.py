"""Why there is no answer: the fewest constraints that cannot stand together, and what would let them."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from timeline.analyse.suggest.aims import Aim
from timeline.analyse.suggest.linear import Exact, Sum
from timeline.analyse.suggest.problem import Asked, Built, Problem, build
from timeline.analyse.suggest.room import ALL, GUARDS, Guard
from timeline.analyse.suggest.solve import solve


@dataclass(frozen=True, slots=True, kw_only=True)
class Clash:
    """An aim that cannot be had, and with what it clashes: all of it stands in the way, and no part of it alone.

    ``guards`` and ``others``: bounds on trims, and other aims. ``short``: by how much it is missed at the nearest, the
    aims that are met kept. ``relief``: what would do for one bound, all else kept:
    frames for ``max-trim`` and ``min-shot``, a part of the shot for ``share``. ``complete``: whether the time sufficed
    to leave out everything that does not matter.
    """

    aim: Aim
    guards: tuple[Guard, ...]
    others: tuple[Aim, ...]
    short: Fraction
    relief: tuple[tuple[Guard, Fraction], ...] = ()
    complete: bool = True


def clash_of(
    problem: Problem,
    aim: Aim,
    others: Sequence[Aim],
    aims: Sequence[Aim],
    slack: Mapping[str, Fraction],
    allowed: Mapping[str, Exact | None],
    seconds: float,
) -> Clash:
    """Leave out one constraint after the other as long as the rest still clash with ``aim`` (a deletion filter).

    Chinneck and Dravnieks, Locating minimal infeasible constraint sets in linear programs, ORSA Journal on Computing 3
    (1991). ``others``: aims that may be part of it, of all ``aims``. ``slack``: how far each is missed now;
    ``allowed``: how far those may be that nothing can mend.
    """
    held = {other.key: other for other in others if other.key != aim.key and allowed.get(other.key, 0) == 0}
    short = _short(problem, aim, slack, seconds)
    guards, complete = set(ALL), True
    for group in _groups(list(held.values())):
        fewer = {key: other for key, other in held.items() if key not in group}
        if len(fewer) == len(held):
            continue
        found = _clashes(problem, aim, fewer, aims, allowed, guards, seconds)
        complete = complete and found is not None
        held = fewer if found else held
    for guard in GUARDS:
        found = _clashes(problem, aim, held, aims, allowed, guards - {guard}, seconds)
        complete = complete and found is not None
        guards -= {guard} if found else set()
    asked = _asked(aims, [aim, *held.values()], allowed, frozenset(guards))
    return Clash(
        aim=aim,
        guards=tuple(guard for guard in GUARDS if guard in guards),
        others=tuple(held.values()),
        short=short,
        relief=tuple(_reliefs(problem, asked, guards, seconds)),
        complete=complete,
    )


def _short(problem: Problem, aim: Aim, slack: Mapping[str, Fraction], seconds: float) -> Fraction:
    """By how much an aim is missed at least, while no other is missed by more than now."""
    built = build(problem, Asked(allowed={key: by for key, by in slack.items() if by}))
    own = next(other for other in built.aims if other.key == aim.key)
    solved = solve(built.model, own.slack, seconds)
    return Fraction(solved.aim).limit_denominator(100_000) if solved.state == "solved" else slack[aim.key]


def _groups(others: Sequence[Aim]) -> list[list[str]]:
    """The aims of one rule together, then each of them alone."""
    by_rule: dict[str, list[str]] = {}
    for other in others:
        by_rule.setdefault(other.rule, []).append(other.key)
    return [*by_rule.values(), *([key] for keys in by_rule.values() if len(keys) > 1 for key in keys)]


def _clashes(
    problem: Problem,
    aim: Aim,
    held: Mapping[str, Aim],
    aims: Sequence[Aim],
    allowed: Mapping[str, Exact | None],
    guards: set[Guard],
    seconds: float,
) -> bool | None:
    """Whether the aim still cannot be had; ``None`` where the time did not suffice to tell."""
    asked = _asked(aims, [aim, *held.values()], allowed, frozenset(guards))
    state = solve(build(problem, asked).model, Sum(), seconds).state
    return None if state == "unknown" else state == "impossible"


def _asked(
    aims: Sequence[Aim], held: Sequence[Aim], allowed: Mapping[str, Exact | None], guards: frozenset[Guard]
) -> Asked:
    keys = {one.key for one in held}
    free = {one.key: allowed.get(one.key) for one in aims if one.key not in keys}
    return Asked(guards=guards, allowed=free)


def _reliefs(problem: Problem, asked: Asked, guards: set[Guard], seconds: float) -> list[tuple[Guard, Fraction]]:
    """For each bound in the clash that has a number: the least change of it that would do, all else kept."""
    found: list[tuple[Guard, Fraction]] = []
    for guard in ("max-trim", "share", "min-shot"):
        if guard not in guards:
            continue
        built = build(problem, Asked(guards=asked.guards - {guard}, allowed=asked.allowed))
        level = built.model.variable(0, None, whole=False)
        _loosen(built, guard, level)
        solved = solve(built.model, level * (-1 if guard == "min-shot" else 1), seconds)
        if solved.state == "solved" and solved.proven:
            found.append((guard, _rounded(guard, solved.value(level))))
    return found


def _loosen(built: Built, guard: Guard, level: Sum) -> None:
    """Put a variable in the place of one bound's number."""
    for shot, room, taken, flag in zip(
        built.problem.timeline.shots, built.rooms, built.open.taken, built.open.touched, strict=True
    ):
        if not room.most:
            continue
        if guard == "max-trim":
            built.model.at_most(taken, level)
        elif guard == "share":
            built.model.at_most(taken, level * shot.frames)
        else:
            built.model.at_most(level, Sum(shot.frames) - taken + (Sum(1) - flag) * shot.frames)
    if guard == "min-shot":
        built.model.at_most(level, max(shot.frames for shot in built.problem.timeline.shots))


def _rounded(guard: Guard, value: float) -> Fraction:
    if guard == "share":
        return Fraction(math.ceil(1000 * value - 1e-3), 1000)
    return Fraction(math.floor(value + 1e-6) if guard == "min-shot" else math.ceil(value - 1e-6))
