"""Every detector that works from features, on edits made of numbers whose every frame is known."""

from __future__ import annotations

import numpy as np
import pytest

from tests.moving_pictures import HEIGHT, WIDTH, batches, dissolve, fade, flat, scene, texture
from timeline.detect import DEFAULT, DETECTORS, Detection, FeatureRow, FrameRow, detect
from timeline.kernels.features import COLUMNS, FeatureTable, extract
from timeline.model.edit import INSTANT, Kind

FEATURE_DETECTORS = [name for name, row in DETECTORS.items() if isinstance(row, FeatureRow)]


def _detect(clip: np.ndarray, name: str, **options: float) -> Detection:
    table, signatures = extract(batches(clip))
    return detect(table, signatures, detector=name, **options)


def _cuts(found: Detection) -> list[int]:
    return [t.start for t in found.transitions if t.kind in INSTANT]


def _spans(found: Detection) -> list[tuple[str, int, int, int | None]]:
    return [(t.kind.value, t.start, t.stop, t.edit_point) for t in found.transitions if t.kind not in INSTANT]


@pytest.fixture(params=FEATURE_DETECTORS)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.mark.parametrize("at", [1, 2, 17, 45, 88, 89])
def test_a_cut_is_found_on_its_frame_from_the_second_to_the_last(name, at):
    found = _detect(np.concatenate([scene(1, at), scene(2, 90 - at)]), name)
    assert (_cuts(found), _spans(found)) == ([at], [])


@pytest.mark.parametrize("length", [1, 2, 3, 5])
def test_very_short_shots_are_kept(name, length):
    clip = np.concatenate([scene(1, 50), scene(2, length), scene(3, 50)])
    found = _detect(clip, name)
    assert (_cuts(found), _spans(found)) == ([50, 50 + length], [])


def test_many_shots_each_at_its_frame(name):
    lengths = [24, 9, 40, 13, 30, 7, 22]
    clip = np.concatenate([scene(seed, length) for seed, length in enumerate(lengths)])
    assert _cuts(_detect(clip, name)) == np.cumsum(lengths)[:-1].tolist()


@pytest.mark.parametrize("length", [8, 16, 24])
def test_a_dissolve_is_a_span_with_its_middle_as_edit_point(name, length):
    found = _detect(dissolve(scene(1, 70, drift=0.2), scene(2, 70, drift=0.2), length), name)
    assert _cuts(found) == []
    [(kind, start, stop, point)] = _spans(found)
    assert kind == Kind.DISSOLVE
    assert abs(start - (70 - length)) <= 3
    assert abs(stop - 70) <= 3
    assert point == start + (stop - start) // 2


def test_a_short_hold_is_one_dip_and_a_long_one_a_black_shot(name):
    a, b = fade(scene(1, 60), 12, out=True), fade(scene(2, 60), 12, out=False)
    [(kind, start, stop, point)] = _spans(_detect(np.concatenate([a, flat(3), b]), name))
    assert kind == Kind.FADE_THROUGH
    assert abs(start - 48) <= 3
    assert abs(stop - 75) <= 3
    assert point is not None
    assert 60 <= point <= 63
    pair = _spans(_detect(np.concatenate([a, flat(20), b]), name))
    assert [kind for kind, *_ in pair] == [Kind.FADE_OUT, Kind.FADE_IN]
    assert abs(pair[0][3] - 60) <= 2
    assert abs(pair[1][3] - 80) <= 2


def test_fades_at_head_and_tail_have_no_edit_point(name):
    clip = fade(fade(scene(1, 90), 15, out=False), 15, out=True)
    found = _spans(_detect(np.concatenate([flat(10), clip, flat(10)]), name))
    assert [(kind, point) for kind, _, _, point in found] == [(Kind.FADE_IN, None), (Kind.FADE_OUT, None)]


def _flash(clip: np.ndarray, at: int, frames: int) -> np.ndarray:
    lit = clip.copy()
    lit[at : at + frames, 0] = np.clip(lit[at : at + frames, 0] * 0.4 + 150, 16, 235)
    return lit


def _strobe(clip: np.ndarray) -> np.ndarray:
    dark = clip.copy()
    dark[30:70:4, 0] = 16 + (dark[30:70:4, 0] - 16) * 0.15
    return dark


def _freeze(clip: np.ndarray) -> np.ndarray:
    return np.concatenate([clip[:40], np.repeat(clip[40:41], 15, axis=0), clip[40:]])


def _caption(clip: np.ndarray) -> np.ndarray:
    told = clip.copy()
    told[30:60, 0, 70:80, 30:130:3] = 235
    return told


def _pan(seed: int) -> np.ndarray:
    """A camera that turns away, three times the picture's width, gathering speed and slowing down."""
    wide, share = texture(seed, HEIGHT, 4 * WIDTH), np.clip((np.arange(100) - 30) / 40, 0, 1)
    left = (3 * WIDTH - 1) * share**2 * (3 - 2 * share)
    return np.stack([wide[:, :, at : at + WIDTH] for at in left.astype(int)])


TRAPS = {
    "a camera flash": _flash(scene(1, 100), 50, 1),
    "lightning over two frames": _flash(scene(2, 100), 50, 2),
    "a strobe": _strobe(scene(3, 100)),
    "a freeze": _freeze(scene(4, 80)),
    "a caption": _caption(scene(5, 90)),
    "a steady drift": scene(6, 100, drift=1.5),
    "a pan": _pan(7),
    "a still": np.repeat(scene(8, 1), 60, axis=0),
    "black": flat(60),
    "one frame": scene(9, 1),
}


@pytest.mark.parametrize("trap", TRAPS)
def test_traps_hold_no_transition(name, trap):
    assert _detect(TRAPS[trap], name).transitions == ()


def test_confidence_divides_what_counts_from_near_misses(name):
    clip = np.concatenate([scene(1, 40), scene(2, 40)])
    cut = _detect(clip, name).transitions[0]
    stricter = _detect(clip, name, min_confidence=1.0)
    assert cut.confidence < 1
    assert stricter.transitions == ()
    assert cut in stricter.near_misses


def test_evidence_shows_the_frames_and_figures(name):
    cut = _detect(np.concatenate([scene(1, 40), scene(2, 40)]), name).transitions[0]
    assert cut.evidence.frames == (39, 40)
    assert len(cut.evidence.figures) >= 2


def test_an_empty_table_holds_nothing(name):
    table = FeatureTable(columns=COLUMNS, values=np.empty((0, len(COLUMNS)), np.float32))
    assert detect(table, np.empty((0, 1152), np.uint8), detector=name).transitions == ()


def test_the_default_is_a_detector_that_needs_features_only():
    assert DETECTORS[DEFAULT].needs == "features"
    assert {"adaptive", "content", "hash", "histogram", "threshold"} <= set(DETECTORS)


@pytest.mark.parametrize("row", DETECTORS.values(), ids=list(DETECTORS))
def test_each_row_says_what_it_is_and_what_it_needs(row):
    assert row.summary
    assert row.needs == ("frames" if isinstance(row, FrameRow) else "features")
    assert all(isinstance(value, (int, float, str)) for value in row.parameters.values())


def test_wrong_requests_are_refused():
    table, signatures = extract(batches(scene(1, 5)))
    with pytest.raises(ValueError, match="needs frames"):
        detect(table, signatures, detector="adaptive")
    with pytest.raises(ValueError, match="confidence lies in"):
        detect(table, signatures, min_confidence=1.5)
    with pytest.raises(KeyError):
        detect(table, signatures, detector="no such detector")
