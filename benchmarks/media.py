"""Checks what decoding finds in a folder of odd media files against the folder's manifest.

``python -m benchmarks media FOLDER [--out DIR]``: ``FOLDER/manifest.tsv`` names the files, which lie in
``FOLDER/files`` or in ``FOLDER``, and says what a right reader finds in each.
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from fractions import Fraction
from pathlib import Path

from timeline.decode import Decoded, decode
from timeline.errors import InputError, UsageError
from timeline.kernels.pictures import PictureBatch
from timeline.model.notice import Notice
from timeline.outputs import write_text
from timeline.suite import machine
from timeline.suite.tables import markdown, to_json

NOT_STATED = "-"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How one file fared: what was expected, what was found, and why it fails (empty where it does not)."""

    name: str
    special: str
    expected: str
    found: str
    frames: int | None
    notices: tuple[Notice, ...]
    faults: tuple[str, ...]


class _Counter:
    """Counts the pictures that a sink gets and sees that none is left out."""

    def __init__(self, _: object) -> None:
        self.frames = 0
        self.gap = False

    def push(self, batch: PictureBatch) -> None:
        """Count a batch."""
        self.gap |= batch.first != self.frames
        self.frames += batch.frames


def _rate(cell: str) -> tuple[str, ...]:
    return () if cell == "0/0" else (str(Fraction(cell)),)  # FFmpeg's 0/0 says that none is stated


def _regularity(cell: str) -> tuple[str, ...]:
    return {"yes": ("variable",), "no": ("constant", "rounded"), "rounded": ("rounded", "constant")}.get(cell, ())


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of the manifest: which values its cell calls right (none: anything is), and how the value is read."""

    right: Callable[[str], tuple[str, ...]]
    found: Callable[[Decoded], str]


def _same(cell: str) -> tuple[str, ...]:
    return (cell,)


# Columns of a manifest that are held against what decoding finds.
COLUMNS = {
    "codec": Column(right=_same, found=lambda it: it.media.codec),
    "frames": Column(right=lambda cell: tuple(cell.split("|")), found=lambda it: str(it.media.frames)),
    "first_pts": Column(right=_same, found=lambda it: str(it.clock.first_pts)),
    "last_pts": Column(right=_same, found=lambda it: str(it.clock.pts(it.clock.frames - 1))),
    "time_base": Column(right=_same, found=lambda it: str(it.media.time_base)),
    "rotated_size": Column(right=_same, found=lambda it: f"{it.media.width}x{it.media.height}"),
    "display_size": Column(right=_same, found=lambda it: f"{it.media.display_width}x{it.media.display_height}"),
    "avg_frame_rate": Column(right=_rate, found=lambda it: str(it.media.rate)),
    "vfr": Column(right=_regularity, found=lambda it: it.media.vfr),
    "start_timecode": Column(right=_same, found=lambda it: it.media.start_timecode.text or NOT_STATED),
}


def faults_of(row: dict[str, str], found: Decoded) -> Iterator[str]:
    """Compare a decoded file with its row of the manifest, column by column.

    A dash is not compared, but for the start timecode, where it says that the file states none.
    """
    for name, column in COLUMNS.items():
        cell = row[name]
        right = column.right(cell) if cell != NOT_STATED or name == "start_timecode" else ()
        value = column.found(found)
        if right and value not in right:
            yield f"{name} is {value}, not {' or '.join(right)}"


def check(row: dict[str, str], path: Path) -> Outcome:
    """Decode one file and judge it by its verdict: inspect, warn, refuse or either."""
    verdict, faults = row["verdict"], list[str]()
    try:
        found, counted = decode(path, _Counter)
    except InputError as error:
        words = str(error)
        if verdict == "inspect":
            faults.append("refused")
        if not words or "\n" in words:
            faults.append("the refusal is not one line of words")
        return _outcome(row, f"refused: {words}", None, (), faults)
    except Exception as error:  # whatever else comes out is a defect of the reader, and the table goes on
        return _outcome(row, f"{type(error).__name__}: {error}", None, (), [f"{type(error).__name__} raised"])
    if counted.gap or counted.frames != found.media.frames:
        faults.append(f"the sink got {counted.frames} pictures for {found.media.frames} frames")
    if verdict == "refuse":
        faults.append("inspected, should be refused")
    else:
        faults += [] if verdict == "either" else faults_of(row, found)
    if verdict == "warn" and not found.notices:
        faults.append("nothing warns")
    said = "; ".join(notice.message for notice in found.notices)
    return _outcome(
        row, f"inspected{' with warnings: ' + said if said else ''}", found.media.frames, found.notices, faults
    )


def _outcome(
    row: dict[str, str], found: str, frames: int | None, notices: tuple[Notice, ...], faults: list[str]
) -> Outcome:
    return Outcome(
        name=row["name"],
        special=row["special"],
        expected=row["verdict"],
        found=found,
        frames=frames,
        notices=notices,
        faults=tuple(faults),
    )


def read_rows(folder: Path, columns: set[str]) -> list[dict[str, str]]:
    """Rows of ``folder/manifest.tsv``, which has these columns.

    Raises:
        UsageError: the folder holds no such file, or it lacks a column.
    """
    path = folder / "manifest.tsv"
    if not path.is_file():
        raise UsageError(f"'{path}' does not exist; give a folder with a manifest.tsv")
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    missing = columns - set(rows[0] if rows else ())
    if missing:
        raise UsageError(f"'{path}' lacks the columns {', '.join(sorted(missing))}")
    return rows


def table(outcomes: Sequence[Outcome]) -> str:
    """Every file with pass or fail, and why."""
    rows = [
        (
            item.name,
            "FAIL" if item.faults else "pass",
            item.expected,
            item.frames if item.frames is not None else NOT_STATED,
            "; ".join(item.faults) or short(item.found),
        )
        for item in outcomes
    ]
    passed = sum(not item.faults for item in outcomes)
    return markdown(("file", "", "verdict", "frames", "found"), rows) + f"\n{passed} of {len(outcomes)} pass\n"


def short(text: str, longest: int = 160) -> str:
    """Text cut to a table's width."""
    return text if len(text) <= longest else text[: longest - 1] + "…"


def locate(folder: Path, name: str) -> Path:
    """Where a file of the manifest lies: in ``files`` or in the folder itself."""
    below = folder / "files" / name
    return below if below.exists() else folder / name


def main(argv: list[str]) -> int:
    """Check a folder; 1 where a file fails."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks media", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--out", type=Path, help="folder for media.json and media.md")
    options = parser.parse_args(argv)
    outcomes = [
        check(row, locate(options.folder, row["name"]))
        for row in read_rows(options.folder, {"name", "verdict", "special", *COLUMNS})
    ]
    text = table(outcomes)
    print(text, end="")
    if options.out:
        made_on = machine.facts()
        write_text(
            options.out / "media.json", to_json({"made_on": made_on, "files": [asdict(item) for item in outcomes]})
        )
        write_text(options.out / "media.md", f"{text}\n{machine.told(made_on)}\n")
    return int(any(item.faults for item in outcomes))
