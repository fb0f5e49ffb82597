"""An OpenTimelineIO timeline with stretches taken out of every track: picture, sound and titles stay together."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import opentimelineio as otio

from timeline.analyse.assemble import Range
from timeline.analyse.suggest.trimmed import Moved
from timeline.errors import UsageError
from timeline.interchange.composition import timelines_in
from timeline.interchange.dialect import Dialect, frames
from timeline.interchange.otio import objects
from timeline.interchange.reading import Ask, Log, exact_rate

Span = tuple[Fraction, Fraction]


def ripple(path: Path, removed: Sequence[Range], rate: Fraction) -> tuple[str, tuple[str, ...]]:
    """The timeline of a file without frames ``removed`` (of its sequence, from 0), as text, and what to know of it.

    Raises:
        SequenceError: the file cannot be read.
        UsageError: it holds several timelines, or tracks that are trimmed as a whole.
    """
    every = timelines_in(objects(path, Ask(), Log()))
    if len(every) != 1 or not isinstance(every[0], otio.schema.Timeline):
        raise UsageError(f"'{path}' does not hold one timeline and nothing else; save the one meant alone")
    made, split = every[0], 0
    for track in made.tracks:
        if not isinstance(track, otio.schema.Track) or track.source_range is not None:
            raise UsageError(f"'{path}' has tracks nested or trimmed as a whole; take the trims from --markers")
        split += _track(track, removed, rate)
    _markers(made.tracks, Moved.of(removed), rate)
    note = f"{split} clip{'' if split == 1 else 's'} that ran across a trim cut through: listen to the joins"
    return str(made.to_json_string(indent=2)) + "\n", (note,) if split else ()


def _track(track: Any, removed: Sequence[Range], rate: Fraction) -> int:
    """Take the stretches out of one track; the number of clips that had to be cut in two."""
    children, made, split = list(track), list[Any](), 0
    first = children[0] if children else None
    at = frames(first.in_offset, rate) if isinstance(first, otio.schema.Transition) else Fraction(0)
    gone = False
    for child in children:
        if isinstance(child, otio.schema.Transition):
            span = at - frames(child.in_offset, rate), at + frames(child.out_offset, rate)
            if not gone and not any(a < span[1] and span[0] < b for a, b in removed):
                made.append(copy.deepcopy(child))
            continue
        span = at, at + frames(child.trimmed_range().duration, rate)
        pieces = list(_kept(span, removed))
        gone = not pieces
        if gone and made and isinstance(made[-1], otio.schema.Transition):
            made.pop()
        split += len(pieces) > 1 and not isinstance(child, otio.schema.Gap)
        made += [_piece(child, span, piece, rate) for piece in pieces]
        at = span[1]
    del track[:]
    track.extend(made)
    return split


def _kept(span: Span, removed: Sequence[Range]) -> Iterator[Span]:
    """Stretches of an item that stay."""
    at = span[0]
    for start, stop in removed:
        if stop <= at or start >= span[1]:
            continue
        if start > at:
            yield at, Fraction(start)
        at = Fraction(stop)
    if at < span[1]:
        yield at, span[1]


def _piece(child: Any, span: Span, piece: Span, rate: Fraction) -> Any:
    """An item over a part of the time that it lay over, its source moved on as far as it plays by then."""
    made = copy.deepcopy(child)
    if piece == span:
        return made
    trimmed = child.trimmed_range()
    own = exact_rate(trimmed.duration.rate)
    on = (piece[0] - span[0]) / rate * Dialect(title="").speed(child) * own
    start = otio.opentime.RationalTime(trimmed.start_time.value + _number(on), trimmed.start_time.rate)
    length = otio.opentime.RationalTime(_number((piece[1] - piece[0]) / rate * own), trimmed.duration.rate)
    made.source_range = otio.opentime.TimeRange(start, length)
    inside = [marker for marker in made.markers if made.source_range.overlaps(marker.marked_range.start_time)]
    del made.markers[:]
    made.markers.extend(inside)
    return made


def _number(value: Fraction) -> float:
    return int(value) if value.denominator == 1 else float(value)


def _markers(stack: Any, moved: Moved, rate: Fraction) -> None:
    """Move the markers of the timeline to where their frames lie now."""
    for marker in stack.markers:
        span = marker.marked_range
        start = round(frames(span.start_time, rate))
        stop = start + round(frames(span.duration, rate))
        own = exact_rate(span.start_time.rate)
        first, last = moved(start), moved(stop)
        marker.marked_range = otio.opentime.TimeRange(
            otio.opentime.RationalTime(_number(first / rate * own), span.start_time.rate),
            otio.opentime.RationalTime(_number((last - first) / rate * own), span.start_time.rate),
        )
