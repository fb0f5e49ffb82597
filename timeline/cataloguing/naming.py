"""Which episode a file is: from options, from its name, or from a table; two files never become one by accident."""

from __future__ import annotations

import csv
import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from timeline.errors import UsageError
from timeline.model.episode import Episode

USUAL = re.compile(
    r"(?:(?<![a-z0-9])s(?:eason)?[ ._-]?(?P<season>\d{1,3})[ ._-]?)?"
    r"(?<![a-z])e(?:p(?:isode)?)?[ ._-]?(?P<episode>\d{1,6})(?!\d)",
    re.IGNORECASE,
)
"""S01E04, ep04, episode_4."""
NUMBER = re.compile(r"\d+")
GROUPS = {"series", "season", "episode", "version"}
COLUMNS = {"file", *GROUPS}


@dataclass(frozen=True, slots=True, kw_only=True)
class Naming:
    """How files are told: options that hold for all of them, and a pattern or a table for what differs."""

    series: str | None = None
    season: int | None = None
    episode: int | None = None
    pattern: str | None = None
    table: Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """One file and the episode it is; ``order``: which cut of it, where the files of one run hold several."""

    path: Path
    episode: Episode
    order: int | None = None


def name_files(paths: Sequence[Path], naming: Naming) -> list[Named]:
    """Tell every file's episode, in the order in which versions are to be numbered.

    Raises:
        UsageError: a file whose episode cannot be told, or two that come out as the same one.
    """
    if naming.table is not None:
        if paths or naming.pattern or naming.episode is not None:
            raise UsageError("--table names the files and their episodes; leave out FILE, --pattern and --episode")
        named = _from_table(naming.table, naming)
    else:
        if not paths:
            raise UsageError("no file to add; name videos, or a table of them with --table")
        told = _pattern(naming)
        named = [_named(path, _of_name(path, told, naming), naming) for path in paths]
    return _in_order(named)


def _pattern(naming: Naming) -> re.Pattern[str] | None:
    if naming.pattern is None:
        return None
    if naming.episode is not None:
        raise UsageError("--episode and --pattern both say which episode it is; leave one out")
    try:
        pattern = re.compile(naming.pattern)
    except re.error as error:
        raise UsageError(f"--pattern is no regular expression: {error}") from error
    unknown = sorted(pattern.groupindex.keys() - GROUPS)
    if unknown or "episode" not in pattern.groupindex:
        raise UsageError(
            "--pattern needs a group (?P<episode>\\d+) and may have season, series and version"
            + (f"; it has '{unknown[0]}'" if unknown else "")
        )
    return pattern


def _of_name(path: Path, pattern: re.Pattern[str] | None, naming: Naming) -> dict[str, str]:
    """What a file's name says; a pattern with a slash in it sees the whole path."""
    if pattern is not None:
        found = pattern.search(path.as_posix() if "/" in pattern.pattern else path.name)
        if not found:
            raise UsageError(f"'{path}' does not match --pattern {pattern.pattern}; widen it, or leave the file out")
        return {name: text for name, text in found.groupdict().items() if text is not None}
    if naming.episode is not None:
        return {}
    usual = list(USUAL.finditer(path.stem))
    if len(usual) == 1:
        told = {name: text for name, text in usual[0].groupdict().items() if text is not None}
        if naming.season is not None and int(told.get("season", naming.season)) != naming.season:
            raise UsageError(f"'{path}': its name says season {int(told['season'])}, but --season {naming.season}")
        return told
    numbers = NUMBER.findall(path.stem)
    if not usual and len(numbers) == 1:
        return {"episode": numbers[0]}
    raise UsageError(
        f"'{path}': its name does not tell which episode it is; "
        "say it with --episode, --pattern '(?P<episode>\\d+)' or --table"
    )


def _from_table(table: Path, naming: Naming) -> list[Named]:
    try:
        with table.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            rows = list(reader)
            columns = reader.fieldnames or []
    except (OSError, ValueError, csv.Error) as error:
        raise UsageError(f"--table '{table}' cannot be read: {error}; it is a CSV file in UTF-8") from error
    if not {"file", "episode"} <= set(columns):
        raise UsageError(f"--table '{table}' needs columns file and episode, and may have series, season and version")
    named = []
    for number, row in enumerate(rows, start=2):
        told = {name: text.strip() for name, text in row.items() if name in COLUMNS and text and text.strip()}
        if "file" not in told:
            raise UsageError(f"--table '{table}' line {number} names no file")
        try:
            named.append(_named(table.parent / told.pop("file"), told, naming))
        except UsageError as error:
            raise UsageError(f"--table '{table}' line {number}: {error}") from error
    if not named:
        raise UsageError(f"--table '{table}' holds no file")
    return named


def _named(path: Path, told: dict[str, str], naming: Naming) -> Named:
    """Join what a name or table says with the options, which stand where it says nothing."""
    numbers: dict[str, int | None] = {"season": naming.season, "episode": naming.episode, "version": None}
    for name in numbers.keys() & told.keys():
        if not told[name].isdecimal():
            raise UsageError(f"'{path}': {name} '{told[name]}' is no whole number")
        numbers[name] = int(told[name])
    series, season, episode = told.get("series", naming.series), numbers["season"], numbers["episode"]
    for name, value in (("series", series), ("season", season), ("episode", episode)):
        if value is None:
            raise UsageError(f"'{path}': nothing says its {name}; give --{name}")
    try:
        told_episode = Episode(series=series or "", season=season or 0, number=episode or 0)
    except ValueError as error:
        raise UsageError(f"'{path}': {error}") from error
    return Named(path=path, episode=told_episode, order=numbers["version"])


def _in_order(named: Sequence[Named]) -> list[Named]:
    """Episodes by number, their cuts by ``order``."""
    ordered = sorted(named, key=lambda each: (each.episode, each.order if each.order is not None else -1))
    for one, other in itertools.pairwise(ordered):
        if one.episode == other.episode and (one.order is None or one.order == other.order):
            raise UsageError(
                f"'{one.path}' and '{other.path}' both come out as {one.episode}; for two cuts of it, add the earlier "
                "first, or tell them apart by a group (?P<version>\\d+) in --pattern or a column version in --table"
            )
    return ordered
