"""A stored record in, one Inspection out: detect, assemble, measure, judge.

Apart from ``timeline.pipeline`` so that decoding can begin before all of this is imported.
"""

from __future__ import annotations

import dataclasses
from pathlib import Path

from timeline import __version__
from timeline.analyse import assemble, doubtful_of, judge, measure, place_sections, propose_spans
from timeline.analyse.waiving import Waivers
from timeline.detect import DETECTORS, Detection, FrameRow, detect, divide, find_events, frame_activity, visual_activity
from timeline.kernels.features import FEATURES_VERSION
from timeline.library.record import VERSION, Record
from timeline.library.store import cache_folder, record_name
from timeline.model.edit import Event, Shot, Span, Timeline
from timeline.model.inspection import Inspection, MadeBy
from timeline.ranges import RangeRequest, choose_timecode, resolve
from timeline.request import Progress, Request
from timeline.waivers import given


def examine(path: Path, record: Record, request: Request, progress: Progress | None = None) -> Inspection:
    """Make the inspection of a record: detect, assemble, measure, judge. Decodes only for detectors that see frames."""
    header = record.header
    timecode = choose_timecode(header.media, request.frames)
    start, stop = resolve(request.frames, header.clock, timecode)
    detection = _detect(path, record, request, progress)
    events = find_events(record.table, record.signatures, detection.transitions)
    timeline = assemble(
        header.clock, detection.transitions, start=start, stop=stop, black=[e for e in events if e.kind == "black"]
    )
    timeline = _described(timeline, record, events, request.frames)
    waivers = _waivers(path, record, timeline, request)
    doubtful = waivers.sure(doubtful_of(timeline.transitions, detection.near_misses))
    sections, _ = place_sections(timeline, request.profile.sections if request.profile else ())
    rhythm = measure(timeline, sections=sections, doubtful=doubtful, activity=frame_activity(record.table))
    inside = tuple(clipped for event in events if (clipped := _clip(event, start, stop)))
    judged = (
        judge(timeline, rhythm, header.media, inside, request.profile, timecode.basis, doubtful, waivers.takes)
        if request.profile
        else (None, ())
    )
    return Inspection(
        content_id=header.content_id,
        made_by=_made_by(request),
        media=dataclasses.replace(header.media, path=str(path)),
        timecode=timecode,
        timeline=timeline,
        rhythm=rhythm,
        near_misses=tuple(t for t in detection.near_misses if start < t.start and t.stop < stop),
        events=inside,
        judgement=judged[0],
        findings=judged[1],
        waivers=waivers.standings(judged=request.profile is not None),
        notices=header.notices,
    )


def _waivers(path: Path, record: Record, timeline: Timeline, request: Request) -> Waivers:
    count = given(path, request.waivers, waive=request.waive)
    if not count:
        return Waivers()
    from timeline.waivers.carry import placed

    def cached(content: str) -> Path:
        return cache_folder() / record_name(content, request.stream, VERSION)

    return Waivers(placed=placed(count, record, timeline, request.kept or cached))


def _detect(path: Path, record: Record, request: Request, progress: Progress | None) -> Detection:
    row = DETECTORS[request.detector]
    if not isinstance(row, FrameRow):
        return detect(record.table, record.signatures, detector=request.detector, min_confidence=request.min_confidence)
    from timeline.decode import read_bgr

    peer = row.start()
    threads = record.header.frame_threads
    for number, frame in enumerate(read_bgr(path, stream=request.stream, frame_threads=threads)):
        peer.push(frame)
        if progress:
            progress(number, record.table.frames)
    return divide(peer.finish(), request.min_confidence)


def _described(timeline: Timeline, record: Record, events: tuple[Event, ...], frames: RangeRequest) -> Timeline:
    """Give each shot its activity, and the programme the spans that were applied or are proposed."""
    shots = tuple(_active(shot, record) for shot in timeline.shots)
    if frames.programme is not None:
        spans = tuple(
            Span(label="outside the programme", start=a, stop=b)
            for a, b in ((0, timeline.start), (timeline.stop, timeline.clock.frames))
            if a < b
        )
    elif frames.whole:
        spans = propose_spans(events, timeline.clock, timeline.transitions)
    else:
        spans = ()
    return dataclasses.replace(timeline, shots=shots, spans=spans)


def _active(shot: Shot, record: Record) -> Shot:
    activity = visual_activity(record.table, shot.start, shot.stop)
    return dataclasses.replace(shot, activity=None if activity is None else round(activity, 4))


def _clip(event: Event, start: int, stop: int) -> Event | None:
    first, last = max(event.start, start), min(event.stop, stop)
    if first >= last or (first, last) == (event.start, event.stop):
        return event if first < last else None
    return dataclasses.replace(event, start=first, stop=last, note=f"goes on outside; {last - first} frames lie here")


def _made_by(request: Request) -> MadeBy:
    parameters = {name: str(value) for name, value in DETECTORS[request.detector].parameters.items()}
    parameters["min_confidence"] = f"{request.min_confidence:g}"
    return MadeBy(
        version=__version__,
        detector=request.detector,
        parameters=tuple(parameters.items()),
        features=FEATURES_VERSION,
    )
