"""The frames that differences name as evidence: those the record kept, and the others decoded once more."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from pathlib import Path

from timeline.decode import read_stills
from timeline.library.jpeg import QUALITY
from timeline.library.record import KeptPictures
from timeline.model.conformity import Conformity

AREA = 320 * 180
"""Pixels of a decoded still, about those of a kept picture."""
MOST = 240
"""Stills that are decoded at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stills:
    """Pictures kept by the record with decoded ones among them."""

    kept: KeptPictures
    decoded: dict[int, bytes] = field(default_factory=dict)
    mime: str = "image/jpeg"

    def get(self, frame: int) -> bytes | None:
        """Encoded picture of ``frame``, or ``None``."""
        return self.decoded.get(frame) or self.kept.get(frame)

    def nearest(self, frame: int) -> tuple[int, bytes] | None:
        """Encoded picture of the kept frame nearest to ``frame``, with its number."""
        return (frame, self.decoded[frame]) if frame in self.decoded else self.kept.nearest(frame)


def evidence(path: Path, conformity: Conformity, kept: KeptPictures) -> Stills:
    """Have every frame that a difference names; one pass over the video, only where the record lacks some."""
    wanted = [frame for each in conformity.differences for frame in each.frames_shown]
    missing = [frame for frame in dict.fromkeys(wanted) if kept.get(frame) is None][:MOST]
    decoded = {frame: _jpeg(picture) for frame, picture in read_stills(path, missing, area=AREA)} if missing else {}
    return Stills(kept=kept, decoded=decoded)


def _jpeg(picture: object) -> bytes:
    from PIL import Image

    out = io.BytesIO()
    Image.fromarray(picture).save(out, "JPEG", quality=QUALITY)  # type: ignore[arg-type]  # an RGB array
    return out.getvalue()
