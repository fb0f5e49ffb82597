"""Cuts and limits drawn by lot, and the same as the values that the product works on."""

from __future__ import annotations

import itertools
import random
from dataclasses import dataclass, replace
from fractions import Fraction

from benchmarks.suggest_rules import Case, Rule, Section
from timeline.analyse.suggest.problem import Problem, targets_of
from timeline.analyse.suggest.room import Amount, Bounds
from timeline.model.clock import FrameClock, run_lengths
from timeline.model.edit import Kind, Shot, Timeline, Transition
from timeline.model.profile import Profile
from timeline.profiles import parse

HEAD = '[profile]\nname = "drawn"\ntitle = "Drawn by lot"\nsource = "a lot"\n'
SECTIONS = {
    "start": ("seconds_from_start", (0, 3)),
    "next": ("seconds_from_start", (3, 7)),
    "end": ("seconds_before_end", (5, 0)),
    "share": ("percent_of_programme", (20, 70)),
}
_FIGURES = (
    "median_shot_length",
    "average_shot_length",
    "longest_shot",
    "shortest_shot",
    "cuts",
    "cuts_per_minute",
    "duration",
)
_WHOLE_ONLY = ("first_edit_point", "cuts_by_3s", "cuts_by_5s", "cuts_by_10s", "last_shot")


