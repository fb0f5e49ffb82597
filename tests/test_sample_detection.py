"""The whole inspection of the sample clips against their exact truth: every cut, every span, no trap."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.media_factory import ffprobe
from timeline.model.edit import INSTANT, Transition
from timeline.model.inspection import Inspection
from timeline.pipeline import Request, inspect

CLIPS = Path(__file__).parents[1] / "sample_clips"
TRUTHS = sorted(path for path in CLIPS.glob("*.json") if "transitions" in json.loads(path.read_text()))
NEAR = 3
"""Frames that either end of a gradual transition may be off."""


@pytest.fixture(scope="module", params=TRUTHS, ids=lambda path: path.stem)
def seen(request: pytest.FixtureRequest) -> tuple[dict[str, Any], Inspection]:
    truth = json.loads(request.param.read_text())
    with inspect(CLIPS / truth["clip"], Request(cached=False)) as found:
        return truth, found.inspection


Seen = tuple[dict[str, Any], Inspection]


def test_there_are_sample_clips() -> None:
    assert len(TRUTHS) >= 9


def test_frames_and_stamps_are_those_of_ffprobe(seen: Seen) -> None:
    truth, inspection = seen
    probe = ffprobe(CLIPS / truth["clip"])
    clock = inspection.timeline.clock
    assert clock.time_base == probe.time_base
    assert [clock.pts(frame) for frame in range(clock.frames)] == list(probe.stamps)
    assert clock.frames == truth["frames"]


def test_every_cut_is_on_its_frame_and_no_other_is_reported(seen: Seen) -> None:
    truth, inspection = seen
    wanted = {t["start"] for t in truth["transitions"] if t["start"] == t["stop"]}
    assert {t.start for t in inspection.timeline.transitions if t.kind in INSTANT} == wanted


def test_every_gradual_transition_is_found_with_both_its_ends(seen: Seen) -> None:
    truth, inspection = seen
    wanted = [t for t in truth["transitions"] if t["start"] != t["stop"]]
    found = [t for t in inspection.timeline.transitions if t.kind not in INSTANT]
    missed = [t for t in wanted if not any(near(t, other) for other in found)]
    extra = [other for other in found if not any(near(t, other) for t in wanted)]
    assert (missed, extra) == ([], [])


def near(truth: dict[str, Any], found: Transition) -> bool:
    return abs(truth["start"] - found.start) <= NEAR and abs(truth["stop"] - found.stop) <= NEAR


def test_the_edit_points_are_the_shots_that_were_drawn(seen: Seen) -> None:
    truth, inspection = seen
    wanted = [shot["start"] for shot in truth["shots"]]
    found = [shot.start for shot in inspection.timeline.shots]
    assert len(found) == len(wanted)
    assert all(abs(a - b) <= NEAR for a, b in zip(found, wanted, strict=True))


def test_drawn_events_are_reported(seen: Seen) -> None:
    truth, inspection = seen
    for event in truth["events"]:
        assert any(
            found.kind == event["kind"] and found.start <= event["start"] + 1 and found.stop >= event["stop"] - 1
            for found in inspection.events
        ), event
