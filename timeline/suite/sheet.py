"""The strips of one clip drawn as one PNG, for a message or a ticket."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

from timeline.render.text import to_ascii
from timeline.suite.pictures import Picture
from timeline.suite.shown import Shown
from timeline.suite.strips import Cell, Lane, Strip

WIDTH, MARGIN, GAP, SKIP = 1240, 16, 3, 18
BAR, LINE = 6, 18
PAPER, INK, QUIET, WRONG = "#ececea", "#171717", "#585856", "#a8201a"


@dataclass(frozen=True, slots=True)
class _Placed:
    """Something to draw and where: words, or a frame."""

    x: int
    y: int
    what: str | Cell


LEGEND = "above: the truth; below: what was reported; hollow: missed, or a false alarm"


def draw(shown: Shown, title: str) -> bytes:
    """Draw every strip of a clip; above each picture the truth, below it what was reported, wrong ones hollow."""
    from PIL import Image, ImageDraw, ImageFont

    sizes = {(picture.width, picture.height) for picture in shown.pictures.values()}
    width, height = max(sizes, default=(71, 126))
    placed, bottom = _layout(shown.strips, title, width, height)
    image = Image.new("RGB", (WIDTH, bottom + MARGIN), PAPER)
    pen, font = ImageDraw.Draw(image), ImageFont.load_default(13)
    for each in placed:
        if isinstance(each.what, str):
            pen.text((each.x, each.y), to_ascii(each.what), fill=INK, font=font)
            continue
        picture = shown.pictures.get(each.what.frame)
        if picture is not None:
            image.paste(_open(picture), (each.x, each.y))
        else:
            pen.rectangle((each.x, each.y, each.x + width - 1, each.y + height - 1), outline=QUIET)
        _mark(pen, each.what.truth, each.x, each.y - BAR - 2, width)
        _mark(pen, each.what.said, each.x, each.y + height + 2, width)
        pen.text((each.x, each.y + height + BAR + 3), str(each.what.frame), fill=QUIET, font=font)
    out = io.BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()


def _layout(strips: tuple[Strip, ...], title: str, width: int, height: int) -> tuple[list[_Placed], int]:
    placed = [_Placed(MARGIN, MARGIN, title), _Placed(MARGIN, MARGIN + LINE, LEGEND)]
    y = MARGIN + 3 * LINE
    for strip in strips:
        for trouble in strip.troubles:
            placed.append(_Placed(MARGIN, y, trouble.words))
            y += LINE
        x, y = MARGIN, y + BAR + 4
        for cell in strip.cells:
            x += SKIP if cell.gap and x > MARGIN else 0
            if x + width > WIDTH - MARGIN:
                x, y = MARGIN, y + height + 2 * BAR + LINE + 8
            placed.append(_Placed(x, y, cell))
            x += width + GAP
        y += height + 2 * BAR + LINE + 12
    return placed, y


def _open(picture: Picture) -> Any:
    from PIL import Image

    return Image.open(io.BytesIO(picture.jpeg))


def _mark(pen: Any, lane: Lane, x: int, y: int, width: int) -> None:
    colour = WRONG if lane.wrong else INK
    fill = PAPER if lane.wrong else INK
    if lane.span:
        pen.rectangle((x, y + 1, x + width - 1, y + BAR - 2), outline=colour, fill=fill)
    if lane.cut:
        pen.rectangle((x - 3, y - 2, x + 3, y + BAR + 1), outline=colour, fill=fill, width=2)
