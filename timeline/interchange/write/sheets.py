"""Shots as rows for a spreadsheet: frames, timecodes and seconds side by side, and nothing that it would run."""

from __future__ import annotations

import csv
import io

from timeline.interchange.write.plan import Clip, Plan, decided
from timeline.interchange.write.text import cell, not_before
from timeline.timebase import is_ntsc

COLUMNS = (
    "shot",
    "kind",
    "start_frame",
    "stop_frame",
    "frames",
    "start_timecode",
    "stop_timecode",
    "source_start_timecode",
    "source_stop_timecode",
    "start_seconds",
    "stop_seconds",
    "duration_seconds",
    "begins_with",
    "transition_start_frame",
    "transition_stop_frame",
    "confidence",
    "markers",
    "file",
)
PLACES = 6


def write_csv(plan: Plan) -> str:
    """Commas and CR LF (RFC 4180); a byte order mark only where there is more than ASCII, which Excel needs it for."""
    text = _table(plan, ",")
    return text if text.isascii() else "\ufeff" + text


def write_tsv(plan: Plan) -> str:
    """Tabs and CR LF."""
    return _table(plan, "\t")


def _table(plan: Plan, delimiter: str) -> str:
    out = io.StringIO()
    sheet = csv.writer(out, delimiter=delimiter, lineterminator="\r\n")
    sheet.writerow(COLUMNS)
    for clip in plan.clips:
        sheet.writerow(_row(plan, clip))
    return out.getvalue()


def _row(plan: Plan, clip: Clip) -> list[object]:
    """One shot; frame numbers are the file's, stops the frame after the last; no timecode where the rate has none."""
    into = plan.into(clip)
    steady = plan.clock.regularity != "variable" and (plan.rate.denominator == 1 or is_ntsc(plan.rate))
    own, labels = plan.footage.basis, plan.basis
    start, stop = plan.time(clip.start), plan.time(clip.stop)
    marks = [m.text for m in plan.marks if clip.start <= m.start < clip.stop]
    tail = plan.tail() if clip is plan.clips[-1] else None
    begins = ", ".join(join.name for join in (into,) if join is not None)
    ends = f"ends in {tail.name}" if tail is not None else ""
    return [
        clip.number,
        "black" if clip.black else "picture",
        clip.source,
        clip.source + clip.frames,
        clip.frames,
        labels.label(clip.start) if steady else "",
        labels.label(clip.stop) if steady else "",
        own.label(clip.source) if steady else "",
        own.label(clip.source + clip.frames) if steady else "",
        not_before(start, PLACES),
        not_before(stop, PLACES),
        f"{round((stop - start) * 10**PLACES) / 10**PLACES:.{PLACES}f}",
        "; ".join(part for part in (begins, ends) if part),
        "" if into is None else plan.origin + into.found[0],
        "" if into is None else plan.origin + into.found[1],
        "" if into is None else decided(into.confidence),
        cell("; ".join(marks)),
        cell(plan.footage.name),
    ]
