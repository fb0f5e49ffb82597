"""Markdown tables and repeatable JSON."""

from __future__ import annotations

import html
import json
from collections.abc import Iterable, Sequence
from typing import Any


def markdown(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A Markdown table; the first column reads from the left, the others are figures."""
    lines = [_line(header), "|---|" + "---:|" * (len(header) - 1)]
    return "\n".join([*lines, *(_line(row) for row in rows)]) + "\n"


def _line(cells: Sequence[object]) -> str:
    return "| " + " | ".join(str(cell).replace("|", "\\|") for cell in cells) + " |"


def to_json(data: Any) -> str:
    """JSON that is the same for the same data."""
    return json.dumps(data, indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def plain(text: str) -> str:
    """Text as Markdown shows it, on one line: names come from files and are no markup."""
    return html.escape(" ".join(text.split()), quote=False).replace("`", "'").replace("*", "\\*").replace("_", "\\_")
