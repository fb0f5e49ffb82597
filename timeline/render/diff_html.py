"""A comparison of versions as one self-contained page: the changes with frames, and both strips with lines between."""

from __future__ import annotations

from dataclasses import dataclass

from timeline.model.difference import Change, VersionDiff
from timeline.model.inspection import Inspection
from timeline.render import diff_text as say
from timeline.render import waivers
from timeline.render.album import Album, Picture, Pictures, album
from timeline.render.frames import Shown
from timeline.render.page import asset, environment, policy

TOLD = 300
"""Changes that a page tells at most; the document has them all."""
ROW_SECONDS = 24
"""Seconds of either version in one row of the strips."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """A shot in a row: its number from 1, its place and width in per cent of the row, and its picture."""

    number: int
    x: float
    width: float
    start: int
    stop: int
    picture: Picture | None
    touched: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line from a stretch of the earlier strip to the same one in the later strip, in per cent of the row."""

    top: tuple[float, float]
    bottom: tuple[float, float]
    style: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Strips:
    """One row of both versions over the same seconds."""

    start: float
    stop: float
    above: tuple[Tile, ...]
    below: tuple[Tile, ...]
    lines: tuple[Line, ...]


def page(diff: VersionDiff, sides: tuple[Inspection, Inspection], pictures: tuple[Pictures, Pictures]) -> str:
    """Write the page of one comparison with the pictures that were kept of both."""
    albums = tuple(
        album(kept, side.media.display_width, side.media.display_height)
        for kept, side in zip(pictures, sides, strict=True)
    )
    shown = [
        (_shown(albums[0], sides[0], change, 0), _shown(albums[1], sides[1], change, 1))
        for change in diff.changes[:TOLD]
    ]
    strips = _strips(diff, sides, (albums[0], albums[1])) if diff.outcome != "unrelated" else []
    style = asset("report.css") + asset("diff.css")
    return (
        environment("timeline.render")
        .get_template("diff.html.j2")
        .render(
            doc=diff,
            say=say,
            waivers=waivers,
            labels=(say.Labels.of(diff.before), say.Labels.of(diff.after)),
            albums=albums,
            shown=shown,
            told=diff.changes[:TOLD],
            strips=strips,
            shape=_shape(albums[0]),
            style=style,
            policy=policy(style),
        )
    )


def _shape(made: Album) -> str:
    ratio = made.width / made.height
    return "tall" if ratio < 0.8 else "wide" if ratio > 1.25 else "square"


def _shown(made: Album, side: Inspection, change: Change, which: int) -> list[Shown]:
    """Frames of a change on one side; where one was not kept, the nearest of its shot, which then says so."""
    found = []
    for frame in change.shown[which]:
        shot = next((s for s in side.timeline.shots if s.start <= frame < s.stop), None)
        if shot is not None:
            found.append(Shown(wanted=frame, picture=made.near(frame, shot.start, shot.stop)))
    return found


def _strips(diff: VersionDiff, sides: tuple[Inspection, Inspection], albums: tuple[Album, Album]) -> list[Strips]:
    longest = max(float(side.timeline.duration) for side in sides)
    touched = ({n for c in diff.changes for n in c.old}, {n for c in diff.changes for n in c.new})
    rows = []
    for row in range(max(1, -(-int(longest) // ROW_SECONDS))):
        start = float(row * ROW_SECONDS)
        stop = start + ROW_SECONDS
        above, below = (
            _tiles(side, made, start, stop, marked) for side, made, marked in zip(sides, albums, touched, strict=True)
        )
        rows.append(Strips(start=start, stop=stop, above=above, below=below, lines=_lines(diff, sides, start, stop)))
    return rows


def _seconds(side: Inspection, frame: int) -> float:
    return float(side.timeline.clock.span(side.timeline.start, frame))


def _tiles(side: Inspection, made: Album, start: float, stop: float, touched: set[int]) -> tuple[Tile, ...]:
    found = []
    for number, shot in enumerate(side.timeline.shots):
        low, high = _seconds(side, shot.start), _seconds(side, shot.stop)
        if high <= start or low >= stop:
            continue
        a, b = max(low, start), min(high, stop)
        found.append(
            Tile(
                number=number + 1,
                x=_place(a, start, stop),
                width=max(0.05, _place(b, start, stop) - _place(a, start, stop)),
                start=shot.start,
                stop=shot.stop,
                picture=made.near((shot.start + shot.stop - 1) // 2, shot.start, shot.stop),
                touched=number in touched,
            )
        )
    return tuple(found)


def _place(seconds: float, start: float, stop: float) -> float:
    return round(100 * (seconds - start) / (stop - start), 3)


def _lines(diff: VersionDiff, sides: tuple[Inspection, Inspection], start: float, stop: float) -> tuple[Line, ...]:
    found = []
    for tie in diff.ties:
        a = tuple(_seconds(sides[0], frame) for frame in tie.before)
        b = tuple(_seconds(sides[1], frame) for frame in tie.after)
        if (a[1] <= start or a[0] >= stop) and (b[1] <= start or b[0] >= stop):
            continue
        whole = tie.before == diff.before.edges[tie.old : tie.old + 2] and (
            tie.after == diff.after.edges[tie.new : tie.new + 2]
        )
        style = "speed" if tie.speed != 1 else "kept" if whole else "part"
        found.append(
            Line(
                top=(_place(a[0], start, stop), _place(a[1], start, stop)),
                bottom=(_place(b[0], start, stop), _place(b[1], start, stop)),
                style=style,
                title=f"shot {tie.old + 1} before, shot {tie.new + 1} after",
            )
        )
    return tuple(found)
