"""OpenTimelineIO files by hand: rates that are rounded, transitions at the ends, newer schemas, bundles."""

from __future__ import annotations

import json
import zipfile
from fractions import Fraction
from pathlib import Path
from typing import Any

import opentimelineio as otio
import pytest

from tests.timeline_files import codes, names, put, seen, spans, told, written
from timeline.errors import SequenceError
from timeline.interchange import as_written, read


def time(value: float, rate: float = 24) -> Any:
    return otio.opentime.RationalTime(value, rate)


def clip(name: str, start: float, frames: float, rate: float = 24) -> Any:
    reference = otio.schema.ExternalReference(
        target_url=f"file:///{name}.mov", available_range=otio.opentime.TimeRange(time(0, rate), time(9999, rate))
    )
    return otio.schema.Clip(
        name=name,
        media_reference=reference,
        source_range=otio.opentime.TimeRange(time(start, rate), time(frames, rate)),
    )


def gap(frames: float, rate: float = 24) -> Any:
    return otio.schema.Gap(source_range=otio.opentime.TimeRange(time(0, rate), time(frames, rate)))


def mix(before: int, after: int, kind: str = "SMPTE_Dissolve", name: str = "") -> Any:
    return otio.schema.Transition(name=name, transition_type=kind, in_offset=time(before), out_offset=time(after))


def track(*items: Any) -> Any:
    made = otio.schema.Track(kind=otio.schema.TrackKind.Video)
    for item in items:
        made.append(item)
    return made


def save(folder: Path, *tracks: Any, **more: Any) -> Path:
    timeline = otio.schema.Timeline(name="t", **more)
    for one in tracks:
        timeline.tracks.append(one)
    path = folder / "cut.otio"
    otio.adapters.write_to_file(timeline, str(path))
    return path


def test_clips_gaps_and_a_dissolve_centred_on_its_offsets(tmp_path: Path) -> None:
    path = save(tmp_path, track(clip("a", 0, 40), mix(6, 8), clip("b", 0, 40), gap(12), gap(3), clip("c", 0, 5)))
    assert written(path) == (3, 1, 1, 3, 100)
    assert spans(seen(path)) == [("dissolve", 34, 41, 48), ("cut", 80, 80, 80), ("cut", 95, 95, 95)]


def test_transitions_at_the_very_ends_reach_beyond_their_clips(tmp_path: Path) -> None:
    path = save(tmp_path, track(mix(10, 10), clip("a", 20, 50), clip("b", 0, 50), mix(10, 10)))
    assert written(path) == (2, 0, 2, 1, 120)
    found = seen(path)
    assert spans(found) == [("fade_in", 0, None, 20), ("cut", 60, 60, 60), ("fade_out", 100, None, 120)]
    assert found.timeline.shots[0].source is not None
    assert found.timeline.shots[0].source.start == 10


def test_a_fade_to_a_gap_and_back(tmp_path: Path) -> None:
    path = save(tmp_path, track(clip("a", 0, 40), mix(10, 0), gap(20), mix(0, 10), clip("b", 0, 40)))
    assert spans(seen(path)) == [("fade_out", 30, 40, 40), ("fade_in", 60, 60, 70)]
    assert names(seen(path)) == ["a", "", "b"]


def test_rounded_rates_are_the_exact_ones(tmp_path: Path) -> None:
    path = save(tmp_path, track(clip("a", 0, 100, 23.976), clip("b", 0, 20, 23.976)))
    assert as_written(read(path)).rate == Fraction(24000, 1001)
    assert seen(path).timeline.duration == 120 * Fraction(1001, 24000)
    other = save(tmp_path, track(clip("a", 0, 59.94 * 5, 59.94)), global_start_time=time(0, 59.94))
    assert as_written(read(other)).rate == Fraction(60000, 1001)


def test_several_rates_on_one_track_are_named_and_the_highest_counts(tmp_path: Path) -> None:
    path = save(tmp_path, track(gap(1, 24), gap(30, 30), clip("a", 0, 232, 23.976)))
    clips, gaps, _, edits, frames = written(path)
    # The gaps meet off the grid of 30 frames a second, so they stay two.
    assert (clips, gaps, edits, round(frames, 2)) == (1, 2, 2, Fraction("321.54"))
    assert codes(read(path)) == [("several rates", "")]
    assert told(seen(path))["off grid"] == 1


