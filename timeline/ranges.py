"""What part of a file is meant, and how its frames are labelled: options against what the container says."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from timeline.errors import TimecodeError, UsageError
from timeline.model.clock import FrameClock
from timeline.model.inspection import TimecodeChoice
from timeline.model.media import DropOrigin, Media
from timeline.timecode import TimecodeBasis, can_drop, reads_as_drop


@dataclass(frozen=True, slots=True, kw_only=True)
class RangeRequest:
    """Options about frames and labels, as text; ``None``: not given.

    ``first`` and ``last``: ``--from`` and ``--to``, a frame number or a timecode; ``last`` is exclusive. ``programme``:
    ``IN-OUT``, likewise. ``start``: ``--start-tc``. ``counting``: ``--tc``.
    """

    first: str | None = None
    last: str | None = None
    programme: str | None = None
    start: str | None = None
    counting: Literal["df", "ndf"] | None = None

    @property
    def whole(self) -> bool:
        """Whether the whole file is meant."""
        return self.first is None and self.last is None and self.programme is None


WHOLE = RangeRequest()


def choose_timecode(media: Media, request: RangeRequest) -> TimecodeChoice:
    """Choose the labels of a file: options first, then the container; drop-frame is never inferred from the rate.

    Raises:
        UsageError: options that contradict each other or the rate.
    """
    stated = media.start_timecode.text if media.start_timecode.origin != "none" else None
    text = request.start or stated
    drop, drop_origin = _counting(media, request, stated)
    try:
        zero = TimecodeBasis(rate=media.rate, drop=drop)
        basis = TimecodeBasis(rate=media.rate, drop=drop, start=zero.number(text) if text else 0)
    except TimecodeError as error:
        if request.start is None and request.counting is None:
            # A container may state a label that its own rate does not have; frames then count from 0.
            basis = TimecodeBasis(rate=media.rate)
            return TimecodeChoice(basis=basis, start_origin="none", drop_origin=drop_origin)
        raise UsageError(f"--start-tc or --tc does not fit: {error}") from error
    origin: Literal["container", "option", "none"] = "option" if request.start else "container" if stated else "none"
    return TimecodeChoice(basis=basis, start_origin=origin, drop_origin=drop_origin)


def _counting(media: Media, request: RangeRequest, stated: str | None) -> tuple[bool, DropOrigin]:
    if request.counting is not None:
        if request.counting == "ndf" and request.start and reads_as_drop(request.start):
            raise UsageError(f"--start-tc {request.start} is written as drop-frame, but --tc says ndf")
        return request.counting == "df", "option"
    if not can_drop(media.rate):
        return bool(request.start and reads_as_drop(request.start)), "rate"
    if request.start and reads_as_drop(request.start):
        return True, "option"
    if stated is not None:
        return reads_as_drop(stated), "container"
    return False, "assumed"


def resolve(request: RangeRequest, clock: FrameClock, timecode: TimecodeChoice) -> tuple[int, int]:
    """Frames ``[start, stop)`` that are meant.

    Raises:
        UsageError: a place that is no frame of the file, or a range that holds none.
    """
    if request.programme is not None and not (request.first is None and request.last is None):
        raise UsageError("--program already says where to begin and end; leave out --from and --to")
    first, last, name = request.first, request.last, "--from/--to"
    if request.programme is not None:
        first, dash, last = request.programme.partition("-")
        name = "--program"
        if not dash:
            raise UsageError(f"--program {request.programme}: write IN-OUT, as frames or timecodes, such as 250-1500")
    start = 0 if not first else _frame(first, clock, timecode.basis, name)
    stop = clock.frames if not last else _frame(last, clock, timecode.basis, name)
    if start >= stop:
        raise UsageError(f"{name} {first or 0} to {last or clock.frames} holds no frame; end after the start")
    return start, stop


def _clock_time(text: str) -> Fraction:
    """Seconds of HH:MM:SS.mmm, MM:SS.mmm or SS.mmm: what a variable frame rate has in place of timecode."""
    parts = text.strip().split(":")
    shaped = re.fullmatch(r"(\d+:){0,2}\d+(\.\d+)?", text.strip())
    if not shaped or any(Fraction(part) >= 60 for part in parts[1:]):
        raise TimecodeError(f"'{text}' is no time; a variable frame rate has no timecode, so write MM:SS.mmm")
    return sum((Fraction(part) * 60**n for n, part in enumerate(reversed(parts))), Fraction(0))


def _frame(text: str, clock: FrameClock, basis: TimecodeBasis, name: str) -> int:
    try:
        if text.strip().isdecimal():
            frame = int(text)
        elif clock.regularity == "variable":
            seconds = _clock_time(text)
            frame = clock.frame_at(seconds) if seconds <= clock.duration else clock.frames + 1
        else:
            frame = basis.frame(text)
    except TimecodeError as error:
        raise UsageError(f"{name}: {error}; or give a frame number") from error
    if frame > clock.frames:
        raise UsageError(
            f"{name}: {text} is frame {frame}, but the file ends at frame {clock.frames} "
            f"({basis.label(0)} to {basis.label(clock.frames)})"
        )
    return frame
