"""Reads lists of shots, ``first frame, last frame`` a line: TransNetV2's scenes, the BBC and the RAI data set.

The frames between the end of one shot and the start of the next are the transition; where there are none it is a cut.
Rules:

1. A line has two whole numbers, parted by blanks or a tab (a comma is mended); anything else is refused.
2. A shot runs forwards: its first frame is not behind its last.
3. Shots ascend and do not overlap; of those that do, the fewest are refused so that the rest ascend.
4. Frames before the first shot are of no known kind and are ignored in scoring.
5. The last shot's end is the length of the video where the format says so (TransNetV2); else the length is not known.

Sources: soCzech/TransNetV2 ``inference/transnetv2.py`` (writes NAME.scenes.txt, frames from 0, both ends inside) and
``training/consolidate_datasets.py`` (how it reads the BBC and RAI files, and that the BBC's numbers are one too low);
the readme of the BBC Planet Earth data set (Baraldi, Grana, Cucchiara, ACM Multimedia 2015: "each row contains the
starting and ending frames of a shot"); the RAI data set of the same authors (CAIP 2015), ``NUMBER_gt.txt``;
Breakthrough/PySceneDetect ``benchmark/dataset.py`` (the corrected BBC files, ``NUMBER-scenes.txt``).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from timeline.errors import InputError
from timeline.suite.imports.annotation import Annotation, Entry, Note, Notes, in_order, read_text, settle, shortened
from timeline.suite.truth import Ignored

_LINE = re.compile(r"\s*(\d{1,12})(\s*,\s*|\s+)(\d{1,12})\s*", re.ASCII)
_PROBABILITY = re.compile(r"\s*[01]\.\d+(\s+[01]\.\d+)*\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kind:
    """How one data set names its files and counts: file stem -> clip, file name -> what is added to each number."""

    clip: Callable[[str], str]
    shift: Callable[[str], int] = lambda name: 0
    whole: bool = False


@dataclass(frozen=True, slots=True)
class _Shot:
    first: int
    last: int
    place: str
    text: str


def _transnet_clip(name: str) -> str:
    return re.sub(r"(\.scenes)?\.txt$", "", name)


def _bbc_clip(name: str) -> str:
    number = re.match(r"\d+", name)
    return f"bbc_{number[0]}" if number else name.removesuffix(".txt")


_KINDS = {
    "transnetv2": _Kind(clip=_transnet_clip, whole=True),
    # The corrected files count as the video does.
    "bbc": _Kind(clip=_bbc_clip, shift=lambda name: 0 if name.endswith("-scenes.txt") else 1),
    "rai": _Kind(clip=lambda name: name.removesuffix(".txt").removesuffix("_gt")),
}


def importer(kind: str) -> Callable[[Path], tuple[list[Annotation], list[Note]]]:
    """The reader of one of these data sets; it takes a file or the folder that holds them."""
    row = _KINDS[kind]

    def read(path: Path) -> tuple[list[Annotation], list[Note]]:
        found, notes = list[Annotation](), list[Note]()
        for file in _files(path):
            own = Notes(file.name)
            found.append(_annotation(file, row, own))
            notes += own.all
        return found, notes

    return read


def _files(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    files = sorted(file for file in path.glob("*.txt") if not file.name.endswith(".predictions.txt"))
    if not files:
        raise InputError(f"{path}: holds no list of shots (*.txt)")
    return files


def _annotation(file: Path, row: _Kind, notes: Notes) -> Annotation:
    shift = row.shift(file.name)
    listed = [_shifted(shot, shift) for shot in _shots(file, notes)]
    shots = in_order(listed, [(shot.first, shot.last + 1) for shot in listed], notes)
    if shift:
        notes.say("all lines", "", f"numbers moved by {shift:+}: the published ones are one behind the video")
    entries = [Entry(last=a.last, first=b.first, place=b.place, text=b.text) for a, b in pairwise(shots)]
    frames = shots[-1].last + 1 if row.whole and shots else None
    settled = settle(row.clip(file.name), entries, frames, notes)
    head = shots[0].first if shots else 0
    ignore = (Ignored(0, head, "before the first annotated shot"),) if head else ()
    if head:
        notes.say(shots[0].place, shots[0].text, f"frames 0 to {head - 1} belong to no shot: ignored in scoring")
    return Annotation(clip=settled.clip, marks=settled.marks, frames=frames, ignore=ignore)


def _shots(file: Path, notes: Notes) -> list[_Shot]:
    shots = list[_Shot]()
    for number, line in enumerate(read_text(file).splitlines(), 1):
        place, text = f"line {number}", shortened(line.strip())
        if not line.strip():
            continue
        found = _LINE.fullmatch(line)
        if found is None:
            if not shots and _PROBABILITY.fullmatch(line):
                raise InputError(
                    f"{file}: line {number}: a probability for each frame, not shots; give the file of scenes that "
                    "TransNetV2 writes beside it (NAME.scenes.txt)"
                )
            notes.refuse(place, text, "two frame numbers are needed, the first and the last of a shot")
            continue
        if "," in found[2]:
            notes.mend(place, text, f"read as {found[1]} {found[3]}")
        first, last = int(found[1]), int(found[3])
        if first > last:
            notes.refuse(place, text, "the shot ends before it begins")
        else:
            shots.append(_Shot(first, last, place, text))
    if not shots:
        raise InputError(f"{file}: no line of it is a shot, 'FIRST LAST' in frames")
    return shots


def _shifted(shot: _Shot, by: int) -> _Shot:
    """The first frame of the video stays the first."""
    return _Shot(shot.first + by if shot.first else 0, shot.last + by, shot.place, shot.text)
