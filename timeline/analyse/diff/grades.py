"""A grade that lies over all shots, told tone by tone, so that clipped blacks and whites pass for no other one."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from timeline.analyse.diff.runs import Piece
from timeline.kernels.pooling import Floats
from timeline.kernels.signature import CHROMA_SIDE, LUMA_SIDE, Signatures, chroma_blocks, luma_blocks

if TYPE_CHECKING:
    from timeline.analyse.diff.compare import Version

LEVEL, TINT = 5.0, 4.0
"""Codes of brightness and of colour by which tones must be moved to be under another grade."""
WIDE, BINS = 12, 22
"""Luma codes in a bin of tones, and bins up to 255."""
SAMPLES = 16
FEWEST = 0.02
"""Share of a shot's cells that a bin has at least."""
SCATTER = 8.0
"""Codes by which half of a bin's cells may be moved otherwise: captions come and go where a grade moves all alike."""
NEUTRAL, MOSTLY = 0.3, 0.6
"""Part of a grade below which a shot's tones do not show it, and what it must show in half of those that do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tones:
    """Codes that luma, Cb and Cr are moved by in each bin of luma, (3, BINS), not a number where nothing says so.

    ``weights``: share of the cells in each bin, (BINS,).
    """

    moved: Floats
    weights: Floats

    def away(self, grade: Floats) -> float:
        """How far these tones are from being moved as ``grade`` (3, BINS) does, 1 for just another grade."""
        known = np.isfinite(self.moved[0])
        if not known.any():
            return 0.0
        off = np.abs(self.moved - grade)[:, known]
        means = np.average(np.nan_to_num(off), axis=1, weights=self.weights[known])
        return float(max(means[0] / LEVEL, means[1] / TINT, means[2] / TINT))


def common_grade(pieces: Sequence[Piece], before: Version, after: Version) -> Floats | None:
    """Codes that most shots' tones are moved by, (3, BINS); ``None`` where no grade lies over all."""
    tones = [_tones(before.signatures[p.places()], after.signatures[p.start : p.stop]) for p in pieces]
    pooled = _pooled(tones)
    none = np.zeros_like(pooled)
    shown = [dataclasses.replace(each, moved=np.where(np.isfinite(each.moved), pooled, np.nan)) for each in tones]
    showing = [(each, part.away(none)) for each, part in zip(tones, shown, strict=True) if part.away(none) > NEUTRAL]
    under = [part for each, part in showing if each.away(pooled) < each.away(none)]
    if len(under) < 2 or 2 * len(under) <= len(showing):
        return None
    return pooled if max(under) > 1 and float(np.median(under)) > MOSTLY else None


def graded(version: Version, grade: Floats) -> Version:
    """A version under a grade."""
    luma = luma_blocks(version.signatures).astype(np.float32)
    colour = chroma_blocks(version.signatures).astype(np.float32)
    at = _few(luma)
    moved = luma + _at(grade[0], luma)
    tinted = np.stack([colour[:, 0] + _at(grade[1], at), colour[:, 1] + _at(grade[2], at)], axis=1)
    rows = np.concatenate([moved.reshape(len(luma), -1), tinted.reshape(len(luma), -1)], axis=1)
    return dataclasses.replace(version, signatures=np.asarray(np.clip(np.rint(rows), 0, 255), np.uint8), regraded=True)


def _at(grade: Floats, luma: Floats) -> Floats:
    """Codes that each cell is moved by, between the middles of bins along straight lines."""
    middles = (np.arange(BINS) + 0.5) * WIDE
    return np.asarray(np.interp(luma, middles, grade), np.float32)


def _few(luma: Floats) -> Floats:
    """Luma of each cell of chroma, (n, 8, 8)."""
    fold = LUMA_SIDE // CHROMA_SIDE
    return np.asarray(luma.reshape(-1, CHROMA_SIDE, fold, CHROMA_SIDE, fold).mean(axis=(2, 4)), np.float32)


def _tones(before: Signatures, after: Signatures) -> Tones:
    places = np.unique(np.linspace(0, len(before) - 1, SAMPLES).astype(np.int64))
    a, b = (luma_blocks(rows[places]).astype(np.float32) for rows in (before, after))
    colour = (chroma_blocks(rows[places]).astype(np.float32) for rows in (before, after))
    tint = np.subtract(*reversed(tuple(colour)))
    few = _few(a)
    moved = np.full((3, BINS), np.nan, np.float32)
    weights = np.bincount(_bin(a).ravel(), minlength=BINS)[:BINS] / a.size
    for number in np.flatnonzero(weights >= FEWEST):
        inside, tinted = _bin(a) == number, _bin(few) == number
        change = (b - a)[inside]
        middle = float(np.median(change))
        if np.median(np.abs(change - middle)) > SCATTER or tinted.sum() < len(places):
            continue
        moved[:, number] = middle, np.median(tint[:, 0][tinted]), np.median(tint[:, 1][tinted])
    return Tones(moved=moved, weights=np.asarray(weights, np.float32))


def _bin(luma: Floats) -> np.ndarray:
    return np.minimum(luma // WIDE, BINS - 1).astype(np.int64)


def _pooled(tones: Sequence[Tones]) -> Floats:
    """The middle of all shots in each bin, drawn on to bins that none has; no tone passes a brighter one."""
    rows = np.stack([each.moved for each in tones])
    pooled = np.zeros((3, BINS), np.float32)
    for channel in range(3):
        known = np.flatnonzero(np.isfinite(rows[:, channel]).any(axis=0))
        if len(known):
            middles = np.array([np.nanmedian(rows[:, channel, number]) for number in known])
            pooled[channel] = np.interp(np.arange(BINS), known, middles)
    at = np.arange(BINS) * WIDE
    pooled[0] = np.maximum.accumulate(at + pooled[0]) - at
    return pooled
