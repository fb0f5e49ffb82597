"""Which picture stands for a frame: its own, else the nearest one kept of the same shot, and then it says so."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from timeline.model.edit import Timeline, Transition
from timeline.render.album import Album, Picture


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A frame to be shown and the picture found for it; ``near``: that picture is of another frame."""

    wanted: int
    picture: Picture | None

    @property
    def near(self) -> bool:
        """Whether the picture is of another frame than the one wanted."""
        return self.picture is not None and self.picture.frame != self.wanted

    @property
    def frame(self) -> int:
        """The frame seen."""
        return self.wanted if self.picture is None else self.picture.frame


@dataclass(frozen=True, slots=True, kw_only=True)
class Frames:
    """Finds pictures of a timeline's frames in its album."""

    timeline: Timeline
    album: Album

    def single(self, frame: int) -> Shown:
        """Picture of ``frame`` or of another of its shot."""
        low, high = self._shot(frame)
        return Shown(wanted=frame, picture=self.album.near(frame, low, high))

    def before(self, transition: Transition) -> Shown:
        """Last frame purely of the old shot."""
        frame = transition.start - 1
        low, _ = self._shot(frame)
        return Shown(wanted=frame, picture=self.album.near(frame, low, transition.start))

    def after(self, transition: Transition) -> Shown:
        """First frame purely of the new shot."""
        frame = transition.stop
        _, high = self._shot(frame)
        return Shown(wanted=frame, picture=self.album.near(frame, frame, high))

    def middle(self, start: int, stop: int) -> Shown:
        """Middle frame of ``[start, stop)``."""
        frame = (start + stop - 1) // 2
        return Shown(wanted=frame, picture=self.album.near(frame, start, stop))

    def _shot(self, frame: int) -> tuple[int, int]:
        """Bounds of the shot that holds ``frame``; of the nearest one where it lies outside the programme."""
        shots = self.timeline.shots
        shot = shots[min(bisect_right(shots, frame, key=lambda shot: shot.stop), len(shots) - 1)]
        return shot.start, shot.stop
