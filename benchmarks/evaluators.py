"""Scores the same predictions by other projects' own evaluation scripts and by ours in their style: they must agree.

``python -m benchmarks evaluators CLIPS [--truth DIR] --pyscenedetect evaluator.py --transnetv2 metrics_utils.py``

The scripts are PySceneDetect's ``benchmark/evaluator.py`` and TransNetV2's ``training/metrics_utils.py``, read from
where the user has them; nothing of them is in this repository. Each clip is compared by itself, so that no two
differences can hide each other. Beside the detectors, truths that were jittered at random are scored, since they are
near misses in every way. Exit code 1 where any figure differs.
"""

from __future__ import annotations

import argparse
import importlib.util
import sys
import types
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from timeline.errors import UsageError
from timeline.suite.clips import Clip
from timeline.suite.predictions import default_cache, detector_names
from timeline.suite.published import pyscenedetect, transnetv2
from timeline.suite.published.pairs import Tally, pairs
from timeline.suite.scoring import Mark
from timeline.suite.suite import load_folder
from timeline.suite.tables import markdown
from timeline.suite.work import cores, predict_all

Counts = tuple[int, int, int]
"""Matched, false, missed."""
Marks = Sequence[Mark]
Evaluator = Callable[[Marks, Marks, int], Counts]
"""(predicted, true, frames of the clip) -> counts."""

JITTERED = 5
"""How many jittered truths are scored."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """One published figure, computed by the project itself and by us."""

    name: str
    theirs: Evaluator
    ours: Evaluator


def load_script(path: Path, *, absent: Sequence[str] = ()) -> types.ModuleType:
    """Another project's script as a module; packages of ``absent`` are stood in for, since scoring needs none.

    Raises:
        UsageError: it cannot be read or run.
    """
    name = f"evaluator_{path.stem}"
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None or not path.is_file():
        raise UsageError(f"{path}: no Python script is there")
    module = importlib.util.module_from_spec(spec)
    stand_ins: dict[str, types.ModuleType] = {each: _Nothing(each) for each in absent if each not in sys.modules}
    sys.modules |= {name: module, **stand_ins}  # dataclasses look their module up there
    try:
        spec.loader.exec_module(module)
    except Exception as error:
        raise UsageError(f"{path}: does not run: {error}") from error
    finally:
        for each in stand_ins:
            del sys.modules[each]
    return module


class _Nothing(types.ModuleType):
    """A package, or anything in one, that does nothing whatever is asked of it."""

    __path__ = []  # noqa: RUF012 - a package is told by it

    def __getattr__(self, name: str) -> _Nothing:
        return _Nothing(name)

    def __call__(self, *args: object, **kwargs: object) -> _Nothing:
        return self


def pyscenedetect_pairs(module: Any) -> list[Pair]:
    """Hard cuts at each tolerance, and fades, by PySceneDetect's ``score_video``."""

    def score(predicted: Marks, true: Marks, tolerance: int) -> Any:
        fades = [module.EventInterval(mark.start - 1, mark.stop) for mark in true if mark.start != mark.stop]
        cuts = [mark.start for mark in true if mark.start == mark.stop]
        return module.score_video(points(predicted), module.GroundTruth(hard_cuts=cuts, fades=fades), tolerance, 0.0)

    def hard(tolerance: int) -> Pair:
        return Pair(
            name=f"PySceneDetect, cuts at {tolerance}",
            theirs=lambda p, t, n: _counts(score(p, t, tolerance).hard_cuts),
            ours=lambda p, t, n: _of(pyscenedetect.tally_cuts(p, t, tolerance)),
        )

    fades = Pair(
        name="PySceneDetect, fades",
        theirs=lambda p, t, n: _counts(score(p, t, 0).fades),
        ours=lambda p, t, n: _of(pyscenedetect.tally_fades(p, t)),
    )
    return [*(hard(tolerance) for tolerance in pyscenedetect.TOLERANCES), fades]


def transnetv2_pairs(module: Any) -> list[Pair]:
    """Boundaries by TransNetV2's ``evaluate_scenes``, at its own tolerance."""

    def theirs(predicted: Marks, true: Marks, frames: int) -> Counts:
        lists = [np.array(scenes(marks, frames), np.int32).reshape(-1, 2) for marks in (true, predicted)]
        matched, false, missed = module.evaluate_scenes(*lists)[3]
        return int(matched), int(false), int(missed)

    def ours(predicted: Marks, true: Marks, frames: int) -> Counts:
        return _of(transnetv2.tally(*(transnetv2.boundaries(pairs(marks), frames) for marks in (true, predicted))))

    return [Pair(name="TransNetV2", theirs=theirs, ours=ours)]


