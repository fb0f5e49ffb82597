"""One inspection as one self-contained page: no script from elsewhere, no font, no request."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import os
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import platformdirs
from jinja2 import Environment, FileSystemBytecodeCache, PackageLoader, StrictUndefined, select_autoescape
from jinja2.bccache import Bucket
from markupsafe import Markup

from timeline.model.inspection import Inspection
from timeline.render import plots, text
from timeline.render.album import Album, Pictures, album
from timeline.render.doubt import SURE, Doubt, doubtful, most_doubtful
from timeline.render.figures import figure_tables, programme_figures
from timeline.render.frames import Frames
from timeline.render.strip import rows
from timeline.render.words import (
    SEVERITY,
    begins_with,
    evidence_frames,
    has_place,
    kind_text,
    marked_of,
    media_facts,
    notes_of,
    shot_names,
    span_text,
    tally,
    told_of,
    tone,
)

TOP = 3
SHOWN_DOUBTS = 6
TILE = 96  # height of a thumbnail on the strip, in CSS pixels


def report(inspection: Inspection, pictures: Pictures) -> str:
    """Write the page of one inspection with the pictures that were kept of it.

    Every text that does not come from this package is escaped and freed of control characters; the content security
    policy allows the page's own script and style by their hashes, inlined pictures, and nothing else.
    """
    made = album(pictures, inspection.media.display_width, inspection.media.display_height)
    template = _environment().get_template("report.html.j2")
    return template.render(_context(inspection, made))


def _context(inspection: Inspection, made: Album) -> dict[str, Any]:
    labels = text.labels_of(inspection)
    doubts = doubtful(inspection)
    timeline = inspection.timeline
    frames = Frames(timeline=timeline, album=made)
    marked = marked_of(inspection.findings, timeline)
    style, script = _asset("report.css"), _asset("report.js")
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
        "policy": _policy(style, script),
    }


def _written(inspection: Inspection, labels: text.Labels, doubts: tuple[Doubt, ...]) -> dict[str, Any]:
    judgement, timeline = inspection.judgement, inspection.timeline
    return {
        "tone": tone(inspection),
        "severity": SEVERITY,
        "sure": SURE,
        "target": text.length_target(inspection),
        "tally": tally(inspection),
        "notes": notes_of(inspection),
        "key_figures": programme_figures(inspection.rhythm),
        "counted": sum(doubt.counted for doubt in doubts),
        "corridor_findings": [f for f in inspection.findings if f.rule.startswith("corridor")] if judgement else [],
        "tables": figure_tables(inspection.rhythm),
        "facts": media_facts(inspection),
        "shots_of": lambda finding: evidence_frames(finding, timeline),
        "placed": lambda finding: has_place(finding, timeline),
        "begins_with": lambda shot: begins_with(timeline, shot),
        "told_of": lambda shot: told_of(inspection.findings, shot, len(timeline.shots)),
        "kind_text": kind_text,
        "shot_names": shot_names,
        "seconds": lambda shot: float(timeline.clock.span(shot.start, shot.stop)),
        "span_text": lambda part: span_text(timeline, part),
    }


def _tile(made: Album) -> dict[str, Any]:
    return {"tile_height": TILE, "tile_width": round(TILE * made.width / made.height), "shape": shape(made)}


def shape(made: Album) -> str:
    """Whether pictures stand, lie or are about square: pages give them room accordingly."""
    ratio = made.width / made.height
    return "tall" if ratio < 0.8 else "wide" if ratio > 1.25 else "square"


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("timeline.render", "templates"),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        finalize=_finalize,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
        bytecode_cache=_compiled(),
    )
    environment.globals.update(text=text)
    return environment


def _compiled() -> FileSystemBytecodeCache | None:
    """Where compiled templates are kept: compiling them takes longer than filling them in. ``None`` where nowhere is.

    Always the user's own folder, never one that is shared, since what lies there is run.
    """
    folder = Path(platformdirs.user_cache_dir("timeline-inspector", appauthor=False)) / "templates"
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError:
        return None
    return _Compiled(str(folder)) if os.access(folder, os.W_OK) else None


class _Compiled(FileSystemBytecodeCache):
    """Does without where the disk is full: the page does not hang on it."""

    def dump_bytecode(self, bucket: Bucket) -> None:
        with contextlib.suppress(OSError):
            super().dump_bytecode(bucket)


def _finalize(value: object) -> object:
    """Free text of control characters on its way into the page; what is markup already passes."""
    return text.clean(value) if isinstance(value, str) and not isinstance(value, Markup) else value


@cache
def _asset(name: str) -> Markup:
    return Markup(resources.files("timeline.render").joinpath("templates", name).read_text("utf-8"))


def _policy(style: str, script: str) -> str:
    return (
        f"default-src 'none'; img-src data:; style-src {_hash(style)}; script-src {_hash(script)}; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(source: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()}'"
