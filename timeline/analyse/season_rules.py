"""What a season strays from, rule by rule: which episodes, and since which one."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from timeline.analyse.case import PROGRAMME
from timeline.analyse.corridor import furthest, place_corridor
from timeline.analyse.metrics import BY_NAME
from timeline.analyse.season_heat import figure_in
from timeline.model.finding import Finding
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

    Findings that overlap are told once; here each rule counts, or it would seem to hold wherever another is told. Where
    something is waived, only what is told counts: what was folded into a waived finding is meant too.
    """
    found = {(_title(f), f.section) for f in inspection.findings if f.severity != "info"}
    if any(each.state == "applies" and each.finding is not None for each in inspection.waivers):
        return found
    for band in profile.bands:
        value = None if band.severity == "info" else figure_in(inspection, band)
        if value is not None and band.low is not None and value < band.low:
            found.add((_off_band(band.figure, above=False), band.section))
        if value is not None and band.high is not None and value > band.high:
            found.add((_off_band(band.figure, above=True), band.section))
    corridor, timeline = profile.corridor, inspection.timeline
    if corridor is not None and corridor.severity != "info":
        points = place_corridor(timeline, corridor)
        for behind in (True, False):
            if furthest(timeline, points, timeline.edit_points, behind=behind):
                found.add((_off_corridor(behind=behind), PROGRAMME))
    return found


def _title(finding: Finding) -> str:
    kind, _, name = finding.rule.rpartition(".")
    if kind == "corridor":
        return _off_corridor(behind=name == "min")
    if kind.split(".")[0] != "band":
        return finding.rule.replace(".", ": ").replace("_", " ").capitalize()
    low, value = finding.target.low if finding.target else None, finding.measured
    return _off_band(name, above=low is None or value is None or value >= low)  # none: a cut that never comes is late


def _off_band(figure: str, *, above: bool) -> str:
    return f"{BY_NAME[figure].title} {'above' if above else 'below'} its band"


def _off_corridor(*, behind: bool) -> str:
    return f"Cumulative cuts {'behind' if behind else 'ahead of'} the corridor"


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
