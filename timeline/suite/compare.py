"""``timeline bench compare``: reads two results, says what changed, writes it, and is the gate."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from timeline.model.codec import encode
from timeline.outputs import check_folder, write_text
from timeline.suite.comparison import Change, Comparison, DetectorChange, Gate, compare
from timeline.suite.report_json import read_results
from timeline.suite.report_junit import document, printable
from timeline.suite.report_text import NOTHING, counted, frames_off, listed, number
from timeline.suite.tables import markdown, plain, to_dense_json

MOST = 12
"""Changes of a clip that the terminal names on one line."""


def run(old: Path, new: Path, *, max_drop: float, out: Path | None) -> int:
    """Compare two files of results; 1 where a figure fell further than allowed, else 0.

    Raises:
        TimelineError: a file is no results, the two have nothing in common, or an output cannot be written.
    """
    if out is not None:
        check_folder(out)
    comparison = compare(read_results(old), read_results(new), max_drop=max_drop)
    from timeline.render.text import clean

    for line in told(comparison, MOST):
        print(clean(line))
    if out is not None:
        for name, render in RENDERERS.items():
            write_text(out / name, render(comparison))
        print("\nWritten: " + ", ".join(str(out / name) for name in RENDERERS))
    return int(comparison.failed)


def told(comparison: Comparison, most: int | None = None) -> Iterator[str]:
    """The comparison line by line, the verdict last."""
    yield f"{comparison.suite}: {counted(comparison.clips, 'clip')} compared, cuts {frames_off(comparison.tolerance)}"
    for difference in comparison.differences:
        yield f"the results differ: {difference}"
    for each in comparison.detectors:
        yield ""
        yield from _detector(each, most)
    yield ""
    yield verdict(comparison)


def _detector(change: DetectorChange, most: int | None) -> Iterator[str]:
    version = "" if change.old_version == change.new_version else ", another version"
    yield f"{change.detector}{version}: " + "; ".join(gate_in_words(gate) for gate in change.gates)
    for word in ("worse", "better"):
        clips = [(clip.clip, clip.worse if word == "worse" else clip.better) for clip in change.clips]
        changed = [(name, changes) for name, changes in clips if changes]
        if changed:
            yield f"  {word}"
        yield from (f"    {name}: {listed(map(in_words, changes), most)}" for name, changes in changed)
    if not change.clips:
        yield "  nothing changed on any clip"


def verdict(comparison: Comparison) -> str:
    """One sentence: what fell further than allowed, or that nothing did."""
    fallen = [
        f"{each.detector}: {gate_in_words(gate)}" for each in comparison.detectors for gate in each.gates if gate.failed
    ]
    if fallen:
        return f"worse than allowed ({comparison.max_drop:g}): " + "; ".join(fallen)
    return f"nothing fell by more than {comparison.max_drop:g}"


def gate_in_words(gate: Gate) -> str:
    """A figure before and after."""
    if gate.old is None or gate.new is None:
        return f"{gate.figure} {NOTHING}"
    if gate.old == gate.new:
        return f"{gate.figure} {gate.new:.4f}, unchanged"
    return f"{gate.figure} {gate.old:.4f} to {gate.new:.4f} ({gate.new - gate.old:+.4f})"


def in_words(change: Change) -> str:
    """One change: what, and at which frames."""
    place = str(change.start) if change.start == change.stop else f"{change.kind} {change.start}-{change.stop}"
    if change.was is not None and change.now is not None:
        return f"ends of {place} off by {_pair(change.now)}, were {_pair(change.was)}"
    doubt = f" ({number(change.confidence, 2)})" if change.confidence is not None and change.confidence < 1 else ""
    return f"{change.what} {place}{doubt}"


def _pair(ends: tuple[int, int]) -> str:
    return f"{ends[0]:+d} and {ends[1]:+d}"


def as_json(comparison: Comparison) -> str:
    """The whole comparison, its verdict beside it."""
    return to_dense_json({**encode(comparison), "failed": comparison.failed})


def as_markdown(comparison: Comparison) -> str:
    """The verdict, a table of figures, and every change."""
    parts = [
        f"# Comparison: {plain(comparison.suite)}\n",
        f"**{plain(verdict(comparison))}**\n",
        f"{counted(comparison.clips, 'clip')} compared, cuts {frames_off(comparison.tolerance)}.\n",
        *(f"- The results differ: {plain(difference)}\n" for difference in comparison.differences),
        markdown(
            ["detector", "figure", "old", "new"],
            [
                [plain(each.detector), gate.figure, number(gate.old, 4), number(gate.new, 4)]
                for each in comparison.detectors
                for gate in each.gates
            ],
        ),
        *(_changes(each) for each in comparison.detectors),
    ]
    return "\n".join(parts)


def _changes(change: DetectorChange) -> str:
    lines = [f"## {plain(change.detector)}\n"]
    for clip in change.clips:
        for word, changes in (("worse", clip.worse), ("better", clip.better)):
            if changes:
                lines.append(f"- {plain(clip.clip)}, {word}: {listed(map(in_words, changes))}")
    return "\n".join(lines if change.clips else [*lines, "Nothing changed on any clip."]) + "\n"


def as_junit(comparison: Comparison) -> str:
    """A suite a detector, a case a figure that must not fall; its failure names every frame that got worse."""
    root = ET.Element("testsuites", name=printable(f"{comparison.suite}, compared"))
    for each in comparison.detectors:
        failures = sum(gate.failed for gate in each.gates)
        suite = ET.SubElement(root, "testsuite", name=printable(each.detector), tests=str(len(each.gates)))
        suite.set("failures", str(failures))
        for gate in each.gates:
            case = ET.SubElement(suite, "testcase", classname=printable(each.detector), name=gate.figure)
            lines = _worse(each)
            if gate.failed:
                ET.SubElement(case, "failure", type="regression", message=gate_in_words(gate)).text = "\n".join(lines)
    return document(root)


def _worse(change: DetectorChange) -> Sequence[str]:
    return [printable(f"{c.clip}: {listed(map(in_words, c.worse))}") for c in change.clips if c.worse]


# One row a file that --out writes.
RENDERERS: Mapping[str, Callable[[Comparison], str]] = {
    "comparison.json": as_json,
    "comparison.md": as_markdown,
    "comparison.junit.xml": as_junit,
}
