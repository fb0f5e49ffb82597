"""How much speech is found and how much else is taken for it, on sound with exact truth; how the weights are fitted.

``python -m benchmarks speech [--voices drawn] [--fit] [--out FOLDER] [CLIP ...]``: a row for each bed and level.
Lines are spoken by espeak-ng in seven languages (`apt-get install espeak-ng`), or with ``--voices drawn`` by a voice
made of numbers. With clips, our spans are held against Silero's network as well (`pip install silero-vad`).
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np
import numpy.typing as npt

from benchmarks.speech_scenes import BEDS, FITTING, HELD_OUT, Samples, Scene, drawn, scene, synthesised
from timeline.decode import SoundFormat, open_sound
from timeline.errors import UsageError
from timeline.kernels.voice import HOP, RATE, Bands, Floats, measures
from timeline.outputs import write_text
from timeline.speaking.sound import likely

LEVELS = (15, 8, 3, -2)
SILENCE = 40
CLEAR, ABSENT = 0.5, 0.15
"""Silero's probability from which it counts as having found speech, and below which as having found none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """Rows of 16 ms: speech there is, speech found, and rows that count as speech."""

    speech: int
    found: int
    flagged: int
    rows: int

    @property
    def recall(self) -> float:
        """Share of speech that is found."""
        return self.found / max(self.speech, 1)

    @property
    def precision(self) -> float:
        """Share of what counts as speech that is some."""
        return self.found / max(self.flagged, 1)

    @property
    def false(self) -> float:
        """Share of what is no speech that counts as some."""
        return (self.flagged - self.found) / max(self.rows - self.speech, 1)

    def __add__(self, other: Score) -> Score:
        """Rows of both."""
        return Score(
            speech=self.speech + other.speech,
            found=self.found + other.found,
            flagged=self.flagged + other.flagged,
            rows=self.rows + other.rows,
        )


def score(flagged: npt.NDArray[np.bool_], truth: npt.NDArray[np.bool_]) -> Score:
    """Count rows."""
    flagged = flagged[: len(truth)]
    return Score(
        speech=int(truth.sum()), found=int((flagged & truth).sum()), flagged=int(flagged.sum()), rows=len(truth)
    )


def rows_of(samples: Samples) -> Floats:
    """Every row of a sound."""
    bands = Bands()
    return np.concatenate([bands.push(samples), bands.push(np.zeros(HOP, np.float32))])


def scenes(spoken: Sequence[Samples], seed: int, seconds: int = 20) -> Iterator[tuple[str, int, Scene]]:
    """Bed, level and scene, two of each."""
    for number, bed in enumerate(BEDS):
        for level in (SILENCE,) if bed == "silence" else LEVELS:
            for repeat in range(8 if bed == "silence" else 2):
                rng = np.random.default_rng([seed, number, level + 10, repeat])
                yield bed, level, scene(spoken, bed, level, rng, seconds)


def run(spoken: Sequence[Samples], seed: int = 2) -> dict[tuple[str, int], Score]:
    """Score each bed at each level."""
    table: dict[tuple[str, int], Score] = {}
    for bed, level, each in scenes(spoken, seed):
        found = score(likely(rows_of(each.samples)), each.truth)
        table[bed, level] = table[bed, level] + found if (bed, level) in table else found
    return table


def fit(spoken: Sequence[Samples], seed: int = 1) -> dict[str, list[float]]:
    """Means, spreads and weights of the measures: logistic regression by Newton's method, both classes weigh alike."""
    parts = [(measures(rows_of(each.samples)), each.truth) for _, _, each in scenes(spoken, seed)]
    x = np.concatenate([part[: len(truth)] for part, truth in parts]).astype(np.float64)
    y = np.concatenate([truth[: len(part)] for part, truth in parts]).astype(np.float64)
    mean, spread = x.mean(axis=0), x.std(axis=0)
    z = np.column_stack([np.clip((x - mean) / spread, -3, 3), np.ones(len(x))])
    importance = np.where(y == 1, 0.5 / y.mean(), 0.5 / (1 - y.mean()))
    weights = np.zeros(z.shape[1])
    for _ in range(25):
        p = 1 / (1 + np.exp(-z @ weights))
        slope = z.T @ (importance * (y - p)) - weights
        curve = (z * (importance * p * (1 - p))[:, None]).T @ z + np.eye(z.shape[1])
        weights += np.linalg.solve(curve, slope)
    found = {"mean": mean, "spread": spread, "weights": weights[:-1], "bias": weights[-1:]}
    return {name: [round(float(value), 3) for value in values] for name, values in found.items()}


