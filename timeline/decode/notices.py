"""Warnings about what did not decode or was mended, each with its place, in words."""

from __future__ import annotations

import itertools
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from timeline.decode.orientation import Orientation
from timeline.decode.packets import Tally
from timeline.model.clock import FrameClock
from timeline.model.notice import Notice

_SHOWN = 8


def of_failures(tally: Tally, clock: FrameClock) -> Iterator[Notice]:
    """Say which packets did not decode, where, and that the count leaves them out."""
    pts = [clock.pts(frame) for frame in range(clock.frames)]
    places = [
        failure.frames_before if failure.pts is None else bisect_left(pts, failure.pts) for failure in tally.failures
    ]
    for failure, frame in list(zip(tally.failures, places, strict=True))[:_SHOWN]:
        at = "" if failure.pts is None else f" at {_seconds((failure.pts - clock.first_pts) * clock.time_base)}"
        text = f"a packet{at} does not decode ({failure.reason}); the count goes on with frame {frame} after the hole"
        yield Notice(code="packet_not_decoded", message=text, frame=min(frame, clock.frames - 1))
    if places:
        text = f"{len(places)} of {tally.packets} packets do not decode; {clock.frames} frames are counted without them"
        yield Notice(code="frames_lost", message=text)


def of_silent_loss(tally: Tally) -> Iterator[Notice]:
    """Say that packets gave no picture although none failed (a stream that starts between key frames, empty ones)."""
    missing = tally.packets - tally.discarded - len(tally.failures) - tally.frames
    fields = 2 * tally.frames == tally.packets - tally.discarded
    if missing > 0 and not fields:
        text = f"{missing} of {tally.packets} packets hold no picture of their own; {tally.frames} frames are counted"
        yield Notice(code="packets_without_picture", message=text)


def of_damage(damaged: Sequence[int]) -> Iterator[Notice]:
    """Say which frames the decoder itself calls damaged."""
    for start, stop in list(_runs(damaged))[:_SHOWN]:
        which = f"frame {start} is" if stop - start == 1 else f"frames {start} to {stop - 1} are"
        yield Notice(code="frame_damaged", message=f"{which} damaged: parts of the picture were guessed", frame=start)


def of_mending(stamps: Sequence[int | None], mended: Sequence[int]) -> Iterator[Notice]:
    """Say which presentation times were missing or did not rise, and by what rule they were replaced."""
    changed = [frame for frame, pair in enumerate(zip(stamps, mended, strict=True)) if pair[0] != pair[1]]
    if changed:
        missing = sum(stamps[frame] is None for frame in changed)
        what = f"{missing} missing" if missing == len(changed) else f"{missing} missing, the others not rising"
        text = (
            f"{len(changed)} of {len(stamps)} presentation times were replaced ({what}): "
            "frames keep the decoder's order, and are spread evenly between the nearest times that rise"
        )
        yield Notice(code="times_mended", message=text, frame=changed[0])


def of_truncation(tally: Tally, promised: int) -> Iterator[Notice]:
    """Say that the file ends before what its header promises (``promised`` frames, 0: nothing)."""
    if tally.read_error:
        text = f"reading stopped before the end ({tally.read_error}); {tally.frames} frames were read until then"
        yield Notice(code="read_stopped", message=text)
    elif promised > tally.packets:
        text = f"the header promises {promised} frames, the file holds {tally.packets}: it may be cut short"
        yield Notice(code="fewer_than_promised", message=text)


def of_orientation(orientation: Orientation) -> Iterator[Notice]:
    """Say that the file asks for a turn other than by quarters."""
    if not orientation.exact:
        text = f"the display matrix is no quarter turn; pictures are turned by {orientation.rotation} degrees"
        yield Notice(code="odd_rotation", message=text)


def of_changes(changes: Iterable[tuple[int, str]]) -> Iterator[Notice]:
    """Say where pictures change size or format; they are sampled at the first frame's size."""
    for frame, what in itertools.islice(changes, _SHOWN):
        text = f"from frame {frame} pictures are {what}; they are read at the size of frame 0"
        yield Notice(code="picture_changes", message=text, frame=frame)


def _runs(frames: Sequence[int]) -> Iterator[tuple[int, int]]:
    for _, group in itertools.groupby(enumerate(frames), key=lambda pair: pair[1] - pair[0]):
        run = [frame for _, frame in group]
        yield run[0], run[-1] + 1


def _seconds(seconds: Fraction) -> str:
    return f"{float(seconds):.3f} s"
