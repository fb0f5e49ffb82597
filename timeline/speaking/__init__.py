"""Edge: when somebody speaks in a video, from its subtitles where there are some, else from its sound."""

from __future__ import annotations

from pathlib import Path

from timeline.model.clock import FrameClock
from timeline.model.speech import Speech

__all__ = ["spoken"]


def spoken(path: Path, clock: FrameClock, *, subtitles: Path | None = None) -> Speech:
    """Find the frames of a video in which somebody speaks.

    Args:
        path: the video; only its sound is decoded, and only where there are no ``subtitles``.
        clock: the video's own, by which times become frames.
        subtitles: an SRT or WebVTT file whose time 0 is the start of frame 0.

    Raises:
        SubtitleError: the subtitles cannot be read, or lie wholly outside the video.
        MediaError: the video cannot be opened.
    """
    if subtitles is not None:
        from timeline.speaking.cues import from_subtitles

        return from_subtitles(subtitles, clock)
    from timeline.speaking.sound import from_sound

    return from_sound(path, clock)
