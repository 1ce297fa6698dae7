"""The comparison of two versions: measures, money, posts, goals, life domains, rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any

from strategy.differences.rows import TableChange, row_changes
from strategy.differences.state import MeasureState, Money, State, Sum, add_sums, read_state
from strategy.kernel.record import Kind
from strategy.kernel.store import Cursor, Store
from strategy.kernel.store.versions import Version, get_version
from strategy.nouns.measure import Measure

ADDED, DROPPED, MOVED, RECOSTED, RESTAFFED, RERANKED, TEXT, OTHER = (
    "added",
    "dropped",
    "moved",
    "recosted",
    "restaffed",
    "reranked",
    "text",
    "other",
)
# What only says when; it is told as a move.
_TIMES = ("starts_on", "ends_on")


@dataclass(frozen=True)
class MeasureChange:
    """A measure that differs; ``before`` or ``after`` is None where it does not exist.  ``texts``
    are (field, before, after) of every field that changed but dates."""

    id: str
    title: str
    change: tuple[str, ...]
    before: MeasureState | None
    after: MeasureState | None
    texts: tuple[tuple[str, Any, Any], ...] = ()


@dataclass(frozen=True)
class Cell:
    """An amount before and after: cents, ten-thousandths of an FTE, or a count.

    None where lines stand but no amount of them is known; 0 where no line stands at all.  Lines
    without an amount are in neither, and counted apart.
    """

    key: tuple[Any, ...]
    before: int | None
    after: int | None
    before_left_out: int = 0
    after_left_out: int = 0

    @property
    def differs(self) -> bool:
        """Whether the two sides say different things."""
        return (self.before, self.before_left_out) != (self.after, self.after_left_out)

    @property
    def moved(self) -> int | None:
        """The difference of the two; None where one is unknown."""
        return None if self.before is None or self.after is None else self.after - self.before


def added_up(cells: Iterable[Cell]) -> Cell:
    """The sum of what is known on each side; None where lines stand and none is known."""
    before, after = Sum(), Sum()
    for cell in cells:
        before += Sum(cell.before, cell.before_left_out)
        after += Sum(cell.after, cell.after_left_out)
    return two_sides((), before, after)


def two_sides(key: tuple[Any, ...], before: Sum | None, after: Sum | None) -> Cell:
    """The cell of two sums; None where no line stands, which then is 0."""
    first, second = (Sum(0) if one is None else one for one in (before, after))
    return Cell(key, first.known, second.known, first.left_out, second.left_out)


@dataclass(frozen=True)
class Difference:
    """What makes ``second`` of ``first``.  Only cells that differ are listed, of goals and domains
    both cells of those in which one differs; ``cost`` and ``own_share`` are totals of all measures
    that count."""

    first: Version
    second: Version
    measures: tuple[MeasureChange, ...]
    money: tuple[Cell, ...]
    own_money: tuple[Cell, ...]
    posts: tuple[Cell, ...]
    goals: tuple[Cell, ...]
    domains: tuple[Cell, ...]
    cost: Cell
    own_share: Cell
    # How many measures of the plan have no known amount, before and after.
    silent: Cell
    rows: tuple[TableChange, ...]
    titles: dict[str, str]
    # Of every unit, before and after: a reorganisation may lie between the two.
    dezernate: tuple[dict[str, str], dict[str, str]] = ({}, {})


def compare(store: Store, first: str, second: str) -> Difference:
    """Compare two versions, each given by name or title."""
    with _both(store, first, second) as (a, b, before, after):
        changes = row_changes(a, before.name, after.name)
        old, new = read_state(a), read_state(b)
    return difference_of(before, after, old, new, changes)


def difference_of(
    before: Version, after: Version, old: State, new: State, changes: list[TableChange]
) -> Difference:
    """The comparison of two states, and of the rows that make the second of the first."""
    titles = {**old.titles, **new.titles}
    return Difference(
        before,
        after,
        tuple(_measures(old, new, changes)),
        _cells(old, new, _by_dezernat(lambda money: money.cost)),
        _cells(old, new, _by_dezernat(lambda money: money.own)),
        _cells(old, new, _by_unit),
        _groups(old, new, lambda item: item.goals),
        _groups(old, new, lambda item: [item.row["domain_id"] or ""]),
        two_sides((), _total(old, lambda money: money.cost), _total(new, lambda money: money.cost)),
        two_sides((), _total(old, lambda money: money.own), _total(new, lambda money: money.own)),
        two_sides((), *(Sum(_silent(state)) for state in (old, new))),
        tuple(changes),
        titles,
        (old.dezernate, new.dezernate),
    )


@contextmanager
def _both(
    store: Store, first: str, second: str
) -> Iterator[tuple[Cursor, Cursor, Version, Version]]:
    """Two cursors on one state of the file: nobody writes between opening the one and the other."""
    with ExitStack() as opened:
        with store.write_lock:
            with store.read() as db:
                before, after = get_version(db, first), get_version(db, second)
            a = opened.enter_context(store.read(before.name))
            b = opened.enter_context(store.read(after.name))
        yield a, b, before, after


def _measures(old: State, new: State, changes: list[TableChange]) -> Iterator[MeasureChange]:
    touched = _touched(changes)
    places_before, places_after = _places(old, new)
    for name in sorted({*old.measures, *new.measures}):
        before, after = old.measures.get(name), new.measures.get(name)
        # The newer title, as people know the measure today.
        row = (after or before or _never()).row
        texts = _texts(before, after)
        said = list(_kinds(before, after, texts))
        if before and after and places_before.get(name) != places_after.get(name):
            said.append(RERANKED)
        # Something hangs on it that changed, though the measure itself says the same.
        if not said and name in touched:
            said.append(OTHER)
        if said:
            title = str(row["title"] or name)
            yield MeasureChange(name, title, tuple(said), before, after, texts)


def _never() -> MeasureState:
    raise AssertionError("a measure stands in one of the two")


def _kinds(
    before: MeasureState | None, after: MeasureState | None, texts: tuple[tuple[str, Any, Any], ...]
) -> Iterator[str]:
    if after is not None and (before is None or (after.in_plan and not before.in_plan)):
        yield ADDED
    if before is not None and (after is None or (before.in_plan and not after.in_plan)):
        yield DROPPED
    if before is None or after is None:
        return
    # What enters or leaves the plan takes its dates, cost and posts along; none of them changed.
    if before.in_plan == after.in_plan:
        yield from _kinds_of_one_that_stays(before, after)
    if any(Measure.spec(name).kind in (Kind.TEXT, Kind.LONG) for name, _, _ in texts):
        yield TEXT
    if any(Measure.spec(name).kind not in (Kind.TEXT, Kind.LONG) for name, _, _ in texts):
        yield OTHER


def _kinds_of_one_that_stays(before: MeasureState, after: MeasureState) -> Iterator[str]:
    times = [(item.stages, item.due, *(item.row[n] for n in _TIMES)) for item in (before, after)]
    if times[0] != times[1] or (
        # Cost that begins later but runs alike is a move; else the cost itself is another.
        before.profile() == after.profile() and before.start_year != after.start_year
    ):
        yield MOVED
    if before.profile() != after.profile():
        yield RECOSTED
    if before.post_profile() != after.post_profile():
        yield RESTAFFED


def _texts(
    before: MeasureState | None, after: MeasureState | None
) -> tuple[tuple[str, Any, Any], ...]:
    if before is None or after is None:
        return ()
    names = [spec.name for spec in Measure.specs() if spec.name not in _TIMES]
    return tuple(
        (name, before.row[name], after.row[name])
        for name in names
        if before.row[name] != after.row[name]
    )


def _touched(changes: list[TableChange]) -> set[str]:
    """Measures on which something hangs that changed: a link, a risk, points."""
    found = set[str]()
    for change in changes:
        refs = [spec.name for spec in change.noun.specs() if spec.ref in ("measure", "*")]
        for name in refs:
            for table in (change.dropped, change.added, change.changed):
                found |= {str(value) for value in table.column(name).to_pylist()}
    return found


def _places(old: State, new: State) -> tuple[dict[str, int], dict[str, int]]:
    """The rank of every measure among those that both versions rank: who comes or goes moves
    nobody else."""
    both = {
        name
        for name, item in old.measures.items()
        if item.utility is not None
        and name in new.measures
        and new.measures[name].utility is not None
    }
    found = []
    for state in (old, new):
        worth = sorted((state.measures[name].utility or 0 for name in both), reverse=True)
        # Reversed, so that of equal utilities the best place is kept: ties share a rank.
        first = {value: place for place, value in reversed(list(enumerate(worth, start=1)))}
        found.append({name: first[state.measures[name].utility or 0] for name in both})
    return found[0], found[1]


Amounts = dict[tuple[Any, ...], Sum]


def _cells(old: State, new: State, amounts: Callable[[State], Amounts]) -> tuple[Cell, ...]:
    return tuple(cell for cell in _all_cells(amounts(old), amounts(new)) if cell.differs)


def _all_cells(before: Amounts, after: Amounts) -> list[Cell]:
    return [two_sides(key, before.get(key), after.get(key)) for key in sorted({*before, *after})]


def _groups(
    old: State, new: State, keys: Callable[[MeasureState], Iterable[str]]
) -> tuple[Cell, ...]:
    """Own share and number of measures of every group of which one of the two differs: the other
    one is told with it, or it would look unknown."""
    cells = _all_cells(_sums(old, keys), _sums(new, keys))
    others = {cell.key[0] for cell in cells if cell.differs}
    return tuple(cell for cell in cells if cell.key[0] in others)


def _by_dezernat(amount: Callable[[Money], Sum]) -> Callable[[State], Amounts]:
    def read(state: State) -> Amounts:
        found: Amounts = defaultdict(Sum)
        for item in state.planned():
            for (year, side, unit), money in item.money.items():
                found[(state.dezernate.get(unit, ""), year, side)] += amount(money)
        return found

    return read


def _by_unit(state: State) -> Amounts:
    found: Amounts = defaultdict(Sum)
    for item in state.planned():
        for (year, unit), e4 in item.posts.items():
            found[(unit, year)] += e4
    return found


def _sums(state: State, keys: Callable[[MeasureState], Iterable[str]]) -> Amounts:
    """Own share and number of measures per goal or life domain."""
    found: Amounts = defaultdict(Sum)
    for item in state.planned():
        for key in keys(item):
            found[(key, "own_cents")] += item.whole.own
            found[(key, "measures")] += Sum(1)
    return found


def _silent(state: State) -> int:
    return sum(item.whole.cost.known is None for item in state.planned())


def _total(state: State, amount: Callable[[Money], Sum]) -> Sum:
    return add_sums(amount(item.whole) for item in state.planned())
