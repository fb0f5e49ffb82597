"""A benchmark suite: a folder of annotated clips with a ``suite.toml``, or any folder of videos and truth files.

::

    SUITE/suite.toml    name, source, notes, genre, tolerances, clips, truth, [splits]; every key may be left out
    SUITE/clips/        the videos, or links to them; ``clips = "elsewhere"`` names another folder
    SUITE/truth/        one truth file each (``timeline/suite/truth.py``); ``truth = "elsewhere"``

A video may be absent, as it is where only annotations could be had: then the suite still scores predictions of files.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from timeline.errors import TimelineError, UsageError
from timeline.outputs import write_text
from timeline.suite.clips import Clip, find_truths, pair
from timeline.suite.truth import Truth, TruthError, write_truth

FILE = "suite.toml"
TOLERANCES = (0, 1, 2)
_KEYS = ("name", "source", "notes", "genre", "tolerances", "clips", "truth", "splits")


class SuiteError(TimelineError):
    """A suite.toml is wrong: the file, the key, what is allowed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """A named part of a suite: names of clips."""

    name: str
    clips: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Suite:
    """Annotated clips, by name, and how they are to be scored; ``notes``: what a reader of the result should know."""

    name: str
    folder: Path
    clips: tuple[Clip, ...]
    splits: tuple[Split, ...] = ()
    tolerances: tuple[int, ...] = TOLERANCES
    source: str = ""
    notes: tuple[str, ...] = ()

    @property
    def absent(self) -> tuple[str, ...]:
        """File names of the videos that are annotated but not there."""
        return tuple(clip.truth.clip for clip in self.clips if clip.path is None)

    def chosen(self, splits: Sequence[str]) -> Suite:
        """The same suite with the clips of these splits only.

        Raises:
            UsageError: there is no such split.
        """
        if not splits:
            return self
        known = {split.name: split for split in self.splits}
        unknown = [name for name in splits if name not in known]
        if unknown:
            there = f"there are {', '.join(known)}" if known else "its suite.toml names none"
            raise UsageError(f"the suite has no split '{unknown[0]}'; {there}")
        names = {clip for name in splits for clip in known[name].clips}
        return replace(self, clips=tuple(clip for clip in self.clips if clip.name in names))


def load_suite(folder: Path) -> Suite:
    """Read a suite and check every truth against its video, as far as can be told without decoding.

    Raises:
        UsageError: the folder holds no suite.
        SuiteError: its suite.toml is wrong.
        TruthError: a truth file is wrong, or belongs to another video.
    """
    if not folder.is_dir():
        raise UsageError(f"{folder} is no folder; give the folder of a suite, or of clips with their truth")
    settings = _settings(folder / FILE)
    videos = _folder(folder, settings.get("clips"), "clips", folder)
    truths = None if settings.get("truth") is None else _folder(folder, settings["truth"], "truth", folder)
    if truths is None and (folder / "truth").is_dir():
        truths = folder / "truth"
    return _suite(folder, settings, videos, truths)


def load_folder(videos: Path, truths: Path | None = None) -> Suite:
    """Clips of a folder without ``suite.toml``; truth in ``truths``, else beside the videos, else in ``../truth``.

    Raises:
        UsageError: no clip with truth is there.
        TruthError: a truth file is wrong, or belongs to another video.
    """
    if not videos.is_dir():
        raise UsageError(f"{videos} is no folder; give the folder that holds the clips")
    if truths is not None and not truths.is_dir():
        raise UsageError(f"{truths} is no folder; give the folder that holds the truth files")
    return _suite(videos, {}, videos, truths)


