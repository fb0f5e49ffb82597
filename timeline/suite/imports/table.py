"""Reads our own table of transitions: CSV with the columns clip, start, stop, kind.

A row is one transition: ``start`` the first frame that is not purely the old shot, ``stop`` the first purely the new
one, both counted from 0; a cut has ``start`` equal to ``stop``. A row with the clip alone says that it was looked
through and has none. Further columns that are read where they are there: ``frames`` (of the whole video),
``edit_point``. Rules:

1. The first line names the columns, in any order; clip, start and stop must be there. Other columns are left alone.
2. Lines that begin with # are comments. An empty ``kind`` is a cut where no frame lies between, else "other".
3. Numbers are whole; a kind is one of the vocabulary; anything else is refused.
4. A clip's ``frames`` agree, or the first stands.
5. Transitions lie inside the video and ascend; of those out of order the fewest are refused so that the rest do.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path

from timeline.errors import InputError
from timeline.suite.imports.annotation import MOST, Annotation, Entry, Note, Notes, read_text, settle, shortened, whole
from timeline.suite.truth import KINDS

NEEDED = ("clip", "start", "stop")


def import_table(path: Path) -> tuple[list[Annotation], list[Note]]:
    """Annotations of the file, clips as they first come, and a note on every row that was mended or refused.

    Raises:
        InputError: the file cannot be read or lacks a column.
    """
    notes = Notes(path.name)
    entries: dict[str, list[Entry]] = {}
    frames: dict[str, int] = {}
    for place, text, row in _rows(path):
        clip = row["clip"]
        if not clip:
            notes.refuse(place, text, "names no clip")
            continue
        of_clip = entries.setdefault(clip, [])
        _note_frames(frames, clip, row.get("frames", ""), place, text, notes)
        if row["start"] or row["stop"] or row.get("kind"):
            entry = _entry(row, place, text, notes)
            of_clip += [entry] if entry else []
    if not entries:
        raise InputError(f"{path}: no row of it names a clip")
    return [settle(clip, found, frames.get(clip), notes) for clip, found in entries.items()], notes.all


def _rows(path: Path) -> list[tuple[str, str, dict[str, str]]]:
    lines = [
        (number, line)
        for number, line in enumerate(read_text(path).splitlines(), 1)
        if line.strip() and not line.lstrip().startswith("#")
    ]
    names = [name.strip().lower() for name in next(csv.reader([lines[0][1]]))] if lines else []
    missing = [name for name in NEEDED if name not in names]
    if missing:
        raise InputError(
            f"{path}: the column '{missing[0]}' is missing; the first line names {', '.join(NEEDED)}, kind"
        )
    found = []
    for number, line in lines[1:]:
        cells = [cell.strip() for cell in next(csv.reader([line]))]
        cells += [""] * (len(names) - len(cells))
        found.append((f"line {number}", shortened(line), dict(zip(names, cells, strict=False))))
    return found


def _note_frames(frames: dict[str, int], clip: str, stated: str, place: str, text: str, notes: Notes) -> None:
    if not stated:
        return
    count = whole(stated)
    if not count or count > MOST:
        notes.refuse(place, text, f"frames: {shortened(stated)} is no number of frames, and is left out")
    elif frames.setdefault(clip, count) != count:
        notes.refuse(place, text, f"frames: {stated} here, {frames[clip]} before: the first stands")


def _entry(row: Mapping[str, str], place: str, text: str, notes: Notes) -> Entry | None:
    start, stop, edit_point = (whole(row.get(key, "")) for key in ("start", "stop", "edit_point"))
    if start is None or stop is None or (edit_point is None and row.get("edit_point")):
        notes.refuse(place, text, "start, stop and edit_point must be whole frame numbers")
        return None
    kind = row.get("kind", "").lower() or None
    if kind is not None and kind not in KINDS:
        notes.refuse(place, text, f"there is no kind {shortened(kind)}; there are {', '.join(KINDS)}")
        return None
    if edit_point is not None and not start <= edit_point <= stop and start <= stop:
        notes.refuse(place, text, f"edit_point: a frame from {start} to {stop} is needed")
        return None
    return Entry(last=start - 1, first=stop, place=place, text=text, kind=kind, edit_point=edit_point)
