"""Timecode of an edit list into frames: drop-frame, midnight, delays of split edits, places in the source."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, replace
from fractions import Fraction

from timeline.errors import SequenceError, TimecodeError
from timeline.interchange.edl_lines import Event
from timeline.interchange.reading import Log
from timeline.timecode import TimecodeBasis, can_drop, reads_as_drop


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """An event in frames: its record range, counted from the list's first record in, and where its source begins.

    ``length``: frames of source, ``None`` where the source's timecode means nothing at this rate.
    """

    event: Event
    start: int
    stop: int
    source: Fraction | None
    length: int | None

    @property
    def where(self) -> str:
        """Its line."""
        return f"line {self.event.line}"


def fields(text: str) -> tuple[int, int, int, int]:
    """Hour, minute, second and frame of a timecode, however it is punctuated."""
    hour, minute, second, frame = (int(part) for part in re.split(r"[:;.,]", text))
    return hour, minute, second, frame


@dataclass(slots=True, kw_only=True)
class Times:
    """Turns timecode into frames; ``first``: label number of frame 0, the first record in of all."""

    basis: TimecodeBasis
    log: Log
    first: int = 0

    def placed(self, events: list[Event]) -> list[Placed]:
        """Put events on the record side in its order, days counted on past midnight.

        Raises:
            SequenceError: a record timecode that the rate does not have, or no event with a range.
        """
        ranges, at = list[tuple[Event, int, int]](), None
        for event in events:
            start, stop = self._record(event.record_in, event), self._record(event.record_out, event)
            start += self._days(start, at)
            stop += self._days(stop, start)
            if stop < start:
                self.log.note("backwards", "record out lies before record in; left out", f"line {event.line}")
                continue
            at = start
            ranges.append((event, start, stop))
        if not ranges:
            raise SequenceError(f"line {events[0].line}: no event's record out lies after its record in")
        if any(later[1] < earlier[1] for earlier, later in itertools.pairwise(ranges)):
            self.log.note("order", "the events do not stand in record order; they were put into it")
            ranges.sort(key=lambda it: it[1])
        self.first = ranges[0][1]
        return [self._place(*it) for it in ranges]

    def record(self, text: str, line: int) -> int:
        """Frame of a record timecode, counted from the first record in.

        Raises:
            TimecodeError: a label that the rate does not have.
        """
        return (self._number(text, self.basis, line) - self.first) % self.basis.day

    def _days(self, number: int, after: int | None) -> int:
        """Frames of the days that lie between a label and what came before: time never falls back by half a day."""
        if after is None:
            return 0
        return max(0, (after - number + self.basis.day // 2) // self.basis.day) * self.basis.day

    def _record(self, text: str, event: Event) -> int:
        try:
            return self._number(text, self.basis, event.line)
        except TimecodeError as error:
            rate = f"{float(self.basis.rate):.6g}"
            raise SequenceError(f"line {event.line}: at {rate} frames a second {error}; is --rate right?") from error

    def _number(self, text: str, basis: TimecodeBasis, line: int) -> int:
        """Label number; of a label that drop-frame leaves out, the first that is there."""
        hour, minute, second, frame = fields(text)
        least = basis.fps // 15 if basis.drop and minute % 10 and second == 0 else 0
        if frame < least:
            self.log.note("dropped label", f"{text} is left out by drop-frame; the next was taken", f"line {line}")
        return basis.number(f"{hour:02d}:{minute:02d}:{second:02d}:{max(frame, least):02d}")

    def _place(self, event: Event, start: int, stop: int) -> Placed:
        drop = can_drop(self.basis.rate) and (event.drop or reads_as_drop(event.source_in))
        basis = replace(self.basis, drop=drop, start=0)
        try:
            source = self._number(event.source_in, basis, event.line)
            length = self._number(event.source_out, basis, event.line) - source
            delay = self._number(event.delay, basis, event.line) if event.delay else 0
        except TimecodeError as error:
            self.log.note("source timecode", f"{error}; its source is placed nowhere", f"line {event.line}")
            return Placed(event=event, start=start - self.first, stop=stop - self.first, source=None, length=None)
        if 0 < delay < stop - start:
            self.log.note("split edit", f"the picture comes {delay} frames after the sound", f"line {event.line}")
            start, source, length = start + delay, source + delay, length - delay
        return Placed(
            event=event,
            start=start - self.first,
            stop=stop - self.first,
            source=Fraction(source) / basis.rate,
            length=length if length > -basis.day // 2 else length + basis.day,
        )
