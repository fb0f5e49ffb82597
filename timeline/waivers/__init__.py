"""Edge: the file of waivers beside an episode, and bringing them over to the version at hand."""

from __future__ import annotations

from pathlib import Path

SUFFIX = ".waivers.toml"


def beside(episode: Path) -> Path:
    """The file of waivers of an episode."""
    return episode.with_name(f"{episode.stem or episode.name}{SUFFIX}")
