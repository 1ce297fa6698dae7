"""The optimiser against trying every plan, and what it says about plans and caps."""

from __future__ import annotations

import os
from dataclasses import replace

import pytest

from strategy.figures.plan.limits import CapKey
from strategy.optimising.cheapest import least_excess
from strategy.optimising.contradiction import contradiction
from strategy.optimising.explaining import explain
from strategy.optimising.problem import Choice, Problem, benefit, used
from strategy.optimising.solving import INFEASIBLE, OPTIMAL, solve
from tests.optimising.instances import best_by_trying, every_plan, is_kept, random_problem

# All 1,000 take some minutes; OPTIMISER_INSTANCES=1000 runs them.
INSTANCES = int(os.environ.get("OPTIMISER_INSTANCES", "20"))
BATCH = 20


@pytest.mark.parametrize("first", range(0, INSTANCES, BATCH))
def test_the_optimum_is_that_of_trying_everything(first: int) -> None:
    for seed in range(first, min(first + BATCH, INSTANCES)):
        problem = random_problem(seed)
        best, found = best_by_trying(problem), solve(problem)
        if best is None:
            assert found.status == INFEASIBLE, seed
            _assert_smallest(problem, seed)
            continue
        assert found.status == OPTIMAL and found.choice is not None, seed
        assert found.objective == found.bound == best == benefit(problem, found.choice), seed
        assert is_kept(problem, found.choice), seed
        assert solve(problem).choice == found.choice, seed
        _assert_true(problem, dict(found.choice), seed)
        if len(problem.candidates) <= 7:
            _assert_least(problem, dict(found.choice), seed)


def _assert_least(problem: Problem, choice: dict[str, int], seed: int) -> None:
    """The least excess of money is that of trying every plan, and no answer goes below it."""
    soft = {key for key in problem.caps if key.kind == "own_share"}
    reach = benefit(problem, choice)
    free = replace(
        problem, caps={key: limit for key, limit in problem.caps.items() if key not in soft}
    )
    plans = [one for one in every_plan(free) if benefit(problem, one) >= reach]
    told = {item.id: item for item in explain(problem, choice)}
    for item in problem.candidates:
        if item.id in choice or not item.allowed():
            continue
        sums = [_over(problem, one, soft) for one in plans if item.id in one]
        plan = least_excess(problem, item.id, soft, reach, None)
        assert (plan is None) == (not sums), (seed, item.id)
        if plan is None:
            continue
        least = min(sums)
        # A step of the solver is a 65,536th of the largest amount.
        assert least <= _over(problem, plan, soft) <= least + 10, (seed, item.id)
        needs = told[item.id].needs
        if needs and {key.kind for key, _ in needs} == {"own_share"}:
            assert sum(amount for _, amount in needs) >= least, (seed, item.id)


def _over(problem: Problem, choice: Choice, soft: set[CapKey]) -> int:
    use = used(problem, choice)
    return sum(max(use[key] - problem.caps[key], 0) for key in soft)


def _assert_true(problem: Problem, choice: dict[str, int], seed: int) -> None:
    """With the amounts a measure is said to need, or without its rivals, it comes in."""
    told = explain(problem, choice)
    assert {item.id for item in told} == {i.id for i in problem.candidates if i.id not in choice}
    for item in told:
        if item.needs:
            caps = {**problem.caps}
            for key, amount in item.needs:
                assert amount > 0
                caps[key] += amount
            again = solve(replace(problem, caps=caps)).choice
            # And none of the amounts is larger than it has to be.
            for key, _ in item.needs:
                less = {**caps, key: caps[key] - 1}
                found = solve(replace(problem, caps=less)).choice
                assert found is None or item.id not in found, (seed, item, key)
        elif item.rivals:
            assert set(item.rivals) <= set(choice)
            left = [replace(c, starts={}) if c.id in item.rivals else c for c in problem.candidates]
            again = solve(replace(problem, candidates=tuple(left))).choice
        else:
            continue
        assert again is not None and item.id in again, (seed, item)


def _assert_smallest(problem: Problem, seed: int) -> None:
    """Lifting any one element of the contradiction resolves it, as far as it is a cap or must."""
    elements = contradiction(problem)
    assert elements, seed
    caps = {(k.kind, k.year, k.unit or None): k for k in problem.caps}
    kept = {k: v for k, v in problem.caps.items() if k.kind == "none"}
    named = [caps[(d["kind"], d["year"], d["unit"])] for e in elements if "limit" in (d := e.data)]
    musts = {e.data["id"] for e in elements if e.kind == "must"}
    alone = replace(
        problem,
        caps={key: problem.caps[key] for key in named} | kept,
        candidates=tuple(replace(c, must=c.id in musts) for c in problem.candidates),
    )
    assert best_by_trying(alone) is None, seed
    for key in named:
        fewer = {k: v for k, v in alone.caps.items() if k != key}
        others = {e.kind for e in elements} <= {"cap", "must"}
        if others and not (problem.domains or problem.requires or problem.follows):
            assert best_by_trying(replace(alone, caps=fewer)) is not None, seed
