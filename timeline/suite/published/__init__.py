"""Scores as others publish them, beside our own, so that their tables can be compared; one row a style.

None of these ways knows ignored spans, and all take a jump for a cut. Counts add up over clips before rates are taken,
as each of them does.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from timeline.suite.published import clipshots, pyscenedetect, transnetv2, trecvid
from timeline.suite.published.pairs import JudgedMarks
from timeline.suite.results import Figure, Published

STYLES: Mapping[str, Callable[[Sequence[JudgedMarks]], tuple[Figure, ...]]] = {
    "TRECVID": trecvid.figures,
    "ClipShots": clipshots.figures,
    "TransNetV2": transnetv2.figures,
    "PySceneDetect": pyscenedetect.figures,
}


def published(clips: Sequence[JudgedMarks]) -> tuple[Published, ...]:
    """Every style's figures over these clips."""
    return tuple(Published(style=style, figures=compute(clips)) for style, compute in STYLES.items())
