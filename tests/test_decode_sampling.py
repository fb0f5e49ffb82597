"""Small pictures: upright, 8 bit, limited range, whatever lies in the planes; and whole BGR frames for peers."""

from __future__ import annotations

from pathlib import Path

import av
import cv2
import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.media_factory import Collect, ffmpeg, make
from timeline.decode import decode, read_bgr
from timeline.decode.orientation import Orientation, from_matrix
from timeline.decode.planes import LONG_SIDE, Grid, PlaneReader, limited_from_full, reader_for
from timeline.decode.sampling import Sampler

# Pixel formats that decoders give, and those that are read without a conversion.
PLANAR_8 = ("yuv420p", "yuv422p", "yuv444p", "yuv440p", "yuv411p", "yuv410p", "yuva420p", "gray")
PLANAR_DEEP = ("yuv420p10le", "yuv422p10le", "yuv444p12le", "yuv420p16be", "gray12le")
PLANAR = (*PLANAR_8, *PLANAR_DEEP)
CONVERTED = ("rgb24", "bgra", "gbrp", "gbrp10le", "nv12", "yuyv422", "p010le", "rgb48le", "ya8")
# Limited-range BT.601 code values of three plain colours, within rounding.
COLOURS = {"black": (16, 128, 128), "white": (235, 128, 128), "red": (81, 90, 240)}


def _filled(width: int, height: int, pixel_format: str, colour: str) -> av.VideoFrame:
    rgb = {"black": (0, 0, 0), "white": (255, 255, 255), "red": (254, 0, 0)}[colour]
    plain = av.VideoFrame.from_ndarray(np.full((height, width, 3), rgb, np.uint8), format="rgb24")
    return plain.reformat(format=pixel_format, dst_color_range="MPEG", threads=1)


def _read(frame: av.VideoFrame, full_range: bool = False) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    sampler = Sampler(frame, Orientation(), full_range, 1)
    batch = sampler.add(frame)
    assert batch is not None
    return batch.luma[0], batch.cb[0], batch.cr[0]


@pytest.mark.parametrize("pixel_format", [*PLANAR, *CONVERTED])
@pytest.mark.parametrize("colour", COLOURS)
def test_plain_colours_in_every_format(pixel_format: str, colour: str) -> None:
    if pixel_format.startswith(("gray", "ya")) and colour == "red":
        colour = "white"
    grey_is_full = pixel_format.startswith("gray")
    planes = _read(_filled(642, 480, pixel_format, colour), full_range=grey_is_full)
    for plane, value in zip(planes, COLOURS[colour], strict=True):
        assert plane.min() >= value - 2
        assert plane.max() <= value + 2


@pytest.mark.parametrize("pixel_format", PLANAR)
def test_planar_formats_are_read_where_they_lie(pixel_format: str) -> None:
    reader = reader_for(pixel_format, Grid.of(1280, 720), full_range=False)
    assert isinstance(reader, PlaneReader)


