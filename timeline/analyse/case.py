"""What a judgement works with: the case (timeline, rhythm, profile, labels) and the misses found in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal, TypeAlias

from timeline.analyse.doubt import Doubt
from timeline.analyse.words import frames_text
from timeline.model.edit import Event, Shot, Timeline
from timeline.model.finding import Finding
from timeline.model.media import Media
from timeline.model.profile import Profile, SectionRule
from timeline.model.rhythm import Rhythm, Section
from timeline.timecode import TimecodeBasis

PROGRAMME = "programme"

# Which way a miss goes: shots too long or too few (slow), too short or too many (fast), or neither.
Pace: TypeAlias = Literal["slow", "fast", ""]


@dataclass(frozen=True, slots=True, kw_only=True)
class Miss:
    """A finding in the making. ``short``: how far off, for the strip. ``need``: what the place needs, as a clause."""

    finding: Finding
    short: str
    need: str
    pace: Pace = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """What one rule of the profile came to.

    ``judged``: whether it could be held against this programme; ``note`` says why not. ``swings``: whether it is met
    now and would be missed if doubtful cuts fell another way. ``advisory``: whether the rule's severity is info.
    """

    misses: tuple[Miss, ...] = ()
    judged: bool = True
    swings: bool = False
    note: str = ""
    advisory: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One programme before one profile."""

    timeline: Timeline
    rhythm: Rhythm
    media: Media | None
    events: tuple[Event, ...]
    profile: Profile
    timecode: TimecodeBasis
    doubt: Doubt
    sections: dict[str, Section]
    shots: tuple[tuple[int, Shot], ...] = field(default=())

    def label(self, frame: int) -> str:
        """Timecode of a frame."""
        return self.timecode.label(frame)

    def amount(self, frames: int, at: int) -> str:
        """Such as ``116 frames (4.64 s)``: ``frames`` frames from frame ``at`` on, or up to it where none follow."""
        return frames_text(frames, self.seconds(frames, at))

    def seconds(self, frames: int, at: int) -> Fraction:
        """Exact time of ``frames`` frames that begin at ``at``, moved back where they would pass the end, signed."""
        clock, size = self.timeline.clock, abs(frames)
        start = max(0, min(at, clock.frames - size))
        inside = min(size, clock.frames - start)
        time = clock.span(start, start + inside) + (size - inside) * clock.runs[-1][1] * clock.time_base
        return time if frames >= 0 else -time

    def place(self, section: str) -> Section | None:
        """Return the section; ``None`` for the programme.

        Raises:
            KeyError: the profile has it and it does not fit this programme.
        """
        return None if section == PROGRAMME else self.sections[section]

    def range(self, section: str) -> tuple[int, int]:
        """Frames of a section, or of the programme."""
        return self.doubt.layout.section(self.place(section))

    def shots_in(self, section: str) -> tuple[tuple[int, Shot], ...]:
        """Picture shots that begin in a section, each with its index from 0."""
        start, stop = self.range(section)
        return tuple((n, shot) for n, shot in self.shots if start <= shot.start < stop)

    def rule(self, section: str) -> SectionRule | None:
        """How the profile anchors a section; ``None`` for the programme."""
        return next((rule for rule in self.profile.sections if rule.name == section), None)

    def worth(self, cuts: int) -> int:
        """Frames that cuts are worth: an average shot each, rounded up, all of the programme at most."""
        return min(cuts * -(-self.timeline.frames // len(self.timeline.shots)), self.timeline.frames)


def finding_id(rule: str, frame: int | None = None) -> str:
    """Short enough to be typed: ``shot.max@412`` where the finding begins at a frame, else ``band.asl``."""
    name = rule.replace(" ", "_")
    return name if frame is None else f"{name}@{frame}"


def within(section: str) -> str:
    """Such as ``in the hook``, ``in the programme``."""
    return f"in the {section}"


def shot_frames(shots: Sequence[tuple[int, Shot]]) -> tuple[int, ...]:
    """First and last frame of each shot: the pictures that show it."""
    return tuple(dict.fromkeys(frame for _, shot in shots for frame in (shot.start, shot.stop - 1)))
