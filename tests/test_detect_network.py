"""The network in numpy equals a plain loop; decisions follow from what it says by the stated rules."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.moving_pictures import batches, dissolve, flat, scene
from timeline.detect import learnt, network
from timeline.detect.decide import decide, find_cuts
from timeline.detect.network import DILATIONS, KINDS, PAD, TARGETS, Outputs, run_networks
from timeline.detect.pictures import Pictures, apart, changed_share, unlike
from timeline.detect.spans import MEASURES, Span, find_spans, measure
from timeline.kernels.features import COLUMNS, FeatureTable, extract
from timeline.model.edit import Kind

INPUTS, WIDTH = 5, 4


def _weights(seed: int) -> dict[str, np.ndarray]:
    rng = np.random.default_rng(seed)
    heads = len(TARGETS) + len(KINDS)
    weights = {
        "mean": rng.normal(size=INPUTS),
        "spread": rng.uniform(0.5, 2, INPUTS),
        "enter_weight": rng.normal(size=(WIDTH, INPUTS, 1)),
        "enter_bias": rng.normal(size=WIDTH),
        "leave_weight": rng.normal(size=(heads, WIDTH, 1)),
        "leave_bias": rng.normal(size=heads),
    }
    for i in range(len(DILATIONS)):
        weights[f"blocks_{i}_weight"] = rng.normal(size=(WIDTH, WIDTH, 3)) * 0.3
        weights[f"blocks_{i}_bias"] = rng.normal(size=WIDTH) * 0.3
    return {name: value.astype(np.float32) for name, value in weights.items()}


def _plain(values: np.ndarray, w: dict[str, np.ndarray]) -> np.ndarray:
    rows = [values[min(max(t - PAD, 0), len(values) - 1)] for t in range(len(values) + 2 * PAD)]
    x = [np.clip((row - w["mean"]) / w["spread"], -8, 8) for row in rows]
    x = [np.maximum(w["enter_weight"][:, :, 0] @ row + w["enter_bias"], 0) for row in x]
    for i, d in enumerate(DILATIONS):
        taps, bias = w[f"blocks_{i}_weight"], w[f"blocks_{i}_bias"]
        after = []
        for t in range(len(x)):
            total = bias.copy()
            for k, at in enumerate((t - d, t, t + d)):
                if 0 <= at < len(x):
                    total = total + taps[:, :, k] @ x[at]
            after.append(x[t] + np.maximum(total, 0))
        x = after
    out = [w["leave_weight"][:, :, 0] @ row + w["leave_bias"] for row in x]
    return np.array(out[PAD:-PAD])


@settings(max_examples=5, deadline=None)
@given(st.integers(0, 1000), st.integers(1, 12))
def test_the_network_equals_a_plain_loop(seed, frames):
    values, weights = np.random.default_rng(seed).normal(size=(frames, INPUTS)).astype(np.float32), _weights(seed)
    outputs = run_networks(values, [weights])
    said = np.concatenate([outputs.targets, outputs.kinds], axis=1)
    assert said == pytest.approx(_plain(values, weights), rel=1e-3, abs=1e-3)


def test_a_long_table_in_blocks_says_what_it_says_in_one(monkeypatch):
    values, weights = np.random.default_rng(3).normal(size=(700, INPUTS)).astype(np.float32), _weights(3)
    whole = run_networks(values, [weights])
    monkeypatch.setattr(network, "BLOCK", 96)
    parts = run_networks(values, [weights])
    assert np.concatenate([parts.targets, parts.kinds], axis=1) == pytest.approx(
        np.concatenate([whole.targets, whole.kinds], axis=1), rel=1e-4, abs=1e-4
    )


def test_an_ensemble_says_the_mean_of_its_members():
    values = np.random.default_rng(5).normal(size=(300, INPUTS)).astype(np.float32)
    members = [_weights(seed) for seed in (1, 2, 3)]
    alone = [run_networks(values, [member]) for member in members]
    both = run_networks(values, members)
    assert (both.targets == np.mean([out.targets for out in alone], axis=0)).all()
    assert (both.kinds == np.mean([out.kinds for out in alone], axis=0)).all()


def _outputs(frames: int, said: dict[str, dict[int, float]], kind: str = "dissolve") -> Outputs:
    targets, kinds = np.full((frames, len(TARGETS)), -8.0, np.float32), np.zeros((frames, len(KINDS)), np.float32)
    for name, where in said.items():
        for frame, odds in where.items():
            targets[frame, TARGETS.index(name)] = odds
    kinds[:, KINDS.index(kind)] = 6
    return Outputs(targets=targets, kinds=kinds)


def _all_right() -> dict[str, np.ndarray]:
    """A second stage that takes every proposed span for a transition and leaves the cuts' odds as they are."""
    size = len(MEASURES)
    return {
        "span_mean": np.zeros(size, np.float32),
        "span_spread": np.ones(size, np.float32),
        "span_in": np.zeros((size, 2), np.float32),
        "span_in_bias": np.ones(2, np.float32),
        "span_out": np.full(2, 2, np.float32),
        "span_out_bias": np.zeros(1, np.float32),
        "platt_cut": np.array([1, 0], np.float32),
    }


