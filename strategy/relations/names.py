"""The names of objects, many at once: what an id stands for in a list, a link or the history."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from strategy.kernel import german
from strategy.kernel.record import Kind, Record
from strategy.kernel.records import noun_of_id
from strategy.kernel.store import Cursor


def names_of(db: Cursor, ids: Iterable[str]) -> dict[str, str]:
    """Id to name of every object of this version among ``ids``; unknown ids are left out.

    Objects that are named by another one (a use by its unit) carry that one's name.
    """
    wanted: dict[type[Record], list[str]] = defaultdict(list)
    # Each id once, in order: a list of links often names one object many times.
    for object_id in dict.fromkeys(ids):
        noun = noun_of_id(object_id)
        if noun is not None:
            wanted[noun].append(object_id)
    found: dict[str, str] = {}
    for noun, members in wanted.items():
        named_by_ref = noun.NAME != "id" and noun.spec(noun.NAME).kind is Kind.REF
        rows = db.rows(
            f"SELECT id, {noun.NAME} AS name FROM {noun.TABLE} WHERE id IN (SELECT unnest(?))",
            [members],
        )
        others = {}
        if named_by_ref:
            others = names_of(db, [str(row["name"]) for row in rows if row["name"]])
        for row in rows:
            name = others.get(row["name"], row["name"]) if named_by_ref else row["name"]
            found[row["id"]] = _text(name) or row["id"]
    return found


def _text(value: Any) -> str:
    if isinstance(value, date):
        return german.day(value)
    return "" if value is None else str(value)