def draw(seed: int, shots: int, *, small: bool) -> Case:
    """Draw a cut of so many shots and a few limits near to what it has. ``small``: few ways to trim each shot."""
    lot = random.Random(seed)
    uneven = lot.random() < 0.15
    rates: tuple[int | Fraction, ...] = (24, 25, 25, 25, 30, Fraction(24000, 1001))
    second = 1000 if uneven else lot.choice(rates)
    made = tuple(_shot(lot, uneven=uneven) for _ in range(shots))
    frames, length = sum(map(len, made)), Fraction(sum(map(sum, made))) / second
    soft = frozenset(n for n in range(1, shots) if not uneven and lot.random() < 0.1)
    starts = sorted(lot.randrange(frames) for _ in range(0 if uneven else lot.randint(0, 2 + shots // 10)))
    black = frozenset([lot.randrange(1, shots - 1)] if shots > 4 and lot.random() < 0.15 else [])
    names: tuple[str, ...] = ("start", "next", "end") if length > 14 and lot.random() < 0.7 else ("share",)
    names = ("start", *names) if length > 18 and names == ("share",) else names  # shorter, and they would overlap
    sections = tuple(_section(name) for name in names if length > 8)
    rules = [_rule(_Drawn(lot, made, second, sections, uneven)) for _ in range(lot.randint(1, 4))]
    corridors = [rule for rule in rules if rule.kind == "corridor"]
    return Case(
        seed=seed,
        shots=made,
        second=second,
        black=black,
        soft=soft - black,
        held=tuple((start, min(frames, start + lot.randint(1, 12))) for start in starts),
        sections=sections,
        rules=tuple(rule for rule in rules if rule not in corridors[1:]),
        max_trim=lot.randint(2, 3) if small else lot.choice((6, 12, 24)),
        share=Fraction(lot.choice((25, 40, 50)), 100),
        min_shot=lot.choice((4, 6, 10)),
    )


def _shot(lot: random.Random, *, uneven: bool) -> tuple[int, ...]:
    size = lot.choice((lot.randint(5, 40), lot.randint(8, 70)))
    return tuple(lot.choice((33, 34, 40)) if uneven else 1 for _ in range(size))


def _section(name: str) -> Section:
    anchor, (first, last) = SECTIONS[name]
    kind = {"seconds_from_start": "start", "seconds_before_end": "end"}.get(anchor, "share")
    return Section(name=name, anchor=kind, first=Fraction(first), last=Fraction(last))


@dataclass(frozen=True, slots=True)
class _Drawn:
    """What limits are drawn for: the lot, and the cut as it stands."""

    lot: random.Random
    shots: tuple[tuple[int, ...], ...]
    second: int | Fraction
    sections: tuple[Section, ...]
    uneven: bool

    @property
    def seconds(self) -> list[Fraction]:
        """Length of every shot."""
        return [Fraction(sum(shot)) / self.second for shot in self.shots]


def _rule(drawn: _Drawn) -> Rule:
    """A limit a little off what the cut has, on one side or both."""
    lot, seconds = drawn.lot, drawn.seconds
    kind = lot.choice(("shot", "band", "band", "band", "length", "corridor"))
    section = lot.choice(["", "", *(one.name for one in drawn.sections)])
    length, each = sum(seconds, Fraction(0)), sorted(seconds)
    if kind == "shot":
        high = each[-1 - lot.randint(0, min(3, len(each) - 1))] - Fraction(lot.randint(-2, 4), 50)
        return _timed(drawn, Rule(kind="shot", section=section, high=high))
    if kind == "length":
        most = max(length - Fraction(lot.randint(-10, 30), 20), Fraction(1))
        return Rule(kind="length", unit="seconds", high=_round(most))
    if kind == "corridor":
        return _corridor(lot, len(seconds) - 1, length, share=lot.random() < 0.3)
    return _band(drawn, lot.choice(_FIGURES + (() if section else _WHOLE_ONLY)), section)


def _band(drawn: _Drawn, figure: str, section: str) -> Rule:
    lot, seconds = drawn.lot, drawn.seconds
    if drawn.uneven and figure in ("duration", "cuts_per_minute"):
        section = ""  # where the rate varies a section's own length is no target
    made = Rule(kind="band", figure=figure, section=section)
    if figure == "cuts_per_minute":
        rate = 60 * (len(seconds) - 1) / sum(seconds, Fraction(0))
        return replace(made, low=_round(rate * Fraction(lot.randint(80, 104), 100)))
    if figure.startswith("cuts"):
        least = max(0, _count(figure, seconds, section) + lot.randint(-2, 1))
        return replace(made, low=Fraction(least), high=Fraction(least + lot.randint(1, 6)))
    each = sorted(seconds)
    around = {"duration": Fraction(4) if section else sum(seconds, Fraction(0)), "longest_shot": each[-1]}
    around |= {"shortest_shot": each[0], "first_edit_point": seconds[0], "last_shot": seconds[-1]}
    high = around.get(figure, each[len(each) // 2]) * Fraction(lot.randint(90, 115), 100)
    low = None if lot.random() < 0.6 else high * Fraction(lot.randint(40, 90), 100)
    return _timed(drawn, replace(made, low=low, high=high))


def _timed(drawn: _Drawn, rule: Rule) -> Rule:
    """A limit on a length, in seconds or in frames."""
    high = max(rule.high or Fraction(0), Fraction(1, 5))
    if drawn.lot.random() < 0.3:
        rate = 28 if drawn.uneven else drawn.second
        return replace(rule, unit="frames", low=None, high=Fraction(max(1, int(high * rate))))
    return replace(rule, unit="seconds", low=None if rule.low is None else _round(rule.low), high=_round(high))


def _count(figure: str, seconds: list[Fraction], section: str) -> int:
    edges = list(itertools.accumulate(seconds))[:-1]
    if figure != "cuts":
        return sum(at <= int(figure.split("_")[2][:-1]) for at in edges)
    ranges = {"": (0, 10**9), "start": (0, 3), "next": (3, 7)}
    first, last = ranges.get(section, (0, 8))
    return sum(first <= at < last for at in edges)


def _corridor(lot: random.Random, cuts: int, length: Fraction, *, share: bool) -> Rule:
    whole = Fraction(100) if share else length
    end = whole if share else whole + lot.randint(-2, 3)
    slack, more = Fraction(lot.randint(2, 14), 10), Fraction(lot.randint(0, 20), 10)
    points, low, high = [], Fraction(0), Fraction(0)
    for place in sorted({Fraction(0), _round(whole / 2), _round(end)}):
        so_far = cuts * place / whole
        low, high = max(low, _round(so_far - slack)), max(high, _round(so_far + slack + more))
        points.append((place, low, high))
    return Rule(kind="corridor", points=tuple(points), share=share)


def _round(value: Fraction) -> Fraction:
    return Fraction(round(value * 100), 100)


def profile_of(case: Case) -> Profile:
    """The limits as a profile that was read from its file."""
    parts = [HEAD]
    for section in case.sections:
        anchor, (first, last) = SECTIONS[section.name]
        parts.append(f'[[section]]\nname = "{section.name}"\n{anchor} = [{first}, {last}]\n')
    for rule in case.rules:
        parts.append(_toml(rule))
    return parse("".join(parts), "drawn.toml")


def _toml(rule: Rule) -> str:
    if rule.kind == "corridor":
        where = "percent" if rule.share else "seconds"
        points = ", ".join(
            f"{{ {where} = {_number(t)}, min = {_number(a)}, max = {_number(b)} }}" for t, a, b in rule.points
        )
        return f"[corridor]\npoints = [{points}]\n"
    suffix = "" if rule.unit == "plain" else f"_{rule.unit}"
    limits = [(f"min{suffix}", rule.low), (f"max{suffix}", rule.high)]
    told = "".join(f"{key} = {_number(value)}\n" for key, value in limits if value is not None)
    if rule.kind == "length":
        return f'[[delivery]]\nfact = "duration"\n{told}'
    where = f'section = "{rule.section}"\n' if rule.section else ""
    head = "[[shot]]\n" if rule.kind == "shot" else f'[[band]]\nfigure = "{rule.figure}"\n'
    return head + where + told


def _number(value: Fraction) -> str:
    return str(int(value)) if value.denominator == 1 else f"{float(value):.2f}"


def timeline_of(case: Case) -> Timeline:
    """The cut as a timeline; a transition of four frames lies over every soft edge."""
    ticks = [tick for shot in case.shots for tick in shot]
    edges = [0, *itertools.accumulate(len(shot) for shot in case.shots)]
    rate = Fraction(28) if case.uneven else Fraction(case.second)
    clock = FrameClock(time_base=1 / Fraction(case.second), first_pts=0, runs=run_lengths(ticks), rate=rate)
    transitions = [
        Transition(kind=Kind.DISSOLVE, start=at - 1, stop=at + 1, edit_point=at)
        if n in case.soft
        else Transition(kind=Kind.CUT, start=at, stop=at, edit_point=at)
        for n, at in enumerate(edges[1:-1], start=1)
    ]
    shots = tuple(
        Shot(start=a, stop=b, kind="black" if n in case.black else "picture")
        for n, (a, b) in enumerate(itertools.pairwise(edges))
    )
    return Timeline(clock=clock, start=0, stop=edges[-1], transitions=tuple(transitions), shots=shots)


def problem_of(case: Case) -> Problem:
    """The case as the product takes it."""
    bounds = Bounds(
        max_trim=Amount(frames=case.max_trim),
        share=case.share,
        min_shot=Amount(frames=case.min_shot),
        protected=case.held,
    )
    return Problem(timeline=timeline_of(case), targets=targets_of(profile_of(case), reference=False), bounds=bounds)
