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

from benchmarks import machine
from benchmarks.tables import markdown, to_json
from timeline.decode import Decoded, decode
from timeline.errors import InputError, UsageError
from timeline.kernels.pictures import PictureBatch
from timeline.model.notice import Notice
from timeline.outputs import write_text

NOT_CHECKED = "-"


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


def _clock_rate(rate: str) -> str:
    """A rate as the manifest writes it; FFmpeg's 0/0 says that none is stated."""
    return NOT_CHECKED if rate == "0/0" else str(Fraction(rate))


def _regularity(word: str) -> tuple[str, ...]:
    return {"yes": ("variable",), "no": ("constant", "rounded"), "rounded": ("rounded", "constant")}.get(word, ())


# column of the manifest -> (values that are right, value found)
_COLUMNS: dict[str, Callable[[str, Decoded], tuple[tuple[str, ...], str]]] = {
    "codec": lambda cell, found: ((cell,), found.media.codec),
    "frames": lambda cell, found: (tuple(cell.split("|")), str(found.media.frames)),
    "first_pts": lambda cell, found: ((cell,), str(found.clock.first_pts)),
    "last_pts": lambda cell, found: ((cell,), str(found.clock.pts(found.clock.frames - 1))),
    "time_base": lambda cell, found: ((str(Fraction(cell)),), str(found.media.time_base)),
    "rotated_size": lambda cell, found: ((cell,), f"{found.media.width}x{found.media.height}"),
    "display_size": lambda cell, found: ((cell,), f"{found.media.display_width}x{found.media.display_height}"),
    "avg_frame_rate": lambda cell, found: ((_clock_rate(cell),), str(found.media.rate)),
    "vfr": lambda cell, found: (_regularity(cell), found.media.vfr),
    "start_timecode": lambda cell, found: ((cell,), found.media.start_timecode.text or NOT_CHECKED),
}


def faults_of(row: dict[str, str], found: Decoded) -> Iterator[str]:
    """Compare a decoded file with its row of the manifest, column by column; a dash is not compared."""
    for column, read in _COLUMNS.items():
        cell = row[column]
        if cell == NOT_CHECKED and column != "start_timecode":
            continue
        right, value = read(cell, found)
        if right and NOT_CHECKED not in right[:1] and value not in right:
            yield f"{column} is {value}, not {' or '.join(right)}"
        elif column == "start_timecode" and cell == NOT_CHECKED and value != cell:
            yield f"start_timecode is {value}, not stated in the manifest"


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


def read_manifest(folder: Path) -> list[dict[str, str]]:
    """Rows of ``folder/manifest.tsv``.

    Raises:
        UsageError: the folder holds no such file, or it lacks a column.
    """
    path = folder / "manifest.tsv"
    if not path.is_file():
        raise UsageError(f"'{path}' does not exist; give a folder with a manifest.tsv")
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    missing = {"name", "verdict", "special", *_COLUMNS} - set(rows[0] if rows else ())
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
            item.frames if item.frames is not None else NOT_CHECKED,
            "; ".join(item.faults) or _short(item.found),
        )
        for item in outcomes
    ]
    passed = sum(not item.faults for item in outcomes)
    return markdown(("file", "", "verdict", "frames", "found"), rows) + f"\n{passed} of {len(outcomes)} pass\n"


def _short(text: str, longest: int = 160) -> str:
    return text if len(text) <= longest else text[: longest - 1] + "…"


def main(argv: list[str]) -> int:
    """Check a folder; 1 where a file fails."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks media", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--out", type=Path, help="folder for media.json and media.md")
    options = parser.parse_args(argv)
    outcomes = [
        check(
            row,
            next((p for p in (options.folder / "files" / row["name"],) if p.exists()), options.folder / row["name"]),
        )
        for row in read_manifest(options.folder)
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
