"""Figures against their bands: measured, how far off, whether it holds, and what would bring it back."""

from __future__ import annotations

from dataclasses import replace

from timeline.analyse.case import PROGRAMME, Case, Check, Miss, finding_id, shot_frames, within
from timeline.analyse.doubt import Extent
from timeline.analyse.metrics import BY_NAME, Metric
from timeline.analyse.remedies import REMEDIES
from timeline.analyse.telling import Off, Remedy, other
from timeline.analyse.words import sentence
from timeline.model.finding import Finding, Target
from timeline.model.profile import Band
from timeline.model.rhythm import Number


def check_band(case: Case, band: Band) -> Check:
    """Hold one figure against its band."""
    metric, section = BY_NAME[band.figure], case.place(band.section)
    doubt = replace(case.doubt, frames=band.unit == "frames")
    value = doubt.value(metric, case.timeline.edit_points, section)
    if value is None and band.figure == "first_edit_point" and _late(case, band):
        return Check(misses=(_miss(case, band, metric, None, 1, holds=not doubt.maybe),))
    if value is None:
        reason = next((f.reason for f in case.rhythm.figures if (f.name, f.section) == (band.figure, band.section)), "")
        reason = reason or metric.without or "there are too few shots"
        return Check(judged=False, note=f"{metric.title} {within(band.section)} was not judged: {reason}.")
    extent = doubt.extent(metric, section)
    outside = _outside(value, band)
    if not outside:
        return Check(swings=_swings(extent, band))
    holds = extent.known and _stands(extent, band, outside)
    return Check(misses=(_miss(case, band, metric, value, outside, holds=holds),))


def _late(case: Case, band: Band) -> bool:
    """Whether a programme without an edit point runs past the latest that the first one may come."""
    length = case.timeline.frames if band.unit == "frames" else case.timeline.duration
    return band.high is not None and length > band.high


def _outside(value: Number | None, band: Band) -> int:
    """-1 below the band, 1 above it, 0 within."""
    if value is None:
        return 0
    return -1 if band.low is not None and value < band.low else 1 if band.high is not None and value > band.high else 0


def _stands(extent: Extent, band: Band, outside: int) -> bool:
    """Whether every value of the extent lies outside on that side; an open end does not on the other side."""
    if outside < 0:
        return extent.high is not None and _outside(extent.high, band) < 0
    return extent.low is not None and _outside(extent.low, band) > 0


def _swings(extent: Extent, band: Band) -> bool:
    """Whether a value of the extent lies outside the band; an open high end does where there is a most."""
    if not extent.known:
        return True
    opened = extent.low is not None and extent.high is None and band.high is not None
    return opened or bool(_outside(extent.low, band) or _outside(extent.high, band))


def _miss(case: Case, band: Band, metric: Metric, value: Number | None, outside: int, *, holds: bool) -> Miss:
    bound = band.high if outside > 0 else band.low
    assert bound is not None  # it was missed on that side
    off = Off(case=case, band=band, metric=metric, value=0 if value is None else value, bound=bound, above=outside > 0)
    remedy = REMEDIES.get(metric.name, other)(off)
    start, stop = remedy.place or case.range(band.section)
    name = f"band.{band.figure}" if band.section == PROGRAMME else f"band.{band.section}.{band.figure}"
    return Miss(
        pace=remedy.pace,
        short=remedy.short,
        need=remedy.need,
        finding=Finding(
            id=finding_id(name),
            rule=name,
            severity=band.severity,
            title=remedy.title,
            sentence=sentence(remedy.sentence),
            remedy=sentence(remedy.remedy),
            start=start,
            stop=stop,
            shots=tuple(n for n, _ in remedy.shots),
            section=band.section,
            target=Target(unit="frames" if band.unit == "frames" else metric.unit, low=band.low, high=band.high),
            measured=value,
            off_frames=remedy.off_frames,
            off_seconds=remedy.off_seconds,
            holds=holds,
            effect=_effect(case, remedy),
            frames=shot_frames(remedy.shots) or (start, stop - 1),
            source=band.source,
        ),
    )


def _effect(case: Case, remedy: Remedy) -> int:
    """Frames to take out or add; else a cut is worth an average shot, and anything else one frame."""
    return abs(remedy.off_frames) if remedy.off_frames else max(1, case.worth(remedy.cuts))
