"""A CMX3600 list with stretches taken out of every event, picture and sound alike; what else it says stays."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

from timeline.analyse.assemble import Range
from timeline.analyse.suggest.trimmed import Moved
from timeline.errors import TimecodeError, UsageError
from timeline.interchange import edl_lines, edl_rate
from timeline.interchange.edl_lines import Event
from timeline.interchange.edl_times import Placed, Times
from timeline.interchange.reading import Log
from timeline.timebase import nominal
from timeline.timecode import TimecodeBasis, can_drop, reads_as_drop

_TIME = re.compile(r"\d{1,2}[:;.,]\d{2}[:;.,]\d{2}[:;.,]\d{2,3}")


@dataclass(frozen=True, slots=True, kw_only=True)
class _List:
    """A list on its way: its lines, its times, and where frames lie now. ``shift``: of sound before picture."""

    lines: list[str]
    times: Times
    shift: int
    removed: Sequence[Range]
    moved: Moved


def ripple_edl(path: Path, removed: Sequence[Range], rate: Fraction | None) -> tuple[str, tuple[str, ...]]:
    """The list of a file without frames ``removed`` (from its first picture's record in), and what to know of it.

    Raises:
        SequenceError: the file cannot be read.
        UsageError: it has split edits, whose sound and picture begin apart.
    """
    log = Log()
    text = edl_lines.read_text(path, log)
    listing = edl_lines.parse(text, log)
    if any(event.delay for event in listing.events):
        raise UsageError(f"'{path}' has split edits (SPLIT); take the trims from --markers")
    rate = edl_rate.rate_of(listing, rate, path, log)
    basis = TimecodeBasis(rate=rate, drop=edl_rate.drops(listing) and can_drop(rate))
    picture, every = Times(basis=basis, log=Log()), Times(basis=basis, log=Log())
    picture.placed([event for event in listing.events if "V" in event.channels or event.channels == "B"])
    placed = {id(each.event): each for each in every.placed(listing.events)}
    made = _List(
        lines=re.split(r"\r\n|\r|\n", text),
        times=picture,
        shift=every.first - picture.first,
        removed=removed,
        moved=Moved.of(removed),
    )
    starts = [event.line - 1 for event in listing.events]
    out, split = made.lines[: starts[0]], 0
    number = max(event.number for event in listing.events)
    for event, start, stop in zip(listing.events, starts, [*starts[1:], len(made.lines)], strict=True):
        block = made.lines[start:stop]
        each = placed.get(id(event))
        pieces = _pieces(made, each) if each is not None else []
        for n, piece in enumerate(pieces):
            number += n > 0
            out += _block(made, each, piece, block, number if n else event.number)
        out += block if each is None else []
        split += len(pieces) > 1
    notes = (f"{split} event{'' if split == 1 else 's'} that ran across a trim cut in two",) if split else ()
    return "\n".join(out), notes


def _pieces(made: _List, each: Placed) -> list[Range]:
    """Stretches of an event that stay; one without length is where another comes from, and stays."""
    start, stop = each.start + made.shift, each.stop + made.shift
    if start == stop:
        return [(start, stop)]
    found, at = [], start
    for a, b in made.removed:
        if b <= at or a >= stop:
            continue
        if a > at:
            found.append((at, a))
        at = b
    return [*found, (at, stop)] if at < stop else found


def _block(made: _List, each: Placed | None, piece: Range, block: list[str], number: int) -> list[str]:
    """The lines of an event over a part of its time."""
    assert each is not None  # only what was placed has pieces
    event, first = each.event, made.times.first
    record = [made.times.basis.label(first + made.moved(frame)) for frame in piece]
    source = _source(made, each, piece)
    times = iter([*(source or (event.source_in, event.source_out)), *record])
    head = re.sub(r"\d+", f"{number:03d}", block[0], count=1)
    head = _TIME.sub(lambda found: next(times, found[0]), head, count=4)
    return [head, *(_remark(made, event, source, line) for line in block[1:])]


def _source(made: _List, each: Placed, piece: Range) -> tuple[str, str] | None:
    """Source in and out of a part of an event; ``None`` where its own mean nothing."""
    if each.source is None:
        return None
    event, rate = each.event, made.times.basis.rate
    drop = can_drop(rate) and (event.drop or reads_as_drop(event.source_in))
    basis = replace(made.times.basis, drop=drop, start=0)
    speed = Fraction(event.speed) / nominal(rate) if event.speed else Fraction(1)
    begin = int(each.source * rate) + int((piece[0] - made.shift - each.start) * speed)
    length, whole = piece[1] - piece[0], each.stop - each.start
    taken = length if not event.speed or not whole else round((each.length or whole) * Fraction(length, whole))
    return basis.label(begin), basis.label(begin + taken)


def _remark(made: _List, event: Event, source: tuple[str, str] | None, line: str) -> str:
    """A line below an event: the places in it where they lie now."""
    found = _TIME.search(line)
    if found is None:
        return line
    if line.lstrip().upper().startswith("M2") and source is not None and found[0] == event.source_in:
        return line[: found.start()] + source[0] + line[found.end() :]
    if re.match(r"\s*\*\s*LOC", line, re.IGNORECASE):
        try:
            frame = made.times.record(found[0], event.line)
        except TimecodeError:
            return line
        label = made.times.basis.label(made.times.first + made.moved(frame))
        return line[: found.start()] + label + line[found.end() :]
    return line
