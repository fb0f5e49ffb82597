"""What a video's container states, to be held against its truth before anything is decoded."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

from timeline.decode.containers import naming, open_media
from timeline.decode.facts import stated_rates
from timeline.decode.streams import choose_stream
from timeline.suite.clips import Clip
from timeline.suite.truth import TruthError

SLACK = Fraction(1, 5000)
"""How far, as a share, a stated rate may be off: 24 and 24000/1001 are five times as far apart."""


def stated_rate(video: Path) -> Fraction | None:
    """Frames a second as the container states them; None where it does not.

    Raises:
        MediaError: it is no video that can be opened.
    """
    with open_media(video) as container, naming(video):
        stream, _ = choose_stream(container, None)
        return next((rate for rate in stated_rates(stream) if rate), None)


def check_rate(clip: Clip) -> Fraction | None:
    """Frames a second of a clip: the truth's word, else the container's.

    Raises:
        MediaError: the video cannot be opened.
        TruthError: the two contradict each other.
    """
    stated = None if clip.path is None else stated_rate(clip.path)
    rate = clip.truth.rate
    if rate is not None and stated is not None and abs(stated - rate) > SLACK * rate:
        raise TruthError(f"{clip.source}: rate: the truth says {rate} frames a second, {clip.path} runs at {stated}")
    return rate or stated


def check_frames(clip: Clip, detector: str, frames: int | None) -> None:
    """Raise TruthError where a detector saw another number of frames than the truth says."""
    if frames is not None and clip.truth.frames is not None and frames != clip.truth.frames:
        raise TruthError(
            f"{clip.source}: frames: the truth says {clip.truth.frames}, {detector} saw {frames} in {clip.path}: "
            "another video, or one that does not decode whole"
        )
