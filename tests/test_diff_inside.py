"""Mixtures that no detector saw, compared from their pictures alone: to the frame, and none invented."""

from __future__ import annotations

from dataclasses import replace

import pytest

from benchmarks.diff_edit import Clip, Edit, changed
from tests.versions import BASE, version
from timeline.analyse.diff import Version, compare
from timeline.model.difference import Change
from timeline.model.edit import Shot, Timeline

SHOT, EDIT = 3, sum(clip.frames for clip in BASE[:3])
"""The shot whose beginning is mixed, and its first frame."""


def mixed(frames: int) -> Edit:
    """The episode with a dissolve of so many frames into the shot; a cut where 0."""
    return changed(BASE, SHOT, mix=frames)


def unseen(edit: Edit, seed: int) -> Version:
    """A version whose detector saw nothing at the edit: the shots on either side are one to it."""
    whole = version(edit, seed)
    return replace(whole, timeline=_without(whole.timeline))


def _without(timeline: Timeline) -> Timeline:
    place = next(n for n, shot in enumerate(timeline.shots) if shot.start == EDIT)
    one = Shot(start=timeline.shots[place - 1].start, stop=timeline.shots[place].stop)
    return replace(
        timeline,
        transitions=tuple(each for each in timeline.transitions if each.edit_point != EDIT),
        shots=(*timeline.shots[: place - 1], one, *timeline.shots[place + 1 :]),
    )


def span(frames: int) -> tuple[int, int]:
    """Frames of the dissolve."""
    return EDIT - frames // 2, EDIT + frames - frames // 2


def changes(before: Version, after: Version) -> tuple[Change, ...]:
    """What is told."""
    return compare(before, after).changes


@pytest.mark.parametrize(("was", "now"), [(12, 6), (12, 24), (18, 12), (6, 18), (12, 0), (0, 18)])
def test_a_mixture_seen_in_neither_version_is_compared_to_the_frame(was: int, now: int) -> None:
    (found,) = changes(unseen(mixed(was), 1), unseen(mixed(now), 2))
    assert (found.kind, found.old, found.new) == ("transition", (SHOT - 1,), (SHOT - 1,))
    assert (found.before, found.after, found.frames) == (span(was), span(now), now - was)
    assert found.sentence.startswith(f"Within shot {SHOT}: ")


def test_a_mixture_seen_in_one_version_is_named_between_its_shots() -> None:
    (found,) = changes(version(mixed(12), 1), unseen(mixed(24), 2))
    assert (found.old, found.new, found.frames) == ((SHOT - 1, SHOT), (SHOT - 1,), 12)
    assert (
        found.sentence
        == f"Between shots {SHOT} and {SHOT + 1}: a dissolve of 12 frames is a dissolve of 24 frames now."
    )


def test_a_mixture_that_is_longer_by_less_than_a_third_is_told_too() -> None:
    (found,) = changes(version(mixed(12), 1), version(mixed(14), 2))
    assert (found.before, found.after) == (span(12), span(14))


@pytest.mark.parametrize("frames", [0, 12, 24])
def test_the_same_mixture_is_no_change(frames: int) -> None:
    assert not changes(unseen(mixed(frames), 1), unseen(mixed(frames), 2))


@pytest.mark.parametrize("other", [{"caption": 55}, {"grade": (0.8, -10.0, 8.0)}])
def test_lettering_and_grades_of_a_shot_are_no_mixtures(other: dict[str, object]) -> None:
    shown: Clip = BASE[SHOT]
    edit = changed(mixed(12), SHOT, **other)
    assert shown != edit[SHOT]
    kinds = {change.kind for change in changes(unseen(mixed(12), 1), unseen(edit, 2))}
    assert "transition" not in kinds
