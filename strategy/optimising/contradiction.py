"""Why no plan is possible: a smallest set of caps, rules and musts that contradict each other.

Deletion filter: one element after the other is lifted; what stays impossible without it does not
need it.  What is left at the end contradicts itself, and lifting any one of it resolves it.  The
filter runs from both ends, and the shorter of the two sets is told.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from strategy.figures.plan.limit_words import cap_words, told_amount
from strategy.figures.plan.limits import CapKey
from strategy.kernel import german
from strategy.optimising.matrix import Constraint, Matrix
from strategy.optimising.problem import Problem
from strategy.optimising.solving import is_feasible


@dataclass(frozen=True)
class Element:
    """One of the things that contradict: ``kind`` is cap, must, count, share, requires, follows,
    excludes or window; ``data`` is its machine-readable form, ``words`` a German phrase."""

    kind: str
    words: str
    data: dict[str, Any]


def contradiction(problem: Problem) -> list[Element]:
    """The elements of a smallest contradiction; empty where a plan is possible."""
    loose = Matrix(problem, windows=False)
    rows = [*loose.rows, *_windows(problem, loose)]
    if is_feasible(loose, rows):
        return []
    names = list(dict.fromkeys(row.element for row in rows if row.element))
    forwards, backwards = (_filtered(loose, rows, order) for order in (names, names[::-1]))
    shorter = backwards if len(backwards) < len(forwards) else forwards
    return [_element(problem, name) for name in sorted(shorter, key=names.index)]


def _windows(problem: Problem, matrix: Matrix) -> Iterable[Constraint]:
    """Rows that keep measures within their not-before and not-after."""
    for item in problem.candidates:
        allowed = set(item.allowed())
        outside = [c for year, c in matrix.of[item.id].items() if year not in allowed]
        if outside:
            yield Constraint(dict.fromkeys(outside, 1), None, 0, f"window:{item.id}")


def _filtered(matrix: Matrix, rows: Sequence[Constraint], order: Sequence[str]) -> list[str]:
    kept = list(order)
    for name in order:
        trial = {other for other in kept if other != name}
        if not is_feasible(matrix, [r for r in rows if not r.element or r.element in trial]):
            kept.remove(name)
    return kept


def _element(problem: Problem, name: str) -> Element:
    kind, _, rest = name.partition(":")
    known = problem.by_id
    if kind == "cap":
        what, year, unit = rest.split(":")
        key = CapKey(what, int(year), unit)
        limit = problem.caps[key]
        data = {"kind": what, "year": key.year, "unit": unit or None}
        return Element(kind, cap_words(key, limit), {**data, "limit": told_amount(what, limit)})
    if kind in ("must", "window"):
        item = known[rest]
        if kind == "must":
            words = f"„{item.title}“ ({rest}) ist Pflicht"
            return Element(kind, words, {"kind": kind, "id": rest})
        before, after = item.not_before, item.not_after
        said = [f"nicht vor {before}"] if before else []
        said += [f"nicht nach {after}"] if after else []
        words = f"„{item.title}“ ({rest}) beginnt {' und '.join(said)}"
        data = {"kind": kind, "id": rest, "not_before": before, "not_after": after}
        return Element(kind, words, data)
    if kind in ("count", "share"):
        least = problem.domains[rest]
        if kind == "count":
            words = f"mindestens {german.counted(least.count, 'Maßnahme', 'Maßnahmen')} in {rest}"
            return Element(kind, words, {"kind": "domain", "id": rest, "count": least.count})
        words = f"mindestens {german.money(least.own_share)} Eigenanteil in {rest}"
        return Element(kind, words, {"kind": "domain", "id": rest, "own_share": least.own_share})
    first, second = rest.split(":")
    verb = {"requires": "setzt", "follows": "folgt auf", "excludes": "schließt"}[kind]
    tail = {"requires": " voraus", "follows": "", "excludes": " aus"}[kind]
    return Element(kind, f"{first} {verb} {second}{tail}", {"kind": kind, "ids": [first, second]})
