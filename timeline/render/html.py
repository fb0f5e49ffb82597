"""One inspection as one self-contained page: no script from elsewhere, no font, no request."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib import resources
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from timeline.model.inspection import Inspection
from timeline.render import plots, text
from timeline.render.album import Album, Pictures, album
from timeline.render.doubt import SURE, Doubt, doubtful
from timeline.render.strip import rows
from timeline.render.words import (
    SEVERITY,
    evidence_frames,
    grouped,
    kind_text,
    media_facts,
    shot_names,
    span_text,
    tone,
)

TOP = 3
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
    style, script = _asset("report.css"), _asset("report.js")
    return {
        "doc": inspection,
        "timeline": timeline,
        "labels": labels,
        "album": made,
        "verdict": text.verdict(inspection),
        "told": inspection.findings[:TOP],
        "doubts": doubts,
        "strip": rows(inspection, made, tuple(d.transition for d in doubts), len(inspection.findings)),
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
        "length_off": text.length_off(inspection),
        "counted": sum(doubt.counted for doubt in doubts),
        "corridor_findings": [f for f in inspection.findings if f.rule.startswith("corridor")] if judgement else [],
        "groups": grouped(inspection.rhythm.figures),
        "facts": media_facts(inspection),
        "shots_of": lambda finding: evidence_frames(finding, timeline.start, timeline.stop),
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
    )
    environment.globals.update(text=text)
    return environment


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
