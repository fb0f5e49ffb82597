"""SMPTE timecode: labels of frames, never times.

Up to 60 fps the labels follow SMPTE ST 12-1 (drop-frame at 29.97 and 59.94, where 2 or 4 labels a minute are left out
but for every tenth); above 60 fps a frame field counts to the nominal rate as in ST 12-3's high-frame-rate extension.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from timeline.errors import TimecodeError
from timeline.timebase import is_ntsc, nominal

_LABEL = re.compile(r"(\d{1,2}):(\d{2}):(\d{2})([:;.,])(\d{2,3})")


@dataclass(frozen=True, slots=True, kw_only=True)
class TimecodeBasis:
    """How frames are labelled: the nominal rate, whether labels are dropped, and the label number of frame 0."""

    rate: Fraction
    drop: bool = False
    start: int = 0

    def __post_init__(self) -> None:
        """Refuse drop-frame where the standard has none."""
        if self.drop and not can_drop(self.rate):
            raise TimecodeError(f"drop-frame exists at 29.97, 59.94 and 119.88 frames a second, not at {self.rate}")

    @property
    def fps(self) -> int:
        """Labels a second."""
        return nominal(self.rate)

    @property
    def day(self) -> int:
        """Labels in 24 hours, after which they begin again."""
        return 24 * 6 * self._per_ten_minutes

    @property
    def _dropped(self) -> int:
        return self.fps // 15 if self.drop else 0

    @property
    def _per_minute(self) -> int:
        return 60 * self.fps - self._dropped

    @property
    def _per_ten_minutes(self) -> int:
        return 600 * self.fps - 9 * self._dropped

    def label(self, frame: int) -> str:
        """Timecode of ``frame``, wrapped at 24 hours; ``;`` before the frame field where labels are dropped."""
        number = self._with_gaps((self.start + frame) % self.day)
        seconds, frames = divmod(number, self.fps)
        minutes, second = divmod(seconds, 60)
        hour, minute = divmod(minutes, 60)
        width = len(str(self.fps - 1))
        return f"{hour:02d}:{minute:02d}:{second:02d}{';' if self.drop else ':'}{frames:0{max(2, width)}d}"

    def frame(self, text: str) -> int:
        """Frame whose label is ``text``, counted from frame 0; labels before the start are in the next day.

        Raises:
            TimecodeError: no timecode, a field out of range, or a label that drop-frame leaves out.
        """
        return (self.number(text) - self.start) % self.day

    def number(self, text: str) -> int:
        """Labels from 00:00:00:00 to ``text``."""
        match = _LABEL.fullmatch(text.strip())
        if not match:
            raise TimecodeError(f"'{text}' is no timecode; write HH:MM:SS:FF (or HH:MM:SS;FF for drop-frame)")
        hour, minute, second, frames = (int(match[n]) for n in (1, 2, 3, 5))
        if hour > 23 or minute > 59 or second > 59 or frames >= self.fps:
            raise TimecodeError(f"'{text}' has a field out of range; the last frame field is {self.fps - 1}")
        if self.drop and minute % 10 and second == 0 and frames < self._dropped:
            raise TimecodeError(f"'{text}' is a label that drop-frame timecode leaves out")
        minutes = 60 * hour + minute
        return (minutes * 60 + second) * self.fps + frames - self._dropped * (minutes - minutes // 10)

    def _with_gaps(self, count: int) -> int:
        """Number a running count as if no label had been dropped."""
        if not self.drop:
            return count
        tens, rest = divmod(count, self._per_ten_minutes)
        first_minute = 60 * self.fps
        minutes = 0 if rest < first_minute else 1 + (rest - first_minute) // self._per_minute
        return count + self._dropped * (9 * tens + minutes)


def can_drop(rate: Fraction) -> bool:
    """Whether drop-frame timecode is defined at ``rate``: 30, 60 or 120 slowed by 1000/1001."""
    return is_ntsc(rate) and nominal(rate) % 30 == 0


def reads_as_drop(text: str) -> bool:
    """Whether a written timecode claims to be drop-frame: a semicolon, comma or full stop before its frames."""
    match = _LABEL.fullmatch(text.strip())
    return bool(match) and match is not None and match[4] != ":"
