"""Edge: timeline files of editing systems, read as they are written and told as they are seen.

``read`` gives the file as written, ``as_written`` its facts, ``as_seen`` the Timeline that a viewer gets.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from timeline.errors import SequenceError

if TYPE_CHECKING:
    from timeline.interchange.seen import Seen
    from timeline.model.sequence import Sequence
    from timeline.model.written import Facts


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """One row of the table: what a format is called, how its files end, and where its reader lies.

    ``reader`` is ``module:name``, loaded when first used; it takes the path and an ``Ask`` and returns a Sequence.
    """

    name: str
    title: str
    suffixes: tuple[str, ...]
    reader: str


FORMATS = (
    Format(name="edl", title="CMX3600 EDL", suffixes=(".edl",), reader="timeline.interchange.edl:read"),
    Format(
        name="otio",
        title="OpenTimelineIO",
        suffixes=(".otio", ".otioz", ".otiod"),
        reader="timeline.interchange.otio:read",
    ),
    Format(name="fcp7", title="FCP7 XML", suffixes=(".xml", ".xmeml"), reader="timeline.interchange.fcp7:read"),
    Format(name="fcpxml", title="FCPXML", suffixes=(".fcpxml", ".fcpxmld"), reader="timeline.interchange.fcpxml:read"),
    Format(name="aaf", title="AAF", suffixes=(".aaf",), reader="timeline.interchange.aaf:read"),
)


def is_timeline(path: Path) -> bool:
    """Whether a file's name says that it is a timeline."""
    return any(path.name.lower().endswith(suffix) for row in FORMATS for suffix in row.suffixes)


def read(path: Path, rate: Fraction | None = None, *, sequence: str | None = None, strict: bool = False) -> Sequence:
    """Read a timeline file as it is written.

    ``rate``: frames a second, for formats that state none. ``sequence``: name of the one meant where a file holds
    several. ``strict``: refuse what a newer version of the format could mean otherwise.

    Raises:
        SequenceError: the file is none of a known kind, or cannot be read; the message names the line or place.
        UsageError: the file states no rate and none was given.
    """
    from timeline.interchange.reading import Ask

    row = format_of(path)
    module, name = row.reader.split(":")
    call: Any = getattr(import_module(module), name)
    found: Sequence = call(path, Ask(rate=rate, sequence=sequence, strict=strict))
    return found


def format_of(path: Path) -> Format:
    """Row of the table for a file: by its name, and for XML by its root element.

    Raises:
        SequenceError: no format has such files.
    """
    name = path.name.lower()
    found = [row for row in FORMATS if name.endswith(row.suffixes)]
    if not found:
        known = ", ".join(suffix for row in FORMATS for suffix in row.suffixes)
        raise SequenceError(f"'{path}' is no timeline file; they end in {known}")
    if found[0].name in ("fcp7", "fcpxml") and path.is_file():
        from timeline.interchange.markup import root_name

        sniffed = {"xmeml": "fcp7", "fcpxml": "fcpxml"}.get(root_name(path))
        return next((row for row in FORMATS if row.name == sniffed), found[0])
    return found[0]


def as_written(sequence: Sequence) -> Facts:
    """Facts of the main video track as the file has it."""
    from timeline.interchange.facts import facts_of

    return facts_of(sequence)


def as_seen(sequence: Sequence, *, keep_through_edits: bool = False) -> Seen:
    """The Timeline that a viewer gets, and what of it differs from the file as written."""
    from timeline.interchange.seen import see

    return see(sequence, keep_through_edits=keep_through_edits)
