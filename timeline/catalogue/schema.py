"""The tables of a library: every column, its type and what it means; files and views are made from these lists.

Columns are only ever added, at the end of their list: what reads a library today reads it next year.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from timeline.analyse.metrics import METRICS
from timeline.model.rhythm import Unit

if TYPE_CHECKING:
    import pyarrow as pa

Type: TypeAlias = Literal["VARCHAR", "BIGINT", "DOUBLE", "BOOLEAN", "TIMESTAMP", "BLOB"]
"""DuckDB's names. Times are seconds as DOUBLE and UTC as TIMESTAMP; frames are BIGINT from 0."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column; ``shown`` is false for what a library keeps for itself."""

    name: str
    type: Type
    meaning: str
    shown: bool = True


IDENTITY = (
    Column("series", "VARCHAR", "name of the series"),
    Column("season", "BIGINT", "number of the season"),
    Column("episode", "BIGINT", "number of the episode"),
)

PLACE = (
    Column("version", "BIGINT", "number of the version among those of its episode that are there, from 1 as added"),
    Column("latest", "BOOLEAN", "whether no later version of the episode is there"),
)
"""What a version is among the others: worked out when a library is opened, not stored."""

_FIGURE_TYPES: dict[Unit, Type] = {"frames": "BIGINT", "count": "BIGINT"}
FIGURES = tuple(
    Column(m.name, _FIGURE_TYPES.get(m.unit, "DOUBLE"), f"{m.title}, {m.unit.replace('_', ' ')}") for m in METRICS
)
"""The programme's figures; NULL where one is not reported."""

ALIASES = (
    Column("asl", "DOUBLE", "average_shot_length"),
    Column("msl", "DOUBLE", "median_shot_length"),
)
"""Short names of figures; ``meaning`` is the column each stands for."""

VERSION = (
    Column("content_id", "VARCHAR", "SHA-256 of the file"),
    Column("added", "TIMESTAMP", "when the version was added, UTC"),
    Column("file", "VARCHAR", "name of the file"),
    Column("path", "VARCHAR", "where the file was when it was added"),
    Column("size_bytes", "BIGINT", "size of the file"),
    Column("container", "VARCHAR", "container, as FFmpeg names it"),
    Column("codec", "VARCHAR", "video codec"),
    Column("pixel_format", "VARCHAR", "pixel format"),
    Column("bit_depth", "BIGINT", "bits a sample"),
    Column("width", "BIGINT", "pixels across as shown"),
    Column("height", "BIGINT", "pixels down as shown"),
    Column("rate", "DOUBLE", "nominal frame rate"),
    Column("rate_exact", "VARCHAR", "nominal frame rate as a rational, such as 30000/1001"),
    Column("rate_kind", "VARCHAR", "constant, rounded or variable"),
    Column("field_order", "VARCHAR", "progressive or the order of the fields"),
    Column("file_frames", "BIGINT", "frames of the file"),
    Column("file_seconds", "DOUBLE", "length of the file"),
    Column("start_timecode", "VARCHAR", "timecode of frame 0; NULL where nothing states one"),
    Column("audio_streams", "BIGINT", "sound streams"),
    Column("programme_start", "BIGINT", "first frame of the programme"),
    Column("programme_stop", "BIGINT", "the frame after its last one"),
    Column("profile", "VARCHAR", "name of the profile it was held against; NULL without one"),
    Column("outcome", "VARCHAR", "verdict: on target, to look at, cannot judge; NULL without a profile"),
    Column("errors", "BIGINT", "findings of severity error"),
    Column("warnings", "BIGINT", "findings of severity warning"),
    Column("notices", "BIGINT", "warnings about the file itself"),
    Column("made_by", "VARCHAR", "version of the program that inspected it"),
    Column("detector", "VARCHAR", "detector that found its shots"),
)

KEPT = (
    Column("entry", "VARCHAR", "name of this row among all that were ever written", shown=False),
    Column("written", "TIMESTAMP", "when this row was written, UTC", shown=False),
    Column("modified_ns", "BIGINT", "modification time of the file, nanoseconds", shown=False),
    Column("profile_digest", "VARCHAR", "digest of the profile", shown=False),
    Column("stored", "VARCHAR", "version of what the stored record holds", shown=False),
    Column("document", "BLOB", "the inspection document, UTF-8, deflated (zlib)", shown=False),
)

