"""What a season strays from, rule by rule: which episodes, and since which one."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from timeline.analyse.case import PROGRAMME
from timeline.analyse.corridor import furthest, place_corridor
from timeline.analyse.metrics import BY_NAME
from timeline.analyse.season_heat import figure_in
from timeline.model.inspection import Inspection
from timeline.model.profile import Profile

IN_A_ROW = 3
"""Episodes that must stray from a rule, up to the last, before it is said to stray since one of them."""
MISS = 3
"""What an episode between them that does not stray takes away: so many that do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule that episodes stray from: ``episodes`` by number; ``since``: from which one on (nearly) all do, or none.

    ``episodes_since``: how many there are from that one to the last.
    """

    title: str
    section: str
    episodes: tuple[int, ...]
    since: int | None
    episodes_since: int = 0

    @property
    def strays_since(self) -> int:
        """How many of those stray."""
        return 0 if self.since is None else sum(number >= self.since for number in self.episodes)


def misses(inspection: Inspection, profile: Profile) -> set[tuple[str, str]]:
    """Rules (title, section) that can fail an episode and that it misses; the same words for every episode.

    Findings that overlap are told once; here each counts, or a rule would seem to hold wherever another is told.
    """
    found = set()
    for band in profile.bands:
        value = None if band.severity == "info" else figure_in(inspection, band)
        if value is not None and band.low is not None and value < band.low:
            found.add((f"{BY_NAME[band.figure].title} below its band", band.section))
        if value is not None and band.high is not None and value > band.high:
            found.add((f"{BY_NAME[band.figure].title} above its band", band.section))
    corridor, timeline = profile.corridor, inspection.timeline
    if corridor is not None and corridor.severity != "info":
        points = place_corridor(timeline, corridor)
        for side, behind in (("behind", True), ("ahead of", False)):
            if furthest(timeline, points, timeline.edit_points, behind=behind):
                found.add((f"Cumulative cuts {side} the corridor", PROGRAMME))
    for finding in inspection.findings:
        kind, _, name = finding.rule.rpartition(".")
        if finding.severity == "info" or finding.rule.startswith("corridor."):
            continue
        if not kind.startswith("band"):
            found.add((finding.rule.replace(".", ": ").replace("_", " ").capitalize(), finding.section))
        elif finding.measured is None:  # a first edit point that never comes
            found.add((f"{BY_NAME[name].title} above its band", finding.section))
    return found


def rules_of(episodes: Sequence[tuple[int, Iterable[tuple[str, str]]]]) -> tuple[Rule, ...]:
    """Rules by how many episodes miss them; ``episodes``: numbers in order, each with what it misses."""
    found: dict[tuple[str, str], set[int]] = {}
    for number, missed in episodes:
        for rule in missed:
            found.setdefault(rule, set()).add(number)
    numbers = [number for number, _ in episodes]
    rules = []
    for (title, section), strays in found.items():
        since = since_of(numbers, strays)
        after = 0 if since is None else sum(number >= since for number in numbers)
        names = tuple(sorted(strays))
        rules.append(Rule(title=title, section=section, episodes=names, since=since, episodes_since=after))
    return tuple(sorted(rules, key=lambda rule: (-len(rule.episodes), rule.title, rule.section)))


def since_of(numbers: Sequence[int], strays: Collection[int]) -> int | None:
    """The episode from which on, to the last, nearly all stray; none where that is the first, or fewer than three.

    The end of the season that scores most, each stray 1 and any other episode -``MISS``: with one exception in forty it
    is still since the first of the forty.
    """
    score, best, since = 0, IN_A_ROW - 1, None
    for number in reversed(numbers):
        score += 1 if number in strays else -MISS
        if score > best:
            best, since = score, number
    return None if since == numbers[0] else since
