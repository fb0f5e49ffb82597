"""Changes between versions, told from signatures: each one alone and mixed, to the frame, none invented."""

from __future__ import annotations

import dataclasses
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.diff import named
from benchmarks.diff_edit import Edit, Revision, head, tail
from benchmarks.diff_versions import episode, revisions
from tests.versions import BASE, version
from timeline.analyse.diff import Version, compare
from timeline.analyse.diff.onclock import on_clock
from timeline.analyse.diff.path import follow
from timeline.model.clock import constant_clock

NAMES = (
    "head trimmed by one",
    "tail extended",
    "split, frames out",
    "joined",
    "moved",
    "removed of a pair",
    "added",
    "another take",
    "faster",
    "graded",
    "captioned",
    "dissolve for a cut",
    "mixed, another grade",
)
DRAWN = [revision for revision in revisions(BASE) if revision.name in NAMES]


@pytest.mark.parametrize("revision", DRAWN, ids=lambda revision: revision.name)
def test_every_change_is_named_and_none_invented(revision: Revision) -> None:
    found = compare(version(BASE, 1), version(revision.edit, 2))
    assert named(found) == revision.expected  # type: ignore[arg-type]  # has the changes of a VersionDiff


@settings(max_examples=3, deadline=None)
@given(shot=st.sampled_from([1, 3, 9, 12]), frames=st.integers(1, 14), edge=st.sampled_from([head, tail]))
def test_a_trim_is_told_to_the_frame(shot: int, frames: int, edge: type) -> None:
    edit, key = edge(BASE, shot, frames)
    found = compare(version(BASE, 1), version(edit, 3))
    assert named(found) == {key}  # type: ignore[arg-type]  # has the changes of a VersionDiff


def test_what_is_told_backwards_is_the_opposite() -> None:
    edit, _ = tail(BASE, 9, 5)
    found = compare(version(edit, 2), version(BASE, 1))
    assert named(found) == {("extended tail", (9,), 5)}  # type: ignore[arg-type]  # has the changes of a VersionDiff


def test_ties_lie_in_both_versions_and_show_the_same_frames() -> None:
    edit, _ = head(BASE, 3, 7)
    before, after = version(BASE, 1), version(edit, 2)
    for tie in compare(before, after).ties:
        assert tie.before[1] - tie.before[0] == tie.after[1] - tie.after[0]
        away = before.signatures[slice(*tie.before)].astype(int) - after.signatures[slice(*tie.after)]
        assert np.abs(away).mean() < 3


def test_unrelated_videos_are_not_forced_together() -> None:
    other: Edit = tuple(dataclasses.replace(clip, set_up=clip.set_up + 300) for clip in episode(8, seed=3))
    found = compare(version(BASE, 1), version(other, 2))
    assert not found.related
    assert not found.ties
    assert not found.changes


def test_another_frame_rate_is_laid_on_the_earlier_clock() -> None:
    twice = version(BASE, 1)
    frames = 2 * len(twice.signatures)
    clock = constant_clock(frames, Fraction(50))
    timeline = dataclasses.replace(
        twice.timeline,
        clock=clock,
        stop=frames,
        transitions=tuple(
            dataclasses.replace(t, start=2 * t.start, stop=2 * t.stop, edit_point=2 * (t.edit_point or 0))
            for t in twice.timeline.transitions
        ),
        shots=tuple(dataclasses.replace(s, start=2 * s.start, stop=2 * s.stop) for s in twice.timeline.shots),
    )
    laid = on_clock(timeline, twice.timeline.clock.rate)
    assert laid.converted
    assert laid.timeline.edit_points == twice.timeline.edit_points
    assert laid.own((10, 20)) == (20, 40)
    doubled = np.repeat(version(BASE, 2).signatures, 2, axis=0)
    found = compare(twice, Version(timeline=laid.timeline, signatures=doubled[laid.frames]))
    assert not found.changes


@given(data=st.data())
@settings(max_examples=30, deadline=None)
def test_runs_are_in_both_and_in_order(data: st.DataObject) -> None:
    rows = np.random.default_rng(data.draw(st.integers(0, 9))).normal(size=(40, 12)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    picked = data.draw(st.lists(st.integers(0, 39), min_size=1, max_size=60))
    runs = follow(rows, rows[picked], [10, 20], [5])
    stop = 0
    for run in runs:
        assert stop <= run.start < run.stop <= len(picked)
        assert 0 <= run.source < run.source_stop <= len(rows)
        stop = run.stop
