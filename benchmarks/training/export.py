"""Packs networks and second stage into the file of weights that ships."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from timeline.kernels.features import COLUMNS, FEATURES_VERSION

LARGEST = 1_000_000
"""Bytes that the file of weights may have."""


def store(path: Path, arrays: Mapping[str, npt.NDArray[Any]]) -> None:
    """Write arrays by name, compressed."""
    np.savez_compressed(path, allow_pickle=False, **arrays)


def pack(networks: list[Path], second: Path, out: Path) -> None:
    """Write ``out``: networks in half precision as ``net0_...``, the second stage in single, and what they rest on."""
    arrays: dict[str, npt.NDArray[Any]] = {
        "features_version": np.array(FEATURES_VERSION),
        "columns": np.array(COLUMNS),
    }
    for i, path in enumerate(networks):
        with np.load(path) as doc:
            for name in doc.files:
                exact = name in ("mean", "spread")
                arrays[f"net{i}_{name}"] = doc[name].astype(np.float32 if exact else np.float16)
    with np.load(second) as doc:
        arrays.update({name: doc[name].astype(np.float32) for name in doc.files})
    store(out, arrays)
    if out.stat().st_size > LARGEST:
        raise SystemExit(f"{out} has {out.stat().st_size} bytes, more than the {LARGEST} that may ship")


def main() -> None:
    """Pack: ``python -m benchmarks.training.export OUT.npz SECOND.npz NETWORK.npz ...``."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("second", type=Path)
    parser.add_argument("networks", type=Path, nargs="+")
    options = parser.parse_args()
    pack(options.networks, options.second, options.out)


if __name__ == "__main__":
    main()
