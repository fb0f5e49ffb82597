"""``timeline bench peers``: every peer a suite can be scored with, what it is, its release, or how to get it."""

from __future__ import annotations

from collections.abc import Iterator

from timeline.detect.registry import FeatureRow
from timeline.suite import predictions
from timeline.suite.peers import missing
from timeline.suite.peers.row import FileRow
from timeline.suite.predictions import Row


def listing() -> Iterator[str]:
    """Two lines a peer, in the order of the tables of results: what it is with its parameters, and its release."""
    peers = {name: row for name, row in predictions.rows().items() if not isinstance(row, FeatureRow)}
    width = max(map(len, peers)) + 2
    for name, row in peers.items():
        how = missing(row) if isinstance(row, FileRow) else ""
        yield f"{name:{width}}{row.summary}; {_parameters(row)}"
        yield " " * width + (f"not installed here: {how}" if how else release(row))


def release(row: Row) -> str:
    """The release of what runs, without the digest of our own part in it."""
    return predictions.version(row).rpartition("/")[0].replace("/", ", ")


def _parameters(row: Row) -> str:
    return ", ".join(f"{name} {value}" for name, value in row.parameters.items()) or "its defaults"


def run() -> int:
    """Print the list; the exit code."""
    for line in listing():
        print(line)
    return 0
