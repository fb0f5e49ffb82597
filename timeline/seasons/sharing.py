"""What the episodes of a season share, found from the stored records of a library and kept there until it changes."""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from timeline.analyse.shared import FOUND_BY, Reel, find
from timeline.catalogue import Library
from timeline.errors import DocumentError, LibraryError, OutputError
from timeline.kernels.features import SIGNATURE_BYTES
from timeline.kernels.signature import Signatures
from timeline.library.record import VERSION, Record, StaleRecord
from timeline.model.codec import decode, encode
from timeline.model.episode import Version
from timeline.model.inspection import Inspection
from timeline.model.shared import SharedMaterial
from timeline.outputs import write_text

Episodes = Sequence[tuple[Version, Inspection]]
Step = Callable[[int], None]


def shared_of(library: Library, episodes: Episodes, step: Step = lambda done: None) -> SharedMaterial:
    """What versions of the episodes of one season share; nothing is decoded. ``step``: told how many were read.

    What was found is kept in the library, and found again when a version, a record or the program is another one.
    """
    path, digest = _kept_at(library, episodes)
    kept = _read(path, digest)
    if kept is None:
        kept = _find(library, episodes, digest, step)
        with contextlib.suppress(OutputError):  # a library that is only read answers all the same
            write_text(path, json.dumps(encode(kept)))
    return kept


def season_of_library(library: Library, series: str, season: int) -> list[tuple[Version, Inspection]]:
    """The latest version of every episode with its inspection, in order.

    Raises:
        LibraryError: there is no such season.
    """
    versions = library.versions(series, season, latest=True)
    if not versions:
        there = [f"'{name}' season {number}" for name, number in library.series()]
        known = f"it holds {', '.join(there[:5])}{' and others' if len(there) > 5 else ''}" if there else "it is empty"
        raise LibraryError(f"the library has no '{series}' season {season}; {known}")
    return list(library.inspections(versions))


def _kept_at(library: Library, episodes: Episodes) -> tuple[Path, str]:
    """Where the answer for a season is kept, and what tells whether it still holds."""
    first = episodes[0][0].episode
    name = hashlib.sha256(f"{first.season} {first.series}".encode()).hexdigest()[:32]
    told = [f"{version.episode.number} {version.content_id}" for version, _ in episodes]
    digest = hashlib.sha256("\n".join([FOUND_BY, VERSION, *told]).encode()).hexdigest()
    return library.layout.root / "shared" / f"{name}.json", digest


def _read(path: Path, digest: str) -> SharedMaterial | None:
    try:
        found = decode(SharedMaterial, json.loads(path.read_text(encoding="utf-8")), "shared")
    except (OSError, ValueError, DocumentError):
        return None
    return found if found.of == digest and not found.unread else None


def _find(library: Library, episodes: Episodes, digest: str, step: Step) -> SharedMaterial:
    reels = [Reel(number=version.episode.number, clock=each.timeline.clock) for version, each in episodes]
    unread = set[int]()

    def signatures(number: int) -> Signatures:
        found = _signatures(library.record_path(episodes[number][0]))
        if len(found) == reels[number].clock.frames:
            return found
        unread.add(reels[number].number)
        return found[:0]

    spans = find(reels, signatures, step)
    return SharedMaterial(of=digest, spans=spans, unread=tuple(sorted(unread)))


def _signatures(path: Path) -> Signatures:
    """Those of a record, uint8 (frames, S); none where it cannot be trusted."""
    try:
        record = Record(path)
    except StaleRecord:
        return np.empty((0, SIGNATURE_BYTES), np.uint8)
    try:
        return record.signatures[:]
    finally:
        record.close()
