"""One inspection in a terminal, in the order of the page; plain text where there is no colour."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from timeline.model.finding import Finding
from timeline.model.inspection import Inspection
from timeline.render import text, words
from timeline.render.bars import ASCII, UNICODE, bar_rows
from timeline.render.doubt import SURE, Doubt, doubtful, most_doubtful
from timeline.render.figures import figure_tables
from timeline.render.summary import Summary

TOP = 3
SHOWN_DOUBTS = 6
STYLE = {"error": "bold red", "warning": "bold yellow", "info": "bold blue", "good": "bold green", "none": "bold"}
SIGN = {"error": "✖", "warning": "▲", "info": "●", "good": "✔", "none": "■", "doubt": "?"}
ASCII_SIGN = {"error": "x", "warning": "!", "info": "i", "good": "ok", "none": "-", "doubt": "?"}


class Voice:
    """Prints to one console: cleaned, without markup, in ASCII where the output knows nothing else."""

    def __init__(self, console: Console) -> None:
        self.console = console
        self.ascii = console.options.ascii_only

    def say(self, words: str, style: str = "") -> Text:
        """Text from anywhere, made safe to print."""
        safe = text.clean(words)
        return Text(text.to_ascii(safe) if self.ascii else safe, style=style)

    def sign(self, name: str) -> Text:
        """The sign of a severity."""
        return Text((ASCII_SIGN if self.ascii else SIGN)[name], style=STYLE.get(name, ""))

    def put(self, *parts: Text | str, indent: int = 0) -> None:
        """Print one paragraph, wrapped and indented as a whole."""
        line = Text.assemble(*(self.say(part) if isinstance(part, str) else part for part in parts))
        self.console.print(Padding(line, (0, 0, 0, indent), expand=False) if indent else line, highlight=False)

    def line(self, *parts: Text | str) -> None:
        """Print one line whose cells mean something: cut at the edge, never wrapped."""
        line = Text.assemble(*(self.say(part) if isinstance(part, str) else part for part in parts))
        self.console.print(line, no_wrap=True, overflow="crop", highlight=False)

    def head(self, title: str, aside: str = "") -> None:
        """Print a heading after an empty line."""
        self.console.print()
        self.put(self.say(title, "bold"), self.say(f"  {aside}" if aside else "", "dim"))

    def columns(self, rows: Iterable[Sequence[str | Text]], heads: Sequence[str], right: str = "") -> None:
        """Print rows under heads; columns whose letter in ``right`` is ``r`` are set to the right."""
        table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), show_header=any(heads), header_style="dim")
        for n, head in enumerate(heads):
            right_set = right[n : n + 1] == "r"
            table.add_column(self.say(head), justify="right" if right_set else "left", overflow="fold")
        for row in rows:
            table.add_row(*(self.say(cell) if isinstance(cell, str) else cell for cell in row))
        self.console.print(Padding(table, (0, 0, 0, 2), expand=False), highlight=False)


def show(inspection: Inspection, console: Console, *, full: bool = False) -> None:
    """Print one inspection; without a profile, or where ``full``, with every shot, figure and picture event."""
    voice, labels, doubts = Voice(console), text.labels_of(inspection), doubtful(inspection)
    _slate(voice, inspection, labels)
    _verdict(voice, inspection)
    _told(voice, inspection, labels)
    _strip(voice, inspection, doubts)
    _doubts(voice, doubts, labels, full=full)
    if full or inspection.judgement is None:
        _rhythm(voice, inspection)
        _shots(voice, inspection, labels)
    _events(voice, inspection, labels)
    _notices(voice, inspection)


def _slate(voice: Voice, inspection: Inspection, labels: text.Labels) -> None:
    timeline, target = inspection.timeline, text.length_target(inspection)
    off = f", {f'{target.off} to' if target.off else 'within'} target {target.band}" if target else ""
    voice.put(voice.say(text.file_name(inspection.media.path), "bold"), f"  version {inspection.content_id[:12]}")
    voice.put(
        f"{labels.long_length(timeline.start, timeline.stop)} programme, {text.whole(timeline.frames)} f, "
        f"{labels.seconds(timeline.start, timeline.stop)}",
        voice.say(off, "bold"),
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
            words.tally(inspection), voice.say(f"{judgement.profile} rests on {judgement.rests_on}", "dim"), indent=2
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
        voice.columns(voice_rows, ("", "", "", "", ""), "r  r")


def _finding(voice: Voice, inspection: Inspection, finding: Finding, number: int, labels: text.Labels) -> None:
    sign = voice.sign(finding.severity)
    off = voice.say(f"  {text.off_text(finding)}" if finding.off_frames is not None else "", "bold")
    place = f" {words.SEVERITY[finding.severity]}  {labels.place(finding.start)}"
    voice.put(f"{number} ", sign, place, off, f"  {finding.title}")
    frames = words.evidence_frames(finding, inspection.timeline)
    pictures = f" {'Frames' if len(frames) > 1 else 'Frame'} {', '.join(map(str, frames))}." if frames else ""
    hangs = "" if finding.holds else " Hangs on the doubtful cuts."
    voice.put(f"{finding.sentence} {finding.remedy}".strip(), voice.say(f"{pictures}{hangs}", "dim"), indent=4)


def _short(voice: Voice, finding: Finding, number: int, labels: text.Labels) -> tuple[str | Text, ...]:
    return str(number), voice.sign(finding.severity), labels.at(finding.start), text.off_text(finding), finding.title


def _strip(voice: Voice, inspection: Inspection, doubts: tuple[Doubt, ...]) -> None:
    shots = text.plural(len(inspection.timeline.shots), "shot")
    voice.head(shots, "widths true to their lengths, time from programme start")
    width = min(voice.console.width, 120) - 7
    for row in bar_rows(inspection, doubts, TOP, width, ASCII if voice.ascii else UNICODE):
        if row.sections:
            voice.line(voice.say(f"      {row.sections}", "dim"))
        voice.line(voice.say(f"{row.time} ", "dim"), row.cells)
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
            f"f {doubt.frame}",
            words.kind_text(doubt.transition),
            text.percent(doubt.transition.confidence),
            "counted" if doubt.counted else "not counted",
        )
        for doubt in shown
    ]
    if rows:
        voice.columns(rows, ("", "", "", "", ""), " r r")
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
    voice.head("Shots", "last frame inclusive")
    rows = []
    for number, shot in enumerate(inspection.timeline.shots, start=1):
        lead = led.get(shot.start)
        begins = words.begins_with(timeline, shot)
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
            )
        )
    length = "s:ff" if labels.timecode else "frames"
    voice.columns(rows, ("", "in", "frame", "last", "frame", length, "length", "begins with"), "r r rrr")


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
