"""Edge: the file of waivers beside an episode, and bringing them over to the version at hand."""

from __future__ import annotations

import os
import re
from pathlib import Path

from timeline.interchange import is_timeline
from timeline.model.waiver import Waiver

SUFFIX = ".waivers.toml"
_VERSION = re.compile(r"(?<![a-z])v(?:er(?:sion)?)?[ ._-]?(\d{1,4})(?!\d)", re.IGNORECASE)
"""ep01_v3, ep01 version 3."""


def beside(episode: Path) -> Path:
    """The file of waivers of an episode; a timeline's has its whole name, since its render may have the same stem."""
    stem = episode.name if is_timeline(episode) else episode.stem or episode.name
    return episode.with_name(f"{stem}{SUFFIX}")


def given(episode: Path, others: tuple[Waiver, ...], *, waive: bool) -> tuple[Waiver, ...]:
    """Waivers that count, each once: those beside an episode where ``waive`` says so, then others.

    Raises:
        WaiverError: the file of waivers is damaged.
    """
    if not waive or not os.path.exists(beside(episode)):
        return others
    from timeline.waivers.file import read  # TOML and the checks of a profile are loaded only where there is a file

    return tuple(dict.fromkeys((*read(beside(episode)), *others)))


def earlier(episode: Path) -> Path | None:
    """The latest other version of an episode, by its name, that has waivers where this one has none."""
    mine = _VERSION.search(episode.stem)
    if mine is None or os.path.exists(beside(episode)):
        return None
    found = []
    for file in episode.parent.glob(f"*{SUFFIX}"):
        named = file.name.removesuffix(SUFFIX)
        before = file.with_name(named if is_timeline(episode) else f"{named}{episode.suffix}")
        other = _VERSION.search(before.stem)
        same = before.suffix == episode.suffix and other and _without(before, other) == _without(episode, mine)
        if other and same and before.exists():
            found.append((int(other[1]), before))
    return max(found)[1] if found else None


def _without(episode: Path, version: re.Match[str]) -> str:
    return (episode.stem[: version.start()] + episode.stem[version.end() :]).casefold()
