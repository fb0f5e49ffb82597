"""Predictions of every detector on a clip, kept by content, parameters and version so that nothing runs twice.

Kept are all candidates down to ``FLOOR``, with their confidence; ``counted`` says which of them a detector stands by.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import timeline
from timeline.decode import VideoHeader, decode, read_bgr
from timeline.detect.peers import PEERS_EVERY_SHOT
from timeline.detect.registry import DEFAULT, DETECTORS, FeatureRow, FrameRow
from timeline.errors import UsageError
from timeline.kernels.features import COLUMNS, FeatureStream, FeatureTable
from timeline.kernels.pictures import PictureBatch
from timeline.library.store import cache_folder
from timeline.model.edit import Transition
from timeline.outputs import write_text
from timeline.suite import machine
from timeline.suite.peers import FILE_PEERS, missing
from timeline.suite.peers.row import FileRow, run_together
from timeline.suite.scoring import Mark
from timeline.suite.tables import to_json

FORMAT = 2  # of a kept prediction; another one is made again
FLOOR = 0.02
"""Confidence below which a candidate is not kept and not held against a detector's calibration."""
MIN_CONFIDENCE = 0.5
"""Confidence from which a prediction counts, as it does in an inspection unless the user says otherwise."""
EVERY_SHOT = "-min1"  # a peer's variant that allows shots of one frame
ALL = "all"

Row = FeatureRow | FrameRow | FileRow

