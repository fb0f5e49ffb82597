"""Reads AAF through OpenTimelineIO's adapter and pyaaf2.

otio-aaf-adapter 2.0.0 prints what it cannot resolve to the terminal, keeps rates as decimals, says nothing of
drop-frame, calls every transition a dissolve and can make an item shorter than nothing where two transitions overlap;
these are caught, read beside it, or named here.
"""

from __future__ import annotations

import contextlib
import io
import logging
import sys
import traceback
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aaf2
import aaf2.components
import opentimelineio as otio

from timeline.errors import SequenceError
from timeline.interchange.composition import sequence_of, timelines_in
from timeline.interchange.dialect import NO_LINKER, Dialect
from timeline.interchange.reading import Ask, Log, exact_rate, one_line
from timeline.interchange.transitions import kind_of
from timeline.model.edit import Kind
from timeline.model.sequence import Sequence
from timeline.timecode import can_drop

# pyaaf2 logs to the root logger, and so to everybody's terminal; it gets one of its own.
LOGGER = logging.getLogger("timeline.interchange.aaf")
LOGGER.propagate = False
LOGGER.addHandler(logging.NullHandler())
for _name, _module in list(sys.modules.items()):
    if _name.partition(".")[0] == "aaf2" and getattr(_module, "logging", None) is logging:
        _module.logging = LOGGER  # type: ignore[attr-defined]  # a module's own name, which no stub knows
SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Embedded sound and picture are not read, but the container's own tables grow with it.
MOST_BYTES = 4 * 2**30


def read(path: Path, ask: Ask) -> Sequence:
    """Read one file.

    Raises:
        SequenceError: no AAF, a truncated one, or no composition with picture in it.
    """
    _check(path)
    log = Log()
    try:
        with _listening(log):
            found = otio.adapters.read_from_file(str(path), "AAF", media_linker_name=NO_LINKER)
    except RecursionError as error:
        raise SequenceError(f"'{path}' is nested deeper than any timeline") from error
    except otio.exceptions.OTIOError as error:
        raise SequenceError(f"'{path}' holds what the AAF adapter cannot read: {one_line(error)}") from error
    except Exception as error:  # the container library raises whatever a damaged table leads it to
        _close(error)
        what = "is damaged or cut short: the tables inside lead nowhere"
        raise SequenceError(f"'{path}' {what} ({type(error).__name__}: {one_line(error)})") from error
    return sequence_of(timelines_in(found), path, ask, log, Aaf(title="AAF", path=path))


@contextlib.contextmanager
def _listening(log: Log) -> Iterator[None]:
    """Take what the adapter prints and logs for the terminal as oddities."""
    said, heard = io.StringIO(), io.StringIO()
    handler = logging.StreamHandler(heard)
    LOGGER.addHandler(handler)
    try:
        with contextlib.redirect_stdout(said):
            yield
    finally:
        LOGGER.removeHandler(handler)
    for line in dict.fromkeys(said.getvalue().splitlines() + heard.getvalue().splitlines()):
        log.note("unresolved", f"the AAF library says: {line.strip()[:200]}")


def _drops(path: Path, name: str) -> bool | None:
    """Whether the timecode of a composition is drop-frame, which the adapter does not say; ``None`` where none says."""
    with aaf2.open(str(path)) as file:
        for mob in file.content.compositionmobs():
            for slot in mob.slots if (mob.name or "") == name else ():
                for part in _parts(slot.segment):
                    if isinstance(part, aaf2.components.Timecode):
                        return bool(part["Drop"].value)
    return None


def _parts(segment: Any) -> list[Any]:
    return list(segment.components) if isinstance(segment, aaf2.components.Sequence) else [segment]


def _close(error: Exception) -> None:
    """Close the file that the container library leaves open where its tables cannot be read."""
    for frame, _ in traceback.walk_tb(error.__traceback__):
        left = getattr(frame.f_locals.get("self"), "f", None)
        if isinstance(left, io.IOBase):
            left.close()


def _check(path: Path) -> None:
    """Refuse what is no structured-storage file before its tables are followed."""
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(8)
    except OSError as error:
        raise SequenceError(f"'{path}' cannot be read: {error.strerror or error}") from error
    if head != SIGNATURE:
        raise SequenceError(f"'{path}' is no AAF: it does not begin as one")
    if size > MOST_BYTES:
        raise SequenceError(f"'{path}' is over {MOST_BYTES // 2**30} GB; export the AAF with linked media")


@dataclass(slots=True, kw_only=True)
class Aaf(Dialect):
    """AAF as the adapter leaves it; the file is asked once more only where its rate has drop-frame."""

    path: Path
    nests_in_clips: bool = True
    overlapping: bool = True

    def facts(self, timeline: Any) -> tuple[bool | None, int, int]:
        """Whether timecode is drop-frame."""
        start = timeline.global_start_time
        if start is None or not can_drop(exact_rate(start.rate)):
            return None if start is None else False, 0, 0
        try:
            with _listening(Log()):  # it said so when it was read
                return _drops(self.path, timeline.name or ""), 0, 0
        except Exception:  # the container library raises whatever a damaged table leads it to
            return None, 0, 0

    def kind(self, transition: Any) -> Kind:
        """Kind by the name of the operation behind it."""
        operation = transition.metadata.get("AAF", {}).get("OperationGroup", {}).get("Operation", {})
        return kind_of(str(operation.get("Name") or ""), Kind.DISSOLVE)
