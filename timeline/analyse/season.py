"""A season held against a profile: who strays, from what and since when, which to open first, what changes."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from timeline.analyse.case import PROGRAMME
from timeline.analyse.doubt import doubtful_of
from timeline.analyse.judge import judge
from timeline.analyse.learn_columns import Measured, measure_all
from timeline.analyse.learn_fit import centre, counted, distances, to_even
from timeline.analyse.measure import measure
from timeline.analyse.metrics import BY_NAME
from timeline.analyse.season_change import Changes, find_changes
from timeline.analyse.sections import place_sections
from timeline.model.finding import Finding
from timeline.model.inspection import Inspection
from timeline.model.profile import Band, Profile

TREND = ("cuts_per_minute", "median_shot_length", "duration")
FIRST = 3
IN_A_ROW = 3
"""Episodes up to the last one that must all stray from a rule before it is said to stray since one of them."""
LEAST_FOR_OUTLIERS = 6
FAR_OUT = 3
PAIRS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One episode: its number, which of how many versions, and its inspection held against the season's profile."""

    number: int
    version: int
    inspection: Inspection

    @property
    def strays(self) -> tuple[Finding, ...]:
        """Findings that can fail an episode."""
        return tuple(f for f in self.inspection.findings if f.severity != "info")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule that episodes stray from: ``episodes`` by number; ``since``: from which one on all of them do, or none."""

    title: str
    section: str
    episodes: tuple[int, ...]
    since: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """How far a section of an episode is off: 0 in the middle of its tightest band, 1 at an edge; positive: slower."""

    value: float | None
    figure: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlier:
    """An episode unlike the season's others, and the figure that makes it so."""

    number: int
    figure: str
    value: float
    usual: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two episodes that differ much, and the figure in which they do most."""

    first: int
    second: int
    figure: str
    values: tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Season:
    """All that the season's page says; numbers are final."""

    profile: Profile
    entries: tuple[Entry, ...]
    missing: tuple[int, ...]
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
    doubtful = doubtful_of(timeline.transitions, inspection.near_misses)
    rhythm = measure(timeline, sections=sections, doubtful=doubtful)
    media = inspection.media if inspection.media.width and inspection.media.height else None
    judgement, findings = judge(
        timeline, rhythm, media, inspection.events, profile, inspection.timecode.basis, doubtful
    )
    return replace(inspection, rhythm=rhythm, judgement=judgement, findings=findings)


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
        first=tuple(sorted((e for e in entries if e.strays), key=urgency)[:FIRST]),
        rules=_rules(entries),
        columns=columns,
        heat=tuple(tuple(_cell(entry, section, profile) for section in columns) for entry in entries),
        changes=find_changes([BY_NAME[name].title for name in TREND], _trend(entries)),
        outliers=_outliers(entries, measured),
        pairs=_pairs(entries, measured),
    )


def urgency(entry: Entry) -> tuple[int, int, int]:
    """Sorts what to open first: most errors that hold, then most findings, then most frames of deviation."""
    errors = sum(f.severity == "error" and f.holds for f in entry.strays)
    return -errors, -len(entry.strays), -sum(f.effect for f in entry.strays)


def _rules(entries: Sequence[Entry]) -> tuple[Rule, ...]:
    """Rules by how many episodes stray from them."""
    found: dict[tuple[str, str], set[int]] = {}
    for entry in entries:
        for finding in entry.strays:
            found.setdefault((_title(finding), finding.section), set()).add(entry.number)
    rules = [
        Rule(title=title, section=section, episodes=tuple(sorted(strays)), since=_since(entries, strays))
        for (title, section), strays in found.items()
    ]
    return tuple(sorted(rules, key=lambda rule: (-len(rule.episodes), rule.title, rule.section)))


def _title(finding: Finding) -> str:
    """What a rule is about, with the side on which it is missed, the same for every episode."""
    kind, _, name = finding.rule.rpartition(".")
    target, value = finding.target, finding.measured
    if kind.startswith("band") and name in BY_NAME and target is not None and value is not None:
        above = target.high is not None and value > target.high
        return f"{BY_NAME[name].title} {'above' if above else 'below'} its band"
    if kind == "corridor":
        return "Cumulative cuts behind the corridor" if name == "min" else "Cumulative cuts ahead of the corridor"
    return finding.rule.replace(".", ": ").replace("_", " ").capitalize()


