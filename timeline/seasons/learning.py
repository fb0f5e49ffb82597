"""One run of ``timeline profile learn``: references opened, a profile learnt, its file written and told."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from timeline.analyse.learn import MOST_REFERENCES, Learnt, Reference, learn, percent
from timeline.errors import UsageError
from timeline.outputs import check_folder, write_text
from timeline.profiles import load, parse
from timeline.profiles.write import dumps, line_text
from timeline.seasons.opening import names_of, open_all

if TYPE_CHECKING:
    from rich.console import Console

    from timeline.model.inspection import Inspection

NAMED = 8
"""References named in the profile's source; all of them stand in the comment on top of its file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LearnJob:
    """What ``timeline profile learn`` was asked for; ``query``: names more references in ``library``."""

    references: tuple[Path, ...]
    out: Path
    name: str | None
    base: str
    share: Fraction
    seed: int
    day: date
    library: Path | None = None
    query: str | None = None
    rate: Fraction | None = None
    quiet: bool = False


def run(job: LearnJob, console: Console) -> None:
    """Learn a profile and write it.

    Raises:
        TimelineError: a reference cannot be read, there are too few, or the file cannot be written.
    """
    if (job.library is None) != (job.query is None):
        raise UsageError("--query asks a library: give both --library LIB and --query SELECT")
    if not job.references and job.query is None:
        raise UsageError("name the episodes that worked, or --library LIB --query SELECT")
    if any(job.out.exists() and path.exists() and job.out.samefile(path) for path in job.references):
        raise UsageError(f"-o {job.out} is one of the references; name another file")
    base = load(job.base)
    check_folder(job.out.parent)
    ordered, twice = _each_once(_found(job))
    learnt = learn(ordered, base, job.share, job.seed)
    text = write(learnt, ordered, job, base.name, twice)
    parse(text, str(job.out))  # what is written can be read, or nothing is written
    write_text(job.out, text)
    if not job.quiet:
        from timeline.render.learnt_terminal import show_learnt

        show_learnt(learnt, len(ordered), twice, job.out, console)


def _found(job: LearnJob) -> Iterator[tuple[str, Inspection]]:
    """Every reference with its name: files first, then what the query names."""
    opened = open_all(job.references, None, rate=job.rate, quiet=job.quiet)
    yield from zip(names_of(job.references), opened, strict=True)
    if job.library is not None and job.query is not None:
        from timeline.seasons.asking import ask_for_episodes

        yield from ask_for_episodes(job.library, job.query, MOST_REFERENCES)


def _each_once(found: Iterable[tuple[str, Inspection]]) -> tuple[list[Reference], list[str]]:
    """References in an order that hangs on nothing but themselves; and which were given twice, in words."""
    references: dict[str, Reference] = {}
    twice = []
    for name, each in found:
        if each.content_id in references:
            twice.append(f"{name} (as {references[each.content_id].name})")
        else:
            references[each.content_id] = Reference(name=name, content_id=each.content_id, timeline=each.timeline)
    return sorted(references.values(), key=lambda reference: (reference.name, reference.content_id)), twice


def write(learnt: Learnt, references: Sequence[Reference], job: LearnJob, base: str, twice: Sequence[str] = ()) -> str:
    """Text of the profile's file."""
    name = job.name or re.sub(r"[^\w .+-]", "-", job.out.stem)[:40] or "house"
    used = len(learnt.used)
    profile = replace(
        learnt.profile,
        name=name,
        title=f"{name}, learnt from {used} episodes",
        source=source_of(learnt, job.day),
    )
    return dumps(profile, _comment(learnt, references, job, base, twice))


def source_of(learnt: Learnt, day: date) -> str:
    """What every verdict quotes: n, date, references, and how often good episodes fail."""
    used = len(learnt.used)
    named = ", ".join(learnt.used[:NAMED]) + (f" and {used - NAMED} more" if used > NAMED else "")
    error = (
        f"learnt {day.isoformat()} from n = {used} episodes; left out in turn, {len(learnt.failing)} of {used} good "
        f"episodes fail it ({percent(learnt.failure_rate)})"
    )
    return line_text(f"{error}; references: {named}")


def _comment(
    learnt: Learnt, references: Sequence[Reference], job: LearnJob, base: str, twice: Sequence[str]
) -> list[str]:
    used = len(learnt.used)
    lines = [
        f"Learnt on {job.day.isoformat()} from {used} episodes that worked, on the sections of {base}. Change what you "
        "know better: this is a profile like any other.",
        f"All bands and the corridor were learnt together, so that at least {percent(learnt.share)} of further good "
        f"episodes lie within them as a whole; {learnt.passing} of the {used} references do. Left out in turn, "
        f"{len(learnt.failing)} of {used} fail bands learnt from the others"
        + (f": {', '.join(learnt.failing)}." if learnt.failing else "."),
        f"Uncertainty: bootstrap over episodes, seed {job.seed}. Method: docs/season.md.",
    ]
    if learnt.outliers:
        apart = (f"{o.name} ({o.figure}: {o.value:.4g}, usually {o.usual:.4g})" for o in learnt.outliers)
        lines.append(f"Unlike all the others and not learnt from: {'; '.join(apart)}.")
    if twice:
        lines.append(f"Given twice and counted once: {'; '.join(twice)}.")
    if learnt.left_out:
        lines.append("Left out, because the references cannot support it:")
        lines += [f"- {note}." for note in learnt.left_out]
    lines.append("References, with what tells their content apart:")
    lines += [f"- {reference.name} {reference.content_id[:16]}" for reference in references]
    return lines
