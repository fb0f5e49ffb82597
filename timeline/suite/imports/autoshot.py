"""Reads the SHOT annotation file as published: every bad line is named and mended by a stated rule, or refused.

A header ``NAME.mp4 [FRAMES]`` opens a video; each line after it is a boundary, ``last old frame, first new frame``.
Rules, in order:

1. ``130,131``, ``130 131`` and ``[130,131]`` are all in use. Doubled or trailing commas and points between numbers are
   read as one comma, and a vertical tab parts two boundaries; each such line is named.
2. A boundary has two numbers, the first below the second; anything else is refused.
3. A video that comes twice with the same boundaries counts once.
4. Where FRAMES is given, a boundary that leaves no frame after it only marks the end; one past the end is refused.
5. Boundaries ascend; of lines out of order the fewest are refused so that the rest do.
6. Where FRAMES is missing nothing is known after the last boundary: the video is measured up to it.

Source: github.com/wentaozhu/AutoShot, ``kuaishou_v2.txt``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from timeline.errors import InputError
from timeline.suite.imports.annotation import (
    Annotation,
    Boundary,
    Entry,
    Note,
    Notes,
    ascending,
    read_text,
    settle,
    shortened,
    whole,
)

__all__ = ["Boundary", "Video", "ascending", "import_autoshot", "read_autoshot", "read_text"]

_HEADER = re.compile(r"(\d+)\.mp4(?:\.png)?\s*(\d{1,12})?\s*")
_USUAL = re.compile(r"\d+[, ]\d+\s*|\[\d+,\d+\]\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Video:
    """One annotated video: its frame count where the file gives one, and its boundaries, ascending."""

    name: str
    frames: int | None
    boundaries: tuple[Boundary, ...]

    @property
    def shot_lengths(self) -> list[int]:
        """Lengths in frames of the shots whose both ends are known; edit points as an NLE centres them."""
        edits = [last + 1 + (first - last - 1) // 2 for last, first in self.boundaries]
        edges = [0, *edits] if self.frames is None else [0, *edits, self.frames]
        return [b - a for a, b in pairwise(edges)]


def read_autoshot(path: Path) -> tuple[list[Video], list[str]]:
    """Videos of the file in its order, and a note for every line that was mended or refused.

    Raises:
        InputError: the file cannot be read, or a boundary stands before any header: it is not of this kind.
    """
    found, notes = import_autoshot(path)
    videos = [
        Video(
            name=each.clip.removesuffix(".mp4"),
            frames=each.frames,
            boundaries=tuple((m.start - 1, m.stop) for m in each.marks if m.stop != each.frames),
        )
        for each in found
    ]
    return videos, [f"{note.place}: {note.text} {note.verdict}: {note.why}" for note in notes]


def import_autoshot(path: Path) -> tuple[list[Annotation], list[Note]]:
    """Annotations of the file in its order, and a note for every line that was mended or refused.

    Raises:
        InputError: the file cannot be read, or a boundary stands before any header: it is not of this kind.
    """
    notes = Notes(path.name)
    videos: dict[str, Annotation] = {}
    lines_of: dict[str, list[str]] = {}
    for place, name, frames, lines in _blocks(read_text(path)):
        texts = [text for _, text in lines]
        if name in videos:
            same = texts == lines_of[name]
            why = "comes twice, counts once" if same else "comes twice and differs: the first stands"
            (notes.mend if same else notes.refuse)(place, name, why)
            continue
        lines_of[name] = texts
        videos[name] = settle(name, _boundaries(lines, notes), frames, notes)
    return list(videos.values()), notes.all


def _blocks(text: str) -> list[tuple[str, str, int | None, list[tuple[str, str]]]]:
    """(place, name, frames, lines) of each video."""
    blocks: list[tuple[str, str, int | None, list[tuple[str, str]]]] = []
    for number, line in enumerate(text.split("\n"), 1):
        if header := _HEADER.fullmatch(line):
            blocks.append((f"line {number}", f"{header[1]}.mp4", int(header[2]) if header[2] else None, []))
        elif line.strip():
            if not blocks:
                raise InputError(f"line {number}: a boundary before any header 'NAME.mp4 FRAMES'")
            blocks[-1][3].append((f"line {number}", line))
    return blocks


def _boundaries(lines: Sequence[tuple[str, str]], notes: Notes) -> list[Entry]:
    found: list[Entry] = []
    for place, line in lines:
        texts, before = line.split("\v"), len(found)
        for text in texts:
            values = [whole(digits) for digits in re.findall(r"\d+", text)]
            if len(values) != 2:
                notes.refuse(place, shortened(text.strip()), f"{len(values)} numbers where two belong")
            elif values[0] is None or values[1] is None:
                notes.refuse(place, shortened(text.strip()), "no video has so many frames")
            else:
                found.append(Entry(last=values[0], first=values[1], place=place, text=shortened(text.strip())))
        if len(found) - before == len(texts) and not _USUAL.fullmatch(line):
            read = " and ".join(f"{entry.last},{entry.first}" for entry in found[before:])
            notes.mend(place, shortened(line.strip()), f"read as {read}")
    return found
