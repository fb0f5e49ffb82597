"""Reads the sources of a timeline: what each shot should show, as signatures from the stored record of its media."""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

import numpy as np

from timeline.analyse.conform import HANDLES, Take
from timeline.conforming.relink import Relinker
from timeline.errors import InputError, TimecodeError
from timeline.kernels.bars import WHOLE, Box, find_box
from timeline.kernels.refit import SAME, Way, around, centred, then, within
from timeline.library.record import Record
from timeline.model.edit import Timeline
from timeline.model.media import Media
from timeline.model.sequence import Origin
from timeline.pipeline import Progress, Request, record_of
from timeline.timecode import TimecodeBasis, can_drop, reads_as_drop

WATCHED = 260
"""Frames of a record within which the pictures that show its bars are looked at."""

Watch = Callable[[str], AbstractContextManager[Progress]]


@dataclass(slots=True, kw_only=True)
class Sources:
    """What was read of the sources: takes by shot, one picture of each, and why others could not be read."""

    takes: dict[int, Take] = field(default_factory=dict)
    pictures: dict[int, bytes] = field(default_factory=dict)
    refused: dict[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """Shape of a picture on screen and the part of it inside standing bars, which is all that signatures show."""

    ratio: Fraction
    box: Box


def frame_of(record: Record) -> Frame:
    """Shape and bars of a recorded video."""
    media = record.header.media
    return Frame(ratio=Fraction(max(1, media.display_width), max(1, media.display_height)), box=_box(record))


def read_sources(
    timeline: Timeline,
    origins: tuple[Origin | None, ...],
    relinker: Relinker,
    render: Frame,
    request: Request,
    watch: Watch,
) -> Sources:
    """Decode, or take from the store, every media file that can be found, one after the other."""
    sources = Sources()
    for path, shots in _by_file(origins, relinker, sources).items():
        try:
            with watch(path.name) as progress, record_of(path, request, progress) as (record, _):
                _take(timeline, origins, shots, record, render, sources)
        except InputError as error:
            sources.refused |= dict.fromkeys(shots, f"'{path.name}' cannot be read: {error}")
    return sources


def _by_file(origins: tuple[Origin | None, ...], relinker: Relinker, sources: Sources) -> Mapping[Path, list[int]]:
    files = defaultdict[Path, list[int]](list)
    for shot, origin in enumerate(origins):
        if origin is None:
            continue
        path = relinker.find(origin)
        if path is None:
            sources.refused[shot] = f"media '{origin.name or origin.path}' not found"
        elif origin.start is None:
            sources.refused[shot] = "the timeline does not say where in its source it begins"
        else:
            files[path].append(shot)
    return files


def _take(
    timeline: Timeline,
    origins: tuple[Origin | None, ...],
    shots: list[int],
    record: Record,
    render: Frame,
    sources: Sources,
) -> None:
    own = [origin for shot in shots if (origin := origins[shot]) is not None and origin.start is not None]
    zero = _zero(record.header.media, min(origin.start for origin in own if origin.start is not None))
    ways = layouts(frame_of(record), render)
    for shot in shots:
        origin = origins[shot]
        assert origin is not None
        places = _places(timeline, shot, origin, zero, record)
        held = (places >= 0) & (places < record.table.frames)
        if not held[HANDLES:-HANDLES].any():
            sources.refused[shot] = f"its source time lies outside '{Path(record.header.media.path).name}'"
            continue
        rows = record.signatures[np.clip(places, 0, record.table.frames - 1)]
        start = timeline.shots[shot].start
        sources.takes[shot] = Take(source=origin.name, first=start - HANDLES, rows=rows, held=held, ways=ways)
        near = record.pictures.nearest(int(np.clip(places[len(places) // 2], 0, record.table.frames - 1)))
        if near is not None:
            sources.pictures[shot] = near[1]


def _zero(media: Media, earliest: Fraction) -> Fraction:
    """Source time of the media's frame 0: its start timecode, unless the timeline counts from before that."""
    text = media.start_timecode.text
    if media.start_timecode.origin == "none" or not text:
        return Fraction(0)
    try:
        drop = reads_as_drop(text) and can_drop(media.rate)
        start = TimecodeBasis(rate=media.rate, drop=drop).number(text) / media.rate
    except TimecodeError:
        return Fraction(0)
    return start if earliest > start - 1 / media.rate else Fraction(0)


def _places(timeline: Timeline, shot: int, origin: Origin, zero: Fraction, record: Record) -> np.ndarray:
    """Frames of the media that the timeline shows from HANDLES before the shot to HANDLES after it; -1 for none."""
    start, stop = timeline.shots[shot].start, timeline.shots[shot].stop
    clock, rate = record.header.clock, timeline.clock.rate
    first = (origin.start or Fraction(0)) - zero
    # A quarter of a frame later, so that the rounding of a container's stamps never shows the frame before.
    nudge = 1 / (4 * record.header.media.rate)
    made = np.full(stop - start + 2 * HANDLES, -1, np.int64)
    for number in range(len(made)):
        seconds = first + (number - HANDLES) / rate * origin.speed + nudge
        if 0 <= seconds < clock.duration:
            made[number] = clock.frame_at(seconds)
    return made


def layouts(source: Frame, render: Frame) -> tuple[tuple[Way, Way], ...]:
    """Ways in which a source may lie in the render: stretched, whole between bars, or filling it; likeliest first."""
    wide = float(source.ratio / render.ratio)
    fit = (centred(min(1.0, wide)), centred(min(1.0, 1 / wide)))
    fill = (centred(min(1.0, 1 / wide)), centred(min(1.0, wide)))
    ways = [
        (SAME, SAME),
        _boxed(around(*fit[0]), around(*fit[1]), source.box, render.box),
        _boxed(within(*fill[0]), within(*fill[1]), source.box, render.box),
        (around(*fit[0]), around(*fit[1])),
        (within(*fill[0]), within(*fill[1])),
    ]
    return tuple(dict.fromkeys(ways))


def _boxed(across: Way, down: Way, source: Box, render: Box) -> tuple[Way, Way]:
    """A layout of whole frames as one of what lies inside their bars."""
    return (
        then(then(within(render.left, render.right), across), around(source.left, source.right)),
        then(then(within(render.top, render.bottom), down), around(source.top, source.bottom)),
    )


def _box(record: Record) -> Box:
    """Standing bars, told again from the pictures that were kept: the record does not say what it cropped."""
    from PIL import Image

    early = [frame for frame in record.pictures.frames if frame < WATCHED][:12]
    brightest = None
    for frame in early:
        data = record.pictures.get(frame)
        if data is None:
            continue
        luma = np.asarray(Image.open(io.BytesIO(data)).convert("L"), np.float32) * (219 / 255) + 16
        brightest = luma if brightest is None else np.maximum(brightest, luma)
    return WHOLE if brightest is None else find_box(np.asarray(np.rint(brightest), np.uint8))
