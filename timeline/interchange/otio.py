"""Reads OpenTimelineIO files (.otio, .otioz, .otiod) through the library itself."""

from __future__ import annotations

import json
import re
import zipfile
import zlib
from pathlib import Path
from typing import Any

from timeline.errors import SequenceError
from timeline.interchange.composition import sequence_of, timelines_in
from timeline.interchange.dialect import NO_LINKER, Dialect
from timeline.interchange.reading import MOST_BYTES, MOST_DEPTH, Ask, Log, one_line, read_bytes
from timeline.model.sequence import Sequence

# JSON levels and brackets. Deeper or wider text would overflow or fill the library's own parser, which has no limit.
MOST_LEVELS = 8 * MOST_DEPTH
MOST_BRACKETS = 400_000
MOST_VALUES = 1_500_000
_SCHEMA = re.compile(r'"OTIO_SCHEMA"\s*:\s*"([A-Za-z]+)\.(\d{1,9})"')
_MARKS = re.compile(r'"(?:[^"\\]|\\.)*"|[\[{]|[\]}]', re.DOTALL)


def read(path: Path, ask: Ask) -> Sequence:
    """Read one file.

    Raises:
        SequenceError: no JSON, no timeline in it, or a schema that this version does not know.
    """
    log = Log()
    return sequence_of(timelines_in(objects(path, ask, log)), path, ask, log, Dialect(title="OpenTimelineIO"))


def objects(path: Path, ask: Ask, log: Log) -> Any:
    """What the file holds, as the library's own objects.

    Raises:
        SequenceError: no JSON, or a schema that this version does not know.
    """
    import opentimelineio as otio

    text = _text(path)
    try:
        text = _known_schemas(path, text, ask, log)
        return otio.adapters.read_from_string(text, "otio_json", media_linker_name=NO_LINKER)
    except SequenceError:
        raise
    except Exception as error:  # the library raises whatever a field of the wrong kind leads it to
        raise SequenceError(f"'{path}' is no timeline that OpenTimelineIO reads: {one_line(error)}") from error


def _text(path: Path) -> str:
    data = _bytes(path)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SequenceError(f"'{path}' is no UTF-8 text: byte {error.start:,} means nothing") from error
    level = brackets = 0
    if text.count(",") > MOST_VALUES:
        raise SequenceError(f"'{path}' holds more than {MOST_VALUES:,} values, as no timeline does; it was not read")
    for mark in _MARKS.finditer(text):
        if mark[0] in "[{":
            level += 1
            brackets += 1
        elif mark[0] in "]}":
            level -= 1
        if level > MOST_LEVELS or brackets > MOST_BRACKETS:
            raise SequenceError(f"'{path}' is nested deeper or wider than any timeline, so it was not read")
    return text


def _bytes(path: Path) -> bytes:
    """JSON of the timeline: the file itself, or ``content.otio`` in its bundle; media beside it stays closed."""
    if path.suffix.lower() == ".otiod" or path.is_dir():
        return read_bytes(path / "content.otio")
    if path.suffix.lower() != ".otioz":
        return read_bytes(path)
    try:
        with zipfile.ZipFile(path) as bundle, bundle.open("content.otio") as member:
            data = member.read(MOST_BYTES + 1)
    except (OSError, KeyError, ValueError, EOFError, RuntimeError, zipfile.BadZipFile, zlib.error) as error:
        raise SequenceError(f"'{path}' is no OTIO bundle that can be read: {one_line(error)}") from error
    if len(data) > MOST_BYTES:
        raise SequenceError(f"the timeline in '{path}' is over {MOST_BYTES // 2**20} MB; none is, so it was not read")
    return data


def _known_schemas(path: Path, text: str, ask: Ask, log: Log) -> str:
    """Lower the version of schemas newer than the library's, or refuse them where nothing may be guessed.

    OpenTimelineIO 0.18 stops at ``Marker.3``, which Premiere writes: its colour has become an object.
    """
    from opentimelineio.core import type_version_map

    known, newer = type_version_map(), dict[str, int]()
    for found in _SCHEMA.finditer(text):
        if int(found[2]) > known.get(found[1], int(found[2])):
            newer[found[1]] = int(found[2])
    for name, version in sorted(newer.items()):
        what = f"schema {name}.{version} is newer than {name}.{known[name]}, the newest known here"
        if ask.strict:
            raise SequenceError(f"'{path}': {what}; without --as-written it is read as the older one")
        log.note("newer schema", f"{what}: read as the older one")
    return json.dumps(json.loads(text, object_hook=lambda it: _lowered(it, known))) if newer else text


def _lowered(thing: dict[str, Any], known: dict[str, int]) -> dict[str, Any]:
    name, _, version = str(thing.get("OTIO_SCHEMA", "")).partition(".")
    if version.isdecimal() and int(version) > known.get(name, int(version)):
        thing["OTIO_SCHEMA"] = f"{name}.{known[name]}"
        if name == "Marker" and isinstance(thing.get("color"), dict):
            thing["color"] = str(thing["color"].get("name") or "")
    return thing
