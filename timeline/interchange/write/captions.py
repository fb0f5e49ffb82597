"""Marks as captions over the video: SubRip and WebVTT, for a player or a review tool."""

from __future__ import annotations

from timeline.interchange.write.plan import Mark, Plan
from timeline.interchange.write.text import clock_text, one_line


def write_srt(plan: Plan) -> str:
    """SubRip: numbered cues with a comma before the milliseconds."""
    cues = [f"{n}\n{_span(plan, mark, ',')}\n{_words(mark)}\n" for n, mark in enumerate(plan.marks, start=1)]
    return "\n".join(cues)


def write_vtt(plan: Plan) -> str:
    """WebVTT: a header, and text in which ``&``, ``<`` and ``>`` stand escaped."""
    cues = [f"{n}\n{_span(plan, mark, '.')}\n{_escaped(mark)}\n" for n, mark in enumerate(plan.marks, start=1)]
    return "\n".join(["WEBVTT\n", *cues])


def _span(plan: Plan, mark: Mark, sign: str) -> str:
    """Times of the first frame and of the one after the last; never before the frame, so the end is not before it."""
    return f"{clock_text(plan.time(mark.start), sign)} --> {clock_text(plan.time(mark.stop), sign)}"


def _words(mark: Mark) -> str:
    return "\n".join(line for line in (one_line(mark.title), one_line(mark.note)) if line).replace("-->", "->") or "-"


def _escaped(mark: Mark) -> str:
    return _words(mark).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
