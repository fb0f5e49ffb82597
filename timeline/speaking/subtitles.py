"""Reads SRT and WebVTT: when each cue is shown, exactly, and whether it says words.

A reader of our own: of those that exist, pysubs2 takes a line it does not understand for more text of the cue before,
and none names the line that is wrong.
"""

from __future__ import annotations

import codecs
import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from timeline.errors import SubtitleError

MOST_BYTES = 16 * 2**20
"""Subtitles of a long film take a tenth of a megabyte; a file made to fill the memory does not get in."""

_ARROW = "-->"
_STAMP = r"(?:(\d{1,4}):)?(\d{1,2}):(\d{1,2})(?:[.,](\d{1,9}))?"
_TIMING = re.compile(rf"\s*{_STAMP}\s*-->\s*{_STAMP}(?:\s.*)?")
_NEW_LINE = re.compile(r"\r\n|\n|\r")
_TAGS = re.compile(r"<[^<>]*>|\{[^{}]*\}")
_DESCRIBED = re.compile(r"\[[^\[\]]*\]|\([^()]*\)|（[^（）]*）|【[^【】]*】|［[^［］]*］|\*[^*]*\*")
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """Text shown from ``start`` to ``stop``, in seconds from frame 0; ``line``: that of its times, from 1."""

    start: Fraction
    stop: Fraction
    text: str
    line: int

    @property
    def says_words(self) -> bool:
        """Whether anything is left once sounds described in brackets, notes of music and signs are taken away."""
        return any(character.isalnum() for character in _DESCRIBED.sub(" ", self.text))


def read_cues(path: Path) -> tuple[Cue, ...]:
    """Every cue of an SRT or WebVTT file, in the order of the file; which of the two it is, its first line says.

    Raises:
        SubtitleError: it cannot be read, holds no cue, or a line with an arrow holds no two times; the line is named.
    """
    lines = _NEW_LINE.split(_text(path))
    cues = tuple(_cues(path, lines, webvtt=_is_webvtt(lines)))
    if not cues:
        raise SubtitleError(f"'{path}' holds no cue: no line such as 00:00:01,000 --> 00:00:02,500; give SRT or WebVTT")
    return cues


def _is_webvtt(lines: Sequence[str]) -> bool:
    return lines[0].split(" ")[0].split("\t")[0] == "WEBVTT"


def _text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise SubtitleError(f"'{path}' cannot be read: {error.strerror or error}") from error
    if len(content) > MOST_BYTES:
        raise SubtitleError(f"'{path}' is larger than {MOST_BYTES >> 20} MiB; subtitles are not, give SRT or WebVTT")
    return _decoded(content)


def _decoded(content: bytes) -> str:
    """By its byte order mark, else as UTF-8, as UTF-16 where every other byte is 0, or as Latin-1, which never fails.

    Times and brackets are ASCII, and so are right in any encoding that contains it.
    """
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return content[len(mark) :].decode(encoding, errors="replace")
    for odd, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        half = content[odd:4096:2]
        if len(half) > 8 and half.count(0) > 0.4 * len(half):
            return content.decode(encoding, errors="replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("latin-1")


def _cues(path: Path, lines: Sequence[str], *, webvtt: bool) -> Iterator[Cue]:
    """Cues between lines with an arrow.

    In WebVTT text ends at an empty line, and what stands between cues (NOTE, STYLE, REGION) is skipped; in SRT text
    goes on to the next cue, since empty lines within it are common.
    """
    timings = list(_timings(lines, webvtt=webvtt))
    for number, following in zip(timings, [*timings, len(lines)][1:], strict=True):
        start, stop = _times(path, lines[number], number + 1)
        text = list(lines[number + 1 : following])
        if webvtt:
            text = text[: next((n for n, line in enumerate(text) if not line.strip()), len(text))]
        elif following < len(lines) and text and text[-1].strip().isdecimal():
            text.pop()  # the number of the next cue
        yield Cue(start=start, stop=stop, text=_plain(text), line=number + 1)


def _timings(lines: Sequence[str], *, webvtt: bool) -> Iterator[int]:
    """Numbers of the lines with an arrow, but for those in a NOTE, which goes on to the next empty line."""
    note, above = False, ""
    for number, line in enumerate(lines):
        if not above.strip():
            note = webvtt and line.startswith("NOTE")
        if _ARROW in line and not note:
            yield number
        above = line


def _times(path: Path, line: str, number: int) -> tuple[Fraction, Fraction]:
    match = _TIMING.fullmatch(line)
    if match is None:
        raise SubtitleError(
            f"'{path}', line {number}: '{line.strip()[:60]}' holds no two times; write 00:00:01,000 --> 00:00:02,500"
        )
    start, stop = _seconds(match.groups()[:4]), _seconds(match.groups()[4:])
    if stop < start:
        raise SubtitleError(
            f"'{path}', line {number}: '{line.strip()[:60]}' ends before it starts; put its times right"
        )
    return start, stop


def _seconds(fields: Sequence[str | None]) -> Fraction:
    hours, minutes, seconds, decimals = (field or "0" for field in fields)
    whole = 3600 * int(hours) + 60 * int(minutes) + int(seconds)
    return whole + Fraction(int(decimals), 10 ** len(decimals))


def _plain(lines: Sequence[str]) -> str:
    return html.unescape(_TAGS.sub("", "\n".join(lines))).strip()
