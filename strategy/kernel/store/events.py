"""Entries of the chain that are no actions: its start, new versions, anchors taken anew."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

from strategy.kernel.store.anchor import anchor, version_marks, version_rows
from strategy.kernel.store.chain import CHANGES_SQL, ActionLine, action_text, salted
from strategy.kernel.store.cursor import Cursor

if TYPE_CHECKING:
    from strategy.kernel.store.database import Change

DRAFT = "main"
# Whoever migrates a plan is nobody in particular.
_PROGRAM = "Werkbank"


def begin_chain(change: Change) -> None:
    """The first entry: what stands in the plan now, and all of its history so far, as a whole."""
    db = Cursor(change.raw, DRAFT)
    salt = secrets.token_hex(16)
    last = db.value("SELECT coalesce(max(id), 0) FROM history.action")
    body = _anchors(db, salt) | {
        "last": int(last),
        "history": salted(salt, early_history(db, int(last))),
    }
    change.tell("start", str(last), _PROGRAM, body, salt)


def anchor_again(change: Change, kind: str, troubles: list[str]) -> None:
    """Hold the rows from now on against what they are; ``troubles`` were found before."""
    db = Cursor(change.raw, DRAFT)
    salt = secrets.token_hex(16)
    body: dict[str, Any] = _anchors(db, salt)
    if troubles:
        body["troubles"] = troubles
    last = db.value("SELECT max(number) FROM plan.migration")
    change.tell(kind, str(last), _PROGRAM, body, salt)


def tell_version(change: Change, kind: str, name: str, actor: str, with_rows: bool) -> None:
    """Write down what the list of versions says of one; ``with_rows`` where its tables are new and
    no triggers have told of their rows."""
    db = Cursor(change.raw, DRAFT)
    salt = secrets.token_hex(16)
    body: dict[str, Any] = {"versions": version_marks(db, [name], salt)}
    if with_rows:
        body["tables"] = {name: anchor(db, [name], salt)[name]}
    change.tell(kind, name, actor, body, salt)


def early_history(db: Cursor, last: int) -> str:
    """All actions up to ``last`` with their changes as one text: the history before the chain."""
    said = action_texts(db, f"a.id <= {last}")
    return "\n".join(said[number] for number in sorted(said))


def action_texts(db: Cursor, where: str) -> dict[int, str]:
    """What each of these actions says, as ``chain.action_text`` gives it, by number."""
    sums = {
        row["id"]: row["x"]
        for row in db.rows(
            f"SELECT action_id AS id, {CHANGES_SQL} AS x FROM history.change "
            f"WHERE action_id IN (SELECT id FROM history.action a WHERE {where}) GROUP BY ALL"
        )
    }
    rows = db.rows(
        "SELECT a.id, a.actor, a.happened_at AS at, a.what, a.schema_name AS version, a.kind, "
        f"a.target FROM history.action a WHERE {where}"
    )
    return {row["id"]: action_text(ActionLine(**row), sums.get(row["id"])) for row in rows}


def _anchors(db: Cursor, salt: str) -> dict[str, Any]:
    names = sorted(version_rows(db))
    return {"versions": version_marks(db, names, salt), "tables": anchor(db, names, salt)}
