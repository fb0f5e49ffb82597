"""One clip looked at closely: what a detector got wrong on it, and what it weighed there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from timeline.decode import VideoHeader, decode
from timeline.detect.registry import FeatureRow
from timeline.errors import UsageError
from timeline.kernels.features import COLUMNS, FeatureStream, FeatureTable
from timeline.model.edit import Transition
from timeline.render.text import decimal
from timeline.suite import predictions
from timeline.suite.clips import Clip, of_video
from timeline.suite.elsewhere import named_file, read_elsewhere
from timeline.suite.predictions import MIN_CONFIDENCE, Prediction
from timeline.suite.results import Results
from timeline.suite.scored import NEAR, Row, score
from timeline.suite.shown import Shown, shown
from timeline.suite.strips import Trouble
from timeline.suite.suite import Suite, load_suite
from timeline.suite.truth import read_truth
from timeline.suite.videos import check_frames, check_rate


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """One clip scored, its strips, and for each trouble what the detector weighed there, in words where it says."""

    results: Results
    shown: Shown
    reasons: Mapping[Trouble, str]


def find_clip(clip: Path, suite: Path | None, truth: Path | None) -> Clip:
    """The clip with its truth: of a suite by its name or file name, else a video and a truth file.

    Without either, the truth is looked for beside the video and in ``../truth``.

    Raises:
        UsageError: there is no such clip, or no truth for it.
        TruthError: the truth is wrong, or belongs to another video.
    """
    if suite is not None:
        clips = load_suite(suite).clips
        found = next((each for each in clips if clip.name in (each.name, each.truth.clip)), None)
        if found is None:
            raise UsageError(f"{suite} has no clip '{clip.name}'; there are {', '.join(each.name for each in clips)}")
        if found.path is None:
            raise UsageError(f"{suite} has truth for {found.name} but not its video {found.truth.clip}")
        return found
    if not clip.is_file():
        raise UsageError(f"'{clip}' is no file; give a video, or the name of a clip and its suite with --suite")
    beside = [folder / f"{clip.stem}.json" for folder in (clip.parent, clip.resolve().parent.parent / "truth")]
    source = truth or next((path for path in beside if path.is_file()), None)
    if source is None:
        raise UsageError(f"no truth for {clip} in {' or '.join(map(str, beside))}; give --truth FILE or --suite SUITE")
    return of_video(read_truth(source), source, clip)


def look(
    clip: Clip, video: Path, *, detector: str, predicted: str | None, tolerance: int, found: bool, cache: Path | None
) -> Looked:
    """Run a detector on a clip (or read its predictions from NAME=FILE), hold it against the truth, lay out strips.

    ``found`` also lays out what is right.

    Raises:
        TimelineError: the detector, the file of predictions, the video or the truth is wrong.
    """
    weighed: Sequence[Transition] = ()
    if predicted is not None:
        row = _elsewhere(clip, *named_file(predicted))
    else:
        if detector == predictions.ALL:
            raise UsageError(f"'{detector}' is no one detector; give the name of one")
        row, weighed = _predict(clip, video, predictions.detector_names([detector])[0], cache)
    prediction = row.predictions[clip.name]
    check_frames(clip, row.detector, prediction.frames)
    suite = Suite(name=clip.name, folder=video.parent, clips=(clip,))
    results = score(suite, [row], rates={clip.name: check_rate(clip)}, tolerances=[tolerance])
    laid = shown(clip, results.detectors[0].clips[0], found=found, reported=prediction.counted())
    return Looked(results=results, shown=laid, reasons={each: _reason(each, weighed) for each in laid.troubles})


def _elsewhere(clip: Clip, name: str, path: Path) -> Row:
    found = read_elsewhere(path, {clip.name: clip.truth.frames})
    return Row(detector=name, version="a file of predictions", parameters={}, predictions=found)


def _predict(clip: Clip, video: Path, name: str, cache: Path | None) -> tuple[Row, Sequence[Transition]]:
    """What the detector says; one that reads features runs anew, since kept predictions hold no evidence."""
    row = predictions.rows()[name]
    if isinstance(row, FeatureRow):
        frames, weighed = _weigh(video, row)
        made = predictions.of_transitions(frames, weighed)
    else:
        weighed = []
        place = predictions.place(cache or predictions.default_cache(), clip.digest, name)
        made = predictions.kept(place) or predictions.predict(video, [name], {name: place})[name]
    return _row(name, clip, made), weighed


def _row(name: str, clip: Clip, made: Prediction) -> Row:
    return Row(
        detector=name,
        version=predictions.version(predictions.rows()[name]),
        parameters=predictions.parameters(name),
        predictions={clip.name: made},
    )


def _weigh(video: Path, row: FeatureRow) -> tuple[int, list[Transition]]:
    def sink(_: VideoHeader) -> FeatureStream:
        return FeatureStream()

    decoded, stream = decode(video, sink, frame_threads=False)
    stream.finish()
    _, values, signatures = stream.take()
    return decoded.clock.frames, row.run(FeatureTable(columns=COLUMNS, values=values), signatures)


def _reason(trouble: Trouble, weighed: Sequence[Transition]) -> str:
    """Figures of the likeliest candidate there: of a false alarm and of what was found its own."""
    event = trouble.event
    near = [t for t in weighed if t.start <= event.stop + NEAR and t.stop >= event.start - NEAR]
    best = max(near, key=lambda t: ((t.start, t.stop) == (event.start, event.stop), t.confidence), default=None)
    if best is None:
        return ""
    place = str(best.start) if best.start == best.stop else f"{best.start} to {best.stop}"
    figures = ", ".join(f"{name.replace('_', ' ')} {decimal(value, 3)}" for name, value in best.evidence.figures)
    word = "reported with" if best.confidence >= MIN_CONFIDENCE else "weighed"
    return f"{str(best.kind).replace('_', ' ')} {place}, {word} {decimal(best.confidence)}: {figures}"
