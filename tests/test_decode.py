"""Frame counts, stamps and facts of files of every odd kind, held against ffprobe to the last frame."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest

from tests.media_factory import SOURCE, Collect, copy, ffmpeg, ffprobe, make
from timeline.decode import Decoded, decode

H264 = ("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p")
B_FRAMES = ("-c:v", "libx264", "-preset", "veryfast", "-bf", "3", "-g", "10", "-pix_fmt", "yuv420p")


def _x264(*options: str) -> tuple[str, ...]:
    return (*H264, *options)


# name -> options of the encoder; every one is compared with ffprobe frame by frame
ENCODED: dict[str, tuple[str, ...]] = {
    "b-frames.mp4": B_FRAMES,
    "open-gop.mp4": (*B_FRAMES, "-x264-params", "open-gop=1"),
    "open-gop.mkv": (*B_FRAMES, "-x264-params", "open-gop=1"),
    "pyramid-hevc.mp4": ("-c:v", "libx265", "-preset", "ultrafast", "-x265-params", "log-level=none:bframes=4"),
    "late-first-pts.mp4": (*B_FRAMES, "-output_ts_offset", "8.5"),
    "late-first-pts.ts": (*B_FRAMES, "-output_ts_offset", "3600"),
    "late-first-pts.mkv": (*B_FRAMES, "-output_ts_offset", "2"),
    "negative-first-pts.mkv": (*H264, "-avoid_negative_ts", "disabled", "-output_ts_offset", "-0.4"),
    "no-edit-list.mov": (*B_FRAMES, "-use_editlist", "0"),
    "fragments.mp4": (*B_FRAMES, "-movflags", "frag_keyframe+empty_moov"),
    "variable-rate.mp4": (*H264, "-vf", "select='not(eq(mod(n,7),3))'", "-fps_mode", "vfr"),
    "variable-rate.mkv": (*B_FRAMES, "-vf", "select='not(eq(mod(n,5),2))'", "-fps_mode", "vfr"),
    "coarse-clock.flv": (*B_FRAMES, "-r", "30000/1001"),
    "ntsc.mkv": (*B_FRAMES, "-r", "24000/1001"),
    "interlaced.mp4": _x264("-flags", "+ilme+ildct", "-x264-params", "tff=1"),
    "interlaced.ts": ("-vf", "setfield=bff", "-c:v", "mpeg2video", "-flags", "+ilme+ildct", "-bf", "2"),
    "mpeg1.mpg": ("-c:v", "mpeg1video", "-bf", "2"),
    "mpeg2.m2v": ("-c:v", "mpeg2video", "-bf", "2"),
    "mpeg4.avi": ("-c:v", "mpeg4"),
    "mpeg4-b-frames.avi": ("-c:v", "mpeg4", "-bf", "2"),
    "theora.ogg": ("-c:v", "libtheora"),
    "vp8-alt-ref.webm": ("-c:v", "libvpx", "-auto-alt-ref", "1", "-lag-in-frames", "8", "-b:v", "100k"),
    "vp9.webm": ("-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "8"),
    "vp9-alpha.webm": ("-c:v", "libvpx-vp9", "-pix_fmt", "yuva420p", "-auto-alt-ref", "0", "-cpu-used", "8"),
    "av1.mp4": ("-c:v", "libsvtav1", "-preset", "12", "-svtav1-params", "lookahead=0"),
    "wmv.wmv": ("-c:v", "wmv2"),
    "prores.mov": ("-c:v", "prores_ks"),
    "dnxhr.mxf": ("-c:v", "dnxhd", "-profile:v", "dnxhr_lb", "-pix_fmt", "yuv422p", "-s", "256x128"),
    "animation.gif": ("-r", "10"),
    "animation.apng": ("-plays", "0"),
    "lossless-yuv422p10.mkv": ("-c:v", "ffv1", "-pix_fmt", "yuv422p10le"),
    "lossless-yuv444p12.mkv": ("-c:v", "ffv1", "-pix_fmt", "yuv444p12le"),
    "high10.mp4": ("-c:v", "libx264", "-pix_fmt", "yuv420p10le"),
    "grey.mkv": ("-c:v", "ffv1", "-pix_fmt", "gray"),
    "grey10.mkv": ("-c:v", "ffv1", "-pix_fmt", "gray10le"),
    "rgb.mp4": ("-c:v", "libx264rgb", "-preset", "ultrafast"),
    "rgb.avi": ("-c:v", "rawvideo", "-pix_fmt", "bgr24"),
    "packed.avi": ("-c:v", "rawvideo", "-pix_fmt", "yuyv422"),
    "quarter-chroma.mkv": ("-c:v", "ffv1", "-pix_fmt", "yuv411p"),
    "full-range.mp4": _x264("-color_range", "pc"),
    "motion-jpeg.mov": ("-c:v", "mjpeg", "-pix_fmt", "yuvj422p"),
    "pixel-aspect.mp4": _x264("-vf", "setsar=16/11"),
    "one-frame.mp4": _x264("-frames:v", "1"),
    "one-frame.gif": ("-frames:v", "1"),
    "odd-size.mkv": ("-c:v", "ffv1", "-pix_fmt", "yuv420p", "-vf", "crop=33:31:0:0:exact=1"),
}


def _look(path: Path, stream: int | None = None) -> tuple[Decoded, Collect]:
    decoded, sink = decode(path, Collect, stream=stream, batch=7)
    assert sink.frames == decoded.media.frames == decoded.clock.frames
    return decoded, sink


def _same_as_ffprobe(path: Path, stream: int | None = None) -> Decoded:
    decoded, _ = _look(path, stream)
    probe = ffprobe(path, decoded.media.stream)
    assert decoded.clock.frames == probe.frames
    for frame, stamp in enumerate(probe.stamps):
        if stamp is not None:
            mine = decoded.clock.pts(frame) * decoded.clock.time_base
            assert mine == stamp * probe.time_base, f"frame {frame}"
    return decoded


@pytest.mark.parametrize("name", ENCODED)
def test_counts_and_stamps_are_those_of_ffprobe(name: str, tmp_path: Path) -> None:
    path = make(tmp_path / name, *ENCODED[name])
    decoded = _same_as_ffprobe(path)
    assert decoded.media.time_base == ffprobe(path).time_base


@pytest.mark.parametrize(("start", "name"), [("0.5", "cut.mp4"), ("0.3", "cut.mov"), ("0.7", "cut.mkv")])
def test_edit_lists_hide_frames_and_shift_none(start: str, name: str, tmp_path: Path) -> None:
    whole = make(tmp_path / "whole.mp4", *B_FRAMES)
    path = copy(tmp_path / name, whole, before=("-ss", start))
    _same_as_ffprobe(path)


def test_steps_follow_the_stamps_of_a_variable_rate(tmp_path: Path) -> None:
    path = make(tmp_path / "v.mp4", *ENCODED["variable-rate.mp4"])
    decoded, _ = _look(path)
    assert decoded.media.vfr == "variable"
    tick = decoded.clock.time_base
    assert {decoded.clock.span(n, n + 1) for n in range(decoded.clock.frames - 1)} == {
        Fraction(1, 25),
        Fraction(2, 25),
    }, tick


def test_a_coarse_clock_is_rounded_not_variable(tmp_path: Path) -> None:
    decoded, _ = _look(make(tmp_path / "c.mkv", *ENCODED["ntsc.mkv"]))
    assert decoded.media.vfr == "rounded"
    assert decoded.media.rate == Fraction(24000, 1001)


@pytest.mark.parametrize("rate", ["24000/1001", "25", "30000/1001", "50", "60000/1001", "120"])
@pytest.mark.parametrize("kind", ["mp4", "mkv", "ts"])
def test_the_nominal_rate_is_exact(rate: str, kind: str, tmp_path: Path) -> None:
    source = f"testsrc2=size=32x32:rate={rate}:duration=0.5"
    decoded, _ = _look(make(tmp_path / f"r.{kind}", *H264, source=source))
    assert decoded.media.rate == Fraction(rate)


def test_repeated_stamps_are_spread_and_said(tmp_path: Path) -> None:
    path = make(tmp_path / "r.mkv", "-c:v", "mjpeg", "-bsf:v", "setts=ts='floor(N/2)*2*TB_OUT*0+floor(N/2)*80'")
    stamps = [stamp for stamp in ffprobe(path).stamps if stamp is not None]
    assert len(set(stamps)) < len(stamps)
    decoded, _ = _look(path)
    assert decoded.clock.frames == len(stamps)
    assert "times_mended" in {notice.code for notice in decoded.notices}
    assert all(decoded.clock.pts(n) < decoded.clock.pts(n + 1) for n in range(decoded.clock.frames))


def test_a_raw_stream_without_stamps_gets_a_steady_clock(tmp_path: Path) -> None:
    source = "testsrc2=size=64x48:rate=30000/1001:duration=1"
    path = make(tmp_path / "raw.h264", *B_FRAMES, source=source)
    decoded, _ = _look(path)
    assert decoded.clock.frames == ffprobe(path).frames == 30
    assert decoded.media.rate == Fraction(30000, 1001)
    assert decoded.clock.duration == Fraction(1001, 1000)


def test_the_film_is_taken_not_the_poster_of_an_animation(tmp_path: Path) -> None:
    path = make(tmp_path / "a.avif", "-c:v", "libsvtav1", "-preset", "12", "-frames:v", "3", "-s", "64x64")
    assert _look(path)[0].clock.frames == 3


def test_frames_of_h264_in_avi_keep_the_decoders_order(tmp_path: Path) -> None:
    path = make(tmp_path / "b.avi", *B_FRAMES, source="gradients=size=64x48:rate=25:duration=1:c0=black:c1=black")
    ramp = make(
        tmp_path / "ramp.avi",
        *B_FRAMES,
        source="color=black:size=64x48:rate=25:duration=1,geq=lum='16+8*N':cb=128:cr=128",
    )
    assert _look(path)[0].clock.frames == ffprobe(path).frames
    decoded, sink = _look(ramp)
    levels = [float(luma.mean()) for luma, _, _ in sink.pictures()]
    assert decoded.clock.frames == 25
    assert levels == sorted(levels)
    assert decoded.media.vfr == "constant"


TURNS: dict[str, tuple[tuple[str, ...], int, bool]] = {
    "90": (("-display_rotation:v:0", "-90"), 90, False),
    "180": (("-display_rotation:v:0", "180"), 180, False),
    "270": (("-display_rotation:v:0", "90"), 270, False),
    "mirrored": (("-display_hflip:v:0",), 0, True),
    "upside down": (("-display_vflip:v:0",), 180, True),
    "turned and mirrored": (("-display_rotation:v:0", "90", "-display_hflip:v:0"), 270, True),
}


@pytest.mark.parametrize("name", TURNS)
def test_pictures_stand_as_ffmpeg_turns_them(name: str, tmp_path: Path) -> None:
    options, _, mirrored = TURNS[name]
    stored = make(tmp_path / "stored.mp4", *H264, source="testsrc=size=96x64:rate=25:duration=0.2")
    path = copy(tmp_path / "turned.mp4", stored, before=options)
    ffmpeg("-i", path, "-c:v", "ffv1", tmp_path / "upright.mkv")
    decoded, sink = _look(path)
    _, upright = _look(tmp_path / "upright.mkv")
    assert decoded.media.mirrored == mirrored
    assert (decoded.media.width, decoded.media.height) == ffprobe(tmp_path / "upright.mkv").size
    for mine, theirs in zip(sink.pictures(), upright.pictures(), strict=True):
        for a, b in zip(mine, theirs, strict=True):
            assert a.shape == b.shape
            assert abs(a.astype(int) - b.astype(int)).max() <= 1


def test_rotation_is_counted_clockwise(tmp_path: Path) -> None:
    stored = make(tmp_path / "stored.mp4", *H264)
    for name, (options, rotation, mirrored) in TURNS.items():
        if not mirrored:
            path = copy(tmp_path / f"{rotation}.mp4", stored, before=options)
            assert _look(path)[0].media.rotation == rotation, name


def test_pixel_aspect_widens_the_display_size(tmp_path: Path) -> None:
    media = _look(make(tmp_path / "a.mp4", *H264, "-vf", "setsar=16/11"))[0].media
    assert (media.width, media.height) == (64, 48)
    assert (media.display_width, media.display_height) == (93, 48)
    assert media.sample_aspect == Fraction(16, 11)


@pytest.mark.parametrize(
    ("options", "order"),
    [
        (_x264("-flags", "+ilme+ildct", "-x264-params", "tff=1"), "tff"),
        (_x264("-flags", "+ilme+ildct", "-x264-params", "bff=1"), "bff"),
        (H264, "progressive"),
    ],
)
def test_field_order_is_told(options: tuple[str, ...], order: str, tmp_path: Path) -> None:
    assert _look(make(tmp_path / "f.mp4", *options))[0].media.field_order == order


@pytest.mark.parametrize(("text", "rate"), [("01:00:00;02", "30000/1001"), ("10:00:00:00", "25")])
@pytest.mark.parametrize("kind", ["mov", "mxf"])
def test_start_timecode_of_the_container(text: str, rate: str, kind: str, tmp_path: Path) -> None:
    codec = H264 if kind == "mov" else ("-c:v", "mpeg2video")
    path = make(tmp_path / f"t.{kind}", *codec, "-r", rate, "-timecode", text)
    start = _look(path)[0].media.start_timecode
    assert (start.text, start.origin) == (text, "container")


def test_no_start_timecode_is_made_up(tmp_path: Path) -> None:
    start = _look(make(tmp_path / "t.mp4", *H264))[0].media.start_timecode
    assert (start.text, start.origin) == (None, "none")


def test_raw_dv_counts_in_frames(tmp_path: Path) -> None:
    source = "testsrc2=size=720x576:rate=25:duration=0.4"
    path = make(tmp_path / "t.dv", "-c:v", "dvvideo", "-pix_fmt", "yuv420p", "-timecode", "00:00:10:05", source=source)
    decoded = _same_as_ffprobe(path)
    assert decoded.media.time_base == Fraction(1, 25)
    assert decoded.media.rate == 25


def test_sound_offsets_are_counted_from_the_first_picture(tmp_path: Path) -> None:
    path = tmp_path / "s.mkv"
    tone = ("-f", "lavfi", "-itsoffset", "0.5", "-i", "sine=duration=1")
    ffmpeg("-f", "lavfi", "-i", SOURCE, *tone, *H264, "-c:a", "pcm_s16le", "-output_ts_offset", "4", path)
    (sound,) = _look(path)[0].media.audio
    assert (sound.codec, sound.channels, sound.sample_rate) == ("pcm_s16le", 1, 44100)
    assert sound.start_offset == Fraction(1, 2)


@pytest.mark.parametrize("first", [True, False])
def test_a_cover_picture_is_never_the_video(first: bool, tmp_path: Path) -> None:
    cover = make(tmp_path / "cover.jpg", "-frames:v", "1", source="testsrc2=size=320x320:rate=1:duration=1")
    video = make(tmp_path / "v.mp4", *H264)
    inputs = (cover, video) if first else (video, cover)
    path = tmp_path / "both.mp4"
    attached = ("-disposition:v:0" if first else "-disposition:v:1", "attached_pic")
    ffmpeg("-i", inputs[0], "-i", inputs[1], "-map", "0", "-map", "1", "-c", "copy", *attached, path)
    decoded, _ = _look(path)
    assert (decoded.media.codec, decoded.media.frames, decoded.media.width) == ("h264", 25, 64)


def test_several_streams_are_told_and_chosen(tmp_path: Path) -> None:
    small, large = make(tmp_path / "a.mp4", *H264), make(tmp_path / "b.mp4", *H264, "-s", "128x96", "-r", "5")
    path = tmp_path / "both.mkv"
    ffmpeg("-i", small, "-i", large, "-map", "0", "-map", "1", "-c", "copy", "-disposition:v:1", "default", path)
    chosen = _same_as_ffprobe(path, 0)
    assert (chosen.media.stream, chosen.media.width, chosen.notices) == (0, 64, ())
    usual = _same_as_ffprobe(path)
    assert usual.notices[0].code == "several_video_streams"


def test_progress_counts_up_to_the_end(tmp_path: Path) -> None:
    seen: list[tuple[int, int | None]] = []
    path = make(tmp_path / "p.mp4", *H264)
    decode(path, Collect, progress=lambda done, expected: seen.append((done, expected)), batch=10)
    assert seen == [(10, 25), (20, 25), (25, 25)]


def test_the_header_is_there_before_the_first_batch(tmp_path: Path) -> None:
    source = "testsrc2=size=1280x720:rate=25:duration=0.2"
    path = copy(
        tmp_path / "h.mp4", make(tmp_path / "s.mp4", *H264, source=source), before=("-display_rotation:v:0", "90")
    )
    _, sink = _look(path)
    header = sink.header
    assert (header.width, header.height, header.display_width, header.display_height) == (720, 1280, 720, 1280)
    assert (header.picture_width, header.picture_height) == (180, 320)
    assert sink.batches[0].luma.shape[1:] == (320, 180)
    assert sink.batches[0].cb.shape[1:] == sink.batches[0].cr.shape[1:] == (160, 90)
    assert (header.rate_from_header, header.frames_from_header) == (25, 5)


def test_a_sink_that_fails_stops_the_pass(tmp_path: Path) -> None:
    def refuse(_: object) -> Collect:
        raise RuntimeError("disk full")

    maker: Callable[..., Collect] = refuse
    with pytest.raises(RuntimeError, match="disk full"):
        decode(make(tmp_path / "x.mp4", *H264), maker)
