"""The feature table: the same however the frames come, right at the ends, and blind to standing bars."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.moving_pictures import HEIGHT, WIDTH, batches, dissolve, flat, scene
from timeline.kernels.features import AHEAD, COLUMNS, SIGNATURE_BYTES, WATCHED, FeatureStream, FeatureTable, extract
from timeline.kernels.pictures import PictureBatch

CLIP = np.concatenate([flat(7), scene(1, 90), scene(2, 75)])


def _stream(sizes: list[int]) -> tuple[np.ndarray, np.ndarray]:
    codes = next(batches(CLIP, len(CLIP)))
    stream, values, signatures, at, turn, expected = FeatureStream(), [], [], 0, 0, 0
    while at < len(CLIP):
        size = sizes[turn % len(sizes)]
        part = slice(at, at + size)
        stream.push(PictureBatch(first=at, luma=codes.luma[part], cb=codes.cb[part], cr=codes.cr[part]))
        at, turn = min(len(CLIP), at + size), turn + 1
        if turn % 2:
            first, rows, marks = stream.take()
            assert (first, len(rows)) == (expected, len(marks))
            expected += len(rows)
            values.append(rows)
            signatures.append(marks)
    stream.finish()
    first, rows, marks = stream.take()
    assert first == expected
    return np.concatenate([*values, rows]), np.concatenate([*signatures, marks])


@settings(max_examples=6, deadline=None)
@given(st.lists(st.integers(1, 70), min_size=1, max_size=4))
def test_streaming_in_any_chunks_equals_one_go(sizes):
    table, signatures = extract(batches(CLIP))
    values, marks = _stream(sizes)
    assert np.array_equal(values, table.values)
    assert np.array_equal(marks, signatures)


@pytest.mark.parametrize("frames", [0, 1, 2, 31, 32, 33, 80])
def test_every_frame_has_one_row_and_one_signature(frames):
    table, signatures = extract(batches(scene(3, frames)) if frames else [])
    assert table.values.shape == (frames, len(COLUMNS))
    assert signatures.shape == (frames, SIGNATURE_BYTES)
    assert np.isfinite(table.values).all()


@pytest.mark.parametrize("at", [1, 2, 30, 59])
def test_a_cut_shows_in_the_row_of_its_first_frame(at):
    clip = np.concatenate([scene(1, at), scene(2, 60 - at)])
    table, _ = extract(batches(clip))
    for name in ("luma_rms_1", "luma_unlike_1", "edges_unlike_1", "block_q50_1"):
        assert int(table.column(name).argmax()) == at, name
    wide = table.column("luma_unlike_3")
    spanning = {t for t in (at - 1, at, at + 1) if t < 60}
    assert min(wide[t] for t in spanning) > 2 * max(wide[t] for t in range(60) if t not in spanning)


def test_rows_at_a_dissolve_fit_a_mixture():
    clip = dissolve(scene(1, 60, drift=0), scene(2, 60, drift=0), 17)
    table, _ = extract(batches(clip))
    middle = 60 - 17 + 8
    assert table.column("mix_misfit_8")[middle] < 0.15
    assert table.column("mix_share_8")[middle] == pytest.approx(0.5, abs=0.05)
    assert table.column("mix_size_8")[middle] > 3


def test_a_still_has_no_change_at_all():
    table, _ = extract(batches(np.repeat(scene(4, 1), 50, axis=0)))
    assert table.column("luma_rms_1").max() < 0.05
    assert table.column("luma_unlike_47").max() < 0.02


def _in_bars(clip: np.ndarray) -> np.ndarray:
    framed = np.full((len(clip), 3, 3 * HEIGHT, WIDTH), 128.0, np.float32)
    framed[:, 0] = 16
    framed[:, :, HEIGHT : 2 * HEIGHT] = clip
    return framed


def test_standing_bars_are_cropped_also_when_the_film_starts_in_black():
    clip = np.concatenate([flat(WATCHED + 20), scene(1, 40), scene(2, 40)])
    inside, marks = extract(batches(clip))
    framed, framed_marks = extract(batches(_in_bars(clip)))
    lit = slice(WATCHED + 20 + AHEAD, None)
    assert framed.values[lit] == pytest.approx(inside.values[lit], abs=0.12)
    assert np.abs(framed_marks[lit].astype(int) - marks[lit]).max() <= 12


def test_batches_out_of_order_are_refused():
    stream = FeatureStream()
    first, second = batches(scene(1, 64))
    stream.push(first)
    with pytest.raises(ValueError, match="starts at frame 0, expected frame 32"):
        stream.push(first)
    stream.push(second)


def test_a_table_checks_its_columns():
    with pytest.raises(ValueError, match="do not have 2 columns"):
        FeatureTable(columns=("a", "b"), values=np.zeros((4, 3), np.float32))
