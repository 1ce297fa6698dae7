"""One version as an audience may see it: the only door through which outputs read it.

What is hidden is taken out of the tables themselves, before any figure, list or link is asked for.
So no output can forget a rule, and no total holds what its rows do not show.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from strategy.kernel import german
from strategy.kernel.record import OnDelete, Record, Spec
from strategy.kernel.records import all_nouns, find, noun_of_id, save_
from strategy.kernel.store import Cursor, Store, Transaction
from strategy.nouns.visibility import Audience, Visibility

Answer = TypeVar("Answer")

_RANK = {audience: rank for rank, audience in enumerate(Audience)}
# What was said in confidence or came with a file: never outside the administration.
_INTERNAL = (
    "interview_answer",
    "survey_file",
    "import_run",
    "provenance",
    "printed_card",
    "guest_link",
    "comment",
)
# Names and words of people in rows that count: how many Ämter were asked, what has an owner.
_BLANK = {
    "person": ("full_name", "email"),
    "group_member": ("full_name",),
    "deputy": ("full_name",),
    "meeting": ("minutes",),
    "paper_signature": ("full_name",),
    "interview": ("function", "body"),
    "survey_reply": ("sender", "note", "file_name"),
}
# Rows whose name everybody may know: whoever holds an elected office holds it under that name.
_NAMED = {("person", "full_name"): "name_public IS TRUE"}
# References that are no parts and yet tell of what they refer to.
_TELLS = {
    ("resolution", "paper_id"),
    ("resolution", "consultation_id"),
    ("report_due", "resolution_id"),
}
# What the public sees of the council: brought in, and marked as public.  § 52 KVG LSA: closed
# sessions; what nobody has marked stays out of sight.
_CLOSED = {
    "paper": "public IS NOT TRUE OR coalesce(status, 'Entwurf') = 'Entwurf'",
    "consultation": "public IS NOT TRUE",
    "paper_attachment": "public IS NOT TRUE",
    "agenda_item": "public IS NOT TRUE",
    # Rounds of the administration and working groups meet behind closed doors altogether.
    "meeting": "body_id IN (SELECT id FROM body WHERE kind IN ('Verwaltungsrunde', "
    "'Arbeitsgruppe'))",
}
# What each narrowed cursor does not show: table to number of entries.
_WITHHELD: WeakKeyDictionary[Cursor, tuple[Audience, dict[str, int]]] = WeakKeyDictionary()


@contextmanager
def read_for(store: Store, version: str, audience: Audience) -> Iterator[Cursor]:
    """A reading cursor on a version that holds what ``audience`` may see and nothing else."""
    if audience is Audience.ADMINISTRATION:
        with store.look(version) as look:
            yield look
        return
    # No look: what it remembers was asked for by those who may see everything.
    with store.read(version) as db:
        _narrow(db, audience)
        yield db


def answer_for(
    _: Cursor,
    store: Store,
    version: str,
    audience: Audience,
    work: Callable[..., Answer],
    *args: Any,
) -> Answer:
    """``work`` asked of the version as the audience sees it; takes the place of ``work`` where a
    look remembers answers."""
    with read_for(store, version, audience) as db:
        return work(db, *args)


def withheld_words(db: Cursor) -> str | None:
    """What a narrowed cursor leaves out, as one German sentence; None where it is not narrowed."""
    found = _WITHHELD.get(db)
    if found is None:
        return None
    audience, counts = found
    said = {
        Audience.PUBLIC: "Ausgabe für die Öffentlichkeit.",
        Audience.COUNCIL: "Ausgabe für die Vertretung.",
    }[audience]
    nouns = {noun.TABLE: noun for noun in all_nouns()}
    parts = [
        german.counted(counts[table], nouns[table].SINGULAR, nouns[table].PLURAL)
        for table in nouns
        # Parts are not told beside what they are part of, nor what is internal in every plan.
        if table in counts and not _is_part(nouns[table])
    ]
    if not parts:
        return f"{said} Nichts ist ausgelassen."
    return f"{said} Nicht enthalten, auch in keiner Summe: {', '.join(parts)}."


def withholds(db: Cursor, tables: tuple[str, ...]) -> bool:
    """Whether a narrowed cursor leaves out rows of one of these tables."""
    found = _WITHHELD.get(db)
    return found is not None and any(table in found[1] for table in tables)


def visibility_of(db: Cursor, object_id: str) -> Visibility | None:
    """The restriction of an entry, or None where it is public."""
    found = find(db, Visibility, "object_id = ?", [object_id])
    return found[0] if found else None


def set_visibility(tx: Transaction, object_id: str, audience: str, reason: str | None) -> None:
    """Restrict an entry to an audience, or lift the restriction with "öffentlich"."""
    standing = visibility_of(tx, object_id)
    if audience == Audience.PUBLIC and standing is None:
        return
    save_(
        tx, (standing or Visibility(object_id=object_id)).replace(audience=audience, reason=reason)
    )


def _is_part(noun: type[Record]) -> bool:
    return any(spec.on_delete is OnDelete.CASCADE for spec in noun.specs() if spec.ref)


def _narrow(db: Cursor, audience: Audience) -> None:
    hidden = _restricted(db, audience)
    fresh = hidden
    while fresh:
        found = set[str]()
        for noun in all_nouns():
            for spec in noun.specs():
                if _goes_along(noun, spec):
                    found |= _ids(
                        db,
                        f"SELECT id FROM {noun.TABLE} WHERE {spec.name} IN (SELECT unnest(?))",
                        [sorted(fresh)],
                    )
        # Only what was not known yet: a circle of references ends here.
        fresh = found - hidden
        hidden |= fresh
    _WITHHELD[db] = (audience, _counts(hidden))
    # Last, since what rests on a confidential talk may be told without the talk.
    for noun in all_nouns():
        if noun.TABLE in _INTERNAL:
            hidden |= _ids(db, f"SELECT id FROM {noun.TABLE}", [])
    _take_out(db, hidden)


def _goes_along(noun: type[Record], spec: Spec) -> bool:
    return (
        bool(spec.ref)
        and spec.ref not in _INTERNAL
        and (spec.on_delete is OnDelete.CASCADE or (noun.TABLE, spec.name) in _TELLS)
    )


def _restricted(db: Cursor, audience: Audience) -> set[str]:
    above = [str(one) for one in Audience if _RANK[one] > _RANK[audience]]
    hidden = _ids(
        db, "SELECT object_id AS id FROM visibility WHERE audience IN (SELECT unnest(?))", [above]
    )
    # A draft is internal until it is brought in, however public it will be then.
    closed = _CLOSED if audience is Audience.PUBLIC else {"paper": "status = 'Entwurf'"}
    for table, condition in closed.items():
        hidden |= _ids(db, f"SELECT id FROM {table} WHERE {condition}", [])
    return hidden


def _ids(db: Cursor, sql: str, params: list[Any]) -> set[str]:
    return {str(row["id"]) for row in db.rows(sql, params)}


def _counts(hidden: set[str]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for object_id in hidden:
        noun = noun_of_id(object_id)
        if noun is not None:
            counts[noun.TABLE] = counts.get(noun.TABLE, 0) + 1
    return counts


def _blanked(table: str, name: str) -> str:
    if (table, name) in _NAMED:
        return f"CASE WHEN {_NAMED[table, name]} THEN {name} END AS {name}"
    return f"CAST(NULL AS TEXT) AS {name}"


def _take_out(db: Cursor, hidden: set[str]) -> None:
    """Put a table without the hidden rows before each table that has or names some.

    A temporary table is found before one of the version's schema, so every query that names a
    table without its schema reads the narrowed one; a view would have no row numbers, which the
    allocation of costs joins by.
    """
    db.run("CREATE TEMP TABLE hidden_rows AS SELECT unnest(?) AS id", [sorted(hidden)])
    for noun in all_nouns():
        gone = "(SELECT id FROM temp.hidden_rows)"
        # Parts have gone with their whole; any other reference is only emptied.
        loose = [s.name for s in noun.specs() if s.ref and not _goes_along(noun, s)]
        blank = _BLANK.get(noun.TABLE, ())
        named = " OR ".join(
            [
                *(f"{name} IN {gone}" for name in ["id", *loose]),
                *(f"{name} IS NOT NULL" for name in blank),
            ]
        )
        if not db.has_rows(f"SELECT 1 FROM {noun.TABLE} WHERE {named} LIMIT 1"):
            continue
        emptied = ", ".join(
            [
                *(f"CASE WHEN {n} IN {gone} THEN NULL ELSE {n} END AS {n}" for n in loose),
                *(_blanked(noun.TABLE, name) for name in blank),
            ]
        )
        columns = f"* REPLACE ({emptied})" if emptied else "*"
        db.run(
            f'CREATE TEMP TABLE {noun.TABLE} AS SELECT {columns} FROM "{db.version}".{noun.TABLE} '
            f"WHERE id NOT IN {gone}"
        )
