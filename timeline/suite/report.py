"""What ``timeline bench run`` writes: one row a renderer, each from the same results."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from timeline.outputs import write_text
from timeline.suite.clips import Clip
from timeline.suite.results import Results


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """All that a renderer may show.

    ``clips``: what was scored, with the videos, for pictures of the errors. ``made_on``: name and value of what may
    move a figure (``timeline/suite/machine.py``); it belongs in a footer, never in results.json.
    """

    results: Results
    clips: tuple[Clip, ...]
    made_on: Mapping[str, str]


# File name -> module with ``render(report) -> str``, imported when it is its turn.
RENDERERS: Mapping[str, str] = {
    "results.json": "timeline.suite.report_json",
    "results.md": "timeline.suite.report_markdown",
    "report.html": "timeline.suite.html",
    "junit.xml": "timeline.suite.report_junit",
}


def render(name: str, report: Report) -> str:
    """The text of one of the RENDERERS' files."""
    renderer: Callable[[Report], str] = import_module(RENDERERS[name]).render
    return renderer(report)


def write(report: Report, folder: Path) -> list[Path]:
    """Write every file of RENDERERS, each whole or not at all.

    Raises:
        OutputError: the folder or a file cannot be written.
    """
    paths = []
    for name in RENDERERS:
        write_text(folder / name, render(name, report))
        paths.append(folder / name)
    return paths
