"""Reads a folder of timelines from other hands and holds what is read, as written, against the folder's manifest.

``python -m benchmarks interchange FOLDER [--out DIR]``: ``FOLDER/manifest.tsv`` names the files, which lie in
``FOLDER/files`` or in ``FOLDER``, and says what a right reader finds on the main video track of each.
"""

from __future__ import annotations

import argparse
import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from fractions import Fraction
from pathlib import Path

from benchmarks.media import NOT_STATED, locate, read_rows, short
from timeline.errors import TimecodeError, TimelineError
from timeline.interchange import as_written, read
from timeline.model.sequence import Oddity
from timeline.model.written import Facts
from timeline.outputs import write_text
from timeline.suite import machine
from timeline.suite.tables import markdown, to_json
from timeline.timebase import parse_rate

COUNTS = {"clips_v1": "clips", "gaps_v1": "gaps", "transitions": "transitions", "edit_points": "edit_points"}
COLUMNS = {"name", "rate", "drop_frame", *COUNTS, "frames", "start_tc", "verdict", "special"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How one file fared at one rate: what was expected, what was found, how long it took, and why it fails."""

    name: str
    rate: str
    verdict: str
    found: str
    seconds: float
    faults: tuple[str, ...]


def rates_of(row: dict[str, str]) -> list[Fraction | None]:
    """Rates to read a file at: those that the row names for a list, which states none; other formats state theirs."""
    if not row["name"].lower().endswith(".edl"):
        return [None]
    found = re.findall(r"\d+(?:/\d+|\.\d+)?", row["rate"])
    return [parse_rate(text) for text in found] or [None]


def check(row: dict[str, str], path: Path, rate: Fraction | None) -> Outcome:
    """Read one file and judge it by its verdict: read, warn or refuse."""
    began, verdict = time.perf_counter(), row["verdict"]
    try:
        sequence = read(path, rate, strict=True)
        facts = as_written(sequence)
    except TimelineError as error:
        words = str(error)
        faults = ["refused"] if verdict == "read" else []
        faults += [] if words and "\n" not in words else ["the refusal is not one line of words"]
        if verdict == "warn" and not re.search(r"\bline\b|\[\d+\]", words):
            faults.append("the refusal names no line")
        return _outcome(row, rate, f"refused: {words}", began, faults)
    except Exception as error:  # whatever else comes out is a defect of the reader, and the table goes on
        return _outcome(row, rate, f"{type(error).__name__}: {error}", began, [f"{type(error).__name__} raised"])
    faults = list(faults_of(row, facts, rate))
    if verdict == "refuse":
        faults.append("read, should be refused")
    if verdict == "warn" and not sequence.oddities:
        faults.append("no oddity is named")
    return _outcome(row, rate, f"{told(facts)}{_odd(sequence.oddities)}", began, faults)


def faults_of(row: dict[str, str], facts: Facts, rate: Fraction | None) -> Iterator[str]:
    """Compare what was read with its row, column by column; a dash is not compared."""
    for column, name in COUNTS.items():
        if row[column] != NOT_STATED and int(row[column]) != getattr(facts, name):
            yield f"{column} is {getattr(facts, name)}, not {row[column]}"
    if (lengths := _lengths(row["frames"], rate)) and round(facts.frames, 2) not in lengths:
        yield f"frames is {float(facts.frames):g}, not {row['frames']}"
    if row["start_tc"] != NOT_STATED and row["start_tc"] != facts.start:
        yield f"start_tc is {facts.start}, not {row['start_tc']}"
    if row["drop_frame"].upper() in ("NO", "NDF", "YES", "DF") and bool(facts.drop) != (
        row["drop_frame"].upper() in ("YES", "DF")
    ):
        yield f"drop_frame is {facts.drop}, not {row['drop_frame']}"
    stated = _stated(row["rate"])
    if rate is None and stated is not None and stated != facts.rate:
        yield f"rate is {facts.rate}, not {row['rate']}"


def _lengths(cell: str, rate: Fraction | None) -> set[Fraction]:
    """Frames that a cell calls right: ``241 at 24, 251 at 25``, ``264 and 1770``, ``321.54 (not whole)``."""
    pairs = re.findall(r"(\d+(?:\.\d+)?) at (\d+(?:\.\d+)?)", cell)
    if pairs:
        return {Fraction(frames) for frames, at in pairs if parse_rate(at) == rate}
    return {Fraction(text) for text in re.findall(r"\d+(?:\.\d+)?", cell)}


def _stated(cell: str) -> Fraction | None:
    try:
        return parse_rate(cell)
    except TimecodeError:
        return None


def told(facts: Facts) -> str:
    """What was read, on one line."""
    items = f"{facts.clips} clips, {facts.nested} nested, {facts.gaps} gaps, {facts.transitions} transitions"
    frames = f"{float(facts.frames):g} frames at {float(facts.rate):.6g} from {facts.start}"
    return f"{items}, {facts.edit_points} edit points, {frames}"


def _odd(oddities: Sequence[Oddity]) -> str:
    return f"; {len(oddities)} oddities: {oddities[0].where} {oddities[0].message}" if oddities else ""


def _outcome(row: dict[str, str], rate: Fraction | None, found: str, began: float, faults: list[str]) -> Outcome:
    return Outcome(
        name=row["name"],
        rate=NOT_STATED if rate is None else f"{float(rate):.6g}",
        verdict=row["verdict"],
        found=found,
        seconds=round(time.perf_counter() - began, 3),
        faults=tuple(faults),
    )


def table(outcomes: Sequence[Outcome]) -> str:
    """Every file with pass or fail, and why."""
    rows = [
        (
            item.name,
            "FAIL" if item.faults else "pass",
            item.verdict,
            item.rate,
            f"{item.seconds:.2f}",
            "; ".join(item.faults) or short(item.found),
        )
        for item in outcomes
    ]
    names = {item.name for item in outcomes}
    failed = {item.name for item in outcomes if item.faults}
    head = ("file", "", "verdict", "rate", "s", "found")
    return markdown(head, rows) + f"\n{len(names) - len(failed)} of {len(names)} timelines pass\n"


def main(argv: list[str]) -> int:
    """Check a folder; 1 where a file fails."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks interchange", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--out", type=Path, help="folder for interchange.json and interchange.md")
    options = parser.parse_args(argv)
    rows = read_rows(options.folder, COLUMNS)
    outcomes = [check(row, locate(options.folder, row["name"]), rate) for row in rows for rate in rates_of(row)]
    text = table(outcomes)
    print(text, end="")
    if options.out:
        made_on = machine.facts()
        document = {"made_on": made_on, "files": [asdict(item) for item in outcomes]}
        write_text(options.out / "interchange.json", to_json(document))
        write_text(options.out / "interchange.md", f"{text}\n{machine.told(made_on)}\n")
    return int(any(item.faults for item in outcomes))
