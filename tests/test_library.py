"""The stored record: what goes in comes out, damage is never trusted, and nothing half-written stays."""

from __future__ import annotations

import io
import itertools
import os
import time
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tests.documents import small_media
from timeline.kernels.features import extract
from timeline.kernels.pictures import PictureBatch
from timeline.library import record as records
from timeline.library import store, writer
from timeline.library.content import content_id
from timeline.library.packing import from_columns, from_steps, to_columns, to_steps
from timeline.library.record import VERSION, Header, Record, StaleRecord
from timeline.library.writer import EVERY, RecordWriter
from timeline.model.clock import constant_clock
from timeline.model.notice import Notice

CUTS = (30, 31, 90, 150)
FRAMES = 200


def shots(frames: int = FRAMES) -> list[PictureBatch]:
    """Still shots of coarse blocks, cut at CUTS, in batches of uneven size."""
    rng = np.random.default_rng(3)
    edges = [0, *CUTS, frames]
    luma = np.empty((frames, 96, 54), np.uint8)
    for start, stop in itertools.pairwise(edges):
        luma[start:stop] = rng.integers(30, 220, (12, 9)).repeat(8, 0).repeat(6, 1)
    chroma = np.full((frames, 48, 27), 128, np.uint8)
    bounds = [0, 7, 40, 41, 128, frames]
    return [
        PictureBatch(first=a, luma=luma[a:b], cb=chroma[a:b], cr=chroma[a:b])
        for a, b in itertools.pairwise(bounds)
        if a < b
    ]


def header(frames: int = FRAMES, version: str = VERSION) -> Header:
    rate = Fraction(25)
    return Header(
        version=version,
        content_id="c" * 64,
        media=small_media(frames, rate),
        clock=constant_clock(frames, rate),
        notices=(Notice(code="x", message="something", frame=3),),
        frame_threads=True,
    )


def written(path: Path, version: str = VERSION) -> Path:
    writer = RecordWriter(path)
    for batch in shots():
        writer.push(batch)
    writer.finish(header(version=version))
    return path


def test_a_record_gives_back_what_decoding_left(tmp_path: Path) -> None:
    record = Record(written(tmp_path / "a.record"))
    table, signatures = extract(shots())
    assert record.header == header()
    assert record.table.columns == table.columns
    np.testing.assert_array_equal(record.table.values[:], table.values)
    np.testing.assert_array_equal(record.signatures[:], signatures)
    record.close()


def test_a_long_record_stays_in_its_file_and_gives_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer, "CHUNK", 64)
    monkeypatch.setattr(records, "WHOLE", 0)
    record = Record(written(tmp_path / "a.record"))
    table, signatures = extract(shots())
    rng = np.random.default_rng(1)
    assert len(record.signatures) == record.table.frames == FRAMES
    for start, stop, step in ((0, FRAMES, 1), (10, 20, 1), (60, 70, 1), (-9, FRAMES + 50, 1), (5, 5, 1), (1, 190, 7)):
        part = slice(start, stop, step)
        np.testing.assert_array_equal(record.table.values[part], table.values[part])
        np.testing.assert_array_equal(record.signatures[part], signatures[part])
    for shape in ((0,), (1,), (30,), (4, 5)):
        at = rng.integers(-FRAMES, FRAMES, shape)
        np.testing.assert_array_equal(record.signatures[at], signatures[at])
    for name in ("mean", "luma_rms_1", "mix_misfit_8"):
        np.testing.assert_array_equal(record.table.column(name), table.column(name))
    with pytest.raises(IndexError, match="200 are asked for of 200"):
        record.signatures[np.array([3, FRAMES])]
    record.close()


def test_pictures_of_both_sides_of_every_cut_and_inside_every_shot_are_kept(tmp_path: Path) -> None:
    record = Record(written(tmp_path / "a.record"))
    kept = record.pictures.frames
    assert kept == sorted(set(kept))
    assert set(kept) >= {frame for cut in CUTS for frame in (cut - 1, cut)}
    edges = [0, *CUTS, FRAMES]
    for start, stop in itertools.pairwise(edges):
        middle = (start + stop) // 2
        assert min(abs(frame - middle) for frame in kept) <= EVERY
    record.close()


