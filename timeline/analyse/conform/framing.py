"""How each source lies in the render's frame: whole, filling it, stretched, or enlarged for one shot."""

from __future__ import annotations

import itertools
import statistics
from collections import defaultdict
from collections.abc import Mapping

import numpy as np

from timeline.analyse.conform.footage import Take
from timeline.analyse.conform.laid import Laid
from timeline.analyse.conform.sources import ALIKE, interior
from timeline.kernels.likeness import apart
from timeline.kernels.refit import Way, refit, then

SAMPLES = 6
TRIED = 8
"""Shots of a source on which its ways are tried."""
ENLARGED = (0.9, 0.8, 0.7, 0.6, 0.5)
"""Shares of the picture that an enlarged shot may show."""
PLACES = (0.0, 0.25, 0.5, 0.75, 1.0)
CLEARLY = 0.15
"""Distance up to which an enlarged picture is taken for the same one."""


def framed(laid: Laid, takes: Mapping[int, Take]) -> dict[int, Take]:
    """Every take lying in the frame as the render bears out best: one way for a source, another for a lone shot."""
    by_source = defaultdict[str, list[int]](list)
    for shot, take in takes.items():
        by_source[take.source].append(shot)
    made = dict[int, Take]()
    for shots in by_source.values():
        ways = takes[shots[0]].ways
        if len(ways) == 1 and not takes[shots[0]].source:
            made |= {shot: takes[shot] for shot in shots}
            continue
        away = {way: [_unlike(laid, shot, takes[shot], way) for shot in shots[:TRIED]] for way in ways}
        best = min(ways, key=lambda way: (round(statistics.median(away[way]), 2), ways.index(way)))
        made |= {shot: takes[shot].through(_own(laid, shot, takes[shot], best)) for shot in shots}
    return made


def _own(laid: Laid, shot: int, take: Take, usual: tuple[Way, Way]) -> tuple[Way, Way]:
    """The way of one shot: its source's usual one, unless only another shows the same picture."""
    if _unlike(laid, shot, take, usual) <= ALIKE:
        return usual
    enlarged = [
        tuple(_closer(part, place, way) for place, way in zip(places, usual, strict=True))
        for part in ENLARGED
        for places in itertools.product(PLACES, repeat=2)
    ]
    other = min((*take.ways, *((a, b) for a, b in enlarged)), key=lambda way: _unlike(laid, shot, take, way))
    return other if _unlike(laid, shot, take, other) <= CLEARLY else usual


def _closer(part: float, place: float, way: Way) -> Way:
    """A way that shows ``part`` of what ``way`` shows, from its one edge (0) to its other (1)."""
    return then((part, (1 - part) * place), way)


def _unlike(laid: Laid, shot: int, take: Take, way: tuple[Way, Way]) -> float:
    """Least median distance of some frames of a shot at the offsets that it may have."""
    low, high = interior(laid.timeline, shot)
    frames = np.unique(np.linspace(low, high - 1, SAMPLES).astype(np.int64))
    rows, held = take.at(frames)
    found = []
    for offset in {laid.offsets[shot], laid.offsets[shot + 1]}:
        places = np.array([laid.scale.to_render(int(frame)) + offset for frame in frames])
        inside = held & (places >= 0) & (places < laid.footage.frames)
        if inside.any():
            away = apart(laid.footage.signatures[places[inside]], refit(rows[inside], *way))
            found.append(float(np.median(away)))
    return min(found, default=1.0)
