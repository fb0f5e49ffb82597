"""Feature tables with targets: the annotated clips in several guises, and synthetic edits of their shots, by group."""

from __future__ import annotations

import argparse
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from benchmarks.training.labels import Labels, label, mirrored
from timeline.decode import VideoHeader, decode
from timeline.kernels.features import FEATURES_VERSION, extract
from timeline.kernels.pictures import PictureBatch
from timeline.kernels.pooling import Floats
from timeline.kernels.signature import Signatures
from timeline.suite.synth.episodes import (
    Pool,
    lay_over,
    make_episode,
    make_take,
    recompress,
    set_in_frame,
)
from timeline.suite.synth.joins import Rng
from timeline.suite.synth.material import (
    SIDE,
    Clip,
    Edit,
    Pictures,
    clean_shots,
    groups_of,
    read_truth,
    square,
    standing_box,
)
from timeline.suite.synth.optics import lit

GROUPS = 6
TAKES = 0.5
"""Share of synthetic clips that are single takes full of traps; they are about a quarter as long as edits."""
BATCH = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A feature table with signatures and targets; ``guise`` says how it came about."""

    name: str
    group: int
    guise: str
    values: Floats
    signatures: Signatures
    labels: Labels


class _Collector:
    def __init__(self) -> None:
        self.batches: list[PictureBatch] = []

    def push(self, batch: PictureBatch) -> None:
        self.batches.append(batch)

    def whole(self) -> PictureBatch:
        luma, cb, cr = (np.concatenate([getattr(b, name) for b in self.batches]) for name in ("luma", "cb", "cr"))
        return PictureBatch(first=0, luma=luma, cb=cb, cr=cr)


def _collector(header: VideoHeader) -> _Collector:
    return _Collector()


def load_clips(folder: Path, truth: Path) -> list[Clip]:
    """Every clip of ``folder`` that has a truth file of its name in ``truth``, decoded to its samples."""
    clips = []
    for note in sorted(truth.glob("*.json")):
        series, edits, ignore = read_truth(note)
        _, collector = decode(folder / f"{note.stem}.mp4", _collector)
        clips.append(Clip(name=note.stem, series=series, batch=collector.whole(), edits=edits, ignore=ignore))
    return clips


def batches(whole: PictureBatch) -> Iterator[PictureBatch]:
    """One long batch cut into those that the extractor meets."""
    for at in range(0, whole.frames, BATCH):
        luma, cb, cr = (plane[at : at + BATCH] for plane in (whole.luma, whole.cb, whole.cr))
        yield PictureBatch(first=at, luma=luma, cb=cb, cr=cr)


def as_batch(pictures: np.ndarray[tuple[int, ...], np.dtype[np.uint8]]) -> PictureBatch:
    """Square pictures as a batch of planes with chroma at half size."""
    return PictureBatch(first=0, luma=pictures[:, 0], cb=pictures[:, 1, ::2, ::2], cr=pictures[:, 2, ::2, ::2])


def _example(name: str, group: int, guise: str, batch: PictureBatch, labels: Labels) -> Example:
    table, signatures = extract(batches(batch))
    return Example(name=name, group=group, guise=guise, values=table.values[:], signatures=signatures, labels=labels)


def _laid_over(rng: Rng, clip: Clip, pictures: Pictures) -> tuple[Pictures, Labels]:
    """Captions, boxes, bars, strobes over the clip: none of them a transition."""
    pool = Pool(pictures=[pictures], shots=[(0, 0, clip.frames)])
    for at in range(0, clip.frames, 400):
        part = pictures[at : at + 400].astype(np.float32)
        lay_over(rng, part, pool)
        pictures[at : at + 400] = np.clip(np.rint(part), 0, 255)
    return pictures, label(clip.frames, clip.edits, clip.ignore, swaps_known=False)


def _cropped(rng: Rng, clip: Clip, pictures: Pictures) -> tuple[Pictures, Labels]:
    """Half to nine tenths of the picture, mirrored, under other light."""
    height, width = (int(SIDE * rng.uniform(0.5, 0.9)) for _ in range(2))
    top, left = int(rng.integers(SIDE - height)), int(rng.integers(SIDE - width))
    rows, columns = (np.linspace(0, size - 1, SIDE).astype(int) for size in (height, width))
    part = pictures[:, :, top : top + height, left : left + width][:, :, rows][:, :, :, columns[::-1]]
    return relit(rng, part), label(clip.frames, clip.edits, clip.ignore, swaps_known=False)


def _halved(rng: Rng, clip: Clip, pictures: Pictures) -> tuple[Pictures, Labels]:
    """Every second frame: twice the speed."""
    edits = [
        Edit(kind=e.kind, start=(e.start + 1) // 2, stop=(e.stop + 1) // 2, swap=(e.swap + 1) // 2) for e in clip.edits
    ]
    edits = [replace(e, kind="cut") if e.start == e.stop and e.kind != "jump" else e for e in edits]
    ignore = [(a // 2, b // 2 + 1) for a, b in clip.ignore]
    return pictures[::2], label((clip.frames + 1) // 2, edits, ignore, swaps_known=False)


def _framed(rng: Rng, clip: Clip, pictures: Pictures) -> tuple[Pictures, Labels]:
    """The clip as a window in a larger picture, with captions over it and beside it."""
    pool = Pool(pictures=[pictures], shots=[(0, 0, clip.frames)])
    other, window = pool.draw(rng, 1)[0].copy(), int(rng.integers(1 << 30))
    for at in range(0, clip.frames, 400):
        part = set_in_frame(np.random.default_rng(window), pictures[at : at + 400].astype(np.float32), other)
        lay_over(rng, part, pool)
        pictures[at : at + 400] = np.clip(np.rint(part), 0, 255)
    return pictures, label(clip.frames, clip.edits, clip.ignore, swaps_known=False)


GUISES = {"laid over": _laid_over, "cropped": _cropped, "halved": _halved, "framed": _framed}
"""Further guises of an annotated clip, each recompressed."""


def relit(rng: Rng, pictures: Pictures) -> Pictures:
    """Under other light."""
    gain = float(np.exp(rng.normal(0, 0.3)))
    parts = (lit(part.astype(np.float32), gain) for part in np.array_split(pictures, 16))
    return np.concatenate([np.clip(np.rint(part), 0, 255).astype(np.uint8) for part in parts])


def guises(clip: Clip, group: int, seed: int) -> Iterator[Example]:
    """The clip as it is; backwards; recompressed; backwards, under other light, recompressed harder; and GUISES."""
    n, rng = clip.frames, np.random.default_rng((seed, zlib.crc32(clip.name.encode())))
    forward = label(n, clip.edits, clip.ignore, swaps_known=False)
    back_ignore = tuple((n - b, n - a) for a, b in clip.ignore)
    backward = label(n, mirrored(n, clip.edits), back_ignore, swaps_known=False)
    turned = PictureBatch(first=0, luma=clip.batch.luma[::-1], cb=clip.batch.cb[::-1], cr=clip.batch.cr[::-1])
    yield _example(clip.name, group, "real", clip.batch, forward)
    yield _example(clip.name, group, "reversed", turned, backward)
    small = square(clip.batch, standing_box(clip.batch))
    coarse = recompress(small, crf=int(rng.integers(20, 30)), keyframes=int(rng.choice([12, 50, 250])))
    yield _example(clip.name, group, "recompressed", as_batch(coarse), forward)
    coarse = recompress(
        relit(rng, small[::-1]), crf=int(rng.integers(26, 35)), keyframes=int(rng.choice([12, 50, 250]))
    )
    yield _example(clip.name, group, "reversed, recompressed", as_batch(coarse), backward)
    for guise, change in GUISES.items():
        pictures, labels = change(rng, clip, small.copy())
        coarse = recompress(pictures, crf=int(rng.integers(18, 32)), keyframes=int(rng.choice([12, 50, 250])))
        yield _example(clip.name, group, guise, as_batch(coarse), labels)


def synthetic(clips: Sequence[Clip], group: int, frames: int, seed: int, takes: float = TAKES) -> Iterator[Example]:
    """Edits out of the clean shots of one group's clips until there are ``frames`` frames."""
    pool = Pool(
        pictures=[square(clip.batch, standing_box(clip.batch)) for clip in clips],
        shots=[(i, start, stop) for i, clip in enumerate(clips) for start, stop in clean_shots(clip)],
    )
    made, number = 0, 0
    while made < frames:
        rng = np.random.default_rng((seed, group, number))
        episode = make_take(rng, pool) if rng.random() < takes else make_episode(rng, pool, 500)
        n = len(episode.pictures)
        labels = label(n, episode.edits, episode.ignore, swaps_known=True)
        yield _example(f"synthetic-{seed}-{group}-{number}", group, "synthetic", as_batch(episode.pictures), labels)
        made, number = made + n, number + 1