def _decide(clip: np.ndarray, outputs: Outputs) -> list[tuple[str, int, int, int | None]]:
    table, signatures = extract(batches(clip))
    return [(t.kind.value, t.start, t.stop, t.edit_point) for t in decide(table, signatures, outputs, _all_right())]


INSIDE = dict.fromkeys(range(40, 52), 4.0)


def test_ends_of_a_span_are_where_the_network_says_they_are():
    outputs = _outputs(100, {"gradual": INSIDE, "start": {38: 2.0}, "stop": {53: 2.0}})
    assert find_spans(outputs) == [Span(start=38, stop=53, effect=False)]
    assert find_spans(_outputs(100, {"gradual": INSIDE})) == [Span(start=40, stop=52, effect=False)]


def test_a_span_swallows_the_false_steps_inside_it():
    clip = dissolve(scene(1, 52), scene(2, 60), 12)
    outputs = _outputs(100, {"gradual": INSIDE, "cut": {40: 1.0, 46: 1.0, 70: 1.0}})
    assert _decide(clip, outputs) == [("dissolve", 40, 52, 46), ("cut", 70, 70, 70)]


def test_the_edit_point_of_an_effect_is_where_the_source_swaps():
    outputs = _outputs(100, {"effect": INSIDE, "cut": {43: 2.0, 48: 1.0}}, kind="zoom")
    assert _decide(scene(1, 100), outputs) == [("zoom", 40, 52, 43)]


@pytest.mark.parametrize(
    ("hold", "expected"),
    [
        (4, [("fade_through", 40, 52, 46)]),
        (8, [("fade_out", 40, 42, 42), ("fade_in", 50, 52, 50)]),
    ],
)
def test_a_dip_is_divided_by_its_hold(hold, expected):
    clip = scene(1, 100)
    first = 46 - hold // 2
    clip[first : first + hold] = flat(hold)
    outputs = _outputs(100, {"gradual": INSIDE}, kind="fade_through")
    assert _decide(clip, outputs) == expected


def test_a_cut_to_black_beside_a_fade_is_kept():
    outputs = _outputs(100, {"gradual": INSIDE, "cut": {40: 3.0, 52: 3.0}}, kind="fade_in")
    kinds = [kind for kind, *_ in _decide(scene(1, 100), outputs)]
    assert kinds == ["cut", "fade_in", "cut"]


def _three_shots() -> np.ndarray:
    return np.concatenate([scene(seed, frames) for seed, frames in ((1, 10), (2, 10), (3, 20))])


