"""Makes the plan of an inspection: its shots as clips of the file, on the labels that were asked for."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import PurePath, PureWindowsPath
from typing import Literal, TypeAlias

from timeline.errors import TimecodeError, UsageError
from timeline.interchange.reading import FASTEST, MOST_FRAMES
from timeline.interchange.write.joins import joins_of
from timeline.interchange.write.marks import marks_of
from timeline.interchange.write.plan import Clip, Footage, Mark, Plan, is_windows
from timeline.interchange.write.text import one_line
from timeline.model.clock import FrameClock, constant_clock
from timeline.model.edit import Timeline
from timeline.model.inspection import Inspection
from timeline.model.media import Media
from timeline.timecode import TimecodeBasis, can_drop, reads_as_drop

Markers: TypeAlias = Literal["findings", "cuts", "none"]
Marker: TypeAlias = Callable[[Callable[[int], int]], tuple[Mark, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What was asked for beside the format.

    ``start``: timecode of the cut's first frame. ``root``: folder in which the editing system has the file. ``rate``:
    constant rate for a file whose own rate varies.
    """

    markers: Markers = "findings"
    start: str | None = None
    reel: str | None = None
    root: str | None = None
    rate: Fraction | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """A plan, what every format loses of the inspection, and how far frames had to move onto a constant rate."""

    plan: Plan
    lost: tuple[str, ...] = ()
    moved: Fraction = Fraction(0)


def plan_of(inspection: Inspection, wish: Wish, *, constant: bool = True, marks: Marker | None = None) -> Planned:
    """Lay an inspection out for an editing system; the path in it must be absolute.

    ``constant``: the format counts frames, so a rate that varies needs ``wish.rate``, onto whose grid every edit point
    then moves to the nearest frame. ``marks``: makes the marks, given where a frame of the file lies in the cut.

    Raises:
        UsageError: a rate is missing or has no place, or puts two edit points on one frame; a timecode that does not
            fit.
    """
    timeline, media = inspection.timeline, inspection.media
    _believable(inspection)
    at, clock, moved = _grid(timeline, wish.rate, constant)
    origin = at(timeline.start)
    edges = [at(timeline.start), *(at(shot.stop) for shot in timeline.shots)]
    clips = tuple(
        Clip(number=n + 1, start=a - origin, stop=b - origin, source=a, black=timeline.shots[n].kind == "black")
        for n, (a, b) in enumerate(itertools.pairwise(edges))
    )

    def place(frame: int) -> int:
        return at(frame) - origin

    joins, lost = joins_of(timeline, clips, place)
    plan = Plan(
        title=PurePath(media.path).stem or "cut",
        basis=_labels(inspection, clock.rate, origin, wish.start),
        clock=clock,
        origin=origin,
        footage=_footage(inspection, clock, wish),
        clips=clips,
        joins=joins,
        marks=marks(place) if marks else marks_of(inspection, wish.markers, joins, place),
    )
    return Planned(plan=plan, lost=lost, moved=moved)


