"""Make a version what another one is, or take single measures over from it, in one action."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from strategy.differences.comparing import Difference
from strategy.differences.rows import TableChange, apply_rows, row_changes
from strategy.kernel.errors import NotFound, Refused
from strategy.kernel.record import OnDelete, Record, Spec
from strategy.kernel.records import all_nouns, find, noun_of_id
from strategy.kernel.store import Cursor, Store, Transaction
from strategy.kernel.store.versions import get_version
from strategy.nouns.link import Link
from strategy.nouns.measure import Measure


def apply_difference(store: Store, actor: str, difference: Difference) -> None:
    """Make the first version of a comparison what the second is; one undo takes it back."""
    what = f"Unterschied zu „{difference.second.title}“ übernommen"
    with store.write(actor, what, difference.first.name) as tx:
        apply_rows(tx, difference.rows)


@dataclass(frozen=True)
class TakeOver:
    """What taking measures over would do.  ``conflicts`` are sentences about what was changed in
    the target since the two versions parted, ``left_out`` about what cannot come along."""

    changes: tuple[TableChange, ...]
    conflicts: tuple[str, ...]
    left_out: tuple[str, ...]


def plan_take_over(store: Store, source: str, target: str, measures: Sequence[str]) -> TakeOver:
    """Look at it without writing; versions are given by name or title.  Raises NotFound."""
    with store.write_lock:
        with store.read() as db:
            sources, targets = get_version(db, source), get_version(db, target)
            # Under the lock, so that the three readings below see one state of the plan.
            parted = _parted(db, sources.name, targets.name)
        with store.read(sources.name) as db:
            known = {item.id for item in find(db, Measure)}
        missing = [name for name in measures if name not in known]
        if missing:
            raise NotFound(f"{missing[0]} gibt es in der Fassung „{sources.title}“ nicht.")
        with store.read(targets.name) as db:
            return _planned(db, sources.name, targets.name, set(measures), parted)


def take_over(
    store: Store,
    actor: str,
    source: str,
    target: str,
    measures: Sequence[str],
    overwrite: bool = False,
) -> TakeOver:
    """Bring measures with all that hangs on them (cost, stages, grants, links …) into ``target``
    as they are in ``source``, in one action.

    Raises Refused where the target was changed meanwhile, unless ``overwrite`` says that its
    changes may go, and where a rule of the plan would be broken.
    """
    with store.write_lock:
        # Planned anew here: what was looked at before may be older than the plan.
        planned = plan_take_over(store, source, target, measures)
        if planned.conflicts and not overwrite:
            more = f" (und {len(planned.conflicts) - 1} weitere)" if planned.conflicts[1:] else ""
            raise Refused(
                f"{planned.conflicts[0]}{more}; entscheiden Sie, welcher Stand gelten soll."
            )
        with store.read() as db:
            name, title = get_version(db, target).name, get_version(db, source).title
        listed = ", ".join(sorted(measures)[:3]) + (" …" if len(measures) > 3 else "")
        with store.write(actor, f"{listed} aus „{title}“ übernommen", name) as tx:
            apply_rows(tx, planned.changes)
            # After all rows are in: a rule may concern several of them at once.
            check_rules(tx, planned.changes)
    return planned


def _parted(db: Cursor, first: str, second: str) -> int:
    """The number of the last action before the younger of the two was copied off."""
    # An action's number is also the version of the rows it wrote, so numbers above it were written
    # later.
    rows = db.rows(
        "SELECT base_action FROM plan.version WHERE name IN (?, ?) AND kind <> 'draft'",
        [first, second],
    )
    return max((int(row["base_action"]) for row in rows), default=0)


def _planned(db: Cursor, source: str, target: str, measures: set[str], parted: int) -> TakeOver:
    """``db`` is set to the target."""
    changes, conflicts, left_out = [], list[str](), list[str]()
    # From the target to the source: what is found says how the one becomes the other.
    for change in row_changes(
        db, target, source, [noun for noun in all_nouns() if hangs_on_measures(noun)]
    ):
        part = TableChange(
            change.noun,
            *(
                _of(change.noun, t, measures)
                for t in (change.dropped, change.added, change.changed)
            ),
        )
        if part:
            conflicts += _conflicts(db, part, source, parted)
            changes.append(part)
    coming = {name for part in changes for name in part.added_ids}
    whole = [_complete(db, part, coming, left_out) for part in changes]
    return TakeOver(tuple(part for part in whole if part), tuple(conflicts), tuple(left_out))


def hangs_on_measures(noun: type[Record]) -> bool:
    """Whether rows of a noun belong to a measure: they would go with it."""
    return noun is Measure or bool(_owners(noun))


def _owners(noun: type[Record]) -> list[Spec]:
    return [
        spec
        for spec in noun.specs()
        if spec.on_delete is OnDelete.CASCADE and (spec.ref == "measure" or noun is Link)
    ]


def _of(noun: type[Record], table: pa.Table, measures: Collection[str]) -> pa.Table:
    names = ["id"] if noun is Measure else [spec.name for spec in _owners(noun)]
    columns = [table.column(name).to_pylist() for name in names]
    mask = [any(value in measures for value in row) for row in zip(*columns, strict=True)]
    return table.filter(pa.array(mask, pa.bool_()))


def _conflicts(db: Cursor, part: TableChange, source: str, parted: int) -> list[str]:
    """Rows that somebody changed in the target after the versions parted."""
    found = []
    table = part.noun.TABLE
    for ids in (part.changed_ids, part.dropped_ids):
        for row in db.rows(
            f"SELECT t.id, a.actor FROM {table} t LEFT JOIN history.action a ON a.id = t.version "
            "WHERE t.id IN (SELECT unnest(?)) AND t.version > ? ORDER BY t.id",
            [ids, parted],
        ):
            who = row["actor"] or "jemand anderem"
            found.append(f"{part.noun.SINGULAR} {row['id']} wurde hier von {who} geändert")
    # A row that stood before the versions parted and is missing here was deleted here.
    for row in db.rows(
        f'SELECT id FROM "{source}".{table} WHERE id IN (SELECT unnest(?)) AND version <= ? '
        "ORDER BY id",
        [part.added_ids, parted],
    ):
        found.append(f"{part.noun.SINGULAR} {row['id']} wurde hier gelöscht")
    return found


def _complete(db: Cursor, part: TableChange, coming: set[str], left_out: list[str]) -> TableChange:
    """The part without rows that need what the target does not have, and without such references
    where they may be empty."""
    added = _rows_with_ends(db, part, part.added, coming, left_out)
    changed = _rows_with_ends(db, part, part.changed, coming, left_out)
    return TableChange(part.noun, part.dropped, added, changed)


def _rows_with_ends(
    db: Cursor, part: TableChange, table: pa.Table, coming: set[str], left_out: list[str]
) -> pa.Table:
    kept = []
    for row in table.to_pylist():
        lost = [spec for spec in part.noun.specs() if not _found(db, spec, row, coming)]
        # A row without what it has to name would be refused; without anything else it is still of
        # use.
        needed = [spec for spec in lost if spec.required]
        for spec in lost:
            what = "kommt nicht mit" if needed else f"kommt ohne „{spec.label}“ mit"
            left_out.append(
                f"{part.noun.SINGULAR} {row['id']} {what}: {row[spec.name]} gibt es hier nicht."
            )
        if not needed:
            kept.append({**row, **{spec.name: None for spec in lost}})
    return pa.Table.from_pylist(kept, schema=table.schema)


def _found(db: Cursor, spec: Spec, row: Mapping[str, Any], coming: set[str]) -> bool:
    value = row[spec.name]
    if not spec.ref or value is None or value in coming:
        return True
    # "*" refers to any noun; the prefix of the id says to which.
    noun = noun_of_id(value) if spec.ref == "*" else None
    table = spec.ref if spec.ref != "*" else (noun.TABLE if noun else None)
    return table is not None and db.has_rows(f"SELECT 1 FROM {table} WHERE id = ?", [value])


def check_rules(tx: Transaction, changes: Sequence[TableChange]) -> None:
    """The rules that hold for every save hold for what came in as well."""
    for change in changes:
        for table in (change.added, change.changed):
            ids = table.column("id").to_pylist()
            for record in find(tx, change.noun, "id IN (SELECT unnest(?))", [ids]) if ids else []:
                record.validate()
                record.validate_in(tx)
