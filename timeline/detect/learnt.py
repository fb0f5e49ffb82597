"""The learnt detector: a temporal network over the feature table, a judge of spans, calibrated probabilities."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import numpy as np

from timeline.detect.decide import decide
from timeline.detect.network import Outputs, run_networks
from timeline.errors import TimelineError
from timeline.kernels.features import COLUMNS, FEATURES_VERSION, FeatureTable
from timeline.kernels.pooling import Floats
from timeline.kernels.signature import SignatureRows
from timeline.model.edit import Transition

WEIGHTS = "weights.npz"


@cache
def weights_version() -> str:
    """What tells these weights from any others: the beginning of their file's SHA-256."""
    return hashlib.sha256((files("timeline.detect") / WEIGHTS).read_bytes()).hexdigest()[:12]


class WeightsError(TimelineError):
    """The weights that ship with the package do not fit the features it makes: the installation is damaged."""


@cache
def shipped_weights() -> Mapping[str, Floats]:
    """The shipped weights by name, float32. Raises WeightsError where they were trained on other features."""
    with (files("timeline.detect") / WEIGHTS).open("rb") as stream, np.load(stream) as doc:
        version, columns = int(doc["features_version"]), tuple(doc["columns"].tolist())
        names = [name for name in doc.files if name not in ("columns", "features_version")]
        weights = {name: doc[name].astype(np.float32) for name in names}
    if version != FEATURES_VERSION or columns != COLUMNS:
        raise WeightsError(
            f"the detector's weights are for features version {version}, this package makes {FEATURES_VERSION}: "
            "install the package again, or train anew (benchmarks/training)"
        )
    return weights


def members(weights: Mapping[str, Floats]) -> list[dict[str, Floats]]:
    """The networks of the ensemble: names are ``net0_...``, ``net1_...``."""
    count = len({name.split("_")[0] for name in weights if name.startswith("net")})
    return [
        {name.split("_", 1)[1]: value for name, value in weights.items() if name.startswith(f"net{i}_")}
        for i in range(count)
    ]


def outputs(table: FeatureTable, weights: Mapping[str, Floats]) -> Outputs:
    """What the ensemble says of each frame."""
    return run_networks(table.values, members(weights))


def run(table: FeatureTable, signatures: SignatureRows) -> list[Transition]:
    """All transitions worth naming, near misses included, in order."""
    if table.frames < 2:
        return []
    weights = shipped_weights()
    return decide(table, signatures, outputs(table, weights), weights)
