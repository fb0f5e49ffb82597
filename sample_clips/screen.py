"""One frame of an edit: the shot or join that is on, the film curve, the captions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sample_clips.edit import Edit, Placed, Scene
from sample_clips.finish import captioned, developed, printed
from sample_clips.paint import Picture
from sample_clips.transitions import joined


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen:
    """An edit with the scenes that draw it and the size to draw at."""

    edit: Edit
    scenes: Mapping[str, Scene]
    height: int
    width: int

    def frame(self, number: int) -> NDArray[np.uint8]:
        """Frame ``number`` as ``(height, width, 3)`` RGB."""
        still = next((a for a, b in self.edit.freezes if a <= number < b), number)
        shown = printed(self._picture(still), still)
        for caption in self.edit.captions:
            if caption.start <= still < caption.stop:
                shown = captioned(shown, caption)
        return shown

    def _picture(self, frame: int) -> Picture:
        """Display values of a frame, joins and fades applied."""
        edit = self.edit
        k = edit.at(frame)
        for j in (k, k + 1):
            if 0 < j < len(edit.placed) and edit.placed[j].lead <= frame < edit.placed[j].end:
                old, new = edit.placed[j - 1], edit.placed[j]
                picture = joined(new, frame, lambda: self._shot(old, frame), lambda: self._shot(new, frame))
                break
        else:
            picture = self._shot(edit.placed[k], frame)
        if frame < edit.fade_up:
            picture = picture * np.float32((frame + 1) / (edit.fade_up + 1))
        if frame >= edit.frames - edit.fade_down:
            picture = picture * np.float32((edit.frames - frame) / (edit.fade_down + 1))
        return picture

    def _shot(self, place: Placed, frame: int) -> Picture:
        """A row's scene at this frame."""
        if place.row.scene == "black":
            return np.zeros((self.height, self.width, 3), np.float32)
        shown = frame - place.start
        if place.row.freeze:
            shown = min(shown, place.row.freeze[0])
        return developed(self.scenes[place.row.scene](shown + place.row.first, self.height, self.width))