SHOTS = (
    Column("shot", "BIGINT", "number of the shot, from 0"),
    Column("start", "BIGINT", "first frame"),
    Column("stop", "BIGINT", "the frame after the last one"),
    Column("frames", "BIGINT", "length in frames"),
    Column("start_time", "DOUBLE", "seconds from frame 0 to its first frame"),
    Column("duration", "DOUBLE", "length in seconds"),
    Column("kind", "VARCHAR", "picture or black"),
    Column("activity", "DOUBLE", "visual activity index; NULL where there is none"),
)

TRANSITIONS = (
    Column("transition", "BIGINT", "number of the transition, from 0"),
    Column("kind", "VARCHAR", "cut, jump, dissolve, wipe, slide, zoom, whip, flash, fade_through, fade_out, ..."),
    Column("start", "BIGINT", "first frame that is not purely the old shot"),
    Column("stop", "BIGINT", "first frame purely the new one"),
    Column("edit_point", "BIGINT", "frame at which the new shot begins; NULL for a fade at the head or tail"),
    Column("time", "DOUBLE", "seconds from frame 0 to the edit point, or to the start without one"),
    Column("confidence", "DOUBLE", "probability that it is there"),
)

FINDINGS = (
    Column("finding", "BIGINT", "rank of the finding by its effect, from 0"),
    Column("id", "VARCHAR", "stable for the same rule and place"),
    Column("rule", "VARCHAR", "key of the profile that it comes from"),
    Column("severity", "VARCHAR", "error, warning or info"),
    Column("section", "VARCHAR", "section of the programme"),
    Column("start", "BIGINT", "first frame it is about"),
    Column("stop", "BIGINT", "the frame after the last one"),
    Column("measured", "DOUBLE", "what was measured"),
    Column("low", "DOUBLE", "lower end of the target; NULL where it is open"),
    Column("high", "DOUBLE", "upper end of the target; NULL where it is open"),
    Column("unit", "VARCHAR", "unit of the target"),
    Column("off_frames", "BIGINT", "frames outside the target, signed"),
    Column("off_seconds", "DOUBLE", "seconds outside the target, signed"),
    Column("holds", "BOOLEAN", "whether it stands whichever way the doubtful cuts fall"),
    Column("title", "VARCHAR", "what misses, in a few words"),
    Column("sentence", "VARCHAR", "what misses, in a sentence"),
    Column("remedy", "VARCHAR", "what would bring it back"),
)

RHYTHM = (
    Column("section", "VARCHAR", "programme, or the name of a section"),
    Column("figure", "VARCHAR", "name of the figure, as in the profile"),
    Column("value", "DOUBLE", "the figure; NULL where it is not reported"),
    Column("low", "DOUBLE", "least it can be, whichever way the doubtful cuts fall"),
    Column("high", "DOUBLE", "most it can be"),
    Column("frames", "DOUBLE", "the figure counted in frames, for figures in seconds"),
    Column("unit", "VARCHAR", "frames, seconds, count, per_minute, ratio, percent or seconds_per_shot"),
    Column("judged", "BOOLEAN", "whether profiles judge it by default"),
)

LISTS: dict[str, tuple[Column, ...]] = {
    "shots": SHOTS,
    "transitions": TRANSITIONS,
    "findings": FINDINGS,
    "rhythm": RHYTHM,
}
"""One row of a file holds one version; these are lists in it, stored as NAME_list, and a view each."""

STORED = (*IDENTITY, *VERSION, *FIGURES, *KEPT)


def views() -> dict[str, tuple[Column, ...]]:
    """Every view that may be queried, with its columns in order."""
    head = (*IDENTITY, *PLACE)
    whole = (*head, *VERSION, *ALIASES, *FIGURES)
    count = Column("versions", "BIGINT", "versions of the episode that are there")
    lists = {name: (*head, VERSION[0], *columns) for name, columns in LISTS.items()}
    return {"episodes": (*whole, count), "versions": whole, **lists}


def arrow_schema() -> pa.Schema:
    """The columns of a library's Parquet files."""
    import pyarrow as pa

    types: dict[str, pa.DataType] = {
        "VARCHAR": pa.string(),
        "BIGINT": pa.int64(),
        "DOUBLE": pa.float64(),
        "BOOLEAN": pa.bool_(),
        "TIMESTAMP": pa.timestamp("us"),
        "BLOB": pa.binary(),
    }
    fields = [pa.field(column.name, types[column.type]) for column in STORED]
    for name, columns in LISTS.items():
        item = pa.struct([pa.field(column.name, types[column.type]) for column in columns])
        fields.append(pa.field(f"{name}_list", pa.list_(item)))
    return pa.schema(fields)
