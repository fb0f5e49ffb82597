"""One inspection as one row of a library's tables, and the document back out of it."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from datetime import datetime
from fractions import Fraction
from pathlib import PurePath
from typing import Any

from timeline.catalogue.schema import FIGURES
from timeline.errors import DocumentError
from timeline.model import wire
from timeline.model.edit import Timeline
from timeline.model.episode import Episode
from timeline.model.inspection import Inspection
from timeline.model.rhythm import Number

LARGEST = 256 << 20
"""Bytes that a document may unpack to: about a thousand hours of cuts; more is no document of ours."""


def row_of(
    inspection: Inspection, episode: Episode, *, path: str, modified_ns: int, stored: str, added: datetime
) -> dict[str, Any]:
    """Every stored column but those of the file it goes in (``entry`` and ``written``); ``added`` is UTC."""
    judgement = inspection.judgement
    row = {
        "series": episode.series,
        "season": episode.season,
        "episode": episode.number,
        "content_id": inspection.content_id,
        "added": added,
        "file": PurePath(path).name,
        "path": path,
        **_media(inspection),
        "programme_start": inspection.timeline.start,
        "programme_stop": inspection.timeline.stop,
        "profile": judgement.profile if judgement else None,
        "outcome": judgement.outcome if judgement else None,
        "errors": sum(finding.severity == "error" for finding in inspection.findings),
        "warnings": sum(finding.severity == "warning" for finding in inspection.findings),
        "notices": len(inspection.notices),
        "made_by": inspection.made_by.version,
        "detector": inspection.made_by.detector,
        **_figures(inspection),
        "modified_ns": modified_ns,
        "profile_digest": judgement.digest if judgement else None,
        "stored": stored,
        "document": zlib.compress(wire.dumps(inspection).encode(), 6),
        "shots_list": _shots(inspection.timeline),
        "transitions_list": _transitions(inspection.timeline),
        "findings_list": _findings(inspection),
        "rhythm_list": _rhythm(inspection),
    }
    return {name: _storable(value) for name, value in row.items()}


def document_of(packed: bytes) -> Inspection:
    """The inspection of a row's ``document``.

    Raises:
        DocumentError: it is damaged or of another version.
    """
    try:
        unpack = zlib.decompressobj()
        text = unpack.decompress(packed, LARGEST)
        if not unpack.eof:
            raise DocumentError("the document is cut short or larger than any of ours")
        return wire.loads(text.decode())
    except (zlib.error, UnicodeDecodeError) as error:
        raise DocumentError(f"the document is damaged: {error}") from error


def _media(inspection: Inspection) -> dict[str, Any]:
    media, clock = inspection.media, inspection.timeline.clock
    return {
        "size_bytes": media.size_bytes,
        "container": media.container,
        "codec": media.codec,
        "pixel_format": media.pixel_format,
        "bit_depth": media.bit_depth,
        "width": media.display_width,
        "height": media.display_height,
        "rate": float(media.rate),
        "rate_exact": str(media.rate),
        "rate_kind": media.vfr,
        "field_order": media.field_order,
        "file_frames": media.frames,
        "file_seconds": float(clock.duration),
        "start_timecode": media.start_timecode.text,
        "audio_streams": len(media.audio),
    }


def _figures(inspection: Inspection) -> dict[str, Any]:
    values = {f.name: f.value for f in inspection.rhythm.figures if f.section == "programme"}
    return {
        column.name: None if (value := values.get(column.name)) is None else _as(column.type, value)
        for column in FIGURES
    }


def _as(kind: str, value: Number) -> Number:
    return int(value) if kind == "BIGINT" else float(value)


def _shots(timeline: Timeline) -> list[dict[str, Any]]:
    clock = timeline.clock
    return [
        {
            "shot": number,
            "start": shot.start,
            "stop": shot.stop,
            "frames": shot.frames,
            "start_time": float(clock.time(shot.start)),
            "duration": float(clock.span(shot.start, shot.stop)),
            "kind": shot.kind,
            "activity": shot.activity,
        }
        for number, shot in enumerate(timeline.shots)
    ]


def _transitions(timeline: Timeline) -> list[dict[str, Any]]:
    return [
        {
            "transition": number,
            "kind": each.kind.value,
            "start": each.start,
            "stop": each.stop,
            "edit_point": each.edit_point,
            "time": float(timeline.clock.time(each.start if each.edit_point is None else each.edit_point)),
            "confidence": each.confidence,
        }
        for number, each in enumerate(timeline.transitions)
    ]


def _findings(inspection: Inspection) -> list[dict[str, Any]]:
    return [
        {
            "finding": number,
            "id": each.id,
            "rule": each.rule,
            "severity": each.severity,
            "section": each.section,
            "start": each.start,
            "stop": each.stop,
            "measured": _float(each.measured),
            "low": _float(each.target.low) if each.target else None,
            "high": _float(each.target.high) if each.target else None,
            "unit": each.target.unit if each.target else None,
            "off_frames": each.off_frames,
            "off_seconds": _float(each.off_seconds),
            "holds": each.holds,
            "title": each.title,
            "sentence": each.sentence,
            "remedy": each.remedy,
        }
        for number, each in enumerate(inspection.findings)
    ]


def _rhythm(inspection: Inspection) -> list[dict[str, Any]]:
    return [
        {
            "section": each.section,
            "figure": each.name,
            "value": _float(each.value),
            "low": _float(each.low),
            "high": _float(each.high),
            "frames": _float(each.frames),
            "unit": each.unit,
            "judged": each.judged,
        }
        for each in inspection.rhythm.figures
    ]


def _float(value: int | float | Fraction | None) -> float | None:
    return None if value is None else float(value)


def _storable(value: Any) -> Any:
    """Text as UTF-8: file names that are none carry lone surrogates, which Parquet refuses; they stand as escapes."""
    if isinstance(value, str):
        return value.encode("utf-8", "backslashreplace").decode()
    if isinstance(value, list):
        return [{name: _storable(item) for name, item in each.items()} for each in value]
    return value


def version_values(row: Mapping[str, Any]) -> dict[str, Any]:
    """Fields of a ``Version`` out of a row of the store, with what it is among the others."""
    names = ("content_id", "added", "path", "size_bytes", "modified_ns", "stored", "entry", "latest")
    return {name: row[name] for name in names} | {
        "episode": Episode(series=row["series"], season=row["season"], number=row["episode"]),
        "number": row["version"],
        "profile": row["profile"] or "",
        "profile_digest": row["profile_digest"] or "",
    }
