"""Marks alone, for a timeline that an editor already has: Resolve's marker EDL and Premiere's marker list."""

from __future__ import annotations

import itertools

from timeline.interchange.write.plan import Colour, Mark, Plan
from timeline.interchange.write.text import cell, one_line

_RESOLVE: dict[Colour, str] = {"red": "Red", "yellow": "Yellow", "blue": "Blue", "green": "Green"}


def write_resolve(plan: Plan) -> str:
    """What Resolve exports and imports as timeline markers: an event of one frame each, note and marker below it.

    Resolve keeps one marker a frame, so those of one frame are put together, in the colour of the gravest. The text
    before the first ``|`` becomes the note; one that begins with a digit would read as the next event.
    """
    lines = [f"TITLE: {one_line(plan.title)}", f"FCM: {'' if plan.basis.drop else 'NON-'}DROP FRAME", ""]
    together = [list(marks) for _, marks in itertools.groupby(plan.marks, key=lambda mark: mark.start)]
    for number, marks in enumerate(together, start=1):
        first, last = plan.basis.label(marks[0].start), plan.basis.label(marks[0].start + 1)
        lines += [
            f"{number:03d}  001      V     C        {first} {last} {first} {last}",
            f"{_note(marks)} |C:ResolveColor{_RESOLVE[marks[0].colour]} |M:{_title(marks)} "
            f"|D:{max(mark.frames for mark in marks)}",
            "",
        ]
    return "\n".join(lines)


def _note(marks: list[Mark]) -> str:
    texts = [mark.note if len(marks) == 1 else mark.text for mark in marks]
    text = one_line(" / ".join(texts)).replace("|", "/").lstrip("* ")
    return f"- {text}" if text[:1].isdecimal() else text


def _title(marks: list[Mark]) -> str:
    text = one_line(marks[0].title).replace("|", "/")
    return text if len(marks) == 1 else f"{text} and {len(marks) - 1} more"


def write_premiere(plan: Plan) -> str:
    """Premiere's list of markers: tabs between the columns that it exports itself, whatever the suffix says."""
    rows = ["\t".join(("Marker Name", "Description", "In", "Out", "Duration", "Marker Type"))]
    zero = type(plan.basis)(rate=plan.rate, drop=plan.basis.drop)
    for mark in plan.marks:
        times = (plan.basis.label(mark.start), plan.basis.label(mark.stop), zero.label(mark.frames))
        rows.append("\t".join((cell(mark.title), cell(mark.note), *times, "Comment")))
    return "\n".join(rows) + "\n"
