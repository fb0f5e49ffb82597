"""Loads annotated clips: videos of a folder with one truth JSON each; what is wrong with a truth is named and refused.

A truth file holds ``clip`` (the video's file name), ``transitions`` (``start``, ``stop``, ``kind``) and optionally
``ignore`` (spans), ``frames``, ``sha256``, ``genre``, ``series``. Other keys are left alone.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from timeline.errors import InputError, UsageError
from timeline.suite.scoring import Mark

VIDEO_SUFFIXES = frozenset({".mp4", ".mov", ".mkv", ".webm", ".avi", ".m4v", ".ts", ".mpg", ".y4m"})


class TruthError(InputError):
    """A truth file is wrong: which file, which entry, why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clip:
    """One video with its annotated transitions; ``digest``: SHA-256 of the video file."""

    path: Path
    digest: str
    truth: tuple[Mark, ...]
    ignore: tuple[Mark, ...] = ()
    frames: int | None = None
    genre: str = "all"

    @property
    def name(self) -> str:
        """The video's file name without its suffix."""
        return self.path.stem


def load_clips(folder: Path, truth: Path | None = None) -> tuple[list[Clip], list[str]]:
    """Clips of ``folder`` that have truth, by name, and notes on videos without truth and truth without a video.

    Truth is looked for in ``truth`` where it is given, else beside the videos, else in ``../truth``.

    Raises:
        UsageError: no clip with truth is there.
        TruthError: a truth file is wrong or belongs to another video.
    """
    if not folder.is_dir():
        raise UsageError(f"{folder} is no folder; give the folder that holds the clips")
    where = _truth_folder(folder, truth)
    videos = {p.name: p for p in sorted(folder.iterdir()) if p.suffix.lower() in VIDEO_SUFFIXES}
    clips, notes, seen = [], [], set()
    for path in sorted(where.glob("*.json")):
        document = _read(path)
        if document is None:
            continue
        name = document.get("clip", _video_named(path.stem, videos))
        if name not in videos:
            notes.append(f"{path.name}: its clip {name} is not in {folder.name}, not scored")
            continue
        seen.add(name)
        clips.append(_clip(videos[name], document, path))
    notes += [f"{name}: no truth, not scored" for name in videos if name not in seen]
    if not clips:
        raise UsageError(f"no clip of {folder} has truth in {where}; give its folder with --truth")
    return sorted(clips, key=lambda clip: clip.name), notes


def _truth_folder(folder: Path, truth: Path | None) -> Path:
    if truth is not None:
        if not truth.is_dir():
            raise UsageError(f"{truth} is no folder; give the folder that holds the truth files")
        return truth
    if any(_read(path) is not None for path in sorted(folder.glob("*.json"))):
        return folder
    return folder.resolve().parent / "truth"


def _video_named(stem: str, videos: Mapping[str, Path]) -> str:
    return next((name for name, path in videos.items() if path.stem == stem), stem)


def _read(path: Path) -> dict[str, Any] | None:
    """The document, or None where the file is some other JSON."""
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise TruthError(f"{path}: not readable as JSON: {error}") from error
    return document if isinstance(document, dict) and "transitions" in document else None


def _clip(video: Path, document: Mapping[str, Any], source: Path) -> Clip:
    digest = file_digest(video)
    if document.get("sha256", digest) != digest:
        raise TruthError(f"{source}: made for another file than {video}: their SHA-256 differ")
    frames = document.get("frames")
    return Clip(
        path=video,
        digest=digest,
        truth=_marks(document["transitions"], frames, f"{source}: transitions"),
        ignore=_marks(document.get("ignore", []), frames, f"{source}: ignore"),
        frames=frames,
        genre=str(document.get("genre", "all")),
    )


def _marks(entries: Any, frames: int | None, where: str) -> tuple[Mark, ...]:
    if not isinstance(entries, list):
        raise TruthError(f"{where}: a list is needed")
    marks: list[Mark] = []
    for number, entry in enumerate(entries):
        place = f"{where}[{number}]"
        try:
            start, stop = entry["start"], entry["stop"]
        except (TypeError, KeyError) as error:
            raise TruthError(f"{place}: 'start' and 'stop' are needed") from error
        if type(start) is not int or type(stop) is not int:
            raise TruthError(f"{place}: 'start' and 'stop' must be whole frame numbers, not {start!r} and {stop!r}")
        if not 0 <= start <= stop or (frames is not None and stop > frames):
            raise TruthError(f"{place}: {start} to {stop} runs backwards or out of the clip's {frames} frames")
        if marks and start < marks[-1].start:
            raise TruthError(f"{place}: begins at {start}, before the one above it at {marks[-1].start}: sort them")
        marks.append(Mark(start, stop, str(entry.get("kind", "cut" if start == stop else "other"))))
    return tuple(marks)


def file_digest(path: Path) -> str:
    """SHA-256 of a file's bytes, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
