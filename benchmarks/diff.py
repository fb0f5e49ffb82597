"""Versions of a cut, rendered, inspected and compared: every change named to the frame, none invented.

``python -m benchmarks diff [NAME ...]``: thirty versions of a drawn episode.
``python -m benchmarks diff --held-out CLIPS [--truth FOLDER] [--seed N] [NAME ...]``: versions of each annotated clip,
what is changed and by how much drawn by lot.
``python -m benchmarks diff --same FOLDER``: every video against itself at half the size and a quarter of the bits.
Exit 0 where all are right and every comparison from the records took less than two processor seconds.
"""

from __future__ import annotations

import argparse
import contextlib
import re
import tempfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks import diff_same
from benchmarks.diff_drawing import Drawn, write
from benchmarks.diff_edit import Edit, Encoding, Footage, Key, Revision
from benchmarks.diff_footage import Filmed, episode_of
from benchmarks.diff_held_out import FEWEST, KINDS, SPARE, Lot
from benchmarks.diff_timing import Timed, timed
from benchmarks.diff_versions import benchmark_base, revisions
from timeline.model.difference import VersionDiff
from timeline.outputs import write_text
from timeline.suite.suite import load_folder
from timeline.suite.tables import markdown

ENOUGH = 2.0
"""Processor seconds for one comparison from the records."""
SLACK = 2
"""Frames by which the detector may see a mixture of real footage longer or shorter; everything else is exact."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """A version and what came of it: changes that were not named, and those that are none."""

    name: str
    missed: frozenset[Key]
    invented: frozenset[Key]
    timed: Timed

    @property
    def right(self) -> bool:
        """Whether every change was named and no other."""
        return not self.missed and not self.invented


def named(diff: VersionDiff) -> frozenset[Key]:
    """The changes of a comparison in the words of the truth."""
    countless = ("moved", "joined", "re-graded", "re-captioned")
    return frozenset(
        (
            f"{change.kind} {change.edge}".strip(),
            change.new if change.kind == "added" else change.old,
            None if change.kind in countless else change.frames,
        )
        for change in diff.changes
    )


def _settled(missed: frozenset[Key], invented: frozenset[Key], slack: int) -> tuple[frozenset[Key], frozenset[Key]]:
    """Without gradual transitions named with a length that is off by no more than ``slack`` frames."""
    pairs = {
        (one, other)
        for one in missed
        for other in invented
        if one[:2] == other[:2] and one[0] == "transition" and abs((one[2] or 0) - (other[2] or 0)) <= slack
    }
    return missed - {one for one, _ in pairs}, invented - {other for _, other in pairs}


def _parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(prog="python -m benchmarks diff", description=__doc__)
    made.add_argument("names", nargs="*", help="versions whose names begin so (default: all)")
    made.add_argument("--shots", type=int, default=16, help="shots of the drawn episode; 50 make 90 s")
    made.add_argument("--held-out", type=Path, metavar="CLIPS", help="cut episodes from these annotated clips")
    made.add_argument("--truth", type=Path, metavar="FOLDER", help="their truth (default: CLIPS, else ../truth)")
    made.add_argument("--seed", type=int, default=1, help="decides shots and amounts of --held-out")
    made.add_argument("--clip", nargs="+", default=[], metavar="CLIP", help="only these clips of --held-out")
    made.add_argument("--same", type=Path, metavar="FOLDER", help="compare videos with themselves encoded again")
    made.add_argument("--work", type=Path, metavar="FOLDER", help="keep what is rendered there")
    made.add_argument("--out", type=Path, metavar="FILE", help="write the table as Markdown")
    return made


def main(argv: list[str]) -> int:
    """Render, compare, print one line a version; 1 where any is wrong or a comparison takes too long.

    Raises:
        TimelineError: a folder, a truth file or a video is wrong.
    """
    options = _parser().parse_args(argv)
    with contextlib.ExitStack() as stack:
        work = options.work or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        work.mkdir(parents=True, exist_ok=True)
        if options.same:
            return _same(options, work)
        if options.held_out:
            results = list(_held_out(options, work))
        else:
            edit = benchmark_base(options.shots)
            results = list(_compared(_chosen(revisions(edit), options.names), edit, Drawn(), work))
    right = sum(result.right for result in results)
    slowest = max((result.timed.processor for result in results), default=0.0)
    print(f"{right} of {len(results)} right; slowest comparison from records {slowest:.2f} processor seconds")
    if options.out:
        write_text(options.out, table(results))
    return 0 if right == len(results) and slowest < ENOUGH else 1


def _same(options: argparse.Namespace, work: Path) -> int:
    found = diff_same.run(options.same, work)
    right = sum(each.right for each in found)
    print(f"{right} of {len(found)} are the same cut")
    if options.out:
        write_text(options.out, diff_same.table(found))
    return 0 if right == len(found) else 1


def _held_out(options: argparse.Namespace, work: Path) -> Iterator[Result]:
    for clip in load_folder(options.held_out, options.truth).clips:
        if options.clip and clip.name not in options.clip:
            continue
        footage = Filmed(clip)
        if len(footage.shots) < FEWEST + SPARE:
            print(f"       {clip.name}: too few long shots to cut an episode from", flush=True)
            continue
        base, spare = episode_of(footage, SPARE)
        seeds = [options.seed, zlib.crc32(clip.name.encode())]
        made = [
            kind(Lot(base=base, spare=spare, rng=np.random.default_rng([*seeds, n]))) for n, kind in enumerate(KINDS)
        ]
        yield from _compared(_chosen(made, options.names), base, footage, work, f"{clip.name} {options.seed} ", SLACK)


def _chosen(found: Iterable[Revision], names: Sequence[str]) -> list[Revision]:
    return [revision for revision in found if not names or revision.name.startswith(tuple(names))]


def _compared(
    chosen: Sequence[Revision], base: Edit, footage: Footage, work: Path, prefix: str = "", slack: int = 0
) -> Iterator[Result]:
    for revision in chosen:
        before = f"{prefix}base"
        if revision.base or revision.before != Encoding():
            before = f"{prefix}{revision.name} before"
        first = _written(before, revision.base or base, footage, revision.before, work)
        second = _written(f"{prefix}{revision.name}", revision.edit, footage, revision.encoding, work)
        yield _told(prefix, revision, timed(first, second), slack)


def _written(name: str, edit: Edit, footage: Footage, how: Encoding, work: Path) -> Path:
    path = work / (re.sub(r"[^\w.-]+", "-", name) + (".mp4" if how.codec == "libx264" else ".avi"))
    return path if path.exists() else write(edit, footage, how, path)


def _told(prefix: str, revision: Revision, answer: Timed, slack: int) -> Result:
    found = named(answer.diff)
    missed, invented = _settled(revision.expected - found, found - revision.expected, slack)
    made = Result(
        name=f"{prefix}{revision.name}",
        missed=missed,
        invented=invented,
        timed=answer,
    )
    print(f"{'right' if made.right else 'WRONG'}  {answer.processor:5.2f} s  {made.name}", flush=True)
    for words, keys in (("not named", made.missed), ("invented", made.invented)):
        for key in sorted(keys, key=str):
            print(f"       {words}: {key}")
    return made


def table(results: Sequence[Result]) -> str:
    """The results as a Markdown table."""
    return markdown(
        ("version", "changes named", "missed", "invented", "processor seconds"),
        [
            (
                result.name,
                len(named(result.timed.diff)) - len(result.invented),
                len(result.missed),
                len(result.invented),
                f"{result.timed.processor:.2f}",
            )
            for result in results
        ],
    )
