"""A suggestion as one self-contained page: every answer's trims with frames, and the strip before and after them."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from timeline.model.inspection import Inspection
from timeline.model.suggestion import Answer, Suggestion, Trim
from timeline.render import suggest_text as say
from timeline.render import text
from timeline.render.album import Album, Picture, Pictures, album
from timeline.render.frames import Shown
from timeline.render.page import asset, environment, policy

TOLD = 200
"""Trims of an answer that a page tells at most; the document has them all."""
ROW_SECONDS = 24
"""Seconds in one row of the strips."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """A shot in a row: number from 1, place and width in per cent of the row, its picture, and whether it is trimmed.

    ``gone``: parts of the tile, in per cent of it, that are taken out (start and width).
    """

    number: int
    x: float
    width: float
    title: str
    picture: Picture | None
    trimmed: bool
    gone: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of both strips over the same seconds."""

    start: float
    stop: float
    before: tuple[Tile, ...]
    after: tuple[Tile, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A trim with the frames that show it: the last that stays beside it and the first and last that go."""

    trim: Trim
    frames: tuple[Shown, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stretch:
    """A shot on a strip: ``[start, stop)`` in seconds, frames ``kept`` of the input, and what goes of it."""

    number: int
    start: Fraction
    stop: Fraction
    kept: tuple[int, int]
    gone: tuple[tuple[int, int], ...]


def page(suggestion: Suggestion, inspection: Inspection, pictures: Pictures) -> str:
    """Write the page of one suggestion with the pictures that were kept."""
    media = inspection.media
    made = album(pictures, media.display_width or 16, media.display_height or 9, bare=not media.codec)
    style = asset("report.css") + asset("suggest.css")
    told = [tuple(_told(made, inspection, trim) for trim in answer.trims[:TOLD]) for answer in suggestion.answers]
    strips = [_rows(made, inspection, answer) for answer in suggestion.answers]
    return (
        environment("timeline.render")
        .get_template("suggest.html.j2")
        .render(
            doc=suggestion,
            say=say,
            labels=text.labels_of(inspection),
            rate=text.rate_text(media.rate, media.vfr),
            album=made,
            told=told,
            strips=strips,
            shape=_shape(made),
            style=style,
            policy=policy(style),
        )
    )


def _shape(made: Album) -> str:
    ratio = made.width / made.height
    return "tall" if ratio < 0.8 else "wide" if ratio > 1.25 else "square"


def _told(made: Album, inspection: Inspection, trim: Trim) -> Told:
    shot = inspection.timeline.shots[trim.shot]
    start, stop = trim.gone
    wanted = (start - 1, start, stop - 1) if trim.edge == "tail" else (start, stop - 1, stop)
    inside = [frame for frame in dict.fromkeys(wanted) if shot.start <= frame < shot.stop]
    shown = (Shown(wanted=frame, picture=made.near(frame, shot.start, shot.stop)) for frame in inside)
    return Told(trim=trim, frames=() if made.bare else tuple(shown))


def _rows(made: Album, inspection: Inspection, answer: Answer) -> list[Row]:
    before, after = _stretches(inspection, None), _stretches(inspection, answer)
    gone = {stretch.number: stretch.gone for stretch in after}
    rows = []
    for number in range(max(1, -(-int(before[-1].stop) // ROW_SECONDS))):
        start, stop = float(number * ROW_SECONDS), float((number + 1) * ROW_SECONDS)
        rows.append(
            Row(
                start=start,
                stop=stop,
                before=_tiles(made, inspection, before, gone, start, stop, marked=True),
                after=_tiles(made, inspection, after, gone, start, stop, marked=False),
            )
        )
    return rows


def _stretches(inspection: Inspection, answer: Answer | None) -> list[_Stretch]:
    """Every shot where it lies, before (no answer) or after."""
    timeline, at, found = inspection.timeline, Fraction(0), list[_Stretch]()
    trims = answer.trims if answer else ()
    for n, shot in enumerate(timeline.shots):
        own = [trim for trim in trims if trim.shot == n]
        kept = own[0].kept if own else (shot.start, shot.stop)
        length = timeline.clock.span(*kept)
        gone = tuple(trim.gone for trim in own)
        found.append(_Stretch(number=n + 1, start=at, stop=at + length, kept=kept, gone=gone))
        at += length
    return found


def _tiles(
    made: Album,
    inspection: Inspection,
    stretches: list[_Stretch],
    gone: dict[int, tuple[tuple[int, int], ...]],
    start: float,
    stop: float,
    *,
    marked: bool,
) -> tuple[Tile, ...]:
    labels, clock, found = text.labels_of(inspection), inspection.timeline.clock, []
    for each in stretches:
        low, high = float(each.start), float(each.stop)
        if high <= start or low >= stop:
            continue
        a, b = max(low, start), min(high, stop)
        first, last = each.kept
        parts = []
        for begin, end in gone[each.number] if marked else ():
            x, y = (low + float(clock.span(first, frame)) for frame in (begin, end))
            x, y = max(x, a), min(y, b)
            if x < y:
                parts.append((round(100 * (x - a) / (b - a), 3), round(100 * (y - x) / (b - a), 3)))
        found.append(
            Tile(
                number=each.number,
                x=round(100 * (a - start) / (stop - start), 3),
                width=max(0.05, round(100 * (b - a) / (stop - start), 3)),
                title=f"shot {each.number}, {labels.at(first)}, {text.plural(last - first, 'frame')}",
                picture=None if made.bare else made.near((first + last - 1) // 2, first, last),
                trimmed=bool(gone[each.number]),
                gone=tuple(parts),
            )
        )
    return tuple(found)
