"""Undo and redo of whole actions, across all tables they touched.

An undo is an action like any other: it writes the rows as they stood before, under a number of its
own, and is itself recorded.  It is refused where somebody changed one of the rows since, so two
users' undos never cross.  Rows come back byte for byte, including their old row version: a version
number never stands for two contents.
"""

from __future__ import annotations

from dataclasses import dataclass

from strategy.kernel.errors import NotFound, Refused
from strategy.kernel.store.bulk import bulk_remove, bulk_restore
from strategy.kernel.store.cursor import Cursor
from strategy.kernel.store.database import DRAFT, Store, Transaction
from strategy.kernel.store.devices import forget_devices
from strategy.kernel.store.door import require_contributor
from strategy.kernel.store.history import Action, get_action
from strategy.kernel.store.references import refuse_loose_ends
from strategy.kernel.store.triggers import BULK_TABLES

# For all actors at once, so that what pages remember serves every account.  A redo takes back the
# latest undo, whatever was saved between two undos; which was the latest the numbers of actions
# say.  What founded the plan ("found") is of no kind that can be undone.
_NEXT = """
WITH mine AS (SELECT actor, id, undone FROM history.action WHERE schema_name = ? AND kind = 'do'),
last AS (SELECT actor, max(id) FILTER (NOT undone) AS back FROM mine GROUP BY actor),
undos AS (SELECT target, max(id) AS at FROM history.action WHERE kind = 'undo' GROUP BY target)
SELECT actor, back, arg_max(m.id, u.at) FILTER (undone AND m.id > coalesce(back, 0)) AS again
FROM mine m JOIN last USING (actor) LEFT JOIN undos u ON u.target = m.id GROUP BY actor, back
"""


def undoable(db: Cursor, actor: str) -> Action | None:
    """The action that ``undo`` of this actor would undo next."""
    return _next(db, actor, "back")


def redoable(db: Cursor, actor: str) -> Action | None:
    """The action that ``redo`` of this actor would do again next."""
    return _next(db, actor, "again")


def _next(db: Cursor, actor: str, way: str) -> Action | None:
    for row in db.rows(_NEXT, [db.version]):
        if row["actor"] == actor and row[way] is not None:
            return get_action(db, row[way])
    return None


def undo(store: Store, actor: str, version: str = DRAFT) -> Action:
    """Turn back the actor's latest action; returns it."""
    require_contributor()
    with store.write_lock:
        with store.read(version) as db:
            action = undoable(db, actor)
        if action is None:
            raise NotFound("Es gibt nichts, was Sie rückgängig machen können.")
        return revert(store, actor, action.id, version)


def redo(store: Store, actor: str, version: str = DRAFT) -> Action:
    """Do the actor's latest undone action again; returns it."""
    require_contributor()
    with store.write_lock:
        with store.read(version) as db:
            action = redoable(db, actor)
        if action is None:
            raise NotFound("Es gibt nichts, was Sie wiederholen können.")
        return repeat(store, actor, action.id, version)


def revert(store: Store, actor: str, action_id: int, version: str = DRAFT) -> Action:
    """Turn back any one action, e.g. restore a deleted object with all its links."""
    return _turn(store, actor, action_id, version, back=True)


def repeat(store: Store, actor: str, action_id: int, version: str = DRAFT) -> Action:
    """Do any one undone action again."""
    return _turn(store, actor, action_id, version, back=False)


def _turn(store: Store, actor: str, action_id: int, version: str, back: bool) -> Action:
    with store.write(actor, version=version) as tx:
        action = get_action(tx, action_id)
        if action is None or action.kind != "do" or action.version != version:
            raise NotFound(
                "Diese Änderung gibt es in dieser Fassung nicht; sehen Sie im Verlauf nach."
            )
        if action.undone is back:
            state = "schon rückgängig gemacht" if back else "nicht rückgängig gemacht"
            raise Refused(f"Diese Änderung ist {state}.")
        what = action.what or f"Änderung vom {action.at:%d.%m.%Y}"
        tx.line.kind, tx.line.target = "undo" if back else "redo", action_id
        tx.line.what = f"{'Rückgängig' if back else 'Wiederholt'}: {what}"
        targets = _net_changes(tx, action_id, back)
        # Single rows of a load may have been changed in the same action: loaded first, so they
        # are turned back before the load and done again after it.
        if not back:
            _turn_bulk(tx, action_id, back)
        for target in targets:
            _check_untouched(tx, target)
            _apply(tx, target)
        if back:
            _turn_bulk(tx, action_id, back)
        for target in targets:
            refuse_loose_ends(tx, target.table, target.net)
        tx.run("UPDATE history.action SET undone = ? WHERE id = ?", [back, action_id])
        # The row of a workshop may say again that it does not run, or may be gone.
        forget_devices(tx)
    return action


