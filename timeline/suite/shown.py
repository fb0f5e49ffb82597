"""The errors of one detector on one clip with their strips of frames, pictures included as far as there is room."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from timeline.errors import InputError
from timeline.suite.clips import Clip
from timeline.suite.pictures import Picture, pictures
from timeline.suite.results import ClipResult
from timeline.suite.scoring import Mark
from timeline.suite.strips import Strip, Trouble, strips, troubles

ROOM = 6_500_000
"""Bytes of JPEG that one page may carry; as text they take a third more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A clip's troubles and strips; ``pictures`` by frame, ``without``: why some are missing, "" where none is."""

    clip: Clip
    troubles: tuple[Trouble, ...]
    strips: tuple[Strip, ...]
    pictures: Mapping[int, Picture]
    without: str = ""

    @property
    def shape(self) -> str:
        """Whether pictures stand, lie or are about square; strips give them room accordingly."""
        ratios = [picture.width / picture.height for picture in self.pictures.values()]
        ratio = ratios[0] if ratios else 1
        return "tall" if ratio < 0.8 else "wide" if ratio > 1.25 else "square"


def shown(
    clip: Clip,
    result: ClipResult,
    *,
    found: bool = False,
    reported: Sequence[Mark] | None = None,
    room: int = ROOM,
) -> Shown:
    """Lay out what is wrong on a clip (with ``found`` everything) and decode the frames that show it.

    ``reported``: all that the detector stands by, where it is at hand.
    """
    told = troubles(clip, result, found=found)
    laid = strips(clip, result, told, reported)
    kept, without = _pictures(clip, laid, room)
    return Shown(clip=clip, troubles=told, strips=laid, pictures=kept, without=without)


def all_shown(clips: Iterable[Clip], results: Iterable[ClipResult], *, room: int = ROOM) -> Iterator[Shown]:
    """Yield the clips with errors, in order; pictures until there is no room for more."""
    for clip, result in zip(clips, results, strict=True):
        each = shown(clip, result, room=room)
        if each.troubles:
            room -= sum(len(picture.jpeg) for picture in each.pictures.values())
            yield each


def _pictures(clip: Clip, laid: tuple[Strip, ...], room: int) -> tuple[dict[int, Picture], str]:
    """Pictures by frame; whole strips only, since half of one shows nothing."""
    frames = [{cell.frame for cell in strip.cells} for strip in laid]
    if not frames:
        return {}, ""
    if clip.path is None:
        return {}, "the video is not at hand"
    if room <= 0:
        return {}, "left out to keep the page small"
    kept: dict[int, Picture] = {}
    try:
        for picture in pictures(clip.path, frozenset[int]().union(*frames)):
            room -= len(picture.jpeg)
            if room < 0:
                complete = frozenset[int]().union(*(strip for strip in frames if strip <= kept.keys()))
                return {f: p for f, p in kept.items() if f in complete}, "some were left out to keep the page small"
            kept[picture.frame] = picture
    except InputError as error:
        return {}, str(error)
    return kept, ""
