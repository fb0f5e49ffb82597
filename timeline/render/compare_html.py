"""Episodes side by side as one offline page: figures with their differences, strips and stairs on one scale."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import timeline
from timeline.analyse.season_compare import Line
from timeline.model.inspection import Inspection
from timeline.render.compare_text import difference_text, standing
from timeline.render.page import asset, environment, policy
from timeline.render.season_marks import stairs_path, strip_path
from timeline.render.text import figure_range, figure_value, labels_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """One episode as drawn: name, length, strip and stairs."""

    name: str
    length: str
    cuts: int
    strip: str
    stairs: str


def page(names: Sequence[str], inspections: Sequence[Inspection], lines: Sequence[Line], notes: Sequence[str]) -> str:
    """Write the page; every text from outside is escaped, and nothing is fetched from anywhere."""
    longest = max(float(each.timeline.duration) for each in inspections)
    most = max(1, *(len(each.timeline.edit_points) for each in inspections))
    style = asset("report.css") + asset("season.css")
    template = environment("timeline.render").get_template("compare.html.j2")
    return template.render(
        episodes=[
            Drawn(
                name=name,
                length=labels_of(each).long_length(each.timeline.start, each.timeline.stop),
                cuts=len(each.timeline.edit_points),
                strip=strip_path(each.timeline, longest),
                stairs=stairs_path(each.timeline, longest, most),
            )
            for name, each in zip(names, inspections, strict=True)
        ],
        tables=[(section, list(rows)) for section, rows in itertools.groupby(lines, key=lambda line: line.section)],
        notes=notes,
        longest=longest,
        most=most,
        figure_value=figure_value,
        figure_range=figure_range,
        difference_text=difference_text,
        standing=standing,
        version=timeline.__version__,
        style=style,
        policy=policy(style),
    )
