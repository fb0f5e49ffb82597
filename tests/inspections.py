"""Inspections made by hand for the renderers' tests, and pictures drawn to go with them."""

from __future__ import annotations

import io
import itertools
import random
from dataclasses import replace
from fractions import Fraction
from functools import cache

from PIL import Image, ImageDraw

from timeline.model.clock import FrameClock, clock_from_pts, constant_clock
from timeline.model.edit import CENTRED, INSTANT, Event, Evidence, Kind, Shot, Span, Timeline, Transition, centre
from timeline.model.finding import CorridorPoint, Finding, Judgement, SectionState, Target
from timeline.model.inspection import Inspection, MadeBy, TimecodeChoice
from timeline.model.media import AudioStream, Media, StartTimecode
from timeline.model.notice import Notice
from timeline.model.rhythm import Curve, Figure, Rhythm, Section
from timeline.timecode import TimecodeBasis

RATE = Fraction(25)
LENGTHS = (31, 22, 18, 40, 55, 61, 24, 30, 90, 44, 38, 191, 70, 2, 36, 28, 52, 47, 33, 12, 64, 58, 81, 26, 39, 45)
LENGTHS = (*LENGTHS, 20, 74, 35, 1, 66, 49, 27, 88, 42, 60)
SPECIAL = {
    3: Kind.JUMP,
    5: Kind.DISSOLVE,
    8: Kind.WIPE,
    11: Kind.SLIDE,
    15: Kind.ZOOM,
    17: Kind.WHIP,
    20: Kind.FLASH,
    22: Kind.FADE_THROUGH,
    27: Kind.OTHER,
    33: Kind.JUMP,
}
DOUBTFUL = {7: 0.62, 18: 0.55, 33: 0.71}


def transitions(edges: list[int]) -> tuple[Transition, ...]:
    """One transition of every kind at the inner edges, a fade at the head and one at the tail."""
    found = [Transition(kind=Kind.FADE_IN, start=edges[0], stop=edges[0] + 8, edit_point=None, confidence=0.97)]
    for index, edge in enumerate(edges[1:-1], start=1):
        kind = SPECIAL.get(index, Kind.CUT)
        before, after = (0, 0) if kind in INSTANT else (6, 7) if kind in CENTRED else (3, 5)
        start, stop = edge - before, edge + after
        assert kind not in CENTRED or centre(start, stop) == edge
        figures = (("difference", 0.42 + index / 100), ("flash test", 0.03))
        evidence = Evidence(figures=figures, frames=(edge - 1, edge))
        confidence = DOUBTFUL.get(index, 0.99)
        found.append(
            Transition(kind=kind, start=start, stop=stop, edit_point=edge, confidence=confidence, evidence=evidence)
        )
    end = edges[-1]
    return (*found, Transition(kind=Kind.FADE_OUT, start=end - 10, stop=end, edit_point=None, confidence=0.9))


def shots(edges: list[int]) -> tuple[Shot, ...]:
    """Shots between the edges; the thirtieth, of one frame, is black."""
    pairs = enumerate(itertools.pairwise(edges))
    return tuple(
        Shot(start=a, stop=b, kind="black" if i == 29 else "picture", activity=None if i == 29 else 0.1 + i % 7 / 10)
        for i, (a, b) in pairs
    )


def media(clock: FrameClock, path: str = "cuts/night-bus-ep01_v3.mp4", **changes: object) -> Media:
    """A vertical episode as its container states it."""
    made = Media(
        path=path,
        container="mov,mp4,m4a,3gp,3g2,mj2",
        size_bytes=24_117_248,
        stream=0,
        codec="h264",
        pixel_format="yuv420p",
        bit_depth=8,
        colour_range="limited",
        field_order="progressive",
        frames=clock.frames,
        width=1080,
        height=1920,
        display_width=1080,
        display_height=1920,
        sample_aspect=Fraction(1),
        rotation=0,
        mirrored=False,
        rate=clock.rate,
        time_base=clock.time_base,
        vfr=clock.regularity,
        start_timecode=StartTimecode(text=None, origin="none"),
        audio=(
            AudioStream(index=1, codec="aac", channels=2, sample_rate=48000, start_offset=Fraction(-1, 48)),
            AudioStream(index=2, codec="aac", channels=2, sample_rate=48000, start_offset=None),
        ),
    )
    return replace(made, **changes)  # type: ignore[arg-type]  # test data names its own fields


