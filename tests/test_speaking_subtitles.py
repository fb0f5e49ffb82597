"""Subtitles as frames in which somebody speaks: times exact, the odd shapes of real files, refusals with their line."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.errors import SubtitleError
from timeline.model.clock import FrameClock, constant_clock
from timeline.model.speech import Speech
from timeline.speaking import spoken
from timeline.speaking.spans import frames_within, joined
from timeline.speaking.subtitles import read_cues

FILM = Fraction(24000, 1001)
TEN_SECONDS = constant_clock(250, Fraction(25))
VARIABLE = FrameClock(
    time_base=Fraction(1, 600), first_pts=77, runs=((10, 20), (5, 41), (30, 10), (1, 300)), rate=Fraction(30)
)
SRT = "1\n00:00:01,000 --> 00:00:02,000\nYou never told me.\n\n2\n00:00:04,480 --> 00:00:05,000\n{an}\n"


def written(folder: Path, content: str | bytes, name: str = "episode.srt") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def speech(folder: Path, content: str | bytes, clock: FrameClock = TEN_SECONDS) -> Speech:
    return spoken(folder / "no such video.mp4", clock, subtitles=written(folder, content))


def srt(*cues: str) -> str:
    return "".join(f"{n}\n{times}\n{text}\n\n" for n, (times, text) in enumerate((c.split("|") for c in cues), 1))


def test_a_cue_covers_every_frame_shown_while_it_is_up(tmp_path: Path) -> None:
    found = speech(tmp_path, srt("00:00:01,000 --> 00:00:02,001|Yes.", "00:00:08,479 --> 00:00:09,000|No."))
    assert found == Speech(spans=((25, 51), (211, 225)), basis="subtitles")


@pytest.mark.parametrize("rate", [FILM, Fraction(30000, 1001), Fraction(25), Fraction(60)])
def test_a_cue_a_frame_off_at_a_rate_without_whole_milliseconds_is_where_its_milliseconds_say(
    tmp_path: Path, rate: Fraction
) -> None:
    clock = constant_clock(3000, rate)
    for frame in (1, 23, 24, 1001, 2999):
        thousandths = -(-clock.time(frame) * 1000 // 1)  # the first millisecond at which the frame is shown
        stamp = f"00:{thousandths // 60000:02d}:{thousandths // 1000 % 60:02d},{thousandths % 1000:03d}"
        found = speech(tmp_path, srt(f"{stamp} --> 01:00:00,000|On."), clock)
        assert found.spans == ((frame, 3000),)


@given(st.fractions(0, 2, max_denominator=3000), st.fractions(0, 2, max_denominator=3000))
def test_frames_within_are_those_shown_at_any_time_within(start: Fraction, length: Fraction) -> None:
    first, last = frames_within(VARIABLE, start, start + length)
    shown = [
        frame
        for frame in range(VARIABLE.frames)
        if VARIABLE.time(frame) < start + length and start < VARIABLE.time(frame + 1) and length
    ]
    assert list(range(first, last)) == shown


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50))))
def test_joined_spans_hold_the_same_frames_and_stand_apart(spans: list[tuple[int, int]]) -> None:
    out = joined(spans)
    Speech(spans=out, basis="sound")  # holds them to their order
    assert {f for a, b in out for f in range(a, b)} == {f for a, b in spans for f in range(a, b)}


WEBVTT = """WEBVTT - The night bus
Kind: captions

STYLE
::cue { color: papayawhip }

REGION
id:fred
width:40%

NOTE 00:00 --> is how the next one begins

NOTE
an arrow --> in a remark

intro
00:01.000 --> 00:02.000 align:start position:10%
<v Anna>You <i>never</i> told me.</v>

00:00:04.500 --> 00:00:05.000
<00:00:04.600><c.yellow>Wait.</c>

