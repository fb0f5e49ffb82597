"""Damaged, cut and changing files: what decodes is counted, what does not is told with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.media_factory import Collect, damage, ffprobe, make
from timeline.decode import Decoded, decode, read_bgr

SOURCE = "testsrc2=size=160x96:rate=25:duration=2"
H264 = ("-c:v", "libx264", "-preset", "veryfast", "-bf", "2", "-g", "12", "-pix_fmt", "yuv420p")


def _codes(decoded: Decoded) -> set[str]:
    return {notice.code for notice in decoded.notices}


@pytest.mark.parametrize("place", [0.3, 0.5, 0.62])
@pytest.mark.parametrize("name", ["d.mp4", "d.ts", "d.mkv", "d.avi"])
def test_damage_in_the_middle_loses_only_what_does_not_decode(name: str, place: float, tmp_path: Path) -> None:
    whole = make(tmp_path / f"whole-{name}", *H264, source=SOURCE)
    path = damage(whole, tmp_path / name, place, 900)
    decoded, sink = decode(path, Collect)
    assert sink.frames == decoded.clock.frames == ffprobe(path).frames
    assert 30 <= decoded.clock.frames <= 50
    assert decoded.notices
    assert sum(1 for _ in read_bgr(path, frame_threads=decoded.frame_threads)) == decoded.clock.frames


def test_a_packet_that_fails_is_told_with_its_place(tmp_path: Path) -> None:
    intra = ("-c:v", "mpeg4", "-g", "1", "-q:v", "3")
    whole = make(tmp_path / "whole.mkv", *intra, source=SOURCE).read_bytes()
    starts = [at for at in range(len(whole)) if whole.startswith(b"\0\0\1\xb6", at)]
    path = tmp_path / "hole.mkv"
    path.write_bytes(whole[: starts[20]] + b"\0\0\0\0" + whole[starts[20] + 4 :])
    decoded, _ = decode(path, Collect)
    assert decoded.clock.frames == 49
    assert decoded.media.vfr == "variable"
    assert decoded.clock.span(19, 20) == 2 * decoded.clock.span(18, 19)
    lost = [notice for notice in decoded.notices if notice.code == "packet_not_decoded"]
    assert [notice.frame for notice in lost] == [20]
    assert "0.800 s" in lost[0].message
    assert "frames_lost" in _codes(decoded)


def test_each_pass_has_its_own_sink(tmp_path: Path) -> None:
    sinks: list[Collect] = []

    def make_sink(header: object) -> Collect:
        sinks.append(Collect(header))  # type: ignore[arg-type]  # the header is not looked at here
        return sinks[-1]

    whole = make(tmp_path / "whole.mp4", *H264, source=SOURCE)
    decoded, sink = decode(damage(whole, tmp_path / "d.mp4", 0.5, 900), make_sink)
    assert len(sinks) == 2
    assert sink is sinks[1]
    assert not decoded.frame_threads
    decoded, sink = decode(whole, make_sink)
    assert len(sinks) == 3
    assert decoded.frame_threads
    assert decoded.notices == ()


def test_cut_short_after_its_index(tmp_path: Path) -> None:
    whole = make(tmp_path / "whole.mp4", *H264, "-movflags", "faststart", source=SOURCE).read_bytes()
    path = tmp_path / "cut.mp4"
    path.write_bytes(whole[: int(len(whole) * 0.6)])
    decoded, _ = decode(path, Collect)
    assert decoded.clock.frames == ffprobe(path).frames < 50
    assert _codes(decoded) & {"fewer_than_promised", "read_stopped"}


def test_a_stream_that_starts_between_key_frames(tmp_path: Path) -> None:
    whole = make(tmp_path / "whole.ts", *H264, source=SOURCE).read_bytes()
    path = tmp_path / "joined-late.ts"
    packets = 188 * 30
    path.write_bytes(whole[: 188 * 3] + whole[packets:])
    decoded, _ = decode(path, Collect)
    probe = ffprobe(path)
    assert decoded.clock.frames == probe.frames < 50
    assert [decoded.clock.pts(frame) for frame in range(decoded.clock.frames)] == probe.stamps


def test_pictures_that_change_size_keep_the_first_ones_grid(tmp_path: Path) -> None:
    large = make(tmp_path / "a.ts", *H264, source="color=red:size=640x480:rate=25:duration=1").read_bytes()
    small = make(tmp_path / "b.ts", *H264, "-output_ts_offset", "1", source="color=red:size=320x176:rate=25:duration=1")
    path = tmp_path / "both.ts"
    path.write_bytes(large + small.read_bytes())
    decoded, sink = decode(path, Collect)
    assert decoded.clock.frames == ffprobe(path).frames == 50
    assert (decoded.media.width, decoded.media.height) == (640, 480)
    change = next(notice for notice in decoded.notices if notice.code == "picture_changes")
    assert change.frame == 25
    assert "320x176" in change.message
    pictures = list(sink.pictures())
    for first, last in zip(pictures[5], pictures[45], strict=True):
        assert abs(first.astype(int) - last.astype(int)).max() <= 3


def test_stamps_that_fall_back_go_on_rising(tmp_path: Path) -> None:
    part = make(tmp_path / "a.ts", *H264, source=SOURCE).read_bytes()
    path = tmp_path / "twice.ts"
    path.write_bytes(part + part)
    decoded, _ = decode(path, Collect)
    assert decoded.clock.frames == 100
    assert "times_mended" in _codes(decoded)
    assert decoded.clock.duration == 4
