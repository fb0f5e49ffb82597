"""How numbers, places and hostile names are written, the same in every renderer."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from pathlib import PurePath

from timeline.model.clock import FrameClock
from timeline.model.finding import Finding, Target
from timeline.model.inspection import Inspection, TimecodeChoice
from timeline.model.rhythm import Figure, Number, Unit
from timeline.timecode import TimecodeBasis

# Controls, line separators, joiners and direction overrides that could repaint a terminal or turn a name around,
# and the lone surrogates by which Python carries bytes of a name that are no UTF-8.
_HOSTILE = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)

MINUS = "−"
_ASCII = str.maketrans({MINUS: "-", "–": "-", "·": "|", "…": "...", "±": "+/-", "×": "x", "→": "->", "’": "'"})


def clean(text: str) -> str:
    """Text from outside with everything that could act instead of being read written out, such as ``\\x1b``."""
    return _HOSTILE.sub(lambda found: _escape(ord(found[0])), text)


def _escape(code: int) -> str:
    if 0xDC80 <= code <= 0xDCFF:
        return f"\\x{code - 0xDC00:02x}"
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


def to_ascii(text: str) -> str:
    """Text for an output that knows ASCII alone: our own signs in ASCII, anything else escaped."""
    return text.translate(_ASCII).encode("ascii", "backslashreplace").decode("ascii")


def file_name(path: str) -> str:
    """Last part of a path, cleaned."""
    return clean(PurePath(path).name or path)


def plural(count: int, one: str, many: str = "") -> str:
    """``1 cut``, ``2 cuts``."""
    return f"{whole(count)} {one if count == 1 else many or one + 's'}"


def whole(number: int) -> str:
    """A whole number with thousands apart."""
    return f"{number:,}".replace("-", MINUS)


def decimal(number: Number, places: int = 2) -> str:
    """A number with fixed decimals and a true minus sign."""
    return f"{float(number):,.{places}f}".replace("-", MINUS)


def signed_frames(frames: int) -> str:
    """``+116 f``, ``−12 f``, ``±0 f``."""
    return f"{_sign(frames)}{abs(frames):,} f"


def signed_seconds(seconds: Fraction) -> str:
    """``+4.83 s``."""
    return f"{_sign(seconds)}{abs(float(seconds)):,.2f} s"


def _sign(number: Number) -> str:
    return "+" if number > 0 else MINUS if number < 0 else "±"


def percent(share: float) -> str:
    """``62 %``; never 100 % for what is not certain, never 0 % for what is not excluded."""
    rounded = round(100 * share)
    if rounded == 100 and share < 1:
        return "> 99 %"
    return "< 1 %" if rounded == 0 and share > 0 else f"{rounded} %"


def minutes(seconds: Fraction | float) -> str:
    """``mm:ss`` of an axis, whole seconds."""
    minute, second = divmod(int(seconds), 60)
    return f"{minute:02d}:{second:02d}"


def clock_time(seconds: Fraction) -> str:
    """``mm:ss.mmm``, the first whole millisecond not before ``seconds``: a seek there shows the frame meant."""
    milliseconds = -((-seconds.numerator * 1000) // seconds.denominator)
    second, rest = divmod(milliseconds, 1000)
    minute, second = divmod(second, 60)
    return f"{minute:02d}:{second:02d}.{rest:03d}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """Writes frames of one inspection as places and lengths: timecode, or clock time where the rate varies."""

    clock: FrameClock
    basis: TimecodeBasis

    @property
    def timecode(self) -> bool:
        """Whether places are written as timecode (else as clock time with the frame number)."""
        return self.clock.regularity != "variable"

    def at(self, frame: int) -> str:
        """Label of ``frame``."""
        return self.basis.label(frame) if self.timecode else clock_time(self.clock.time(min(frame, self.clock.frames)))

    def place(self, frame: int) -> str:
        """Label of ``frame``, with its number where the label alone does not give it."""
        return self.at(frame) if self.timecode else f"{self.at(frame)} (frame {frame})"

    def length(self, start: int, stop: int) -> str:
        """Length of ``[start, stop)`` as ``s:ff``, or in frames where a second has no fixed count of them."""
        if not self.timecode:
            return f"{whole(stop - start)} f"
        seconds, frames = divmod(stop - start, self.basis.fps)
        return f"{seconds}:{frames:0{self._frame_digits}d}"

    def long_length(self, start: int, stop: int) -> str:
        """Length of a programme as ``m:ss:ff``, or ``mm:ss.mmm`` where the rate varies."""
        if not self.timecode:
            return clock_time(self.clock.span(start, stop))
        return self.frames_length(stop - start)

    def frames_length(self, count: int) -> str:
        """So many frames as ``m:ss:ff``, or as frames where a second has no fixed count of them."""
        if not self.timecode:
            return f"{whole(count)} f"
        seconds, frames = divmod(count, self.basis.fps)
        return f"{seconds // 60}:{seconds % 60:02d}:{frames:0{self._frame_digits}d}"

    def seconds(self, start: int, stop: int) -> str:
        """Exact duration of ``[start, stop)``, rounded to 2 decimals (3 where the rate varies)."""
        return f"{decimal(self.clock.span(start, stop), 2 if self.timecode else 3)} s"

    @property
    def _frame_digits(self) -> int:
        return max(2, len(str(self.basis.fps - 1)))


def labels_of(inspection: Inspection) -> Labels:
    """How this inspection's frames are written."""
    return Labels(clock=inspection.timeline.clock, basis=inspection.timecode.basis)