Not a cue, and so no speech either.
"""
SHAPES = {
    "plain": SRT.replace("{an}", "Wait.").replace("480", "500"),
    "crlf": SRT.replace("{an}", "Wait.").replace("480", "500").replace("\n", "\r\n"),
    "carriage-returns": SRT.replace("{an}", "Wait.").replace("480", "500").replace("\n", "\r"),
    "byte-order-mark": "\ufeff" + SRT.replace("{an}", "Wait.").replace("480", "500"),
    "latin-1": SRT.replace("{an}", "Déjà vu…".replace("…", "\xa0!")).replace("480", "500").encode("latin-1"),
    "utf-16": ("\ufeff" + SRT.replace("{an}", "Да.").replace("480", "500")).encode("utf-16-le"),
    "utf-16-big": ("\ufeff" + SRT.replace("{an}", "Да.").replace("480", "500")).encode("utf-16-be"),
    "utf-16-unmarked": SRT.replace("{an}", "Wait.").replace("480", "500").encode("utf-16-le"),
    "dots": SRT.replace("{an}", "Wait.").replace("480", "500").replace(",", "."),
    "no-numbers": "00:00:01,000 --> 00:00:02,000\nYes.\n\n00:00:04,500 --> 00:00:05,000\nWait.",
    "no-hours": "00:01,000 --> 00:02,000\nYes.\n\n0:04,5 --> 0:05\nWait.\n",
    "no-empty-lines": "1\n00:00:01,000 --> 00:00:02,000\nYes.\n2\n00:00:04,500 --> 00:00:05,000\nWait.\n",
    "empty-lines-within": "\n\n1\n00:00:01,000 --> 00:00:02,000\n\n\nYes.\n\n2\n00:00:04,500 --> 00:00:05,000\nWait.\n",
    "positions": srt("00:00:01,000 --> 00:00:02,000  X1:100 X2:200|{\\an8}Yes.", "00:00:04,500-->00:00:05,000|Wait."),
    "overlap": srt(
        "00:00:04,700 --> 00:00:05,000|- Wait.",
        "00:00:01,000 --> 00:00:02,000|Yes.",
        "00:00:04,500 --> 00:00:04,900|Hm?",
    ),
    "touching": srt(
        "00:00:01,000 --> 00:00:01,500|A", "00:00:01,500 --> 00:00:02,000|B", "00:00:04,500 --> 00:00:05,000|C"
    ),
    "webvtt": WEBVTT,
    "webvtt-crlf": "\ufeff" + WEBVTT.replace("\n", "\r\n"),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_a_file_of_every_shape_gives_the_same_frames(tmp_path: Path, shape: str) -> None:
    assert speech(tmp_path, SHAPES[shape]).spans == ((25, 50), (112, 125))


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("[door slams]", False),
        ("(MUSIC)", False),
        ("（音乐）", False),
        ("【片头曲】", False),
        ("- [gasps]\n- (laughs)", False),
        ("♪", False),
        ("♪ ♪ #", False),
        ("<i>[thunder]</i>", False),
        ("&nbsp;...", False),
        ("♪ I will wait for you ♪", True),
        ("(whispers) Come here.", True),
        ("MAN: [coughs]", True),
        ("别走", True),
        ("3!", True),
    ],
)
def test_sounds_described_do_not_count_and_words_do_even_sung(tmp_path: Path, text: str, counts: bool) -> None:
    found = speech(tmp_path, srt(f"00:00:01,000 --> 00:00:02,000|{text}", "00:00:08,000 --> 00:00:09,500|Yes."))
    assert found.spans == (((25, 50),) if counts else ()) + ((200, 238),)
    assert [notice.code for notice in found.notices] == ([] if counts else ["sounds_described"])
    if not counts:
        assert found.notices[0].frame == 25
        assert "1 of 2 cues of 'episode.srt' only describe sounds" in found.notices[0].message
        assert "line 2" in found.notices[0].message


def test_subtitles_that_go_on_after_the_video_are_cut_and_said_to(tmp_path: Path) -> None:
    found = speech(tmp_path, srt("00:00:09,000 --> 00:00:11,250|Yes.", "00:00:12,000 --> 00:00:13,500|No."))
    assert found.spans == ((225, 250),)
    (notice,) = found.notices
    assert (notice.code, notice.frame) == ("subtitles_longer", 249)
    assert "end 0:00:03.500 after the video; 2 of 2 cues" in notice.message


def test_subtitles_that_stop_long_before_the_video_are_said_to(tmp_path: Path) -> None:
    found = speech(tmp_path, srt("00:00:01,000 --> 00:00:06,000|Yes."))
    assert found.spans == ((25, 150),)
    (notice,) = found.notices
    assert (notice.code, notice.frame) == ("subtitles_shorter", 150)
    assert "end 0:00:04.000 before the video" in notice.message


def test_subtitles_that_end_with_the_last_frame_are_of_its_length(tmp_path: Path) -> None:
    assert speech(tmp_path, srt("00:00:01,000 --> 00:00:10,039|Yes.")).notices == ()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (SRT.replace("00:00:04,480", "00:00:zz,480"), "line 6: '00:00:zz,480 --> 00:00:05,000' holds no two times"),
        (SRT.replace("00:00:04,480", "00:00:06,480"), "line 6: '00:00:06,480 --> 00:00:05,000' ends before it starts"),
        (WEBVTT.replace("00:00:04.500", "4.5"), "line 20: '4.5 --> 00:00:05.000' holds no two times"),
        (
            srt("01:00:01,000 --> 01:00:02,000|Yes."),
            "line 2: the first cue starts at 1:00:01.000, after the video's end",
        ),
        ("", "holds no cue"),
        ("WEBVTT\n\nNOTE nothing yet\n", "holds no cue"),
        (b"\x00\x01\x02\xff" * 300, "holds no cue"),
        ("\n" * (1 << 24) + SRT, "larger than 16 MiB"),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_line_that_names_the_line(
    tmp_path: Path, content: str | bytes, words: str
) -> None:
    with pytest.raises(SubtitleError) as refused:
        speech(tmp_path, content)
    assert words in str(refused.value)
    assert "\n" not in str(refused.value)
    assert "episode.srt" in str(refused.value)
    assert refused.value.exit_code == 3


def test_a_missing_file_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(SubtitleError, match=r"none.srt' cannot be read: No such file"):
        read_cues(tmp_path / "none.srt")


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = written(tmp_path_factory.getbasetemp(), b"WEBVTT\n\n00:01.000 --> 00:02.000\n" + content)
    try:
        cues = read_cues(path)
    except SubtitleError:
        return
    assert cues[0].start == 1
