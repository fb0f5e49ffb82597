"""Which line of a TOML file each key stands on, so that a refusal can point at it; ``tomllib`` does not say."""

from __future__ import annotations

import re
from typing import TypeAlias

Path: TypeAlias = tuple[str | int, ...]

# The strings and comments in which brackets and equals signs mean nothing, longest quotes first.
_OPAQUE = re.compile(r'"""(?:\\.|[^\\])*?"""|\'\'\'.*?\'\'\'|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'|#[^\n]*', re.DOTALL)
_KEY = r"(?:[A-Za-z0-9_-]+|\"[^\"\n]*\"|'[^'\n]*')"
_KEYS = rf"{_KEY}(?:\s*\.\s*{_KEY})*"
_HEADER = re.compile(rf"\s*(\[\[?)\s*({_KEYS})\s*\]\]?")
_ASSIGN = re.compile(rf"\s*({_KEYS})\s*=")


def key_lines(text: str) -> dict[Path, int]:
    """Line (from 1) of every table header and of every key that begins a line, by path; arrays of tables by index.

    ``text`` must be valid TOML. Keys inside inline tables are not listed: ``line_of`` falls back on what holds them.
    """
    found: dict[Path, int] = {}
    table: Path = ()
    counts: dict[Path, int] = {}
    depth = 0
    # Keys may be quoted, so heads are matched on the text itself and only nesting on the blanked text.
    for number, (line, bare) in enumerate(zip(text.split("\n"), _blank(text).split("\n"), strict=True), start=1):
        if depth == 0 and (header := _HEADER.match(line)) and bare.lstrip()[:1] == "[":
            table = _enter(_split(header[2]), counts, array=header[1] == "[[")
            found.setdefault(table, number)
        elif depth == 0 and (assign := _ASSIGN.match(line)) and "=" in bare:
            found.setdefault((*table, *_split(assign[1])), number)
            depth += _nesting(bare)
        else:
            depth += _nesting(bare)
    return found


def line_of(lines: dict[Path, int], path: Path) -> int:
    """Line of ``path`` (of its first table where it is an array), or of the nearest thing above it; else 1."""
    while path:
        for place in (path, (*path, 0)):
            if place in lines:
                return lines[place]
        path = path[:-1]
    return 1


def _blank(text: str) -> str:
    """Overwrite strings and comments, keeping every line break in its place."""
    return _OPAQUE.sub(lambda match: re.sub(r"[^\n]", "_" if match[0][0] != "#" else " ", match[0]), text)


def _enter(keys: Path, counts: dict[Path, int], *, array: bool) -> Path:
    """Path of a table header, each array of tables on the way taken at its latest index."""
    path: Path = ()
    for n, key in enumerate(keys):
        path = (*path, key)
        if array and n == len(keys) - 1:
            counts[path] = counts.get(path, -1) + 1
        if path in counts:
            path = (*path, counts[path])
    return path


def _split(keys: str) -> Path:
    return tuple(part.strip("\"'") for part in re.findall(_KEY, keys))


def _nesting(bare: str) -> int:
    return sum(bare.count(c) for c in "[{") - sum(bare.count(c) for c in "]}")
