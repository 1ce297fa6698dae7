"""Solve a problem with HiGHS, check the answer in whole numbers, and settle ties.

The solver runs on one thread with a fixed seed and sees candidates in the order of their ids, so
the same plan gives the same answer.  Among plans of equal benefit, ``settled`` prefers the planned
start, then measures with smaller ids, and leaves out what brings no benefit and is not needed.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import reduce
from math import floor, gcd

import highspy
import numpy as np
from numpy.typing import NDArray

from strategy.optimising.checking import violations
from strategy.optimising.matrix import Constraint, Matrix, scaled
from strategy.optimising.problem import Choice, Problem, benefit
from strategy.optimising.ties import settled

OPTIMAL, TIME_LIMIT, INFEASIBLE = "optimal", "time_limit", "infeasible"

# Above 2**20 the solver's absolute tolerance of 1e-6 would no longer tell two benefits apart.
_LARGEST = 2**20
# HiGHS proves the same optimum sooner where gains are small beside its tolerances; divided by more
# than this a single unit of benefit would come near to them.
_SMALL, _MOST = 16, 64
_NODES = 20
_FEASIBLE = highspy.SolutionStatus.kSolutionStatusFeasible


@dataclass(frozen=True)
class Solution:
    """``choice`` is exact and feasible; no plan is better than ``bound``.

    Under INFEASIBLE there is no choice; under TIME_LIMIT there may be none either.
    """

    status: str
    choice: Choice | None
    objective: int
    bound: int


def solve(problem: Problem, seconds: float | None = None, ties: bool = True) -> Solution:
    """The plan with the highest benefit, or the best one found and a bound for all others."""
    ends = None if seconds is None else time.monotonic() + seconds
    matrix = Matrix(problem)
    unit = reduce(gcd, (item.benefit for item in problem.candidates), 0) or 1
    cuts: list[Constraint] = []
    while True:
        left = None if ends is None else max(ends - time.monotonic(), 0.05)
        status, values, bound = _run(matrix, cuts, unit, left)
        if values is None:
            return Solution(status, None, 0, bound)
        choice: Choice = _read(matrix, values)
        broken = _broken(matrix, choice)
        if not broken:
            break
        # The solver's tolerance let a plan pass that is some cents too dear.  These measures
        # together break a row, so they are never chosen together again; nothing else is lost.
        cuts += broken
    assert not violations(problem, choice)
    if ties:
        if status == OPTIMAL:
            choice = _nearest(matrix, cuts, choice)
        choice = settled(problem, choice)
    value = benefit(problem, choice)
    bound = max(bound, value)
    return Solution(OPTIMAL if bound == value else status, choice, value, bound)


def _nearest(matrix: Matrix, cuts: Sequence[Constraint], choice: Choice) -> Choice:
    """Among the plans of the same benefit one that moves measures by fewer years.

    Limited by a number of nodes and not by time, so that the answer does not hang on the machine.
    """
    problem = matrix.problem
    known = problem.by_id
    least = Constraint(
        {place: known[name].benefit for place, (name, _) in enumerate(matrix.columns)},
        benefit(problem, choice),
        None,
    )
    costs = [-abs(year - known[name].planned) for name, year in matrix.columns]
    solver = _solver([float(cost) for cost in costs], [*matrix.rows, *cuts, least], 1.0, None)
    solver.setOptionValue("mip_max_nodes", _NODES)
    start = np.zeros(len(costs))
    for name, year in choice.items():
        start[matrix.of[name][year]] = 1.0
    solver.setSolution(len(costs), np.arange(len(costs), dtype=np.int32), start)
    solver.run()
    if solver.getInfo().primal_solution_status != _FEASIBLE:
        return choice
    values = np.asarray(solver.getSolution().col_value)
    found = _read(matrix, values)
    whole = not violations(problem, found) and benefit(problem, found) >= benefit(problem, choice)
    return found if whole else choice


def is_feasible(matrix: Matrix, rows: Sequence[Constraint], seconds: float | None = None) -> bool:
    """Whether any choice keeps these rows; an unfinished search counts as yes."""
    cuts: list[Constraint] = []
    while True:
        part = _Part(matrix, [*rows, *cuts])
        status, values, _ = _run(part, [], 0, seconds)
        if values is None:
            return status != INFEASIBLE
        chosen = [column for column, value in enumerate(values) if value > 0.5]
        broken = [cut for row in rows if (cut := _cut(row, chosen)) is not None]
        if not broken:
            return True
        cuts += broken


def _read(matrix: Matrix, values: NDArray[np.float64]) -> dict[str, int]:
    return {
        item.id: start
        for item in matrix.problem.candidates
        if (start := matrix.start_of(item, values)) is not None
    }


@dataclass(frozen=True)
class _Part:
    """Some rows of a matrix."""

    matrix: Matrix
    rows: Sequence[Constraint]

    @property
    def problem(self) -> Problem:
        return self.matrix.problem

    @property
    def columns(self) -> list[tuple[str, int]]:
        return self.matrix.columns


def _broken(matrix: Matrix, choice: Choice) -> list[Constraint]:
    chosen = [matrix.of[name][year] for name, year in choice.items()]
    return [cut for row in matrix.rows if (cut := _cut(row, chosen)) is not None]


def _cut(row: Constraint, chosen: Sequence[int]) -> Constraint | None:
    """A row that forbids what breaks ``row`` in whole numbers; None where nothing does."""
    total = sum(row.terms.get(column, 0) for column in chosen)
    inside = {column for column in chosen if row.terms.get(column, 0)}
    outside = {column for column, value in row.terms.items() if value} - inside
    if (row.high is None or total <= row.high) and (row.low is None or total >= row.low):
        return None
    # At least one column of the row has to change.
    terms = dict.fromkeys(inside, 1) | dict.fromkeys(outside, -1)
    return replace(row, terms=terms, low=None, high=len(inside) - 1)


def _run(
    matrix: Matrix | _Part, cuts: Sequence[Constraint], unit: int, seconds: float | None
) -> tuple[str, NDArray[np.float64] | None, int]:
    """Status, values of the columns (None without a plan), and a bound in whole benefits.

    ``unit`` is the greatest common divisor of all benefits; 0 asks for any feasible plan.
    """
    columns = matrix.columns
    known = matrix.problem.by_id
    gains = [known[name].benefit // unit if unit else 0 for name, _ in columns]
    # A power of two, so that no gain is rounded.
    power, largest = 1, max(gains, default=0)
    while largest > _LARGEST * power or (power < _MOST and largest > _SMALL * power):
        power *= 2
    if not columns:
        # Without columns only the constants count: a must that cannot start, a minimum.
        impossible = any((row.low or 0) > 0 for row in matrix.rows)
        return (INFEASIBLE, None, 0) if impossible else (OPTIMAL, np.zeros(0), 0)
    rows = [*matrix.rows, *cuts]
    solver = _solver([gain / power for gain in gains], rows, 1 / power, seconds)
    solver.run()
    state = solver.getModelStatus()
    if state == highspy.HighsModelStatus.kInfeasible:
        return INFEASIBLE, None, 0
    info = solver.getInfo()
    whole = sum(known[name].benefit for name in {name for name, _ in columns})
    reach = info.mip_dual_bound * power
    # Benefits are whole multiples of the unit, so a bound between two of them is the lower one.
    bound = whole if not np.isfinite(reach) else min(whole, floor(reach + 1e-6 * power) * unit)
    if info.primal_solution_status != _FEASIBLE:
        return TIME_LIMIT, None, bound
    status = OPTIMAL if state == highspy.HighsModelStatus.kOptimal else TIME_LIMIT
    return status, np.asarray(solver.getSolution().col_value), bound


def _solver(
    gains: list[float], rows: Sequence[Constraint], unit: float, seconds: float | None
) -> highspy.Highs:
    solver = highspy.Highs()  # type: ignore[no-untyped-call]  # highspy leaves it untyped
    for name, value in _options(unit, seconds).items():
        solver.setOptionValue(name, value)
    solver.passModel(program(gains, rows))
    return solver


def _options(unit: float, seconds: float | None) -> dict[str, bool | int | float]:
    options: dict[str, bool | int | float] = {
        "output_flag": False,
        "threads": 1,
        "random_seed": 0,
        "mip_rel_gap": 0.0,
        # Closer than one unit of benefit is proof, for nothing lies between two units.
        "mip_abs_gap": unit * (1 - 1e-6),
    }
    if seconds is not None:
        options["time_limit"] = seconds
    return options


def program(gains: list[float], rows: Sequence[Constraint]) -> highspy.HighsLp:
    """Columns with their gains and rows, as HiGHS takes them."""
    made = highspy.HighsLp()
    starts, index, values, lows, highs = [0], list[int](), list[float](), [], []
    for row in rows:
        at, coefficients, low, high = scaled(row)
        index += at
        values += coefficients
        starts.append(len(index))
        lows.append(low)
        highs.append(high)
    count = len(gains)
    made.num_col_, made.num_row_ = count, len(rows)
    made.col_cost_ = np.array(gains, dtype=np.float64)
    made.col_lower_, made.col_upper_ = np.zeros(count), np.ones(count)
    made.row_lower_ = np.array([max(low, -highspy.kHighsInf) for low in lows])
    made.row_upper_ = np.array([min(high, highspy.kHighsInf) for high in highs])
    made.integrality_ = [highspy.HighsVarType.kInteger] * count
    made.sense_ = highspy.ObjSense.kMaximize
    made.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    made.a_matrix_.start_ = np.array(starts, dtype=np.int32)
    made.a_matrix_.index_ = np.array(index, dtype=np.int32)
    made.a_matrix_.value_ = np.array(values, dtype=np.float64)
    return made
