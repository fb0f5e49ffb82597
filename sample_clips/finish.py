"""The last touch on every frame: bloom, film curve, grain, captions."""

from __future__ import annotations

from functools import cache, lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from sample_clips.edit import Caption
from sample_clips.paint import Picture


@cache
def _grain(height: int, width: int) -> Picture:
    """A tile of film grain, larger than the picture so that each frame takes another corner of it."""
    tile = np.random.default_rng(77).standard_normal((height + 64, width + 64)).astype(np.float32)
    soft: Picture = cv2.GaussianBlur(tile, (0, 0), 0.8)
    return soft / np.float32(soft.std())


@cache
def _vignette(height: int, width: int) -> Picture:
    """Darker corners."""
    y, x = np.mgrid[:height, :width].astype(np.float32)
    r = np.hypot((x / width - 0.5) * 1.1, y / height - 0.5)
    fall: Picture = (1 - 0.55 * np.clip(r - 0.32, 0, 1) ** 1.3 * 2).astype(np.float32)
    return fall[..., None]


def developed(light: Picture) -> Picture:
    """Light to display values 0..1: bloom of what is bright, corners, film curve. Black stays 0."""
    height, width = light.shape[:2]
    small = cv2.resize(light, (max(1, width // 6), max(1, height // 6)), interpolation=cv2.INTER_AREA)
    bloom = cv2.GaussianBlur(np.clip(small - 0.55, 0, 2), (0, 0), max(1.0, height / 190))
    bloom = cv2.resize(bloom, (width, height), interpolation=cv2.INTER_LINEAR)
    shown = 1 - np.exp(-2.05 * (light + 0.38 * bloom) * _vignette(height, width))
    # The toe: dark tones fall off, so that night stays night.
    out: Picture = shown * shown * np.float32(1.04) / (shown + np.float32(0.04))
    return out


def printed(shown: Picture, frame: int, *, grain: float = 0.011) -> NDArray[np.uint8]:
    """Display values to 8 bits with this frame's grain, which leaves pure black and pure white alone."""
    height, width = shown.shape[:2]
    step = (frame * 2654435761) % 4096
    patch = _grain(height, width)[step % 64 : step % 64 + height, step // 64 : step // 64 + width]
    shown = np.clip(shown, 0, 1)
    body = np.sqrt(shown * (1 - shown)) * 2
    out: NDArray[np.uint8] = np.clip((shown + np.float32(grain) * patch[..., None] * body) * 255 + 0.5, 0, 255).astype(
        np.uint8
    )
    return out


@lru_cache(maxsize=64)
def lettering(text: str, height: int, width: int, style: str) -> NDArray[np.float32]:
    """A caption as straight RGBA, 0..1, of the picture's size."""
    # Words fit the narrower side, so that upright and wide pictures carry the same caption.
    size = max(10, round((0.043 if style != "card" else 0.060) * min(height, width * 1.78)))
    font = ImageFont.load_default(size)
    image = Image.new("RGBA", (width, height), (0, 0, 0, 0))
    draw = ImageDraw.Draw(image)
    y = height * (0.755 if style != "card" else 0.66)
    fill = (255, 222, 120, 255) if style == "thought" else (255, 255, 255, 255)
    bold = max(0, round(size / 30))
    for line in _wrapped(text, font, width * 0.84):
        draw.text(
            (width / 2, y),
            line,
            font=font,
            fill=(0, 0, 0, 255),
            anchor="mm",
            stroke_width=bold + max(1, round(size / 10)),
            stroke_fill=(0, 0, 0, 255),
        )
        draw.text((width / 2, y), line, font=font, fill=fill, anchor="mm", stroke_width=bold, stroke_fill=fill)
        y += size * 1.25
    return np.asarray(image, np.float32) / np.float32(255)


def _wrapped(text: str, font: ImageFont.FreeTypeFont | ImageFont.ImageFont, room: float) -> list[str]:
    """Lines no longer than ``room`` pixels."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and font.getlength(longer) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def captioned(shown: NDArray[np.uint8], caption: Caption, light: float = 1.0) -> NDArray[np.uint8]:
    """The frame with a caption burned in, ``light`` below 1 where the picture fades to black."""
    layer = lettering(caption.text, *shown.shape[:2], caption.style)
    rows = np.flatnonzero(layer[..., 3].any(1))
    a, b = int(rows[0]), int(rows[-1]) + 1
    alpha = layer[a:b, :, 3:]
    out = shown.copy()
    out[a:b] = (shown[a:b] * (1 - alpha) + layer[a:b, :, :3] * alpha * np.float32(255 * light) + 0.5).astype(np.uint8)
    return out
