"""The committed sample clips: their truth holds, their files hold it too, and the script still draws them."""

from __future__ import annotations

import json
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from sample_clips import truth
from sample_clips.catalogue import CLIPS
from sample_clips.edit import CUT, Edit, Row, centred, dip
from sample_clips.render import Clip, render
from sample_clips.screen import Screen
from sample_clips.small import DROP_FRAME, DURATIONS, PTS, ROTATED, SMALL, VARIABLE

HERE = Path(truth.__file__).parent
EPISODE = CLIPS["night-bus-ep01.mp4"]
ALL = sorted(CLIPS)
# Mean difference of 8-bit luma between a frame as drawn and as decoded: what the encoder costs. Another frame of the
# same shot is no nearer than about 1; another shot is 15 and more away.
DRAWN = 5.0
# By how much two encodings may differ in what they cost: on another processor the encoder decides otherwise, and two
# encodings of one picture then lie further from each other than either from the picture.
AGAIN = 0.3


def stored(name: str) -> dict[str, Any]:
    """The committed truth of a clip."""
    document: dict[str, Any] = json.loads((HERE / name).with_suffix(".json").read_text(encoding="utf-8"))
    return document


def luma(rgb: NDArray[np.uint8]) -> NDArray[np.float32]:
    """BT.709 luma 0..255 at a quarter of the size, so that grain does not count."""
    whole = rgb.astype(np.float32) @ np.float32([0.2126, 0.7152, 0.0722])
    return quarter(whole)


