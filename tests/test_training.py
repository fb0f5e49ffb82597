"""Synthetic edits carry exact truth: what lies outside a labelled span is purely one shot or the other."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.training.dataset import as_batch
from benchmarks.training.labels import UNKNOWN, label, mirrored
from tests.moving_pictures import HEIGHT, WIDTH, batches, scene
from timeline.kernels.bars import Box
from timeline.kernels.features import extract
from timeline.suite.synth.episodes import Pool, make_episode, recompress
from timeline.suite.synth.joins import JOINS
from timeline.suite.synth.material import SIDE, Clip, Edit, clean_shots, groups_of, square
from timeline.suite.synth.traps import INSIDE, OVER

PICTURES = square(next(batches(scene(1, 60), 60)), Box())
OTHERS = square(next(batches(scene(2, 60), 60)), Box())


@pytest.mark.parametrize("name", JOINS)
@pytest.mark.parametrize("seed", range(4))
def test_every_join_says_what_it_uses_and_where_it_happens(name, seed):
    a, b = PICTURES[:30].astype(np.float32), OTHERS[:30].astype(np.float32)
    join = JOINS[name][0](np.random.default_rng(seed), a, b)
    assert join.middle.shape[1:] == (3, SIDE, SIDE)
    assert join.used_a <= len(a)
    assert join.used_b <= len(b)
    assert join.middle.min(initial=0) > -1
    assert join.middle.max(initial=0) < 257
    assert list(join.edits) == sorted(join.edits, key=lambda e: e.start)
    for e in join.edits:
        assert 0 <= e.start <= e.swap <= e.stop <= len(join.middle)


@pytest.mark.parametrize("name", ["dissolve", "wipe", "slide"])
def test_mixed_frames_are_neither_shot_and_every_frame_of_the_span_is_mixed(name):
    a = np.full((40, 3, SIDE, SIDE), 60, np.float32)
    b = np.full((40, 3, SIDE, SIDE), 180, np.float32)
    for seed in range(8):
        join = JOINS[name][0](np.random.default_rng(seed), a, b)
        [edit] = join.edits
        assert (edit.start, edit.stop) == (0, len(join.middle))
        mean = join.middle.mean(axis=(1, 2, 3))
        assert ((mean > 60) & (mean < 181)).all()


@pytest.mark.parametrize("name", [*INSIDE, *OVER])
def test_traps_change_frames_in_place_and_stay_pictures(name):
    trap = {**INSIDE, **OVER}[name][0]
    frames = PICTURES[:40].astype(np.float32)
    trap(np.random.default_rng(3), frames, OTHERS[:20])
    assert frames.shape == (40, 3, SIDE, SIDE)
    assert np.isfinite(frames).all()
    assert np.abs(frames - PICTURES[:40]).max() > 1


def test_episodes_repeat_by_seed_and_their_cuts_lie_where_the_pictures_change():
    pool = Pool(pictures=[PICTURES, OTHERS], shots=[(0, 0, 60), (1, 0, 60)])
    first, again = (make_episode(np.random.default_rng(5), pool, 120) for _ in range(2))
    assert first.edits == again.edits
    assert np.array_equal(first.pictures, again.pictures)
    assert all(0 <= e.start <= e.stop <= len(first.pictures) for e in first.edits)
    table, _ = extract([as_batch(first.pictures)])
    change = table.column("luma_rms_1")
    cuts = [e.start for e in first.edits if e.kind == "cut" and 0 < e.start < len(change)]
    assert cuts
    assert np.median(change[cuts]) > 2 * np.median(change)


def test_recompression_keeps_every_frame_and_nearly_its_picture():
    out = recompress(PICTURES, crf=18, keyframes=12)
    assert out.shape == PICTURES.shape
    assert np.abs(out.astype(int) - PICTURES).mean() < 4


def test_labels_say_cut_span_effect_and_what_is_unknown():
    edits = (
        Edit(kind="cut", start=5, stop=5, swap=5),
        Edit(kind="jump", start=9, stop=9, swap=9),
        Edit(kind="wipe", start=12, stop=15, swap=13),
        Edit(kind="zoom", start=20, stop=24, swap=22),
    )
    made = label(40, edits, ((30, 31),), swaps_known=True)
    assert np.flatnonzero(made.targets[:, 0] == 1).tolist() == [5, 9, 22]
    assert made.targets[[5, 9], 5].tolist() == [0, 1]
    assert np.flatnonzero(made.targets[:, 1] == 1).tolist() == [12, 13, 14]
    assert np.flatnonzero(made.targets[:, 2] == 1).tolist() == [20, 21, 22, 23]
    assert np.flatnonzero(made.targets[:, 4] == 1).tolist() == [15, 24]
    assert (made.targets[28:34] == UNKNOWN).all()
    real = label(40, edits, (), swaps_known=False)
    assert (real.targets[20:25, 0] == UNKNOWN).all()


def test_backwards_twice_is_forwards():
    edits = (Edit(kind="fade_out", start=3, stop=9, swap=9), Edit(kind="cut", start=15, stop=15, swap=15))
    assert mirrored(40, edits) == (
        Edit(kind="cut", start=25, stop=25, swap=25),
        Edit(kind="fade_in", start=31, stop=37, swap=31),
    )
    assert mirrored(40, mirrored(40, edits)) == edits


def test_clean_shots_leave_out_transitions_and_what_is_not_judged():
    batch = next(batches(scene(1, 100), 100))
    edits = (Edit(kind="cut", start=30, stop=30, swap=30), Edit(kind="wipe", start=50, stop=60, swap=55))
    clip = Clip(name="a", series="a", batch=batch, edits=edits, ignore=((80, 81),))
    assert clean_shots(clip) == [(0, 30), (30, 50), (60, 79), (83, 100)]
    assert batch.luma.shape[1:] == (HEIGHT, WIDTH)


def test_a_series_is_never_divided_and_groups_weigh_about_alike():
    groups = groups_of([("a", 5000), ("b", 2000), ("c", 2000), ("d", 900), ("e", 100)], 2)
    assert set(groups) == set("abcde")
    assert groups["a"] != groups["b"] == groups["c"]
