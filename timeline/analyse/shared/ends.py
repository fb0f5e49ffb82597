"""The ends of what is shared where pictures do not tell: black beside it, and stills held longer in one copy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from timeline.analyse.shared.keys import Keys
from timeline.analyse.shared.material import Material, Occurrence

STAYS, MOST = 0.75, 3
"""Codes by which small pictures of a held still differ, on average and in any cell."""
WITHIN = 3
"""Frames within an edge that already show the still."""


def settled(material: Material, episodes: Sequence[Keys]) -> Material:
    """Occurrences with the black that is theirs and with stills held to their end.

    Black, or any other frames that show nothing, is part of a material where every occurrence has as many frames of it,
    or where nothing else lies between it and the end of the file; else nothing tells whose it is.
    """
    held = [_held(each, episodes[each.episode]) for each in material]
    before = [_flat(episodes[each.episode], each.start - 1, -1) for each in held]
    after = [_flat(episodes[each.episode], each.stop, 1) for each in held]
    to_head = all(each.start == dark for each, dark in zip(held, before, strict=True))
    to_tail = all(each.stop + dark == len(episodes[each.episode].flat) for each, dark in zip(held, after, strict=True))
    own_before, own_after = to_head or len(set(before)) == 1, to_tail or len(set(after)) == 1
    return tuple(
        replace(each, start=each.start - own_before * dark, stop=each.stop + own_after * light)
        for each, dark, light in zip(held, before, after, strict=True)
    )


def _flat(episode: Keys, frame: int, step: int) -> int:
    """Flat frames in a row from a frame on, in one direction."""
    beside = episode.flat[frame::step] if 0 <= frame < len(episode.flat) else episode.flat[:0]
    return len(beside) if beside.all() else int(beside.argmin())


def _held(each: Occurrence, episode: Keys) -> Occurrence:
    """Inside the file, and with what goes on before and after as the same still."""
    start, stop = max(each.start, 0), min(each.stop, len(episode.flat))
    first, last = start, stop - 1
    if _stays(episode, first + WITHIN, first):
        while start > 0 and _stays(episode, start - 1, first):
            start -= 1
    if _stays(episode, last - WITHIN, last):
        while stop < len(episode.flat) and _stays(episode, stop, last):
            stop += 1
    return replace(each, start=start, stop=stop)


def _stays(episode: Keys, frame: int, edge: int) -> bool:
    """Whether a frame shows the still of an edge."""
    if not 0 <= frame < len(episode.flat) or episode.flat[frame]:
        return False
    gap = np.abs(np.subtract(episode.small[frame], episode.small[edge], dtype=np.int16))
    return bool(gap.mean() <= STAYS and gap.max() <= MOST)