def test_a_title_that_comes_up_is_a_near_miss_at_most():
    titled = scene(1, 60, drift=0)
    titled[20:, 0, -24:-8, 20:-20] = 235
    shots = np.concatenate([scene(1, 40, drift=0), scene(2, 20, drift=0)])
    outputs = _outputs(60, {"cut": {20: 5.0, 40: 5.0}})
    for clip, counted in ((titled, []), (shots, [40])):
        table, signatures = extract(batches(clip))
        found = find_cuts(table, Pictures(signatures), outputs, _all_right())
        assert [t.start for t in found if t.confidence >= 0.5] == counted
        assert {20, 40} == {t.start for t in found}


def test_black_bars_and_what_is_written_on_them_do_not_count():
    before, after = np.full((2, 1, 256), 16, np.float32)
    before[0, 64:160], after[0, 64:160] = 90, 150
    after[0, 240:246] = 30
    assert changed_share(before, after)[0] > 0.8
    assert changed_share(before * 0, after * 0) == 1


def test_a_jump_is_told_from_a_cut_and_the_first_frame_is_never_one():
    table, signatures = extract(batches(_three_shots()))
    outputs = _outputs(40, {"cut": {0: 5.0, 10: 5.0, 20: 5.0}, "jump": {20: 3.0}})
    found = find_cuts(table, Pictures(signatures), outputs, _all_right())
    assert [(t.kind, t.start) for t in found] == [(Kind.CUT, 10), (Kind.JUMP, 20)]


def test_pictures_are_means_of_the_stored_blocks_and_distances_what_they_say():
    _, signatures = extract(batches(scene(1, 30)))
    pictures = Pictures(signatures)
    blocks = signatures[[4, 9], :1024].astype(float).reshape(2, 16, 2, 16, 2).mean(axis=(2, 4)).reshape(2, 256)
    assert np.array_equal(pictures.luma([4, 9]), blocks.astype(np.float32))
    assert np.array_equal(pictures.chroma([[7]])[0, 0], signatures[7, 1024:].astype(np.float32))
    a, b = pictures.luma([4, 9])
    assert apart(a, b) == pytest.approx(np.sqrt(np.mean((a - b) ** 2)), rel=1e-5)
    assert unlike(a, a) == pytest.approx(0, abs=1e-3)
    assert unlike(a, 0.5 * a + 20) == pytest.approx(0, abs=0.05)


def test_measures_tell_a_dissolve_from_a_look_away():
    clip = dissolve(scene(1, 52, drift=0), scene(2, 60, drift=0), 12)
    table, signatures = extract(batches(clip))
    outputs, pictures = _outputs(100, {"gradual": INSIDE}), Pictures(signatures)
    there, elsewhere = (
        dict(zip(MEASURES, measure(Span(start=at, stop=at + 12, effect=False), table, pictures, outputs), strict=True))
        for at in (40, 70)
    )
    assert there["ends_apart"] > 3 > elsewhere["ends_apart"]
    assert there["misfit"] < 0.2
    assert there["monotony"] > 0.99
    assert there["length"] == pytest.approx(np.log(12))


def test_shipped_weights_fit_the_features_and_are_small():
    weights = learnt.shipped_weights()
    assert len(learnt.members(weights)) >= 1
    assert learnt.members(weights)[0]["mean"].shape == (len(COLUMNS),)
    assert weights["span_in"].shape[0] == len(MEASURES)
    assert sum(value.size for value in weights.values()) < 500_000


def test_weights_for_other_features_are_refused(monkeypatch):
    monkeypatch.setattr(learnt, "FEATURES_VERSION", 99)
    learnt.shipped_weights.cache_clear()
    with pytest.raises(learnt.WeightsError, match="this package makes 99"):
        learnt.shipped_weights()
    learnt.shipped_weights.cache_clear()


def test_a_single_frame_is_no_edit():
    table = FeatureTable(columns=COLUMNS, values=np.zeros((1, len(COLUMNS)), np.float32))
    assert learnt.run(table, np.zeros((1, 1152), np.uint8)) == []