def test_times_that_a_program_worked_out_by_a_rounded_rate_fall_on_frames(tmp_path: Path) -> None:
    path = save(tmp_path, track(clip("a", 0, 71.94, 23.98), clip("b", 0, 90, 30)))
    assert written(path)[4] == 180


def test_media_rate_and_sequence_rate_differ(tmp_path: Path) -> None:
    path = save(tmp_path, track(clip("a", 0, 100 * 23.976 / 25, 23.976)), global_start_time=time(90000, 25))
    facts = as_written(read(path))
    assert (facts.frames, facts.rate, facts.start) == (100, 25, "01:00:00:00")


def test_nested_compositions_are_items_of_their_own_and_open_when_seen(tmp_path: Path) -> None:
    inner = otio.schema.Stack(
        name="inner",
        children=[track(clip("c", 0, 30), clip("d", 0, 30))],
        source_range=otio.opentime.TimeRange(time(10), time(40)),
    )
    path = save(tmp_path, track(clip("a", 0, 20), inner, clip("b", 0, 20)))
    assert as_written(read(path)).nested == 1
    assert written(path) == (2, 0, 0, 2, 80)
    found = seen(path)
    assert found.timeline.edit_points == (20, 40, 60)
    assert names(found) == ["a", "c", "d", "b"]
    assert [s.source.start for s in found.timeline.shots if s.source] == [0, 10, 0, 0]


def test_upper_tracks_win_and_disabled_clips_do_not(tmp_path: Path) -> None:
    off, muted = clip("off", 0, 20), track(gap(25), clip("c", 0, 5))
    off.enabled = muted.enabled = False
    path = save(tmp_path, track(clip("a", 0, 100)), track(gap(20), clip("b", 0, 20), gap(20), off), muted)
    found = seen(path)
    assert names(found) == ["a", "b", "a"]
    assert told(found) == {"disabled": 2, "upper": 1}
    assert written(path) == (1, 0, 0, 0, 100)


def test_speed_and_freeze_frames(tmp_path: Path) -> None:
    fast, still = clip("a", 0, 20), clip("b", 0, 20)
    fast.effects.append(otio.schema.LinearTimeWarp(time_scalar=2.0))
    still.effects.append(otio.schema.FreezeFrame())
    found = seen(save(tmp_path, track(fast, still)))
    assert [s.source.speed for s in found.timeline.shots if s.source] == [2, 0]
    assert told(found) == {"speed": 2}


def test_generators_of_black_are_black_and_of_text_let_the_picture_through(tmp_path: Path) -> None:
    def drawn(kind: str) -> Any:
        made = clip(kind, 0, 20)
        made.media_reference = otio.schema.GeneratorReference(generator_kind=kind)
        return made

    path = save(tmp_path, track(clip("a", 0, 20), drawn("black"), clip("b", 0, 20)), track(drawn("Text")))
    assert written(path) == (3, 0, 0, 2, 60)
    assert [s.kind for s in seen(path).timeline.shots] == ["picture", "black", "picture"]
    assert told(seen(path)) == {"overlay": 1, "black": 1}


def test_a_newer_schema_is_refused_as_written_and_read_as_the_older_one_when_seen(tmp_path: Path) -> None:
    made = clip("a", 0, 40)
    made.markers.append(
        otio.schema.Marker(name="m", marked_range=otio.opentime.TimeRange(time(5), time(1)), color="RED")
    )
    path = save(tmp_path, track(made))
    data = json.loads(path.read_text())
    marker = data["tracks"]["children"][0]["children"][0]["markers"][0]
    marker["OTIO_SCHEMA"], marker["color"] = "Marker.3", {"OTIO_SCHEMA": "Color.1", "name": "Red", "r": 1.0}
    path.write_text(json.dumps(data))
    with pytest.raises(SequenceError, match=r"schema Marker.3 is newer than Marker.2"):
        read(path, strict=True)
    sequence = read(path)
    assert codes(sequence) == [("newer schema", "")]
    assert [(m.start, m.name, m.colour) for m in sequence.markers] == [(5, "m", "red")]


