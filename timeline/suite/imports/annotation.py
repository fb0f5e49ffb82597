"""What every importer gives: videos with their transitions, and a note on each line that was mended or refused."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Protocol, TypeVar

from timeline.errors import InputError
from timeline.suite.scoring import Mark
from timeline.suite.truth import Ignored

Boundary = tuple[int, int]
"""(last frame purely the old shot, first frame purely the new one)."""

MOST = 10_000_000
"""Frame numbers above this are a slip of the pen: 46 hours at 60 frames a second."""


class Verdict(StrEnum):
    """What became of a line: read after a stated rule, left out, or read as it is though something is to be known."""

    MENDED = "mended"
    REFUSED = "refused"
    NOTED = "noted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """One line or entry that is not as the format has it: where it stands, what it says, what became of it, why."""

    place: str
    text: str
    verdict: Verdict
    why: str
    file: str = ""

    @property
    def line(self) -> int:
        """The line it is about, 0 where it is about an entry."""
        number = self.place.removeprefix("line ")
        return int(number) if number != self.place and number.isdecimal() else 0

    def __str__(self) -> str:
        """The note as one line."""
        where = f"{self.file}: {self.place}" if self.file else self.place
        return (
            f"{where}: {self.text} {self.verdict}: {self.why}" if self.text else f"{where} {self.verdict}: {self.why}"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One boundary as read, with the line or entry it comes from; ``kind`` where the format names one."""

    last: int
    first: int
    place: str
    text: str
    kind: str | None = None
    edit_point: int | None = None


class Placed(Protocol):
    """Anything that knows where it stands in its file and what it says there."""

    @property
    def place(self) -> str: ...  # noqa: D102 - the class says it
    @property
    def text(self) -> str: ...  # noqa: D102


P = TypeVar("P", bound=Placed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Annotation:
    """One annotated video: its file name, or its stem where the format names no file; frames where it counts them."""

    clip: str
    marks: tuple[Mark, ...]
    frames: int | None = None
    ignore: tuple[Ignored, ...] = ()


@dataclass(slots=True)
class Notes:
    """Collects notes on one file."""

    file: str
    all: list[Note] = field(default_factory=list)

    def mend(self, place: str, text: str, why: str) -> None:
        """Note a line that was read after a rule."""
        self._add(place, text, Verdict.MENDED, why)

    def refuse(self, place: str, text: str, why: str) -> None:
        """Note a line that was left out."""
        self._add(place, text, Verdict.REFUSED, why)

    def say(self, place: str, text: str, why: str) -> None:
        """Note something that a reader of the result should know."""
        self._add(place, text, Verdict.NOTED, why)

    def _add(self, place: str, text: str, verdict: Verdict, why: str) -> None:
        self.all.append(Note(place=place, text=text, verdict=verdict, why=why, file=self.file))


def settle(clip: str, entries: Iterable[Entry], frames: int | None, notes: Notes) -> Annotation:
    """The boundaries of one video that can stand together; each of the others is refused with its reason.

    Rules, in order: a boundary runs forwards; it lies inside the video (one between the last frame and none after it
    only marks the end); none is there twice; they ascend, and of those out of order the fewest are refused so that the
    rest do; one that is called a cut has no frame between the shots, and any other has some.
    """
    inside = [entry for entry in entries if _stands(entry, clip, frames, notes)]
    single = _once(inside, notes)
    kept = in_order(single, [(entry.last, entry.first) for entry in single], notes)
    return Annotation(clip=clip, marks=tuple(_mark(entry, notes) for entry in kept), frames=frames)


def in_order(listed: Sequence[P], spans: Sequence[Boundary], notes: Notes) -> list[P]:
    """The longest run of ``listed`` whose ``spans`` ascend; each of the others is refused and named with its reason."""
    kept = ascending(spans)
    for number in sorted(set(range(len(listed))) - set(kept)):
        last, first = spans[number]
        other = next(k for k in kept if (spans[k][1] > last if k < number else first > spans[k][0]))
        overlaps = spans[other][0] < first and last < spans[other][1]
        why = "overlaps" if overlaps else "out of order: it comes after" if other < number else "out of order: before"
        notes.refuse(listed[number].place, listed[number].text, f"{why} {listed[other].text} ({listed[other].place})")
    return [listed[number] for number in kept]


def _stands(entry: Entry, clip: str, frames: int | None, notes: Notes) -> bool:
    why = None
    if not 0 <= entry.last < entry.first:
        backwards = "both numbers are the same" if entry.last == entry.first else "runs backwards"
        why = backwards if entry.last >= entry.first else "leaves no frame before it"
    elif entry.first > MOST:
        why = f"no video has {entry.first} frames"
    elif frames is not None and entry.first >= frames:
        if entry.last in (frames - 1, frames):
            notes.mend(entry.place, entry.text, f"leaves no frame after it: only marks the end of {clip}")
            return False
        why = f"past the {frames} frames of {clip}" if entry.first > frames else None
    if why:
        notes.refuse(entry.place, entry.text, why)
    return why is None


def _once(entries: Sequence[Entry], notes: Notes) -> list[Entry]:
    seen: set[Boundary] = set()
    single = []
    for entry in entries:
        if (entry.last, entry.first) in seen:
            notes.mend(entry.place, entry.text, "there twice, counts once")
            continue
        seen.add((entry.last, entry.first))
        single.append(entry)
    return single


def _mark(entry: Entry, notes: Notes) -> Mark:
    start, stop = entry.last + 1, entry.first
    kind = entry.kind or ("cut" if start == stop else "other")
    if (kind in ("cut", "jump")) != (start == stop):
        mended = "cut" if start == stop else "other"
        frames = "no frame" if start == stop else f"{stop - start} frames"
        notes.mend(entry.place, entry.text, f"called {kind} with {frames} between the shots: taken as {mended}")
        kind = mended
    return Mark(start, stop, kind, edit_point=entry.edit_point)


def ascending(boundaries: Sequence[Boundary]) -> list[int]:
    """Indices of a longest chain of boundaries, each beginning at or after the end of the one before.

    Of chains equally long the one that ends earliest: a slip of the pen tends to run far away.
    """
    best: list[int] = []  # best[i]: length of the longest chain that ends in i
    back: list[int | None] = []

    def worth(i: int) -> tuple[int, int]:
        return best[i], -boundaries[i][1]

    for i, (last, _) in enumerate(boundaries):
        # Mostly the one just before: then nothing longer can stand further back.
        before = i - 1 if i and boundaries[i - 1][1] <= last and best[i - 1] == i else None
        if before is None:
            before = max((j for j in range(i) if boundaries[j][1] <= last), key=worth, default=None)
        back.append(before)
        best.append(1 if before is None else best[before] + 1)
    at = max(range(len(boundaries)), key=worth, default=None)
    chain: list[int] = []
    while at is not None:
        chain.append(at)
        at = back[at]
    return chain[::-1]


def whole(text: str) -> int | None:
    """A whole number of at most twelve digits, else None."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 12 else None


def shortened(text: str) -> str:
    """A line as a note quotes it: what could act on a terminal written out, the end of a long one left out."""
    return repr(text) if len(text) <= 100 else repr(text[:97]) + "..."


def read_text(path: Path) -> str:
    """The whole file as text; raises InputError where it cannot be read."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, ValueError) as error:
        raise InputError(f"{path}: not readable as text: {error}") from error
