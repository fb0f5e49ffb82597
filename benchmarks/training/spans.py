"""Second stage: what spans proposed on clips that the network has not seen are worth, and how sure its cuts are."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from torch.nn import functional

from benchmarks.training.export import store
from timeline.detect.flat import runs
from timeline.detect.network import Outputs, run_networks
from timeline.detect.pictures import Pictures
from timeline.detect.spans import MEASURES, Span, find_spans, measure
from timeline.kernels.features import COLUMNS, FeatureTable
from timeline.kernels.pooling import Floats

HIDDEN = 16
OVERLAP = 0.3
"""Least intersection over union with a true span for a proposed one to count as right."""
Weights = dict[str, Floats]


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposals:
    """Of one example: measures and truth of its spans, and log-odds and truth of its frames as cuts."""

    name: str
    group: int
    guise: str
    measures: Floats
    right: npt.NDArray[np.bool_]
    odds: Floats
    cut: npt.NDArray[np.bool_]
    jumps: int


def _overlap(a: tuple[int, int], b: tuple[int, int]) -> float:
    return max(0, min(a[1], b[1]) - max(a[0], b[0])) / (max(a[1], b[1]) - min(a[0], b[0]))


def _verdict(span: Span, targets: npt.NDArray[np.int8]) -> bool | None:
    """Whether a proposed span is a true one; None where that cannot be said."""
    column, other = (2, 1) if span.effect else (1, 2)
    around = slice(max(0, span.start - 1), span.stop + 1)
    if (targets[around, column] < 0).any():
        return None
    here = (span.start, span.stop)
    if any(_overlap(here, run) >= OVERLAP for run in runs(targets[:, column] == 1)):
        return True
    return None if any(_overlap(here, run) >= OVERLAP for run in runs(targets[:, other] == 1)) else False


def propose(path: Path, networks: Mapping[int, Sequence[Weights]]) -> Proposals:
    """Spans and cut odds of one example by the networks that have not seen its group."""
    with np.load(path) as doc:
        group, values, signatures, targets = int(doc["group"]), doc["values"], doc["signatures"], doc["targets"]
    outputs: Outputs = run_networks(values, networks[group])
    table, pictures = FeatureTable(columns=COLUMNS, values=values), Pictures(signatures)
    spans = [(span, _verdict(span, targets)) for span in find_spans(outputs)]
    known = [(span, verdict) for span, verdict in spans if verdict is not None]
    rows = [measure(span, table, pictures, outputs) for span, _ in known]
    inside = (targets[:, 1] > 0) | (targets[:, 2] > 0)
    judged = (targets[:, 0] >= 0) & ~inside & (outputs.targets[:, 0] > -6)
    return Proposals(
        name=path.stem.split("--")[0],
        group=group,
        guise=path.stem.split("--")[1],
        measures=np.stack(rows) if rows else np.empty((0, len(MEASURES)), np.float32),
        right=np.array([verdict for _, verdict in known], bool),
        odds=outputs.targets[judged, 0],
        cut=targets[judged, 0] == 1,
        jumps=int((targets[:, 5] == 1).sum()),
    )


def fit_spans(proposals: Sequence[Proposals], *, seed: int, steps: int = 800) -> Weights:
    """Train the judge of spans; annotated clips weigh as much as all synthetic ones."""
    torch.manual_seed(seed)
    torch.set_num_threads(1)
    x = np.concatenate([p.measures for p in proposals])
    y = np.concatenate([p.right for p in proposals]).astype(np.float32)
    real = np.concatenate([np.full(len(p.right), p.guise != "synthetic") for p in proposals])
    weight = np.where(real, 0.5 / max(1, real.sum()), 0.5 / max(1, (~real).sum())) * len(y)
    mean, spread = x.mean(axis=0), x.std(axis=0) + 1e-3
    rows = torch.from_numpy(np.clip((x - mean) / spread, -6, 6))
    first, last = torch.nn.Linear(x.shape[1], HIDDEN), torch.nn.Linear(HIDDEN, 1)
    optimiser = torch.optim.AdamW([*first.parameters(), *last.parameters()], lr=1e-2, weight_decay=0.05)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, steps)
    for _ in range(steps):
        noisy = rows + 0.15 * torch.randn_like(rows)
        out = last(functional.relu(first(noisy)))[:, 0]
        loss = functional.binary_cross_entropy_with_logits(
            out, torch.from_numpy(y), weight=torch.from_numpy(weight.astype(np.float32))
        )
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        schedule.step()
    return {
        "span_mean": mean.astype(np.float32),
        "span_spread": spread.astype(np.float32),
        "span_in": first.weight.detach().numpy().T.copy(),
        "span_in_bias": first.bias.detach().numpy().copy(),
        "span_out": last.weight.detach().numpy()[0].copy(),
        "span_out_bias": last.bias.detach().numpy().copy(),
    }


def fit_platt(odds: Floats, truth: npt.NDArray[np.bool_], steps: int = 60) -> Floats:
    """Slope and offset of a logistic curve from log-odds to probability, by damped Newton steps.

    With Platt's targets ("Probabilistic outputs for support vector machines", 1999), which keep it from certainty.
    Raises ValueError where higher odds would mean less likely cuts: then something else is wrong.
    """
    positive, negative = float(truth.sum()), float((~truth).sum())
    target = np.where(truth, (positive + 1) / (positive + 2), 1 / (negative + 2))
    design = np.stack([odds, np.ones_like(odds)], axis=1).astype(np.float64)

    def loss(beta: npt.NDArray[np.float64]) -> float:
        z = design @ beta
        return float((np.logaddexp(0, z) - target * z).sum())

    beta = np.array([1.0, 0.0])
    for _ in range(steps):
        p = 1 / (1 + np.exp(-np.clip(design @ beta, -30, 30)))
        hessian = (design * (p * (1 - p))[:, None]).T @ design + 1e-3 * np.eye(2)
        step = np.linalg.solve(hessian, design.T @ (p - target))
        while loss(beta - step) > loss(beta) and np.abs(step).max() > 1e-9:
            step = step / 2
        beta = beta - step
    if beta[0] <= 0:
        raise ValueError(f"calibration turns the odds of cuts upside down: slope {beta[0]:.3f}")
    return beta.astype(np.float32)


def second_stage(proposals: Sequence[Proposals], *, seed: int) -> Weights:
    """The judge of spans and the calibration of cuts; the latter from the annotated clips as they are.

    Clips in which jumps outnumber cuts are left out there: one vlog of jumps would set the odds for all.
    """
    real = [p for p in proposals if p.guise == "real" and p.jumps <= p.cut.sum() // 2]
    odds, truth = np.concatenate([p.odds for p in real]), np.concatenate([p.cut for p in real])
    return {**fit_spans(proposals, seed=seed), "platt_cut": fit_platt(odds, truth)}


def load_networks(folder: Path, groups: Sequence[int]) -> dict[int, list[Weights]]:
    """Networks of each left-out group."""
    return {group: [dict(np.load(p)) for p in sorted(folder.glob(f"without-{group}-*.npz"))] for group in groups}


def proposals_of(data: Path, networks: Path) -> Iterator[Proposals]:
    """Proposals of every example of a data set."""
    paths = sorted(data.glob("*.npz"))
    groups = sorted({int(np.load(path)["group"]) for path in paths})
    loaded = load_networks(networks, groups)
    for path in paths:
        yield propose(path, loaded)


def main() -> None:
    """Fit the second stage on left-out predictions: ``python -m benchmarks.training.spans DATA NETWORKS``."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("networks", type=Path, help="folder with the networks of train --folds")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    proposals = list(proposals_of(options.data, options.networks))
    for group in sorted({p.group for p in proposals}):
        kept = [p for p in proposals if p.group != group]
        store(options.networks / f"second-without-{group}.npz", second_stage(kept, seed=options.seed))
    store(options.networks / "second-all.npz", second_stage(proposals, seed=options.seed))


if __name__ == "__main__":
    main()