def quarter(plane: NDArray[np.float32]) -> NDArray[np.float32]:
    """Means of blocks of 4 by 4."""
    height, width = (n // 4 * 4 for n in plane.shape)
    blocks: NDArray[np.float32] = plane[:height, :width].reshape(height // 4, 4, width // 4, 4).mean((1, 3))
    return blocks


def decoded(path: Path) -> tuple[list[NDArray[np.float32]], list[tuple[int, int]]]:
    """Luma of every frame as :func:`luma` gives it, and its (pts, duration)."""
    pictures, times = [], []
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        for frame in container.decode(stream):
            # Limited range, 16..235 (in 10 bits four times that), to 0..255.
            whole = frame.to_ndarray()[: frame.height].astype(np.float32) / np.float32(
                4 if "10" in frame.format.name else 1
            )
            pictures.append(quarter((whole - 16) * np.float32(255 / 219)))
            times.append((frame.pts, frame.duration))
    return pictures, times


@cache
def film(name: str) -> tuple[list[NDArray[np.float32]], list[tuple[int, int]]]:
    """A committed clip, decoded once."""
    return decoded(HERE / name)


def test_the_folder_is_small_and_complete() -> None:
    assert {p.name for p in HERE.glob("*.m[po][4v]")} == set(CLIPS)
    assert sum(p.stat().st_size for p in HERE.iterdir() if p.is_file()) < 12_000_000


@pytest.mark.parametrize("name", ALL)
def test_truth_is_what_the_script_says(name: str) -> None:
    assert truth.text(CLIPS[name].truth()) == (HERE / name).with_suffix(".json").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ALL)
def test_shots_partition_at_edit_points(name: str) -> None:
    document = stored(name)
    edges = [0, *(shot["stop"] for shot in document["shots"])]
    assert [shot["start"] for shot in document["shots"]] == edges[:-1]
    assert edges[-1] == document["frames"]
    assert [t["edit_point"] for t in document["transitions"] if t["edit_point"] is not None] == edges[1:-1]


@pytest.mark.parametrize("name", ALL)
def test_kinds_have_their_edit_points(name: str) -> None:
    document = stored(name)
    end = 0
    black = {(s["start"], s["stop"]) for s in document["shots"] if s["kind"] == "black"}
    for t in document["transitions"]:
        start, stop, edit = t["start"], t["stop"], t["edit_point"]
        assert end <= start <= stop
        end = stop
        match t["kind"]:
            case "cut" | "jump":
                assert start == stop == edit
            case "dissolve" | "wipe" | "slide":
                assert edit == start + (stop - start) // 2
            case "zoom" | "whip" | "flash":
                assert start < edit < stop
            case "fade_through":
                held = [
                    e
                    for e in document["events"]
                    if e["kind"] in ("black", "colour") and start < e["start"] and e["stop"] < stop
                ]
                assert len(held) == 1
                assert held[0]["stop"] - held[0]["start"] <= 5
                assert edit == held[0]["start"] + (held[0]["stop"] - held[0]["start"]) // 2
            case "fade_out":
                assert (edit is None and stop == document["frames"]) or (
                    edit == stop and any(edit == s for s, _ in black)
                )
            case "fade_in":
                assert (edit is None and start == 0) or (edit == start and any(edit == s for _, s in black))
            case other:
                pytest.fail(f"{other} is no kind")


@pytest.mark.parametrize("name", ALL)
def test_traps_keep_clear_of_transitions(name: str) -> None:
    document = stored(name)
    for trap in document["traps"]:
        assert 0 <= trap["start"] < trap["stop"] <= document["frames"]
        for t in document["transitions"]:
            assert trap["stop"] < t["start"] or t["stop"] < trap["start"], (trap, t)


def test_the_episode_has_everything() -> None:
    document = stored(EPISODE.name)
    kinds = {t["kind"] for t in document["transitions"]}
    assert kinds == {
        "cut",
        "jump",
        "dissolve",
        "wipe",
        "slide",
        "zoom",
        "whip",
        "flash",
        "fade_through",
        "fade_out",
        "fade_in",
    }
    assert {e["kind"] for e in document["events"]} == {"freeze", "black", "colour", "short_shot"}
    assert {"strobe", "whip_pan", "flash", "caption", "lightning", "passer"} <= {t["kind"] for t in document["traps"]}
    assert 55 <= document["frames"] / 25 <= 65


@pytest.mark.parametrize("name", ALL)
def test_files_hold_what_the_truth_says(name: str) -> None:
    document = stored(name)
    with av.open(str(HERE / name)) as container:
        stream = container.streams.video[0]
        frames = list(container.decode(stream))
        turned = document.get("rotation", 0) % 180 == 90
        assert (stream.height, stream.width)[:: -1 if not turned else 1] == (document["width"], document["height"])
        assert stream.time_base == Fraction(document["time_base"])
        assert bool(container.streams.audio) is CLIPS[name].sound
        assert {frame.rotation for frame in frames} == {document.get("rotation", 0)}
        assert ("10" in stream.format.name) is (document.get("bit_depth", 8) == 10)
        assert stream.metadata.get("timecode") == document.get("start_timecode")
    steady = [document.get("pts_first", 0) + document.get("pts_step", 0) * n for n in range(document["frames"])]
    assert [frame.pts for frame in frames] == document.get("pts", steady)
    assert frames[-1].pts + frames[-1].duration == document["pts_end"]
    if "pts" in document:
        assert [frame.duration for frame in frames] == DURATIONS
        assert document["pts"] == PTS
    else:
        assert document["pts_step"] * Fraction(document["time_base"]) == 1 / Fraction(document["rate"])


@pytest.mark.parametrize("name", ALL)
def test_pictures_are_what_the_script_draws(name: str) -> None:
    """Frames on both sides of every edge, and others between, as drawn now and as decoded from the committed file."""
    clip, (pictures, _) = CLIPS[name], film(name)
    count = clip.edit.frames
    assert len(pictures) == count
    edges = {
        f for t in truth.transitions(clip.edit) for e in (t["start"], t["stop"]) for f in (e - 1, e) if 0 <= f < count
    }
    wanted = sorted(edges)[:: 7 if clip is EPISODE else 3] + list(range(5, count, 97 if clip is EPISODE else 31))
    screen = clip.screen
    far = {f: float(np.abs(_shown(clip, screen.frame(f)) - pictures[f]).mean()) for f in wanted}
    assert max(far.values()) < DRAWN, {f: round(d, 1) for f, d in far.items() if d >= DRAWN}


def _shown(clip: Clip, rgb: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Luma of a drawn frame in the range and the lie in which the file keeps it."""
    return luma(clip.stored(rgb))


@pytest.mark.parametrize("clip", [DROP_FRAME, VARIABLE, ROTATED], ids=lambda clip: str(clip.name))
def test_rendering_again_gives_the_same_file(clip: Clip, tmp_path: Path) -> None:
    again, times = decoded(render(clip, tmp_path))
    pictures, before = film(clip.name)
    assert times == before
    drawn = {f: _shown(clip, clip.screen.frame(f)) for f in range(0, len(pictures), 5)}
    now, then = ([float(np.abs(drawn[f] - frames[f]).mean()) for f in drawn] for frames in (again, pictures))
    assert max(now) < DRAWN
    assert abs(np.mean(now) - np.mean(then)) < AGAIN
    assert (tmp_path / clip.name).with_suffix(".json").read_bytes() == (HERE / clip.name).with_suffix(
        ".json"
    ).read_bytes()
    assert {p.name for p in tmp_path.iterdir()} == {clip.name, Path(clip.name).with_suffix(".json").name}


def test_a_frame_does_not_depend_on_those_before() -> None:
    clip = SMALL[0]
    first = clip.screen.frame(40)
    clip.screen.frame(12)
    assert np.array_equal(first, clip.screen.frame(40))


@pytest.mark.parametrize("name", ALL)
def test_black_and_freezes_are_whole(name: str) -> None:
    pictures, _ = film(name)
    for event in stored(name)["events"]:
        run = pictures[event["start"] : event["stop"]]
        if event["kind"] == "black":
            assert max(float(p.max()) for p in run) < 3
        elif event["kind"] == "colour":
            assert min(float(p.min()) for p in run) > 250
        elif event["kind"] == "freeze":
            assert max(float(np.abs(p - run[0]).mean()) for p in run) < 0.6


@pytest.mark.parametrize("name", ALL)
def test_cuts_show_in_the_decoded_frames(name: str) -> None:
    """Across a cut the picture changes more than from either side to its own neighbour."""
    pictures, _ = film(name)
    document = stored(name)
    near = {f for t in document["transitions"] for f in range(t["start"], t["stop"] + 1)}
    for t in document["transitions"]:
        cut = t["start"]
        if t["kind"] == "cut":
            across = float(np.abs(pictures[cut] - pictures[cut - 1]).mean())
            inside = [
                float(np.abs(pictures[f] - pictures[f - 1]).mean())
                for f in (cut - 1, cut + 1)
                if f not in near and 0 < f < len(pictures)
            ]
            assert across > 1.5 * max(inside, default=0) + 1, (cut, across, inside)


@pytest.mark.parametrize("name", [n for n in ALL if n != "no-cut.mp4"])
def test_spans_begin_and_end_where_the_truth_says(name: str) -> None:
    """Before the grain: purely old until ``start``, mixed on the first and last frame, purely new from ``stop``."""
    clip = CLIPS[name]
    spans = [k for k, p in enumerate(clip.edit.placed) if p.end > p.lead and k]
    for k in spans[:: 4 if clip is EPISODE else 1]:
        place = clip.edit.placed[k]
        seen = [place.lead - 1, place.lead, place.end - 1, place.end]
        mixed = [clip.screen.picture(f) for f in seen]
        plain = [_alone(clip, k - (f < place.start), f) for f in seen]
        same = [bool(np.array_equal(a, b)) for a, b in zip(mixed, plain, strict=True)]
        assert same == [True, False, False, True], (place.row.join.kind, seen, same)
        # What is mixed is seen: somewhere by more than a step of 8 bits.
        assert min(float(np.abs(a - b).max()) for a, b in zip(mixed[1:3], plain[1:3], strict=True)) > 1 / 255


def _alone(clip: Clip, row: int, frame: int) -> Any:
    """Frame ``frame`` as if the row were the whole clip."""
    place = clip.edit.placed[row]
    lone = Edit(rows=(Row(scene=place.row.scene, frames=place.row.frames, first=place.row.first),))
    return Screen(edit=lone, scenes=clip.scenes, height=clip.height, width=clip.width).picture(frame - place.start)


def test_joins_may_not_overlap() -> None:
    rows = (
        Row(scene="a", frames=20),
        Row(scene="b", frames=6, join=centred("dissolve", 12)),
        Row(scene="c", frames=9, join=centred("wipe", 4)),
    )
    with pytest.raises(ValueError, match="begins inside the transition before it"):
        Edit(rows=rows)


def test_a_dip_holds_at_most_five_frames() -> None:
    assert dip(3, 5, 3).hold == 5
    with pytest.raises(ValueError, match="1 to 5 frames"):
        dip(3, 6, 3)
    assert CUT.hold == 0
