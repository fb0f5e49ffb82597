"""The one document: everything an inspection found, from which every renderer draws."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from timeline.model.edit import Event, Timeline, Transition
from timeline.model.finding import Finding, Judgement
from timeline.model.media import DropOrigin, Media
from timeline.model.notice import Notice
from timeline.model.rhythm import Rhythm
from timeline.model.waiver import WaiverStanding
from timeline.model.written import AsWritten
from timeline.timecode import TimecodeBasis

SCHEMA = "https://timeline-inspector.invalid/schema/inspection/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeBy:
    """What made the document: version, detector with its parameters (name, value as text), feature version."""

    version: str
    detector: str
    parameters: tuple[tuple[str, str], ...]
    features: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TimecodeChoice:
    """The timecode labels in use and who said so.

    ``start_origin``: container, option or none (labels count from 00:00:00:00). ``drop_origin``: container, option,
    ``rate`` (drop-frame does not exist at this rate) or ``assumed`` (nobody said: NDF).
    """

    basis: TimecodeBasis
    start_origin: Literal["container", "option", "none"]
    drop_origin: DropOrigin


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspection:
    """All facts of one video or timeline, and, where a profile was given, how it stands.

    ``findings``: those that stand; ``waivers``: what somebody said is meant, each with the finding it takes out.
    ``written``: what a timeline file says as it is written; ``None`` for a video.
    """

    content_id: str
    made_by: MadeBy
    media: Media
    timecode: TimecodeChoice
    timeline: Timeline
    rhythm: Rhythm
    near_misses: tuple[Transition, ...] = ()
    events: tuple[Event, ...] = ()
    judgement: Judgement | None = None
    findings: tuple[Finding, ...] = ()
    waivers: tuple[WaiverStanding, ...] = ()
    notices: tuple[Notice, ...] = ()
    written: AsWritten | None = None

    def __post_init__(self) -> None:
        """Check that whatever has a place lies on the clock."""
        frames = self.timeline.clock.frames
        for name, items in (("near miss", self.near_misses), ("event", self.events), ("finding", self.findings)):
            for item in items:
                if not 0 <= item.start <= item.stop <= frames:
                    raise ValueError(f"{name} [{item.start}, {item.stop}) lies outside the {frames} frames")
