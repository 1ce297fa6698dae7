"""Links between any two objects: make them, follow them."""

from __future__ import annotations

from typing import Any

import pandas as pd

from strategy.nouns.link import Link
from strategy.records import find, name_of, noun_of_id, save_
from strategy.store import Cursor, Transaction


def link(tx: Transaction, from_id: str, kind: str, to_id: str, note: str | None = None) -> Link:
    """Connect two objects; an existing link of the same kind is returned, not doubled."""
    known = find(tx, Link, "from_id = ? AND kind = ? AND to_id = ?", [from_id, str(kind), to_id])
    if known:
        return known[0]
    fresh = Link(
        from_id=from_id, kind=kind, to_id=to_id, note=note, linked_at=tx.at, linked_by=tx.actor
    )
    return save_(tx, fresh)


def links_of(db: Cursor, object_id: str) -> pd.DataFrame:
    """The links of one object, one row each.

    Columns: id, direction ("out" or "in"), kind, other_id, other_name, noun (German singular of the
    other one), note, linked_by, linked_at (UTC); ordered by kind and id.
    """
    rows: list[dict[str, Any]] = []
    for item in find(db, Link, "from_id = ? OR to_id = ?", [object_id, object_id], "kind, id"):
        outward = item.from_id == object_id
        other = (item.to_id if outward else item.from_id) or ""
        noun = noun_of_id(other)
        rows.append(
            {
                "id": item.id,
                "direction": "out" if outward else "in",
                "kind": item.kind,
                "other_id": other,
                "other_name": name_of(db, other),
                "noun": noun.SINGULAR if noun else "",
                "note": item.note,
                "linked_by": item.linked_by,
                "linked_at": item.linked_at,
            }
        )
    columns = ["id", "direction", "kind", "other_id", "other_name", "noun", "note", "linked_by",
               "linked_at"]  # fmt: skip
    return pd.DataFrame(rows, columns=columns)
