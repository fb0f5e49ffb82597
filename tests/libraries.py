"""Small libraries for tests, written by the library's own writer."""

from __future__ import annotations

import dataclasses
import hashlib
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from tests.documents import small_inspection
from timeline.catalogue import Layout, create
from timeline.catalogue.files import put_row
from timeline.catalogue.layout import working_folder
from timeline.catalogue.rows import row_of
from timeline.model.episode import Episode
from timeline.model.inspection import Inspection

BEGAN = datetime(2026, 3, 1, 12)


def content(number: int) -> str:
    """The digest of a file that is not there."""
    return hashlib.sha256(str(number).encode()).hexdigest()


def episode(number: int = 1, *, series: str = "Night Bus", season: int = 1) -> Episode:
    """An episode of the usual series."""
    return Episode(series=series, season=season, number=number)


def row(number: int, which: Episode, *, minutes: int = 0, inspection: Inspection | None = None) -> dict[str, Any]:
    """A row of content ``number``, added so many minutes after the first."""
    made = inspection or small_inspection()
    made = dataclasses.replace(made, content_id=content(number))
    return row_of(
        made,
        which,
        path=f"/footage/{number}.mp4",
        modified_ns=number,
        stored="r0",
        added=BEGAN + timedelta(minutes=minutes),
    )


def library(folder: Path, *rows: dict[str, Any]) -> Layout:
    """A library of these rows."""
    layout = create(folder)
    put(layout, *rows)
    return layout


def put(layout: Layout, *rows: dict[str, Any]) -> None:
    """Add rows."""
    with working_folder(layout) as working:
        for each in rows:
            put_row(layout, working, each)