def save(example: Example, folder: Path) -> None:
    """Write one example; a reader of another feature version must refuse it."""
    np.savez(
        folder / f"{example.name}--{example.guise.replace(', ', '-')}.npz",
        version=FEATURES_VERSION,
        group=example.group,
        values=example.values,
        signatures=example.signatures,
        targets=example.labels.targets,
        kind=example.labels.kind,
    )


def main() -> None:
    """Build the data set: ``python -m benchmarks.training.dataset CLIPS TRUTH OUT``."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    for name in ("clips", "truth", "out"):
        parser.add_argument(name, type=Path)
    parser.add_argument("--frames", type=int, default=40_000, help="synthetic frames of each group")
    parser.add_argument("--takes", type=float, default=TAKES, help="share of synthetic clips that are single takes")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--groups", type=int, nargs="*", default=range(GROUPS), help="make edits of these groups only")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    clips = load_clips(options.clips, options.truth)
    frames_of = {series: sum(c.frames for c in clips if c.series == series) for series in {c.series for c in clips}}
    group_of = groups_of(sorted(frames_of.items()), GROUPS)
    for clip in clips:
        if (options.out / f"{clip.name}--reversed-recompressed.npz").exists():
            continue
        for example in guises(clip, group_of[clip.series], options.seed):
            save(example, options.out)
    for group in options.groups:
        members = [clip for clip in clips if group_of[clip.series] == group]
        for example in synthetic(members, group, options.frames, options.seed, options.takes):
            save(example, options.out)


if __name__ == "__main__":
    main()
