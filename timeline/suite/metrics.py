"""Every figure of a benchmark, over any set of judged clips: in all, of a genre, of one clip."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from statistics import median

import numpy as np

from timeline.suite.bootstrap import Counts, figure, interval, ratio
from timeline.suite.calibration import Floats, calibrations
from timeline.suite.judged import JudgedClip
from timeline.suite.published import published
from timeline.suite.results import Cuts, EditPoints, Figures, Gradual, Interval, Jumps, KindCount, Quiet
from timeline.suite.scoring import Score


def figures(judged: Sequence[JudgedClip]) -> Figures:
    """All figures over these clips; the strictest tolerance decides where a figure has none of its own."""
    score = _sum([each.strict.score for each in judged])
    tolerances = sorted(judged[0].verdicts) if judged else ()
    return Figures(
        clips=score.clips,
        clean_clips=score.clean_clips,
        frames=score.frames,
        cuts=tuple(cuts([each.verdicts[tolerance].score for each in judged], tolerance) for tolerance in tolerances),
        gradual=gradual([each.strict.score for each in judged]),
        edit_points=edit_points(judged),
        jumps=Jumps(true=score.jumps, found=score.jumps_found),
        kinds=tuple(
            KindCount(true=true, predicted=predicted, count=count)
            for (true, predicted), count in sorted(Counter(score.kinds).items())
        ),
        calibration=calibrations(judged),
        quiet=quiet(judged),
        published=published([(each.counted, each.clip.truth.transitions, each.frames) for each in judged]),
    )


def _sum(scores: Sequence[Score]) -> Score:
    return sum(scores, Score())


def cuts(scores: Sequence[Score], tolerance: int) -> Cuts:
    """Precision, recall and F1 of hard cuts, micro-averaged, with bootstrap intervals over clips."""
    score = _sum(scores)
    hits, false, true = (
        np.array([getattr(each, name) for each in scores], np.int64) for name in ("hits", "false_alarms", "cuts")
    )

    def told(statistic: Callable[[Counts], Floats]) -> Interval | None:
        return interval(len(scores), statistic)

    def f1(counts: Counts) -> Floats:
        value = ratio(2 * counts @ hits, counts @ (true + hits + false))
        return np.where(np.isnan(value), 1.0, value)  # nothing to find and nothing reported

    return Cuts(
        tolerance=tolerance,
        true=score.cuts,
        hits=score.hits,
        misses=score.misses,
        false_alarms=score.false_alarms,
        precision=figure(score.precision),
        recall=figure(score.recall),
        f1=figure(score.f1),
        precision_interval=told(lambda counts: ratio(counts @ hits, counts @ (hits + false))),
        recall_interval=told(lambda counts: ratio(counts @ hits, counts @ true)),
        f1_interval=told(f1),
    )


def gradual(scores: Sequence[Score]) -> Gradual:
    """Gradual transitions found, and how those that are found lie."""
    score = _sum(scores)
    found, true = (
        np.array([getattr(each, name) for each in scores], np.int64) for name in ("gradual_found", "gradual")
    )
    return Gradual(
        true=score.gradual,
        found=score.gradual_found,
        share=figure(score.gradual_found / score.gradual) if score.gradual else None,
        share_interval=interval(len(scores), lambda counts: ratio(counts @ found, counts @ true)),
        overlap=_median([span.overlap for span in score.spans]),
        start_error=_median([abs(span.start) for span in score.spans]),
        stop_error=_median([abs(span.stop) for span in score.spans]),
    )


def edit_points(judged: Sequence[JudgedClip]) -> EditPoints:
    """How exactly the frame is hit at which the source swaps under an effect, where truth names it."""
    errors = [
        abs(predicted.edit_point - true.edit_point)
        for each in judged
        for true, predicted in each.found
        if true.edit_point is not None and predicted.edit_point is not None
    ]
    stated = sum(t.edit_point is not None for each in judged for t in each.clip.truth.transitions if t.start != t.stop)
    return EditPoints(stated=stated, exact=sum(error == 0 for error in errors), error=_median(errors))


def quiet(judged: Sequence[JudgedClip]) -> Quiet:
    """False alarms on takes without a transition; an hour is counted where the rate is known."""
    takes = [each for each in judged if not each.clip.truth.transitions]
    alarms = sum(each.strict.score.false_alarms for each in takes)
    hours = sum(float(each.frames / each.rate) / 3600 for each in takes if each.rate)
    timed = all(each.rate and each.frames for each in takes)
    return Quiet(
        clips=len(takes),
        hours=figure(hours),
        false_alarms=alarms,
        per_hour=figure(alarms / hours) if takes and timed else None,
    )


def _median(values: Sequence[float]) -> float | None:
    return figure(median(values)) if values else None
