"""The detectors there are, one row each, and the one call that runs them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from timeline.detect import learnt, peers
from timeline.detect.detection import Detection, divide
from timeline.detect.peers import FrameDetector
from timeline.kernels.features import FeatureTable
from timeline.kernels.signature import SignatureRows
from timeline.model.edit import Transition


@dataclass(frozen=True, slots=True, kw_only=True)
class FeatureRow:
    """A detector that reads the stored features; ``parameters`` are those that a result should name."""

    run: Callable[[FeatureTable, SignatureRows], list[Transition]]
    parameters: Mapping[str, float | str]
    summary: str
    needs: Literal["features"] = "features"


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameRow:
    """A detector that must see BGR frames one after the other: ``start`` makes one that is ready for frame 0."""

    start: Callable[[], FrameDetector]
    parameters: Mapping[str, float | str]
    summary: str
    needs: Literal["frames"] = "frames"


DEFAULT = "temporal"

DETECTORS: Mapping[str, FeatureRow | FrameRow] = MappingProxyType(
    {
        "temporal": FeatureRow(
            run=learnt.run,
            parameters={"weights": learnt.weights_version()},
            summary="a temporal network over the features, its spans judged by the pictures around them",
        ),
        **{
            name: FrameRow(start=peer.start, parameters=peer.parameters, summary=f"PySceneDetect's {name} detector")
            for name, peer in peers.PEERS.items()
        },
    }
)


def detect(
    table: FeatureTable, signatures: SignatureRows, *, detector: str = DEFAULT, min_confidence: float = 0.5
) -> Detection:
    """Transitions found by a detector that needs features only.

    ``signatures`` uint8 (frames, S) as made with the table. Raises KeyError for a name that is not in DETECTORS and
    ValueError for one that needs frames (drive its ``start`` instead) or for a confidence outside 0..1.
    """
    if not 0 <= min_confidence <= 1:
        raise ValueError(f"a confidence lies in 0..1, not {min_confidence}")
    row = DETECTORS[detector]
    if isinstance(row, FrameRow):
        raise ValueError(f"detector {detector} needs frames; the stored features are not enough")
    return divide(row.run(table, signatures), min_confidence)
