"""Reads PySceneDetect's scene lists: the CSV of ``list-scenes``, with or without its first line of timecodes.

Rules:

1. The line that names the columns is looked for in the first two; the one above it, of timecodes, is left alone.
2. Columns are parted by a comma, a semicolon or a tab, whichever the line of names has.
3. ``Start Frame`` counts from 1, ``End Frame`` is the last frame counted from 1: a scene is [start - 1, end).
4. A row without these two whole numbers is refused, and so is a scene that ends before it begins.
5. Scenes ascend; of those that overlap or are out of order the fewest are refused so that the rest ascend.
6. Frames between two scenes (dropped ones) are known to be no shot of the list: they are ignored in scoring.
7. The end of the last scene is the length of the video. The rate is not in the file in exact terms: it stays unknown.

Source: Breakthrough/PySceneDetect ``scenedetect/output`` (write_scene_list). The clip is named as the file is, without
``-Scenes``.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from timeline.errors import InputError
from timeline.suite.imports.annotation import MOST, Annotation, Note, Notes, in_order, read_text, shortened, whole
from timeline.suite.scoring import Mark
from timeline.suite.truth import Ignored

START, END = "Start Frame", "End Frame"


@dataclass(frozen=True, slots=True)
class _Scene:
    """Frames [start, stop)."""

    start: int
    stop: int
    place: str
    text: str


def import_pyscenedetect(path: Path) -> tuple[list[Annotation], list[Note]]:
    """Annotations of a file, or of every CSV file of a folder, and a note on every row that was mended or refused.

    Raises:
        InputError: a file cannot be read or is no scene list.
    """
    files = sorted(path.glob("*.csv")) if path.is_dir() else [path]
    if not files:
        raise InputError(f"{path}: holds no scene list (*.csv)")
    found, notes = list[Annotation](), list[Note]()
    for file in files:
        own = Notes(file.name)
        found.append(_annotation(file, own))
        notes += own.all
    return found, notes


def _annotation(file: Path, notes: Notes) -> Annotation:
    listed = _scenes(file, notes)
    scenes = in_order(listed, [(scene.start, scene.stop) for scene in listed], notes)
    if not scenes:
        raise InputError(f"{file}: no row of it is a scene")
    marks, ignore = [], []
    at = 0
    for scene in scenes:
        if scene.start > at:
            notes.say(scene.place, scene.text, f"frames {at} to {scene.start - 1} are in no scene: ignored in scoring")
            ignore.append(Ignored(at, scene.start, "in no scene of the list"))
        elif at:
            marks.append(Mark(at, at, "cut"))
        at = scene.stop
    clip = file.stem.removesuffix("-Scenes")
    return Annotation(clip=clip, marks=tuple(marks), frames=at, ignore=tuple(ignore))


def _scenes(file: Path, notes: Notes) -> list[_Scene]:
    lines = read_text(file).splitlines()
    head = next((number for number, line in enumerate(lines[:2]) if START in line and END in line), None)
    if head is None:
        raise InputError(f"{file}: no scene list of PySceneDetect: its columns '{START}' and '{END}' are needed")
    separator = max(",;\t", key=lines[head].count)
    names = [name.strip() for name in next(csv.reader([lines[head]], delimiter=separator))]
    columns = (names.index(START), names.index(END))
    found = []
    for number, line in enumerate(lines[head + 1 :], head + 2):
        if line.strip():
            scene = _scene(next(csv.reader([line], delimiter=separator)), columns, f"line {number}", line, notes)
            found += [scene] if scene else []
    return found


def _scene(cells: Sequence[str], columns: tuple[int, int], place: str, line: str, notes: Notes) -> _Scene | None:
    texts = [cells[column].strip() if column < len(cells) else "" for column in columns]
    first, last = (whole(text) for text in texts)
    if first is None or last is None:
        notes.refuse(place, shortened(line), f"'{START}' and '{END}' must be whole numbers")
        return None
    if not 1 <= first <= last <= MOST:
        notes.refuse(
            place, shortened(line), "the scene ends before it begins" if first > last else "frames count from 1"
        )
        return None
    return _Scene(first - 1, last, place, shortened(line))
