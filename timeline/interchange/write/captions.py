"""Marks as captions over the video: SubRip and WebVTT, for a player or a review tool."""

from __future__ import annotations

from fractions import Fraction

from timeline.interchange.write.plan import Mark, Plan
from timeline.interchange.write.text import clock_text, one_line

READABLE = Fraction(2)
"""Seconds that a caption stays at least, unless the cut ends first: nobody reads one of a single frame."""


def write_srt(plan: Plan) -> str:
    """SubRip: numbered cues with a comma before the milliseconds."""
    cues = [f"{n}\n{_span(plan, mark, ',')}\n{_words(mark)}\n" for n, mark in enumerate(plan.marks, start=1)]
    return "\n".join(cues)


def write_vtt(plan: Plan) -> str:
    """WebVTT: a header, and text in which ``&``, ``<`` and ``>`` stand escaped."""
    cues = [f"{n}\n{_span(plan, mark, '.')}\n{_escaped(mark)}\n" for n, mark in enumerate(plan.marks, start=1)]
    return "\n".join(["WEBVTT\n", *cues])


def _span(plan: Plan, mark: Mark, sign: str) -> str:
    """When the first frame is shown and when it is read; never before the frame, so the end is not before the start."""
    start = plan.time(mark.start)
    stop = max(plan.time(mark.stop), min(start + READABLE, plan.time(plan.frames)))
    return f"{clock_text(start, sign)} --> {clock_text(stop, sign)}"


def _words(mark: Mark) -> str:
    lines = [one_line(mark.note)]
    if not mark.says_title:
        lines.insert(0, one_line(mark.title))
    return "\n".join(line for line in lines if line).replace("-->", "->") or "-"


def _escaped(mark: Mark) -> str:
    return _words(mark).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