@given(st.integers(1, 5000), st.integers(1, 5000))
def test_grids_fit(width: int, height: int) -> None:
    grid = Grid.of(width, height)
    assert 1 <= max(grid.width, grid.height) <= LONG_SIDE
    assert grid.width == 1 or grid.step * grid.width <= width
    assert grid.height == 1 or grid.step * grid.height <= height
    assert grid.chroma == ((grid.width + 1) // 2, (grid.height + 1) // 2)
    assert max(width, height) <= LONG_SIDE or max(grid.width, grid.height) > LONG_SIDE // 2 - 2


@given(st.integers(2, 700), st.integers(2, 700), st.sampled_from([*PLANAR, *CONVERTED]))
@settings(max_examples=100, deadline=None)
def test_odd_tiny_and_narrow_pictures_are_read(width: int, height: int, pixel_format: str) -> None:
    grid = Grid.of(width, height)
    luma, cb, cr = _read(_filled(width, height, pixel_format, "white"), full_range=pixel_format.startswith("gray"))
    assert luma.shape == (grid.height, grid.width)
    assert luma.min() >= 233
    assert max(abs(int(plane.max()) - 128) for plane in (cb, cr)) <= 2
    assert cb.shape == cr.shape == ((luma.shape[0] + 1) // 2, (luma.shape[1] + 1) // 2)


@pytest.mark.parametrize("step", [2, 3, 4, 6])
def test_a_sample_is_the_mean_of_two_neighbours_in_the_middle_of_its_cell(step: int) -> None:
    width, height = 320 * step, 20 * step
    values = np.random.default_rng(step).integers(0, 256, (height, width), dtype=np.uint8)
    frame = av.VideoFrame(width, height, "yuv420p")
    plane = frame.planes[0]
    np.frombuffer(memoryview(plane), np.uint8).reshape(height, -1)[:, :width] = values
    row, column = step // 2, step // 2
    expected = (values[row::step, column - 1 :: step].astype(int) + values[row::step, column::step]) // 2
    assert np.array_equal(_read(frame)[0], expected[:20, :320])


def _plain_read(frame: av.VideoFrame, reader: tuple[int, int, int, str, bool, bool]) -> list[list[list[int]]]:
    """Sample by sample, as the text above PlaneReader says it."""
    step, across, down, word, deep, full = reader
    size = np.dtype(word).itemsize
    grid = Grid.of(frame.width, frame.height)
    made = []
    for plane, (sx, sy), (columns, rows) in zip(
        frame.planes,
        ((step, step), (across, down), (across, down)),
        ((grid.width, grid.height), grid.chroma, grid.chroma),
        strict=False,
    ):
        data = bytes(memoryview(plane))

        def code(x: int, y: int, data: bytes = data, line: int = plane.line_size) -> int:
            at = y * line + x * size
            return int.from_bytes(data[at : at + size], "big" if word.startswith(">") else "little")

        luma = plane is frame.planes[0] or not made
        out = []
        for i in range(rows):
            row = []
            for j in range(columns):
                x, y = j * sx + sx // 2, i * sy + sy // 2
                if luma and size == 1 and step > 1:
                    value = (code(x - 1, y) + code(x, y)) // 2
                else:
                    value = code(x, y) >> (deep and frame.format.components[0].bits - 8)
                if full:
                    value = round(16 + value * 219 / 255) if luma else round(128 + (value - 128) * 224 / 255)
                row.append(value)
            out.append(row)
        made.append(out)
    return made


LAYOUTS = {  # format: log2 of luma samples a chroma sample across and down, word
    "yuv420p": (1, 1, "u1"),
    "yuv422p": (1, 0, "u1"),
    "yuv444p": (0, 0, "u1"),
    "yuv411p": (2, 0, "u1"),
    "yuv420p10le": (1, 1, "<u2"),
    "yuv444p12le": (0, 0, "<u2"),
    "yuv420p16be": (1, 1, ">u2"),
}


@given(
    st.integers(4, 700), st.integers(4, 400), st.sampled_from(sorted(LAYOUTS)), st.booleans(), st.integers(0, 2**32 - 1)
)
@settings(max_examples=30, deadline=None)
def test_planes_are_read_as_a_plain_loop_reads_them(
    width: int, height: int, pixel_format: str, full: bool, seed: int
) -> None:
    across, down, word = LAYOUTS[pixel_format]
    frame = av.VideoFrame(width, height, pixel_format)
    random = np.random.default_rng(seed)
    for plane in frame.planes:
        lines = np.frombuffer(memoryview(plane), np.uint8)
        lines[:] = random.integers(0, 256, len(lines), dtype=np.uint8)
        if word != "u1":
            deep = np.frombuffer(memoryview(plane), word)
            deep[:] = deep >> (16 - frame.format.components[0].bits)
    step = Grid.of(width, height).step
    assume(2 * step >> across)  # else there are fewer chroma samples than wanted, and the picture is converted
    plain = _plain_read(frame, (step, 2 * step >> across, 2 * step >> down, word, word != "u1", full))
    for read, expected in zip(_read(frame, full_range=full), plain, strict=True):
        assert read.tolist() == expected


def test_deep_pictures_keep_their_upper_eight_bits() -> None:
    frame = av.VideoFrame(64, 48, "yuv420p10le")
    for plane, value in zip(frame.planes, (940, 512, 64), strict=True):
        np.frombuffer(memoryview(plane), "<u2")[:] = value
    assert [int(plane.max()) for plane in _read(frame)] == [235, 128, 16]


def test_full_range_is_brought_to_limited() -> None:
    luma, cb, cr = limited_from_full()
    assert (luma[0], luma[255], cb[0], cb[128], cb[255], cr[255]) == (16, 235, 16, 128, 240, 240)
    frame = av.VideoFrame(64, 48, "yuvj420p")
    for plane, value in zip(frame.planes, (255, 0, 255), strict=True):
        np.frombuffer(memoryview(plane), np.uint8)[:] = value
    assert [int(plane.max()) for plane in _read(frame, full_range=True)] == [235, 16, 240]


@pytest.mark.parametrize(("tag", "said"), [("pc", "full"), ("tv", "limited")])
def test_range_is_told_and_levels_agree(tag: str, said: str, tmp_path: Path) -> None:
    source = "color=white:size=64x48:rate=25:duration=0.2"
    path = tmp_path / "r.mp4"
    ranges = ("-vf", f"scale=out_range={tag}", "-color_range", tag)
    make(path, *ranges, "-c:v", "libx264", "-pix_fmt", "yuv420p", source=source)
    decoded, sink = decode(path, Collect)
    assert decoded.media.colour_range == said
    assert all(abs(int(luma.mean()) - 235) <= 1 for luma, _, _ in sink.pictures())


def test_grey_without_a_range_is_full(tmp_path: Path) -> None:
    source = "color=white:size=64x48:rate=25:duration=0.2"
    decoded, sink = decode(make(tmp_path / "g.mkv", "-c:v", "ffv1", "-pix_fmt", "gray", source=source), Collect)
    assert decoded.media.colour_range == "full"
    assert {int(luma.max()) for luma, _, _ in sink.pictures()} == {235}
    assert all((cb == 128).all() and (cr == 128).all() for _, cb, cr in sink.pictures())


def test_a_matrix_that_flattens_turns_nothing() -> None:
    assert from_matrix((0,) * 9).upright
    assert from_matrix((65536, 0, 0, 0, 65536, 0, 0, 0, 1 << 30)).upright


def test_a_slanted_matrix_is_taken_to_the_nearest_quarter_and_not_called_exact() -> None:
    turned = from_matrix((20000, 62000, 0, -62000, 20000, 0, 0, 0, 1 << 30))
    assert (turned.rotation, turned.transposed, turned.exact) == (90, True, False)


@given(st.integers(0, 3), st.booleans())
def test_orientations_move_pixels_as_the_matrix_says(quarter: int, mirrored: bool) -> None:
    cosine, sine = ((1, 0), (0, 1), (-1, 0), (0, -1))[quarter]
    sign = -1 if mirrored else 1
    matrix = tuple(65536 * n for n in (cosine * sign, sine * sign, 0, -sine, cosine, 0, 0, 0, 16384))
    orientation = from_matrix(matrix)
    picture = np.arange(6, dtype=np.uint8).reshape(1, 2, 3)
    source = picture[..., ::-1] if mirrored else picture
    assert np.array_equal(orientation.apply(picture), np.rot90(source, -quarter, axes=(1, 2)))
    assert (orientation.rotation, orientation.mirrored) == (90 * quarter, mirrored)


def test_bgr_frames_are_those_that_decode_counts_at_the_peers_scale(tmp_path: Path) -> None:
    source = "testsrc2=size=720x1280:rate=25:duration=0.4"
    path = make(tmp_path / "b.mp4", "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", source=source)
    frames = list(read_bgr(path))
    assert len(frames) == decode(path, Collect)[0].clock.frames == 10
    assert {frame.shape for frame in frames} == {(256, 144, 3)}
    whole = list(read_bgr(path, shrink=False))
    assert {frame.shape for frame in whole} == {(1280, 720, 3)}
    reader = cv2.VideoCapture(str(path))
    for mine, shrunk in zip(whole, frames, strict=True):
        there, theirs = reader.read()
        assert there
        assert np.abs(mine.astype(int) - theirs).mean() < 2
        assert np.array_equal(shrunk, cv2.resize(mine, (144, 256), interpolation=cv2.INTER_LINEAR))


def test_bgr_frames_stand_upright(tmp_path: Path) -> None:
    stored = make(
        tmp_path / "s.mp4", "-c:v", "libx264", "-pix_fmt", "yuv420p", source="testsrc=size=96x64:duration=0.1"
    )
    ffmpeg("-display_rotation:v:0", "-90", "-i", stored, "-c", "copy", tmp_path / "t.mp4")
    plain, turned = next(read_bgr(stored)), next(read_bgr(tmp_path / "t.mp4"))
    assert np.array_equal(turned, np.rot90(plain, -1))
