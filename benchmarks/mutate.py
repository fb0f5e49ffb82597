"""Reads thousands of damaged timelines in a process of its own: no traceback, no hang, little memory.

``python -m benchmarks mutate [FOLDER] [--format X] [--count N] [--out DIR]``: seeds are the timelines in FOLDER, or
small ones by hand; of each format N files are damaged, always the same ones, and read as ``timeline inspect`` reads.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import select
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks import seeds
from benchmarks.damage import damaged
from timeline.errors import TimelineError, UsageError
from timeline.interchange import FORMATS, format_of, is_timeline
from timeline.outputs import write_text
from timeline.suite import machine
from timeline.suite.tables import markdown, to_json

LONGEST = 5.0
"""Seconds of processor time that one file may take."""
SILENCE = 60.0
"""Seconds without a word after which the reading process is taken to hang, however busy the machine."""
MOST_MEMORY = 300
"""Megabytes that the reading process may ever hold."""
COMMAND = (sys.executable, "-m", "benchmarks.mutate")
CEILING = 4 * 2**30
"""Bytes of address space after which the reading process is refused more, so that a defect harms only itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """A damaged file that was not read or refused in words: which, and what happened."""

    seed: str
    number: int
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """What became of the damaged files of one format; ``slowest`` in processor seconds, ``peak`` in megabytes."""

    format: str
    read: int
    refused: int
    slowest: float
    peak: int
    faults: tuple[Fault, ...]

    @property
    def passes(self) -> bool:
        """Whether every file was read or refused in words, in time, within the memory allowed."""
        return not self.faults and self.slowest <= LONGEST and self.peak <= MOST_MEMORY


def worker(seed_files: Sequence[Path], first: int, count: int) -> None:
    """Read damaged files ``first`` to ``count`` and print one line of JSON for each; runs in the child process."""
    from fractions import Fraction

    from timeline.model import wire
    from timeline.sequences import Ask, inspect_sequence

    contents = [path.read_bytes() for path in seed_files]
    with tempfile.TemporaryDirectory() as folder:
        for number in range(first, count):
            seed = seed_files[number % len(seed_files)]
            target = Path(folder) / f"damaged{seed.suffix}"
            target.write_bytes(damaged(contents[number % len(seed_files)], seed.suffix, number))
            began, what = time.process_time(), "read"
            try:
                wire.dumps(inspect_sequence(target, Ask(rate=Fraction(25))))
            except TimelineError as error:
                what = "refused" if str(error) and "\n" not in str(error) else "a refusal that is not one line"
            except BaseException as error:  # what the table is there to find
                what = f"{type(error).__name__}: {error}"[:300]
            print(json.dumps([number, what, time.process_time() - began, _peak()]), flush=True)


def _peak() -> int:
    """The most memory that this program has held, in megabytes; Linux keeps what its parent held in ru_maxrss."""
    status = Path("/proc/self/status")
    if status.exists():
        return next(int(line.split()[1]) // 1024 for line in status.read_text().splitlines() if "VmHWM" in line)
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def run(name: str, seed_files: Sequence[Path], count: int) -> Tally:
    """Have every damaged file of a format read; a process that hangs or dies is named and another one goes on."""
    told: Counter[str] = Counter()
    faults, slowest, peak, at = list[Fault](), 0.0, 0, 0
    while at < count:
        for number, what, seconds, memory in _lines(seed_files, at, count):
            if number < at:  # nothing came within the time allowed, or the process is gone
                faults.append(Fault(seed=seed_files[at % len(seed_files)].name, number=at, what=what))
                at += 1
                break
            at, slowest, peak = number + 1, max(slowest, seconds), max(peak, memory)
            told[what] += what in ("read", "refused")
            if what not in ("read", "refused"):
                faults.append(Fault(seed=seed_files[number % len(seed_files)].name, number=number, what=what))
    return Tally(
        format=name,
        read=told["read"],
        refused=told["refused"],
        slowest=round(slowest, 2),
        peak=peak,
        faults=tuple(faults),
    )


def _lines(seed_files: Sequence[Path], first: int, count: int) -> Iterator[tuple[int, str, float, int]]:
    """What the child says of each file; ``-1`` where it says nothing for too long, or is gone before the last."""
    command = [*COMMAND, str(first), str(count), *map(str, seed_files)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, preexec_fn=_limited) as child:
        assert child.stdout is not None
        done = first
        try:
            while done < count:
                ready, _, _ = select.select([child.stdout], [], [], SILENCE)
                line = child.stdout.readline() if ready else b""
                if not line:
                    yield -1, _end(child, hung=not ready), 0.0, 0
                    return
                number, what, seconds, memory = json.loads(line)
                done = number + 1
                yield number, what, seconds, memory
        finally:
            child.kill()


def _end(child: subprocess.Popen[bytes], *, hung: bool) -> str:
    if hung:
        return f"nothing for {SILENCE:g} s"
    said = child.stderr.read().decode("utf-8", "replace").strip().splitlines() if child.stderr else []
    return f"the process ended with {child.wait()}: {said[-1] if said else 'no word'}"


def _limited() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (CEILING, CEILING))
    os.nice(5)


def seeds_of(folder: Path | None, scratch: Path) -> dict[str, list[Path]]:
    """Seeds by format: the timelines that can be read in a folder, or those by hand.

    Raises:
        UsageError: the folder holds no timeline.
    """
    if folder is None:
        return {name: [seeds.write_seed(name, scratch)] for name in seeds.SEEDS}
    found: dict[str, list[Path]] = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file() and is_timeline(path):
            found.setdefault(format_of(path).name, []).append(path)
    if not found:
        raise UsageError(f"'{folder}' holds no timeline")
    return found


def table(tallies: Sequence[Tally]) -> str:
    """One row a format, then every fault."""
    head = ("format", "", "read", "refused", "faults", "slowest CPU s", "peak MB")
    rows = [
        (t.format, "pass" if t.passes else "FAIL", t.read, t.refused, len(t.faults), f"{t.slowest:.2f}", t.peak)
        for t in tallies
    ]
    lines = [f"{t.format} {f.seed} {f.number}: {f.what}" for t in tallies for f in t.faults]
    return markdown(head, rows) + "".join(f"\n{line}" for line in lines) + "\n"


def main(argv: list[str]) -> int:
    """Damage and read; 1 where a file is not read or refused in words, in time and within memory."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks mutate", description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", help="timelines to damage; without it small ones by hand")
    parser.add_argument("--format", choices=[row.name for row in FORMATS], help="only this format")
    parser.add_argument("--count", type=int, default=2000, help="damaged files a format")
    parser.add_argument("--out", type=Path, help="folder for mutate.json and mutate.md")
    options = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as scratch:
        found = seeds_of(options.folder, Path(scratch))
        tallies = [run(name, files, options.count) for name, files in found.items() if options.format in (None, name)]
    text = table(tallies)
    print(text, end="")
    if options.out:
        made_on = machine.facts()
        write_text(options.out / "mutate.json", to_json({"made_on": made_on, "tallies": [asdict(t) for t in tallies]}))
        write_text(options.out / "mutate.md", f"{text}\n{machine.told(made_on)}\n")
    return int(not all(tally.passes for tally in tallies))


if __name__ == "__main__":
    worker([Path(name) for name in sys.argv[3:]], int(sys.argv[1]), int(sys.argv[2]))
