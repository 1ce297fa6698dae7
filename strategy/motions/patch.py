"""What a motion changes: the rows its scenario wrote since it was copied off, and no others.

The draft goes on beside it.  A row that only the draft changed since is no part of the motion; one
that both changed is a conflict, which people have to settle.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pyarrow as pa

from strategy.differences.applying import hangs_on_measures
from strategy.differences.rows import TableChange, row_changes
from strategy.kernel.errors import Refused
from strategy.kernel.record import Record
from strategy.kernel.records import all_nouns, find
from strategy.kernel.store import Cursor
from strategy.kernel.store.database import DRAFT
from strategy.nouns.measure import Measure, MeasureStatus
from strategy.nouns.motion import Motion, MotionStatus


@dataclass(frozen=True)
class Patch:
    """The rows a motion changes, the measures they belong to, and sentences about what cannot be
    applied as the draft stands now."""

    changes: tuple[TableChange, ...]
    measures: frozenset[str]
    conflicts: tuple[str, ...]


def read_patch(db: Cursor, motion: Motion) -> Patch:
    """What the motion changes; raises Refused where the version with its changes is not there."""
    base = db.value(
        "SELECT base_action FROM plan.version WHERE name = ? AND kind = 'scenario'",
        [motion.scenario],
    )
    if base is None:
        raise Refused(
            f"Die Fassung mit den Änderungen zu {motion.id} gibt es nicht; legen Sie sie an oder "
            "holen Sie sie aus dem Archiv zurück."
        )
    scenario, parted = str(motion.scenario), int(base)
    changes, conflicts = [], list[str]()
    for found in row_changes(db, DRAFT, scenario, [n for n in all_nouns() if hangs_on_measures(n)]):
        part = TableChange(
            found.noun,
            _kept(found.dropped, _deleted(db, scenario, found.noun, found.dropped_ids)),
            _kept(found.added, _written(db, scenario, found.noun, found.added_ids, parted)),
            _kept(found.changed, _written(db, scenario, found.noun, found.changed_ids, parted)),
        )
        if part:
            changes.append(part)
            conflicts += _conflicts(db, part, parted)
    measures = frozenset(_measures(changes))
    return Patch(tuple(changes), measures, (*conflicts, *_rejected(db, measures)))


def others_on_same(db: Cursor, motion: Motion, patch: Patch) -> list[str]:
    """Sentences about other open motions on a measure that this one changes."""
    told = []
    for other in find(db, Motion, "id <> ? AND scenario IS NOT NULL", [motion.id]):
        if other.status != MotionStatus.FILED:
            continue
        try:
            shared = patch.measures & read_patch(db, other).measures
        except Refused:
            # Its scenario lies in the archive; then it changes nothing now.
            continue
        if shared:
            told.append(
                f"{', '.join(sorted(shared))}: auch {other.id} „{other.title}“ "
                f"({other.proposer}) ändert das."
            )
    return told


def _kept(table: pa.Table, ids: set[str]) -> pa.Table:
    mask = [value in ids for value in table.column("id").to_pylist()]
    return table.filter(pa.array(mask, pa.bool_()))


def _written(
    db: Cursor, scenario: str, noun: type[Record], ids: Iterable[str], parted: int
) -> set[str]:
    """Those of these rows that the scenario itself wrote."""
    rows = db.rows(
        f'SELECT id FROM "{scenario}".{noun.TABLE} WHERE id IN (SELECT unnest(?)) AND version > ?',
        [list(ids), parted],
    )
    return {str(row["id"]) for row in rows}


def _deleted(db: Cursor, schema: str, noun: type[Record], ids: Iterable[str]) -> set[str]:
    """Those of these rows whose deletion stands in the history of a version."""
    rows = db.rows(
        "SELECT DISTINCT row_id AS id FROM history.change WHERE schema_name = ? AND table_name = ? "
        'AND "after" IS NULL AND row_id IN (SELECT unnest(?))',
        [schema, noun.TABLE, list(ids)],
    )
    return {str(row["id"]) for row in rows}


def _conflicts(db: Cursor, part: TableChange, parted: int) -> list[str]:
    """What the draft did to the same rows meanwhile."""
    found = []
    table, word = part.noun.TABLE, part.noun.SINGULAR
    for row in db.rows(
        f"SELECT t.id, a.actor FROM {table} t LEFT JOIN history.action a ON a.id = t.version "
        "WHERE t.id IN (SELECT unnest(?)) AND t.version > ? ORDER BY t.id",
        [[*part.changed_ids, *part.dropped_ids], parted],
    ):
        found.append(f"{word} {row['id']} hat {row['actor'] or 'jemand'} inzwischen geändert")
    # Changed by the motion and gone in the draft: row_changes sees it as a new row.
    for name in sorted(_deleted(db, DRAFT, part.noun, part.added_ids)):
        found.append(f"{word} {name} gibt es im Entwurf nicht mehr")
    return found


def _rejected(db: Cursor, measures: Iterable[str]) -> list[str]:
    """A motion on a measure that was dropped meanwhile has nothing to change."""
    rows = find(db, Measure, "id IN (SELECT unnest(?))", [sorted(measures)])
    return [
        f"{measure.id} „{measure.title}“ ist im Entwurf verworfen"
        for measure in rows
        if measure.status == MeasureStatus.REJECTED
    ]


def _measures(changes: Iterable[TableChange]) -> set[str]:
    found = set[str]()
    for part in changes:
        names = (
            ["id"]
            if part.noun is Measure
            else [spec.name for spec in part.noun.specs() if spec.ref in ("measure", "*")]
        )
        for table in (part.dropped, part.added, part.changed):
            for name in names:
                found |= {
                    str(value)
                    for value in table.column(name).to_pylist()
                    if str(value).startswith(f"{Measure.PREFIX}-")
                }
    return found
