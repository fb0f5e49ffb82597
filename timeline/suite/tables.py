"""Markdown tables and repeatable JSON."""

from __future__ import annotations

import html
import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from timeline.render.text import clean

_WIDTH = 160
_MOST_LEAVES = 40


def markdown(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A Markdown table; the first column reads from the left, the others are figures."""
    lines = [_line(header), "|---|" + "---:|" * (len(header) - 1)]
    return "\n".join([*lines, *(_line(row) for row in rows)]) + "\n"


def _line(cells: Sequence[object]) -> str:
    return "| " + " | ".join(str(cell).replace("|", "\\|") for cell in cells) + " |"


def to_json(data: Any) -> str:
    """JSON that is the same for the same data."""
    return json.dumps(data, indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def to_dense_json(data: Any) -> str:
    """The same with every list or object that fits on a line on one: a large value that can still be read."""
    return "\n".join(_dense(data, 0, "")) + "\n"


def _dense(data: Any, depth: int, key: str) -> Iterator[str]:
    pad = " " * depth
    if not isinstance(data, (dict, list)):
        yield pad + key + _inline(data)
        return
    flat = _inline(data) if _leaves(data) <= _MOST_LEAVES else ""
    if flat and len(flat) + len(key) <= _WIDTH:
        yield pad + key + flat
        return
    opening, closing = "{}" if isinstance(data, dict) else "[]"
    items = [(f"{_inline(k)}: ", v) for k, v in data.items()] if isinstance(data, dict) else [("", v) for v in data]
    yield pad + key + opening
    for number, (name, value) in enumerate(items):
        *before, last = _dense(value, depth + 1, name)
        yield from before
        yield last + ("," if number + 1 < len(items) else "")
    yield pad + closing


def _inline(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, allow_nan=False)


def _leaves(data: Any) -> int:
    """How many values it holds, counted no further than needed."""
    if not isinstance(data, (dict, list)):
        return 1
    total = 0
    for value in data.values() if isinstance(data, dict) else data:
        total += _leaves(value)
        if total > _MOST_LEAVES:
            break
    return total + 1


def plain(text: str) -> str:
    """Text as Markdown shows it, on one line: names come from files and are no markup."""
    return html.escape(clean(" ".join(text.split())), quote=False).replace("`", "'").replace("*", "\\*")


def code(text: str) -> str:
    """Text as a code span of Markdown, in which nothing is markup."""
    return "`" + clean(" ".join(text.replace("`", "'").split())) + "`"
