"""Trains the network on a data set made by ``dataset``; with ``--folds`` each group in turn is left out."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from torch import nn
from torch.nn import functional

from benchmarks.training.export import store
from timeline.detect.network import DILATIONS, KINDS, PAD, TARGETS

WINDOW = 200
BATCH = 32
HEADS = len(TARGETS) + len(KINDS)
LARGEST_STEP = 4e-3
REAL = 0.42
"""Share of the windows that come from annotated clips."""
WEIGHTS = (10.0, 3.0, 3.0, 5.0, 5.0, 0.3)
"""Weight of each target's loss: rarer ones more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One example in memory, padded by PAD frames at either end."""

    name: str
    group: int
    guise: str
    values: npt.NDArray[np.float32]
    targets: npt.NDArray[np.int8]
    kind: npt.NDArray[np.int8]


def load(folder: Path) -> list[Table]:
    """All examples of a data set, ends repeated; nothing is learnt from the repeats."""
    tables = []
    for path in sorted(folder.glob("*.npz")):
        with np.load(path) as doc:
            tables.append(
                Table(
                    name=path.stem.split("--")[0],
                    group=int(doc["group"]),
                    guise=path.stem.split("--")[1],
                    values=np.pad(doc["values"], ((PAD, PAD), (0, 0)), mode="edge"),
                    targets=np.pad(doc["targets"], ((PAD, PAD), (0, 0)), constant_values=-1),
                    kind=np.pad(doc["kind"], (PAD, PAD), constant_values=-1),
                )
            )
    return tables


class Network(nn.Module):  # type: ignore[misc]  # torch is not there when the project is checked
    """1x1 to ``width`` channels, residual three-tap convolutions of growing dilation, 1x1 to the outputs."""

    def __init__(self, inputs: int, width: int, dropout: float = 0.1) -> None:
        super().__init__()
        self.enter = nn.Conv1d(inputs, width, 1)
        self.blocks = nn.ModuleList(nn.Conv1d(width, width, 3, padding=d, dilation=d) for d in DILATIONS)
        self.leave = nn.Conv1d(width, HEADS, 1)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """(batch, inputs, frames) to (batch, outputs, frames) of log-odds."""
        x = functional.relu(self.enter(self.dropout(x)))
        for block in self.blocks:
            x = x + functional.relu(block(x))
        out: torch.Tensor = self.leave(self.dropout(x))
        return out


def _draw(rng: np.random.Generator, tables: Sequence[Table], odds: npt.NDArray[np.float64]) -> tuple[Any, Any, Any]:
    values, targets, kinds = [], [], []
    for number in rng.choice(len(tables), BATCH, p=odds):
        table = tables[int(number)]
        at = int(rng.integers(0, max(1, len(table.values) - WINDOW + 1)))
        part = slice(at, at + WINDOW)
        short = max(0, WINDOW - len(table.values))
        values.append(np.pad(table.values[part], ((0, short), (0, 0)), mode="edge"))
        targets.append(np.pad(table.targets[part], ((0, short), (0, 0)), constant_values=-1))
        kinds.append(np.pad(table.kind[part], (0, short), constant_values=-1))
    return np.stack(values), np.stack(targets), np.stack(kinds)


def _odds(tables: Sequence[Table], takes: float) -> npt.NDArray[np.float64]:
    """Chance of each example by the root of its length: REAL in all for the annotated clips, ``takes`` for takes."""
    real = np.array([table.guise != "synthetic" for table in tables])
    take = ~real & ~np.array([(table.targets > 0).any() for table in tables])
    size = np.sqrt([len(table.values) for table in tables])
    odds = np.zeros(len(tables))
    for chosen, share in ((real, REAL), (take, takes), (~real & ~take, 1 - REAL - takes)):
        odds[chosen] = share * size[chosen] / max(1e-9, size[chosen].sum())
    return np.asarray(odds / odds.sum(), dtype=np.float64)


def _loss(out: torch.Tensor, targets: torch.Tensor, kinds: torch.Tensor) -> torch.Tensor:
    known = targets >= 0
    said, wanted = out[..., : len(TARGETS)], targets.clamp(min=0).float()
    each = functional.binary_cross_entropy_with_logits(said, wanted, reduction="none")
    total = torch.zeros(())
    for column, weight in enumerate(WEIGHTS):
        mask = known[..., column]
        total = total + weight * (each[..., column] * mask).sum() / mask.sum().clamp(min=1)
    of_kind = out[..., len(TARGETS) :].flatten(0, 1)
    return total + 0.3 * functional.cross_entropy(of_kind, kinds.flatten().long(), ignore_index=-1)


def fit(
    tables: Sequence[Table],
    *,
    width: int,
    steps: int,
    seed: int,
    takes: float,
    begun: Mapping[str, npt.NDArray[np.float32]] | None = None,
) -> dict[str, npt.NDArray[np.float32]]:
    """Train one network, or go on with one that was ``begun``; its arrays by name, as the detector reads them."""
    torch.manual_seed(seed)
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    rng = np.random.default_rng(seed)
    every = np.concatenate([table.values[PAD:-PAD:4] for table in tables])
    mean, spread = every.mean(axis=0), every.std(axis=0) + 1e-3
    network = Network(every.shape[1], width)
    if begun is not None:
        mean, spread = begun["mean"], begun["spread"]
        named = {name: torch.from_numpy(begun[name.replace(".", "_")]) for name in network.state_dict()}
        network.load_state_dict(named)
    optimiser = torch.optim.AdamW(network.parameters(), lr=2e-3, weight_decay=1e-3)
    largest = LARGEST_STEP if begun is None else LARGEST_STEP / 4
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, max_lr=largest, total_steps=steps, pct_start=0.15)
    odds = _odds(tables, takes)
    running = 0.0
    for step in range(steps):
        values, targets, kinds = _draw(rng, tables, odds)
        x = torch.from_numpy(np.clip((values - mean) / spread, -8, 8).astype(np.float32)).transpose(1, 2)
        loss = _loss(network(x).transpose(1, 2), torch.from_numpy(targets), torch.from_numpy(kinds))
        optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimiser.step()
        schedule.step()
        running = 0.98 * running + 0.02 * float(loss.detach())
        if step % 200 == 199:
            print(f"step {step + 1} loss {running:.4f}", flush=True)
    arrays = {name.replace(".", "_"): value.detach().numpy().copy() for name, value in network.state_dict().items()}
    return {**arrays, "mean": mean.astype(np.float32), "spread": spread.astype(np.float32)}


def main() -> None:
    """Train: ``python -m benchmarks.training.train DATA OUT [--folds]``."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--folds", action="store_true", help="leave each group out in turn instead of using all")
    parser.add_argument("--only", type=int, nargs="+", help="with --folds: leave out these groups alone")
    parser.add_argument("--width", type=int, default=48)
    parser.add_argument("--steps", type=int, default=3000)
    parser.add_argument("--takes", type=float, default=0.12, help="share of windows from takes without any edit")
    parser.add_argument("--begun", type=Path, help="folder of networks of these names to go on with")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    tables = load(options.data)
    groups: list[int | None] = [None]
    if options.folds:
        groups = [*(options.only or sorted({table.group for table in tables}))]
    for left_out in groups:
        kept = [table for table in tables if table.group != left_out]
        name = f"{'all' if left_out is None else f'without-{left_out}'}-{options.seed}.npz"
        begun = dict(np.load(options.begun / name)) if options.begun else None
        settings = {"width": options.width, "steps": options.steps, "seed": options.seed, "takes": options.takes}
        store(options.out / name, fit(kept, **settings, begun=begun))


if __name__ == "__main__":
    main()
