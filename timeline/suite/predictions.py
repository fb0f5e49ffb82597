"""Predictions of every detector on a clip, kept by content, parameters and version so that nothing runs twice."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import platformdirs

import timeline
from timeline.decode import VideoHeader, decode, read_bgr
from timeline.detect.peers import PEERS_EVERY_SHOT
from timeline.detect.registry import DEFAULT, DETECTORS, FeatureRow, FrameRow, detect
from timeline.errors import UsageError
from timeline.kernels.features import COLUMNS, FeatureStream, FeatureTable
from timeline.model.edit import Transition
from timeline.outputs import write_text
from timeline.suite import machine
from timeline.suite.clips import Clip
from timeline.suite.scoring import Mark
from timeline.suite.tables import to_json

EVERY_SHOT = "-min1"  # a peer's variant that allows shots of one frame

EVERY_SHOT_ROWS = {
    name: FrameRow(start=peer.start, parameters=peer.parameters, summary=name)
    for name, peer in PEERS_EVERY_SHOT.items()
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Prediction:
    """What one detector says of one clip: the frames it saw, and its transitions."""

    frames: int
    marks: tuple[Mark, ...]


def detector_names(chosen: Sequence[str], every_shot: bool) -> list[str]:
    """Detectors to run, the project's own first; ``every_shot`` adds the peers' variants for shots of one frame.

    Raises:
        UsageError: a chosen name is not in the registry.
    """
    known = {**DETECTORS, **EVERY_SHOT_ROWS}
    for name in chosen:
        if name not in known:
            raise UsageError(f"there is no detector '{name}'; there are {', '.join(known)}")
    names = list(chosen) or [DEFAULT, *(name for name in DETECTORS if name != DEFAULT)]
    if every_shot:
        names += [name + EVERY_SHOT for name in names if name + EVERY_SHOT in EVERY_SHOT_ROWS]
    return list(dict.fromkeys(names))


def parameters(name: str) -> dict[str, float | str]:
    """The parameters a row is told apart by; none for predictions made elsewhere."""
    return dict(_row(name).parameters) if name in DETECTORS or name in EVERY_SHOT_ROWS else {}


def read_elsewhere(path: Path, clips: Iterable[Clip]) -> dict[str, Prediction]:
    """Predictions made by another program: JSON, clip name -> list of [start, stop] or [start, stop, kind].

    Raises:
        UsageError: the file is not so, or a clip is missing in it.
    """
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        marks = {name: tuple(Mark(*mark) for mark in found) for name, found in document.items()}
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise UsageError(f"{path}: no JSON of clip name -> [[start, stop, kind], ...]: {error}") from error
    missing = [clip.name for clip in clips if clip.name not in marks]
    if missing:
        raise UsageError(f"{path}: predicts nothing for {', '.join(missing)}; an empty list says that it found nothing")
    return {clip.name: Prediction(frames=clip.frames or 0, marks=marks[clip.name]) for clip in clips}


def predict(clip: Clip, names: Iterable[str], kept_in: Path) -> dict[str, Prediction]:
    """Predictions by detector name; what the cache lacks is made in one pass for each kind of input and kept there."""
    found = {name: before for name in names if (before := kept(_place(kept_in, clip, name))) is not None}
    missing = [name for name in names if name not in found]
    by_features = [name for name in missing if isinstance(_row(name), FeatureRow)]
    by_frames = [name for name in missing if name not in by_features]
    made = _from_features(clip.path, by_features) | _from_frames(clip.path, by_frames)
    for name, prediction in made.items():
        keep(_place(kept_in, clip, name), prediction)
    return {name: (found | made)[name] for name in names}


def _from_features(path: Path, names: Sequence[str]) -> dict[str, Prediction]:
    if not names:
        return {}

    def sink(_: VideoHeader) -> FeatureStream:
        return FeatureStream()

    decoded, stream = decode(path, sink)
    stream.finish()
    _, values, signatures = stream.take()
    table = FeatureTable(columns=COLUMNS, values=values)
    return {
        name: _prediction(decoded.clock.frames, detect(table, signatures, detector=name).transitions) for name in names
    }


def _from_frames(path: Path, names: Sequence[str]) -> dict[str, Prediction]:
    if not names:
        return {}
    detectors = {name: row.start() for name in names if isinstance(row := _row(name), FrameRow)}
    frames = 0
    for frame in read_bgr(path):
        frames += 1
        for detector in detectors.values():
            detector.push(frame)
    return {name: _prediction(frames, detector.finish()) for name, detector in detectors.items()}


def _prediction(frames: int, transitions: Iterable[Transition]) -> Prediction:
    return Prediction(frames=frames, marks=tuple(Mark(t.start, t.stop, str(t.kind)) for t in transitions))


def _row(name: str) -> FeatureRow | FrameRow:
    return EVERY_SHOT_ROWS[name] if name in EVERY_SHOT_ROWS else DETECTORS[name]


def _place(kept_in: Path, clip: Clip, name: str) -> Path:
    row = _row(name)
    made_by = {"detector": name, "parameters": dict(row.parameters), "version": version(row)}
    key = hashlib.sha256(json.dumps(made_by, sort_keys=True).encode()).hexdigest()
    return kept_in / clip.digest[:32] / f"{name}-{key[:16]}.json"


def version(row: FeatureRow | FrameRow) -> str:
    """What must stay the same for a kept prediction to hold: the code that makes it, and the peer's release."""
    if isinstance(row, FeatureRow):
        return sources("decode", "kernels", "detect", "model")
    releases = "/".join(machine.version(name) for name in ("scenedetect-headless", "opencv-python-headless"))
    return f"{releases}/{sources('decode', 'detect/peers.py')}"


@cache
def sources(*parts: str) -> str:
    """Digest of every file of these parts of the package, models included."""
    digest = hashlib.sha256()
    package = Path(timeline.__file__).parent
    for part in parts:
        files = sorted((package / part).rglob("*")) if (package / part).is_dir() else [package / part]
        for file in files:
            if file.is_file() and file.suffix != ".pyc":
                digest.update(file.relative_to(package).as_posix().encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()


def kept(path: Path) -> Prediction | None:
    """A prediction as it was kept; None where there is none or it is damaged, so that it is made again."""
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        return Prediction(frames=document["frames"], marks=tuple(Mark(*mark) for mark in document["marks"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def keep(path: Path, prediction: Prediction) -> None:
    """Keep a prediction for later runs."""
    marks: list[Mapping[str, object] | list[object]] = [[m.start, m.stop, m.kind] for m in prediction.marks]
    write_text(path, to_json({"frames": prediction.frames, "marks": marks}))


def default_cache() -> Path:
    """Folder of the user's cache for predictions."""
    return Path(platformdirs.user_cache_dir("timeline-benchmarks", appauthor=False)) / "predictions"