EVERY_SHOT_ROWS = {
    name: FrameRow(
        start=peer.start,
        parameters=peer.parameters,
        summary=f"PySceneDetect's {name.removesuffix(EVERY_SHOT)} detector, shots of one frame allowed",
    )
    for name, peer in PEERS_EVERY_SHOT.items()
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Prediction:
    """What one detector says of one clip: the frames it saw (None where nobody says), and every candidate, in order."""

    frames: int | None
    marks: tuple[Mark, ...]

    def counted(self, min_confidence: float = MIN_CONFIDENCE) -> tuple[Mark, ...]:
        """The candidates that it stands by."""
        return tuple(mark for mark in self.marks if mark.confidence >= min_confidence)


def rows() -> Mapping[str, Row]:
    """Every detector that can be run, the project's own first."""
    ours = {DEFAULT: DETECTORS[DEFAULT]}
    return {**ours, **DETECTORS, **EVERY_SHOT_ROWS, **FILE_PEERS}


def detector_names(chosen: Sequence[str], *, every_shot: bool = False) -> list[str]:
    """Detectors to run, in the order asked for; without any, the one that ships.

    ``all`` stands for every one that is installed; ``every_shot`` adds the peers' variants for shots of one frame to
    those named.

    Raises:
        UsageError: a chosen name is not in the table, or needs a package that is not installed.
    """
    known, wanting = rows(), not_installed()
    for name in chosen:
        if name not in known and name != ALL:
            raise UsageError(f"there is no detector '{name}'; there are {', '.join(known)}, and {ALL}")
        if name in wanting:
            raise UsageError(f"{name} is not installed here: {wanting[name]}")
    at_hand = [name for name in known if name not in wanting]
    names = [each for name in chosen or [DEFAULT] for each in (at_hand if name == ALL else [name])]
    if every_shot:
        names += [name + EVERY_SHOT for name in names if name + EVERY_SHOT in known]
    return list(dict.fromkeys(names))


def not_installed() -> dict[str, str]:
    """Rows that need what is not installed, each with the command that brings it."""
    return {name: how for name, row in rows().items() if isinstance(row, FileRow) and (how := missing(row))}


def left_out(chosen: Sequence[str]) -> list[str]:
    """Where ``all`` was asked for: in words, what that leaves out because it is not installed, and how to get it."""
    by_command: dict[str, list[str]] = {}
    for name, how in not_installed().items() if ALL in chosen else ():
        by_command.setdefault(how, []).append(name)
    return [f"not installed here, so left out: {', '.join(names)} ({how})" for how, names in by_command.items()]


def parameters(name: str) -> Mapping[str, float | str]:
    """The parameters a row is told apart by; none for predictions made elsewhere."""
    row = rows().get(name)
    return {} if row is None else dict(row.parameters)


def nothing_to_do() -> None:
    """Stand in for a check of interrupts where none is wanted."""


def predict(
    video: Path, names: Iterable[str], keep_in: Mapping[str, Path], check: Callable[[], None] = nothing_to_do
) -> dict[str, Prediction]:
    """Predictions of a video by detector name, made in one pass for each kind of input and kept.

    One thread decodes, so that the frames are the same on every machine, damaged files included.

    Args:
        video: the file.
        names: rows of ``rows()``.
        keep_in: file that keeps each detector's prediction.
        check: called now and then; may raise to stop.

    Raises:
        InputError: the video cannot be decoded.
        OutputError: a prediction cannot be kept.
    """
    chosen = {name: rows()[name] for name in names}
    by_features = {name: row for name, row in chosen.items() if isinstance(row, FeatureRow)}
    by_frames = {name: row for name, row in chosen.items() if isinstance(row, FrameRow)}
    by_file = {name: row for name, row in chosen.items() if isinstance(row, FileRow)}
    made = _from_features(video, by_features, check) | _from_frames(video, by_frames, check)
    made |= {
        n: of_transitions(seen.frames, seen.transitions) for n, seen in run_together(video, by_file, check).items()
    }
    for name, prediction in made.items():
        keep(keep_in[name], prediction)
    return made


class _Stoppable(FeatureStream):
    """A feature stream that looks for interrupts after every batch."""

    def __init__(self, check: Callable[[], None]) -> None:
        super().__init__()
        self._check = check

    def push(self, batch: PictureBatch, /) -> None:
        super().push(batch)
        self._check()


def _from_features(video: Path, chosen: Mapping[str, FeatureRow], check: Callable[[], None]) -> dict[str, Prediction]:
    if not chosen:
        return {}

    def sink(_: VideoHeader) -> _Stoppable:
        return _Stoppable(check)

    decoded, stream = decode(video, sink, frame_threads=False)
    stream.finish()
    _, values, signatures = stream.take()
    table = FeatureTable(columns=COLUMNS, values=values)
    return {name: of_transitions(decoded.clock.frames, row.run(table, signatures)) for name, row in chosen.items()}


def _from_frames(video: Path, chosen: Mapping[str, FrameRow], check: Callable[[], None]) -> dict[str, Prediction]:
    if not chosen:
        return {}
    detectors = {name: row.start() for name, row in chosen.items()}
    frames = 0
    for frame in read_bgr(video, frame_threads=False):
        frames += 1
        for detector in detectors.values():
            detector.push(frame)
        check()
    return {name: of_transitions(frames, detector.finish()) for name, detector in detectors.items()}


def of_transitions(frames: int, transitions: Iterable[Transition]) -> Prediction:
    """A prediction out of what a detector says, in order and without what is below FLOOR."""
    marks = sorted(
        (
            Mark(t.start, t.stop, str(t.kind), round(t.confidence, 6), t.edit_point)
            for t in transitions
            if t.confidence >= FLOOR
        ),
        key=lambda m: (m.start, m.stop, m.kind),
    )
    return Prediction(frames=frames, marks=tuple(marks))


def place(kept_in: Path, digest: str, name: str) -> Path:
    """File that keeps the prediction of a row on the video of this SHA-256."""
    row = rows()[name]
    made_by = {"format": FORMAT, "detector": name, "parameters": dict(row.parameters), "version": version(row)}
    key = hashlib.sha256(json.dumps(made_by, sort_keys=True).encode()).hexdigest()
    return kept_in / digest[:32] / f"{name}-{key[:16]}.json"


def version(row: Row) -> str:
    """What must stay the same for a kept prediction to hold: the code that makes it, and the peer's release."""
    if isinstance(row, FeatureRow):
        return sources("decode", "kernels", "detect", "model")
    if isinstance(row, FileRow):
        return f"{row.version()}/{sources(*row.sources)}"
    releases = "/".join(
        f"{name} {machine.version(name)}" for name in ("scenedetect-headless", "opencv-python-headless")
    )
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
    return digest.hexdigest()[:32]


def kept(path: Path) -> Prediction | None:
    """A prediction as it was kept; None where there is none or it is damaged, so that it is made again."""
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        if document["format"] != FORMAT:
            return None
        return Prediction(frames=document["frames"], marks=tuple(Mark(*mark) for mark in document["marks"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def keep(path: Path, prediction: Prediction) -> None:
    """Keep a prediction for later runs; raises OutputError where it cannot be written."""
    marks = [[m.start, m.stop, m.kind, m.confidence, m.edit_point] for m in prediction.marks]
    write_text(path, to_json({"format": FORMAT, "frames": prediction.frames, "marks": marks}))


def default_cache() -> Path:
    """Folder of the user's cache for predictions, beside the stored records."""
    return cache_folder() / "predictions"
