"""Random small problems, and the slow, obvious way to the best plan of each."""

from __future__ import annotations

import random
from itertools import product

from strategy.figures.plan.limits import CapKey, DomainMinimum
from strategy.optimising.problem import Candidate, Choice, Problem

YEARS = (2027, 2028, 2029)
UNITS = ("OE-0001", "OE-0002")


def random_problem(seed: int) -> Problem:
    """Up to 14 measures with odd amounts up to a billion euro, caps that bind, and rules."""
    draw = random.Random(seed)
    count = draw.choice([1, 2, 3, 5, 7, 9, 11, 14])
    # Twelve digits, whole hundreds, or a few cents: each has its own trouble with floats.
    size = draw.choice([10, 10**4, 10**11])
    years = YEARS[: draw.choice([1, 1, 2]) if count > 9 else draw.choice([1, 2, 3])]
    candidates = [_candidate(draw, number, size, years) for number in range(1, count + 1)]
    caps = {}
    for key in sorted({k for c in candidates for s in c.starts.values() for k in s}):
        if draw.random() < 0.6:
            most = sum(max(s.get(key, 0) for s in c.starts.values()) for c in candidates)
            # A cap that some choice meets exactly is the hardest to tell from one it breaks.
            some = [
                draw.choice([0, *(s.get(key, 0) for s in c.starts.values())]) for c in candidates
            ]
            caps[key] = draw.choice([int(most * draw.random()), sum(some), max(sum(some) - 1, 0)])
    ids = [item.id for item in candidates]
    pairs = [tuple(draw.sample(ids, 2)) for _ in range(count // 2)] if count > 1 else []
    kinds: dict[str, list[tuple[str, str]]] = {"requires": [], "follows": [], "excludes": []}
    for first, second in pairs:
        kinds[draw.choice(sorted(kinds))].append((first, second))
    domains = {}
    if draw.random() < 0.3:
        domains["LB-0001"] = DomainMinimum(draw.choice([0, 1, 2]), draw.choice([0, size // 3]))
    return Problem(
        tuple(candidates), caps, domains=domains, **{k: tuple(v) for k, v in kinds.items()}
    )


def _candidate(draw: random.Random, number: int, size: int, years: tuple[int, ...]) -> Candidate:
    once, running = draw.randint(0, size), draw.choice([0, draw.randint(0, size // 2)])
    unit, posts = draw.choice(UNITS), draw.choice([0, 2500, 3333])
    starts, own = {}, {}
    for start in years:
        use = {CapKey("starts", start): 1}
        for year in years:
            if year >= start:
                cents = running + (once if year == start else 0)
                use[CapKey("own_share", year)] = cents
                use[CapKey("own_share", year, unit)] = cents
                use[CapKey("fte", year, unit)] = posts
        starts[start] = use
        own[start] = sum(use.get(CapKey("own_share", year), 0) for year in years)
    rules = draw.random()
    return Candidate(
        id=f"M-{number:04d}",
        title=f"Maßnahme {number}",
        # Few distinct values make ties, many digits make them impossible.
        benefit=draw.choice([0, 10**10, 5 * 10**9, draw.randint(0, 10**11)]),
        planned=draw.choice(years),
        starts=starts,
        own_share=own,
        domain=draw.choice(["", "LB-0001"]),
        must=draw.random() < 0.1,
        not_before=years[-1] if rules < 0.1 else None,
        not_after=years[0] if rules > 0.9 else None,
    )


def best_by_trying(problem: Problem) -> int | None:
    """The highest benefit of all feasible choices, each one tried; None where there is none."""
    best: int | None = None
    items = problem.candidates
    worth = [item.benefit for item in items]
    options: list[list[int | None]] = [_options(item) for item in items]
    left = [sum(worth[place:]) for place in range(len(items) + 1)]
    stack: list[tuple[int, tuple[int | None, ...], int]] = [(0, (), 0)]
    while stack:
        place, taken, value = stack.pop()
        if best is not None and value + left[place] <= best:
            continue
        if place == len(items):
            choice = {i.id: y for i, y in zip(items, taken, strict=True) if y is not None}
            if is_kept(problem, choice):
                best = value
            continue
        for year in options[place]:
            gain = 0 if year is None else worth[place]
            stack.append((place + 1, (*taken, year), value + gain))
    return best


def every_plan(problem: Problem) -> list[dict[str, int]]:
    """All feasible choices of a small problem."""
    found = []
    for taken in product(*(_options(item) for item in problem.candidates)):
        years = zip(problem.candidates, taken, strict=True)
        choice = {item.id: year for item, year in years if year is not None}
        if is_kept(problem, choice):
            found.append(choice)
    return found


def _options(item: Candidate) -> list[int | None]:
    years: list[int | None] = [
        year
        for year in item.starts
        if (item.not_before or 0) <= year <= (item.not_after or 9999) or item.fixed
    ]
    return years if item.must or item.fixed else [None, *years]


def is_kept(problem: Problem, choice: Choice) -> bool:
    """Whether a choice keeps everything; written apart from the program's own checker."""
    inside = {item.id: item for item in problem.candidates if item.id in choice}
    if len(inside) != len(choice):
        return False
    for item in problem.candidates:
        year = choice.get(item.id)
        if year is None and item.must:
            return False
        if year is not None and year not in _options(item):
            return False
    for key, limit in problem.caps.items():
        if sum(item.starts[choice[name]].get(key, 0) for name, item in inside.items()) > limit:
            return False
    for a, b in problem.requires:
        if a in choice and b not in choice:
            return False
    for a, b in problem.follows:
        if a in choice and (b not in choice or choice[b] >= choice[a]):
            return False
    if any(a in choice and b in choice for a, b in problem.excludes):
        return False
    for domain, least in problem.domains.items():
        members = [item for item in inside.values() if item.domain == domain]
        if len(members) < least.count:
            return False
        if sum(item.own_share[choice[item.id]] for item in members) < least.own_share:
            return False
    return True
