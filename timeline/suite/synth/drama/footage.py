"""Reads annotated clips twice: once small, to know what is where, and once for the frames that an edit wants."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from timeline.decode import read_bgr
from timeline.kernels.bars import Box, find_box
from timeline.suite.scoring import Mark
from timeline.suite.synth.drama.pictures import Framing, Picture, Size, framed

THUMB = (16, 24)
"""Width and height of the small luma pictures by which shots are told apart."""
SHORTEST = 12
"""Frames a stretch of one shot must have to be worth using."""
AFTER_CUT, AFTER_SPAN = 1, 2
"""Frames left out on either side of an annotated cut and of anything annotated over a span."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """An annotated clip to draw from."""

    path: Path
    series: str
    truth: tuple[Mark, ...]
    ignore: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """What is known of a clip without its pictures: ``thumbs`` (frames, height, width) uint8, clean ``shots``."""

    source: Source
    box: Box
    thumbs: npt.NDArray[np.uint8]
    shots: tuple[tuple[int, int], ...]


def clean_shots(source: Source, frames: int) -> tuple[tuple[int, int], ...]:
    """Stretches [start, stop) that hold one shot only, clear of whatever is annotated around them."""
    spans = [(m.start, m.stop, AFTER_CUT if m.start == m.stop else AFTER_SPAN) for m in source.truth]
    spans += [(m.start, m.stop, AFTER_SPAN) for m in source.ignore]
    shots, at = [], 0
    for start, stop, margin in [*sorted(spans), (frames, frames, 0)]:
        if start - margin - at >= SHORTEST:
            shots.append((at, start - margin))
        at = max(at, stop + margin)
    return tuple(shots)


def survey(source: Source) -> Survey:
    """Look a clip through once.

    Raises:
        MediaError: it is no video that decodes.
    """
    import cv2

    brightest: npt.NDArray[np.uint8] | None = None
    thumbs = []
    for picture in read_bgr(source.path, shrink=False):
        luma = np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY), dtype=np.uint8)
        brightest = luma if brightest is None else np.maximum(brightest, luma)
        thumbs.append(cv2.resize(luma, THUMB, interpolation=cv2.INTER_AREA))
    stack = np.asarray(thumbs, dtype=np.uint8)
    box = find_box(brightest) if brightest is not None else Box()
    return Survey(source=source, box=box, thumbs=stack, shots=clean_shots(source, len(stack)))


@dataclass(frozen=True, slots=True)
class Want:
    """A frame of a clip in the framing that a shot gives it, kept at ``slot``."""

    frame: int
    framing: Framing
    slot: int


def gather(
    wants: Mapping[int, Sequence[Want]],
    surveys: Sequence[Survey],
    size: Size,
    spool: npt.NDArray[np.uint8],
) -> None:
    """Decode each wanted clip once, up to the last frame wanted of it, into ``spool`` (slots, h, w, 3)."""
    for number, wanted in sorted(wants.items()):
        by_frame: dict[int, list[Want]] = {}
        for want in wanted:
            by_frame.setdefault(want.frame, []).append(want)
        found = surveys[number]
        for frame, picture in _up_to(max(by_frame), read_bgr(found.source.path, shrink=False)):
            for want in by_frame.get(frame, ()):
                spool[want.slot] = framed(_inside(picture, found.box), size, want.framing)


def _up_to(last: int, pictures: Iterable[Picture]) -> Iterator[tuple[int, Picture]]:
    for frame, picture in enumerate(pictures):
        yield frame, picture
        if frame == last:
            return


def _inside(picture: Picture, box: Box) -> Picture:
    height, width = picture.shape[:2]
    top, left = round(box.top * height), round(box.left * width)
    return picture[top : max(top + 1, round(box.bottom * height)), left : max(left + 1, round(box.right * width))]
