"""Which of several plans of equal benefit is told: the one nearest to what is planned already."""

from __future__ import annotations

from strategy.figures.plan.limits import CapKey
from strategy.optimising.checking import violations
from strategy.optimising.problem import Candidate, Choice, Problem, used


def settled(problem: Problem, choice: Choice) -> dict[str, int]:
    """A plan at least as good as ``choice``, in which none of four steps is possible any more:

    leave out what brings nothing, take in what fits, start as planned (or nearer to it), take a
    measure with a smaller id instead of one with the same benefit.
    """
    trial = _Trial(problem, choice)
    changed = True
    while changed:
        changed = False
        for item in reversed(problem.candidates):
            if item.benefit == 0 and item.id in trial.choice:
                changed |= trial.accept({item.id: None})
        for item in problem.candidates:
            if item.id not in trial.choice and item.benefit > 0:
                changed |= any(trial.accept({item.id: year}) for year in item.allowed())
        for item in problem.candidates:
            changed |= _nearer(trial, item)
        for item in problem.candidates:
            changed |= _instead(trial, item)
    return dict(trial.choice)


def _nearer(trial: _Trial, item: Candidate) -> bool:
    if item.id not in trial.choice or item.fixed:
        return False
    order = item.allowed()
    better = order[: order.index(trial.choice[item.id])]
    return any(trial.accept({item.id: year}) for year in better)


def _instead(trial: _Trial, item: Candidate) -> bool:
    if item.id in trial.choice or item.benefit == 0:
        return False
    for other in reversed(trial.problem.candidates):
        if other.id <= item.id:
            return False
        same = other.benefit == item.benefit and not (other.must or other.fixed)
        if other.id in trial.choice and same:
            for year in item.allowed():
                if trial.accept({other.id: None, item.id: year}):
                    return True
    return False


class _Trial:
    """A choice that changes step by step as long as everything is kept."""

    def __init__(self, problem: Problem, choice: Choice) -> None:
        self.problem = problem
        self.choice = dict(choice)
        self._known = problem.by_id
        self._left = {
            key: problem.caps[key] - amount for key, amount in used(problem, choice).items()
        }

    def accept(self, change: dict[str, int | None]) -> bool:
        """Make a change (None takes a measure out) if it breaks nothing."""
        delta: dict[CapKey, int] = {}
        for name, year in change.items():
            for sign, at in ((-1, self.choice.get(name)), (1, year)):
                for key, amount in self._known[name].starts[at].items() if at is not None else ():
                    if key in self._left:
                        delta[key] = delta.get(key, 0) + sign * amount
        # Most changes fail at a cap, and that is quick to see.
        if any(amount > 0 and amount > self._left[key] for key, amount in delta.items()):
            return False
        choice = {**self.choice}
        for name, year in change.items():
            choice.pop(name, None)
            if year is not None:
                choice[name] = year
        if violations(self.problem, choice):
            return False
        self.choice = choice
        for key, amount in delta.items():
            self._left[key] -= amount
        return True
