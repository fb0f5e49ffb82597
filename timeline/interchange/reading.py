"""What every reader of timeline files shares: what was asked, bytes within limits, text, and exact rates."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

from timeline.errors import SequenceError
from timeline.model.sequence import Oddity
from timeline.timebase import NTSC_RATES

# What a timeline may weigh. Real ones stay far below; a file made to fill the memory does not get in.
MOST_BYTES = 16 * 2**20
MOST_ITEMS = 20_000
MOST_DEPTH = 32
# A day of frames at 1000 fps: no record time lies further out.
MOST_FRAMES = 24 * 3600 * 1000
FASTEST = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """What the reader was told: a rate for files that state none, the sequence meant, and whether to refuse guesses.

    ``strict``: what a newer version of a format might mean otherwise is refused instead of read as the older one.
    """

    rate: Fraction | None = None
    sequence: str | None = None
    strict: bool = False


@dataclass(slots=True)
class Log:
    """Collects what a reader could not take as it stands; alike messages beyond a few are only counted."""

    kept: list[Oddity] = field(default_factory=list)
    most: int = 200
    more: int = 0

    def note(self, code: str, message: str, where: str = "", frame: int | None = None) -> None:
        """Add one oddity."""
        if len(self.kept) < self.most:
            self.kept.append(Oddity(code=code, message=message, where=where, frame=frame))
        else:
            self.more += 1

    def all(self) -> tuple[Oddity, ...]:
        """Every oddity, and how many more there were."""
        if not self.more:
            return tuple(self.kept)
        return (*self.kept, Oddity(code="more", message=f"{self.more:,} more oddities are not listed"))


def read_bytes(path: Path, most: int = MOST_BYTES) -> bytes:
    """The whole file.

    Raises:
        SequenceError: it cannot be read, is empty, or is larger than a timeline of its kind can be.
    """
    try:
        with path.open("rb") as file:
            data = file.read(most + 1)
    except OSError as error:
        raise SequenceError(f"'{path}' cannot be read: {error.strerror or error}") from error
    if len(data) > most:
        raise SequenceError(f"'{path}' is over {most // 2**20} MB; no timeline of this kind is, so it was not read")
    if not data.strip(b"\0 \t\r\n"):
        raise SequenceError(f"'{path}' is empty")
    return data


def exact_rate(number: float) -> Fraction:
    """Rational rate behind a decimal one: 29.97 and 29.97003 are 30000/1001, 25.0 is 25.

    Raises:
        SequenceError: no rate at which pictures run.
    """
    if not 0 < number <= FASTEST:  # also refuses NaN
        raise SequenceError(f"{number} is no frame rate")
    close = [rate for rate in NTSC_RATES if abs(float(rate) - number) < 0.006]
    if abs(number - round(number)) < 1e-6:
        return Fraction(round(number))
    return close[0] if close else Fraction(number).limit_denominator(1001)


def stated(rate: Fraction, ask: Ask, log: Log) -> Fraction:
    """The rate that a file states, which ``--rate`` does not change; where it says another, that is named."""
    if ask.rate not in (None, rate):
        log.note("rate", f"the file states its rate, {float(rate):.6g}; --rate is for files that state none")
    return rate


# Names of classes as C++ mangles them, and where lxml says that a text came from.
_MANGLED = re.compile(r"N14opentimelineio[\dv_]+([A-Z]\w*)E\b")
_FROM_TEXT = re.compile(r" \(<string>, line \d+\)")


def one_line(error: BaseException) -> str:
    """What went wrong, on one line and not endless."""
    words = " ".join(str(error).split()) or type(error).__name__
    return _FROM_TEXT.sub("", _MANGLED.sub(r"\1", words))[:300]
