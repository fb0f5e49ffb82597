"""Seasons for tests: episodes cut at random in one style, as timelines, inspections and documents."""

from __future__ import annotations

import dataclasses
import random
from pathlib import Path

from tests.documents import small_inspection
from tests.programmes import programme
from timeline.analyse import measure, place_sections
from timeline.analyse.learn import Reference
from timeline.model.edit import Timeline
from timeline.model.inspection import Inspection
from timeline.model.profile import Profile
from timeline.model.wire import dumps


def episode(rng: random.Random, mean: float = 2.4, seconds: float = 75) -> Timeline:
    """An episode whose shots last about ``mean`` seconds, log-normal, at 25 frames a second."""
    frames = int(25 * (seconds + rng.uniform(-4, 4)))
    at = 0
    cuts: list[int] = []
    while True:
        at += max(6, int(25 * mean * rng.lognormvariate(-0.15, 0.55)))
        if at >= frames - 10:
            return programme(frames, cuts)
        cuts.append(at)


def references(n: int, seed: int = 0) -> list[Reference]:
    """Episodes of one style, named ``ep01`` on."""
    rng = random.Random(seed)
    return [Reference(name=f"ep{k:02}", content_id=f"{k:064x}", timeline=episode(rng)) for k in range(1, n + 1)]


def inspected(timeline: Timeline, number: int, profile: Profile | None = None) -> Inspection:
    """The inspection of an episode, as a video's would be."""
    base = small_inspection()
    sections, _ = place_sections(timeline, profile.sections if profile else ())
    return dataclasses.replace(
        base,
        content_id=f"{number:064x}",
        timeline=timeline,
        rhythm=measure(timeline, sections=sections),
        media=dataclasses.replace(base.media, path=f"ep{number:02}.mp4", frames=timeline.clock.frames),
        notices=(),
    )


def documents(folder: Path, timelines: list[Timeline]) -> list[Path]:
    """Documents of episodes, written as ``timeline inspect --out`` names them."""
    folder.mkdir(exist_ok=True)
    paths = []
    for number, timeline in enumerate(timelines, start=1):
        path = folder / f"ep{number:02}.inspection.json"
        path.write_text(dumps(inspected(timeline, number)), encoding="utf-8")
        paths.append(path)
    return paths
