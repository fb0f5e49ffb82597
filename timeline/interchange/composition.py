"""OpenTimelineIO's objects, whichever adapter made them, into a Sequence: exact times, nothing flattened."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import opentimelineio as otio

from timeline.errors import SequenceError
from timeline.interchange.dialect import Dialect, frames
from timeline.interchange.reading import MOST_DEPTH, Ask, Log, exact_rate, one_line, stated
from timeline.interchange.walk import Walk
from timeline.model.sequence import Sequence
from timeline.timecode import can_drop


def sequence_of(every: list[Any], path: Path, ask: Ask, log: Log, dialect: Dialect) -> Sequence:
    """Turn one of the timelines that an adapter returned into a sequence: the one meant.

    Raises:
        SequenceError: it holds no timeline with picture, or times that are none.
    """
    timeline = _chosen(every, path, ask, log)
    tracks = timeline.tracks if isinstance(timeline, otio.schema.Timeline) else timeline
    start = timeline.global_start_time if isinstance(timeline, otio.schema.Timeline) else None
    try:
        rate = stated(dialect.rate(timeline) or rate_of(tracks, start, log), ask, log)
        walk = Walk(rate=rate, log=log, dialect=dialect)
        made = walk.stack(tracks, "tracks", 0)
        drop, width, height = dialect.facts(timeline)
        first = None if start is None else round(frames(start, rate))
    except (ArithmeticError, AttributeError, TypeError, ValueError, otio.exceptions.OTIOError) as error:
        raise SequenceError(f"'{path}' holds times or objects that are none: {one_line(error)}") from error
    except SequenceError as error:
        raise SequenceError(f"'{path}': {error}") from error
    if not any(item.kind != "gap" for track in made for item in track.items):
        raise SequenceError(f"'{path}': no picture lies on its tracks, so there is no cut to read")
    return Sequence(
        name=timeline.name or "",
        format=dialect.title,
        rate=rate,
        tracks=made,
        drop=drop and can_drop(rate) if drop is not None else None,
        width=width,
        height=height,
        main=next(n for n, track in enumerate(made) if track.items),
        start=first,
        markers=tuple(walk.markers),
        oddities=log.all(),
    )


def timelines_in(found: Any, depth: int = 0) -> list[Any]:
    """Every timeline of what an adapter returned; a lone track or clip counts as one."""
    if isinstance(found, (otio.schema.Timeline, otio.core.Composition, otio.schema.Clip)):
        return [found]
    if not isinstance(found, otio.schema.SerializableCollection) or depth > MOST_DEPTH:
        return []
    inside = [one for child in found for one in timelines_in(child, depth + 1)]
    return [one for one in inside if isinstance(one, otio.schema.Timeline)] or inside


def _chosen(every: list[Any], path: Path, ask: Ask, log: Log) -> Any:
    """The timeline meant: the one named, else the only one, else the longest, and then that is said."""
    named = [one for one in every if ask.sequence in (None, one.name)]
    if not every:
        raise SequenceError(f"'{path}' holds no timeline")
    names = ", ".join(f"'{one.name}'" for one in every[:20])
    if not named:
        raise SequenceError(f"'{path}' holds no sequence called '{ask.sequence}'; there are {names}")
    best = max(named, key=_length)
    if len(named) > 1:
        log.note(
            "several sequences",
            f"{len(named)} sequences lie in the file ({names}); the longest, '{best.name}', was taken; "
            "--sequence NAME takes another",
        )
    return best


def _length(timeline: Any) -> float:
    """Length of the picture in seconds, as far as the library can tell it."""
    tracks = timeline.video_tracks() if isinstance(timeline, otio.schema.Timeline) else []
    lengths = [0.0]
    for track in tracks:
        try:
            lengths.append(track.duration().to_seconds() if any(True for _ in track.find_clips()) else 0.0)
        except (otio.exceptions.OTIOError, ValueError):
            continue
    return max(lengths)


def rate_of(tracks: Any, start: Any, log: Log) -> Fraction:
    """Rate of a sequence, which OTIO does not state: its start's, else that of its clips, the highest if they differ.

    The highest is what the library's own sums end up in.
    """
    if start is not None:
        return exact_rate(start.rate)
    rates = sorted({exact_rate(item.trimmed_range().duration.rate) for item in _picture(tracks)})
    if not rates:
        raise SequenceError("no picture lies on its tracks, so there is no cut to read")
    if len(rates) > 1:
        told = ", ".join(f"{float(rate):.6g}" for rate in rates)
        log.note("several rates", f"items at {told} frames a second lie on one track; the highest counts")
    return rates[-1]


def _picture(thing: Any) -> Iterator[Any]:
    """Items with a duration on the picture tracks of a stack, or of whatever stands in its place."""
    if isinstance(thing, otio.schema.Stack):
        for child in thing:
            yield from _picture(child)
    elif isinstance(thing, otio.schema.Track):
        if thing.kind == otio.schema.TrackKind.Video:
            yield from (child for child in thing if isinstance(child, otio.core.Item))
    else:
        yield thing
