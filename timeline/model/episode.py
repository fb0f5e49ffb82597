"""An episode of a series, and a version: one file's content of it, as a library keeps it."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import datetime

LONGEST_NAME = 200
LARGEST_NUMBER = 999_999


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Episode:
    """What a viewer knows an episode by; they sort by series, season and number."""

    series: str
    season: int
    number: int

    def __post_init__(self) -> None:
        """Refuse names and numbers that no line of text, table or page could carry."""
        if not self.series.strip() or self.series != self.series.strip():
            raise ValueError("a series needs a name, without blanks around it")
        if len(self.series) > LONGEST_NAME:
            raise ValueError(f"the name of a series has at most {LONGEST_NAME} characters")
        if any(unicodedata.category(letter) in {"Cc", "Cf", "Cs", "Zl", "Zp"} for letter in self.series):
            raise ValueError("the name of a series holds a character that is no letter, digit or sign on a line")
        for what, number in (("season", self.season), ("episode", self.number)):
            if not 0 <= number <= LARGEST_NUMBER:
                raise ValueError(f"{what} {number} is not between 0 and {LARGEST_NUMBER}")

    def __str__(self) -> str:
        """As ``Night Bus S01E04``."""
        return f"{self.series} S{self.season:02}E{self.number:02}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One content of an episode, as a library holds it.

    ``number``: from 1 in the order in which the versions that are there were added; ``latest``: the last of them.
    ``content_id``: SHA-256 of the file, which is what it is, whatever it is called. ``added``: UTC. ``path``: where the
    file was then. ``profile`` and ``profile_digest``: what its findings were held against; empty without one.
    ``stored``: version of what its stored record holds. ``entry``: name of its row among all that were ever written.
    """

    episode: Episode
    number: int
    latest: bool
    content_id: str
    added: datetime
    path: str
    size_bytes: int
    modified_ns: int
    profile: str
    profile_digest: str
    stored: str
    entry: str

    def __str__(self) -> str:
        """As ``Night Bus S01E04 version 2``."""
        return f"{self.episode} version {self.number}"
