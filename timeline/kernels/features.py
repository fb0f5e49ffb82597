"""The feature table: one row of named figures a frame, made as frames go by, and a small signature of each picture."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from timeline.kernels import arrival
from timeline.kernels.arrival import REACH, Reduced
from timeline.kernels.bars import WHOLE, Box, find_box, is_lit
from timeline.kernels.gram import mixture, squared_distance, unlikeness
from timeline.kernels.pictures import PictureBatch
from timeline.kernels.pooling import Floats

FEATURES_VERSION = 2
SIGNATURE_BYTES = arrival.SIGNATURE_BYTES

LAGS = (1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 47)
MIX_LAGS = (1, 2, 4, 8, 16, 24)
AHEAD = 24
"""Frames that a row looks ahead; it is final once they have come."""
BLOCK = 64
WATCHED = 160
"""Frames watched for standing bars before the first row is made (about 14 MB of pictures)."""

_CELLS, _CHROMA = arrival.SIDE**2, 2 * arrival.CHROMA_SIDE**2
_NOISE = {"luma": _CELLS * 1.0, "edges": _CELLS * 0.5, "texture": 81 * 0.5}

_LAGGED = ("luma_rms", "luma_unlike", "edges_unlike", "texture_unlike", "chroma_rms", "tones_unlike")
_MIXED = ("share", "residual", "size", "misfit")
_STILL = ("mean", "deviation", "sharpness", "black", "white", "cb", "cr", "chroma_deviation")

COLUMNS: tuple[str, ...] = (
    *(f"{name}_{lag}" for lag in LAGS for name in _LAGGED),
    *(f"mix_{name}_{lag}" for lag in MIX_LAGS for name in _MIXED),
    *(f"block_q{q}_1" for q in (10, 25, 50, 75, 90)),
    "change_x_1",
    "change_y_1",
    *(f"block_q{q}_{lag}" for lag in (2, 3) for q in (10, 25, 50, 75, 90)),
    *(f"profile_{name}_{lag}" for lag in (1, 3) for name in ("stay", "best", "shift")),
    *_STILL,
)
"""Names of the table's columns. ``NAME_k`` at row t compares frame t + k // 2 with the one k before it, so that a cut
at t is seen by odd lags symmetrically; ``mix_NAME_k`` at row t takes frame t as a mixture of t - k and t + k."""


class Rows(Protocol):
    """Rows of figures (n, k) float32 that may lie in a file: what is asked for comes as an array. Any array is one."""

    @property
    def shape(self) -> tuple[int, ...]:
        """Rows and columns."""

    def __len__(self) -> int:
        """Number of rows."""

    def __getitem__(self, part: slice | tuple[slice, int], /) -> Floats:
        """The rows of a slice, or one column of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeatureTable:
    """Named figures of every frame: ``values`` float32 (frames, len(columns))."""

    columns: tuple[str, ...]
    values: Rows

    def __post_init__(self) -> None:
        """Check that the columns are those of the values."""
        if len(self.values.shape) != 2 or self.values.shape[1] != len(self.columns):
            raise ValueError(f"feature values of shape {self.values.shape} do not have {len(self.columns)} columns")

    @property
    def frames(self) -> int:
        """Number of rows."""
        return len(self.values)

    def column(self, name: str) -> Floats:
        """One column as a view, (frames,)."""
        return self.values[:, self.columns.index(name)]


def _lagged(bands: dict[str, Floats], lag: int) -> list[Floats]:
    whole = squared_distance(bands["luma"], lag) + squared_distance(bands["mean"], lag)
    return [
        np.log1p(np.sqrt(whole / _CELLS)),
        *(unlikeness(bands[kind], lag, _NOISE[kind]) for kind in ("luma", "edges", "texture")),
        np.log1p(np.sqrt(squared_distance(bands["chroma"], lag) / _CHROMA)),
        unlikeness(bands["tones"], lag, 1e-3),
    ]


