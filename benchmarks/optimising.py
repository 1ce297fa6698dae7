"""The best plan of 200 measures over 6 years, with caps, posts, dependencies and starts.

How long the proof takes, and how much more the workbench needs than HiGHS alone on its matrix.
The figures are processor seconds: HiGHS runs on one thread.
"""

from __future__ import annotations

import random
import time

import highspy

from benchmarks.result import Result
from strategy.figures.plan.limits import CapKey
from strategy.optimising.matrix import Matrix
from strategy.optimising.problem import BENEFIT_SCALE, Candidate, Problem
from strategy.optimising.solving import OPTIMAL, program, solve

MEASURES, YEARS = 200, range(2027, 2033)
_WEIGHTS = (25, 20, 20, 15, 10, 10)


def large_problem(measures: int = MEASURES, seed: int = 1, tight: float = 0.8) -> Problem:
    """A quarter has begun, caps lie at ``tight`` of what all measures would use as planned."""
    drawn = random.Random(seed)
    candidates = [_candidate(drawn, number) for number in range(1, measures + 1)]
    wanted: dict[CapKey, int] = {}
    for item in candidates:
        for key, amount in item.starts[item.planned].items():
            wanted[key] = wanted.get(key, 0) + amount
    caps = {key: int(amount * tight) for key, amount in wanted.items()}
    caps |= {CapKey("starts", year): max(measures // 8, 1) for year in YEARS}
    # What has begun fits in any case.
    for key, amount in _begun(candidates).items():
        caps[key] = max(caps[key], amount)
    ids = [item.id for item in candidates if not item.fixed]
    pairs = [tuple(sorted(drawn.sample(ids, 2), reverse=True)) for _ in range(measures // 8)]
    return Problem(
        tuple(candidates), caps, tuple(pairs[::3]), tuple(pairs[1::3]), tuple(pairs[2::3])
    )


def _begun(candidates: list[Candidate]) -> dict[CapKey, int]:
    use: dict[CapKey, int] = {}
    for item in candidates:
        for key, amount in item.starts[item.planned].items() if item.fixed else ():
            use[key] = use.get(key, 0) + amount
    return use


def _candidate(drawn: random.Random, number: int) -> Candidate:
    once, running = drawn.randint(50, 2500) * 10_000, drawn.randint(0, 40) * 100_000
    posts, invested = drawn.choice([0, 0, 2500, 5000]), drawn.random() < 0.3
    unit, planned = f"OE-{drawn.randint(1, 6):04d}", drawn.choice(YEARS)
    starts = {}
    for start in YEARS:
        use = {CapKey("starts", start): 1}
        for year in YEARS:
            if year >= start:
                use[CapKey("own_share", year)] = running + (once if year == start else 0)
                use[CapKey("investiv", year)] = once if invested and year == start else 0
                if unit == "OE-0001":
                    use[CapKey("fte", year, unit)] = posts
        starts[start] = use
    fixed = drawn.random() < 0.25
    points = sum(drawn.randint(0, 10) * weight for weight in _WEIGHTS)
    return Candidate(
        id=f"M-{number:04d}",
        title=f"Maßnahme {number}",
        benefit=points * BENEFIT_SCALE // 100,
        planned=planned,
        starts={planned: starts[planned]} if fixed else starts,
        fixed=fixed,
    )


def run(measures: int = MEASURES, seeds: tuple[int, ...] = (1, 2, 3)) -> list[Result]:
    """Measure; raises where an optimum is not proved or the two answers differ."""
    whole, proof, bare = [], [], []
    for seed in seeds:
        problem = large_problem(measures, seed)
        started = time.process_time()
        found = solve(problem, seconds=60)
        whole.append(time.process_time() - started)
        assert found.status == OPTIMAL, (seed, found.status)
        started = time.process_time()
        assert solve(problem, ties=False).objective == found.objective
        proof.append(time.process_time() - started)
        bare.append(_bare(problem, found.objective))
    what = f"{measures} measures, {len(YEARS)} years, {len(seeds)} plans"
    slowest, ours, theirs = max(whole), sum(proof), sum(bare)
    return [
        Result(
            "optimum proved, slowest",
            f"{slowest:.1f} s for the plan that moves least",
            what,
            slowest,
            "s",
            at_most=10,
        ),
        Result(
            "optimum beside HiGHS alone",
            f"{ours:.2f} s",
            f"HiGHS on the same matrix {theirs:.2f} s",
            ours / max(theirs, 1e-6),
            at_most=1.3,
        ),
    ]


def _bare(problem: Problem, objective: int) -> float:
    """Processor seconds of HiGHS alone until it has proved the same optimum."""
    matrix = Matrix(problem)
    known = problem.by_id
    unit = BENEFIT_SCALE // 100
    gains = [float(known[name].benefit // unit) for name, _ in matrix.columns]
    model = program(gains, matrix.rows)
    started = time.process_time()
    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    for name, value in (("output_flag", False), ("threads", 1), ("mip_rel_gap", 0.0)):
        solver.setOptionValue(name, value)
    solver.setOptionValue("mip_abs_gap", 0.999)
    solver.passModel(model)
    solver.run()
    seconds = time.process_time() - started
    assert round(solver.getInfo().objective_function_value) * unit == objective
    return seconds
