"""The results of a benchmark run, one frozen value that every renderer formats and none adds to.

``null`` stands where a figure means nothing: an interval over one clip, a share of nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

SCHEMA: Literal["timeline.bench/1"] = "timeline.bench/1"

CandidateKind = Literal["cut", "gradual"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """The middle 95 % of a figure over resampled clips."""

    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Cuts:
    """Hard cuts at one tolerance in frames."""

    tolerance: int
    true: int
    hits: int
    misses: int
    false_alarms: int
    precision: float
    recall: float
    f1: float
    precision_interval: Interval | None = None
    recall_interval: Interval | None = None
    f1_interval: Interval | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Gradual:
    """Gradual transitions: how many were found, and of those the medians of overlap and of both ends' errors.

    ``overlap``: intersection over union. ``start_error``, ``stop_error``: frames off, whichever way.
    """

    true: int
    found: int
    share: float | None
    share_interval: Interval | None
    overlap: float | None
    start_error: float | None
    stop_error: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EditPoints:
    """Edit points of found gradual transitions whose truth states one: how many, exact, and the median error."""

    stated: int
    exact: int
    error: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Jumps:
    """Jump cuts, counted apart: one found is no false alarm, one missed is no missed cut."""

    true: int
    found: int


@dataclass(frozen=True, slots=True, kw_only=True)
class KindCount:
    """How often what is truly ``true`` was called ``predicted``; "missed" and "nothing" stand for an empty side."""

    true: str
    predicted: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Bin:
    """Candidates of like confidence: how many, their mean confidence, and the share of them that is right."""

    count: int
    confidence: float
    right: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """Whether confidence is what it says, over candidates of one kind; ``ece``: expected calibration error."""

    kind: CandidateKind
    candidates: int
    ece: float
    interval: Interval | None
    bins: tuple[Bin, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Quiet:
    """Takes without any transition: false alarms on them, and how many that is an hour."""

    clips: int
    hours: float
    false_alarms: int
    per_hour: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A named figure of a published measure."""

    name: str
    value: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """A measure computed as its authors do; ``style`` names its row in ``timeline/suite/published.py``."""

    style: str
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """All figures over some clips. ``clean_clips``: those without a missed cut, missed gradual or false alarm."""

    clips: int
    clean_clips: int
    frames: int
    cuts: tuple[Cuts, ...]
    gradual: Gradual
    edit_points: EditPoints
    jumps: Jumps
    kinds: tuple[KindCount, ...]
    calibration: tuple[Calibration, ...]
    quiet: Quiet
    published: tuple[Published, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A transition in a list of errors.

    ``confidence``: of a false alarm its own; of a miss that of the likeliest candidate there that was not counted.
    """

    start: int
    stop: int
    kind: str
    confidence: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A gradual transition that was found, and the prediction that covers it best."""

    start: int
    stop: int
    kind: str
    predicted: Event


@dataclass(frozen=True, slots=True, kw_only=True)
class Errors:
    """Every error on one clip at one tolerance in frames."""

    tolerance: int
    missed: tuple[Event, ...]
    missed_gradual: tuple[Event, ...]
    missed_jumps: tuple[Event, ...]
    false_alarms: tuple[Event, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClipResult:
    """One detector on one clip; ``gradual``: the gradual transitions it found."""

    clip: str
    figures: Figures
    errors: tuple[Errors, ...]
    gradual: tuple[Found, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """One detector on the clips of one genre."""

    genre: str
    figures: Figures


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A named setting of a detector, written out."""

    name: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DetectorResult:
    """One detector on every clip. ``version`` changes whenever its predictions may."""

    detector: str
    version: str
    parameters: tuple[Parameter, ...]
    total: Figures
    genres: tuple[Group, ...]
    clips: tuple[ClipResult, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClipFacts:
    """An annotated clip: ``sha256`` of its video ("" where it is not at hand), ``truth``: digest of its annotation."""

    name: str
    genre: str
    series: str
    frames: int | None
    rate: Fraction | None
    sha256: str
    truth: str
    cuts: int
    gradual: int
    jumps: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """A suite scored. ``min_confidence``: from where on a prediction counts."""

    schema: Literal["timeline.bench/1"] = SCHEMA
    suite: str
    source: str
    splits: tuple[str, ...]
    tolerances: tuple[int, ...]
    min_confidence: float
    clips: tuple[ClipFacts, ...]
    detectors: tuple[DetectorResult, ...]
    notes: tuple[str, ...] = ()
