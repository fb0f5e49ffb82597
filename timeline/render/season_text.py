"""A season in words, the same in the terminal and on the page."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence

from timeline.analyse.season import Season
from timeline.analyse.season_rules import Rule
from timeline.analyse.words import listed
from timeline.render.text import whole


def ranges(numbers: Iterable[int]) -> str:
    """Such as ``1, 4 to 7 and 9``."""
    runs = []
    for _, run in itertools.groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0]):
        held = [number for _, number in run]
        runs.append(str(held[0]) if len(held) == 1 else f"{held[0]} to {held[-1]}")
    return listed(runs) if runs else ""


def episodes_text(numbers: Sequence[int]) -> str:
    """Such as ``episode 5`` or ``episodes 1 and 4 to 7``."""
    return f"{'episode' if len(numbers) == 1 else 'episodes'} {ranges(numbers)}"


def since_text(rule: Rule) -> str:
    """Such as ``all since episode 7`` or ``40 of 41 since episode 60``; empty where there is no such episode."""
    if rule.since is None:
        return ""
    how_many = "all" if rule.strays_since == rule.episodes_since else f"{rule.strays_since} of {rule.episodes_since}"
    return f"{how_many} since episode {rule.since}"


def told_counts(season: Season) -> str:
    """One line: how many episodes, how many stray."""
    strays = sum(bool(entry.strays) for entry in season.entries)
    return f"{whole(strays)} of {whole(len(season.entries))} episodes stray"
