"""Where frames of a timeline fall in its render: by frame, or by time where the rates differ and time fits better."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from timeline.model.clock import FrameClock
from timeline.model.conformity import Basis


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """Turns the timeline's frames into the render's and back, before any offset.

    By frame they are the same. By time, a frame of the timeline begins on the render's first frame that is not shown
    before it; conversions round either way, so ``allowance`` frames are no difference.
    """

    basis: Basis
    rate: Fraction
    clock: FrameClock

    @property
    def allowance(self) -> int:
        """Frames that the conversion itself may be off."""
        return 0 if self.basis == "frames" else 1

    def to_render(self, frame: int) -> int:
        """Frame of the render on which ``frame`` of the timeline begins; beyond its end at its nominal rate."""
        if self.basis == "frames":
            return frame
        seconds = frame / self.rate
        if seconds >= self.clock.duration:
            return self.clock.frames + -int(-(seconds - self.clock.duration) * self.clock.rate // 1)
        shown = self.clock.frame_at(seconds)
        return shown if self.clock.time(shown) >= seconds else shown + 1

    def to_timeline(self, frame: int) -> int:
        """Frame of the timeline that is shown on ``frame`` of the render."""
        if self.basis == "frames":
            return frame
        inside = min(max(frame, 0), self.clock.frames)
        seconds = self.clock.time(inside) + (frame - inside) / self.clock.rate
        return int(seconds * self.rate // 1)
