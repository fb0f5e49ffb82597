"""Edge: the file of waivers beside an episode, and bringing them over to the version at hand."""

from __future__ import annotations

import os
import re
from pathlib import Path

SUFFIX = ".waivers.toml"
_VERSION = re.compile(r"(?<![a-z])v(?:er(?:sion)?)?[ ._-]?(\d{1,4})(?!\d)", re.IGNORECASE)
"""ep01_v3, ep01 version 3."""


def beside(episode: Path) -> Path:
    """The file of waivers of an episode."""
    return episode.with_name(f"{episode.stem or episode.name}{SUFFIX}")


def earlier(episode: Path) -> Path | None:
    """The latest other version of an episode, by its name, that has waivers where this one has none."""
    mine = _VERSION.search(episode.stem)
    if mine is None or os.path.exists(beside(episode)):
        return None
    found = []
    for file in episode.parent.glob(f"*{SUFFIX}"):
        video = file.with_name(f"{file.name.removesuffix(SUFFIX)}{episode.suffix}")
        other = _VERSION.search(video.stem)
        if other and _without(video, other) == _without(episode, mine) and video.is_file():
            found.append((int(other[1]), video))
    return max(found)[1] if found else None


def _without(episode: Path, version: re.Match[str]) -> str:
    return (episode.stem[: version.start()] + episode.stem[version.end() :]).casefold()
