"""Brings waivers over from the versions they were given on, by the stored records of both."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeAlias

from timeline.analyse import assemble
from timeline.analyse.carrying import Placed, carry, here
from timeline.analyse.diff import Version
from timeline.analyse.diff.onclocks import compare_in_time
from timeline.detect import detect, find_events
from timeline.library.record import Record, StaleRecord
from timeline.model.edit import Timeline
from timeline.model.waiver import Waiver

MOST = 600_000_000
"""Pairs of frames that are compared at most."""
Kept: TypeAlias = Callable[[str], Path]
"""Where the record of a content is kept, if it is."""


def placed(waivers: Sequence[Waiver], record: Record, timeline: Timeline, kept: Kept) -> tuple[Placed, ...]:
    """Each waiver in the version of ``record`` and ``timeline``, in order."""
    content = record.header.content_id
    others = {waiver.version for waiver in waivers if waiver.start is not None} - {content}
    found = {version: _found(version, record, timeline, kept) for version in others}

    def place(waiver: Waiver) -> Placed:
        if waiver.version == content:
            return here(waiver)
        if waiver.start is None:  # a figure is held against itself, whatever the pictures
            return carry(waiver, (), timeline.stop, timeline)
        return found[waiver.version](waiver)

    return tuple(map(place, waivers))


def _found(version: str, record: Record, timeline: Timeline, kept: Kept) -> Callable[[Waiver], Placed]:
    try:
        old = Record(kept(version))
    except StaleRecord:
        old = None
    if old is None or old.header.content_id != version:
        reason = f"given on version {version[:8]}, of which nothing is kept here; name its file with waive --from"
        return lambda waiver: Placed(waiver=waiver, idle=reason)
    with contextlib.closing(old):
        if old.table.frames * record.table.frames > MOST:
            return lambda waiver: Placed(waiver=waiver, idle="both versions are too long to be compared")
        earlier = cut_of(old)
        later = Version(timeline=timeline, signatures=record.signatures[:])
        ties = compare_in_time(Version(timeline=earlier, signatures=old.signatures[:]), later).found.ties
    return lambda waiver: carry(waiver, ties, earlier.stop, timeline)


def cut_of(record: Record) -> Timeline:
    """The whole file of a record as its shots."""
    found = detect(record.table, record.signatures)
    events = find_events(record.table, record.signatures, found.transitions)
    return assemble(record.header.clock, found.transitions, black=[e for e in events if e.kind == "black"])
