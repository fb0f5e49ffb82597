"""CMX3600 lists line by line: what each line says, and which lines say nothing that is known.

Of ``pycmx`` 1.5.1 nothing is used: it reads event lines by fixed columns, so a short reel, a lost reel or a lost
transition letter, a key, an M2 line or a list with bare carriage returns goes unread (docs/interchange.md has counts).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from timeline.errors import SequenceError
from timeline.interchange.reading import MOST_ITEMS, Log, read_bytes

MOST_BYTES = 8 * 2**20
LONGEST_LINE = 2000
_TC = r"\d{1,2}[:;.,]\d{2}[:;.,]\d{2}[:;.,]\d{2,3}"
_EVENT = re.compile(rf"\s*(\d{{1,9}})\s(.*?)({_TC})\s+({_TC})\s+({_TC})\s+({_TC})(?!\S)(.*)")
_CHANNELS = re.compile(r"(?:A{1,2}\d{0,2}|B|NONE|V\d{0,2})(?:[/+]?(?:A{1,2}\d{0,2}|V\d{0,2}))*", re.IGNORECASE)
_MOTION = re.compile(rf"M2\s+(.*?)\s+([-+]?\d+(?:\.\d+)?)\s+({_TC})\s*", re.IGNORECASE)
_NAME = re.compile(r"\*?\s*(FROM|TO|KEY) CLIP NAME\s*:\s*(.*)", re.IGNORECASE)
_FILE = re.compile(r"\*?\s*(?:SOURCE FILE|FROM FILE|FROM CLIP|MEDIA FILE PATH)\s*:\s*(.*)", re.IGNORECASE)
_LOCATOR = re.compile(rf"\*\s*LOC\s*:\s*({_TC})\s*(\S*)\s*(.*)", re.IGNORECASE)
_EFFECT = re.compile(r"(?:\*\s*EFFECT NAME:|EFFECTS NAME IS)\s*(.*)", re.IGNORECASE)
_SPLIT = re.compile(rf"SPLIT:\s*(AUDIO|VIDEO)\s+DELAY\s*=\s*({_TC})\s*", re.IGNORECASE)
_REMARK = re.compile(
    r"\*|#|>>>|REM\b|AUD\s|FINAL CUT PRO|GPI\b|MASTER\b|DLEDL|END\b|TRACKS?:|SOURCE\b|[-=_]{3,}", re.IGNORECASE
)


@dataclass(slots=True, kw_only=True)
class Event:
    """One event line, its fields as text, and what the lines below it add.

    ``transition``: C, D, W, K, KB or KO; ``wipe``: its code. ``duration``: frames of the transition. ``drop``: the FCM
    in force. ``speed``: frames a second of an M2 line. Fields that the line lost are empty.
    """

    line: int
    number: int
    reel: str
    channels: str
    transition: str
    wipe: str
    duration: int
    source_in: str
    source_out: str
    record_in: str
    record_out: str
    drop: bool
    speed: str = ""
    names: dict[str, str] = field(default_factory=dict)
    file: str = ""
    effect: str = ""
    delay: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Locator:
    """A ``LOC`` remark: where on the record side, its colour and its words."""

    line: int
    place: str
    colour: str
    words: str


@dataclass(slots=True, kw_only=True)
class Listing:
    """A whole list. ``drop``: what the first FCM line says of the record side; ``rates``: rates named in remarks."""

    title: str = ""
    drop: bool | None = None
    events: list[Event] = field(default_factory=list)
    locators: list[Locator] = field(default_factory=list)
    rates: list[str] = field(default_factory=list)


def read_text(path: Path, log: Log) -> str:
    """Text of a list: UTF-8 or UTF-16 where it says so, else Latin-1, which lists before Unicode are close to.

    Raises:
        SequenceError: it cannot be read or is no text.
    """
    data = read_bytes(path, MOST_BYTES)
    for mark, encoding in ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"", "utf-8-sig")):
        if data.startswith(mark):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError:
                continue
    if data.count(0) > len(data) // 10:
        raise SequenceError(f"'{path}' is no text, so it is no EDL")
    log.note("encoding", "the text is no UTF-8; names were read as Latin-1")
    return data.decode("latin-1")


def parse(text: str, log: Log) -> Listing:
    """Take a list apart; lines that say nothing known are named in ``log``, neighbouring ones together."""
    listing, drop, strange = Listing(), False, list[int]()
    for number, raw in enumerate(re.split(r"\r\n|\r|\n", text), start=1):
        line = raw.replace("\x1a", " ").replace("\0", " ").strip()
        upper = line.upper()
        if not line:
            continue
        if len(line) > LONGEST_LINE:
            strange.append(number)
            continue
        if upper.startswith("TITLE:"):
            if listing.events:
                log.note("second list", "a second list begins here; only the first was read", f"line {number}")
                break
            listing.title = line[6:].strip()
        elif upper.startswith("FCM:"):
            drop = "NON" not in upper and "DROP" in upper
            if listing.drop is None:
                listing.drop = drop
        elif (found := _EVENT.fullmatch(line)) is not None:
            listing.events.append(_event(found, number, drop, log))
            if len(listing.events) > MOST_ITEMS:
                raise SequenceError(f"line {number}: more than {MOST_ITEMS:,} events; no list has so many")
        elif not _add(listing, line, number):
            strange.append(number)
    _name(strange, log)
    return listing


def _name(strange: list[int], log: Log) -> None:
    """Name the lines that were not understood, neighbours as one stretch."""
    at = 0
    while at < len(strange):
        last = at
        while last + 1 < len(strange) and strange[last + 1] == strange[last] + 1:
            last += 1
        where = f"line {strange[at]}" if at == last else f"lines {strange[at]} to {strange[last]}"
        log.note("not understood", "not understood and left out", where)
        at = last + 1


def _event(found: re.Match[str], line: int, drop: bool, log: Log) -> Event:
    words = [word for word in found[2].split() if word.upper() != "(F)"]
    duration, transition, wipe = "", "", ""
    if words and words[-1].isdecimal() and len(words[-1]) <= 5:
        duration = words.pop()
    if len(words) > 1 and words[-1].upper() in ("B", "O") and words[-2].upper() == "K":
        transition = "K" + words.pop().upper()
        words.pop()
    elif words and (kind := re.fullmatch(r"(C|D|W(\d{0,3})|KB|KO|K)(\d{3})?", words[-1], re.IGNORECASE)):
        transition, wipe = kind[1][:2].upper() if kind[1][0] in "Kk" else kind[1][0].upper(), kind[2] or ""
        duration = duration or kind[3] or ""
        words.pop()
    channels = words.pop().upper() if words and _is_channels(words[-1]) else ""
    event = Event(
        line=line,
        number=int(found[1]),
        reel=" ".join(words),
        channels=channels,
        transition=transition,
        wipe=wipe,
        duration=int(duration or 0),
        source_in=found[3],
        source_out=found[4],
        record_in=found[5],
        record_out=found[6],
        drop=drop,
    )
    _mend(event, log)
    return event


def _is_channels(word: str) -> bool:
    return len(word) <= 12 and _CHANNELS.fullmatch(word) is not None


def _mend(event: Event, log: Log) -> None:
    """Say what a line lost, and what it is taken for."""
    where = f"line {event.line}"
    if not event.reel:
        log.note("no reel", f"event {event.number} lost its reel; its source is unknown", where)
    if not event.channels:
        event.channels = "V"
        log.note("no channel", f"event {event.number} names no channel; taken as picture", where)
    if not event.transition:
        event.transition = "D" if event.duration else "C"
        kind = f"a dissolve of {event.duration} frames" if event.duration else "a cut"
        log.note("no transition", f"event {event.number} lost its transition letter; taken as {kind}", where)


def _add(listing: Listing, line: str, number: int) -> bool:
    """Take in what a line says of the event above it, or of the list; whether it says anything known."""
    event = listing.events[-1] if listing.events else None
    if (motion := _MOTION.fullmatch(line)) is not None:
        return _moved(listing, motion)
    if event is not None and (name := _NAME.fullmatch(line)) is not None:
        event.names.setdefault(name[1].upper(), name[2].strip())
    elif event is not None and (file := _FILE.fullmatch(line)) is not None:
        event.file = event.file or file[1].strip()
    elif event is not None and (effect := _EFFECT.fullmatch(line)) is not None:
        event.effect = effect[1].strip()
    elif event is not None and (split := _SPLIT.fullmatch(line)) is not None:
        event.delay = split[2] if split[1].upper() == "VIDEO" else ""
    elif (place := _LOCATOR.fullmatch(line)) is not None:
        listing.locators.append(Locator(line=number, place=place[1], colour=place[2], words=place[3].strip()))
    elif _REMARK.match(line) is None:
        return _NAME.fullmatch(line) is not None
    listing.rates += re.findall(r"FORMAT:.*?(\d+(?:\.\d+)?)\s*FPS", line.upper())
    return True


def _moved(listing: Listing, motion: re.Match[str]) -> bool:
    """Give an M2 line's speed to the last event that plays its reel from its place, else to the last of its reel."""
    reel, speed, place = motion.groups()
    recent = list(_newest(listing.events))
    for event in recent:
        if event.reel.startswith(reel[:8]) and re.sub(r"\D", "", event.source_in) == re.sub(r"\D", "", place):
            event.speed = speed
            return True
    for event in recent:
        if event.reel.startswith(reel[:8]):
            event.speed = speed
            return True
    return False


def _newest(events: list[Event]) -> Iterator[Event]:
    """The events that the lines below the last one can be about: those of its number and the one before."""
    for event in reversed(events[-4:]):
        if events[-1].number - 1 <= event.number <= events[-1].number:
            yield event
