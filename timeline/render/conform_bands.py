"""Two rows, timeline above and render below, cut into bands that fit a page: places in shares of a band's width."""

from __future__ import annotations

import itertools
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from timeline.model.conformity import Conformity, Difference, Place
from timeline.model.edit import Timeline

MOST = 14
"""Shots of the timeline in one band."""
LEADER = 0.2
"""Most of a band that a leader or tail may take; a longer one is drawn shorter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """A shot's part of a band: its number from 1 in its row, its frames, and where it is drawn (per cent)."""

    number: int
    start: int
    stop: int
    x: str
    width: str
    outside: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A line from an edit point of the timeline to where it is, or should be, in the render."""

    place: Place
    top: str
    bottom: str
    style: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A span of either row: a transition that takes time, or the range of a difference, whose number it then has."""

    x: str
    width: str
    number: int = 0
    title: str = ""
    style: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """One stretch of both rows, beginning where the timeline's ``start`` and the render's ``render_start`` meet."""

    start: int
    stop: int
    render_start: int
    render_stop: int
    shift: int
    planned: tuple[Tile, ...]
    rendered: tuple[Tile, ...]
    links: tuple[Link, ...]
    above: tuple[Bar, ...]
    below: tuple[Bar, ...]
    marks: tuple[Bar, ...]


def bands(conformity: Conformity, planned: Timeline) -> list[Band]:
    """All bands in order; for another edit there are none, since nothing was laid against anything."""
    if conformity.outcome == "unrelated":
        return []
    edges = [planned.start, *planned.edit_points, planned.stop]
    cuts = _cuts(conformity, len(edges))
    return [_Maker(conformity, edges, first, last).band() for first, last in itertools.pairwise(cuts)]


