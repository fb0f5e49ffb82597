"""A season held against a profile: who strays, from what and since when, which to open first, what changes."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from timeline.analyse.case import PROGRAMME
from timeline.analyse.judge import judge
from timeline.analyse.learn_columns import measure_all
from timeline.analyse.measure import by_other_sections
from timeline.analyse.metrics import BY_NAME
from timeline.analyse.season_change import Changes, find_changes
from timeline.analyse.season_heat import Cell, cell
from timeline.analyse.season_rules import Rule, misses, rules_of
from timeline.analyse.season_unlike import Outlier, Pair, outliers_of, pairs_of
from timeline.analyse.sections import place_sections
from timeline.analyse.waiving import again, doubts_of
from timeline.model.finding import Finding
from timeline.model.inspection import Inspection
from timeline.model.profile import Profile

TREND = ("cuts_per_minute", "median_shot_length", "duration")
FIRST = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One episode: its number, which of how many versions, and its inspection held against the season's profile.

    ``file``: its inspection as the file has it, where the profile leaves something of it out.
    """

    number: int
    version: int
    inspection: Inspection
    file: Inspection | None = None

    @property
    def whole(self) -> Inspection:
        """The inspection in which frames are those of the file."""
        return self.file or self.inspection

    @property
    def strays(self) -> tuple[Finding, ...]:
        """Findings that can fail an episode."""
        return tuple(f for f in self.inspection.findings if f.severity != "info")


@dataclass(frozen=True, slots=True, kw_only=True)
class Season:
    """All that the season's page says; numbers are final.

    ``missing``: numbers without an episode. ``behind``: episodes of which there are fewer versions than of most.
    """

    profile: Profile
    entries: tuple[Entry, ...]
    missing: tuple[int, ...]
    behind: tuple[int, ...]
    first: tuple[Entry, ...]
    rules: tuple[Rule, ...]
    columns: tuple[str, ...]
    heat: tuple[tuple[Cell, ...], ...]
    changes: Changes
    outliers: tuple[Outlier, ...]
    pairs: tuple[Pair, ...]


def held(inspection: Inspection, profile: Profile) -> Inspection:
    """The same episode measured by the sections of a profile and judged by it; as it is where that was done before."""
    if inspection.judgement is not None and inspection.judgement.digest == profile.digest:
        return inspection
    timeline = inspection.timeline
    sections, _ = place_sections(timeline, profile.sections)
    doubtful = doubts_of(inspection)
    rhythm = by_other_sections(inspection.rhythm, timeline, sections, doubtful)
    media = inspection.media if inspection.media.width and inspection.media.height else None
    waivers = again(inspection)
    judgement, findings = judge(
        timeline, rhythm, media, inspection.events, profile, inspection.timecode.basis, doubtful, waivers.takes
    )
    return replace(
        inspection, rhythm=rhythm, judgement=judgement, findings=findings, waivers=waivers.standings(judged=True)
    )


def season_of(entries: Sequence[Entry], profile: Profile) -> Season:
    """Sum up a season of one or more episodes, in the order of their numbers."""
    entries = tuple(sorted(entries, key=lambda entry: entry.number))
    numbers = [entry.number for entry in entries]
    measured = measure_all([entry.inspection.timeline for entry in entries], profile.sections)
    columns = (PROGRAMME, *(section.name for section in profile.sections))
    return Season(
        profile=profile,
        entries=entries,
        missing=tuple(n for n in range(min(1, numbers[0]), numbers[-1]) if n not in set(numbers)),
        behind=_behind(entries),
        first=tuple(sorted((e for e in entries if e.strays), key=urgency)[:FIRST]),
        rules=rules_of([(entry.number, misses(entry.inspection, profile)) for entry in entries]),
        columns=columns,
        heat=tuple(tuple(cell(entry.inspection, section, profile) for section in columns) for entry in entries),
        changes=find_changes([BY_NAME[name].title for name in TREND], _trend(entries)),
        outliers=outliers_of(numbers, measured),
        pairs=pairs_of(numbers, measured),
    )


def _behind(entries: Sequence[Entry]) -> tuple[int, ...]:
    """Episodes that are at an earlier version than at least half of the season is."""
    usual = statistics.median_low([entry.version for entry in entries])
    return tuple(entry.number for entry in entries if entry.version < usual)


def urgency(entry: Entry) -> tuple[int, int, int]:
    """Sorts what to open first: most errors that hold, then most findings, then most frames of deviation."""
    errors = sum(f.severity == "error" and f.holds for f in entry.strays)
    return -errors, -len(entry.strays), -sum(f.effect for f in entry.strays)


def _trend(entries: Sequence[Entry]) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    rows = [[float(e.inspection.rhythm.figure(name).value or 0) for name in TREND] for e in entries]
    return np.array(rows, np.float64)
