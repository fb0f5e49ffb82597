"""What is known to be shared already, so that of many episodes with one title not every pair is held together."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import numpy as np

from timeline.analyse.shared.alike import Flags
from timeline.analyse.shared.links import Links
from timeline.analyse.shared.runs import Run

ENOUGH = 3
"""Runs by which an occurrence hangs together with others before no more are looked for."""


@dataclass(slots=True)
class _Place:
    """Where an episode shows a material; ``of``: a place of the same material that stands for all of them."""

    start: int
    stop: int
    runs: int = 0
    of: _Place | None = None

    def root(self) -> _Place:
        place = self
        while place.of is not None:
            place = place.of
        return place


class Known:
    """Places of every material found so far."""

    def __init__(self) -> None:
        self._places = defaultdict[int, list[_Place]](list)

    def add(self, run: Run) -> None:
        """Note a run: both of its ends are places of one material."""
        one = self._place(run.one, run.start, run.stop)
        other = self._place(run.other, run.start + run.shift, run.stop + run.shift)
        if one.root() is not other.root():
            one.root().of = other.root()

    def _place(self, episode: int, start: int, stop: int) -> _Place:
        for place in self._places[episode]:
            common = min(stop, place.stop) - max(start, place.start)
            if 2 * common >= max(stop - start, place.stop - place.start):
                place.start, place.stop = min(start, place.start), max(stop, place.stop)
                place.runs += 1
                return place
        self._places[episode].append(_Place(start=start, stop=stop, runs=1))
        return self._places[episode][-1]

    def unknown(self, pair: Links) -> Links:
        """The links of a pair that do not join places which hang together well enough already."""
        told: Flags = np.zeros(len(pair.at), np.bool_)
        for one in self._places[pair.one]:
            for other in self._places[pair.other]:
                if one.root() is other.root() and min(one.runs, other.runs) >= ENOUGH:
                    inside = (pair.at >= one.start) & (pair.at < one.stop)
                    told |= inside & (pair.there >= other.start) & (pair.there < other.stop)
        return Links(one=pair.one, other=pair.other, at=pair.at[~told], there=pair.there[~told])
