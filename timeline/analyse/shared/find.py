"""Finds what episodes of a season share: keys of all, links, runs pair by pair, materials, and what they are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

from timeline.analyse.shared.alike import pictures_of
from timeline.analyse.shared.ends import settled
from timeline.analyse.shared.keys import keys_of
from timeline.analyse.shared.kinds import Reel, spans_of
from timeline.analyse.shared.known import Known
from timeline.analyse.shared.links import Links, links
from timeline.analyse.shared.material import materials
from timeline.analyse.shared.runs import Run, promising, runs_of
from timeline.kernels.signature import Signatures
from timeline.model.shared import SharedSpan

FOUND_BY = "2"
"""Raise it with any change to what is found in the same signatures."""
BLOCK = 32
"""Episodes of which each is held against each before the next ones are read; the pictures of twice as many are in
memory at once: of 90 s, 150 MB."""


def find(
    episodes: Sequence[Reel], signatures: Callable[[int], Signatures], step: Callable[[int], None] = lambda done: None
) -> tuple[SharedSpan, ...]:
    """Find the spans that two or more episodes share, by episode and place.

    ``episodes``: in the order of their numbers. ``signatures``: reads those of the nth, uint8 (frames, S), a frame of
    its clock each, or none at all; each is read once, and again where it shares something and is no longer held.
    ``step``: is told how many were read.
    """
    kept = []
    for number in range(len(episodes)):
        kept.append(keys_of(signatures(number)))
        step(number + 1)
    held = lru_cache(2 * BLOCK)(lambda number: pictures_of(signatures(number), kept[number].middle))
    known, runs = Known(), list[Run]()
    for pair in map(known.unknown, sorted(links(kept), key=_in_blocks)):
        if promising(pair):
            found = runs_of(pair, held(pair.one), held(pair.other))
            runs += found
            for run in found:
                known.add(run)
    shared = [settled(material, kept) for material in materials(runs) if len(material) > 1]
    return spans_of(shared, episodes)


def _in_blocks(pair: Links) -> tuple[int, int, int, int]:
    return pair.one // BLOCK, pair.other // BLOCK, pair.one, pair.other
