"""PySceneDetect's detectors under our own frame index: they see BGR frames one by one, at their own default scale."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from timeline.model.edit import Evidence, Kind, Transition

WORKING_WIDTH = 256
"""Width that PySceneDetect scales frames down to by default."""


class FrameDetector(Protocol):
    """A detector that must see every frame."""

    def push(self, frame: npt.NDArray[np.uint8]) -> None:
        """Take the next frame, BGR uint8 (h, w, 3)."""

    def finish(self) -> list[Transition]:
        """Say that no frame follows; the transitions found, in order."""


class SceneDetectPeer:
    """Drives one of PySceneDetect's detectors; every cut it reports is a cut of confidence 1."""

    def __init__(self, detector: Any) -> None:
        self._detector = detector
        self._next = 0
        self._cuts: set[int] = set()

    def push(self, frame: npt.NDArray[np.uint8]) -> None:
        """Take the next frame, BGR uint8 (h, w, 3)."""
        self._note(self._detector.process_frame(_position(self._next), _scaled(frame)))
        self._next += 1

    def finish(self) -> list[Transition]:
        """Say that no frame follows; the cuts found, in order."""
        if self._next:
            self._note(self._detector.post_process(_position(self._next - 1)))
        return [_cut(frame) for frame in sorted(self._cuts) if 0 < frame < self._next]

    def _note(self, cuts: list[Any]) -> None:
        self._cuts.update(int(cut.frame_num) for cut in cuts)


def _position(frame: int) -> Any:
    """The frame's number in PySceneDetect's clothes; the rate plays no part, since all its limits are in frames."""
    from scenedetect import FrameTimecode

    return FrameTimecode(frame, 25.0)


def _scaled(frame: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    """The frame at PySceneDetect's own default scale, reduced the way its scene manager reduces it."""
    height, width = frame.shape[:2]
    if width <= WORKING_WIDTH:
        return frame
    import cv2

    size = (WORKING_WIDTH, max(1, round(height * WORKING_WIDTH / width)))
    return np.asarray(cv2.resize(frame, size, interpolation=cv2.INTER_LINEAR), dtype=np.uint8)


def _cut(frame: int) -> Transition:
    return Transition(
        kind=Kind.CUT, start=frame, stop=frame, edit_point=frame, evidence=Evidence(frames=(frame - 1, frame))
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Peer:
    """One of PySceneDetect's detectors with its parameters; those not named are at their defaults."""

    start: Callable[[], FrameDetector]
    parameters: Mapping[str, float | str]


def _peer(class_name: str, **parameters: float) -> Peer:
    def start() -> FrameDetector:
        import scenedetect

        return SceneDetectPeer(getattr(scenedetect, class_name)(**parameters))

    return Peer(start=start, parameters=parameters)


_CLASSES = {
    "adaptive": "AdaptiveDetector",
    "content": "ContentDetector",
    "hash": "HashDetector",
    "histogram": "HistogramDetector",
    "threshold": "ThresholdDetector",
}

PEERS: Mapping[str, Peer] = {name: _peer(class_name) for name, class_name in _CLASSES.items()}
"""At PySceneDetect's defaults."""

PEERS_EVERY_SHOT: Mapping[str, Peer] = {
    f"{name}-min1": _peer(class_name, min_scene_len=1) for name, class_name in _CLASSES.items()
}
"""With shots of a single frame allowed, for benchmarks."""
