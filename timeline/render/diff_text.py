"""How a comparison of versions is put into words, the same in the terminal and on the page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction

from timeline.errors import TimecodeError
from timeline.model.difference import Change, ChangeKind, FigureChange, FindingChange, Side, VersionDiff, VersionOutcome
from timeline.render import text
from timeline.timecode import TimecodeBasis, can_drop, reads_as_drop

HEADLINE: dict[VersionOutcome, str] = {
    "same": "Same cut",
    "differs": "The cut changed",
    "unrelated": "Two different videos",
}
TONE: dict[VersionOutcome, str] = {"same": "good", "differs": "warning", "unrelated": "error"}
SHORT: dict[ChangeKind, str] = {
    "removed": "-",
    "added": "+",
    "replaced": "~",
    "moved": ">",
    "trimmed": "-",
    "extended": "+",
    "split": "/",
    "joined": "&",
    "retimed": "x",
    "re-graded": "*",
    "re-captioned": "*",
    "transition": "%",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """Writes frames of one version as places: timecode, or the frame number where the rate varies."""

    basis: TimecodeBasis
    timecode: bool

    @classmethod
    def of(cls, side: Side) -> Labels:
        """Labels of a version, counted from its stated start."""
        rate = side.rate if side.rate > 0 else Fraction(25)
        basis = TimecodeBasis(rate=rate)
        if side.start is not None:
            try:
                drop = reads_as_drop(side.start) and can_drop(rate)
                bare = TimecodeBasis(rate=rate, drop=drop)
                basis = TimecodeBasis(rate=rate, drop=drop, start=bare.number(side.start))
            except TimecodeError:
                pass
        return cls(basis=basis, timecode=not side.varies)

    def at(self, frame: int) -> str:
        """Label of a frame."""
        return self.basis.label(frame) if self.timecode else f"f {frame}"


def runs(changes: Iterable[Change]) -> list[Change]:
    """The changes with neighbouring shots that all went, or all came, as one: a scene that was dropped is one line."""
    found: list[Change] = []
    for change in changes:
        if found and _continues(found[-1], change):
            found[-1] = _both(found[-1], change)
        else:
            found.append(change)
    return found


def _continues(first: Change, then: Change) -> bool:
    meets = (first.before[1], first.after[1]) == (then.before[0], then.after[0])
    return first.kind == then.kind and first.kind in ("removed", "added") and meets


def _both(first: Change, then: Change) -> Change:
    known = first.frames is not None and then.frames is not None
    return replace(
        first,
        before=(first.before[0], then.before[1]),
        after=(first.after[0], then.after[1]),
        old=first.old + then.old,
        new=first.new + then.new,
        frames=(first.frames or 0) + (then.frames or 0) if known else None,
    )


def title(change: Change) -> str:
    """``trimmed, tail``."""
    return f"{change.kind}, {change.edge}" if change.edge else str(change.kind)


def shots_of(change: Change) -> str:
    """The shots it is about: ``3``, ``3, 4``, ``3–9``; of the later version, with a plus sign, where it is new."""
    named = change.old or change.new
    sign = "" if change.old else "+"
    if len(named) > 2 and named == tuple(range(named[0], named[-1] + 1)):
        return f"{sign}{named[0] + 1}–{named[-1] + 1}"
    return sign + ", ".join(str(shot + 1) for shot in named[:6]) + (", …" if len(named) > 6 else "")


def frames_of(change: Change) -> str:
    """``+12 f``; empty where frames mean nothing."""
    return "" if change.frames is None else text.signed_frames(change.frames)


def side_text(side: Side) -> str:
    """Length, rate and shots of a version."""
    rate = text.rate_text(side.rate, "variable" if side.varies else "constant")
    return (
        f"{text.plural(side.shots, 'shot')}, {text.decimal(side.duration)} s, "
        f"{text.plural(side.frames, 'frame')} at {rate}, {side.width}×{side.height}"
    )


def tally(diff: VersionDiff) -> str:
    """One line as ``git diff --stat`` ends: ``18 → 19 shots, 2 trimmed, 1 added, −14 f``."""
    counts: dict[str, int] = {}
    for change in diff.changes:
        counts[change.kind] = counts.get(change.kind, 0) + 1
    kinds = [f"{count} {kind}" for kind, count in counts.items()]
    length = "" if diff.basis == "time" else text.signed_frames(diff.after.frames - diff.before.frames)
    return ", ".join(filter(None, [f"{diff.before.shots} → {diff.after.shots} shots", *kinds, length]))


def summary_line(diff: VersionDiff) -> str:
    """What changed in one line, whatever the outcome."""
    return tally(diff) if diff.outcome == "differs" else diff.summary.rstrip(".")


def findings_text(diff: VersionDiff) -> str:
    """``5 of 7 mended, 1 new``; empty without a profile."""
    if not diff.profile:
        return ""
    return standing(diff.findings)


def standing(findings: tuple[FindingChange, ...]) -> str:
    """How many findings are mended and how many are new."""
    mended = sum(each.state == "mended" for each in findings)
    new = sum(each.state == "new" for each in findings)
    before = sum(each.state != "new" for each in findings)
    if not before:
        return f"{new} new" if new else "nothing to mend"
    return f"{mended} of {before} mended" + (f", {new} new" if new else "")


def figure_moved(figure: FigureChange) -> bool:
    """Whether a figure reads otherwise now."""
    return figure_value(figure, after=False) != figure_value(figure, after=True)


def figure_value(figure: FigureChange, *, after: bool) -> str:
    """A figure's value in either version."""
    value = figure.after if after else figure.before
    return "–" if value is None else text.quantity(value, figure.unit)
