"""results.md: the summary first, then genres and clips of the main detectors, then every error folded away."""

from __future__ import annotations

import html
from collections.abc import Iterator, Sequence

from timeline.render.text import clean
from timeline.suite import machine
from timeline.suite.ahead import behind
from timeline.suite.report import Report
from timeline.suite.report_text import (
    NOTHING,
    Column,
    calibration_of,
    content,
    counted,
    cut_columns,
    errors_in_words,
    frames_off,
    main_detectors,
    number,
    other_columns,
    short,
    strictest,
    suite_name,
)
from timeline.suite.results import DetectorResult, Figures, Results
from timeline.suite.tables import code, markdown, plain

MOST_OF_A_SORT = 12
"""Errors of a sort that a clip's line names; a detector that is wrong everywhere would drown the others."""
MOST_OF_THE_REST = 5
"""The same for rows that are not among the main ones."""
RULES = (
    "A prediction matches a cut when it spans it within the tolerance and is itself no longer than that; nearest "
    "first, each once. A gradual transition is found when a prediction touches it within 2 frames. Jumps (a leap "
    "inside one set-up) are counted apart. Totals add counts up over clips. In brackets: the "
    "middle 95 % of a figure when whole clips are drawn anew a thousand times."
)


def render(report: Report) -> str:
    """The whole report as Markdown."""
    return body(report.results) + f"\nMade on {machine.told(dict(report.made_on))}.\n"


def body(results: Results, title: str = "Benchmark", reading: str = "") -> str:
    """The report without its footer; the same wherever it is made. ``reading``: what to know of these detectors."""
    main = main_detectors(results)
    parts = [
        f"# {title}: {plain(suite_name(results))}\n",
        f"{content(results.clips)}." + (f" Source: {plain(results.source)}." if results.source else "") + "\n",
        *(f"- {plain(note)}\n" for note in results.notes),
        f"## Hard cuts, {frames_off(results.tolerances[0])}\n",
        *_table(results.detectors, cut_columns(results.tolerances)),
        "## Gradual transitions, jumps, confidence\n",
        *_table(results.detectors, other_columns()),
        " ".join(filter(None, (RULES, reading))) + "\n",
        *_behind(results),
        "## By genre: F1, gradual found\n",
        _by_group(
            [(group.genre, [_genre(each, group.genre) for each in main]) for group in results.detectors[0].genres], main
        ),
        "## By clip: F1, gradual found\n",
        _by_group(
            [
                (clip.clip, [each.clips[n].figures for each in main])
                for n, clip in enumerate(results.detectors[0].clips)
            ],
            main,
        ),
        *_published(results),
        *_kinds(main),
        *_reliability(main),
        "## Errors by clip\n",
        f"{frames_off(results.tolerances[0]).capitalize()}; in brackets the confidence of a false alarm, or of what "
        "was weighed where something was missed.\n",
        *(_errors(each, MOST_OF_A_SORT if each in main else MOST_OF_THE_REST) for each in results.detectors),
    ]
    return "\n".join(parts)


def _table(detectors: Sequence[DetectorResult], columns: Sequence[Column]) -> Iterator[str]:
    rows = [[code(each.detector), *(column.with_interval(each.total) for column in columns)] for each in detectors]
    shown = [n for n in range(1, len(columns) + 1) if any(row[n] != NOTHING for row in rows)]
    kept = [[row[0], *(row[n] for n in shown)] for row in rows]
    yield markdown(["detector", *(columns[n - 1].title for n in shown)], kept)
    yield "; ".join(f"*{columns[n - 1].title}*: {columns[n - 1].means}" for n in shown) + ".\n"


def _genre(detector: DetectorResult, genre: str) -> Figures:
    return next(group.figures for group in detector.genres if group.genre == genre)


def _by_group(groups: Sequence[tuple[str, Sequence[Figures]]], main: Sequence[DetectorResult]) -> str:
    rows = []
    for name, figures in groups:
        first = figures[0]
        row: list[object] = [plain(name), first.clips, first.cuts[0].true, first.gradual.true, first.jumps.true]
        rows.append(row + [short(each) for each in figures])
    header = ["", "clips", "cuts", "gradual", "jumps", *(code(each.detector) for each in main)]
    return markdown(header, rows)


def _behind(results: Results) -> Iterator[str]:
    rows = [
        [plain(b.clip), b.sort, b.ours, f"{code(b.best)} {b.theirs}", plain(b.others), b.only_ours]
        for b in behind(results)
    ]
    if rows:
        yield "## Where a peer is ahead by more than one event on a clip\n"
        first = code(results.detectors[0].detector)
        yield markdown(["", "counted", first, "best peer", "others ahead", "wrong here, right there"], rows)


def _published(results: Results) -> Iterator[str]:
    yield "## As others score\n"
    yield (
        "The same predictions by the rules that published tables use (`timeline/suite/published/`); a jump counts as a "
        "cut there, and no span is ignored.\n"
    )
    for n, style in enumerate(results.detectors[0].total.published):
        rows = [
            [code(each.detector), *(number(figure.value, 4) for figure in each.total.published[n].figures)]
            for each in results.detectors
        ]
        yield markdown([style.style, *(figure.name for figure in style.figures)], rows)


def _kinds(main: Sequence[DetectorResult]) -> Iterator[str]:
    for each in main:
        counts = {(kind.true, kind.predicted): kind.count for kind in each.total.kinds}
        predicted = sorted({told for _, told in counts} - {"missed"})
        if len(predicted) < 2:
            continue  # it tells no kinds apart
        columns = [*predicted, "missed"]
        true = [*sorted({kind for kind, _ in counts} - {"nothing"}), "nothing"]
        yield f"## Kinds, {code(each.detector)}: true (rows) against predicted\n"
        yield markdown(["", *columns], [[kind, *(counts.get((kind, c), "") for c in columns)] for kind in true])


def _reliability(main: Sequence[DetectorResult]) -> Iterator[str]:
    for each in main:
        for kind in ("cut", "gradual"):
            calibration = calibration_of(each.total, kind)
            if calibration is not None:
                yield f"## Confidence of {kind}{'s' if kind == 'cut' else ' transitions'}, {code(each.detector)}\n"
                yield markdown(
                    ["mean confidence", *(f"{bin.confidence:.3f}" for bin in calibration.bins)],
                    [
                        ["share right", *(f"{bin.right:.3f}" for bin in calibration.bins)],
                        ["candidates", *(bin.count for bin in calibration.bins)],
                    ],
                )


def _errors(detector: DetectorResult, most: int) -> str:
    told = [(clip.clip, errors_in_words(strictest(clip), most)) for clip in detector.clips]
    lines = [f"- {plain(clip)}: {words}" for clip, words in told if words] or ["Not one."]
    counts = detector.total.cuts[0]
    name = html.escape(clean(detector.detector))
    summary = (
        f"<code>{name}</code>: {counted(counts.misses, 'cut')} missed, {counted(counts.false_alarms, 'false alarm')}"
    )
    return "\n".join([f"<details><summary>{summary}</summary>\n", *lines, "\n</details>\n"])
