"""Measures the library: its growth, what kills do to it, and how fast episodes go in.

``python -m benchmarks library`` fills one to 100,000 versions; with ``--kills N`` it kills additions instead, with
``--throughput`` it adds full-size episodes against bare decodes.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from timeline.outputs import write_text


def parser() -> argparse.ArgumentParser:
    """The command's arguments."""
    made = argparse.ArgumentParser(prog="python -m benchmarks library", description=__doc__)
    made.add_argument("--count", type=int, default=100_000, help="growth: versions in the end")
    made.add_argument("--folder", type=Path, help="growth: folder to keep the library in, or to go on with")
    made.add_argument("--seconds", type=float, default=float("inf"), help="growth: fill no longer than this in one run")
    made.add_argument("--kills", type=int, metavar="N", help="kill N additions at random moments")
    made.add_argument("--seed", type=int, default=1, help="kills: of the moments")
    made.add_argument("--skip", type=int, default=0, metavar="K", help="kills: moments that earlier slices have had")
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
    from benchmarks import catalogue

    return catalogue.main(asked)
