"""Measures the library: its growth, what kills do to it, and how fast episodes go in.

``python -m benchmarks library`` fills one to 100,000 versions; with ``--kills N`` it kills additions instead, with
``--throughput`` it adds full-size episodes against bare decodes.
"""

from __future__ import annotations

import argparse
import os
from pathlib import Path

import platformdirs

from timeline.outputs import write_text
from timeline.suite.tables import to_json


def parser() -> argparse.ArgumentParser:
    """The command's arguments."""
    made = argparse.ArgumentParser(prog="python -m benchmarks library", description=__doc__)
    made.add_argument("--count", type=int, default=100_000, help="growth: versions in the end")
    made.add_argument("--folder", type=Path, help="growth: folder to keep the library in, or to go on with")
    made.add_argument("--seconds", type=float, default=float("inf"), help="growth: fill no longer than this in one run")
    made.add_argument("--kills", type=int, metavar="N", help="kill N additions at random moments")
    made.add_argument("--seed", type=int, default=1, help="kills: of the moments")
    made.add_argument("--skip", type=int, default=0, metavar="K", help="kills: moments that earlier slices have had")
    made.add_argument("--throughput", action="store_true", help="add full-size episodes against bare decodes")
    made.add_argument("--episodes", type=int, default=80, help="throughput: how many")
    made.add_argument("--workers", type=int, default=os.cpu_count() or 1, help="throughput: processes of each side")
    made.add_argument("--rounds", type=int, default=3, help="throughput: of both sides in turn")
    made.add_argument("--cache", type=Path, metavar="DIR", help="throughput: keeps its episodes (the user's cache)")
    made.add_argument("--out", type=Path, help="folder for the figures as JSON, Markdown and a drawing")
    return made


def main(argv: list[str]) -> int:
    """Run one of the measurements and print what it found.

    Raises:
        TimelineError: the command is wrong, or a library lost something.
    """
    asked = parser().parse_args(argv)
    if asked.kills:
        from benchmarks import kills

        text = kills.main(asked.kills, asked.seed, asked.skip)
        print(text)
        if asked.out:
            write_text(asked.out / f"kills-{asked.seed}-{asked.skip}.md", text)
        return 0
    if asked.throughput:
        return _throughput(asked)
    from benchmarks import catalogue

    return catalogue.main(asked)


def _throughput(asked: argparse.Namespace) -> int:
    from benchmarks import throughput

    user = Path(platformdirs.user_cache_dir("timeline-benchmarks", appauthor=False)) / "inputs"
    files = throughput.episodes(asked.cache or user, asked.episodes)
    pairs = throughput.measure(files, asked.workers, asked.rounds)
    text = throughput.table(pairs, len(files), asked.workers)
    print(text)
    if asked.out:
        write_text(asked.out / "throughput.json", to_json(throughput.document(pairs, len(files), asked.workers)))
        write_text(asked.out / "throughput.md", text)
    return 0
