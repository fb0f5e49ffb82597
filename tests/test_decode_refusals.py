"""Files that are refused, in one line of words, and that nothing but the named file is ever opened."""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.media_factory import Collect, box, copy, ffmpeg, make, replace_box
from timeline.decode import decode, read_bgr
from timeline.errors import DecodeError, InputError, MediaError

H264 = ("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p")


def refusal(path: Path | str, stream: int | None = None) -> str:
    """The words with which a file is refused: one line that names the file."""
    with pytest.raises(InputError) as caught:
        decode(path, Collect, stream=stream)
    words = str(caught.value)
    assert "\n" not in words
    assert str(path) in words
    return words


def test_missing(tmp_path: Path) -> None:
    assert "does not exist" in refusal(tmp_path / "none.mp4")


@pytest.mark.parametrize(
    "name", ["http://127.0.0.1:9/a.mp4", "rtsp://127.0.0.1/a", "concat:a.mp4|b.mp4", "pipe:0", "-"]
)
def test_names_that_look_like_addresses_are_files_that_do_not_exist(name: str) -> None:
    assert "does not exist" in refusal(name)


def test_folder(tmp_path: Path) -> None:
    assert "is a folder" in refusal(tmp_path)


def test_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.mp4")
    assert "not a regular file" in refusal(tmp_path / "pipe.mp4")


def test_empty(tmp_path: Path) -> None:
    (tmp_path / "empty.mp4").touch()
    assert "is empty" in refusal(tmp_path / "empty.mp4")


@pytest.mark.parametrize(
    "text", ["A letter, not a video.\n", "TITLE: reel\n001 AX V C 00:00:00:00\n" * 40, "<p>page</p>"]
)
def test_text(text: str, tmp_path: Path) -> None:
    path = tmp_path / "letter.mp4"
    path.write_text(text)
    assert "text file" in refusal(path)


def test_noise(tmp_path: Path) -> None:
    path = tmp_path / "noise.mp4"
    path.write_bytes(bytes((n * n * 31 + n) % 256 for n in range(5000)))
    assert "not a video that can be read" in refusal(path)


def test_sound_alone(tmp_path: Path) -> None:
    path = tmp_path / "tone.m4a"
    ffmpeg("-f", "lavfi", "-i", "sine=duration=0.2", path)
    assert "sound but no video" in refusal(path)


def test_sound_with_a_cover(tmp_path: Path) -> None:
    cover = make(tmp_path / "cover.png", "-frames:v", "1")
    path = tmp_path / "tone.mp3"
    attached = ("-map", "0", "-map", "1", "-c:v", "copy", "-disposition:v", "attached_pic")
    ffmpeg("-f", "lavfi", "-i", "sine=duration=0.2", "-i", cover, *attached, path)
    assert "cover picture" in refusal(path)


@pytest.mark.parametrize("name", ["still.png", "still.jpg", "still.webp", "still.bmp"])
def test_still_pictures(name: str, tmp_path: Path) -> None:
    assert "still picture" in refusal(make(tmp_path / name, "-frames:v", "1"))


def test_a_stream_that_is_not_there(tmp_path: Path) -> None:
    path = make(tmp_path / "one.mp4", *H264)
    assert "the video streams are 0" in refusal(path, stream=3)


@pytest.mark.parametrize("fragmented", [False, True])
def test_encrypted_mp4(fragmented: bool, tmp_path: Path) -> None:
    keys = ("-encryption_key", "0123456789abcdef" * 2, "-encryption_kid", "fedcba9876543210" * 2)
    clear = make(tmp_path / "clear.mp4", *H264)
    options = ("-movflags", "frag_keyframe+empty_moov") if fragmented else ()
    path = copy(tmp_path / "e.mp4", clear, "-encryption_scheme", "cenc-aes-ctr", *keys, *options)
    assert "encrypted" in refusal(path)
    with pytest.raises(MediaError, match="encrypted"):
        next(read_bgr(path))


@pytest.mark.parametrize("share", [0.0005, 0.3, 0.7])
def test_cut_before_its_index(share: float, tmp_path: Path) -> None:
    whole = make(tmp_path / "whole.mp4", *H264).read_bytes()
    path = tmp_path / "cut.mp4"
    path.write_bytes(whole[: max(10, int(len(whole) * share))])
    assert refusal(path)


def test_a_header_without_a_frame(tmp_path: Path) -> None:
    whole = make(tmp_path / "whole.mp4", *H264, "-movflags", "frag_keyframe+empty_moov").read_bytes()
    path = tmp_path / "header.mp4"
    path.write_bytes(whole[: whole.index(b"moof") - 4])
    with pytest.raises(DecodeError, match="no packet"):
        decode(path, Collect)


