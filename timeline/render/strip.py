"""The strip of thumbnails: widths true to the shots, cut into rows that stand side by side where there is room."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from timeline.model.edit import Shot, Timeline, Transition
from timeline.model.finding import Finding
from timeline.model.inspection import Inspection
from timeline.render.album import Picture
from timeline.render.axis import Tick, TimeAxis, share
from timeline.render.frames import Frames
from timeline.render.text import minutes

Trio: TypeAlias = tuple[Picture | None, Picture | None, Picture | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A stretch of a row: ``number`` from 1 and ``again`` where it began in an earlier row."""

    number: int
    x: str
    width: str
    again: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """One shot, or its part in this row, with pictures of its head, middle and tail."""

    number: int
    shot: Shot
    x: str
    width: str
    head: Picture | None
    middle: Picture | None
    tail: Picture | None
    again: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One stretch of the programme with what lies over it; lanes keep overlapping bars apart."""

    title: str
    tiles: tuple[Tile, ...]
    sections: tuple[tuple[Bar, ...], ...]
    findings: tuple[tuple[Bar, ...], ...]
    doubts: tuple[str, ...]
    ticks: tuple[Tick, ...]


def rows(
    inspection: Inspection, frames: Frames, doubtful: tuple[Transition, ...], marked: Sequence[Finding]
) -> tuple[Row, ...]:
    """Lay the strip out; ``marked``: the findings drawn under it, which its bars number from 1."""
    timeline = inspection.timeline
    sections = inspection.judgement.sections if inspection.judgement else ()
    count = row_count(float(timeline.duration))
    axes = [
        TimeAxis(timeline=timeline, begin=timeline.duration * n / count, end=timeline.duration * (n + 1) / count)
        for n in range(count)
    ]
    pictures = _pictures(frames)
    section_lanes = lanes([(s.start, s.stop) for s in sections])
    finding_lanes = lanes([(f.start, f.stop) for f in marked])
    doubts = [t.edit_point for t in doubtful if t.edit_point is not None]
    return tuple(
        Row(
            title=f"{minutes(axis.begin)} to {minutes(axis.end)}",
            tiles=_tiles(timeline, axis, pictures),
            sections=tuple(_bars(lane, axis) for lane in section_lanes),
            findings=tuple(_bars(lane, axis) for lane in finding_lanes),
            doubts=tuple(share(axis.share(d)) for d in doubts if 0 <= axis.share(d) < 100),
            ticks=axis.ticks(4),
        )
        for axis in axes
    )


def row_count(seconds: float) -> int:
    """Rows of at most about 30 s: one, two, then threes, so that three stand side by side; 12 at most."""
    if seconds < 15:
        return 1
    return 2 if seconds < 40 else min(12, 3 * -(-int(seconds) // 105))


def lanes(places: list[tuple[int, int]]) -> list[list[tuple[int, int, int]]]:
    """Spread stretches (number from 1, start, stop) over as few lanes as keep them apart."""
    spread: list[list[tuple[int, int, int]]] = []
    for number, (start, stop) in enumerate(places, start=1):
        lane = next((lane for lane in spread if all(stop <= a or start >= b for _, a, b in lane)), None)
        if lane is None:
            spread.append(lane := [])
        lane.append((number, start, stop))
    return spread


def _bars(lane: list[tuple[int, int, int]], axis: TimeAxis) -> tuple[Bar, ...]:
    return tuple(
        Bar(
            number=number,
            x=share(max(0.0, axis.share(start))),
            width=share(min(100.0, axis.share(stop)) - max(0.0, axis.share(start))),
            again=axis.share(start) < 0,
        )
        for number, start, stop in lane
        if axis.holds(start, stop)
    )


def _tiles(timeline: Timeline, axis: TimeAxis, pictures: list[Trio]) -> tuple[Tile, ...]:
    shots = timeline.shots
    first = bisect_right(shots, 0.0, key=lambda shot: axis.share(shot.stop))
    past = bisect_left(shots, 100.0, key=lambda shot: axis.share(shot.start))
    return tuple(
        Tile(
            number=index + 1,
            shot=shot,
            x=share(axis.share(shot.start)),
            width=share(axis.share(shot.stop) - axis.share(shot.start)),
            head=pictures[index][0],
            middle=pictures[index][1],
            tail=pictures[index][2],
            again=axis.share(shot.start) < 0,
        )
        for index, shot in enumerate(shots[first:past], start=first)
    )


def _pictures(frames: Frames) -> list[Trio]:
    """Head, middle and tail of each shot, purely its own where a gradual transition leads in or out."""
    timeline = frames.timeline
    led = {t.edit_point: t for t in timeline.transitions}
    trios = []
    for shot in timeline.shots:
        head = frames.after(led[shot.start]) if shot.start in led else frames.single(shot.start)
        tail = frames.before(led[shot.stop]) if shot.stop in led else frames.single(shot.stop - 1)
        trios.append((head.picture, frames.middle(shot.start, shot.stop).picture, tail.picture))
    return trios
