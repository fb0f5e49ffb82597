"""What the detector says of clips that trained none of its networks: the honest row of the accuracy table.

``python -m benchmarks.training.heldout CLIPS DATA NETWORKS OUT.json`` takes, for each clip, the networks and the second
stage that were trained without its group of series, and writes predictions that
``python -m benchmarks accuracy CLIPS --predicted held-out=OUT.json`` scores beside the shipped detector. With
``--synthetic TRUTH`` the clips are edits or takes of ``timeline bench synth``, each made of one group's shots.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np

from timeline.decode import VideoHeader, decode
from timeline.detect.decide import decide
from timeline.detect.network import run_networks
from timeline.kernels.features import COLUMNS, FeatureStream, FeatureTable
from timeline.kernels.pooling import Floats
from timeline.outputs import write_text

VIDEOS = {".mp4", ".mov", ".mkv", ".webm", ".avi"}


def load(path: Path) -> dict[str, Floats]:
    """The arrays of one file of weights."""
    with np.load(path) as doc:
        return {name: doc[name] for name in doc.files}


def _stream(_: VideoHeader) -> FeatureStream:
    return FeatureStream()


def predict(video: Path, group: int, networks: Path) -> list[list[int | str | float]]:
    """Candidates of one clip as (start, stop, kind, confidence), by the networks trained without ``group``."""
    _, stream = decode(video, _stream)
    stream.finish()
    _, values, signatures = stream.take()
    table = FeatureTable(columns=COLUMNS, values=values)
    folds = sorted(networks.glob(f"without-{group}-*.npz"))
    if not folds:
        raise SystemExit(f"{networks} holds no network without-{group}-*.npz; train with --folds first")
    outputs = run_networks(values, [load(fold) for fold in folds])
    found = decide(table, signatures, outputs, load(networks / f"second-without-{group}.npz"))
    return [[t.start, t.stop, t.kind.value, t.confidence] for t in found]


def group_of(stem: str, data: Path, truth: Path | None) -> int:
    """The group of series that a clip was put in when the training data was made, or whose shots an edit is made of."""
    if truth is not None:
        document = json.loads((truth / f"{stem}.json").read_text(encoding="utf-8"))
        return int(document["synthetic"]["group"])
    with np.load(data / f"{stem}--real.npz") as doc:
        return int(doc["group"])


def main() -> None:
    """Predict every clip of a folder by networks that never saw its series."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("clips", type=Path)
    parser.add_argument("data", type=Path)
    parser.add_argument("networks", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--synthetic", type=Path, metavar="TRUTH", help="the clips are of bench synth, with this truth")
    options = parser.parse_args()
    videos = sorted(path for path in options.clips.iterdir() if path.suffix in VIDEOS)
    found = {v.stem: predict(v, group_of(v.stem, options.data, options.synthetic), options.networks) for v in videos}
    write_text(options.out, json.dumps(found))


if __name__ == "__main__":
    main()