@dataclass(frozen=True)
class _Target:
    """A temporary table ``net`` of one plan table: id, row as it is now, row as it shall be."""

    table: str
    net: str


def _net_changes(tx: Transaction, action_id: int, back: bool) -> list[_Target]:
    """Per table the net effect of an action: an action may have touched a row more than once."""
    tables = tx.rows(
        "SELECT DISTINCT table_name AS t FROM history.change WHERE action_id = ? "
        "AND row_id IS NOT NULL ORDER BY t",
        [action_id],
    )
    first, last = '"before"', '"after"'
    targets = []
    for number, row in enumerate(tables):
        net = f"net_{number}"
        now, then = (f"max_by({last}, seq)", f"min_by({first}, seq)")
        # max_by and min_by skip NULLs, but a NULL here means "no such row": wrap it in text.
        now = f"max_by(coalesce(CAST({last} AS TEXT), ''), seq)"
        then = f"min_by(coalesce(CAST({first} AS TEXT), ''), seq)"
        if not back:
            now, then = then, now
        tx.run(
            f"CREATE OR REPLACE TEMP TABLE {net} AS SELECT row_id AS id, "
            f"CAST(nullif({now}, '') AS JSON) AS now, CAST(nullif({then}, '') AS JSON) AS goal "
            "FROM history.change WHERE action_id = ? AND table_name = ? AND row_id IS NOT NULL "
            "GROUP BY row_id",
            [action_id, row["t"]],
        )
        targets.append(_Target(row["t"], net))
    return targets


def _check_untouched(tx: Transaction, target: _Target) -> None:
    """Refuse unless every row stands exactly as the action left it."""
    touched = tx.rows(
        f"SELECT net.id AS id, t.version AS version FROM {target.net} net "
        f"LEFT JOIN {target.table} t ON t.id = net.id "
        "WHERE (net.now IS NULL AND t.id IS NOT NULL) "
        "OR (net.now IS NOT NULL AND (t.id IS NULL "
        "OR t.version <> CAST(net.now ->> 'version' AS BIGINT))) ORDER BY net.id LIMIT 3"
    )
    if touched:
        ids = ", ".join(str(row["id"]) for row in touched)
        raise Refused(
            f"Das lässt sich nicht mehr zurücknehmen, weil {ids} seither geändert wurde; "
            "sehen Sie im Verlauf nach, von wem, und nehmen Sie diese Änderung zuerst zurück."
        )


def _apply(tx: Transaction, target: _Target) -> None:
    # Asked of the table itself: the list of all columns is as long as the plan has versions.
    columns = tx.rows(f"DESCRIBE {target.table}")
    values = {
        c["column_name"]: f"CAST(net.goal ->> '{c['column_name']}' AS {c['column_type']})"
        for c in columns
    }
    settings = ", ".join(f"{name} = {value}" for name, value in values.items() if name != "id")
    statements = {
        "gone": f"DELETE FROM {target.table} WHERE id IN "
        f"(SELECT id FROM {target.net} WHERE goal IS NULL AND now IS NOT NULL)",
        "changed": f"UPDATE {target.table} AS t SET {settings} FROM {target.net} net "
        "WHERE t.id = net.id AND net.goal IS NOT NULL AND net.now IS NOT NULL",
        "back": f"INSERT INTO {target.table} ({', '.join(values)}) "
        f"SELECT {', '.join(values.values())} "
        f"FROM {target.net} net WHERE net.goal IS NOT NULL AND net.now IS NULL",
    }
    needed = tx.one(
        "SELECT bool_or(goal IS NULL AND now IS NOT NULL) AS gone, "
        "bool_or(goal IS NOT NULL AND now IS NOT NULL) AS changed, "
        f"bool_or(goal IS NOT NULL AND now IS NULL) AS back FROM {target.net}"
    )
    # Most actions need one of the three, and the triggers make each of them dear.
    for what, statement in statements.items():
        if needed is not None and needed[what]:
            tx.run(statement)


def _turn_bulk(tx: Transaction, action_id: int, back: bool) -> None:
    loads = tx.rows(
        "SELECT table_name AS t, "
        'CAST(coalesce("after", "before") ->> \'load\' AS BIGINT) AS load,'
        ' CAST(coalesce("after", "before") ->> \'rows\' AS BIGINT) AS rows, '
        '"after" IS NOT NULL AS loaded FROM history.change '
        "WHERE action_id = ? AND row_id IS NULL ORDER BY seq",
        [action_id],
    )
    for load in loads:
        assert load["t"] in BULK_TABLES
        remove = bool(load["loaded"]) is back
        (bulk_remove if remove else bulk_restore)(tx, load["t"], load["load"], load["rows"])
