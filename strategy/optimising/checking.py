"""Whether a choice keeps every cap and rule: exact, and written apart from the solver.

The solver works with floating numbers; what it proposes counts only after it has passed here.
"""

from __future__ import annotations

from strategy.optimising.problem import Choice, Problem, used


def violations(problem: Problem, choice: Choice) -> list[str]:
    """What a choice breaks, as short technical words; empty for a plan that can be carried out."""
    return [
        *_starts(problem, choice),
        *_dependencies(problem, choice),
        *_domains(problem, choice),
        *(
            f"cap {key.kind} {key.year} {key.unit}"
            for key, amount in used(problem, choice).items()
            if amount > problem.caps[key]
        ),
    ]


def _starts(problem: Problem, choice: Choice) -> list[str]:
    known = problem.by_id
    found = [f"unknown {name}" for name in choice if name not in known]
    for item in problem.candidates:
        if item.id not in choice:
            if item.must or item.fixed:
                found.append(f"must {item.id}")
        elif choice[item.id] not in item.allowed():
            found.append(f"start {item.id} {choice[item.id]}")
    return found


def _dependencies(problem: Problem, choice: Choice) -> list[str]:
    found = [f"requires {a} {b}" for a, b in problem.requires if a in choice and b not in choice]
    found += [
        f"follows {a} {b}"
        for a, b in problem.follows
        if a in choice and not (b in choice and choice[b] < choice[a])
    ]
    found += [f"excludes {a} {b}" for a, b in problem.excludes if a in choice and b in choice]
    return found


def _domains(problem: Problem, choice: Choice) -> list[str]:
    found = []
    for domain, least in problem.domains.items():
        members = [item for item in problem.candidates if item.domain == domain]
        inside = [item for item in members if item.id in choice]
        if len(inside) < least.count:
            found.append(f"domain {domain} count")
        if sum(item.own_share.get(choice[item.id], 0) for item in inside) < least.own_share:
            found.append(f"domain {domain} own_share")
    return found
