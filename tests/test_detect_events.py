"""Picture events, kept frames, activity and the peers."""

from __future__ import annotations

import numpy as np
import pytest

from tests.moving_pictures import batches, dissolve, flat, scene
from timeline.detect import DETECTORS, FrameRow, candidate_frames, detect, find_events, visual_activity
from timeline.detect.peers import PEERS_EVERY_SHOT
from timeline.kernels.features import extract
from timeline.model.edit import Event


def _events(clip: np.ndarray, *, with_cuts: bool = False) -> list[tuple[str, int, int]]:
    table, signatures = extract(batches(clip))
    found = detect(table, signatures).transitions if with_cuts else ()
    return [(e.kind, e.start, e.stop) for e in find_events(table, signatures, found)]


def test_moving_pictures_hold_no_event():
    assert _events(scene(1, 80, drift=2.0)) == []


@pytest.mark.parametrize(("luma", "kind"), [(16, "black"), (235, "colour"), (110, "colour")])
def test_runs_of_one_colour_are_told_with_their_frames(luma, kind):
    clip = np.concatenate([scene(1, 30, drift=2.0), flat(12, luma), scene(2, 30, drift=2.0)])
    assert _events(clip) == [(kind, 30, 42)]


def test_a_freeze_is_told_from_its_first_to_its_last_frame():
    clip = scene(1, 60, drift=2.0)
    held = np.concatenate([clip[:30], np.repeat(clip[30:31], 10, axis=0), clip[31:]])
    assert _events(held) == [("freeze", 30, 40)]


def test_a_repeated_frame_is_told_alone_and_a_rate_conversion_once():
    clip = scene(1, 60, drift=2.0)
    assert _events(np.concatenate([clip[:31], clip[30:]])) == [("duplicate", 31, 32)]
    at = np.arange(75) * 4 // 5
    table, signatures = extract(batches(clip[at]))
    [event] = find_events(table, signatures)
    assert event == Event(kind="duplicate", start=1, stop=72, note=event.note)
    assert "15 repeated frames, every 5 frames" in event.note


@pytest.mark.parametrize("length", [1, 2, 3])
def test_very_short_shots_are_to_be_checked(length):
    clip = np.concatenate([scene(1, 40, drift=2.0), scene(2, length), scene(3, 40, drift=2.0)])
    assert _events(clip, with_cuts=True) == [("short_shot", 40, 40 + length)]


def test_a_flash_frame_between_two_halves_of_one_shot_is_named():
    shot = scene(1, 80, drift=0.1)
    table, signatures = extract(batches(np.concatenate([shot[:40], scene(2, 1), shot[40:]])))
    found = detect(table, signatures).transitions
    notes = [event.note for event in find_events(table, signatures, found) if event.kind == "short_shot"]
    assert notes == ["shot of 1 frame, the picture before it comes back: check: flash frame or intended"]


def test_kept_frames_hold_both_sides_of_every_cut():
    table, _ = extract(batches(np.concatenate([scene(1, 40), scene(2, 30), scene(3, 30)])))
    assert {39, 40, 69, 70} <= set(candidate_frames(table.values).tolist())


def test_kept_frames_surround_a_dissolve_and_are_few():
    table, _ = extract(batches(dissolve(scene(1, 60), scene(2, 60), 16)))
    kept = candidate_frames(table.values)
    assert any(36 <= frame <= 46 for frame in kept)
    assert any(58 <= frame <= 68 for frame in kept)
    assert len(kept) < 12


def test_activity_grows_with_motion_and_needs_a_pair_of_frames():
    calm, lively = (extract(batches(scene(1, 60, drift=drift)))[0] for drift in (0.2, 4.0))
    assert 0 <= visual_activity(calm, 0, 60) < visual_activity(lively, 0, 60) <= 1
    assert visual_activity(calm, 5, 7) is None


def _bgr(clip: np.ndarray) -> list[np.ndarray]:
    return [np.clip(np.rint(frame[:1].repeat(3, 0)), 0, 255).astype(np.uint8).transpose(1, 2, 0) for frame in clip]


@pytest.mark.parametrize("name", [name for name, row in DETECTORS.items() if isinstance(row, FrameRow)])
def test_peers_see_every_frame_and_report_on_our_index(name):
    row = DETECTORS[name]
    assert isinstance(row, FrameRow)
    detector = row.start()
    dark = flat(20)
    for frame in _bgr(np.concatenate([scene(1, 40) * 0.5 + 60, dark * 0, scene(2, 40) * 0.5 + 110])):
        detector.push(np.repeat(np.repeat(frame, 2, axis=0), 2, axis=1))
    found = [t.start for t in detector.finish()]
    assert found
    assert all(30 < frame < 70 for frame in found)
    if name in ("adaptive", "content", "hash"):
        assert set(found) <= {40, 60}


def test_peers_can_be_made_to_keep_short_shots():
    assert set(PEERS_EVERY_SHOT) == {f"{name}-min1" for name, row in DETECTORS.items() if isinstance(row, FrameRow)}
    detector = PEERS_EVERY_SHOT["content-min1"].start()
    for frame in _bgr(np.concatenate([scene(1, 20) * 0.3, scene(2, 3) * 0.5 + 110, scene(3, 20) * 0.3])):
        detector.push(frame)
    assert [t.start for t in detector.finish()] == [20, 23]


def test_a_peer_that_saw_nothing_found_nothing():
    row = DETECTORS["content"]
    assert isinstance(row, FrameRow)
    assert row.start().finish() == []