def test_a_kept_picture_shows_its_own_frame(tmp_path: Path) -> None:
    record = Record(written(tmp_path / "a.record"))
    luma = np.concatenate([batch.luma for batch in shots()])
    for frame in (CUTS[2] - 1, CUTS[2]):
        data = record.pictures.get(frame)
        assert data is not None
        seen = np.asarray(Image.open(io.BytesIO(data)).convert("L"), dtype=float)
        wanted = (luma[frame].astype(float) - 16) * 255 / 219
        assert np.abs(seen - wanted).mean() < 4
    assert record.pictures.get(10**6) is None
    assert record.pictures.nearest(10**6) == (
        record.pictures.frames[-1],
        record.pictures.get(record.pictures.frames[-1]),
    )
    record.close()


@pytest.mark.parametrize("spoil", ["cut", "flip", "picture", "signature", "place", "empty", "text", "missing"])
def test_a_damaged_record_is_never_trusted(tmp_path: Path, spoil: str) -> None:
    path = written(tmp_path / "a.record")
    data = bytearray(path.read_bytes())
    if spoil == "flip":
        data[data.find(b"figures/000000") + 200] ^= 0xFF
    if spoil == "picture":
        data[data.find(b"pictures/") + 200] ^= 0x01
    if spoil == "signature":
        data[data.find(b"signatures/000000") + 200] ^= 0x01
    if spoil == "place":
        data[data.find(b"places/000000") + 14] ^= 0x01
    content = {
        "signature": bytes(data),
        "place": bytes(data),
        "picture": bytes(data),
        "cut": bytes(data[: len(data) // 2]),
        "flip": bytes(data),
        "empty": b"",
        "text": b"no record",
    }
    if spoil == "missing":
        path.unlink()
    else:
        path.write_bytes(content[spoil])
    with pytest.raises(StaleRecord):
        Record(path)


def test_another_version_is_never_trusted(tmp_path: Path) -> None:
    with pytest.raises(StaleRecord, match="version"):
        Record(written(tmp_path / "a.record", version="r0f0"))


def test_an_abandoned_record_leaves_nothing(tmp_path: Path) -> None:
    writer = RecordWriter(tmp_path / "a.record")
    writer.push(shots()[0])
    writer.abandon()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("rows", [0, 1, 7])
def test_packed_rows_come_back_to_the_bit(rows: int) -> None:
    rng = np.random.default_rng(rows)
    values, signatures = rng.normal(size=(rows, 5)).astype(np.float32), rng.integers(0, 256, (rows, 9)).astype(np.uint8)
    np.testing.assert_array_equal(from_columns(to_columns(values), 5), values)
    np.testing.assert_array_equal(from_steps(to_steps(signatures), 9), signatures)


def test_memory_held_while_writing_does_not_grow_with_length(tmp_path: Path) -> None:
    writer = RecordWriter(tmp_path / "a.record")
    held = []
    block = shots()[3]
    for number in range(60):
        first = number * block.frames
        writer.push(PictureBatch(first=first, luma=block.luma, cb=block.cb, cr=block.cr))
        held.append(sum(batch.frames for batch in writer._waiting))
    writer.abandon()
    assert max(held[30:]) <= max(held[:30])


def test_a_file_is_known_by_its_bytes_alone(tmp_path: Path) -> None:
    for name, data in (("a.mp4", b"one"), ("b.mov", b"one"), ("c.mp4", b"two")):
        (tmp_path / name).write_bytes(data)
    a, b, c = (content_id(tmp_path / name) for name in ("a.mp4", "b.mov", "c.mp4"))
    assert a == b != c


def test_half_written_records_of_dead_processes_are_swept(tmp_path: Path) -> None:
    old, fresh = store.partial_path(tmp_path, "old"), store.partial_path(tmp_path, "fresh")
    os.utime(old, (0, time.time() - 2 * store.ABANDONED))
    store.sweep(tmp_path)
    assert fresh.exists()
    assert not old.exists()


def test_streams_and_versions_have_records_of_their_own() -> None:
    names = {store.record_name("c", stream, version) for stream in (None, 0, 1) for version in ("r1f1", "r1f2")}
    assert len(names) == 6
