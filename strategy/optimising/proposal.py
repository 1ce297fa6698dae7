"""The whole answer: a choice with its bound, what is out and why, and how the caps are used."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from strategy.figures.plan.limit_words import told_amount
from strategy.figures.plan.limits import PlanLimits, read_limits
from strategy.kernel.store import Cursor
from strategy.optimising.building import Question, build_question
from strategy.optimising.caps_file import overridden
from strategy.optimising.contradiction import Element, contradiction
from strategy.optimising.explaining import Out, explain
from strategy.optimising.problem import BENEFIT_SCALE, used
from strategy.optimising.solving import INFEASIBLE, Solution, solve


@dataclass(frozen=True)
class Proposal:
    """``conflict`` is filled where no plan is possible, ``out`` where there is one."""

    question: Question
    limits: PlanLimits
    solution: Solution
    out: tuple[Out, ...] = ()
    conflict: tuple[Element, ...] = ()


def propose(
    db: Cursor, given: Mapping[str, Any] | None = None, seconds: float | None = None
) -> Proposal:
    """The best plan of this version under its caps, or under those of ``given`` (a caps file).

    ``seconds`` limits the search; explanations take what is left of it, at least a quarter.
    """
    started = time.monotonic()
    limits = read_limits(db)
    if given is not None:
        limits = overridden(db, limits, given)
    question = build_question(db, limits)
    solution = solve(question.problem, seconds)
    if solution.status == INFEASIBLE:
        found = contradiction(question.problem)
        return Proposal(question, limits, solution, conflict=tuple(found))
    if solution.choice is None:
        return Proposal(question, limits, solution)
    left = None
    if seconds is not None:
        left = max(seconds / 4, seconds - (time.monotonic() - started))
    out = explain(question.problem, solution.choice, left)
    return Proposal(question, limits, solution, tuple(out))


def gap(solution: Solution) -> float:
    """How far the choice may be from the best one, as a share of the bound; 0 is proof."""
    if solution.bound <= 0:
        return 0.0
    return float(Fraction(solution.bound - solution.objective, solution.bound))


def as_json(proposal: Proposal) -> dict[str, Any]:
    """The machine-readable form; money in cents, posts as text, benefits in points."""
    solution, problem = proposal.solution, proposal.question.problem
    choice = solution.choice or {}
    total = used(problem, choice)
    told: dict[str, Any] = {
        "status": solution.status,
        "objective": solution.objective / BENEFIT_SCALE,
        "bound": solution.bound / BENEFIT_SCALE,
        "gap": gap(solution),
        "chosen": [{"id": name, "start_year": choice[name]} for name in sorted(choice)],
        "out": [_out(item) for item in proposal.out],
        "caps": [
            {
                "kind": key.kind,
                "year": key.year,
                "unit": key.unit or None,
                "limit": told_amount(key.kind, limit),
                "used": told_amount(key.kind, total[key]),
            }
            for key, limit in problem.caps.items()
        ],
        "unrated": list(proposal.question.unrated),
        "unknown_cost": list(proposal.question.unknown_cost),
    }
    if proposal.conflict:
        told["conflict"] = [{**item.data, "words": item.words} for item in proposal.conflict]
    return told


def _out(item: Out) -> dict[str, Any]:
    told: dict[str, Any] = {"id": item.id, "why": item.why}
    if item.rivals:
        return {**told, "rivals": list(item.rivals)}
    return {
        **told,
        "needs": [
            {
                "kind": key.kind,
                "year": key.year,
                "unit": key.unit or None,
                "amount": told_amount(key.kind, amount),
            }
            for key, amount in item.needs
        ],
    }
