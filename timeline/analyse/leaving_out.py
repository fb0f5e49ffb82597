"""A programme without some of its frames: times run on over what is left out, and shots end and begin there.

In one place, by taking the frames off the clock: whatever is measured or judged of what remains is exact as ever.
"""

from __future__ import annotations

import itertools
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from timeline.analyse.assemble import Range, assemble, merge_ranges
from timeline.analyse.measure import measure
from timeline.analyse.waiving import doubts_of
from timeline.model.clock import FrameClock
from timeline.model.edit import INSTANT, Event, Kind, Timeline, Transition
from timeline.model.inspection import Inspection
from timeline.model.waiver import WaiverStanding
from timeline.timecode import TimecodeBasis


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """Stretches of a file that remain, rising and apart; frames are counted anew over them, from 0."""

    stretches: tuple[Range, ...]

    @property
    def frames(self) -> int:
        """Frames that remain."""
        return sum(stop - start for start, stop in self.stretches)

    @property
    def joins(self) -> tuple[int, ...]:
        """Frames, counted anew, on which a stretch begins that is not the first."""
        lengths = [stop - start for start, stop in self.stretches]
        return tuple(itertools.accumulate(lengths))[:-1]

    def place(self, frame: int) -> int:
        """Frames that remain before a frame of the file; what is left out lies where it was taken out."""
        return sum(max(0, min(stop, frame) - start) for start, stop in self.stretches)

    def file_frame(self, frame: int) -> int:
        """The file's number of a frame counted anew; of the one after the last, the file's after its last."""
        begins = [0, *self.joins]
        n = bisect_right(begins, min(frame, self.frames - 1)) - 1
        return self.stretches[n][0] + frame - begins[n]

    def within(self, frame: int) -> bool:
        """Whether an edit on a frame of the file lies inside a stretch, neither at its ends nor outside."""
        return any(start < frame < stop for start, stop in self.stretches)


def kept_of(start: int, stop: int, out: Iterable[Range]) -> Kept:
    """What remains of ``[start, stop)`` without the ranges ``out``, which may overlap and reach beyond it."""
    edges = [start]
    for low, high in merge_ranges((max(a, start), min(b, stop)) for a, b in out):
        edges += [low, high]
    edges.append(stop)
    return Kept(stretches=tuple((a, b) for a, b in zip(edges[::2], edges[1::2], strict=True) if a < b))


def without(timeline: Timeline, kept: Kept, black: Iterable[Event] = ()) -> Timeline:
    """The timeline of what remains, frames counted anew.

    A shot wholly left out is gone, one partly left out ends or begins there; where something is left out in the
    middle, what was before it and what comes after meet in one sure cut. ``black``: events of the file.
    """
    dark = [*(e for e in black if e.kind == "black"), *_black_shots(timeline)]
    joins = [Transition(kind=Kind.CUT, start=join, stop=join, edit_point=join) for join in kept.joins]
    return assemble(
        clock_of(timeline.clock, kept),
        [*joins, *transitions_of(timeline.transitions, kept)],
        black=events_of(dark, kept),
    )


def _black_shots(timeline: Timeline) -> Iterator[Event]:
    for shot in timeline.shots:
        if shot.kind == "black":
            yield Event(kind="black", start=shot.start, stop=shot.stop)


def clock_of(clock: FrameClock, kept: Kept) -> FrameClock:
    """The clock of what remains: every frame is shown as long as before."""
    runs = list[tuple[int, int]]()
    first = 0
    for count, step in clock.runs:
        inside = kept.place(first + count) - kept.place(first)
        first += count
        if inside and runs and runs[-1][1] == step:
            runs[-1] = (runs[-1][0] + inside, step)
        elif inside:
            runs.append((inside, step))
    first_pts = clock.pts(kept.stretches[0][0])
    return FrameClock(time_base=clock.time_base, first_pts=first_pts, runs=tuple(runs), rate=clock.rate)


def transitions_of(transitions: Iterable[Transition], kept: Kept) -> Iterator[Transition]:
    """Those whose edit remains, and, without one, gradual ones of which mixed frames do."""
    for each in transitions:
        start, stop = kept.place(each.start), kept.place(each.stop)
        if each.edit_point is not None and kept.within(each.edit_point):
            yield replace(each, start=start, stop=stop, edit_point=kept.place(each.edit_point))
        elif each.kind not in INSTANT and start < stop:
            yield replace(each, start=start, stop=stop, edit_point=None)


def events_of(events: Iterable[Event], kept: Kept) -> Iterator[Event]:
    """Events as far as they remain."""
    for each in events:
        start, stop = kept.place(each.start), kept.place(each.stop)
        if start < stop:
            yield replace(each, start=start, stop=stop)


@dataclass(frozen=True, slots=True, kw_only=True)
class FileLabels(TimecodeBasis):
    """Labels of frames that are counted anew, as the file has them."""

    kept: Kept

    def label(self, frame: int) -> str:
        """Timecode of the file's frame."""
        return TimecodeBasis.label(self, self.kept.file_frame(frame))


def inspection_without(inspection: Inspection, out: Sequence[Range]) -> Inspection:
    """An inspection of what remains, measured, not judged; as it is where nothing is left out, or nothing would remain.

    Frames are counted anew, timecodes are those of the file.
    """
    timeline = inspection.timeline
    kept = kept_of(timeline.start, timeline.stop, out)
    if not kept.stretches or kept.frames == timeline.frames:
        return inspection
    shorter = without(timeline, kept, inspection.events)
    basis = inspection.timecode.basis
    made = replace(
        inspection,
        timeline=shorter,
        timecode=replace(
            inspection.timecode, basis=FileLabels(rate=basis.rate, drop=basis.drop, start=basis.start, kept=kept)
        ),
        near_misses=tuple(t for t in transitions_of(inspection.near_misses, kept) if t.edit_point is not None),
        events=tuple(events_of(inspection.events, kept)),
        judgement=None,
        findings=(),
        waivers=tuple(_moved(each, kept) for each in inspection.waivers),
    )
    return replace(made, rhythm=measure(shorter, doubtful=doubts_of(made)))


def _moved(waiver: WaiverStanding, kept: Kept) -> WaiverStanding:
    if waiver.start is None or waiver.stop is None:
        return waiver
    return replace(waiver, start=kept.place(waiver.start), stop=kept.place(waiver.stop))