def test_a_segment_without_its_header(tmp_path: Path) -> None:
    whole = make(tmp_path / "whole.mp4", *H264, "-movflags", "frag_keyframe+empty_moov").read_bytes()
    path = tmp_path / "segment.m4s"
    path.write_bytes(whole[whole.index(b"moof") - 4 :])
    assert "segment" in refusal(path)


def _playlists(target: str) -> dict[str, str]:
    return {
        "list.m3u8": f"#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\n{target}\n#EXT-X-ENDLIST\n",
        "renamed.mp4": f"#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\n{target}\n#EXT-X-ENDLIST\n",
        "script.ffconcat": f"ffconcat version 1.0\nfile '{target}'\n",
        "script.txt": f"file '{target}'\n",
        "list.pls": f"[playlist]\nFile1={target}\n",
        "list.asx": f"<asx version='3'><entry><ref href='{target}'/></entry></asx>",
        "list.xspf": f"<?xml version='1.0'?><playlist xmlns='http://xspf.org/ns/0/'><location>{target}</location></playlist>",
        "session.sdp": "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\n"
        f"a=control:{target}\nm=video 9 RTP/AVP 96\n",
        "manifest.mpd": "<?xml version='1.0'?><MPD xmlns='urn:mpeg:dash:schema:mpd:2011' type='static' "
        "mediaPresentationDuration='PT1S'><Period><AdaptationSet mimeType='video/mp4'><Representation id='1' "
        f"bandwidth='1'><BaseURL>{target}</BaseURL></Representation></AdaptationSet></Period></MPD>",
        "movie.mov": f"RTSPtext\r\nrtsp://{target}",
    }


@pytest.mark.parametrize("name", _playlists(""))
def test_playlists_open_no_neighbour(name: str, tmp_path: Path) -> None:
    make(tmp_path / "neighbour.ts", *H264)
    path = tmp_path / name
    path.write_text(_playlists("neighbour.ts")[name])
    assert refusal(path)


@contextmanager
def _listener() -> Iterator[tuple[str, list[object]]]:
    """A server on this machine that notes whoever calls."""
    callers: list[object] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(5)

        def accept() -> None:
            try:
                connection, caller = server.accept()
            except OSError:
                return
            callers.append(caller)
            connection.close()

        thread = threading.Thread(target=accept)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}/a.ts", callers
        with socket.create_connection(server.getsockname()):
            thread.join()


def test_playlists_call_no_address(tmp_path: Path) -> None:
    with _listener() as (address, callers):
        for name, text in _playlists(address).items():
            path = tmp_path / name
            path.write_text(text)
            assert refusal(path)
        assert not callers


def _alias(path: Path) -> bytes:
    """A data reference to another file, as QuickTime writes it (an alias record with an absolute path)."""
    name = str(path).encode()
    record = bytes(10) + bytes([4]) + b"disk".ljust(27, b"\0") + bytes(12) + bytes([5]) + b"other".ljust(63, b"\0")
    record += bytes(16) + (1).to_bytes(2, "big") + (1).to_bytes(2, "big") + bytes(16)
    record += (2).to_bytes(2, "big") + len(name).to_bytes(2, "big") + name + bytes(len(name) % 2)
    return box(b"alis", bytes(4) + record + (0xFFFF).to_bytes(2, "big") + bytes(2))


def test_a_movie_whose_pictures_lie_in_another_file_is_refused(tmp_path: Path) -> None:
    other = make(tmp_path / "other.mov", *H264)
    reference = box(b"dref", bytes(4) + (1).to_bytes(4, "big") + _alias(other))
    way = [b"moov", b"trak", b"mdia", b"minf", b"dinf", b"dref"]
    path = tmp_path / "reference.mov"
    path.write_bytes(replace_box(other.read_bytes(), way, reference))
    with pytest.raises(DecodeError, match="no packet"):
        decode(path, Collect)


@pytest.mark.parametrize("name", ["-i.mp4", "100%d.mp4", "a:b.mp4", "file:x.mp4", "[1] (two) ß.mp4", "http:.mp4"])
def test_odd_names_of_real_videos(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(tmp_path / "plain.mp4", *H264).rename(tmp_path / name)
    monkeypatch.chdir(tmp_path)
    decoded, _ = decode(name, Collect)
    assert (decoded.media.frames, decoded.media.path) == (25, name)


def test_metadata_that_is_no_utf8_is_read_past(tmp_path: Path) -> None:
    path = make(tmp_path / "latin.avi", "-c:v", "mpeg4", "-metadata", "title=XXXX")
    data = path.read_bytes()
    assert b"XXXX" in data
    path.write_bytes(data.replace(b"XXXX", b"\xe9\xff\xc3\x28"))
    assert decode(path, Collect)[0].media.frames == 25
