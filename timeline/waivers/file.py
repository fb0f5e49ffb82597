"""The file of waivers beside an episode: TOML that a person can read, written whole, refused by line where it is wrong.

``EPISODE.waivers.toml`` belongs to whatever has that stem, so it stays when the video is overwritten (docs/waivers.md).
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

from timeline.errors import OutputError, ProfileError, WaiverError
from timeline.model.waiver import Shown, Waiver
from timeline.outputs import alone, write_text
from timeline.profiles.checks import Place, Table
from timeline.profiles.lines import key_lines
from timeline.profiles.write import line_text

LARGEST = 1_000_000
MOST = 1000
FORMAT = 1
_HEAD = "# What is meant in this episode, so that it is not told again. Made by `timeline waive`; see docs/waivers.md."


def read(path: Path) -> tuple[Waiver, ...]:
    """Every waiver of a file, as they were given; none where there is no such file.

    Raises:
        WaiverError: it cannot be read, or something in it is wrong: file, line, key, what is allowed.
    """
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise WaiverError(f"{path} cannot be read: {error.strerror or error}") from error
    try:
        return _parse(data, str(path))
    except ProfileError as error:
        raise WaiverError(str(error)) from error


def update(path: Path, change: Callable[[tuple[Waiver, ...]], Sequence[Waiver]]) -> tuple[Waiver, ...]:
    """Change a file as one step among all processes that do; without a waiver left it is removed.

    Raises:
        WaiverError: it is wrong as it stands, and is left alone.
        OutputError: it cannot be written.
    """
    with alone(path):
        kept = tuple(change(read(path)))
        if kept:
            write_text(path, dumps(kept))
        else:
            _remove(path)
    return kept


def dumps(waivers: Sequence[Waiver]) -> str:
    """The text of a file that ``read`` gives back."""
    return "\n".join([_HEAD, f"format = {FORMAT}", *(line for each in waivers for line in _lines(each)), ""])


def _remove(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise OutputError(f"cannot remove '{path}': {error.strerror or error}") from error


def _lines(waiver: Waiver) -> Iterator[str]:
    yield from ("", "[[waiver]]")
    yield f"finding = {_text(waiver.finding)}"
    yield f"note = {_text(waiver.note)}"
    yield f"by = {_text(waiver.by)}"
    yield f"when = {waiver.when.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    yield f"version = {_text(waiver.version)}"
    if waiver.start is not None:
        yield f"frames = [{waiver.start}, {waiver.stop}]"
    if waiver.measured is not None:
        yield f"measured = {_text(str(waiver.measured))}"
    if waiver.rate is not None:
        yield f"rate = {_text(str(waiver.rate))}"
    for each in waiver.shown:
        yield from ("", "[[waiver.shown]]")
        if each.media:
            yield f"media = {_text(each.media)}"
        yield f"frames = [{each.start}, {each.stop}]"
        if each.first is not None:
            yield f"first = {_text(str(each.first))}"
        if each.speed != 1:
            yield f"speed = {_text(str(each.speed))}"


def _text(text: str) -> str:
    return json.dumps(line_text(text), ensure_ascii=False)


def _parse(data: bytes, file: str) -> tuple[Waiver, ...]:
    if len(data) > LARGEST:
        raise WaiverError(f"{file} is too large to be a file of waivers; keep to {LARGEST:,} bytes")
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise WaiverError(f"{file}, line {line}: this is no UTF-8 text; save it as plain UTF-8 TOML") from error
    try:
        parsed = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        last = text.count("\n") + 1
        words = str(error).replace("at end of document", f"at line {last}, the end")
        raise WaiverError(f"{file}: this is no TOML: {words}; mend it, or move it away") from error
    table = Table(parsed, Place(file, key_lines(text)))
    if not table.has("format") or table.data["format"] != FORMAT:
        table.place.at("format").refuse("this version does not know it", f"a file of waivers says format = {FORMAT}")
    found = tuple(_waiver(entry) for entry in table.tables("waiver", MOST))
    table.done()
    return found


def _waiver(entry: Table) -> Waiver:
    start, stop = _frames(entry) if entry.has("frames") else (None, None)
    rate = _number(entry, "rate")
    if rate is not None and rate <= 0:
        entry.place.at("rate").refuse("this is no rate", 'write frames a second such as "25" or "30000/1001"')
    made = Waiver(
        finding=entry.text("finding"),
        note=entry.text("note"),
        by=entry.text("by"),
        version=entry.text("version"),
        when=_when(entry),
        measured=_number(entry, "measured"),
        start=start,
        stop=stop,
        rate=rate,
        shown=tuple(_shown(each) for each in entry.tables("shown", MOST)),
    )
    if made.shown and rate is None:
        entry.place.refuse("'rate' is missing", 'beside what is shown, write frames a second such as rate = "25"')
    entry.done()
    return made


def _shown(entry: Table) -> Shown:
    if not entry.has("frames"):
        entry.place.refuse("'frames' is missing", "write two frame numbers such as frames = [412, 530]")
    start, stop = _frames(entry)
    if start == stop:
        entry.place.at("frames").refuse("this is no range of frames", "write two frame numbers such as [412, 530]")
    speed = _number(entry, "speed")
    made = Shown(
        media=entry.text("media") if entry.has("media") else "",
        start=start,
        stop=stop,
        first=_number(entry, "first"),
        speed=Fraction(1) if speed is None else speed,
    )
    entry.done()
    return made


def _frames(entry: Table) -> tuple[int, int]:
    value = entry.data["frames"]
    if not isinstance(value, list) or [type(item) for item in value] != [int, int] or not 0 <= value[0] <= value[1]:
        entry.place.at("frames").refuse("this is no range of frames", "write two frame numbers such as [412, 530]")
    return value[0], value[1]


def _when(entry: Table) -> datetime:
    value: Any = entry.data.get("when") if entry.has("when") else None
    if not isinstance(value, datetime) or value.tzinfo is None:
        entry.place.at("when").refuse("this is no moment", "write one such as 2026-05-01T12:00:00Z")
    return value


def _number(entry: Table, key: str) -> Fraction | None:
    """An exact number, as a text; ``None`` where there is none."""
    if not entry.has(key):
        return None
    text, allowed = entry.text(key), 'write a whole number or a fraction such as "61/25"'
    if len(text) > 60 or not all(part.removeprefix("-").isdecimal() for part in text.split("/", 1)):
        entry.place.at(key).refuse("this is no number", allowed)
    try:
        return Fraction(text)
    except (ValueError, ZeroDivisionError):
        entry.place.at(key).refuse("this is no number", allowed)
