"""What a programme needs to come onto its targets: the smallest trims, what they mend, and what no trim can mend."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, TypeAlias

from timeline.model.difference import FigureChange, FindingChange
from timeline.model.finding import Severity
from timeline.model.notice import Notice
from timeline.model.speech import Basis

SCHEMA = "https://timeline-inspector.invalid/schema/suggestion/1"

TrimEdge: TypeAlias = Literal["head", "tail"]
Fewest: TypeAlias = Literal["shots", "frames"]
SuggestionOutcome: TypeAlias = Literal["nothing to mend", "no targets", "mended", "nearest", "out of reach"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trim:
    """Frames taken at one edge of one shot.

    ``shot``: from 0. ``gone``: frames ``[start, stop)`` of the input that are taken, ``seconds`` long. ``kept``: the
    shot's new in and out in the input, after all trims of it. ``lies``: where the shot lies in the new cut. ``place``:
    why at this edge; ``needed``: what would be off without it, and so why at all.
    """

    shot: int
    edge: TrimEdge
    frames: int
    seconds: Fraction
    gone: tuple[int, int]
    kept: tuple[int, int]
    lies: tuple[int, int]
    place: str
    needed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One way to mend: the ``fewest`` shots touched, or frames taken, or both.

    ``bound``: no answer has fewer of the first of these; ``proven``: this one has no more. ``length``: frames of the
    programme after it. ``figures`` and ``findings``: before and after, by the judge that judges every programme.
    """

    fewest: tuple[Fewest, ...]
    trims: tuple[Trim, ...]
    shots: int
    frames: int
    seconds: Fraction
    length: int
    duration: Fraction
    bound: int
    proven: bool
    figures: tuple[FigureChange, ...] = ()
    findings: tuple[FindingChange, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Apart:
    """A finding that no trim mends, where it lies and why not."""

    id: str
    rule: str
    severity: Severity
    title: str
    sentence: str
    start: int
    stop: int
    shots: tuple[int, ...]
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """A target that cannot be had beside the others: ``short`` how far off the nearest is, ``against`` what stands in
    its way, and ``reliefs`` that would each let it be had.
    """  # fmt: skip

    target: str
    short: str
    against: tuple[str, ...]
    reliefs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A programme, what was aimed at, within which bounds, and what came of it; frames are those of the input.

    ``targets``: limits aimed at, in words; ``missed``: those that are missed now. ``bounds``: what a trim keeps to.
    ``speech`` and ``spoken``: what is known of speech, and how many frames of the programme have some.
    """

    version: str
    outcome: SuggestionOutcome
    summary: str
    path: str
    identity: str
    profile: str
    programme: tuple[int, int]
    shots: int
    rate: Fraction
    duration: Fraction
    speech: Basis
    spoken: int
    targets: tuple[str, ...] = ()
    missed: tuple[str, ...] = ()
    bounds: tuple[str, ...] = ()
    answers: tuple[Answer, ...] = ()
    apart: tuple[Apart, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    notices: tuple[Notice, ...] = ()
