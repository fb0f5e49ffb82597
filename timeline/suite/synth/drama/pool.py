"""The clean shots of a suite, looked up clip by clip when they are first needed, series kept together in groups."""

from __future__ import annotations

from collections import OrderedDict
from pathlib import Path

import numpy as np

from timeline.errors import UsageError
from timeline.suite.clips import Clip
from timeline.suite.scoring import Mark
from timeline.suite.suite import Suite
from timeline.suite.synth.drama.footage import Source, Survey, survey
from timeline.suite.synth.drama.plan import usable
from timeline.suite.synth.material import groups_of

CLIPS = 12
"""Clips that one edit draws on at most, so that a large suite is not decoded whole for each."""
KEPT = 64
"""Surveys of clips that are kept in memory."""

Rng = np.random.Generator


class Footage:
    """The suite's clips by group of series, surveyed when first needed."""

    def __init__(self, suite: Suite, groups: int) -> None:
        there = [clip for clip in suite.clips if clip.path is not None]
        if not there:
            raise UsageError(f"{suite.folder}: none of its videos is there; edits are made out of pictures")
        self.name = suite.name
        self.clips: dict[Path, Clip] = {clip.path: clip for clip in there if clip.path is not None}
        self._surveys: OrderedDict[Path, Survey] = OrderedDict()
        self._groups = self._grouped(groups)

    def _grouped(self, count: int) -> list[list[Path]]:
        frames: dict[str, int] = {}
        for path, clip in self.clips.items():
            frames[series_of(clip)] = frames.get(series_of(clip), 0) + (
                clip.truth.frames or len(self.survey(path).thumbs)
            )
        if count > len(frames):
            raise UsageError(f"there are {len(frames)} series, too few for {count} groups")
        group = groups_of(sorted(frames.items()), count)
        return [[p for p, clip in self.clips.items() if group[series_of(clip)] == g] for g in range(count)]

    def survey(self, path: Path) -> Survey:
        """What is where in a clip."""
        if path not in self._surveys:
            clip = self.clips[path]
            ignore = tuple(Mark(span.start, span.stop) for span in clip.truth.ignore)
            found = survey(Source(path=path, series=series_of(clip), truth=clip.truth.transitions, ignore=ignore))
            self._surveys[path] = found
        self._surveys.move_to_end(path)
        while len(self._surveys) > KEPT:
            self._surveys.popitem(last=False)
        return self._surveys[path]

    def draw(self, rng: Rng, number: int) -> tuple[int, list[Survey]]:
        """The group of edit ``number``, and some of its clips that have clean shots.

        Raises:
            UsageError: no clip of the group has any.
        """
        group = number % len(self._groups)
        found: list[Survey] = []
        for which in rng.permutation(len(self._groups[group])):
            each = self.survey(self._groups[group][int(which)])
            found += [each] if usable([each]) else []
            if len(found) == CLIPS:
                break
        if not found:
            names = ", ".join(path.name for path in self._groups[group])
            raise UsageError(
                f"no clean shot to draw on in {names}: no 12 frames between what is annotated show a picture"
            )
        return group, sorted(found, key=lambda each: each.source.path.name)


def series_of(clip: Clip) -> str:
    """What a clip belongs to; one without a series stands for itself."""
    return clip.truth.series or clip.name
