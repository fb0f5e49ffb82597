"""Taking versions out of a library, merging its files, and checking that all of it is whole."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from timeline.catalogue import open_library
from timeline.catalogue.checking import Checked, Complaint, check
from timeline.catalogue.files import put_removed
from timeline.catalogue.layout import find, sweep, working_folder
from timeline.catalogue.packing import pack, prune
from timeline.cataloguing.contents import choose
from timeline.library.record import VERSION, Record, StaleRecord
from timeline.render.text import clean

if TYPE_CHECKING:
    from rich.console import Console


def remove(
    folder: Path, series: str, season: int | None, episode: int | None, version: int | None, console: Console
) -> None:
    """Take versions out and say which.

    Raises:
        LibraryError: the folder is no library, or holds no such version.
        OutputError: it cannot be written.
    """
    with open_library(folder) as library:
        chosen = choose(library, series, season, episode, version)
        for each in chosen:
            put_removed(library.layout, each.content_id)
            console.print(f"removed {clean(str(each))}", markup=False, highlight=False, soft_wrap=True)


def compact(folder: Path, console: Console) -> None:
    """Merge all small files, drop the rows of removed versions, and delete what was replaced long enough ago.

    Raises:
        LibraryError: the folder is no library.
        OutputError: it cannot be written.
    """
    layout = find(folder)
    sweep(layout)
    with working_folder(layout) as working:
        merged = pack(layout, working, everything=True)
    console.print(f"{merged} files merged" if merged else "nothing to merge", markup=False, highlight=False)


def verify(folder: Path, console: Console, tell: Callable[[int], None]) -> int:
    """Read everything a library holds and show what is wrong; 1 where anything needs doing. ``tell``: versions so far.

    Raises:
        LibraryError: the folder is no library.
    """
    layout = find(folder)
    swept = sweep(layout)
    prune(layout)
    versions, wrong, spare = 0, 0, 0
    for found in check(layout, _look, VERSION):
        versions += isinstance(found, Checked)
        complaint = found.complaint if isinstance(found, Checked) else found
        if complaint is not None:
            _say(complaint, console)
            spare += complaint.fault == "left over"
            wrong += complaint.fault != "left over"
        tell(versions)
    if swept:
        console.print(f"swept away what {swept} interrupted processes left", markup=False, highlight=False)
    verdict = f"{wrong} to see to" if wrong else "all whole"
    extra = f", {spare} left over" if spare else ""
    console.print(f"{versions} versions, their documents and records: {verdict}{extra}", markup=False, highlight=False)
    return 1 if wrong else 0


def _say(complaint: Complaint, console: Console) -> None:
    line = f"{complaint.fault}: {complaint.file}: {complaint.what}; {complaint.remedy}"
    console.print(clean(line), markup=False, highlight=False, soft_wrap=True)


def _look(path: Path, content: str) -> str:
    """What is wrong with a record, every byte of it read against its checksum."""
    try:
        record = Record(path)
    except StaleRecord as error:
        return str(error) or "it is damaged"
    record.close()
    return "" if record.header.content_id == content else "it is of another content"