def sections(clock: FrameClock, start: int, stop: int) -> tuple[Section, ...]:
    """Hook, stakes, middle and cliffhanger, anchored as a profile would."""
    at = [clock.frame_at(clock.time(start) + s) for s in (Fraction(3), Fraction(15))]
    tail = clock.frame_at(clock.time(stop) - 15)
    return (
        Section(name="hook", start=start, stop=at[0], anchor="first 3 s"),
        Section(name="stakes", start=at[0], stop=at[1], anchor="3 to 15 s"),
        Section(name="middle", start=at[1], stop=tail, anchor="from 15 s to 15 s before the end"),
        Section(name="cliffhanger", start=tail, stop=stop, anchor="last 15 s"),
    )


def figures(timeline: Timeline, parts: tuple[Section, ...]) -> tuple[Figure, ...]:
    """Figures of every unit; some unreported, some that hang on doubtful cuts."""
    clock, start = timeline.clock, timeline.start
    lengths = sorted(clock.span(s.start, s.stop) for s in timeline.shots if s.kind == "picture")
    cuts = len(timeline.edit_points)
    average = timeline.duration / (cuts + 1)
    first = clock.span(start, timeline.edit_points[0]) if cuts else None
    median = lengths[len(lengths) // 2]

    def figure(name: str, title: str, value: object, unit: str, **more: object) -> Figure:
        return Figure(name=name, title=title, value=value, unit=unit, **more)  # type: ignore[arg-type]  # test data

    found = [
        figure("shots", "Shots", cuts + 1, "count", judged=True, low=max(1, cuts - 2), high=cuts + 3),
        figure("cuts", "Edit points", cuts, "count", judged=True),
        figure(
            "median_shot_length",
            "Median shot length",
            median,
            "seconds",
            judged=True,
            low=median,
            high=median,
            frames=42,
        ),
        figure("longest_shot", "Longest shot", lengths[-1], "seconds", judged=True),
        figure("shortest_shot", "Shortest shot", lengths[0], "seconds", judged=True),
        figure(
            "first_edit_point",
            "First edit point",
            first,
            "seconds",
            judged=True,
            reason="" if cuts else "no edit point",
        ),
        figure("last_shot", "Last shot before the end", lengths[len(lengths) // 3], "seconds", judged=True),
        figure("average_shot_length", "Average shot length (ASL)", average, "seconds"),
        figure("cuts_per_minute", "Cuts per minute", cuts * 60 / timeline.duration, "per_minute"),
        figure("cv", "Coefficient of variation", 0.6834, "ratio"),
        figure("npvi", "nPVI", 71.25, "ratio"),
        figure("trend", "Trend of shot length (Theil-Sen slope)", -0.0421, "seconds_per_shot"),
        figure("fast_share", "Time in shots under 1 s", 12.5, "percent"),
        figure("spectral_slope", "1/f slope", None, "ratio", reason="20 to 60 shots cannot support it: pool a season"),
    ]
    for part in parts:
        inside = sum(part.start < e <= part.stop for e in timeline.edit_points)
        found.append(figure("cuts", "Edit points", inside, "count", section=part.name, judged=True))
        found.append(figure("duration", "Length", part.stop - part.start, "frames", section=part.name))
    return tuple(found)


def curves(timeline: Timeline) -> tuple[Curve, ...]:
    """A smoothed cutting rate and a visual activity."""
    frames = range(timeline.start, timeline.stop, max(1, timeline.frames // 160))
    clock, edits = timeline.clock, timeline.edit_points
    rate = tuple(
        (f, 20 * sum(max(0.0, 1 - float(clock.span(min(e, f), max(e, f))) / 3) for e in edits)) for f in frames
    )
    activity = tuple((f, 0.5 + 0.4 * ((f * 37) % 101 - 50) / 50) for f in frames)
    return (
        Curve(
            name="cutting_rate",
            title="Smoothed cutting rate",
            unit="per_minute",
            points=rate,
            note="triangular kernel, 3 s",
        ),
        Curve(name="activity", title="Visual activity", unit="ratio", points=activity),
    )


def corridor(timeline: Timeline) -> tuple[CorridorPoint, ...]:
    """Cumulative cuts that a profile allows: it wants them early."""
    total = timeline.duration
    made = []
    for part in range(11):
        frame = timeline.clock.frame_at(timeline.clock.time(timeline.start) + total * part / 10)
        made.append(CorridorPoint(frame=min(frame, timeline.stop), low=3.0 * part, high=4.4 * part + 2))
    return tuple(made)


def findings(timeline: Timeline) -> tuple[Finding, ...]:
    """Seven findings of all severities, ordered by effect."""
    shot = timeline.shots
    return (
        Finding(
            id="longest-shot-12",
            rule="shots.longest",
            severity="error",
            title="Shot 12 is too long",
            sentence="Shot 12 runs 116 frames past 3.00 s.",
            remedy="Trim 116 frames from it, or cut away once within it.",
            start=shot[11].start,
            stop=shot[11].stop,
            shots=(11,),
            section="middle",
            target=Target(unit="seconds", high=Fraction(3)),
            measured=Fraction(191, 25),
            off_frames=116,
            off_seconds=Fraction(116, 25),
            effect=116,
            frames=(shot[11].start - 1, shot[11].start, shot[11].stop - 1, shot[11].stop),
            source="learnt from 14 reference episodes",
        ),
        Finding(
            id="corridor-45",
            rule="corridor",
            severity="warning",
            title="Four cuts behind by 00:45",
            sentence="By 00:45 there are 16 edit points; the corridor wants 20 to 27.",
            remedy="The stretch before needs four more cuts, or 74 frames less.",
            start=shot[9].start,
            stop=shot[16].stop,
            shots=tuple(range(9, 17)),
            section="middle",
            target=Target(unit="count", low=20, high=27),
            measured=16,
            off_frames=-74,
            off_seconds=Fraction(-74, 25),
            holds=False,
            effect=74,
            source="house default, no published source",
        ),
        Finding(
            id="last-shot",
            rule="shots.last",
            severity="info",
            title="The last shot ends late",
            sentence="The last shot is 60 frames; the profile wants at most 1.60 s.",
            remedy="Trim 20 frames from its tail.",
            start=shot[-1].start,
            stop=shot[-1].stop,
            shots=(len(shot) - 1,),
            section="cliffhanger",
            target=Target(unit="frames", high=40),
            measured=60,
            off_frames=20,
            off_seconds=Fraction(4, 5),
            effect=20,
            frames=(shot[-1].start - 1, shot[-1].start),
            source="house default, no published source",
        ),
        Finding(
            id="hook-cuts",
            rule="sections.hook.cuts",
            severity="warning",
            title="Too few cuts in the hook",
            sentence="The hook has 2 edit points; the profile wants 3 to 5.",
            remedy="One more cut within the first 3 s.",
            start=timeline.start,
            stop=timeline.start + 75,
            shots=(0, 1, 2),
            section="hook",
            target=Target(unit="count", low=3, high=5),
            measured=2,
            effect=12,
            source="trade guide, blog.flicknexs.com/micro-drama-scriptwriting-production-guide",
        ),
        Finding(
            id="kind-whip",
            rule="transitions.allowed",
            severity="warning",
            title="A whip is not among the allowed transitions",
            sentence="The transition into shot 18 is a whip.",
            remedy="Make it a cut.",
            start=shot[17].start - 3,
            stop=shot[17].start + 5,
            shots=(16, 17),
            section="middle",
            target=Target(allowed=("cut", "jump", "dissolve")),
            frames=(shot[17].start - 4, shot[17].start + 5),
        ),
        Finding(
            id="rate",
            rule="delivery.rate",
            severity="error",
            title="Delivered at 25 fps",
            sentence="The file runs at 25 frames a second; the delivery wants 30.",
            remedy="Export at 30 fps.",
            start=timeline.start,
            stop=timeline.stop,
            source="delivery sheet 4, 2025",
        ),
        Finding(
            id="short-14",
            rule="shots.shortest",
            severity="info",
            title="Shot 14 has 2 frames",
            sentence="Shot 14 lasts 2 frames.",
            remedy="Check: flash frame or intended.",
            start=shot[13].start,
            stop=shot[13].stop,
            shots=(13,),
            section="middle",
            target=Target(unit="frames", low=4),
            measured=2,
            off_frames=-2,
            off_seconds=Fraction(-2, 25),
            effect=2,
            frames=(shot[13].start - 1, shot[13].start, shot[13].start + 1, shot[13].stop),
        ),
    )


def judgement(timeline: Timeline, parts: tuple[Section, ...]) -> Judgement:
    """The house profile as it was applied."""
    states = ("1 cut short", "", "116 frames over, 4 cuts behind", "20 frames over")
    return Judgement(
        profile="micro-drama",
        title="Micro-drama, 60 to 120 s",
        digest="b1946ac92492d2347c6235b4d2611184",
        rests_on="trade guides for the sections; shot lengths are a house default, no published source",
        outcome="to look at",
        summary="2 errors, 3 warnings, 2 notes",
        target_frames=(1500, 1600),
        sections=tuple(
            SectionState(name=p.name, start=p.start, stop=p.stop, state=s) for p, s in zip(parts, states, strict=True)
        ),
        corridor=corridor(timeline),
        notes=("The section 'free preview' needs 180 s; this episode is shorter.",),
    )


def events(timeline: Timeline) -> tuple[Event, ...]:
    """One picture event of each kind."""
    shot = timeline.shots
    return (
        Event(kind="short_shot", start=shot[13].start, stop=shot[13].stop, note="check: flash frame or intended"),
        Event(kind="freeze", start=shot[8].start + 20, stop=shot[8].start + 62, note="42 frames alike"),
        Event(kind="duplicate", start=shot[20].start + 5, stop=shot[20].start + 6),
        Event(kind="black", start=shot[29].start, stop=shot[29].stop, note="a hold of 1 frame"),
        Event(kind="colour", start=shot[30].start, stop=shot[30].start + 3, note="white"),
    )


def near_misses(timeline: Timeline) -> tuple[Transition, ...]:
    """Candidates that were not counted."""
    shot = timeline.shots
    return tuple(
        Transition(
            kind=kind,
            start=at,
            stop=at + width,
            edit_point=at + width // 2,
            confidence=confidence,
            evidence=Evidence(figures=(("difference", 0.31), ("flash test", 0.48))),
        )
        for kind, at, width, confidence in (
            (Kind.CUT, shot[11].start + 77, 0, 0.41),
            (Kind.DISSOLVE, shot[22].start + 30, 12, 0.33),
        )
    )


def laid(
    clock: FrameClock,
    lengths: tuple[int, ...] = LENGTHS,
    *,
    start: int = 0,
    basis: TimecodeBasis | None = None,
    **choice: str,
) -> Inspection:
    """An inspection of shots of ``lengths``, judged, with everything that a page can show."""
    edges = list(itertools.accumulate(lengths, initial=start))
    spans = () if not start else (Span(label="slate", start=0, stop=start, proposed=True),)
    timeline = Timeline(
        clock=clock, start=start, stop=edges[-1], transitions=transitions(edges), shots=shots(edges), spans=spans
    )
    parts = sections(clock, start, edges[-1])
    origins = {"start_origin": "none", "drop_origin": "rate"} | choice
    return Inspection(
        content_id="3f9ad0c41b7e52d86a0f9e1c77b2d4e8",
        made_by=MadeBy(version="0.1.0", detector="house", parameters=(("threshold", "0.5"),), features=1),
        media=media(clock),
        timecode=TimecodeChoice(basis=basis or TimecodeBasis(rate=clock.rate), **origins),  # type: ignore[arg-type]  # literals
        timeline=timeline,
        rhythm=Rhythm(sections=parts, figures=figures(timeline, parts), curves=curves(timeline)),
        near_misses=near_misses(timeline),
        events=events(timeline),
        judgement=judgement(timeline, parts),
        findings=findings(timeline),
        notices=(
            Notice(code="damaged-frame", message="One frame did not decode and is missing from the count.", frame=811),
            Notice(code="audio-late", message="The second sound stream states no start."),
        ),
    )


@cache
def judged() -> Inspection:
    """36 shots at 25 fps held against a profile: seven findings."""
    return laid(constant_clock(sum(LENGTHS), RATE))


@cache
def facts() -> Inspection:
    """The same without a profile."""
    return replace(judged(), judgement=None, findings=())


@cache
def drop_frame() -> Inspection:
    """29.97 drop-frame, labels from 01:00:00;00, a slate of 2 s before the programme."""
    rate = Fraction(30000, 1001)
    first = TimecodeBasis(rate=rate, drop=True).number("01:00:00;00")
    basis = TimecodeBasis(rate=rate, drop=True, start=first)
    clock = constant_clock(sum(LENGTHS) + 90, rate)
    made = laid(clock, start=60, basis=basis, start_origin="container", drop_origin="container")
    stated = StartTimecode(text="01:00:00;00", origin="container")
    return replace(made, media=replace(made.media, start_timecode=stated))


@cache
def variable() -> Inspection:
    """A phone's variable frame rate, about 30 fps."""
    dice = random.Random(7)
    steps = [dice.choice((2970, 3003, 3003, 3033, 6006)) for _ in range(sum(LENGTHS))]
    pts = list(itertools.accumulate(steps[:-1], initial=0))
    return laid(clock_from_pts(pts, steps[-1], Fraction(1, 90000), Fraction(30000, 1001)))


@cache
def sixty() -> Inspection:
    """60 shots in 90 s, for sizes and speed."""
    dice = random.Random(60)
    lengths = [dice.randint(12, 60) for _ in range(59)]
    return laid(constant_clock(2250, RATE), (*lengths, 2250 - sum(lengths)))


@cache
def wide() -> Inspection:
    """The same edit of a lying picture."""
    made = judged()
    size = {"width": 1920, "height": 1080, "display_width": 1920, "display_height": 1080}
    return replace(made, media=replace(made.media, **size))


@cache
def one_shot() -> Inspection:
    """No edit point at all, no profile, nothing found."""
    clock = constant_clock(50, RATE)
    timeline = Timeline(clock=clock, start=0, stop=50, transitions=(), shots=(Shot(start=0, stop=50),))
    made = judged()
    return Inspection(
        content_id=made.content_id,
        made_by=made.made_by,
        media=media(clock, audio=()),
        timecode=made.timecode,
        timeline=timeline,
        rhythm=Rhythm(sections=(), figures=figures(timeline, ())),
    )


HOSTILE = "<script>alert(1)</script>\"'&\x1b[31mred\x1b]0;title\x07\u202egpj.\n\t\udcff{{7*7}}[bold]x[/bold]:smile:.mp4"


@cache
def hostile() -> Inspection:
    """Every text that comes from outside tries to act."""
    made = judged()
    assert made.judgement is not None
    bad = HOSTILE
    return replace(
        made,
        content_id=bad,
        made_by=MadeBy(version=bad, detector=bad, parameters=((bad, bad),), features=1),
        media=replace(made.media, path=bad, container=bad, codec=bad, pixel_format=bad, field_order=bad),
        judgement=replace(
            made.judgement,
            profile=bad,
            title=bad,
            rests_on=bad,
            summary=bad,
            notes=(bad,),
            sections=tuple(replace(s, name=bad, state=bad) for s in made.judgement.sections),
        ),
        findings=tuple(
            replace(f, id=bad, rule=bad, title=bad, sentence=bad, remedy=bad, source=bad, section=bad)
            for f in made.findings
        ),
        events=tuple(replace(e, note=bad) for e in made.events),
        notices=(Notice(code=bad, message=bad),),
        rhythm=Rhythm(
            sections=made.rhythm.sections,
            figures=tuple(replace(f, title=bad, reason=bad) for f in made.rhythm.figures),
            curves=tuple(replace(c, title=bad, note=bad) for c in made.rhythm.curves),
        ),
    )


class Drawn:
    """Pictures drawn on demand: a place, a figure and the frame's number; about 7 KB each."""

    mime = "image/jpeg"

    def __init__(self, inspection: Inspection, missing: frozenset[int] = frozenset()) -> None:
        self.inspection = inspection
        self.missing = missing

    def get(self, frame: int) -> bytes | None:
        """The picture of ``frame``."""
        if frame in self.missing or not 0 <= frame < self.inspection.media.frames:
            return None
        shots = self.inspection.timeline.shots
        shot = next((i for i, s in enumerate(shots) if s.start <= frame < s.stop), 0)
        return draw(shot, frame)

    def nearest(self, frame: int) -> tuple[int, bytes] | None:
        """The picture nearest to ``frame``."""
        held = min(max(frame, 0), self.inspection.media.frames - 1)
        picture = self.get(held)
        return None if picture is None else (held, picture)


class Stub:
    """Pictures of four bytes, so that a golden page stays readable."""

    mime = "image/webp"

    def get(self, frame: int) -> bytes | None:
        """Four bytes that name the frame; every 50th is missing."""
        return None if frame % 50 == 0 else frame.to_bytes(4, "big")

    def nearest(self, frame: int) -> tuple[int, bytes] | None:
        """The frame or the one after it."""
        near = frame + (frame % 50 == 0)
        return near, near.to_bytes(4, "big")


class NoPictures:
    """Nothing was kept."""

    mime = "image/webp"

    def get(self, frame: int) -> bytes | None:
        """Nothing."""
        return None

    def nearest(self, frame: int) -> tuple[int, bytes] | None:
        """Nothing."""
        return None


@cache
def draw(shot: int, frame: int) -> bytes:
    """A vertical picture, 180 x 320, JPEG, of a night scene that differs by shot and moves by frame."""
    dice = random.Random(shot)
    top = tuple(dice.randint(10, 90) for _ in range(3))
    low = tuple(dice.randint(60, 210) for _ in range(3))
    skin = (dice.randint(150, 230), dice.randint(110, 170), dice.randint(80, 130))
    size, place = dice.randint(28, 70), dice.randint(40, 140)
    gradient = Image.linear_gradient("L").resize((180, 320))
    picture = Image.composite(Image.new("RGB", (180, 320), low), Image.new("RGB", (180, 320), top), gradient)
    pen = ImageDraw.Draw(picture)
    for _ in range(10):
        left, up = dice.randint(0, 160), dice.randint(0, 200)
        pen.rectangle((left, up, left + 14, up + 22), fill=tuple(min(255, c + dice.randint(20, 90)) for c in low))
    x, y = place + (frame * 3) % 24 - 12, 320 - size * 2
    pen.ellipse((x - size, y, x + size, 420), fill=tuple(c // 2 for c in top))
    pen.ellipse((x - size // 2, y - size, x + size // 2, y + size // 4), fill=skin)
    pen.text((8, 296), f"{frame}", fill="white")
    grain = Image.frombytes("L", (180, 320), random.Random(frame).randbytes(57600))
    picture = Image.blend(picture, Image.merge("RGB", (grain,) * 3), 0.06)
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=72)
    return out.getvalue()