def _since(entries: Sequence[Entry], strays: set[int]) -> int | None:
    run = list(itertools.takewhile(lambda entry: entry.number in strays, reversed(entries)))
    return run[-1].number if IN_A_ROW <= len(run) < len(entries) else None


def _cell(entry: Entry, section: str, profile: Profile) -> Cell:
    """The band of the section in which the episode lies furthest out; no value where the profile has none there."""
    best = Cell(value=None)
    for band in profile.bands:
        if band.section != section:
            continue
        value = _value(entry, band)
        placed = None if value is None else position(float(value), band)
        if placed is not None and (best.value is None or abs(placed) > abs(best.value)):
            best = Cell(value=round(placed, 2), figure=BY_NAME[band.figure].title)
    return best


def _value(entry: Entry, band: Band) -> Fraction | float | int | None:
    for figure in entry.inspection.rhythm.figures:
        if (figure.name, figure.section) == (band.figure, band.section):
            return figure.frames if band.unit == "frames" else figure.value
    return None


def position(value: float, band: Band) -> float | None:
    """Where a value lies in its band: 0 in the middle, 1 at an edge, signed so that slower cutting is positive."""
    low = 0.0 if band.low is None else float(band.low)
    if band.high is None:
        placed = -1 - (low - value) / low if low and value < low else 0.0
    elif float(band.high) > low:
        placed = (2 * value - low - float(band.high)) / (float(band.high) - low)
        placed = max(placed, 0.0) if band.low is None else placed
    else:
        return None
    return -placed if BY_NAME[band.figure].unit in {"count", "per_minute"} else placed


def _trend(entries: Sequence[Entry]) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    rows = [[float(e.inspection.rhythm.figure(name).value or 0) for name in TREND] for e in entries]
    return np.array(rows, np.float64)


def _outliers(entries: Sequence[Entry], measured: Measured) -> tuple[Outlier, ...]:
    """Episodes whose largest distance from the others is far out among all (Tukey 1977)."""
    if len(entries) < LEAST_FOR_OUTLIERS:
        return ()
    counts = counted(measured.columns)
    far = distances(to_even(measured.values, counts), counts, robust=True)
    scores = far.max(axis=1)
    low, high = np.quantile(scores, [0.25, 0.75])
    found = []
    for n in map(int, np.flatnonzero(scores > high + FAR_OUT * (high - low))):
        column = int(far[n].argmax())
        usual = float(np.median(np.delete(measured.values[:, column], n)))
        found.append(
            Outlier(
                number=entries[n].number,
                figure=measured.columns[column].title,
                value=float(measured.values[n, column]),
                usual=usual,
            )
        )
    return tuple(found)


def _pairs(entries: Sequence[Entry], measured: Measured) -> tuple[Pair, ...]:
    """The pairs that lie furthest apart over all figures of the programme, in the season's own spread."""
    columns = [n for n, c in enumerate(measured.columns) if c.section == PROGRAMME and c.percent is None]
    if len(entries) < 2 or not columns:
        return ()
    counts = counted(measured.columns)[columns]
    values = measured.values[:, columns]
    even = to_even(values, counts)
    middle, spread = centre(even, counts)
    placed = (even - middle) / spread
    apart = np.sqrt(np.square(placed[:, None] - placed[None]).sum(axis=2))
    rows, others = np.triu_indices(len(entries), 1)
    pairs = []
    for k in np.argsort(-apart[rows, others], kind="stable")[:PAIRS]:
        a, b = int(rows[k]), int(others[k])
        column = int(np.abs(placed[a] - placed[b]).argmax())
        pairs.append(
            Pair(
                first=entries[a].number,
                second=entries[b].number,
                figure=measured.columns[columns[column]].title,
                values=(float(values[a, column]), float(values[b, column])),
            )
        )
    return tuple(pairs)
