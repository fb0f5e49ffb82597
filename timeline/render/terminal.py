"""One inspection in a terminal, in the order of the page; plain text where there is no colour."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console
from rich.text import Text

from timeline.model.finding import Finding
from timeline.model.inspection import Inspection
from timeline.model.waiver import edit_id
from timeline.render import text, waivers, words
from timeline.render.bars import ASCII, UNICODE, bar_rows
from timeline.render.doubt import SURE, Doubt, doubtful, most_doubtful
from timeline.render.figures import figure_tables
from timeline.render.profile_text import profile_list, profile_show
from timeline.render.summary import Summary
from timeline.render.voice import STYLE, Voice

__all__ = ["profile_list", "profile_show", "show", "table"]

TOP = 3
SHOWN_DOUBTS = 6


def show(inspection: Inspection, console: Console, *, full: bool = False) -> None:
    """Print one inspection; without a profile, or where ``full``, with every shot, figure and picture event."""
    voice, labels, doubts = Voice(console), text.labels_of(inspection), doubtful(inspection)
    _slate(voice, inspection, labels)
    for line in words.timeline_lines(inspection):
        voice.put(line)
    _verdict(voice, inspection)
    _told(voice, inspection, labels)
    _strip(voice, inspection, doubts)
    if inspection.written is None:
        _doubts(voice, doubts, labels, full=full)
    _waivers(voice, inspection, labels)
    if full or inspection.judgement is None:
        _rhythm(voice, inspection)
        _shots(voice, inspection, labels)
    _events(voice, inspection, labels)
    _notices(voice, inspection)


def _slate(voice: Voice, inspection: Inspection, labels: text.Labels) -> None:
    timeline, target, stretch = inspection.timeline, text.length_target(inspection), text.stretch(inspection)
    off = f", {f'{target.off} to' if target.off else 'within'} target {target.band}" if target else ""
    voice.put(voice.say(text.file_name(inspection.media.path), "bold"), f"  version {inspection.content_id[:12]}")
    voice.put(
        f"{labels.long_length(timeline.start, timeline.stop)} programme, {text.whole(timeline.frames)} f, "
        f"{labels.seconds(timeline.start, timeline.stop)}",
        voice.say(off, "bold"),
        voice.say(f", {stretch}" if stretch else "", "bold"),
        f" · {text.rate_text(inspection.media.rate, inspection.media.vfr)}",
    )
    voice.put(f"timecode {text.basis_text(inspection.timecode, timecode=labels.timecode)}")


def _verdict(voice: Voice, inspection: Inspection) -> None:
    judgement, tone = inspection.judgement, words.tone(inspection)
    voice.console.print()
    headline = voice.say(f" {text.verdict(inspection)}", STYLE[tone])
    if judgement is None:
        voice.put(voice.sign(tone), headline, voice.say("  no profile, so nothing is judged", "dim"))
        return
    voice.put(voice.sign(tone), headline, f"  {judgement.title or judgement.profile}")
    if judgement.outcome == "cannot judge":
        voice.put(judgement.summary, indent=2)
    else:
        voice.put(
            words.tally(inspection),
            waivers.tally(inspection),
            voice.say(f"{judgement.profile} rests on {judgement.rests_on}", "dim"),
            indent=2,
        )
    for note in judgement.notes:
        voice.put(note, indent=2)


def _told(voice: Voice, inspection: Inspection, labels: text.Labels) -> None:
    for number, finding in enumerate(inspection.findings[:TOP], start=1):
        voice.console.print()
        _finding(voice, inspection, finding, number, labels)
    rest = inspection.findings[TOP:]
    if rest:
        voice.head(f"{len(rest)} more")
    voice_rows = (_short(voice, finding, number, labels) for number, finding in enumerate(rest, start=TOP + 1))
    if rest:
        voice.columns(voice_rows, ("", "", "", "", "", ""), "r  r")


def _finding(voice: Voice, inspection: Inspection, finding: Finding, number: int, labels: text.Labels) -> None:
    sign = voice.sign(finding.severity)
    off = voice.say(f"  {text.off_text(finding)}" if finding.off_frames is not None else "", "bold")
    place = f" {words.SEVERITY[finding.severity]}  {labels.place(finding.start)}"
    voice.put(f"{number} ", sign, place, off, f"  {finding.title}", voice.say(f"  {finding.id}", "dim"))
    frames = words.evidence_frames(finding, inspection.timeline)
    pictures = f" {'Frames' if len(frames) > 1 else 'Frame'} {', '.join(map(str, frames))}." if frames else ""
    hangs = "" if finding.holds else " Hangs on the doubtful cuts."
    voice.put(f"{finding.sentence} {finding.remedy}".strip(), voice.say(f"{pictures}{hangs}", "dim"), indent=4)


def _short(voice: Voice, finding: Finding, number: int, labels: text.Labels) -> tuple[str | Text, ...]:
    sign, name = voice.sign(finding.severity), voice.say(finding.id, "dim")
    return str(number), sign, labels.at(finding.start), text.off_text(finding), finding.title, name


def _waivers(voice: Voice, inspection: Inspection, labels: text.Labels) -> None:
    """What is meant, apart from what is to look at; and what is no longer."""
    meant = waivers.waived(inspection)
    if meant:
        voice.head("Waived", "meant, so they do not fail; timeline waive --remove takes one back")
        rows = [
            ("–" if w.start is None else labels.at(w.start), waivers.title(w), w.note, waivers.given(w), w.id)
            for w in meant
        ]
        voice.columns(rows, ("", "", "", "", ""))
    for each in waivers.lost(inspection):
        voice.put(voice.sign("warning" if each.state == "dropped" else "info"), f" {waivers.told(each)}", indent=2)


def _strip(voice: Voice, inspection: Inspection, doubts: tuple[Doubt, ...]) -> None:
    shots = text.plural(len(inspection.timeline.shots), "shot")
    voice.head(shots, "widths true to their lengths, time from programme start")
    width = min(voice.console.width, 120) - 7
    for row in bar_rows(inspection, doubts, TOP, width, ASCII if voice.ascii else UNICODE):
        if row.sections:
            voice.line(voice.say(f"      {row.sections}", "dim"))
        voice.line(voice.say(f"{row.time} ", "dim"), row.cells)
        if row.names:
            voice.line(voice.say(f"      {row.names}", "dim"))
        if row.marks:
            voice.line(f"      {row.marks}")
    sections = inspection.judgement.sections if inspection.judgement else ()
    rows = []
    for number, part in enumerate(sections, start=1):
        place, sign = words.span_text(inspection.timeline, part), voice.sign("warning" if part.state else "good")
        rows.append((str(number), part.name, place, sign, part.state or "on target"))
    if rows:
        voice.columns(rows, ("", "", "", "", ""))


def _doubts(voice: Voice, doubts: tuple[Doubt, ...], labels: text.Labels, *, full: bool) -> None:
    counted = sum(doubt.counted for doubt in doubts)
    shown, rest = (doubts, ()) if full else most_doubtful(doubts, SHOWN_DOUBTS)
    aside = f"{counted} counted, {len(doubts) - counted} not counted" if doubts else "none: every edit point is sure"
    voice.head("Doubtful cuts", aside)
    rows = [
        (
            labels.at(doubt.frame),
            edit_id(doubt.frame),
            words.kind_text(doubt.transition),
            text.percent(doubt.transition.confidence),
            "counted" if doubt.counted else "not counted",
        )
        for doubt in shown
    ]
    if rows:
        voice.columns(rows, ("", "", "", "", ""), "   r")
    if rest:
        voice.put(voice.say(f"{len(rest)} more, less doubtful than these; --full lists all", "dim"), indent=2)


def _rhythm(voice: Voice, inspection: Inspection) -> None:
    """Figures of the programme; those of its sections are on the page and in the document."""
    for figures in figure_tables(inspection.rhythm):
        voice.head("Rhythm", figures.title)
        rows = [
            (row.title, row.cells[0].value, row.cells[0].frames, row.cells[0].span or row.reason)
            for row in figures.rows
        ]
        voice.columns(rows, ("", "", "", "if the doubtful cuts fall otherwise"), " rr")


def _shots(voice: Voice, inspection: Inspection, labels: text.Labels) -> None:
    timeline = inspection.timeline
    led = {t.edit_point: t for t in timeline.transitions}
    begins_with = words.beginnings(timeline)
    sourced = inspection.written is not None
    voice.head("Shots", "last frame inclusive")
    rows = []
    for number, shot in enumerate(inspection.timeline.shots, start=1):
        lead = led.get(shot.start)
        begins = begins_with(shot)
        doubt = f", {text.percent(lead.confidence)}" if lead and lead.confidence < SURE else ""
        rows.append(
            (
                str(number),
                labels.at(shot.start),
                str(shot.start),
                labels.at(shot.stop - 1),
                str(shot.stop - 1),
                labels.length(shot.start, shot.stop),
                labels.seconds(shot.start, shot.stop),
                f"{begins}{doubt}{' (black)' if shot.kind == 'black' else ''}",
                *((words.source_text(shot),) if sourced else ()),
            )
        )
    length = "s:ff" if labels.timecode else "frames"
    heads = ("", "in", "frame", "last", "frame", length, "length", "begins with")
    voice.columns(rows, (*heads, "source") if sourced else heads, "r r rrr")


def _events(voice: Voice, inspection: Inspection, labels: text.Labels) -> None:
    if not inspection.events:
        return
    voice.head("Picture events")
    rows = [
        (labels.at(e.start), f"f {e.start}", e.kind.replace("_", " "), e.note or text.plural(e.stop - e.start, "frame"))
        for e in inspection.events
    ]
    voice.columns(rows, ("", "", "", ""), " r")


def _notices(voice: Voice, inspection: Inspection) -> None:
    notes = words.notes_of(inspection)
    if notes:
        voice.head("Notices")
    for note in notes:
        voice.put(f"{note}.", indent=2)


def table(rows: Iterable[Summary], console: Console) -> None:
    """Print the table at the end of many inputs."""
    voice = Voice(console)
    lines = [
        (row.file, "", "", "", voice.say(row.refused, STYLE["error"]), "")
        if row.refused
        else (row.file, str(row.shots), row.length, row.median_shot, row.verdict, row.largest)
        for row in rows
    ]
    voice.columns(lines, ("file", "shots", "length", "median shot", "verdict", "largest"), " rrr")
