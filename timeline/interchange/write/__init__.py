"""Exporters: an inspection as a file that editing systems, spreadsheets and players open; one row each in a table."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

from timeline.errors import UsageError
from timeline.interchange.write.holds import ALL, Holds, check, fitted

if TYPE_CHECKING:
    from fractions import Fraction

    from timeline.interchange.write.planning import Marker, Wish
    from timeline.model.inspection import Inspection


@dataclass(frozen=True, slots=True, kw_only=True)
class Exporter:
    """One row of the table: what a format is called, how its files end, where its writer lies, what it holds.

    ``function`` is ``module:name`` below this package, loaded when first used; it takes a Plan and returns text, or
    bytes where ``binary``.
    """

    name: str
    title: str
    suffix: str
    function: str
    holds: Holds
    binary: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What goes into a file of format ``title``, what it lost, and the largest move in frames onto a constant rate."""

    title: str
    content: str | bytes
    lost: tuple[str, ...]
    moved: Fraction
    shots: int
    marks: int
    marks_only: bool = False

    @property
    def notes(self) -> list[str]:
        """What a reader must know of the file, a line each; empty where it holds everything."""
        lines = [f"lost in {self.title}: {', '.join(self.lost)}"] if self.lost else []
        if self.marks_only and not self.marks:
            lines.append(f"{self.title}: no markers, since there is no finding; a profile makes findings")
        if self.moved:
            lines.append(f"{self.title}: edit points moved onto the constant rate by at most {_two(self.moved)} frame")
        return lines


def _two(number: Fraction) -> str:
    """Two decimals, rounded up, so that what is said is never less than what is."""
    return f"{-(-number * 100 // 1) / 100:.2f}"


EXPORTERS = (
    Exporter(
        name="edl",
        title="CMX3600 EDL",
        suffix=".edl",
        function="edl:write",
        holds=Holds(drop=True, fastest=60, most_shots=999, joins=ALL, colours=True, confidence=True),
    ),
    Exporter(
        name="otio",
        title="OpenTimelineIO",
        suffix=".otio",
        function="otio:write",
        holds=Holds(
            drop=True, timed=False, joins=ALL, uneven=True, colours=True, lengths=True, confidence=True, sound=True
        ),
    ),
    Exporter(
        name="fcp7",
        title="FCP7 XML",
        suffix=".xml",
        function="fcp7:write",
        holds=Holds(drop=True, joins=ALL, colours=True, lengths=True, confidence=True, sound=True),
    ),
    Exporter(
        name="fcpxml",
        title="FCPXML",
        suffix=".fcpxml",
        function="fcpxml:write",
        holds=Holds(drop=True, timed=False, joins=ALL - {"wipe"}, uneven=True, confidence=True, sound=True),
    ),
    Exporter(
        name="aaf",
        title="AAF",
        suffix=".aaf",
        function="aaf:write",
        holds=Holds(drop=True, joins=ALL, uneven=True, colours=True, lengths=True, confidence=True, sound=True),
        binary=True,
    ),
    Exporter(
        name="csv",
        title="CSV for spreadsheets",
        suffix=".csv",
        function="sheets:write_csv",
        holds=Holds(drop=True, frames=False, rows=True, lengths=True, confidence=True),
    ),
    Exporter(
        name="tsv",
        title="TSV for spreadsheets",
        suffix=".tsv",
        function="sheets:write_tsv",
        holds=Holds(drop=True, frames=False, rows=True, lengths=True, confidence=True),
    ),
    Exporter(
        name="srt",
        title="SubRip captions",
        suffix=".srt",
        function="captions:write_srt",
        holds=Holds(shots=False, frames=False, lengths=True),
    ),
    Exporter(
        name="vtt",
        title="WebVTT captions",
        suffix=".vtt",
        function="captions:write_vtt",
        holds=Holds(shots=False, frames=False, lengths=True),
    ),
    Exporter(
        name="ffmetadata",
        title="FFmpeg chapters",
        suffix=".ffmetadata",
        function="chapters:write",
        holds=Holds(frames=False, rows=True, confidence=True, marks=False),
    ),
    Exporter(
        name="llc",
        title="LosslessCut project",
        suffix=".llc",
        function="losslesscut:write_project",
        holds=Holds(frames=False, rows=True, confidence=True, marks=False),
    ),
    Exporter(
        name="losslesscut-csv",
        title="LosslessCut CSV",
        suffix=".csv",
        function="losslesscut:write_csv",
        holds=Holds(frames=False, rows=True, confidence=True, marks=False),
    ),
    Exporter(
        name="resolve-markers",
        title="Resolve marker EDL",
        suffix=".edl",
        function="markers:write_resolve",
        holds=Holds(drop=True, shots=False, fastest=60, colours=True, lengths=True),
    ),
    Exporter(
        name="premiere-markers",
        title="Premiere marker CSV",
        suffix=".csv",
        function="markers:write_premiere",
        holds=Holds(drop=True, shots=False, fastest=60, lengths=True),
    ),
)


def exporter_for(name: str, *, format: str | None = None, marks_only: bool = False) -> Exporter:
    """Row for a file: the one called ``format``, else the first whose suffix the name has.

    ``marks_only``: among formats that hold nothing but marks.

    Raises:
        UsageError: no such format, or none with that suffix.
    """
    rows = [row for row in EXPORTERS if not (marks_only and row.holds.shots)]
    if format is not None:
        for row in rows:
            if row.name == format:
                return row
        raise UsageError(f"no format is called '{format}'; there are {', '.join(row.name for row in rows)}")
    for row in rows:
        if name.lower().endswith(row.suffix):
            return row
    known = ", ".join(dict.fromkeys(row.suffix for row in rows))
    raise UsageError(f"'{name}' says no format; files end in {known}" + ("" if marks_only else ", or give --format"))


def export(inspection: Inspection, row: Exporter, wish: Wish, *, marks: Marker | None = None) -> Written:
    """Write an inspection in one format; the path in its media must be absolute. ``marks``: others than its findings.

    Raises:
        UsageError: what was asked for contradicts itself, the file or the format.
    """
    from timeline.interchange.write.planning import plan_of

    if not row.holds.shots and wish.markers == "none":
        raise UsageError(f"{row.title} holds nothing but markers; leave out --markers none")
    planned = plan_of(inspection, wish, constant=row.holds.frames, marks=marks)
    check(planned.plan, row.holds, row.title)
    plan, lost = fitted(planned.plan, row.holds)
    module, name = row.function.split(":")
    call: Any = getattr(import_module(f"{__name__}.{module}"), name)
    general = planned.lost if row.holds.shots and not row.holds.rows else ()
    return Written(
        title=row.title,
        content=call(plan),
        lost=(*general, *lost),
        moved=planned.moved,
        shots=len(plan.clips),
        marks=len(plan.marks),
        marks_only=not row.holds.shots,
    )


__all__ = ["EXPORTERS", "Exporter", "Written", "export", "exporter_for"]
