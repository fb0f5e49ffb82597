"""Shared material in words and rows: the same for the terminal, CSV, JSON and the season's page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from timeline.model.inspection import Inspection
from timeline.model.shared import SharedKind, SharedMaterial, SharedSpan
from timeline.render.season_text import ranges
from timeline.render.text import labels_of, plural

KINDS: Mapping[SharedKind, str] = {
    "recap": "recap",
    "title": "title sequence",
    "endcard": "end card",
    "shared": "other",
}
COLUMNS = ("episode", "kind", "start", "stop", "frames", "seconds", "from", "to", "in episodes", "taken from")


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What episodes share as lines of text, as rows of a table, and as data for JSON."""

    facts: Sequence[str] = ()
    rows: Sequence[tuple[Any, ...]] = ()
    data: Sequence[dict[str, Any]] = ()
    columns: Sequence[str] = COLUMNS


NOTHING = Told()


def told(found: SharedMaterial, episodes: Mapping[int, Inspection], left_out: Sequence[SharedKind] = ()) -> Told:
    """All that is said of it. ``episodes``: by number, as their files are. ``left_out``: kinds that do not count."""
    return Told(
        facts=shared_facts(found, left_out), rows=shared_rows(found, episodes), data=shared_data(found, episodes)
    )


def shared_rows(found: SharedMaterial, episodes: Mapping[int, Inspection]) -> list[tuple[Any, ...]]:
    """A row a span, as COLUMNS has them: frames ``[start, stop)``, and the labels of the first and the last."""
    return [_row(span, episodes[span.episode]) for span in found.spans]


def _row(span: SharedSpan, inspection: Inspection) -> tuple[Any, ...]:
    labels = labels_of(inspection)
    return (
        span.episode,
        span.kind,
        span.start,
        span.stop,
        span.frames,
        round(float(inspection.timeline.clock.span(span.start, span.stop)), 6),
        labels.at(span.start),
        labels.at(span.stop - 1),
        ranges(span.episodes),
        taken_from(span) if span.kind == "recap" else "",
    )


def taken_from(span: SharedSpan) -> str:
    """Where the pieces of a recap come from, such as ``episode 4 at 1204, 1377``: frames of that episode."""
    places = dict[int, list[str]]()
    for piece in span.pieces:
        places.setdefault(piece.episode, []).append(str(piece.source))
    return "; ".join(f"episode {number} at {', '.join(frames)}" for number, frames in places.items())


def shared_data(found: SharedMaterial, episodes: Mapping[int, Inspection]) -> list[dict[str, Any]]:
    """Every span as JSON has it, with its pieces."""
    return [
        {
            **dict(zip(COLUMNS[:6], _row(span, episodes[span.episode])[:6], strict=True)),
            "episodes": list(span.episodes),
            "pieces": [
                {"start": p.start, "stop": p.stop, "episode": p.episode, "source": p.source} for p in span.pieces
            ],
        }
        for span in found.spans
    ]


def shared_facts(found: SharedMaterial, left_out: Sequence[SharedKind] = ()) -> list[str]:
    """One line a kind: in which episodes, and whether it is left out of the rhythm."""
    lines = []
    for kind, words in KINDS.items():
        spans = [span for span in found.spans if span.kind == kind]
        if spans:
            frames = sorted({span.frames for span in spans})
            length = f"{frames[0]} frames" if len(frames) == 1 else f"{frames[0]} to {frames[-1]} frames"
            told = f"{words}: {plural(len({span.episode for span in spans}), 'episode')} "
            told += f"({ranges(sorted({span.episode for span in spans}))}), {length}"
            lines.append(f"{told}, left out of the rhythm" if kind in left_out else told)
    return lines + unread(found)


def unread(found: SharedMaterial) -> list[str]:
    """What was not compared."""
    if not found.unread:
        return []
    return [
        f"not compared: episodes {ranges(found.unread)}, whose stored records are missing or damaged; "
        "timeline library verify says what to do"
    ]
