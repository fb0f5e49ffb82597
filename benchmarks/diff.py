"""Thirty versions of a drawn episode, rendered, inspected and compared: every change named to the frame, none invented.

``python -m benchmarks diff [--shots N] [--work FOLDER] [NAME ...]``: exit 0 where all are right and two episodes are
compared from their records in time.
"""

from __future__ import annotations

import argparse
import contextlib
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.diff_versions import Key, Revision, benchmark_base, revisions, write
from timeline.differing.compare import Question, differ
from timeline.model.difference import VersionDiff
from timeline.pipeline import Progress

ENOUGH = 2.0
"""Seconds for one comparison from the records."""


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


def main(argv: list[str]) -> int:
    """Render, compare, print one line a version; 1 where any is wrong or a comparison takes too long."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks diff", description=__doc__)
    parser.add_argument("names", nargs="*", help="versions whose names begin so (default: all)")
    parser.add_argument("--shots", type=int, default=16, help="shots of the episode before an insert is put in")
    parser.add_argument("--work", type=Path, help="folder to keep the rendered versions in")
    options = parser.parse_args(argv)
    with contextlib.ExitStack() as stack:
        folder = options.work or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        folder.mkdir(parents=True, exist_ok=True)
        edit = benchmark_base(options.shots)
        base = _rendered(Revision(name="base", edit=edit, expected=frozenset()), folder)
        chosen = [r for r in revisions(edit) if not options.names or r.name.startswith(tuple(options.names))]
        results = [_one(base, revision, folder) for revision in chosen]
    right, slowest = sum(ok for ok, _ in results), max(seconds for _, seconds in results)
    print(f"{right} of {len(results)} right; slowest comparison from records {slowest:.2f} s")
    return 0 if right == len(results) and slowest < ENOUGH else 1


def _rendered(revision: Revision, folder: Path) -> Path:
    suffix = ".mp4" if revision.encoding.codec == "libx264" else ".avi"
    path = folder / f"{revision.name.replace(' ', '-').replace(',', '')}{suffix}"
    return path if path.exists() else write(revision, path)


def _one(base: Path, revision: Revision, folder: Path) -> tuple[bool, float]:
    question = Question(before=base, after=_rendered(revision, folder))
    with differ(question, _silent):
        pass  # makes both records; what is timed below starts from them
    began = time.perf_counter()
    with differ(question, _silent) as answer:
        seconds = time.perf_counter() - began
        found = named(answer.diff)
    right = found == revision.expected
    print(f"{'right' if right else 'WRONG'}  {seconds:5.2f} s  {revision.name}", flush=True)
    for words, keys in (("not named", revision.expected - found), ("invented", found - revision.expected)):
        for key in sorted(keys, key=str):
            print(f"       {words}: {key}")
    return right, seconds


@contextlib.contextmanager
def _silent(_: str) -> Iterator[Progress]:
    yield lambda done, expected: None
