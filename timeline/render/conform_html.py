"""A conformity as one self-contained page: the differences with their frames, and both rows with lines between."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass

from timeline.model.conformity import Conformity
from timeline.model.edit import Timeline
from timeline.model.media import Media
from timeline.render import conform_text as say
from timeline.render.album import Album, Picture, Pictures, album
from timeline.render.conform_bands import Band, bands
from timeline.render.frames import Shown
from timeline.render.page import asset, environment, policy

LISTED = 400
"""Edit points and shots that are listed at most; the document has them all."""
SOURCES = 2_000_000
"""Bytes of source pictures that go into a page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sides:
    """The pictures of a page: the render's by frame, and one of each shot's source as a data address."""

    album: Album
    sources: Mapping[int, str]

    def exactly(self, frame: int) -> Shown:
        """The picture of a frame, or none: evidence is never of another frame."""
        return Shown(wanted=frame, picture=self.album.near(frame, frame, frame + 1))

    def within(self, start: int, stop: int) -> Picture | None:
        """A picture of a frame in ``[start, stop)``, near the middle."""
        return self.album.near((start + stop - 1) // 2, start, stop)


def page(
    conformity: Conformity, planned: Timeline, media: Media, pictures: Pictures, sources: Mapping[int, bytes]
) -> str:
    """Write the page of one comparison.

    ``pictures`` must hold the frames that differences name as evidence; ``sources``: a JPEG of each shot's source.
    """
    made = album(pictures, media.display_width, media.display_height)
    sides = Sides(album=made, sources=_embedded(sources))
    shown = [
        [(part.what, [sides.exactly(frame) for frame in part.frames]) for part in each.evidence]
        for each in conformity.differences
    ]
    rows = bands(conformity, planned)
    style = asset("report.css") + asset("conform.css")
    return (
        environment("timeline.render")
        .get_template("conform.html.j2")
        .render(
            doc=conformity,
            planned=planned,
            sides=sides,
            album=made,
            say=say,
            own=say.Labels.of(conformity.timeline),
            seen=say.Labels.of(conformity.render),
            shown=shown,
            bands=[(band, _tiles(band, sides)) for band in rows],
            unseen=[place for place in conformity.places if place.verdict == "cannot be seen"],
            listed=conformity.places[:LISTED],
            looks=conformity.looks[:LISTED],
            ratio=made.width / made.height,
            shape=_shape(made),
            style=style,
            policy=policy(style),
        )
    )


def _tiles(band: Band, sides: Sides) -> list[Picture | None]:
    return [sides.within(tile.start, tile.stop) for tile in band.rendered]


def _embedded(sources: Mapping[int, bytes]) -> dict[int, str]:
    made, left = dict[int, str](), SOURCES
    for shot in sorted(sources):
        left -= len(sources[shot])
        if left < 0:
            break
        made[shot] = "data:image/jpeg;base64," + base64.b64encode(sources[shot]).decode("ascii")
    return made


def _shape(made: Album) -> str:
    ratio = made.width / made.height
    return "tall" if ratio < 0.8 else "wide" if ratio > 1.25 else "square"