def _mixed(picture: Floats, lag: int) -> list[Floats]:
    share, residual, size = mixture(picture, lag)
    return [
        share,
        np.log1p(np.sqrt(residual / _CELLS)),
        np.log1p(np.sqrt(size / _CELLS)),
        np.sqrt(residual / (size + _CELLS)),
    ]


def _moved(column: Floats, ahead: int) -> Floats:
    """A figure as known on arrival, set ``ahead`` rows earlier; the last rows, never used, keep their place."""
    return np.concatenate([column[ahead:], column[:ahead]])


def rows_of(bands: Floats, local: Floats, alone: Floats) -> Floats:
    """Feature rows of a run of frames, without the AHEAD at either end, from what was known when each arrived.

    ``bands`` (m, kinds, REACH + 1), ``local`` (m, 23), ``alone`` (m, 8); returns (m - 2 * AHEAD, len(COLUMNS)) float32.
    """
    by_kind = {kind: bands[:, i] for i, kind in enumerate(arrival.KINDS)}
    columns = [_moved(column, lag // 2) for lag in LAGS for column in _lagged(by_kind, lag)]
    picture = by_kind["luma"] + by_kind["mean"] + 2 * by_kind["chroma"]
    columns += [column for lag in MIX_LAGS for column in _mixed(picture, lag)]
    columns += [_moved(local[:, i], 1 if 7 <= i < 17 or i >= 20 else 0) for i in range(local.shape[1])]
    table = np.concatenate([np.stack(columns, axis=1), alone], axis=1)
    return np.ascontiguousarray(table[AHEAD:-AHEAD], dtype=np.float32)


class FeatureStream:
    """Makes the feature table from batches of pictures as they come; memory is bounded by the longest lag.

    ``push`` batches in order, ``finish`` once; ``take`` hands over the rows that have become final, at any time. The
    result does not depend on how the frames were batched. Frames before the first and after the last are taken as
    still. The first WATCHED frames that show anything are held back to find standing bars, which are then cropped;
    black frames before them need no crop, so they are not held.
    """

    def __init__(self) -> None:
        self.box: Box | None = None
        self._held: list[PictureBatch] = []
        self._held_frames = 0
        self._pushed = 0
        self._queue: list[Reduced] = []
        self._queued = 0
        self._recent: Reduced
        self._last: Reduced
        self._vectors: dict[str, Floats] = {}
        self._arrived: list[Floats] = []
        self._first = 0
        self._values: list[Floats] = []
        self._signatures: list[npt.NDArray[np.uint8]] = []

    def push(self, batch: PictureBatch) -> None:
        """Add the next frames; raises ValueError if ``batch`` is not the one that follows."""
        if batch.first != self._pushed:
            raise ValueError(f"the batch starts at frame {batch.first}, expected frame {self._pushed}")
        self._pushed += batch.frames
        if batch.frames and self.box is None:
            self._watch(batch)
        elif batch.frames:
            self._reduce(batch)

    def finish(self) -> None:
        """Say that no frame follows: all rows become final."""
        self._settle()
        if self._pushed:
            self._enqueue(self._last.repeat(AHEAD))
            if self._queued:
                self._process(self._queued)

    def take(self) -> tuple[int, Floats, npt.NDArray[np.uint8]]:
        """Rows that became final since the last call: number of the first, values (n, k), signatures (n, S)."""
        first = self._first
        values = np.concatenate(self._values) if self._values else np.empty((0, len(COLUMNS)), np.float32)
        ready = len(values)
        signatures = np.concatenate(self._signatures) if self._signatures else np.empty((0, SIGNATURE_BYTES), np.uint8)
        self._values, self._signatures = [], [signatures[ready:]]
        self._first += ready
        return first, values, signatures[:ready]

    def _watch(self, batch: PictureBatch) -> None:
        """Hold frames back from the first lit one on, until WATCHED of them are there."""
        lit = np.flatnonzero(is_lit(batch.luma))
        begin = 0 if self._held else int(lit[0]) if lit.size else batch.frames
        end = min(batch.frames, begin + WATCHED - self._held_frames)
        if begin:
            self._reduce(_part(batch, 0, begin))
        if begin < end:
            held = _part(batch, begin, end)
            self._held.append(held)
            self._held_frames += held.frames
        if self._held_frames == WATCHED:
            self._settle()
            if end < batch.frames:
                self._reduce(_part(batch, end, batch.frames))

    def _settle(self) -> None:
        if self.box is None:
            peaks = [batch.luma.max(axis=0) for batch in self._held]
            self.box = find_box(np.maximum.reduce(peaks)) if peaks else WHOLE
        held, self._held = self._held, []
        for batch in held:
            self._reduce(batch)

    def _reduce(self, batch: PictureBatch) -> None:
        box = self.box or WHOLE
        self._enqueue(
            arrival.reduce_batch(
                PictureBatch(first=batch.first, luma=box.crop(batch.luma), cb=box.crop(batch.cb), cr=box.crop(batch.cr))
            )
        )

    def _enqueue(self, frames: Reduced) -> None:
        self._queue.append(frames)
        self._last = frames[-1:]
        self._queued += len(frames)
        while self._queued >= BLOCK:
            self._process(BLOCK)

    def _process(self, count: int) -> None:
        frames = arrival.join(*self._queue)
        now, rest = frames[:count], frames[count:]
        self._queue, self._queued = ([rest] if len(rest) else []), len(rest)
        self._signatures.append(arrival.signature(now))
        fresh = arrival.vectors(now)
        if not self._arrived:
            self._begin(now[:1], {kind: vector[:1] for kind, vector in fresh.items()})
        history = {kind: np.concatenate([self._vectors[kind], fresh[kind]]) for kind in arrival.KINDS}
        context = arrival.join(self._recent, now)
        parts = (arrival.products(count, history), arrival.local_change(context, count), arrival.still(now))
        self._arrived = [np.concatenate(pair) for pair in zip(self._arrived, parts, strict=True)]
        self._vectors = {kind: vector[-REACH:] for kind, vector in history.items()}
        self._recent = context[-max(arrival.BLOCK_LAGS) :]
        if len(self._arrived[0]) > 2 * AHEAD:
            self._values.append(rows_of(*self._arrived))
            self._arrived = [part[-2 * AHEAD :] for part in self._arrived]

    def _begin(self, first: Reduced, vectors: dict[str, Floats]) -> None:
        """Let the first frame stand still before the beginning."""
        self._recent = first.repeat(AHEAD + max(arrival.BLOCK_LAGS))
        still = {kind: np.repeat(vector, REACH + AHEAD, axis=0) for kind, vector in vectors.items()}
        self._vectors = {kind: vector[:REACH] for kind, vector in still.items()}
        parts = (arrival.products(AHEAD, still), arrival.local_change(self._recent, AHEAD))
        self._arrived = [*parts, arrival.still(self._recent[:AHEAD])]
        self._recent = self._recent[: max(arrival.BLOCK_LAGS)]


def _part(batch: PictureBatch, start: int, stop: int) -> PictureBatch:
    luma, cb, cr = (plane[start:stop] for plane in (batch.luma, batch.cb, batch.cr))
    return PictureBatch(first=batch.first + start, luma=luma, cb=cb, cr=cr)


def extract(batches: Iterable[PictureBatch]) -> tuple[FeatureTable, npt.NDArray[np.uint8]]:
    """The whole feature table and the signatures (frames, SIGNATURE_BYTES) of a sequence of batches, in one go."""
    stream = FeatureStream()
    for batch in batches:
        stream.push(batch)
    stream.finish()
    _, values, signatures = stream.take()
    return FeatureTable(columns=COLUMNS, values=values), signatures