def test_an_item_of_no_known_kind_is_refused_by_its_name(tmp_path: Path) -> None:
    path = save(tmp_path, track(clip("a", 0, 40), clip("b", 0, 40)))
    data = json.loads(path.read_text())
    data["tracks"]["children"][0]["children"][1] = {"OTIO_SCHEMA": "Hologram.1", "name": "h"}
    path.write_text(json.dumps(data))
    with pytest.raises(SequenceError, match=r"of type 'Track'.*found a UnknownSchema instead"):
        read(path)


def test_of_several_timelines_the_longest_is_taken_and_another_can_be_named(tmp_path: Path) -> None:
    short, long = otio.schema.Timeline(name="short"), otio.schema.Timeline(name="long")
    short.tracks.append(track(clip("a", 0, 10)))
    long.tracks.append(track(clip("b", 0, 20)))
    path = tmp_path / "many.otio"
    otio.adapters.write_to_file(otio.schema.SerializableCollection(children=[short, long]), str(path))
    assert codes(read(path)) == [("several sequences", "")]
    assert read(path).name == "long"
    assert read(path, sequence="short").v1.items[0].stop == 10
    with pytest.raises(SequenceError, match="no sequence called 'none'; there are 'short', 'long'"):
        read(path, sequence="none")


def test_bundles_are_read_and_their_media_stays_closed(tmp_path: Path) -> None:
    plain = save(tmp_path, track(clip("a", 0, 40)))
    zipped, folder = tmp_path / "cut.otioz", tmp_path / "cut.otiod"
    with zipfile.ZipFile(zipped, "w") as bundle:
        bundle.write(plain, "content.otio")
        bundle.writestr("media/../../../a.mov", b"no picture at all")
    folder.mkdir()
    (folder / "content.otio").write_bytes(plain.read_bytes())
    assert written(zipped) == written(folder) == written(plain)
    assert not (tmp_path.parent / "a.mov").exists()


def test_files_without_picture_are_refused(tmp_path: Path) -> None:
    sound = otio.schema.Track(kind=otio.schema.TrackKind.Audio)
    sound.append(clip("a", 0, 40))
    with pytest.raises(SequenceError, match="no picture lies on its tracks"):
        read(save(tmp_path, sound))
    with pytest.raises(SequenceError, match="no picture lies on its tracks"):
        read(save(tmp_path, track(gap(10))))
    with pytest.raises(SequenceError, match="holds no timeline"):
        read(put(tmp_path, "x.otio", '{"OTIO_SCHEMA": "SerializableCollection.1", "name": "", "children": []}'))


def test_a_start_timecode_labels_frames_and_moves_none(tmp_path: Path) -> None:
    """Users complain that a one-hour start is ignored, or counted twice."""
    late = save(tmp_path, track(clip("a", 86400, 40), clip("b", 172800, 40)), global_start_time=time(86400))
    assert as_written(read(late)).start == "01:00:00:00"
    found = seen(late)
    assert (found.timeline.edit_points, found.timeline.frames) == ((40,), 80)
    assert [s.source.start for s in found.timeline.shots if s.source] == [86400, 172800]


def test_a_rate_given_beside_one_that_is_stated_changes_nothing_and_is_named(tmp_path: Path) -> None:
    path = save(tmp_path, track(clip("a", 0, 40)))
    assert read(path, Fraction(25)).rate == 24
    assert codes(read(path, Fraction(25))) == [("rate", "")]


def test_the_kind_of_a_transition_is_its_name_or_its_type(tmp_path: Path) -> None:
    items = [
        clip("a", 0, 40),
        mix(2, 2, "Custom_Transition", "Whip Pan"),
        clip("b", 0, 40),
        mix(2, 2, "Custom_Transition"),
    ]
    items += [
        clip("c", 0, 40),
        mix(2, 2, name="Dip to Black"),
        clip("d", 0, 40),
        mix(2, 2, name="Push"),
        clip("e", 0, 40),
    ]
    path = save(tmp_path, track(*items))
    assert [kind for kind, *_ in spans(seen(path))] == ["whip", "other", "fade_through", "slide"]