def _believable(inspection: Inspection) -> None:
    """Refuse a document whose figures no file has, before a format has to find room for them."""
    media, clock = inspection.media, inspection.timeline.clock
    sound = media.audio[:1]
    stated: tuple[tuple[str, int | Fraction, int], ...] = (
        ("frames", clock.frames, MOST_FRAMES),
        ("seconds", clock.duration, MOST_FRAMES // FASTEST),
        ("frames a second", clock.rate, FASTEST),
        ("pixels across", media.width, 1 << 16),
        ("pixels down", media.height, 1 << 16),
        *(("channels of sound", audio.channels, 64) for audio in sound),
        *(("samples of sound a second", audio.sample_rate, 1 << 24) for audio in sound),
    )
    for what, value, most in stated:
        if not 0 < value <= most:
            raise UsageError(f"'{one_line(media.path)}' is said to have {float(value):g} {what}; that is no video's")
    if media.sample_aspect <= 0:
        raise UsageError(f"'{one_line(media.path)}' is said to have pixels of shape {media.sample_aspect}")


def _grid(
    timeline: Timeline, rate: Fraction | None, constant: bool
) -> tuple[Callable[[int], int], FrameClock, Fraction]:
    """Where a frame of the file lies on the grid of the cut, the clock of that grid, and the largest move in frames."""
    clock = timeline.clock
    if clock.regularity != "variable":
        if rate is not None and rate != clock.rate:
            raise UsageError(f"--rate {rate} is for files whose rate varies; this one runs at {clock.rate}")
        return lambda frame: frame, clock, Fraction(0)
    if not constant:
        return lambda frame: frame, clock, Fraction(0)
    if rate is None:
        raise UsageError(
            "its frame rate varies and this format counts frames; --rate R puts the edit points on a constant grid "
            "and says how far they moved"
        )
    chosen = rate

    def at(frame: int) -> int:
        return round(clock.time(frame) * chosen)

    edges = [timeline.start, *(shot.stop for shot in timeline.shots)]
    if any(at(b) <= at(a) for a, b in itertools.pairwise(edges)):
        raise UsageError(f"--rate {rate} puts two edit points on one frame; a higher rate keeps them apart")
    moved = max(abs(clock.time(edge) * chosen - at(edge)) for edge in edges)
    return at, constant_clock(max(1, at(clock.frames)), chosen), moved


def _labels(inspection: Inspection, rate: Fraction, origin: int, start: str | None) -> TimecodeBasis:
    """Labels of the cut: from the timecode asked for, else those that the inspection has for the same frames."""
    had = inspection.timecode.basis
    drop = can_drop(rate) and (had.drop or bool(start and reads_as_drop(start)))
    if start is not None:
        if reads_as_drop(start) and not drop:
            raise UsageError(f"--start-tc {start} is written as drop-frame, which does not exist at {rate} fps")
        try:
            return TimecodeBasis(rate=rate, drop=drop, start=TimecodeBasis(rate=rate, drop=drop).number(start))
        except TimecodeError as error:
            raise UsageError(f"--start-tc: {error}") from error
    if rate == had.rate:
        return TimecodeBasis(rate=rate, drop=drop, start=(had.start + origin) % had.day)
    return TimecodeBasis(rate=rate, drop=drop, start=_number(had.label(0), rate, drop) + origin)


def _footage(inspection: Inspection, clock: FrameClock, wish: Wish) -> Footage:
    media = inspection.media
    path = _moved_to(media.path, wish.root) if wish.root else media.path
    sound = media.audio[0] if media.audio else None
    return Footage(
        name=PurePath(media.path).name,
        path=path,
        frames=clock.frames,
        basis=_own_labels(media, clock.rate),
        width=media.width,
        height=media.height,
        aspect=media.sample_aspect,
        channels=sound.channels if sound else 0,
        sample_rate=sound.sample_rate if sound else 0,
        content=inspection.content_id,
        reel=wish.reel,
    )


def _own_labels(media: Media, rate: Fraction) -> TimecodeBasis:
    """Labels of the file's own frames, as an editing system that opens it will count: never what an option said."""
    stated = media.start_timecode.text if media.start_timecode.origin == "container" else None
    drop = bool(stated) and can_drop(rate) and reads_as_drop(stated or "")
    return TimecodeBasis(rate=rate, drop=drop, start=_number(stated or "", rate, drop))


def _number(label: str, rate: Fraction, drop: bool) -> int:
    """Labels up to this one; 0 for one that does not exist at the rate, from which frames then count."""
    try:
        return TimecodeBasis(rate=rate, drop=drop).number(label)
    except TimecodeError:
        return 0


def _moved_to(path: str, root: str) -> str:
    name = PureWindowsPath(path).name if is_windows(path) else PurePath(path).name
    return str((PureWindowsPath if is_windows(root) else PurePath)(root) / name)