def rate_text(rate: Fraction, vfr: str) -> str:
    """``25 fps``, ``29.97 fps (30000/1001)``, ``variable, about 30 fps``."""
    number = f"{rate}" if rate.denominator == 1 else f"{float(rate):.3f}".rstrip("0").rstrip(".")
    exact = "" if rate.denominator == 1 else f" ({rate})"
    return f"variable, about {number} fps" if vfr == "variable" else f"{number} fps{exact}"


def basis_text(choice: TimecodeChoice, *, timecode: bool = True) -> str:
    """What the timecode rests on, in one line."""
    if not timecode:
        return "clock time and frame numbers: the rate varies, timecode would not hold"
    count = "DF" if choice.basis.drop else "NDF"
    counted = {
        "container": f"{count}, as the file says",
        "option": f"{count}, as asked",
        "rate": count,
        "assumed": f"assumed {count}: nothing says",
    }[choice.drop_origin]
    begins = {
        "container": f"starts {choice.basis.label(0)} (from the file)",
        "option": f"starts {choice.basis.label(0)} (as asked)",
        "none": f"counted from {choice.basis.label(0)}: the file states none",
    }[choice.start_origin]
    return f"{counted}; {begins}"


_UNITS: dict[Unit, tuple[int, str]] = {
    "frames": (1, " f"),
    "seconds": (2, " s"),
    "count": (1, ""),
    "per_minute": (1, " /min"),
    "ratio": (2, ""),
    "percent": (1, " %"),
    "seconds_per_shot": (4, " s a shot"),
}


def quantity(value: Number, unit: Unit | None) -> str:
    """A value with its unit; whole numbers stay whole where the unit counts."""
    places, sign = _UNITS[unit] if unit else (2, "")
    exact = isinstance(value, int) or (isinstance(value, Fraction) and value.denominator == 1)
    if exact and unit in {"frames", "count", None}:
        return f"{whole(int(value))}{sign}"
    return f"{decimal(value, places)}{sign}"


def figure_value(figure: Figure) -> str:
    """A figure's value, or a dash where it is not reported."""
    return "–" if figure.value is None else quantity(figure.value, figure.unit)


def figure_range(figure: Figure) -> str:
    """Where the figure would lie if the doubtful cuts fell otherwise; empty where that changes nothing."""
    if figure.low is None or figure.high is None or figure.low == figure.high:
        return ""
    return f"{quantity(figure.low, figure.unit)} to {quantity(figure.high, figure.unit)}"


def target_text(target: Target | None) -> str:
    """A band in words: ``at most 3.00 s``."""
    if target is None:
        return ""
    if target.low is not None and target.high is not None:
        if target.low == target.high:
            return quantity(target.low, target.unit)
        return f"{quantity(target.low, target.unit)} to {quantity(target.high, target.unit)}"
    if target.low is not None:
        return f"at least {quantity(target.low, target.unit)}"
    if target.high is not None:
        return f"at most {quantity(target.high, target.unit)}"
    return "allowed: " + ", ".join(clean(name) for name in target.allowed) if target.allowed else ""


def off_text(finding: Finding) -> str:
    """How far outside its target a finding lies: ``+116 f``; empty where frames mean nothing."""
    return "" if finding.off_frames is None else signed_frames(finding.off_frames)


@dataclass(frozen=True, slots=True, kw_only=True)
class LengthTarget:
    """Programme length against the profile's: ``off`` as ``+116 f`` or empty within it; ``band`` in words."""

    off: str
    band: str


def length_target(inspection: Inspection) -> LengthTarget | None:
    """How far the programme's length is off the profile's, if the profile wants one."""
    target = inspection.judgement.target_frames if inspection.judgement else None
    if target is None or target == (None, None):
        return None
    low, high = target
    labels, frames = labels_of(inspection), inspection.timeline.frames
    over = frames - high if high is not None and frames > high else 0
    under = frames - low if low is not None and frames < low else 0
    sides = [None if side is None else labels.frames_length(side) for side in target]
    if low is None:
        band = f"up to {sides[1]}"
    else:
        band = f"at least {sides[0]}" if high is None else f"{sides[0]} to {sides[1]}"
    return LengthTarget(off=signed_frames(over or under) if over or under else "", band=band)


def verdict(inspection: Inspection) -> str:
    """The verdict in at most three words; without a profile there is none."""
    judgement = inspection.judgement
    if judgement is None or judgement.outcome == "no profile":
        return "Facts only"
    if judgement.outcome == "to look at":
        return f"{whole(len(inspection.findings))} to look at"
    return "On target" if judgement.outcome == "on target" else "Cannot judge"


def stretch(inspection: Inspection) -> str:
    """Which frames of the file were looked at, where not all were; empty where all were."""
    timeline, frames = inspection.timeline, inspection.timeline.clock.frames
    if (timeline.start, timeline.stop) == (0, frames):
        return ""
    return f"frames {whole(timeline.start)} to {whole(timeline.stop - 1)} of the file's {whole(frames)}"
