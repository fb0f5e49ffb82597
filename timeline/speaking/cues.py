"""Subtitles as frames in which somebody speaks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path

from timeline.errors import SubtitleError
from timeline.model.clock import FrameClock
from timeline.model.notice import Notice
from timeline.model.speech import Speech
from timeline.speaking.spans import frames_within, joined
from timeline.speaking.subtitles import Cue, read_cues

_SHORTER = Fraction(1, 5)
"""Share of the video after the last cue from which the subtitles may be those of a shorter version."""


def from_subtitles(path: Path, clock: FrameClock) -> Speech:
    """Frames at which a cue that says words is shown, whole or in part.

    Raises:
        SubtitleError: the file cannot be read, or every cue lies after the end of the video.
    """
    cues = read_cues(path)
    words = [cue for cue in cues if cue.says_words]
    first = min(cues, key=lambda cue: cue.start)
    if first.start >= clock.duration:
        raise SubtitleError(
            f"'{path}', line {first.line}: the first cue starts at {_label(first.start)}, after the video's end at "
            f"{_label(clock.duration)}; give the subtitles of this video, counted from its first frame"
        )
    return Speech(
        spans=joined(frames_within(clock, cue.start, cue.stop) for cue in words),
        basis="subtitles",
        notices=(*_of_length(path, cues, clock), *_of_sounds(path, cues, clock)),
    )


def _of_length(path: Path, cues: Sequence[Cue], clock: FrameClock) -> Iterator[Notice]:
    """Say that subtitles go on after the video, or stop long before its end."""
    end = max(cue.stop for cue in cues)
    outside = sum(cue.stop > clock.duration for cue in cues)
    if end > clock.duration + clock.span(clock.frames - 1, clock.frames):
        text = (
            f"the subtitles '{path.name}' end {_label(end - clock.duration)} after the video; {outside} of {len(cues)} "
            "cues lie outside it or are cut off at its end: check that they belong to this version"
        )
        yield Notice(code="subtitles_longer", message=text, frame=clock.frames - 1)
    elif clock.duration - end > _SHORTER * clock.duration:
        text = (
            f"the subtitles '{path.name}' end {_label(clock.duration - end)} before the video; nothing after them is "
            "protected: check that they belong to this version"
        )
        yield Notice(code="subtitles_shorter", message=text, frame=clock.frame_at(end))


def _of_sounds(path: Path, cues: Sequence[Cue], clock: FrameClock) -> Iterator[Notice]:
    """Say that cues without words protect nothing."""
    silent = [cue for cue in cues if cue.text and not cue.says_words]
    if silent:
        shown = " ".join(silent[0].text.split())[:40]
        text = (
            f"{len(silent)} of {len(cues)} cues of '{path.name}' only describe sounds, as '{shown}' in line "
            f"{silent[0].line}, and do not count as speech"
        )
        yield Notice(
            code="sounds_described", message=text, frame=min(clock.frame_at(silent[0].start), clock.frames - 1)
        )


def _label(seconds: Fraction) -> str:
    whole, thousandths = divmod(round(seconds * 1000), 1000)
    minutes, whole = divmod(whole, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{whole:02d}.{thousandths:03d}"
