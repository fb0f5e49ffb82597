"""What a season's page and a learnt profile say, held against drawn seasons; and what the page costs.

``python -m benchmarks season [--sets N] [--seasons N] [--seed N] [--out DIR] [PART ...]``: parts ``learning``: whether
learnt bands pass the share they promise; ``changes``: how often a change of pace is claimed from noise, and found where
there is one; ``page``: processor seconds and bytes of ``timeline season`` at 1, 12 and 100 episodes.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from benchmarks.season_chance import Claims, Passing, passing, tried
from benchmarks.synthetic import content_of, inspection
from timeline.catalogue import create
from timeline.catalogue.files import put_row
from timeline.catalogue.layout import working_folder
from timeline.catalogue.rows import row_of
from timeline.model.episode import Episode
from timeline.outputs import write_text
from timeline.suite import machine
from timeline.suite.tables import markdown, to_json

REFERENCES = (4, 5, 9, 12, 20)
EPISODES = (1, 12, 100)
MOST_SECONDS, MOST_BYTES = 5.0, 5_000_000
ROOT = Path(__file__).parents[1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The whole command on a season of so many episodes: processor seconds, and bytes of the page."""

    episodes: int
    seconds: float
    bytes: int


def pages(seed: int) -> Iterator[Page]:
    """Make seasons, write their libraries, and run the command on each."""
    with tempfile.TemporaryDirectory() as folder:
        for episodes in EPISODES:
            library, out = Path(folder) / f"lib{episodes}", Path(folder) / f"out{episodes}"
            _fill(library, episodes, seed)
            seconds = _spent("season", "Night Bus", "--library", str(library), "--out", str(out), "--quiet")
            yield Page(episodes=episodes, seconds=seconds, bytes=(out / "season.html").stat().st_size)


def _fill(folder: Path, episodes: int, seed: int) -> None:
    layout = create(folder)
    with working_folder(layout) as working:
        for number in range(1, episodes + 1):
            which = Episode(series="Night Bus", season=1, number=number)
            made, added = inspection(seed * 1000 + number), datetime(2026, 5, 1)
            row = row_of(made, which, path=f"/{number}.mp4", modified_ns=0, stored="drawn", added=added)
            put_row(layout, working, row | {"content_id": content_of(number)})


def _spent(*words: str) -> float:
    """Processor seconds of one command."""
    before = os.times()
    subprocess.run([sys.executable, str(ROOT / "cli.py"), *words], check=True)
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


def learning_table(results: Sequence[Passing]) -> str:
    """Promised and measured shares as Markdown."""
    header = ["references", "sets", "promised", "further episodes that pass", "left out in turn, fail", "10-90 % each"]
    rows = [
        [
            each.references,
            each.sets,
            f"{each.promised:.0%}",
            f"{each.passing:.1%} ± {each.error:.1%}",
            f"{each.left_out:.1%}",
            f"{each.separate:.1%}",
        ]
        for each in results
    ]
    return markdown(header, rows)


def changes_table(results: Sequence[Claims]) -> str:
    """Claims as Markdown."""
    header = ["episodes", "faster by", "drift", "seasons", "claimed", "right within one episode"]
    rows = [
        [
            each.episodes,
            f"{each.step:.0%}" if each.step else "no change",
            f"{each.drift:g}",
            each.seasons,
            f"{each.claimed:.1%}",
            f"{each.near:.1%}" if each.step else "",
        ]
        for each in results
    ]
    return markdown(header, rows)


def page_table(results: Sequence[Page]) -> str:
    """Cost of the page as Markdown."""
    rows = [[each.episodes, f"{each.seconds:.2f}", f"{each.bytes / 1000:,.0f}"] for each in results]
    return markdown(["episodes", "processor s", "page, kB"], rows)


def main(argv: list[str]) -> int:
    """Run the parts asked for and print their tables; 1 where the page costs more than it may."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks season", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help="learning, changes, page; without one: all")
    parser.add_argument("--sets", type=int, default=20, help="sets of references for each number of them")
    parser.add_argument("--seasons", type=int, default=1000, help="drawn seasons for each false-alarm rate")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, help="folder for season-PART.json and season-PART.md")
    asked = parser.parse_args(argv)
    parts: dict[str, tuple[Callable[[], list[Any]], Callable[[list[Any]], str]]] = {
        "learning": (lambda: [passing(n, asked.sets, asked.seed) for n in REFERENCES], learning_table),
        "changes": (lambda: list(tried(asked.seasons, asked.seed)), changes_table),
        "page": (lambda: list(pages(asked.seed)), page_table),
    }
    if unknown := set(asked.parts) - set(parts):
        parser.error(f"no part is called {', '.join(sorted(unknown))}; there are {', '.join(parts)}")
    code = 0
    for part in asked.parts or parts:
        made, table = parts[part]
        results, made_on = made(), machine.facts() | machine.load()
        print(table(results), flush=True)
        if part == "page" and any(each.seconds > MOST_SECONDS or each.bytes > MOST_BYTES for each in results):
            code = 1
        if asked.out:
            intro = f"Made by `python -m benchmarks season {part}` on {machine.told(made_on)}.\n\n"
            write_text(asked.out / f"season-{part}.md", intro + table(results))
            write_text(
                asked.out / f"season-{part}.json",
                to_json({"made_on": made_on, "results": [asdict(each) for each in results]}),
            )
    return code
