"""The files that a comparison is written as, one row each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from timeline.model.conformity import Conformity
from timeline.model.edit import Timeline
from timeline.model.media import Media
from timeline.render.album import Pictures


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A conformity with what a page shows of it."""

    conformity: Conformity
    planned: Timeline
    media: Media
    pictures: Pictures
    sources: Mapping[int, bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One file: its name, what it ends in, and what writes its text."""

    name: str
    suffix: str
    write: Callable[[Shown], str]


def _json(shown: Shown) -> str:
    from timeline.model.conformity_wire import dumps

    return dumps(shown.conformity)


def _html(shown: Shown) -> str:
    from timeline.render.conform_html import page

    return page(shown.conformity, shown.planned, shown.media, shown.pictures, shown.sources)


def _junit(shown: Shown) -> str:
    from timeline.render.conform_junit import junit

    return junit(shown.conformity)


ROWS = (
    Row(name="json", suffix=".conformity.json", write=_json),
    Row(name="html", suffix=".conform.html", write=_html),
    Row(name="junit", suffix=".conform.junit.xml", write=_junit),
)
