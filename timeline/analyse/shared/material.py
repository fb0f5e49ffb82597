"""Runs between pairs of episodes put together: one material, and where each episode shows it."""

from __future__ import annotations

import heapq
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from timeline.analyse.shared.runs import SHORTEST, Run

NEARLY = 2
"""Frames by which an occurrence may miss the end that most have: it is the same end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Occurrence:
    """Frames ``[start, stop)`` of an episode that show a material; its first frame would be ``origin``."""

    episode: int
    start: int
    stop: int
    origin: int


Material = tuple[Occurrence, ...]
End = tuple[int, int]


def materials(runs: Iterable[Run]) -> list[Material]:
    """Every material of which the runs are pairs of occurrences, each by episode and place.

    Runs that overlap by half of the shorter one in an episode are of one material, and its ends are those that most of
    its runs have. What a run has beyond them is a run of its own: two episodes may share more than the title.
    """
    pool, found = list(runs), list[Material]()
    while pool:
        rest = list[Run]()
        for group, places in _groups(pool):
            made, beyond = _settled(group, places)
            found.append(made)
            rest += beyond
        pool = rest
    return sorted(found, key=lambda made: [(each.episode, each.start) for each in made])


def _groups(runs: Sequence[Run]) -> Iterator[tuple[list[Run], dict[int, End]]]:
    """Runs that hang together; ``places``: which occurrence each run's two ends belong to, by its place in the list."""
    root = list(range(2 * len(runs)))

    def find(n: int) -> int:
        while root[n] != n:
            root[n] = root[root[n]]
            n = root[n]
        return n

    by_episode = defaultdict[int, list[tuple[int, int, int]]](list)
    for n, run in enumerate(runs):
        by_episode[run.one].append((run.start, run.stop, 2 * n))
        by_episode[run.other].append((run.start + run.shift, run.stop + run.shift, 2 * n + 1))
    for ends in by_episode.values():
        _join(sorted(ends), root, find)
    occurrence = [find(n) for n in range(len(root))]
    for n in range(len(runs)):
        root[find(2 * n)] = find(2 * n + 1)
    groups = defaultdict[int, list[int]](list)
    for n in range(len(runs)):
        groups[find(2 * n)].append(n)
    for numbers in groups.values():
        places = {k: (occurrence[2 * n], occurrence[2 * n + 1]) for k, n in enumerate(numbers)}
        yield [runs[n] for n in numbers], places


def _join(ends: Sequence[tuple[int, int, int]], root: list[int], find: Callable[[int], int]) -> None:
    """Join ends of one episode, in order of their starts, that overlap by half of the shorter."""
    active: list[tuple[int, int, int]] = []
    for start, stop, n in ends:
        active = [each for each in active if each[1] > start]
        for low, high, other in active:
            if 2 * (min(stop, high) - start) >= min(stop - start, high - low):
                root[find(n)] = find(other)
        active.append((start, stop, n))


def _settled(runs: Sequence[Run], places: dict[int, End]) -> tuple[Material, list[Run]]:
    """The material of a group of runs, and what is left of them beyond its ends."""
    origins = _origins(runs, places)
    at = [run.start - origins[places[n][0]] for n, run in enumerate(runs)]
    low = _usual((start for start in at), largest=True)
    high = _usual((start + run.frames for start, run in zip(at, runs, strict=True)), largest=False)
    if high - low < SHORTEST:
        longest = max(range(len(runs)), key=lambda n: runs[n].frames)
        low, high = at[longest], at[longest] + runs[longest].frames
    seen = dict[int, tuple[int, int, int]]()
    rest = list[Run]()
    for n, (run, start) in enumerate(zip(runs, at, strict=True)):
        ends = ((run.one, run.start), (run.other, run.start + run.shift))
        for place, (episode, begin) in zip(places[n], ends, strict=True):
            own = begin - origins[place]
            _, first, last = seen.get(place, (episode, high, low))
            seen[place] = (episode, min(first, max(own, low)), max(last, min(own + run.frames, high)))
        if low - start >= SHORTEST:
            rest.append(replace(run, stop=run.start + low - start))
        if start + run.frames - high >= SHORTEST:
            rest.append(replace(run, start=run.start + high - start))
    made = [
        _occurrence(episode, origins[place], (first, last), (low, high))
        for place, (episode, first, last) in seen.items()
        if first < last
    ]
    return tuple(sorted(made, key=lambda each: (each.episode, each.start))), rest


def _occurrence(episode: int, origin: int, own: End, usual: End) -> Occurrence:
    start = usual[0] if own[0] - usual[0] <= NEARLY else own[0]
    stop = usual[1] if usual[1] - own[1] <= NEARLY else own[1]
    return Occurrence(episode=episode, start=origin + start, stop=origin + stop, origin=origin + usual[0])


def _origins(runs: Sequence[Run], places: dict[int, End]) -> dict[int, int]:
    """The frame of each occurrence that stands for one and the same picture, spread along the longest runs.

    In a still any shift fits, and a shorter run may have another one (a spanning tree after Prim, 1957).
    """
    beside = defaultdict[int, list[tuple[int, int, int]]](list)
    for n, run in enumerate(runs):
        a, b = places[n]
        beside[a].append((-run.frames, b, run.shift))
        beside[b].append((-run.frames, a, -run.shift))
    longest = max(range(len(runs)), key=lambda n: (runs[n].frames, -n))
    first = places[longest][0]
    waiting = [(0, first, runs[longest].start)]
    origins = dict[int, int]()
    while waiting:
        _, here, origin = heapq.heappop(waiting)
        if here not in origins:
            origins[here] = origin
            for length, there, shift in beside[here]:
                heapq.heappush(waiting, (length, there, origin + shift))
    return origins


def _usual(values: Iterable[int], *, largest: bool) -> int:
    """The most frequent value; of equally frequent ones the largest or the smallest."""
    counts = Counter(values)
    return max(counts, key=lambda value: (counts[value], value if largest else -value))
