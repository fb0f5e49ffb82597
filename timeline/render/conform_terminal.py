"""A conformity in a terminal: the answer, the differences, then what could not be seen."""

from __future__ import annotations

from rich.console import Console

from timeline.model.conformity import Conformity, Difference
from timeline.render import conform_text as say
from timeline.render import text
from timeline.render.voice import STYLE, Voice

SHOWN = 20
"""Differences and notices that are printed at most; the page and the document have them all."""


def show(conformity: Conformity, console: Console, *, full: bool = False) -> None:
    """Print the answer; ``full``: with every difference, every edit point and every shot's source."""
    voice = Voice(console)
    _head(voice, conformity)
    _verdict(voice, conformity)
    most = len(conformity.differences) if full else SHOWN
    for number, difference in enumerate(conformity.differences[:most], start=1):
        voice.console.print()
        _difference(voice, conformity, difference, number)
    if len(conformity.differences) > most:
        voice.console.print()
        voice.put(f"{text.whole(len(conformity.differences) - most)} more; --full lists all", indent=2)
    _unseen(voice, conformity, full=full)
    if full:
        _places(voice, conformity)
        _looks(voice, conformity)
    _notices(voice, conformity, full=full)


def _head(voice: Voice, conformity: Conformity) -> None:
    sides = (("render", conformity.render), ("timeline", conformity.timeline))
    rows = [
        (name, voice.say(text.file_name(reel.path), "bold"), say.reel_text(reel), f"version {reel.identity[:12]}")
        for name, reel in sides
    ]
    voice.columns(rows, ("", "", "", ""))


def _verdict(voice: Voice, conformity: Conformity) -> None:
    voice.console.print()
    tone = say.TONE[conformity.outcome]
    headline = voice.say(f" {say.HEADLINE[conformity.outcome]}", STYLE[tone])
    voice.put(voice.sign(tone), headline, f"  {conformity.summary}")
    tolerance = f" Tolerance {text.plural(conformity.tolerance, 'frame')}." if conformity.tolerance else ""
    facts = [say.tally(conformity), say.length_text(conformity)]
    told = "; ".join(fact for fact in facts if fact)
    voice.put(f"{told}.{tolerance}" if told else tolerance.strip(), indent=2)
    voice.put(voice.say(conformity.pictures, "dim"), indent=2)


def _difference(voice: Voice, conformity: Conformity, difference: Difference, number: int) -> None:
    tone = say.tone(difference)
    where = f" {say.Labels.of(conformity.timeline).at(difference.timeline[0])}  "
    within = "" if difference.counted or difference.kind in ("head", "tail") else "  within the tolerance"
    voice.put(f"{number} ", voice.sign(tone), where, voice.say(difference.title, "bold"), voice.say(within, "dim"))
    parts = [f"{part.what} {', '.join(map(str, part.frames))}" for part in difference.evidence if part.frames]
    shown = f" Frames of the render: {'; '.join(parts)}." if parts else ""
    doubt = (
        f" The detector is {text.percent(difference.confidence)} sure."
        if difference.confidence is not None and difference.confidence < 0.9
        else ""
    )
    voice.put(difference.sentence, voice.say(f"{doubt}{shown}", "dim"), indent=4)


def _unseen(voice: Voice, conformity: Conformity, *, full: bool) -> None:
    unseen = [place for place in conformity.places if place.verdict == "cannot be seen"]
    if not unseen:
        return
    voice.head("Cannot be seen", "neither right nor wrong")
    labels = say.Labels.of(conformity.timeline)
    rows = [
        (labels.at(place.wanted.edit_point or 0), f"f {place.wanted.edit_point}", place.sentence)
        for place in (unseen if full else unseen[:SHOWN])
    ]
    voice.columns(rows, ("", "", ""), " r")
    if len(rows) < len(unseen):
        voice.put(f"{text.whole(len(unseen) - len(rows))} more; --full lists all", indent=2)


def _places(voice: Voice, conformity: Conformity) -> None:
    if not conformity.places:
        return
    voice.head("Edit points", "timeline, and where each is expected and found in the render")
    labels = say.Labels.of(conformity.timeline)
    rows = [
        (
            str(place.number),
            labels.at(place.wanted.edit_point or 0),
            str(place.wanted.edit_point),
            say.kind_text(place),
            str(place.expected),
            say.found_text(place),
            place.verdict,
            say.WITNESS[place.witness],
        )
        for place in conformity.places
    ]
    voice.columns(rows, ("", "at", "frame", "", "expected", "found", "", "by"), "r r rr")


def _looks(voice: Voice, conformity: Conformity) -> None:
    if not conformity.looks:
        return
    voice.head("Shots and their sources", "0 the same picture, about 1 another")
    rows = [
        (str(look.shot + 1), look.source, "–" if look.apart is None else text.decimal(look.apart), look.reason)
        for look in conformity.looks
    ]
    voice.columns(rows, ("", "source", "apart", ""), "r r")


def _notices(voice: Voice, conformity: Conformity, *, full: bool) -> None:
    if not conformity.notices:
        return
    voice.head("Notices")
    shown = conformity.notices if full else conformity.notices[:SHOWN]
    for notice in shown:
        voice.put(f"{text.clean(notice.message)}.", indent=2)
    if len(shown) < len(conformity.notices):
        voice.put(f"{text.whole(len(conformity.notices) - len(shown))} more; --full lists all", indent=2)
