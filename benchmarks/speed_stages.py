"""Where an inspection's processor seconds go, stage by stage, and what stands between a stored record and its page.

Run in a process of its own: ``python -m benchmarks.speed_stages whole|record VIDEO``; prints JSON.
"""

from __future__ import annotations

import dataclasses
import functools
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

ROUNDS = 15
SHOTS = (10, 50, 250, 1000, 5000)

# (module, class or "", function): its own thread's processor seconds, those of inner stages taken out.
STAGES: dict[str, tuple[tuple[str, str, str], ...]] = {
    "packets handed in, frames fetched": (("timeline.decode.packets", "", "_decode"),),
    "samples read from the planes": (("timeline.decode.sampling", "Sampler", "add"),),
    "features": (("timeline.kernels.features", "FeatureStream", "push"),),
    "pictures chosen": (("timeline.library.writer", "RecordWriter", "_shown"),),
    "pictures encoded": (("timeline.library.writer", "RecordWriter", "_keep"),),
    "record written": (
        ("timeline.library.writer", "RecordWriter", "_flush"),
        ("timeline.library.writer", "RecordWriter", "finish"),
    ),
    "detection, rhythm, findings": (("timeline.examining", "", "examine"),),
    "page and document": (("timeline.session", "", "_write"),),
    "terminal": (("timeline.session", "", "_show"),),
}


class Stopwatch:
    """Adds up processor seconds of one thread by stage; a stage inside another is taken out of the outer one."""

    def __init__(self) -> None:
        self.seconds = dict.fromkeys(STAGES, 0.0)
        self._inner: dict[int, list[float]] = {}

    def watch(self, stage: str, module: Any, owner: str, name: str) -> None:
        """Put a watch around a function or method."""
        holder = getattr(module, owner) if owner else module
        function = getattr(holder, name)
        setattr(holder, name, self._timed(stage, function))

    def _timed(self, stage: str, function: Callable[..., Any]) -> Callable[..., Any]:
        import threading

        @functools.wraps(function)
        def timed(*args: Any, **kwargs: Any) -> Any:
            outer = self._inner.setdefault(threading.get_ident(), [])
            outer.append(0.0)
            began = time.thread_time()
            try:
                return function(*args, **kwargs)
            finally:
                took, inside = time.thread_time() - began, outer.pop()
                self.seconds[stage] += took - inside
                if outer:
                    outer[-1] += took

        return timed


def whole(video: Path) -> dict[str, float]:
    """Processor seconds of a whole inspection by stage; what is left over is the decoder's own threads and demuxing."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from importlib import import_module

    watch = Stopwatch()
    began = time.process_time()
    for stage, places in STAGES.items():
        for module, owner, name in places:
            watch.watch(stage, import_module(module), owner, name)
    imports = time.process_time() - began
    from timeline.session import Job, run

    with tempfile.TemporaryDirectory() as folder, open(os.devnull, "w") as nothing:
        sys.stdout = nothing
        code = run(Job(episodes=(video,), out=Path(folder), cached=False))
        sys.stdout = sys.__stdout__
    if code > 1:
        raise SystemExit(f"'{video}' cannot be inspected")
    total = time.process_time()
    known = sum(watch.seconds.values()) + imports
    return {
        "decoder's threads, demuxing": total - known,
        "start and imports": imports,
        **watch.seconds,
        "all": total,
    }


def from_record(video: Path) -> dict[str, float]:
    """Milliseconds from a stored record to the inspection and its parts, median of ROUNDS, in a warm process."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from timeline.analyse import assemble, measure
    from timeline.detect import detect, find_events
    from timeline.examining import examine
    from timeline.pipeline import Request, record_of

    parts: dict[str, list[float]] = {"detection": [], "events": [], "rhythm": [], "whole": []}
    request = Request()
    with record_of(video, request, None) as (record, _):
        table, signatures = record.table, record.signatures
        for _round in range(ROUNDS):
            began = time.perf_counter()
            found = detect(table, signatures)
            detected = time.perf_counter()
            find_events(table, signatures, found.transitions)
            events = time.perf_counter()
            measure(assemble(record.header.clock, found.transitions))
            measured = time.perf_counter()
            examine(video, record, request)
            for name, seconds in (
                ("detection", detected - began),
                ("events", events - detected),
                ("rhythm", measured - events),
                ("whole", time.perf_counter() - measured),
            ):
                parts[name].append(1000 * seconds)
        return {name: median(values) for name, values in parts.items()} | {"frames": float(record.table.frames)}


def by_shots(_: Path) -> dict[str, dict[str, float]]:
    """Milliseconds of what a timeline of so many drawn shots costs: rhythm, findings, page; least of three."""
    from benchmarks.synthetic import of_shots
    from timeline.analyse import doubtful_of, judge, measure, place_sections
    from timeline.profiles import load
    from timeline.render.html import report
    from timeline.sequences import NO_PICTURES

    profile = load("micro-drama")
    made: dict[str, dict[str, float]] = {}
    for many in SHOTS:
        rounds: list[tuple[float, float, float]] = []
        for _round in range(3):
            drawn = of_shots(many)
            timeline = drawn.timeline
            began = time.perf_counter()
            sections, _unplaced = place_sections(timeline, profile.sections)
            doubtful = doubtful_of(timeline.transitions, ())
            rhythm = measure(timeline, sections=sections, doubtful=doubtful)
            measured = time.perf_counter()
            judgement, findings = judge(timeline, rhythm, drawn.media, (), profile, drawn.timecode.basis, doubtful)
            judged = time.perf_counter()
            told = dataclasses.replace(drawn, rhythm=rhythm, judgement=judgement, findings=findings)
            "".join(report(told, NO_PICTURES))
            rounds.append((measured - began, judged - measured, time.perf_counter() - judged))
        least = [round(1000 * min(part), 2) for part in zip(*rounds, strict=True)]
        made[str(many)] = dict(zip(("rhythm", "findings", "page"), least, strict=True))
    return made


def main(argv: list[str]) -> int:
    """Print what was asked as JSON."""
    asked: dict[str, Callable[[Path], dict[str, Any]]] = {"whole": whole, "record": from_record, "shots": by_shots}
    print(json.dumps(asked[argv[0]](Path(argv[1]))))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
