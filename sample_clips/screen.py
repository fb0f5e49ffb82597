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
        shown = printed(self.picture(still), still)
        for caption in self.edit.captions:
            if caption.start <= still < caption.stop:
                shown = captioned(shown, caption, self._fade(still))
        return shown

    def picture(self, frame: int) -> Picture:
        """Display values 0..1 of a frame before grain and captions, joins and fades applied."""
        edit = self.edit
        k = edit.at(frame)
        # The join that a frame lies in is the one into its own row or into the next.
        near = [j for j in (k, k + 1) if 0 < j < len(edit.placed) and edit.placed[j].lead <= frame < edit.placed[j].end]
        if near:
            old, new = edit.placed[near[0] - 1], edit.placed[near[0]]
            picture = joined(new, frame, lambda: self._shot(old, frame), lambda: self._shot(new, frame))
        else:
            picture = self._shot(edit.placed[k], frame)
        return picture * np.float32(self._fade(frame))

    def _fade(self, frame: int) -> float:
        """How much light the fades at head and tail leave a frame: 1 outside them."""
        edit = self.edit
        up = (frame + 1) / (edit.fade_up + 1) if frame < edit.fade_up else 1.0
        down = (edit.frames - frame) / (edit.fade_down + 1) if frame >= edit.frames - edit.fade_down else 1.0
        return min(up, down)

    def _shot(self, place: Placed, frame: int) -> Picture:
        """A row's scene at this frame."""
        if place.row.scene == "black":
            return np.zeros((self.height, self.width, 3), np.float32)
        shown = frame - place.start
        if place.row.freeze:
            shown = min(shown, place.row.freeze[0])
        return developed(self.scenes[place.row.scene](shown + place.row.first, self.height, self.width))
