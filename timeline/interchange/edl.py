"""Reads CMX3600 edit lists: record times rule, each oddity is named with its line.

SMPTE 258M and the CMX manual: an event records a source over ``[record in, record out)``; D and W events mix from the
source before over their first ``duration`` frames; the line before such an event may name the outgoing source with no
length of its own. Record timecode counts on past midnight.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

from timeline.errors import SequenceError, TimecodeError
from timeline.interchange import edl_lines, edl_rate
from timeline.interchange.edl_lines import Event
from timeline.interchange.edl_times import Placed, Times
from timeline.interchange.reading import Ask, Log
from timeline.interchange.transitions import kind_of
from timeline.model.edit import Kind
from timeline.model.sequence import Item, Origin, Sequence, Track, WrittenMarker, WrittenTransition
from timeline.timebase import nominal
from timeline.timecode import TimecodeBasis, can_drop

BLACK_REELS = frozenset({"BL", "BLK", "BLACK"})
BLACK_NAMES = frozenset({"SLUG", "BLACK VIDEO", "BLACK", "BL"})
UNKNOWN_REELS = frozenset({"", "AX", "GEN", "NONE"})


def read(path: Path, ask: Ask) -> Sequence:
    """Read one list.

    Raises:
        SequenceError: no event with picture, or a timecode that the rate does not have; the message names the line.
        UsageError: the rate is needed, not given and cannot be told.
    """
    log = Log()
    listing = edl_lines.parse(edl_lines.read_text(path, log), log)
    events = [event for event in listing.events if _has_picture(event)]
    if not events:
        raise SequenceError(f"'{path}' {_why_empty(listing)}")
    rate = edl_rate.rate_of(listing, ask.rate, path, log)
    drop = edl_rate.drops(listing)
    if drop and not can_drop(rate):
        log.note("drop-frame", f"its timecode says drop-frame, which {float(rate):.6g} does not have; read as non-drop")
        drop = False
    times = Times(basis=TimecodeBasis(rate=rate, drop=drop), log=log)
    tracks = _tracks(times.placed(events), rate, log)
    if not any(item.kind != "gap" for track in tracks for item in track.items):
        raise SequenceError(f"'{path}' shows nothing but black")
    return Sequence(
        name=listing.title,
        format="CMX3600 EDL",
        rate=rate,
        tracks=tracks,
        start=times.first % times.basis.day,
        drop=drop,
        markers=_markers(times, listing.locators),
        oddities=log.all(),
    )


def _has_picture(event: Event) -> bool:
    return "V" in event.channels or event.channels == "B"


def _why_empty(listing: edl_lines.Listing) -> str:
    if not listing.events:
        return "is no CMX3600 list: none of its lines is an event"
    channels = ", ".join(sorted({event.channels for event in listing.events}))
    return f"holds no picture: its {len(listing.events):,} events are all sound ({channels})"


def _tracks(placed: list[Placed], rate: Fraction, log: Log) -> tuple[Track, ...]:
    """V1, V2 and so on as the channels say; keys lie on a track of their own above."""
    by_channel: dict[int, Layer] = {}
    keys = Layer(rate=rate, log=log)
    for each in placed:
        number = max((int(n) for n in re.findall(r"V(\d+)", each.event.channels)), default=1)
        layer = by_channel.setdefault(max(1, number), Layer(rate=rate, log=log))
        (keys if each.event.transition in ("K", "KO") else layer).add(each)
    for layer in (*by_channel.values(), keys):
        layer.close()
    layers = [by_channel[number] for number in sorted(by_channel)] + ([keys] if keys.items else [])
    return tuple(Track(items=tuple(layer.items), transitions=tuple(layer.transitions)) for layer in layers)


@dataclass(slots=True, kw_only=True)
class Layer:
    """One track in the making; ``outgoing``: the line of no length that says what a transition mixes from."""

    rate: Fraction
    log: Log
    items: list[Item] = field(default_factory=list)
    transitions: list[WrittenTransition] = field(default_factory=list)
    outgoing: Placed | None = None
    end: int = 0

    def add(self, each: Placed) -> None:
        """Add the next event on the record side."""
        event, length = each.event, each.stop - each.start
        if event.transition in ("C", "KB") and length == 0:
            self.close()
            self.outgoing = each
            return
        if event.transition in ("D", "W") and length:
            self._mix(each)
        self.close(used=event.transition not in ("C", "KB"))
        if length == 0:
            if event.transition not in ("K", "KO"):
                self.log.note("no length", f"event {event.number} has no length and is left out", each.where)
            return
        if self.items and each.start < self.end:
            over = f"event {event.number} overlaps the one before by {self.end - each.start:,} frames"
            self.log.note("overlap", f"{over}; the later one is seen", each.where, each.start)
        self._check_length(each)
        self.items.append(_item(each, self.rate))
        self.end = max(self.end, each.stop)

    def close(self, used: bool = False) -> None:
        """Have done with the outgoing line; unless a transition used it, it stands for nothing and is named."""
        if self.outgoing is not None and not used:
            number = self.outgoing.event.number
            self.log.note("no length", f"event {number} has no length and is left out", self.outgoing.where)
        self.outgoing = None

    def _mix(self, each: Placed) -> None:
        event, length = each.event, each.stop - each.start
        if event.duration == 0:
            self.log.note("no duration", f"event {event.number} mixes over no frame; taken as a cut", each.where)
            return
        if event.duration > length:
            longer = f"event {event.number} mixes over {event.duration} frames but lasts {length}"
            self.log.note("long transition", f"{longer}; it is taken to end with the event", each.where, each.start)
        self.transitions.append(
            WrittenTransition(
                kind=self._kind(event),
                start=Fraction(each.start),
                cut=Fraction(each.start),
                stop=Fraction(each.start + min(event.duration, length)),
                name=event.effect or f"{event.transition}{event.wipe}",
                where=each.where,
            )
        )

    def _kind(self, event: Event) -> Kind:
        if _is_black(event):
            return Kind.FADE_OUT
        if self.outgoing is not None and _is_black(self.outgoing.event):
            return Kind.FADE_IN
        return kind_of(event.effect, Kind.WIPE if event.transition == "W" else Kind.DISSOLVE)

    def _check_length(self, each: Placed) -> None:
        length = each.stop - each.start
        if each.length not in (None, length) and not each.event.speed and not _is_black(each.event):
            unlike = f"event {each.event.number} has {each.length:,} frames of source for {length:,} of record"
            self.log.note("length", f"{unlike}, and no M2 line says why; the record rules", each.where, each.start)


def _is_black(event: Event) -> bool:
    return event.reel.upper() in BLACK_REELS


def _name(event: Event) -> str:
    incoming = event.transition not in ("C", "KB")
    return (event.names.get("TO") if incoming else None) or event.names.get("FROM") or event.names.get("TO") or ""


def _item(each: Placed, rate: Fraction) -> Item:
    event, name = each.event, _name(each.event)
    if _is_black(event):
        return Item(kind="gap", start=Fraction(each.start), stop=Fraction(each.stop), where=each.where)
    # A reel that stands for anything, with no name beside it, says nothing of what runs on.
    known = event.reel.upper() not in UNKNOWN_REELS or bool(name or event.file)
    return Item(
        kind="clip",
        start=Fraction(each.start),
        stop=Fraction(each.stop),
        name=name or event.file or event.reel,
        origin=Origin(
            name=event.file or name or event.reel,
            reel=event.reel,
            path=event.file if re.search(r"[/\\]", event.file) else "",
            start=each.source if known else None,
            speed=Fraction(event.speed) / nominal(rate) if event.speed else Fraction(1),
        ),
        overlay=event.transition in ("K", "KO"),
        black=name.upper() in BLACK_NAMES,
        where=each.where,
    )


def _markers(times: Times, locators: list[edl_lines.Locator]) -> tuple[WrittenMarker, ...]:
    made = []
    for locator in locators:
        where = f"line {locator.line}"
        try:
            at = Fraction(times.record(locator.place, locator.line))
        except TimecodeError as error:
            times.log.note("marker", f"{error}; the marker is left out", where)
            continue
        made.append(WrittenMarker(start=at, stop=at, note=locator.words, colour=locator.colour.lower(), where=where))
    return tuple(made)
