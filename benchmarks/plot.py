"""Small drawings for the docs, as SVG: lines over two logarithmic axes, and bars that share one length."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from html import escape

COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000")  # Okabe and Ito's
LEFT, RIGHT, TOP, BOTTOM = 76, 240, 34, 52
ROW = 26

Points = Sequence[tuple[float, float]]


def lines(title: str, across: str, curves: Mapping[str, Points], width: int = 760, height: int = 360) -> str:
    """Curves by name over logarithmic axes, so that a cost in proportion rises at 45 degrees."""
    places = [point for points in curves.values() for point in points if min(point) > 0]
    x = _scale([at for at, _ in places], LEFT, width - RIGHT)
    y = _scale([value for _, value in places], height - BOTTOM, TOP)
    parts = _frame(title, width, height)
    for value in _ticks([value for _, value in places]):
        parts.append(f'<path d="M{LEFT} {y(value):.1f}H{width - RIGHT}" stroke="#ddd"/>')
        parts.append(f'<text x="{LEFT - 8}" y="{y(value) + 4:.1f}" text-anchor="end">{value:g}</text>')
    for at in sorted({at for at, _ in places}):
        parts.append(f'<text x="{x(at):.1f}" y="{height - BOTTOM + 20}" text-anchor="middle">{_short(at)}</text>')
    parts.append(f'<text x="{LEFT}" y="{height - 8}">{escape(across)}</text>')
    for number, (name, points) in enumerate(curves.items()):
        colour, row = COLOURS[number % len(COLOURS)], TOP + 20 * number
        spots = " ".join(f"{x(at):.1f},{y(value):.1f}" for at, value in points if min(at, value) > 0)
        parts.append(f'<polyline points="{spots}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts += [
            f'<circle cx="{s.split(",")[0]}" cy="{s.split(",")[1]}" r="3" fill="{colour}"/>' for s in spots.split()
        ]
        parts.append(f'<path d="M{width - RIGHT + 14} {row}h16" stroke="{colour}" stroke-width="3"/>')
        parts.append(f'<text x="{width - RIGHT + 36}" y="{row + 4}">{escape(name)}</text>')
    return "\n".join([*parts, "</svg>", ""])


def bars(title: str, shares: Mapping[str, float], unit: str, width: int = 760) -> str:
    """Bars by name, the longest first as given, each with its value and its share of all."""
    height = TOP + ROW * len(shares) + 12
    whole, longest = sum(shares.values()), max(shares.values())
    parts = _frame(title, width, height)
    for number, (name, value) in enumerate(shares.items()):
        row = TOP + ROW * number
        size = (width - 480) * value / longest
        parts.append(f'<text x="300" y="{row + 15}" text-anchor="end">{escape(name)}</text>')
        parts.append(f'<rect x="310" y="{row + 3}" width="{max(size, 1):.1f}" height="16" fill="{COLOURS[0]}"/>')
        parts.append(f'<text x="{318 + size:.1f}" y="{row + 15}">{value:.2f} {unit}, {value / whole:.1%}</text>')
    return "\n".join([*parts, "</svg>", ""])


def _frame(title: str, width: int, height: int) -> list[str]:
    size = f'width="{width}" height="{height}"'
    return [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="sans-serif" font-size="12">',
        f'<rect {size} fill="white"/>',
        f'<text x="12" y="20" font-size="14" font-weight="bold">{escape(title)}</text>',
    ]


def _scale(values: Sequence[float], first: float, last: float) -> Callable[[float], float]:
    low, high = min(values), max(values)
    span = math.log10(high / low) or 1.0
    return lambda value: first + (last - first) * math.log10(value / low) / span


def _ticks(values: Sequence[float]) -> list[float]:
    """1, 2 and 5 times powers of ten between the smallest and the largest value."""
    low, high = min(values), max(values)
    powers = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    return [step * 10.0**power for power in powers for step in (1, 2, 5) if low <= step * 10.0**power <= high]


def _short(value: float) -> str:
    if value >= 1e4:
        return f"{value / 1e6:.1f}M" if value >= 1e6 else f"{value / 1e3:g}k"
    return f"{value:g}" if value >= 10 else f"{value:.2g}"
