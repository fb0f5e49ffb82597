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
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from timeline.errors import InputError

_HEADER = re.compile(r"(\d+)\.mp4(?:\.png)?\s*(\d+)?\s*")
_USUAL = re.compile(r"\d+[, ]\d+\s*|\[\d+,\d+\]\s*")

Boundary = tuple[int, int]


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
    notes: list[str] = []
    videos: dict[str, Video] = {}
    lines_of: dict[str, list[str]] = {}
    for name, frames, lines in _blocks(read_text(path)):
        texts = [text for _, text in lines]
        if name in videos:
            if texts != lines_of[name]:
                notes.append(f"{name} comes twice and differs: the first stands")
            continue
        lines_of[name] = texts
        found = _inside(name, frames, _boundaries(lines, notes), notes)
        chain = set(ascending([boundary for _, boundary in found]))
        notes += [f"line {n}: {a},{b} refused: out of order" for i, (n, (a, b)) in enumerate(found) if i not in chain]
        videos[name] = Video(name=name, frames=frames, boundaries=tuple(found[i][1] for i in sorted(chain)))
    return list(videos.values()), notes


def read_text(path: Path) -> str:
    """The whole file as text; raises InputError where it cannot be read."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, ValueError) as error:
        raise InputError(f"{path}: not readable as text: {error}") from error


def _blocks(text: str) -> list[tuple[str, int | None, list[tuple[int, str]]]]:
    blocks: list[tuple[str, int | None, list[tuple[int, str]]]] = []
    for number, line in enumerate(text.split("\n"), 1):
        if header := _HEADER.fullmatch(line):
            blocks.append((header[1], int(header[2]) if header[2] else None, []))
        elif line.strip():
            if not blocks:
                raise InputError(f"line {number}: a boundary before any header 'NAME.mp4 FRAMES'")
            blocks[-1][2].append((number, line))
    return blocks


def _boundaries(lines: Sequence[tuple[int, str]], notes: list[str]) -> list[tuple[int, Boundary]]:
    found: list[tuple[int, Boundary]] = []
    for number, line in lines:
        texts, before = line.split("\v"), len(found)
        for text in texts:
            values = [int(digits) for digits in re.findall(r"\d+", text)]
            if len(values) != 2 or values[0] >= values[1]:
                why = "runs backwards" if len(values) == 2 else f"{len(values)} numbers where two belong"
                notes.append(f"line {number}: {text.strip()!r} refused: {why}")
                continue
            found.append((number, (values[0], values[1])))
        if len(found) - before == len(texts) and not _USUAL.fullmatch(line):
            notes.append(f"line {number}: {line.strip()!r} mended")
    return found


def _inside(
    name: str, frames: int | None, found: list[tuple[int, Boundary]], notes: list[str]
) -> list[tuple[int, Boundary]]:
    if frames is None:
        return found
    kept = []
    for number, (last, first) in found:
        if last > frames or (first > frames and last < frames - 1):
            notes.append(f"line {number}: {last},{first} refused: past the {frames} frames of {name}")
        elif first < frames:
            kept.append((number, (last, first)))
    return kept


def ascending(boundaries: Sequence[Boundary]) -> list[int]:
    """Indices of a longest chain of boundaries, each beginning at or after the end of the one before.

    Of chains equally long the one that ends earliest: a slip of the pen tends to run far away.
    """
    best: list[int] = []  # best[i]: length of the longest chain that ends in i
    back: list[int | None] = []

    def worth(i: int) -> tuple[int, int]:
        return best[i], -boundaries[i][1]

    for i, (last, _) in enumerate(boundaries):
        before = max((j for j in range(i) if boundaries[j][1] <= last), key=worth, default=None)
        back.append(before)
        best.append(1 if before is None else best[before] + 1)
    at = max(range(len(boundaries)), key=worth, default=None)
    chain: list[int] = []
    while at is not None:
        chain.append(at)
        at = back[at]
    return chain[::-1]
