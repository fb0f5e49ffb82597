"""An integer programme solved: HiGHS, to the proven end or until its time is up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

import numpy as np

from timeline.analyse.suggest.linear import Exact, Model, Sum

if TYPE_CHECKING:
    from highspy import HighsLp

State: TypeAlias = Literal["solved", "impossible", "unknown"]
PRESOLVED = 300
"""Whole variables up to which a presolve pays: of more, its probing takes ten times as long as solving does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Solved:
    """What came of it: a value for each variable, and ``bound``: no better value of the aim exists than this.

    ``state``: solved (``proven`` or not), impossible, or unknown where the time was up before any answer was found.
    """

    state: State
    values: tuple[float, ...] = ()
    aim: float = 0.0
    bound: float = 0.0
    proven: bool = False

    def value(self, what: Sum) -> float:
        """Value of a sum."""
        return float(what.constant) + sum(float(factor) * self.values[key] for key, factor in what.terms.items())

    def whole(self, what: Sum) -> int:
        """Value of a sum that is whole."""
        return round(self.value(what))


def solve(model: Model, aim: Sum, seconds: float) -> Solved:
    """Find the values that make ``aim`` least, in at most about ``seconds``.

    Huangfu and Hall, Parallelizing the dual revised simplex method, Mathematical Programming Computation 10 (2018):
    HiGHS. No gap is allowed: an answer called proven is the least there is. It is given no answer to start from: from
    one that holds, and without its presolve, HiGHS 1.16 has called 12 shots the least where 6 do.
    """
    import highspy  # takes 0.02 s, where scipy.optimize, which has the same solver in it, takes 0.6 s
    from highspy._core import _Highs  # the Highs above it writes its version to stdout as it is made

    solver = _Highs()
    options = {
        "output_flag": False,
        "log_to_console": False,
        "time_limit": max(seconds, 0.01),
        "mip_rel_gap": 0.0,
        "mip_feasibility_tolerance": 1e-9,
        "presolve": "on" if aim.terms and sum(model.whole) <= PRESOLVED else "off",
        "threads": 1,  # one answer of several equally good, whatever the machine
    }
    for name, value in options.items():
        solver.setOptionValue(name, value)
    solver.passModel(_programme(model, aim))
    solver.run()
    status, info = solver.getModelStatus(), solver.getInfo()
    done = highspy.HighsModelStatus
    if status in (done.kInfeasible, done.kUnboundedOrInfeasible):
        return Solved(state="impossible")
    if info.primal_solution_status != int(highspy.SolutionStatus.kSolutionStatusFeasible):
        return Solved(state="unknown")
    proven = status == done.kOptimal
    found = float(info.objective_function_value)
    return Solved(
        state="solved",
        values=tuple(solver.getSolution().col_value),
        aim=found,
        bound=found if proven else float(info.mip_dual_bound),
        proven=proven,
    )


def _programme(model: Model, aim: Sum) -> HighsLp:
    """A model as HiGHS takes it: columns, rows, and the factors row by row."""
    import highspy

    made = highspy.HighsLp()
    made.num_col_, made.num_row_ = len(model.low), len(model.rows)
    made.offset_ = float(aim.constant)
    made.col_cost_ = np.array([float(aim.terms.get(key, 0)) for key in range(len(model.low))])
    made.col_lower_, made.col_upper_ = _bounds(model.low, -np.inf), _bounds(model.high, np.inf)
    kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
    made.integrality_ = [kinds[whole] for whole in model.whole]
    made.row_lower_ = _bounds([None if r.low is None else r.low - r.sum.constant for r in model.rows], -np.inf)
    made.row_upper_ = _bounds([None if r.high is None else r.high - r.sum.constant for r in model.rows], np.inf)
    made.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    terms = [row.sum.terms for row in model.rows]
    made.a_matrix_.start_ = np.cumsum([0, *map(len, terms)], dtype=np.int32)
    made.a_matrix_.index_ = np.array([key for row in terms for key in row], dtype=np.int32)
    made.a_matrix_.value_ = np.array([float(factor) for row in terms for factor in row.values()])
    return made


def _bounds(values: list[Exact | None] | list[Exact], open_side: float) -> np.ndarray:
    return np.array([open_side if value is None else float(value) for value in values])
