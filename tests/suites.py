"""Suites for tests: truth and videos laid out in a folder, clips judged without any file, results made of them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

from tests.videos import cut_video
from timeline.suite.clips import Clip
from timeline.suite.judged import JudgedClip, judge_clip
from timeline.suite.predictions import Prediction
from timeline.suite.results import Results
from timeline.suite.scored import Row, score
from timeline.suite.scoring import Mark
from timeline.suite.suite import Suite
from timeline.suite.truth import Ignored, Truth

CUTS = (20, 55)


def cuts(*frames: int, confidence: float = 1.0) -> tuple[Mark, ...]:
    """Hard cuts."""
    return tuple(Mark(frame, frame, "cut", confidence, frame) for frame in frames)


def clip(
    name: str,
    transitions: Sequence[Mark] = (),
    *,
    frames: int = 100,
    genre: str = "drama",
    ignore: Sequence[Ignored] = (),
    rate: Fraction | None = Fraction(25),
) -> Clip:
    """An annotated clip without a video."""
    truth = Truth(
        clip=f"{name}.mp4",
        transitions=tuple(sorted(transitions, key=lambda m: (m.start, m.stop))),
        ignore=tuple(ignore),
        frames=frames,
        rate=rate,
        genre=genre,
    )
    return Clip(truth=truth, source=Path(f"{name}.json"))


def judged(of: Clip, predicted: Sequence[Mark], tolerances: Sequence[int] = (0, 1, 2)) -> JudgedClip:
    """A clip with what a detector said of it."""
    return judge_clip(of, Prediction(frames=of.truth.frames, marks=tuple(predicted)), tolerances)


def results(clips: Sequence[Clip], **detectors: Mapping[str, Sequence[Mark]]) -> Results:
    """Results of detectors (name -> clip name -> predicted transitions)."""
    suite = Suite(name="house", folder=Path("house"), clips=tuple(clips), source="made for a test")
    rows = [
        Row(
            detector=name,
            version=f"{name} 1",
            parameters={"threshold": 27},
            predictions={c.name: Prediction(frames=c.truth.frames, marks=tuple(said[c.name])) for c in clips},
        )
        for name, said in detectors.items()
    ]
    return score(suite, rows, rates={c.name: c.truth.rate for c in clips}, tolerances=(0, 1, 2))


def lay_truth(folder: Path, name: str, **changes: Any) -> Path:
    """Write a truth file of a clip of 100 frames, ``changes`` made to it."""
    folder.mkdir(parents=True, exist_ok=True)
    document = {"clip": f"{name}.mp4", "frames": 100, "transitions": [{"start": 5, "stop": 5, "kind": "cut"}]} | changes
    path = folder / f"{name}.json"
    path.write_text(json.dumps(document))
    return path


def lay_suite(folder: Path, toml: str = "", **wrong: Sequence[Mapping[str, object]]) -> Path:
    """A suite of two rendered clips of 90 frames, cut at CUTS; ``wrong``: more entries of a clip's truth."""
    (folder / "clips").mkdir(parents=True)
    (folder / "suite.toml").write_text(toml)
    for seed, name in enumerate(("one", "two"), 1):
        cut_video(folder / "clips" / f"{name}.mp4", frames=90, cuts=CUTS, seed=seed)
        marks = [{"start": cut, "stop": cut, "kind": "cut"} for cut in CUTS]
        lay_truth(folder / "truth", name, frames=90, rate="25", genre=name, transitions=[*marks, *wrong.get(name, ())])
    return folder
