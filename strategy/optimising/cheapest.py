"""The least that has to be added to caps so that a plan with one measure is as good as any without.

Whoever adds amounts to caps makes no plan worse, so a measure that is to be chosen needs a plan
with it that reaches at least the benefit of the best plan of today.  The least sum of excesses over
all such plans is therefore a bound that no answer can go below; where the optimiser really chooses
the measure with these amounts, the answer is proved to be the cheapest of its kinds.
"""

from __future__ import annotations

from collections.abc import Collection

import highspy
import numpy as np

from strategy.figures.plan.limits import CapKey
from strategy.optimising.checking import violations
from strategy.optimising.matrix import Constraint, Matrix
from strategy.optimising.problem import Choice, Problem, used
from strategy.optimising.solving import program

# Excesses are counted in such a part of the largest amount: the solver's tolerances are absolute.
_STEPS = 2**16
# Small plans are searched to the end; of a plan of a town this is a second.
_NODES = 100


def least_excess(
    problem: Problem, measure_id: str, soft: Collection[CapKey], benefit: int, seconds: float | None
) -> Choice | None:
    """The plan with the measure and at least ``benefit`` whose excess over the caps ``soft`` is
    least in sum, all others kept; None where there is none or time ran out."""
    matrix = Matrix(problem)
    if not matrix.of[measure_id]:
        return None
    known = problem.by_id
    names = {f"cap:{key.kind}:{key.year}:{key.unit}": key for key in soft}
    hard = [row for row in matrix.rows if row.element not in names]
    over = [row for row in matrix.rows if row.element in names]
    hard.append(Constraint(dict.fromkeys(matrix.of[measure_id].values(), 1), 1, None))
    gains = {place: known[name].benefit for place, (name, _) in enumerate(matrix.columns)}
    hard.append(Constraint(gains, benefit, None))
    solver = _solver(len(matrix.columns), hard, over, seconds)
    solver.run()
    if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return None
    values = np.asarray(solver.getSolution().col_value)
    choice = {
        item.id: year
        for item in problem.candidates
        if (year := matrix.start_of(item, values)) is not None
    }
    # In whole numbers: the solver lets pass what is some cents too dear.
    caps = {**problem.caps}
    for key, amount in used(problem, choice).items():
        if key in soft:
            caps[key] = max(caps[key], amount)
    loose = Problem(**{**problem.__dict__, "caps": caps})
    reached = sum(known[name].benefit for name in choice)
    return None if violations(loose, choice) or reached < benefit else choice


def _solver(
    columns: int, hard: list[Constraint], over: list[Constraint], seconds: float | None
) -> highspy.Highs:
    """Binary columns for the choice and one column per soft cap for what exceeds it."""
    largest = max((abs(value) for row in over for value in row.terms.values()), default=1)
    step = max(1, largest // _STEPS)
    rows = [*hard]
    for place, row in enumerate(over):
        # Every limit is a high one here: a cap is never a minimum.
        rows.append(Constraint({**row.terms, columns + place: -step}, None, row.high))
    costs = [0.0] * columns + [-1.0] * len(over)
    model = program(costs, rows)
    model.col_upper_ = np.array([1.0] * columns + [highspy.kHighsInf] * len(over))
    whole, part = highspy.HighsVarType.kInteger, highspy.HighsVarType.kContinuous
    model.integrality_ = [whole] * columns + [part] * len(over)
    solver = highspy.Highs()  # type: ignore[no-untyped-call]  # highspy leaves it untyped
    options = {"output_flag": False, "threads": 1, "random_seed": 0, "mip_rel_gap": 0.0}
    for name, value in options.items():
        solver.setOptionValue(name, value)
    # By nodes and not by time, so that the answer does not hang on the machine.
    solver.setOptionValue("mip_max_nodes", _NODES)
    # Closer than a cent is proof.
    solver.setOptionValue("mip_abs_gap", 0.5 / step)
    if seconds is not None:
        solver.setOptionValue("time_limit", max(seconds, 0.05))
    solver.passModel(model)
    return solver