def points(marks: Marks) -> list[int]:
    """The one frame of each prediction that PySceneDetect's evaluator takes: its edit point."""
    middles = [mark.start + (mark.stop - mark.start) // 2 for mark in marks]
    return [middle if mark.edit_point is None else mark.edit_point for mark, middle in zip(marks, middles, strict=True)]


def scenes(marks: Marks, frames: int) -> list[tuple[int, int]]:
    """Scenes (first frame, last frame) as TransNetV2's files list them: runs of frames that no transition touches."""
    pure = np.ones(frames, bool)
    for mark in marks:
        pure[mark.start : mark.stop] = False
    begins = {mark.start for mark in marks if mark.start == mark.stop}
    found: list[tuple[int, int]] = []
    for frame in np.flatnonzero(pure):
        if found and found[-1][1] == frame - 1 and frame not in begins:
            found[-1] = (found[-1][0], int(frame))
        else:
            found.append((int(frame), int(frame)))
    return found


def jittered(clip: Clip, frames: int, seed: int) -> tuple[Mark, ...]:
    """The clip's truth with transitions lost, moved by a few frames and invented: near misses of every kind."""
    rng = np.random.default_rng((seed, int(clip.digest[:8], 16)))
    marks = []
    for mark in clip.truth.transitions:
        if rng.random() < 0.15:
            continue
        start = int(np.clip(mark.start + rng.integers(-3, 4), 1, frames - 1))
        stop = start if mark.start == mark.stop else int(np.clip(mark.stop + rng.integers(-3, 4), start, frames - 1))
        marks.append(Mark(start, stop, "cut" if start == stop else "other"))
    for start in rng.integers(1, frames, 1 + len(marks) // 10):
        marks.append(Mark(int(start), min(frames - 1, int(start) + int(rng.integers(0, 9))), "other"))
    return tuple(sorted(set(marks), key=lambda mark: (mark.start, mark.stop)))


def compare(
    rows: Sequence[Pair], predicted: Mapping[str, Mapping[str, tuple[Marks, int]]], clips: Sequence[Clip]
) -> tuple[list[list[str]], list[str]]:
    """A table row of each figure and detector, and each clip on which the two do not agree."""
    table, differing = [], []
    for row in rows:
        for detector, by_clip in predicted.items():
            totals = np.zeros((2, 3), int)
            for clip in clips:
                marks, frames = by_clip[clip.name]
                both = [score(marks, clip.truth.transitions, frames) for score in (row.theirs, row.ours)]
                totals += both
                if both[0] != both[1]:
                    differing.append(f"{row.name}, {detector}, {clip.name}: theirs {both[0]}, ours {both[1]}")
            table.append([f"{row.name}: {detector}", *(_told(tuple(counts)) for counts in totals.tolist())])
    return table, differing


def _counts(metrics: Any) -> Counts:
    return metrics.matched, metrics.false_positives, metrics.missed


def _of(tally: Tally) -> Counts:
    return tally.matched, tally.reported - tally.matched, tally.true - tally.matched


def _told(counts: Sequence[int]) -> str:
    matched, false, missed = counts
    f1 = 2 * matched / max(1, 2 * matched + false + missed)
    return f"{matched} / {false} / {missed}, F1 {100 * f1:.2f}"


def parser() -> argparse.ArgumentParser:
    """The command's arguments."""
    made = argparse.ArgumentParser(prog="python -m benchmarks evaluators", description=__doc__)
    made.add_argument("clips", type=Path, metavar="CLIPS", help="folder of videos")
    made.add_argument("--truth", type=Path, metavar="DIR", help="folder of truth JSON (default: CLIPS, else ../truth)")
    made.add_argument("--pyscenedetect", type=Path, metavar="FILE", help="benchmark/evaluator.py of PySceneDetect")
    made.add_argument("--transnetv2", type=Path, metavar="FILE", help="training/metrics_utils.py of TransNetV2")
    made.add_argument("--detector", nargs="+", default=["all"], metavar="NAME", help="whose predictions (all)")
    made.add_argument("--jobs", type=int, default=cores(), metavar="N", help="clips decoded at a time")
    made.add_argument("--cache", type=Path, metavar="DIR", help="keeps predictions (default: the user's cache)")
    return made


def main(argv: list[str]) -> int:
    """Print both figures side by side; 1 where any differs.

    Raises:
        TimelineError: the command, a script or a truth file is wrong.
    """
    args = parser().parse_args(argv)
    rows: list[Pair] = []
    if args.pyscenedetect:
        rows += pyscenedetect_pairs(load_script(args.pyscenedetect))
    if args.transnetv2:
        rows += transnetv2_pairs(load_script(args.transnetv2, absent=("tensorflow", "matplotlib", "matplotlib.pyplot")))
    if not rows:
        raise UsageError("give --pyscenedetect FILE, --transnetv2 FILE or both")
    clips = [clip for clip in load_folder(args.clips, args.truth).clips if clip.path is not None]
    table, differing = compare(rows, _predictions(clips, args), clips)
    print(markdown(["figure: predictions of", "theirs: matched / false / missed", "ours"], table))
    for line in differing:
        print(line, file=sys.stderr)
    print(f"{len(table) * len(clips)} comparisons on {len(clips)} clips, {len(differing)} differ")
    return int(bool(differing))


def _predictions(clips: Sequence[Clip], args: argparse.Namespace) -> dict[str, dict[str, tuple[Marks, int]]]:
    """Detector -> clip -> (marks, frames)."""
    names = detector_names(args.detector)
    found = predict_all(clips, names, args.cache or default_cache(), args.jobs)
    frames = {clip.name: found[clip.name][names[0]].frames or clip.truth.frames or 0 for clip in clips}
    predicted: dict[str, dict[str, tuple[Marks, int]]] = {
        name: {clip.name: (found[clip.name][name].counted(), frames[clip.name]) for clip in clips} for name in names
    }
    for seed in range(JITTERED):
        predicted[f"truth, jittered ({seed})"] = {
            clip.name: (jittered(clip, frames[clip.name], seed), frames[clip.name]) for clip in clips
        }
    return predicted


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