def heard(path: Path) -> Samples:
    """The sound of a clip at ``RATE``, one channel; empty where it has none."""
    with open_sound(path) as sound:
        if sound is None:
            return np.zeros(0, np.float32)
        length = int((sound.container.duration or 0) * RATE // 1_000_000)
        blocks = sound.blocks(Fraction(0), length, SoundFormat(rate=RATE, channels=1))
        return np.concatenate([np.zeros((0, 1), np.float32), *blocks])[:, 0]


def silero(samples: Samples) -> Floats:
    """Probability of speech that Silero's network gives each row.

    Raises:
        UsageError: it is not installed.
    """
    try:
        import torch
        from silero_vad import load_silero_vad
    except ImportError as error:
        raise UsageError(f"clips are held against Silero: pip install silero-vad ({error})") from error
    network, chunk = load_silero_vad(), 2 * HOP
    padded = np.pad(samples, (0, -len(samples) % chunk)).reshape(-1, chunk)
    return np.repeat([network(torch.from_numpy(part), RATE).item() for part in padded], 2).astype(np.float32)


def against_silero(clips: Sequence[Path]) -> str:
    """One row a clip: how much of what Silero takes for speech counts here, and how much else does."""
    lines = ["| clip | speech by Silero | of it found | of the rest, counts |", "|---|---:|---:|---:|"]
    total: Score | None = None
    for clip in clips:
        samples = heard(clip)
        if not np.any(samples):
            continue
        probability, rows = silero(samples), rows_of(samples)
        sure = ((probability > CLEAR) | (probability < ABSENT))[: len(rows)]
        each = score(likely(rows)[: len(sure)][sure], (probability > CLEAR)[: len(rows)][sure])
        total = each if total is None else total + each
        found = f"{each.recall:.3f}" if each.speech else "none there"
        lines.append(f"| {clip.stem} | {each.speech / max(each.rows, 1):.2f} | {found} | {each.false:.2f} |")
    if total is not None:
        lines.append(f"| all | {total.speech / max(total.rows, 1):.2f} | {total.recall:.3f} | {total.false:.2f} |")
    return "\n".join(lines) + "\n"


def markdown(table: dict[tuple[str, int], Score]) -> str:
    """One row a bed and level, and one for all."""
    lines = ["| under the voice | dB below it | speech found | of what counts, speech | of the rest, counts |"]
    lines.append("|---|---:|---:|---:|---:|")
    total = Score(speech=0, found=0, flagged=0, rows=0)
    for (bed, level), each in table.items():
        total += each
        lines.append(f"| {bed} | {level} | {each.recall:.3f} | {each.precision:.2f} | {each.false:.2f} |")
    lines.append(f"| all | | {total.recall:.3f} | {total.precision:.2f} | {total.false:.2f} |")
    return "\n".join(lines) + "\n"


def main(argv: list[str]) -> int:
    """Print the tables, and write them where ``--out`` says."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks speech", description=__doc__)
    parser.add_argument("clips", nargs="*", type=Path, help="videos to hold against Silero")
    parser.add_argument("--voices", choices=("espeak", "drawn"), default="espeak", help="who speaks (default: espeak)")
    parser.add_argument("--fit", action="store_true", help="print the weights that the measures get, and nothing else")
    parser.add_argument("--out", type=Path, help="folder for speech.md")
    options = parser.parse_args(argv)
    if options.fit:
        for name, values in fit(_lines(options.voices, FITTING)).items():
            print(name, values)
        return 0
    began, spoken = time.process_time(), _lines(options.voices, HELD_OUT)
    text = markdown(run(spoken))
    if options.clips:
        text += "\n" + against_silero(options.clips)
    print(text, f"{time.process_time() - began:.0f} s of processor time", sep="\n")
    if options.out is not None:
        write_text(options.out / "speech.md", text)
    return 0


def _lines(voices: str, variants: Sequence[str]) -> list[Samples]:
    if voices == "drawn":
        return drawn(np.random.default_rng(len(variants)))
    try:
        return synthesised(variants)
    except FileNotFoundError as error:
        raise UsageError("espeak-ng is missing: apt-get install espeak-ng, or --voices drawn") from error
