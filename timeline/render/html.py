"""One inspection as one self-contained page: no script from elsewhere, no font, no request."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from timeline.analyse.carrying import NEAR
from timeline.analyse.waiving import waived_edits
from timeline.model.edit import Shot, Timeline, Transition
from timeline.model.inspection import Inspection
from timeline.model.waiver import edit_id
from timeline.render import plots, text, waivers
from timeline.render.album import Album, Pictures, album
from timeline.render.doubt import SURE, Doubt, doubtful, most_doubtful
from timeline.render.figures import figure_tables, programme_figures
from timeline.render.frames import Frames
from timeline.render.live import Live
from timeline.render.page import asset, environment, policy
from timeline.render.strip import rows
from timeline.render.words import (
    SEVERITY,
    beginnings,
    evidence_frames,
    has_place,
    kind_text,
    marked_of,
    media_facts,
    notes_of,
    shot_names,
    source_text,
    span_text,
    tally,
    timeline_lines,
    told_of,
    tone,
)

TOP = 3
SHOWN_DOUBTS = 6
TINTS = 8  # classes t0 to t7 of the style
TILE = 96  # height of a thumbnail on the strip, in CSS pixels


def report(inspection: Inspection, pictures: Pictures, live: Live | None = None) -> Iterator[str]:
    """Write the page of one inspection with the pictures that were kept of it, in pieces; ``live``: one watched.

    Every text that does not come from this package is escaped and freed of control characters; the content security
    policy allows the page's own script and style by their hashes, inlined pictures, and nothing else.
    """
    # A timeline without a stated size has no shape of its own; its tiles hold names, for which any will do.
    media = inspection.media
    made = album(pictures, media.display_width or 16, media.display_height or 9, bare=inspection.written is not None)
    template = environment("timeline.render").get_template("report.html.j2")
    return template.generate(_context(inspection, made, live))


def _context(inspection: Inspection, made: Album, live: Live | None) -> dict[str, Any]:
    labels = text.labels_of(inspection)
    doubts = doubtful(inspection)
    timeline = inspection.timeline
    frames = Frames(timeline=timeline, album=made)
    marked = marked_of(inspection.findings, timeline)
    style, script = asset("report.css"), asset("report.js") + (asset("live.js") if live else "")
    return {
        "doc": inspection,
        "timeline": timeline,
        "labels": labels,
        "frames": frames,
        "album": made,
        "verdict": text.verdict(inspection),
        "told": inspection.findings[:TOP],
        "doubts": doubts,
        "doubt_groups": most_doubtful(doubts, SHOWN_DOUBTS),
        "strip": rows(inspection, frames, tuple(d.transition for d in doubts), [finding for _, finding in marked]),
        "marked": [number for number, _ in marked],
        "stairs": plots.staircase(inspection),
        "columns": plots.columns(inspection),
        "lines": plots.lines(inspection),
        "edits": [t for t in timeline.transitions if t.edit_point is not None],
        "led": {t.edit_point: t for t in timeline.transitions},
        **_written(inspection, labels, doubts),
        **_tile(made),
        "style": style,
        "script": script,
        "policy": policy(style, script, live=live is not None),
        "live": live,
    }


def _written(inspection: Inspection, labels: text.Labels, doubts: tuple[Doubt, ...]) -> dict[str, Any]:
    judgement, timeline, settled = inspection.judgement, inspection.timeline, waived_edits(inspection)
    return {
        "tone": tone(inspection),
        "severity": SEVERITY,
        "target": text.length_target(inspection),
        "tally": tally(inspection) + waivers.tally(inspection),
        "waivers": waivers,
        "edit_id": edit_id,
        "unsure": lambda transition: transition.confidence <= SURE and not _meant(transition, settled),
        "notes": notes_of(inspection),
        "timeline_lines": timeline_lines(inspection),
        "source_text": source_text,
        "tint": tints(timeline),
        "key_figures": programme_figures(inspection.rhythm),
        "counted": sum(doubt.counted for doubt in doubts),
        "corridor_findings": [f for f in inspection.findings if f.rule.startswith("corridor")] if judgement else [],
        "tables": figure_tables(inspection.rhythm),
        "facts": media_facts(inspection),
        "shots_of": lambda finding: evidence_frames(finding, timeline),
        "placed": lambda finding: has_place(finding, timeline),
        "begins_with": beginnings(timeline),
        "told_of": told_of(inspection.findings, len(timeline.shots)),
        "kind_text": kind_text,
        "shot_names": shot_names,
        "seconds": lambda shot: float(timeline.clock.span(shot.start, shot.stop)),
        "span_text": lambda part: span_text(timeline, part),
    }


def _meant(transition: Transition, settled: tuple[tuple[int, int], ...]) -> bool:
    edit = transition.edit_point
    return edit is not None and any(start - NEAR <= edit <= stop + NEAR for start, stop in settled)


def tints(timeline: Timeline) -> Callable[[Shot], int]:
    """A colour number for each shot: shots of one source share one, neighbours differ while there are enough."""
    numbers: dict[str, int] = {}
    for shot in timeline.shots:
        if shot.source is not None:
            numbers.setdefault(shot.source.name, len(numbers) % TINTS)
    return lambda shot: numbers[shot.source.name] if shot.source else 0


def _tile(made: Album) -> dict[str, Any]:
    return {"tile_height": TILE, "tile_width": round(TILE * made.width / made.height), "shape": shape(made)}


def shape(made: Album) -> str:
    """Whether pictures stand, lie or are about square: pages give them room accordingly."""
    ratio = made.width / made.height
    return "tall" if ratio < 0.8 else "wide" if ratio > 1.25 else "square"
