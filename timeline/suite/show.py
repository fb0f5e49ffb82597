"""``timeline bench show``: what a detector got wrong on one clip and why, in the terminal and as strips of frames."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from timeline.detect.registry import DEFAULT
from timeline.errors import UsageError
from timeline.outputs import check_folder, write_bytes, write_text
from timeline.render.text import clean
from timeline.suite.look import Looked, find_clip, look
from timeline.suite.report_text import content, counted, frames_off

PAGE, SHEET = ".html", ".png"


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What ``timeline bench show`` was asked for; ``predicted``: NAME=FILE instead of a detector."""

    clip: Path
    errors: bool = False
    detector: str = DEFAULT
    predicted: str | None = None
    suite: Path | None = None
    truth: Path | None = None
    tolerance: int = 0
    out: Path | None = None
    cache: Path | None = None


def run(job: Job) -> int:
    """Print what is wrong and write the strips; the exit code.

    Raises:
        TimelineError: the command, the truth, the video or an output is wrong.
    """
    if job.out is not None and job.out.suffix.lower() not in (PAGE, SHEET):
        raise UsageError(f"--out {job.out}: give a file that ends in {PAGE} or {SHEET}")
    clip = find_clip(job.clip, job.suite, job.truth)
    video = clip.path or job.clip
    if job.out is not None:
        check_folder(job.out.resolve().parent)
    looked = look(
        clip,
        video,
        detector=job.detector,
        predicted=job.predicted,
        tolerance=job.tolerance,
        found=not job.errors,
        cache=job.cache,
    )
    for line in told(looked):
        print(clean(line))
    if job.out is not None:
        write(looked, job.out)
        print(f"\nWritten: {job.out}")
    return 0


def told(looked: Looked) -> Iterator[str]:
    """The clip, the count, then a line for each trouble and a line for what was weighed there."""
    yield f"{looked.results.suite}: {content(looked.results.clips)}"
    yield headline(looked)
    for each in looked.shown.troubles:
        yield f"  {each.words}"
        if looked.reasons[each]:
            yield f"      {looked.reasons[each]}"


def headline(looked: Looked) -> str:
    """The detector and its errors."""
    detector = looked.results.detectors[0].detector
    return f"{detector} on {looked.results.suite}, {frames_off(looked.results.tolerances[0])}: {summary(looked)}"


def summary(looked: Looked) -> str:
    """How many errors of each sort, in words."""
    figures = looked.results.detectors[0].total
    cuts, gradual, jumps = figures.cuts[0], figures.gradual, figures.jumps
    parts = [
        f"{counted(cuts.misses, 'cut')} missed" if cuts.misses else "",
        f"{counted(gradual.true - gradual.found, 'gradual transition')} missed" if gradual.true > gradual.found else "",
        f"{counted(jumps.true - jumps.found, 'jump')} missed" if jumps.true > jumps.found else "",
        counted(cuts.false_alarms, "false alarm") if cuts.false_alarms else "",
    ]
    return ", ".join(filter(None, parts)) or "not one error"


def write(looked: Looked, path: Path) -> None:
    """Write the strips as a page or as one picture, by the file's ending.

    Raises:
        OutputError: the file cannot be written.
    """
    if path.suffix.lower() == PAGE:
        from timeline.suite.html import render_clip

        write_text(path, render_clip(looked, summary(looked)))
    else:
        from timeline.suite.sheet import draw

        write_bytes(path, draw(looked.shown, headline(looked)))
