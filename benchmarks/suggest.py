"""Suggested trims on cuts and limits drawn by lot, every answer held against plain rules.

``python -m benchmarks suggest [--cases N] [--seed N]``: constraints kept, targets met, nothing broken; on cuts of up to
eight shots no smaller change, by trying every one; the time that 80 shots take. Exit 0 where all is right.
"""

from __future__ import annotations

import argparse
import itertools
import math
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from benchmarks.suggest_cases import draw, problem_of
from benchmarks.suggest_rules import Case, Trimmed, meets, missed, ways
from timeline.analyse.suggest.answers import Found, Way, find

ENOUGH = 1.0
"""Processor seconds for 80 shots."""
PATIENCE = 60.0
"""Seconds for one integer programme, so that a busy machine proves as much as an idle one."""
BRIEF = 5.0
"""Seconds where the rate varies and there are many shots: proofs take long there, and the product stops too."""
TRIED = 4_000
"""Ways to trim a whole cut that are tried at most."""
SHOTS = (3, 4, 5, 6, 7, 8, 12, 25, 43, 80)


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A case, what came of it, what is wrong with it, and the processor seconds it took."""

    case: Case
    found: Found
    wrong: tuple[str, ...]
    seconds: float
    tried: int

    @property
    def outcome(self) -> str:
        """In a word."""
        if not self.found.missed:
            return "nothing to mend"
        if not self.found.ways:
            return "out of reach"
        if self.found.nearest:
            return "nearest"
        return "mended in part" if self.found.beyond or self.found.blocked else "mended"


def cases(number: int, seed: int, sizes: Sequence[int] = SHOTS) -> Iterator[Case]:
    """Cases of every size in turn."""
    for n in range(number):
        shots = sizes[n % len(sizes)]
        yield draw(seed * 100_000 + n, shots, small=shots <= 8)


def check(case: Case, *, most: int = TRIED) -> Checked:
    """Find the answers of a case and hold them against the rules; ``most``: ways to trim it that are tried at most."""
    problem = problem_of(case)
    begun = time.process_time()
    patient = not case.uneven or len(case.shots) <= 8
    found = find(problem, PATIENCE if patient else BRIEF)
    took = time.process_time() - begun
    wrong = list(_wrong(case, found))
    tried = 0
    allowed = [ways(case, n) for n in range(len(case.shots))]
    plain = [_distinct(case, options) for options in allowed]
    if len(case.shots) <= 8 and math.prod(map(len, plain)) <= most:
        more, tried = _smaller(case, found, plain)
        wrong += more
    return Checked(case=case, found=found, wrong=tuple(wrong), seconds=took, tried=tried)


def _distinct(case: Case, options: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """One way for each number of frames: where not all are as long, the tail's where it has room, as nothing moves."""
    return list({sum(option): option for option in sorted(options, key=lambda way: -way[0])}.values())


def _wrong(case: Case, found: Found) -> Iterator[str]:
    """Answers that break a constraint, miss a target they claim, or miss one that was met."""
    untouched: Trimmed = ((0, 0),) * len(case.shots)
    before = missed(case, untouched)
    if bool(before) != bool(found.missed):
        yield f"missed now: {sorted(before)}, said: {[aim.key for aim in found.missed]}"
    for way in found.ways:
        trims = tuple((cut.head, cut.tail) for cut in way.cuts)
        for n, trim in enumerate(trims):
            if trim not in ways(case, n):
                yield f"shot {n + 1} may not lose {trim}"
        if way.frames != sum(map(sum, trims)) or way.shots != sum(any(trim) for trim in trims):
            yield "frames or shots are miscounted"
        after = missed(case, trims)
        if after - before:
            yield f"broke {sorted(after - before)}"
        if not found.nearest and not found.beyond and not found.blocked and after:
            yield f"still misses {sorted(after)}"
        if not way.proven and (not case.uneven or len(case.shots) <= 8):
            yield "not proven"


def _smaller(case: Case, found: Found, options: list[list[tuple[int, int]]]) -> tuple[list[str], int]:
    """Try every way to trim the cut: none that meets every limit may be smaller, or be there where none was found."""
    if not found.missed:
        return [], 0
    whole = bool(found.ways) and not found.nearest and not found.beyond and not found.blocked
    least = {which: _least(found, which) for which in ("shots", "frames")}
    wrong, tried = [], 0
    for trims in itertools.product(*options):
        frames, shots = sum(map(sum, trims)), sum(any(trim) for trim in trims)
        if whole and (frames, shots) >= least["frames"] and (shots, frames) >= least["shots"]:
            continue
        tried += 1
        if meets(case, trims):
            wrong.append(f"{trims} mends all with {frames} frames out of {shots} shots")
            break
    return wrong, tried


def _least(found: Found, which: str) -> tuple[int, int]:
    sizes = [_size(way, which) for way in found.ways if which in way.least]
    return min(sizes, default=(0, 0))


def _size(way: Way, which: str) -> tuple[int, int]:
    return (way.shots, way.frames) if which == "shots" else (way.frames, way.shots)


def _of_largest(done: Sequence[Checked], *, uneven: bool) -> list[float]:
    """Processor seconds of the cuts with most shots, at a constant or a variable rate, in rising order."""
    return sorted(one.seconds for one in done if len(one.case.shots) == SHOTS[-1] and one.case.uneven == uneven)


def _times(seconds: Sequence[float]) -> str:
    within = sum(each <= ENOUGH for each in seconds)
    return (
        f"median {seconds[len(seconds) // 2]:.2f} s, {within} of {len(seconds)} within {ENOUGH:.0f} s, "
        f"longest {seconds[-1]:.2f} s of processor"
    )


def main(argv: list[str]) -> int:
    """Check so many cases, print what came of them and every one that is wrong."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks suggest")
    parser.add_argument("--cases", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args(argv)
    done = [check(case) for case in cases(asked.cases, asked.seed)]
    outcomes = Counter(one.outcome for one in done)
    print(f"{len(done)} cuts: " + ", ".join(f"{count} {outcome}" for outcome, count in outcomes.most_common()))
    tried = [one for one in done if one.tried]
    print(f"{len(tried)} by trying all of {sum(one.tried for one in tried):,} smaller changes, of which none would do")
    answers = [way for one in done for way in one.found.ways]
    loose = sum(not way.proven for way in answers)
    print(f"{loose} of {len(answers)} answers not proven in {BRIEF:.0f} s (variable rates)")
    large, uneven = (_of_largest(done, uneven=uneven) for uneven in (False, True))
    for rate, seconds in (("constant", large), ("variable", uneven)):
        if seconds:
            print(f"80 shots at a {rate} rate: {_times(seconds)}")
    for one in done:
        for line in one.wrong:
            print(f"wrong, seed {one.case.seed}, {len(one.case.shots)} shots: {line}")
    return 1 if any(one.wrong for one in done) or (large and large[len(large) // 2] > ENOUGH) else 0
