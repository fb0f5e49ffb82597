"""The frame rate of an edit list, which no list is obliged to state: told from its lines, or asked for in words."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from timeline.errors import TimecodeError, UsageError
from timeline.interchange.edl_lines import Event, Listing
from timeline.interchange.edl_times import fields
from timeline.interchange.reading import Log
from timeline.timebase import parse_rate
from timeline.timecode import reads_as_drop

# Labels a second that lists are written in, and the rates that each stands for.
COUNTS = {
    24: ("24", "23.976"),
    25: ("25",),
    30: ("29.97", "30"),
    48: ("48", "47.952"),
    50: ("50",),
    60: ("59.94", "60"),
    100: ("100",),
    120: ("119.88", "120"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What the lines say: the highest frame field, and at which counts of labels a second every length agrees."""

    highest: int
    agreeing: tuple[int, ...]


def rate_of(listing: Listing, given: Fraction | None, path: Path, log: Log) -> Fraction:
    """Rate to read a list at: the one given, else one that the list states or that alone fits.

    Raises:
        UsageError: none was given and the list leaves more than one.
    """
    if given is not None:
        return given
    stated = _stated(listing)
    found = evidence(listing.events)
    if stated is not None:
        log.note("rate", f"read at {float(stated):.6g} frames a second, as a remark of the list says")
        return stated
    if drops(listing):
        name = "29.97" if found.highest < 30 else "59.94"
        log.note("rate", f"read at {name} frames a second: its timecode is drop-frame; --rate says otherwise")
        return parse_rate(name)
    if len(found.agreeing) == 1 and len(COUNTS[found.agreeing[0]]) == 1:
        count = found.agreeing[0]
        log.note("rate", f"read at {count} frames a second: only there do source and record lengths agree")
        return Fraction(count)
    raise UsageError(f"'{path}' states no frame rate; {_asked(found)}")


def _stated(listing: Listing) -> Fraction | None:
    try:
        rates = {parse_rate(text) for text in listing.rates}
    except TimecodeError:
        return None
    return rates.pop() if len(rates) == 1 else None


def drops(listing: Listing) -> bool:
    """Whether the record side counts drop-frame: the first FCM line says so, else the way it is written."""
    if listing.drop is not None:
        return listing.drop
    return any(reads_as_drop(event.record_in) for event in listing.events)


def _asked(found: Evidence) -> str:
    counts = found.agreeing or tuple(count for count in COUNTS if count > found.highest)
    rates = [rate for count in counts for rate in COUNTS[count]]
    names = " or ".join(f"--rate {rate}" for rate in rates) if len(rates) < 4 else f"--rate, one of {', '.join(rates)}"
    if found.agreeing:
        return f"source and record lengths agree at {' and '.join(rates)}, so add {names}"
    return f"its frame fields go up to {found.highest}, so add {names}"


def evidence(events: list[Event]) -> Evidence:
    """Weigh the events: at the right count source and record are alike in length, but for changes of speed.

    Counts stay in play where they leave the fewest events unlike; where no event tells them apart, none is said.
    """
    parts = [fields(text) for event in events for text in _places(event)]
    highest = max((part[3] for part in parts), default=0)
    possible = [count for count in COUNTS if count > highest]
    plain = [e for e in events if not e.speed and "V" in e.channels + ("V" if e.channels == "B" else "")]
    unlike = {count: sum(_unlike(event, count) for event in plain) for count in possible}
    fewest = min(unlike.values(), default=0)
    agreeing = tuple(count for count in possible if unlike[count] == fewest)
    told = len(agreeing) < len(possible) and 2 * fewest < len(plain)
    return Evidence(highest=highest, agreeing=agreeing if told else ())


def _places(event: Event) -> tuple[str, str, str, str]:
    return event.source_in, event.source_out, event.record_in, event.record_out


def _unlike(event: Event, count: int) -> bool:
    source_in, source_out, record_in, record_out = (_number(text, count) for text in _places(event))
    return source_out - source_in != record_out - record_in


def _number(text: str, count: int) -> int:
    hour, minute, second, frame = fields(text)
    return ((hour * 60 + minute) * 60 + second) * count + frame
