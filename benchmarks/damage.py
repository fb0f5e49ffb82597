"""Damages the bytes of a file as files get damaged or are made to do harm: the same number, the same way."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

_NUMBER = re.compile(rb"\d+")
_LINE = re.compile(rb"\r\n|\r|\n")
ODD_NUMBERS = (
    b"0",
    b"-1",
    b"-0",
    b"1e309",
    b"NaN",
    b"99999999999999999999999",
    b"2147483648",
    b"0.0000001",
    b"",
    b"1/0",
)


def damaged(content: bytes, suffix: str, number: int) -> bytes:
    """The content after one to four damages, chosen by ``number`` alone."""
    chance = random.Random(f"{suffix} {number}")
    ways = [*ANY, *(WORDS if suffix.lower() != ".aaf" else ())]
    for _ in range(chance.choice((1, 1, 1, 2, 3, 4))):
        content = chance.choice(ways)(content, chance)
    return content


def _place(content: bytes, chance: random.Random) -> int:
    return chance.randrange(len(content) + 1)


def flip(content: bytes, chance: random.Random) -> bytes:
    """Change a few bytes to anything."""
    made = bytearray(content)
    for _ in range(chance.choice((1, 2, 8, 64))):
        if made:
            made[chance.randrange(len(made))] = chance.randrange(256)
    return bytes(made)


def cut(content: bytes, chance: random.Random) -> bytes:
    """Keep only the beginning."""
    return content[: _place(content, chance)]


def drop(content: bytes, chance: random.Random) -> bytes:
    """Take out a stretch."""
    at = _place(content, chance)
    return content[:at] + content[at + chance.choice((1, 16, 300, 5000)) :]


def double(content: bytes, chance: random.Random) -> bytes:
    """Put a stretch in again, once or many times, somewhere else."""
    at = _place(content, chance)
    part = content[at : at + chance.choice((4, 40, 400, 4000))]
    to = _place(content, chance)
    return content[:to] + part * chance.choice((1, 2, 50)) + content[to:]


def insert(content: bytes, chance: random.Random) -> bytes:
    """Put in what does not belong: zeros, marks of other encodings, bytes that are no UTF-8."""
    at = _place(content, chance)
    what = chance.choice((b"\0" * 8, b"\xef\xbb\xbf", b"\xff\xfe", b"\xc3\x28", b"\xed\xa0\x80", b"\x1a", b"../../../"))
    return content[:at] + what + content[at:]


def renumber(content: bytes, chance: random.Random) -> bytes:
    """Make some of its numbers odd, huge or none."""
    share = chance.choice((0.01, 0.1, 0.5))
    return _NUMBER.sub(lambda found: chance.choice(ODD_NUMBERS) if chance.random() < share else found[0], content)


def swap_lines(content: bytes, chance: random.Random) -> bytes:
    """Put two lines in each other's place."""
    lines = content.split(b"\n")
    a, b = chance.randrange(len(lines)), chance.randrange(len(lines))
    lines[a], lines[b] = lines[b], lines[a]
    return b"\n".join(lines)


def end_lines(content: bytes, chance: random.Random) -> bytes:
    """End lines in every way at once."""
    return _LINE.sub(lambda _: chance.choice((b"\n", b"\r", b"\r\n", b"\n\n", b"")), content)


def wrap(content: bytes, chance: random.Random) -> bytes:
    """Nest something deep: brackets, elements."""
    opening, closing = chance.choice(
        ((b"[", b"]"), (b'{"a":', b"}"), (b"<spine>", b"</spine>"), (b"<sequence>", b"</sequence>"))
    )
    at, depth = _place(content, chance), chance.choice((10, 200, 5000))
    return content[:at] + opening * depth + closing * depth + content[at:]


def entities(content: bytes, chance: random.Random) -> bytes:
    """Declare entities that multiply, or that lie elsewhere."""
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]>'
    return re.sub(rb"<!DOCTYPE[^>]*>", lambda _: bomb, content, count=1).replace(b"a.mov", b"&b;&c;", 1)


ANY: tuple[Callable[[bytes, random.Random], bytes], ...] = (flip, flip, cut, drop, double, insert)
WORDS: tuple[Callable[[bytes, random.Random], bytes], ...] = (renumber, renumber, swap_lines, end_lines, wrap, entities)
