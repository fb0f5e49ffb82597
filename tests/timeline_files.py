"""Writes small timeline files by hand and reads them, for the tests of the readers."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

from timeline.interchange import as_seen, as_written, read
from timeline.interchange.seen import Seen
from timeline.model.sequence import Sequence
from timeline.model.written import Facts

P25 = Fraction(25)
DF30 = Fraction(30000, 1001)


def put(folder: Path, name: str, content: str | bytes) -> Path:
    """Write a file as it stands."""
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return path


def counts(facts: Facts) -> tuple[int, int, int, int, Fraction]:
    """Clips, gaps, transitions, edit points and frames."""
    return facts.clips, facts.gaps, facts.transitions, facts.edit_points, facts.frames


def written(path: Path, rate: Fraction | None = None) -> tuple[int, int, int, int, Fraction]:
    """Clips, gaps, transitions, edit points and frames of a file as written."""
    return counts(as_written(read(path, rate)))


def seen(path: Path, rate: Fraction | None = None, *, keep: bool = False) -> Seen:
    """What is seen of a file."""
    return as_seen(read(path, rate), keep_through_edits=keep)


def spans(found: Seen) -> list[tuple[str, int, int | None, int]]:
    """Kind, start, edit point and stop of every transition."""
    return [(t.kind.value, t.start, t.edit_point, t.stop) for t in found.timeline.transitions]


def told(found: Seen) -> dict[str, int]:
    """How often each difference was counted."""
    return {one.code: one.count for one in found.differences}


def codes(sequence: Sequence) -> list[tuple[str, str]]:
    """Code and place of every oddity."""
    return [(one.code, one.where) for one in sequence.oddities]


def names(found: Seen) -> list[str]:
    """Name of the source of each shot, empty for black."""
    return [shot.source.name if shot.source else "" for shot in found.timeline.shots]