def save_suite(
    folder: Path,
    truths: Iterable[Truth],
    *,
    name: str,
    splits: Mapping[str, Sequence[str]] | None = None,
    tolerances: Sequence[int] = TOLERANCES,
    genre: str = "",
    source: str = "",
    notes: str = "",
) -> None:
    """Write ``suite.toml`` and ``truth/NAME.json`` for each truth; the videos belong in ``folder / "clips"``.

    Raises:
        TruthError: a truth is wrong, or two are of one name.
        OutputError: a file cannot be written.
    """
    seen: set[str] = set()
    for truth in truths:
        if truth.name.casefold() in seen:
            raise TruthError(f"{folder}: two clips are called '{truth.name}'; names must differ")
        seen.add(truth.name.casefold())
        write_truth(folder / "truth" / f"{truth.name}.json", truth)
    texts = {"name": name, "source": source, "notes": notes, "genre": genre}
    lines = [f"{key} = {_quoted(text)}" for key, text in texts.items() if text]
    lines.append(f"tolerances = {list(tolerances)}")
    if splits:
        lines += ["", "[splits]"]
        for split, clips in splits.items():
            inside = "".join(f"  {_quoted(clip)},\n" for clip in clips)
            lines.append(f"{_quoted(split)} = [\n{inside}]" if inside else f"{_quoted(split)} = []")
    write_text(folder / FILE, "\n".join(lines) + "\n")


def _suite(folder: Path, settings: Mapping[str, Any], videos: Path, truths: Path | None) -> Suite:
    clips, notes = pair(videos, find_truths(videos, truths), genre=settings.get("genre", ""))
    if not clips:
        raise UsageError(
            f"no clip of {folder} has truth; it belongs beside the videos, in {folder / 'truth'}, or where "
            f"'truth' in {folder / FILE} says"
        )
    return Suite(
        name=settings.get("name") or folder.resolve().name,
        folder=folder,
        clips=tuple(clips),
        splits=_splits(settings.get("splits", {}), {clip.name for clip in clips}, folder / FILE),
        tolerances=tuple(sorted(set(settings.get("tolerances", TOLERANCES)))),
        source=settings.get("source", ""),
        notes=(*((settings["notes"],) if settings.get("notes") else ()), *notes),
    )


def _settings(path: Path) -> dict[str, Any]:
    if not path.exists():
        return {}
    try:
        settings = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise SuiteError(f"{path}: not readable as TOML: {error}") from error
    unknown = [key for key in settings if key not in _KEYS]
    if unknown:
        raise SuiteError(f"{path}: '{unknown[0]}' is unknown here; a suite has {', '.join(_KEYS)}")
    for key in ("name", "source", "notes", "genre", "clips", "truth"):
        if not isinstance(settings.get(key, ""), str):
            raise SuiteError(f"{path}: {key}: a text is needed, not {settings[key]!r}")
    tolerances = settings.get("tolerances", [0])
    if not isinstance(tolerances, list) or not tolerances or any(type(t) is not int or t < 0 for t in tolerances):
        raise SuiteError(f"{path}: tolerances: a list of frames from 0 is needed, not {tolerances!r}")
    return settings


def _folder(suite: Path, stated: str | None, usual: str, otherwise: Path) -> Path:
    """The folder that suite.toml names, else the usual one where it is there, else another."""
    if stated is None:
        return suite / usual if (suite / usual).is_dir() else otherwise
    place = suite / stated
    if not place.is_dir():
        raise SuiteError(f"{suite / FILE}: {usual}: {place} is no folder")
    return place


def _splits(stated: Any, names: set[str], path: Path) -> tuple[Split, ...]:
    if not isinstance(stated, dict):
        raise SuiteError(f'{path}: splits: a table of lists is needed: [splits], then NAME = ["clip", ...]')
    for split, clips in stated.items():
        if not isinstance(clips, list) or any(not isinstance(clip, str) for clip in clips):
            raise SuiteError(f"{path}: splits.{split}: a list of clip names is needed, not {clips!r}")
        unknown = [clip for clip in clips if clip not in names]
        if unknown:
            raise SuiteError(f"{path}: splits.{split}: no clip is called '{unknown[0]}' (names carry no suffix)")
    return tuple(Split(name=name, clips=tuple(clips)) for name, clips in stated.items())


def _quoted(text: str) -> str:
    """A TOML basic string."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(f"\\u{ord(c):04x}" if ord(c) < 32 or ord(c) == 127 else c for c in escaped) + '"'
