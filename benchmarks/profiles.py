"""Figures of the two reference profiles, computed from published shot lengths: short videos (SHOT) and films.

``python -m benchmarks profiles --autoshot kuaishou_v2.txt --hollywood hollywood-cutting.csv``
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from timeline.errors import InputError
from timeline.suite.imports.autoshot import Video, read_autoshot, read_text

PERCENTILES = (10, 25, 50, 75, 90)
SHORT_VIDEO_RATE = 30  # frames a second: the annotation file states none
MIN_SHOTS = 6

SHORT_VIDEO_SOURCE = (
    "SHOT data set (Zhu et al., AutoShot, CVPR workshops 2023, arXiv 2304.06116), annotations kuaishou_v2.txt; "
    "{n} short videos of {shots} shots or more, taken as {rate} frames a second because the file states no rate"
)
FILM_SOURCE = (
    "Shot lengths of {n} Hollywood films 1935-2005 (DrNickRedfern/hollywood-hawkes; after Cutting, DeLong and "
    "Nothelfer, Psychological Science 21(3) 2010, doi 10.1177/0956797610361679)"
)


def npvi(lengths: Sequence[float]) -> float:
    """Normalised pairwise variability index: 100/(m-1) sum |d_k - d_k+1| / ((d_k + d_k+1)/2).

    Daniele and Patel (2013). ``lengths``: m >= 2 positive shot lengths, any unit.
    """
    d = np.asarray(lengths, dtype=np.float64)
    return float(100 * np.mean(np.abs(np.diff(d)) / ((d[:-1] + d[1:]) / 2)))


def cuts_per_minute(lengths: Sequence[float]) -> float:
    """Changes of shot a minute of programme; ``lengths`` in seconds."""
    return 60 * (len(lengths) - 1) / sum(lengths)


# (key, unit, figure of one programme from its shot lengths in seconds)
Figure = tuple[str, str, Callable[[Sequence[float]], float]]
FILM_FIGURES: tuple[Figure, ...] = (
    ("median_shot_length", "s", lambda lengths: float(np.median(lengths))),
    ("average_shot_length", "s", lambda lengths: float(np.mean(lengths))),
    ("cuts_per_minute", "1/min", cuts_per_minute),
)
SHORT_VIDEO_FIGURES: tuple[Figure, ...] = (
    *FILM_FIGURES,
    ("first_edit_point", "s", lambda lengths: lengths[0]),
    ("npvi", "", npvi),
    ("length", "s", lambda lengths: float(sum(lengths))),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """What a corpus says: each figure's percentiles over its programmes."""

    name: str
    source: str
    programmes: int
    rows: tuple[tuple[str, str, tuple[float, ...]], ...]


def summarise(name: str, source: str, corpus: Sequence[Sequence[float]], figures: Iterable[Figure]) -> Reference:
    """Percentiles (linear between order statistics) of each figure over a corpus of shot lengths in seconds."""
    rows = []
    for key, unit, figure in figures:
        values = [figure(lengths) for lengths in corpus]
        rows.append((key, unit, tuple(float(p) for p in np.percentile(values, PERCENTILES))))
    return Reference(name=name, source=source, programmes=len(corpus), rows=tuple(rows))


def short_videos(videos: Sequence[Video], rate: float = SHORT_VIDEO_RATE) -> Reference:
    """The short-video reference from annotated videos of at least ``MIN_SHOTS`` whole shots."""
    corpus = [[n / rate for n in v.shot_lengths] for v in videos if len(v.shot_lengths) >= MIN_SHOTS]
    source = SHORT_VIDEO_SOURCE.format(n=len(corpus), shots=MIN_SHOTS, rate=f"{rate:g}")
    return summarise("short-video", source, corpus, SHORT_VIDEO_FIGURES)


def read_films(path: Path) -> dict[str, list[float]]:
    """Shot lengths in seconds of each film; a column a film, short columns padded with empty cells.

    Raises:
        InputError: the file cannot be read, or a cell is no number.
    """
    rows = list(csv.reader(read_text(path).splitlines()))
    films: dict[str, list[float]] = {}
    for column, title in enumerate(rows[0]):
        cells = [row[column].strip() for row in rows[1:] if column < len(row)]
        try:
            films[title.strip()] = [float(cell) for cell in cells if cell and float(cell) > 0]
        except ValueError as error:
            raise InputError(f"{path}: column {column + 1} ({title}): {error}") from error
    return {title: lengths for title, lengths in films.items() if len(lengths) > 1}


def films(path: Path) -> Reference:
    """The film reference from the published table of shot lengths."""
    corpus = list(read_films(path).values())
    return summarise("film", FILM_SOURCE.format(n=len(corpus)), corpus, FILM_FIGURES)


def to_toml(reference: Reference) -> str:
    """The reference as TOML tables, percentiles to three significant figures."""
    lines = [f"# {reference.name}: {reference.programmes} programmes", f'source = "{reference.source}"', ""]
    for key, unit, values in reference.rows:
        lines.append(f"[{key}]" + (f"  # {unit}" if unit else ""))
        lines += [f"p{p} = {value:.3g}" for p, value in zip(PERCENTILES, values, strict=True)]
        lines.append("")
    return "\n".join(lines)


def main(argv: list[str]) -> int:
    """Print the figures of the references whose data are given."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks profiles", description=__doc__)
    parser.add_argument("--autoshot", type=Path, metavar="FILE", help="kuaishou_v2.txt of wentaozhu/AutoShot")
    parser.add_argument("--hollywood", type=Path, metavar="FILE", help="hollywood-cutting.csv of hollywood-hawkes")
    parser.add_argument("--rate", type=float, default=SHORT_VIDEO_RATE, help="frames a second of the short videos")
    args = parser.parse_args(argv)
    if not (args.autoshot or args.hollywood):
        parser.error("give --autoshot FILE, --hollywood FILE or both")
    if args.autoshot:
        videos, notes = read_autoshot(args.autoshot)
        for note in notes:
            print(note, file=sys.stderr)
        print(to_toml(short_videos(videos, args.rate)))
    if args.hollywood:
        print(to_toml(films(args.hollywood)))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
