"""Pairs annotated truth with the videos it was made for; what does not belong together is named."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from timeline.errors import MediaError
from timeline.suite.truth import Truth, TruthError, parse_truth, read_document

VIDEO_SUFFIXES = frozenset({".mp4", ".mov", ".mkv", ".webm", ".avi", ".m4v", ".ts", ".mpg", ".mpeg", ".y4m"})
NO_GENRE = "no genre"


@dataclass(frozen=True, slots=True, kw_only=True)
class Clip:
    """One annotated video. ``path`` is None where the video is not at hand; ``digest``: SHA-256 of its bytes, or ""."""

    truth: Truth
    source: Path
    path: Path | None = None
    digest: str = ""

    @property
    def name(self) -> str:
        """The video's file name without its suffix."""
        return self.truth.name

    @property
    def genre(self) -> str:
        """The genre its truth names."""
        return self.truth.genre or NO_GENRE


def find_truths(videos: Path, truths: Path | None) -> Path:
    """Folder of the truth files: the one named, else the videos' own where it holds one, else ``../truth``."""
    if truths is not None:
        return truths
    if any(read_document(path) is not None for path in sorted(videos.glob("*.json"))):
        return videos
    return videos.resolve().parent / "truth"


def pair(videos: Path, truths: Path, genre: str = "") -> tuple[list[Clip], list[str]]:
    """Annotated clips by name, and notes on videos without truth; ``genre`` is for truth that names none.

    Raises:
        TruthError: a truth file is wrong, belongs to another video, or two are for one.
    """
    there = {p.name: p for p in sorted(videos.iterdir()) if p.suffix.lower() in VIDEO_SUFFIXES and p.is_file()}
    clips: dict[str, Clip] = {}
    for path in sorted(truths.glob("*.json")):
        document = read_document(path)
        if document is None:
            continue
        document.setdefault("clip", _video_named(path.stem, there))
        clip = _clip(parse_truth(document, str(path)), path, there, genre)
        if clip.name in clips:
            raise TruthError(f"{path}: '{clip.name}' is annotated in {clips[clip.name].source.name} already")
        clips[clip.name] = clip
    annotated = {clip.truth.clip for clip in clips.values()}
    notes = [f"{name}: no truth, not scored" for name in there if name not in annotated]
    return sorted(clips.values(), key=lambda clip: clip.name), notes


def _video_named(stem: str, there: Iterable[str]) -> str:
    return next((name for name in there if Path(name).stem == stem), stem)


def _clip(truth: Truth, source: Path, there: Mapping[str, Path], genre: str) -> Clip:
    truth = truth if truth.genre else replace(truth, genre=genre)
    path = there.get(truth.clip)
    return Clip(truth=truth, source=source) if path is None else of_video(truth, source, path)


def of_video(truth: Truth, source: Path, video: Path) -> Clip:
    """A truth with the video it was made for.

    Raises:
        TruthError: it was made for another file.
    """
    digest = file_digest(video)
    if truth.sha256 not in (None, digest):
        raise TruthError(
            f"{source}: sha256: made for another file than {video}: the truth says {truth.sha256}, "
            f"the video's is {digest}"
        )
    return Clip(truth=truth, source=source, path=video, digest=digest)


def file_digest(path: Path) -> str:
    """SHA-256 of a file's bytes, in hexadecimal.

    Raises:
        MediaError: it cannot be read.
    """
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise MediaError(f"'{path}' cannot be read: {error.strerror or error}") from error
