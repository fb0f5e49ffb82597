"""Reads Final Cut Pro's FCPXML, 1.8 to 1.13: rational times, resources in any order, storylines, nested clips.

By Apple's reference (Professional Video Applications, FCPXML): ``offset`` places an element in its parent, ``start`` is
its own time there; a child with a ``lane`` hangs on its parent and its ``offset`` counts in the parent's own time.
Elements of a storyline follow each other; a transition lies over two of them; an ``audition`` shows its first.
"""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

from timeline.errors import SequenceError
from timeline.interchange.fcpxml_story import Story
from timeline.interchange.fcpxml_times import rate_of, seconds
from timeline.interchange.markup import parse, place
from timeline.interchange.reading import Ask, Log, stated
from timeline.model.sequence import Sequence
from timeline.timecode import can_drop

KNOWN = tuple(f"1.{minor}" for minor in range(14))


def read(path: Path, ask: Ask) -> Sequence:
    """Read one file, or the ``Info.fcpxml`` of a bundle.

    Raises:
        SequenceError: no FCPXML, no project with picture in it, or a time that is none; the message names the line.
    """
    root, log = parse(path / "Info.fcpxml" if path.is_dir() else path), Log()
    if root.tag != "fcpxml":
        raise SequenceError(f"'{path}' is no FCPXML: its root is <{root.tag}>")
    if root.get("version") not in KNOWN:
        log.note("version", f"version {root.get('version')} is not known here; read as {KNOWN[-1]}")
    resources = {one.get("id"): one for one in root.iterfind("./resources/*") if one.get("id")}
    project = _chosen(root, path, ask, log)
    sequence = project.find("sequence")
    rate = _rate(sequence, resources, path, ask, log)
    story = Story(rate=rate, resources=resources, log=log)
    tracks, main = story.sequence(sequence)
    if not any(item.kind != "gap" and not item.black for track in tracks for item in track.items):
        raise SequenceError(f"'{path}': the project '{project.get('name') or ''}' holds no picture")
    format = resources.get(sequence.get("format"))
    return Sequence(
        name=project.get("name") or "",
        format=f"FCPXML {root.get('version') or ''}".strip(),
        rate=rate,
        tracks=tracks,
        main=main,
        start=_start(sequence, rate, log),
        drop=sequence.get("tcFormat") == "DF" and can_drop(rate),
        width=_size(format, "width"),
        height=_size(format, "height"),
        pixel_aspect=_pixel_aspect(format),
        markers=tuple(story.markers),
        oddities=log.all(),
    )


def _chosen(root: Any, path: Path, ask: Ask, log: Log) -> Any:
    """The project meant: the one named, else the only one with a storyline, else the longest, and then that is said."""
    every = [one for one in root.iter("project") if one.find("sequence/spine") is not None]
    if not every:
        raise SequenceError(f"'{path}' holds no project with a storyline; export a project, not a clip or an event")
    names = ", ".join(f"'{one.get('name')}'" for one in every)
    named = [one for one in every if ask.sequence in (None, one.get("name"))]
    if not named:
        raise SequenceError(f"'{path}' holds no project called '{ask.sequence}'; there are {names}")
    filled = [one for one in named if len(one.find("sequence/spine"))]
    if not filled:
        raise SequenceError(f"'{path}': nothing lies on the storyline of {names}")
    best = max(filled, key=lambda one: seconds(one.find("sequence"), "duration") or Fraction(0))
    if len(filled) > 1:
        log.note(
            "several sequences",
            f"{len(filled)} projects lie in the file ({names}); the longest, '{best.get('name')}', was taken; "
            "--sequence NAME takes another",
        )
    return best


def _rate(sequence: Any, resources: dict[str, Any], path: Path, ask: Ask, log: Log) -> Fraction:
    format = resources.get(sequence.get("format"))
    rate = None if format is None else rate_of(format)
    if rate is not None:
        return stated(rate, ask, log)
    if ask.rate is None:
        raise SequenceError(f"'{path}': no format states the rate of the sequence ({place(sequence)}); give --rate")
    return ask.rate


def _start(sequence: Any, rate: Fraction, log: Log) -> int | None:
    """Label number of the first frame; one off the frame grid is the nearest."""
    start = seconds(sequence, "tcStart")
    if start is None:
        return None
    frame = start * rate
    if frame.denominator != 1:
        log.note("start", f"the start timecode lies {float(frame % 1):.3g} of a frame off the grid", place(sequence))
    return round(frame)


def _pixel_aspect(format: Any) -> Fraction:
    across, down = _size(format, "paspH"), _size(format, "paspV")
    return Fraction(across, down) if across and down else Fraction(1)


def _size(format: Any, name: str) -> int:
    text = "" if format is None else format.get(name) or ""
    return int(text) if text.isdecimal() and len(text) <= 5 else 0
