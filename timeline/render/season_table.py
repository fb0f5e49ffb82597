"""Every figure of a season as CSV and JSON, exact to what was measured."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from typing import Any

from timeline.analyse.season import Entry, Season
from timeline.model.profile import Profile
from timeline.model.rhythm import Figure, Number
from timeline.render.shared_text import NOTHING, Told
from timeline.render.text import clean

HEAD = ("episode", "version", "file", "section", "figure", "unit", "value", "low", "high", "band_low", "band_high")


def figures_csv(season: Season) -> str:
    """One row an episode, section and figure; ``low`` and ``high``: its range over the doubtful cuts.

    Bands stand in the unit of the figure, or in frames where ``unit`` says so. A name that a spreadsheet would take
    for a formula is quoted by an apostrophe.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEAD)
    for entry in season.entries:
        for figure in entry.inspection.rhythm.figures:
            writer.writerow(_row(entry, figure, season.profile))
    return out.getvalue()


def _row(entry: Entry, figure: Figure, profile: Profile) -> list[object]:
    band = next((b for b in profile.bands if (b.figure, b.section) == (figure.name, figure.section)), None)
    framed = band is not None and band.unit == "frames"
    value = figure.frames if framed else figure.value
    spread = (None, None) if framed else (figure.low, figure.high)
    return [
        entry.number,
        entry.version,
        _safe(entry.inspection.media.path),
        _safe(figure.section),
        figure.name,
        "frames" if framed else figure.unit,
        *map(_number, (value, *spread)),
        *map(_number, (band.low, band.high) if band else (None, None)),
    ]


def _safe(text: str) -> str:
    told = clean(text)
    return f"'{told}" if told[:1] in "=+-@" else told


def _number(value: Number | None) -> str:
    return "" if value is None else str(value) if isinstance(value, int) else f"{float(value):.6f}"


def season_json(name: str, number: int, season: Season, shared: Told = NOTHING) -> str:
    """The same figures with all that the page says; spans of shared material in frames of the file."""
    data = {
        "series": name,
        "season": number,
        "profile": {"name": season.profile.name, "digest": season.profile.digest, "source": season.profile.source},
        "missing": list(season.missing),
        "fewer_versions": list(season.behind),
        "open_first": [entry.number for entry in season.first],
        "strays": [
            {
                "rule": r.title,
                "section": r.section,
                "episodes": list(r.episodes),
                "since": r.since,
                "strays_since": r.strays_since,
                "episodes_since": r.episodes_since,
            }
            for r in season.rules
        ],
        "changes": list(_changes(season)),
        "false_alarms": {"seasons": season.changes.false_alarms, "of": season.changes.trials},
        "outliers": [
            {"episode": o.number, "figure": o.figure, "value": round(o.value, 6), "usual": round(o.usual, 6)}
            for o in season.outliers
        ],
        "pairs": [
            {"episodes": [p.first, p.second], "figure": p.figure, "values": list(p.values)} for p in season.pairs
        ],
        "left_out": list(season.profile.exclude),
        "shared": shared.data,
        "episodes": [_episode(entry) for entry in season.entries],
    }
    return (
        json.dumps(data, ensure_ascii=False, indent=1, allow_nan=False).encode("utf-8", "backslashreplace").decode()
        + "\n"
    )


def _changes(season: Season) -> Iterator[dict[str, Any]]:
    for change in season.changes.changes:
        first = season.entries[change.first].number
        yield {
            "figure": change.figure,
            "first": first,
            "before": round(change.before, 6),
            "after": round(change.after, 6),
        }


def _episode(entry: Entry) -> dict[str, Any]:
    inspection = entry.inspection
    return {
        "episode": entry.number,
        "version": entry.version,
        "file": clean(inspection.media.path),
        "content_id": inspection.content_id,
        "outcome": inspection.judgement.outcome if inspection.judgement else "no profile",
        "findings": [{"rule": f.rule, "title": f.title, "holds": f.holds} for f in inspection.findings],
        "figures": [
            {
                "section": f.section,
                "figure": f.name,
                "unit": f.unit,
                "value": _plain(f.value),
                "low": _plain(f.low),
                "high": _plain(f.high),
            }
            for f in inspection.rhythm.figures
        ],
    }


def _plain(value: Number | None) -> int | float | None:
    return value if value is None or isinstance(value, int) else round(float(value), 6)
