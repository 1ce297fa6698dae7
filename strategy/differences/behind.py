"""Which measures stand behind one amount of a comparison."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from strategy.differences.comparing import Cell, Difference, two_sides
from strategy.differences.state import MeasureState, Sum, add_sums


def behind_money(found: Difference, key: tuple[str, int, str], own: bool) -> list[Cell]:
    """The changed measures in a cell of ``money`` (``own_money`` where ``own``): cells with the
    measure's id as key; together they make the difference of the cell."""
    dezernat, year, side = key

    def amount(item: MeasureState, dezernate: dict[str, str]) -> Sum | None:
        parts = [
            money.own if own else money.cost
            for (at, kind, unit), money in item.money.items()
            if (dezernate.get(unit, ""), at, kind) == (dezernat, year, side)
        ]
        return add_sums(parts) if parts else None

    return list(_changed(found, amount))


def behind_posts(found: Difference, key: tuple[str, int]) -> list[Cell]:
    """The same for a cell of ``posts``: unit and year."""
    unit, year = key
    return list(_changed(found, lambda item, _: item.posts.get((year, unit))))


def behind_group(found: Difference, name: str) -> list[Cell]:
    """The changed measures that serve a goal or belong to a life domain, with their own share."""

    def amount(item: MeasureState, _: dict[str, str]) -> Sum | None:
        inside = name in item.goals or name == (item.row["domain_id"] or "")
        return item.whole.own if inside else None

    return list(_changed(found, amount))


def _changed(
    found: Difference, amount: Callable[[MeasureState, dict[str, str]], Sum | None]
) -> Iterator[Cell]:
    for item in found.measures:
        sides: list[Sum | None] = []
        for state, dezernate in zip((item.before, item.after), found.dezernate, strict=True):
            # What stands in the pool is in no sum.
            counted = state if state is not None and state.in_plan else None
            sides.append(None if counted is None else amount(counted, dezernate))
        if sides[0] != sides[1]:
            yield two_sides((item.id,), *sides)