def _cuts(conformity: Conformity, edges: int) -> list[int]:
    """Edges at which bands begin: evenly spread, on edit points that are where they should be."""
    count = max(1, -(-(edges - 1) // MOST))
    firm = {place.number for place in conformity.places if place.verdict == "in place"}
    cuts = [0]
    for number in range(1, count):
        wanted = round(number * (edges - 1) / count)
        near = [edge for edge in range(wanted - 4, wanted + 5) if edge in firm and cuts[-1] < edge < edges - 1]
        cuts.append(min(near, key=lambda edge: abs(edge - wanted)) if near else max(wanted, cuts[-1] + 1))
    return [*cuts, edges - 1]


class _Maker:
    """Draws one band."""

    def __init__(self, conformity: Conformity, edges: Sequence[int], first: int, last: int) -> None:
        self.conformity, self.edges, self.first, self.last = conformity, edges, first, last
        self.start, self.stop = edges[first], edges[last]
        self.render_start, self.render_stop = self._in_render(first), self._in_render(last)
        self.per_frame = self._per_frame()
        own = self.stop - self.start
        seen = max(1, round((self.render_stop - self.render_start) * self.per_frame))
        self.head = self._outside(conformity.leader.frames if first == 0 else 0, max(own, seen))
        self.tail = self._outside(conformity.tail.frames if last == len(edges) - 1 else 0, max(own, seen))
        self.span = self.head + max(own, seen) + self.tail

    def _per_frame(self) -> float:
        """Frames of the timeline that one frame of the render lasts."""
        if self.conformity.basis == "frames":
            return 1.0
        return float(self.conformity.timeline.rate / self.conformity.render.rate)

    def _outside(self, frames: int, span: int) -> float:
        return min(frames * self.per_frame, LEADER * span)

    def _in_render(self, edge: int) -> int:
        conformity = self.conformity
        if edge == 0:
            return conformity.leader.frames
        if edge == len(self.edges) - 1:
            return conformity.render.frames - conformity.tail.frames
        return conformity.places[edge - 1].expected

    def band(self) -> Band:
        """The band with everything on it."""
        return Band(
            start=self.start,
            stop=self.stop,
            render_start=self.render_start,
            render_stop=self.render_stop,
            shift=self.render_start - self.start - self.conformity.leader.frames,
            planned=tuple(self._planned()),
            rendered=tuple(self._rendered()),
            links=tuple(self._links()),
            above=tuple(self._above()),
            below=tuple(self._below()),
            marks=tuple(self._marks()),
        )

    def _top(self, frame: float) -> float:
        return (self.head + frame - self.start) / self.span

    def _bottom(self, frame: float) -> float:
        return min(1.0, max(0.0, (self.head + (frame - self.render_start) * self.per_frame) / self.span))

    def _planned(self) -> Iterator[Tile]:
        for edge in range(self.first, self.last):
            start, stop = self.edges[edge], self.edges[edge + 1]
            yield _tile(edge + 1, start, stop, self._top(start), self._top(stop))

    def _rendered(self) -> Iterator[Tile]:
        edges = list(self.conformity.render.edges)
        low = 0 if self.first == 0 else self.render_start
        high = self.conformity.render.frames if self.last == len(self.edges) - 1 else self.render_stop
        for number in range(max(0, bisect_right(edges, low) - 1), bisect_left(edges, high)):
            start, stop = max(edges[number], low), min(edges[number + 1], high)
            outside = stop <= self.conformity.leader.frames or (
                start >= self.conformity.render.frames - self.conformity.tail.frames
            )
            left = 0.0 if start == 0 and self.first == 0 else self._bottom(start)
            right = 1.0 if self.tail and stop == self.conformity.render.frames else self._bottom(stop)
            if right > left:
                yield _tile(number + 1, start, stop, left, right, outside=outside)

    def _inside(self) -> Iterator[Place]:
        for place in self.conformity.places:
            if self.first < place.number < self.last or (place.number == self.first != 0):
                yield place

    def _links(self) -> Iterator[Link]:
        for place in self._inside():
            at = place.wanted.edit_point or 0
            seen = place.expected if place.found is None else _at(place)
            yield Link(
                place=place,
                top=_share(self._top(at)),
                bottom=_share(self._bottom(seen)),
                style=place.verdict.replace(" ", "-"),
            )

    def _above(self) -> Iterator[Bar]:
        for place in self._inside():
            if place.wanted.frames:
                yield _bar(self._top(place.wanted.start), self._top(place.wanted.stop), title=place.sentence)

    def _below(self) -> Iterator[Bar]:
        for place in self._inside():
            if place.found is not None and place.found.frames:
                yield _bar(self._bottom(place.found.start), self._bottom(place.found.stop), title=place.sentence)

    def _marks(self) -> Iterator[Bar]:
        for number, difference in enumerate(self.conformity.differences, start=1):
            if difference.kind in ("rate", "unrelated") or not self._holds(difference):
                continue
            left, right = self._bottom(difference.render[0]), self._bottom(difference.render[1])
            if difference.kind == "head":
                left, right = 0.0, self.head / self.span
            style = "error" if difference.counted else "info"
            yield _bar(left, right, number=number, title=difference.title, style=style)

    def _holds(self, difference: Difference) -> bool:
        """Whether a difference begins in this band; what lies before or after the timeline is in the first or last."""
        if difference.kind == "head":
            return self.first == 0
        at = difference.timeline[0]
        last = self.last == len(self.edges) - 1
        return self.start <= at < self.stop or (last and at >= self.stop)


def _at(place: Place) -> int:
    assert place.found is not None
    return place.found.edit_point if place.found.edit_point is not None else place.found.start


def _share(part: float) -> str:
    return f"{100 * part:.3f}".rstrip("0").rstrip(".") + "%"


def _tile(number: int, start: int, stop: int, left: float, right: float, *, outside: bool = False) -> Tile:
    return Tile(
        number=number, start=start, stop=stop, x=_share(left), width=_share(max(0.0, right - left)), outside=outside
    )


def _bar(left: float, right: float, *, number: int = 0, title: str = "", style: str = "") -> Bar:
    return Bar(x=_share(left), width=_share(max(0.0, right - left)), number=number, title=title, style=style)
