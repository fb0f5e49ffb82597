"""A benchmark, or one clip, as a self-contained page: every error of the first row as a strip of frames."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

import timeline
from timeline.render.page import asset, environment, policy
from timeline.suite import machine
from timeline.suite import report_text as words
from timeline.suite.ahead import behind
from timeline.suite.look import Looked
from timeline.suite.reliability import reliability_plot
from timeline.suite.report import Report
from timeline.suite.report_markdown import RULES
from timeline.suite.report_text import Column
from timeline.suite.results import DetectorResult, Figures, KindCount
from timeline.suite.scoring import MISSED, NOTHING
from timeline.suite.shown import all_shown

TEMPLATES = ("timeline.suite", "timeline.render")
MOST_OF_A_SORT = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Cells of a table: ``head`` over the columns, each row led by its name."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    title: str = ""
    means: tuple[str, ...] = ()


def render(report: Report) -> str:
    """The page; the videos of clips with errors are decoded once more for the pictures."""
    results = report.results
    first, *others = results.detectors
    main = words.main_detectors(results)
    style = style_of()
    template = environment(*TEMPLATES).get_template("bench.html.j2")
    return template.render(
        name=words.suite_name(results),
        results=results,
        first=first,
        content=words.content(results.clips),
        rules=RULES,
        strictness=words.frames_off(results.tolerances[0]),
        summaries=[
            _summary(results.detectors, words.cut_columns(results.tolerances)),
            _summary(results.detectors, words.other_columns()),
        ],
        genres=_groups("genre", [(g.genre, [_genre(d, g.genre) for d in main]) for g in first.genres], main),
        clips=_groups("clip", [(c.clip, [d.clips[n].figures for d in main]) for n, c in enumerate(first.clips)], main),
        shown=list(all_shown(report.clips, first.clips)),
        behind=behind(results),
        plots=[(d, reliability_plot(c)) for d in results.detectors for c in d.total.calibration],
        confusions=[table for d in main if (table := confusion(d))],
        published=list(_published(results.detectors)),
        others=[(d, list(_errors(d))) for d in others],
        quiet=first.total.quiet,
        made_on=machine.told(dict(report.made_on)),
        version=timeline.__version__,
        style=style,
        policy=policy(style),
    )


def render_clip(looked: Looked, summary: str) -> str:
    """The page of one clip; ``summary``: how many errors, in words."""
    style = style_of()
    return (
        environment(*TEMPLATES)
        .get_template("show.html.j2")
        .render(
            results=looked.results,
            detector=looked.results.detectors[0],
            shown=looked.shown,
            reasons=looked.reasons,
            summary=summary,
            content=words.content(looked.results.clips),
            strictness=words.frames_off(looked.results.tolerances[0]),
            version=timeline.__version__,
            style=style,
            policy=policy(style),
        )
    )


def style_of() -> Markup:
    """The style of the benchmark pages: the reports', and what strips and wide tables need beside it."""
    return asset("report.css") + asset("bench.css", "timeline.suite")


def _summary(detectors: Sequence[DetectorResult], columns: Sequence[Column]) -> Table:
    rows = [(d.detector, *(column.with_interval(d.total) for column in columns)) for d in detectors]
    used = [n for n in range(len(columns)) if any(row[n + 1] != words.NOTHING for row in rows)]
    return Table(
        head=("detector", *(columns[n].title for n in used)),
        rows=tuple((row[0], *(row[n + 1] for n in used)) for row in rows),
        means=tuple(f"{columns[n].title}: {columns[n].means}" for n in used),
    )


def _genre(detector: DetectorResult, genre: str) -> Figures:
    return next(group.figures for group in detector.genres if group.genre == genre)


def _groups(head: str, groups: Sequence[tuple[str, Sequence[Figures]]], main: Sequence[DetectorResult]) -> Table:
    return Table(
        head=(head, *(d.detector for d in main), "frames", "cuts", "gradual", "jumps"),
        rows=tuple((name, *map(words.short, figures), *_counts(figures[0])) for name, figures in groups),
    )


def _counts(figures: Figures) -> tuple[str, ...]:
    return tuple(map(str, (figures.frames, figures.cuts[0].true, figures.gradual.true, figures.jumps.true)))


def confusion(detector: DetectorResult) -> Table | None:
    """True kinds against predicted ones; ``None`` for a detector that tells no kinds apart."""
    counts = {(each.true, each.predicted): each.count for each in detector.total.kinds}
    predicted = _ordered(detector.total.kinds, "predicted", MISSED)
    if len(predicted) < 3:
        return None
    true = _ordered(detector.total.kinds, "true", NOTHING)
    return Table(
        title=detector.detector,
        head=("true, predicted", *map(_spaced, predicted)),
        rows=tuple((_spaced(kind), *(str(counts.get((kind, told), "")) for told in predicted)) for kind in true),
    )


def _spaced(kind: str) -> str:
    return kind.replace("_", " ")


def _ordered(kinds: Sequence[KindCount], side: str, last: str) -> list[str]:
    return [*sorted({getattr(each, side) for each in kinds} - {last}), last]


def _published(detectors: Sequence[DetectorResult]) -> Iterator[Table]:
    for n, style in enumerate(detectors[0].total.published):
        yield Table(
            title=style.style,
            head=("detector", *(figure.name for figure in style.figures)),
            rows=tuple(
                (d.detector, *(words.number(figure.value, 4) for figure in d.total.published[n].figures))
                for d in detectors
            ),
        )


def _errors(detector: DetectorResult) -> Iterator[tuple[str, str]]:
    for clip in detector.clips:
        told = words.errors_in_words(words.strictest(clip), MOST_OF_A_SORT)
        if told:
            yield clip.clip, told
