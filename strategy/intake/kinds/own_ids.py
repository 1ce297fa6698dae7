"""Recognise a list that this plan wrote itself: its Kennungen name the objects."""

from __future__ import annotations

import re

from strategy.intake.comparing.resolve import loose
from strategy.intake.kinds.import_kind import ImportKind
from strategy.intake.reading.table import Table
from strategy.intake.recognising.assignment import Assignment
from strategy.intake.recognising.headers import same_header
from strategy.kernel.store import Cursor
from strategy.kernel.written_number import is_unknown

ROW_ID = "row_id"
# The helper of every kind whose lists come back by Kennung; it has no headings of its own.
OWN_IDS: dict[str, tuple[str, ...]] = {ROW_ID: ()}
# What the lists, the whole export and the report write over their ids.
_HEADERS = frozenset(map(same_header, ("Kennung", "Nr.", "ID", "id")))


def find_own_ids(db: Cursor, table: Table, kind: ImportKind, assignment: Assignment) -> None:
    """Give the column of Kennungen to ``row_id`` where they are those of this plan.

    Another plan counts the same way; so most of the names must be those that the plan has under
    these ids.  Other keys that look alike stay keys.
    """
    if ROW_ID not in kind.kept or ROW_ID in assignment.fields:
        return
    header = ids_of_this_plan(db, table, kind, assignment)
    if header is None:
        return
    for name in [name for name, used in assignment.fields.items() if used == header]:
        del assignment.fields[name]
    if header in assignment.unused:
        assignment.unused.remove(header)
    assignment.fields[ROW_ID] = header


def ids_of_this_plan(
    db: Cursor, table: Table, kind: ImportKind, assignment: Assignment
) -> str | None:
    """The heading of the column that holds Kennungen of objects of the kind in this plan."""
    pattern = re.compile(rf"{re.escape(kind.noun.PREFIX)}-[0-9]{{4,}}")
    for header in table.headers:
        if same_header(header) not in _HEADERS:
            continue
        # The sum below a list has a word where the others have their Kennung.
        ids = [
            None if total else one
            for one, total in zip(table.texts(header), table.subtotals, strict=True)
        ]
        given = [one for one in ids if one]
        if (
            given
            and all(pattern.fullmatch(one) for one in given)
            and _are_of_this_plan(db, table, kind, assignment, ids)
        ):
            return header
    return None


def _are_of_this_plan(
    db: Cursor, table: Table, kind: ImportKind, assignment: Assignment, ids: list[str | None]
) -> bool:
    noun = kind.noun
    known = {
        str(row["id"]): loose(str(row["name"] or ""))
        for row in db.rows(f"SELECT id, {noun.NAME} AS name FROM {noun.TABLE}")
    }
    named = assignment.fields.get(noun.NAME)
    names = table.texts(named) if named else [None] * len(ids)
    same = sum(
        one in known and (name is None or is_unknown(name) or known[one] == loose(name))
        for one, name in zip(ids, names, strict=True)
        if one
    )
    return same * 2 >= sum(1 for one in ids if one)
