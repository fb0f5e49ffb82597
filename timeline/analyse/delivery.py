"""What the file itself must be: length, rate, size and shape of the picture."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from timeline.analyse.case import Case, Check, Miss, finding_id
from timeline.analyse.times import least_frames, most_frames
from timeline.analyse.words import frames_text, listed, plain, seconds_text
from timeline.model.finding import Finding, Target
from timeline.model.media import Media
from timeline.model.profile import DeliveryRule
from timeline.timebase import is_ntsc, parse_rate


def check_delivery(case: Case, rule: DeliveryRule) -> Check:
    """One delivery fact against its rule."""
    if rule.fact == "duration":
        return _duration(case, rule)
    if rule.fact == "rate":
        return _rate(case, case.media.rate if case.media else case.timeline.clock.rate, rule)
    if case.media is None:
        return Check(judged=False, note=f"There is no picture file, so its {rule.fact} was not judged.")
    return _size(case, case.media, rule) if rule.fact == "size" else _aspect(case, case.media, rule)


def duration_frames(case: Case, rule: DeliveryRule) -> tuple[int | None, int | None]:
    """Fewest and most frames that a programme of this clock may have under a duration rule."""
    clock, start = case.timeline.clock, case.timeline.start
    low, high = rule.limit("min_seconds"), rule.limit("max_seconds")
    return (
        None if low is None else least_frames(clock, start, low),
        None if high is None else most_frames(clock, start, high),
    )


def _duration(case: Case, rule: DeliveryRule) -> Check:
    timeline, (low, high) = case.timeline, duration_frames(case, rule)
    least, most = rule.limit("min_seconds"), rule.limit("max_seconds")
    length = frames_text(timeline.frames, timeline.duration)
    target = Target(unit="seconds", low=least, high=most)
    if high is not None and most is not None and timeline.frames > high:
        off = timeline.frames - high
        over = case.amount(off, timeline.stop - off)
        sentence = f"The programme runs {length}, {over} over the {seconds_text(most)} allowed."
        title, remedy, short = "Programme too long", f"Take out {over}.", f"{over} over"
    elif low is not None and least is not None and timeline.frames < low:
        off = timeline.frames - low
        missing = case.amount(off, timeline.stop)
        sentence = f"The programme runs {length}, {missing} short of the {seconds_text(least)} wanted."
        title, remedy, short = "Programme too short", f"Add {missing} of picture.", f"{missing} short"
    else:
        return Check()
    finding = replace(
        _finding(case, rule, title, sentence, remedy),
        target=target,
        measured=timeline.duration,
        off_frames=off,
        off_seconds=case.seconds(off, timeline.stop - max(off, 0)),
        effect=abs(off),
    )
    return Check(misses=(Miss(finding=finding, short=short, need=remedy),))


def _finding(case: Case, rule: DeliveryRule, title: str, sentence: str, remedy: str) -> Finding:
    """Finding on the file: as long as no frames can mend it, all of them are what is off."""
    timeline = case.timeline
    return Finding(
        id=finding_id(f"delivery.{rule.fact}"),
        rule=f"delivery.{rule.fact}",
        severity=rule.severity,
        title=title,
        sentence=sentence,
        remedy=remedy,
        start=timeline.start,
        stop=timeline.stop,
        target=Target(allowed=rule.allowed),
        effect=timeline.frames,
        frames=(timeline.start,),
        source=rule.source,
    )


def _rate(case: Case, rate: Fraction, rule: DeliveryRule) -> Check:
    rates = [parse_rate(text) for text in rule.allowed]
    low, high = rule.limit("min"), rule.limit("max")
    fits = (not rates or rate in rates) and (low or 0) <= rate and (high is None or rate <= high)
    if fits:
        return Check()
    found = f"{_rate_text(rate)} frames a second"
    wanted = _wanted(rule, "frames a second")
    sentence = f"The file runs at {found}; {wanted} {'is' if len(rule.allowed) == 1 else 'are'} wanted."
    finding = replace(
        _finding(case, rule, "Frame rate", sentence, f"Export it again at {wanted}."),
        target=Target(low=low, high=high, allowed=rule.allowed),
        measured=rate,
    )
    return Check(misses=(Miss(finding=finding, short=found, need=sentence),))


def _rate_text(rate: Fraction) -> str:
    """Such as ``25`` or ``29.97``: the name of a rate, never a number to count with."""
    return plain(rate) if not is_ntsc(rate) else f"{float(rate):.3f}".rstrip("0")


def _wanted(rule: DeliveryRule, unit: str) -> str:
    low, high = rule.limit("min"), rule.limit("max")
    parts = [listed(list(rule.allowed), "or")] if rule.allowed else []
    if low is not None or high is not None:
        parts.append(between(low, high))
    return f"{' and '.join(parts)} {unit}"


def between(low: Fraction | None, high: Fraction | None) -> str:
    """Such as ``23 to 60``, ``23 or more``, ``60 or less``."""
    if low is not None and high is not None:
        return plain(low) if low == high else f"{plain(low)} to {plain(high)}"
    return f"{plain(low)} or more" if low is not None else f"{plain(high or 0)} or less"


def _size(case: Case, media: Media, rule: DeliveryRule) -> Check:
    found = f"{media.width}x{media.height}"
    problems = []
    if rule.allowed and found not in rule.allowed:
        problems.append(f"{listed(list(rule.allowed), 'or')} is wanted")
    for side, value in (("width", media.width), ("height", media.height)):
        low, high = rule.limit(f"min_{side}"), rule.limit(f"max_{side}")
        if (low is not None and value < low) or (high is not None and value > high):
            problems.append(f"{between(low, high)} pixels of {side} are wanted")
    if not problems:
        return Check()
    sentence = f"The picture is {found}: {listed(problems)}."
    finding = replace(
        _finding(case, rule, "Picture size", sentence, "Export it again at a size that is allowed."),
        target=Target(allowed=rule.allowed or tuple(f"{key} {plain(value)}" for key, value in rule.limits)),
    )
    return Check(misses=(Miss(finding=finding, short=found, need=sentence),))


def _aspect(case: Case, media: Media, rule: DeliveryRule) -> Check:
    """Shape of the picture as displayed, pixel aspect applied; one pixel either way is rounding."""
    width, height = media.display_width, media.display_height
    if any(_is_shape(width, height, text) for text in rule.allowed):
        return Check()
    shape = Fraction(width, height)
    wanted = listed(list(rule.allowed), "or")
    near = f"{shape.numerator}:{shape.denominator}" if shape.numerator < 100 else f"{float(shape):.3f}:1"
    sentence = f"The picture is {near} ({width}x{height} as displayed); {wanted} is wanted."
    finding = _finding(case, rule, f"Aspect {near}", sentence, f"Reframe and export it at {wanted}.")
    return Check(misses=(Miss(finding=finding, short=near, need=sentence),))


def _is_shape(width: int, height: int, text: str) -> bool:
    across, down = (int(part) for part in text.split(":"))
    return abs(width - Fraction(height * across, down)) <= 1 or abs(height - Fraction(width * down, across)) <= 1
