"""Why a measure is out, and the least that would bring it in, proved by solving again.

What is said is true: with the named amounts added to the caps, or without the named rivals, the
same optimiser chooses the measure.  Money alone may not do it, because more money first goes to
whatever brings more; then the amount grows until it reaches the measure, or the rivals are named.
None of the amounts named can be lowered by a cent while the others stay; up to eighty measures the
least sum of one kind (money, else posts) is sought first, with a proof (``cheapest``).
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, replace

from strategy.figures.plan.limit_words import amount_words, joined, key_words
from strategy.figures.plan.limits import CONSUMPTIVE, FTE, INVESTIVE, OWN_SHARE, CapKey
from strategy.optimising.cheapest import least_excess
from strategy.optimising.problem import Candidate, Choice, Problem, benefit, used
from strategy.optimising.solving import OPTIMAL, solve


@dataclass(frozen=True)
class Out:
    """A measure that is not chosen; ``needs`` are amounts to be added to caps.  Where both
    ``needs`` and ``rivals`` are empty no amount would bring it in, or time ran out."""

    id: str
    title: str
    why: str
    needs: tuple[tuple[CapKey, int], ...] = ()
    rivals: tuple[str, ...] = ()


def explain(problem: Problem, choice: Choice, seconds: float | None = None) -> list[Out]:
    """One answer per measure that is out, in the order of ids."""
    ends = None if seconds is None else time.monotonic() + seconds
    found = [Out(name, name, why) for name, why in problem.impossible.items()]
    outside = [item for item in problem.candidates if item.id not in choice]
    for place, item in enumerate(outside):
        left = None if ends is None else ends - time.monotonic()
        # Half of its share for the proof, so that the last measure gets its answer as well.
        share = None if left is None else left / (len(outside) - place) / 2
        found.append(_out(problem, choice, item, left, share))
    return sorted(found, key=lambda out: out.id)


def _out(
    problem: Problem, choice: Choice, item: Candidate, seconds: float | None, share: float | None
) -> Out:
    if item.benefit == 0:
        return Out(item.id, item.title, "Sie hat keinen Nutzwert; bewerten Sie sie zuerst.")
    if not item.allowed():
        return Out(item.id, item.title, "Ihre Regeln lassen kein Jahr des Zeitraums als Beginn zu.")
    if seconds is not None and seconds <= 0:
        return Out(item.id, item.title, _NO_TIME)
    proof, search = (
        _Search(problem, item, share),
        _Search(problem, item, None if share is None else 2 * share),
    )
    found = (
        (proof.by_least(choice) if len(problem.candidates) <= _PROVED else None)
        or search.by_money(choice, rounds=1)
        or search.by_rivals(choice)
        or search.by_money(choice, rounds=len(problem.candidates))
    )
    if found is None and search.over:
        return Out(item.id, item.title, _NO_TIME)
    return found or Out(item.id, item.title, _NOTHING)


_MONEY = frozenset({OWN_SHARE, CONSUMPTIVE, INVESTIVE})
_KINDS = (_MONEY, frozenset({FTE}))
# The least amounts are proved for as many measures; beyond, each proof takes seconds, and amounts
# are named of which none can be lowered by itself.
_PROVED = 80
# More money first goes to whatever brings more; so many times it is asked for again.
_TRIES = 4
_NO_TIME = "Die Zeit reichte nicht, um den Grund zu ermitteln."
_NOTHING = "Weder mehr Mittel noch der Verzicht auf eine andere Maßnahme bringt sie allein hinein."


class _Search:
    """The search for one measure; every answer was checked by a solution."""

    def __init__(self, problem: Problem, item: Candidate, seconds: float | None) -> None:
        self._problem, self._item = problem, item
        self._ends = None if seconds is None else time.monotonic() + seconds

    @property
    def over(self) -> bool:
        """Whether its time has run out, so that what was not found may still be there."""
        return self._ends is not None and time.monotonic() >= self._ends

    def _chosen(self, problem: Problem) -> Choice | None:
        """The proven best choice, or None where there is none or time runs out."""
        left = None if self._ends is None else self._ends - time.monotonic()
        if left is not None and left <= 0:
            return None
        solution = solve(problem, left)
        return solution.choice if solution.status == OPTIMAL else None

    def by_least(self, choice: Choice) -> Out | None:
        """The least amounts of one kind, money before posts.

        Proved to be the least of their kind where the first plan with the least excess is chosen:
        no smaller sum lets any plan with the measure reach what is reached without it.
        """
        for kinds in _KINDS:
            soft = {key for key in self._problem.caps if key.kind in kinds}
            needs = self._least_of(choice, soft)
            if needs:
                return self._by_needs(needs)
        return None

    def _least_of(self, choice: Choice, soft: set[CapKey]) -> Mapping[CapKey, int] | None:
        reach = benefit(self._problem, choice)
        for _ in range(_TRIES):
            left = None if self._ends is None else self._ends - time.monotonic()
            if left is not None and left <= 0:
                return None
            plan = least_excess(self._problem, self._item.id, soft, reach, left)
            needs = _missing(self._problem, plan) if plan is not None else {}
            at = self._with(needs) if needs else None
            if at is None:
                return None
            if self._item.id in at:
                return self._least(needs, at)
            # With so much more the best plan is better still; what is asked for has to reach it.
            reach = max(benefit(self._problem, at), reach + 1)
        return None

    def by_money(self, choice: Choice, rounds: int) -> Out | None:
        """Caps raised until the measure is chosen; each round starts from what came in before."""
        at: Choice | None = choice
        for _ in range(rounds):
            if at is None:
                return None
            wish = _with_needed(self._problem, at, self._item)
            if wish is None:
                return None
            needs = _missing(self._problem, wish)
            if not needs:
                return None
            at = self._with(needs)
            if at is not None and self._item.id in at:
                return self._by_needs(self._least(needs, at))
        return None

    def _with(self, needs: Mapping[CapKey, int]) -> Choice | None:
        """What is chosen with the amounts added to the caps."""
        raised = {**self._problem.caps}
        for key, amount in needs.items():
            raised[key] += amount
        return self._chosen(replace(self._problem, caps=raised))

    def _least(self, needs: Mapping[CapKey, int], at: Choice) -> Mapping[CapKey, int]:
        """Amounts of which none can be lowered by a cent, as long as time lasts.

        A plan that comes of less is asked for what it really takes over the caps, so that the next
        step is the next plan and not the next cent.
        """
        needs = self._taken(needs, at)
        lowered = True
        while lowered:
            lowered = False
            for key in sorted(needs, key=lambda key: -needs[key]):
                less = {**needs, key: needs[key] - 1}
                found = self._with(less)
                if found is not None and self._item.id in found:
                    needs = self._taken({k: v for k, v in less.items() if v}, found)
                    lowered = True
                    break
        return needs

    def _taken(self, needs: Mapping[CapKey, int], at: Choice) -> Mapping[CapKey, int]:
        """What the plan ``at`` takes of ``needs``, where the measure comes in with that alone."""
        taken = _missing(self._problem, at)
        if taken == needs:
            return needs
        # Among plans of the same benefit another one may be preferred now.
        again = self._with(taken) if taken else None
        return taken if again is not None and self._item.id in again else needs

    def _by_needs(self, needs: Mapping[CapKey, int]) -> Out:
        said = joined(
            [
                f"{amount_words(key.kind, amount)} ({key_words(key)})"
                for key, amount in needs.items()
            ]
        )
        why = f"Sie käme hinein, wenn es das zusätzlich gäbe: {said}."
        return Out(self._item.id, self._item.title, why, tuple(needs.items()))

    def by_rivals(self, choice: Choice) -> Out | None:
        """What gives way when the measure has to be in; None where that is not the whole truth."""
        must = tuple(
            replace(item, must=True) if item.id == self._item.id else item
            for item in self._problem.candidates
        )
        forced = self._chosen(replace(self._problem, candidates=must))
        if forced is None:
            return None
        rivals = tuple(name for name in choice if name not in forced)
        if not rivals:
            return None
        # No start year at all, so that whatever needs a rival goes with it.
        without = replace(
            self._problem,
            candidates=tuple(
                replace(item, starts={}) if item.id in rivals else item
                for item in self._problem.candidates
            ),
        )
        chosen = self._chosen(without)
        if chosen is None or self._item.id not in chosen:
            return None
        gave_way = "zurückstünde" if len(rivals) == 1 else "zurückstünden"
        why = f"Sie käme hinein, wenn {joined(rivals)} {gave_way}."
        return Out(self._item.id, self._item.title, why, rivals=rivals)


def _with_needed(problem: Problem, choice: Choice, item: Candidate) -> dict[str, int] | None:
    """The choice with a measure and all it needs, each where it takes the least over the caps;
    None where no year fits or something chosen excludes it."""
    wish = dict(choice)
    for member in _needed(problem, item):
        if member.id in wish:
            continue
        years = [year for year in member.allowed() if _in_time(problem, wish, member.id, year)]
        if not years:
            return None
        best = min(
            years,
            key=lambda year, member=member: (  # type: ignore[misc]
                sum(_missing(problem, {**wish, member.id: year}).values()),
                year,
            ),
        )
        wish[member.id] = best
    excluded = any(a in wish and b in wish for a, b in problem.excludes)
    return None if excluded else wish


def _needed(problem: Problem, item: Candidate) -> list[Candidate]:
    """A measure and all it needs, what is needed first."""
    order: list[str] = []
    # Older plans may hold a circle of needs; nobody of it comes in, and nobody is asked twice.
    seen = set[str]()

    def visit(name: str) -> None:
        if name not in seen:
            seen.add(name)
            for a, b in (*problem.requires, *problem.follows):
                if a == name:
                    visit(b)
            order.append(name)

    visit(item.id)
    known = problem.by_id
    return [known[name] for name in order]


def _in_time(problem: Problem, wish: Choice, name: str, year: int) -> bool:
    return all(b in wish and wish[b] < year for a, b in problem.follows if a == name)


def _missing(problem: Problem, choice: Choice) -> dict[CapKey, int]:
    return {
        key: amount - problem.caps[key]
        for key, amount in used(problem, choice).items()
        if amount > problem.caps[key]
    }
