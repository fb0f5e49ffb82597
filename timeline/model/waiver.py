"""Waivers: a finding or a doubtful edit point that somebody says is meant, and what that comes to in one version."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Literal, TypeAlias

from timeline.model.finding import Finding

EDIT = "edit"
"""What the id of a doubtful edit point begins with, before ``@`` and its frame."""
About: TypeAlias = Literal["shot", "edit", "stretch", "programme"]
WaiverState: TypeAlias = Literal["applies", "dropped", "idle"]


def edit_id(edit_point: int) -> str:
    """Id of a doubtful edit point: ``edit@412``."""
    return f"{EDIT}@{edit_point}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A shot of a timeline, by what it shows: frames ``[start, stop)`` of the timeline, and the media they come from.

    ``media``: name of the media's file, of the clip where nothing names one; empty for black. ``first``: source time in
    seconds that is shown at ``start``, ``None`` where nothing states it. ``speed``: source seconds a second.
    """

    media: str
    start: int
    stop: int
    first: Fraction | None = None
    speed: Fraction = Fraction(1)

    def __post_init__(self) -> None:
        """Check that it shows something."""
        if not 0 <= self.start < self.stop:
            raise ValueError(f"a shot of '{self.media}' has no frame, or begins before 0")

    @property
    def frames(self) -> int:
        """Length in frames."""
        return self.stop - self.start


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiver:
    """One thing that is meant: which, why, who said so, when (UTC), and in which version.

    ``finding``: id of the finding or the doubtful edit point. ``version``: content of the file it was given on, and
    ``start``, ``stop`` the frames it is about there; both ``None`` where it is about a figure of the programme or of a
    section. ``measured``: the figure then, where there is one. ``rate`` and ``shown``: of a timeline, its frames a
    second and the shots that it is about, with those beside them, by which they are found in a later version; a video's
    are found by the stored pictures.
    """

    finding: str
    note: str
    by: str
    when: datetime
    version: str
    start: int | None = None
    stop: int | None = None
    measured: Fraction | None = None
    rate: Fraction | None = None
    shown: tuple[Shown, ...] = ()

    def __post_init__(self) -> None:
        """Check that its frames are a range, or none at all."""
        if (self.start is None) != (self.stop is None):
            raise ValueError(f"the waiver of {self.finding} has one frame of two")
        if self.start is not None and self.stop is not None and not 0 <= self.start <= self.stop:
            raise ValueError(f"the waiver of {self.finding} is about frames that run backwards or before 0")

    @property
    def rule(self) -> str:
        """What its id says before the frame."""
        return self.finding.split("@", 1)[0]

    @property
    def about(self) -> About:
        """A shot, an edit, a stretch of frames, or no place at all."""
        if self.start is None:
            return "programme"
        head = self.rule.split(".", 1)[0]
        return "shot" if head == "shot" else "edit" if head in (EDIT, "transition") else "stretch"


@dataclass(frozen=True, slots=True, kw_only=True)
class WaiverStanding:
    """A waiver as it stands in the version inspected.

    ``state``: it applies; it was dropped, because what it was about is not there as it was; or it is idle: there is
    nothing to waive. ``words``: how it came here, why it was dropped, or why it is idle (empty where nothing was
    judged). ``start``, ``stop``: its frames in this version. ``finding``: what it waives; ``None`` of a doubtful edit
    point, and where it waives nothing.
    ``when``: in ISO 8601, UTC.
    """

    id: str
    note: str
    by: str
    when: str
    version: str
    state: WaiverState
    words: str = ""
    start: int | None = None
    stop: int | None = None
    finding: Finding | None = None

    @property
    def reached(self) -> bool:
        """Whether it came to this version, whatever it waives there."""
        return self.state != "dropped" and (self.start is not None or "@" not in self.id)
