"""Compare the objects of a file with those in the plan, and write them in one action."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from strategy.intake.comparing.preview import FieldChange, Missing, Preview, Rejected, RowChange
from strategy.intake.kinds.import_kind import ImportKind
from strategy.intake.kinds.record_rows import Named, RecordRows, Row
from strategy.intake.writing.brought_names import BroughtNames, make_domains, settled, unit_names
from strategy.intake.writing.standing import Standing, identity_of, merged_note
from strategy.intake.writing.use_import import UseChange, Uses, write_uses
from strategy.kernel.errors import Refused
from strategy.kernel.record import Record
from strategy.kernel.records import arrow_table, checked, delete_, find, insert
from strategy.kernel.store import Cursor, Transaction
from strategy.nouns.provenance import Provenance

_SHOWN = 500


@dataclass
class Comparison:
    """Rows to insert, rows to update with the object as it stands, objects no longer in the file.

    ``new_domains`` are names of life domains the file brings along.
    """

    new: list[tuple[Row, Record]] = field(default_factory=list)
    changed: list[tuple[Row, Record, Record]] = field(default_factory=list)
    unchanged: int = 0
    missing: list[tuple[str, str]] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)
    new_domains: list[str] = field(default_factory=list)
    # Rows that name users, by their number; cells left empty that the plan fills; hints on names.
    uses: dict[int, UseChange] = field(default_factory=dict)
    # Row number -> Kennung of its object, empty while that is new.
    objects: dict[int, str] = field(default_factory=dict)
    costs: Comparison | None = None
    kept_cells: int = 0
    hints: list[str] = field(default_factory=list)

    def fingerprint(self) -> tuple[Any, ...]:
        """Equal as long as the same rows would be written over the same states of the plan."""
        return (
            tuple(row.number for row, _ in self.new),
            tuple((row.number, old.id, old.version) for row, old, _ in self.changed),
            tuple(self.missing),
            self.costs.fingerprint() if self.costs else (),
        )


def compare_records(
    db: Cursor,
    kind: ImportKind,
    found: RecordRows,
    source: str,
    leave_out: set[int],
    clear: bool = False,
) -> Comparison:
    """Find for every row the object it stands for, by its Kennung or key, else by its title.

    An empty cell says nothing: what the plan knows stays, unless ``clear`` is asked for.
    """
    result = Comparison(rejected=list(found.rejected))
    users = Uses(db) if kind.uses else None
    out = leave_out | {cell.row for cell in found.rejected}
    standing = Standing(db, kind)
    brought = BroughtNames(db, kind, found.rows, out)
    seen: dict[str, int] = {}
    met: set[str] = set()
    for row in found.rows:
        if row.number in leave_out:
            if old := standing.of(row):
                met.add(old.id)
            continue
        identity = identity_of(kind, row)
        if identity and identity in seen:
            result.rejected.append(_twin(kind, found.headers, row, seen[identity]))
            continue
        if identity:
            seen[identity] = row.number
        old = standing.of(row)
        if old is not None and old.id in met:
            old = None
        if old is not None:
            met.add(old.id)
        if row.number in out:
            continue
        try:
            # First: a key that cannot be applied leaves its field and goes into the note.
            use = users.change(row, old.id if old else "", row_title(row, old)) if users else None
            values = brought.settle(row, old, standing)
            named = {n: v for n, v in values.items() if isinstance(v, Named)}
            bare = {n: values.get(n) for n in found.fields if n not in named}
            given = {name: value for name, value in bare.items() if value is not None}
            if "note" in kind.fields():
                if row.notes and "note" not in found.fields:
                    found.fields.append("note")
                given |= _note(row, kind, old, clear)
            if old is None:
                result.new.append((row, checked(kind.noun(**given)).replace(**named)))
            else:
                empty = [
                    name for name in bare if name not in given and getattr(old, name) is not None
                ]
                result.kept_cells += 0 if clear else len(empty)
                given |= dict.fromkeys(empty) if clear else {}
                changed = checked(old.replace(**given)).replace(**named)
                if use or _differences(old, changed, found.fields):
                    result.changed.append((row, old, changed))
                else:
                    result.unchanged += 1
            result.objects[row.number] = old.id if old else ""
            if use:
                result.uses[row.number] = use
        except Refused as refusal:
            result.rejected.append(rejected_row(found, row, refusal))
    result.hints = standing.hints(result.new) + (users.hints() if users else [])
    result.new_domains = brought.needed
    result.missing = missing_objects(db, kind, source, met)
    return result


def rejected_row(found: RecordRows, row: Row, refusal: Refused) -> Rejected:
    """A row that breaks a rule, with the cell its sentence speaks of."""
    value = row.values.get(refusal.field)
    shown = value.name if isinstance(value, Named) else value
    column = found.headers.get(refusal.field, "")
    return Rejected(row.number, column, "" if shown is None else str(shown), str(refusal))


def _twin(kind: ImportKind, headers: dict[str, str], row: Row, first: int) -> Rejected:
    name = next(name for name in kind.identity if row.values.get(name))
    spec = kind.spec(name)
    label = spec.label if spec else name
    return Rejected(
        row.number,
        headers.get(name, ""),
        str(row.values[name]),
        f"Zeile {row.number} hat bei „{label}“ denselben Wert wie Zeile {first}.",
    )


def _note(row: Row, kind: ImportKind, old: Record | None, clear: bool) -> dict[str, Any]:
    """The note of a row, if it says anything.

    A name that several objects bear is no riddle where the plan knows which of them is meant.
    """
    for name, (candidates, line) in row.doubtful.items():
        if old is not None and getattr(old, name) in candidates and line in row.notes:
            row.notes.remove(line)
    note = merged_note(row, kind, getattr(old, "note", None), clear)
    return {"note": note} if note is not None or old is not None else {}


def row_title(row: Row, old: Record | None) -> str:
    """What the object of a row is called in sentences."""
    return str(row.values.get("title") or (old.name if old else f"Zeile {row.number}"))


def _differences(old: Record, new: Record, fields: Sequence[str]) -> list[FieldChange]:
    changes = []
    for name in fields:
        before, after = getattr(old, name), getattr(new, name)
        if before != after:
            shown = after.name if isinstance(after, Named) else after
            changes.append(FieldChange(name, old.spec(name).label, before, shown))
    return changes


def missing_objects(
    db: Cursor, kind: ImportKind, source: str, met: set[str]
) -> list[tuple[str, str]]:
    """Objects that earlier imports of this source brought and this file does not hold."""
    noun = kind.noun
    rows = db.rows(
        f"SELECT DISTINCT o.id AS id, o.{noun.NAME} AS name FROM {noun.TABLE} o "
        "JOIN provenance p ON p.object_id = o.id JOIN import_run i ON i.id = p.import_id "
        "WHERE i.kind = ? AND i.source = ? ORDER BY o.id",
        [kind.label, source],
    )
    return [(row["id"], str(row["name"])) for row in rows if row["id"] not in met]


def fill_preview(
    preview: Preview,
    found: RecordRows,
    made: Comparison,
    called: Callable[[Record], str] = lambda record: record.name,
) -> None:
    """Counts and lists of a comparison, for showing; ``called`` names an object."""
    preview.read = len(found.rows)
    preview.added, preview.changed = len(made.new), len(made.changed)
    preview.unchanged, preview.missing = made.unchanged, len(made.missing)
    preview.rejected = sorted(made.rejected, key=lambda cell: cell.row)
    preview.added_names = [called(record) for _, record in made.new[:_SHOWN]]
    preview.changes = [
        RowChange(
            row.number, old.id, called(old), _shown_changes(made, row, old, new, found.fields)
        )
        for row, old, new in made.changed[:_SHOWN]
    ]
    preview.missing_objects = [Missing(*one) for one in made.missing[:_SHOWN]]
    preview.notices.extend([*found.notices, *made.hints])
    if made.kept_cells:
        preview.notices.append(
            f"{made.kept_cells} leere Zelle(n) lassen stehen, was der Plan weiß; sollen sie es "
            "leeren, legen Sie das unter „Anders lesen“ fest."
        )
    if made.new_domains:
        preview.notices.append(
            f"{len(made.new_domains)} Lebensbereich(e) gibt es noch nicht; sie werden als eigene "
            f"Gliederung angelegt: {', '.join(made.new_domains[:8])}"
            + (" …." if len(made.new_domains) > 8 else ".")
        )


def _shown_changes(
    made: Comparison, row: Row, old: Record, new: Record, fields: Sequence[str]
) -> tuple[FieldChange, ...]:
    names = dict.fromkeys([*fields, *(["note"] if "note" in old.values() else [])])
    use = made.uses.get(row.number)
    return (*_differences(old, new, list(names)), *([use.field()] if use else []))


def write_records(
    tx: Transaction,
    kind: ImportKind,
    made: Comparison,
    fields: Sequence[str],
    import_id: str,
    source: str,
    delete_missing: bool,
) -> int:
    """Insert, update and, if asked, delete; with the provenance of every object written."""
    domains = make_domains(tx, made.new_domains, source)
    new, names = [record for _, record in made.new], {}
    if "organisation_unit" in kind.brings:
        # Units may belong to others of the same file, so their ids must be known beforehand.
        ids = tx.next_ids(kind.noun.PREFIX, len(new)) if new else []
        new = [unit.replace(id=new_id) for unit, new_id in zip(new, ids, strict=True)]
        names = unit_names(tx, kind, new)
    new = [settled(record, domains, names) for record in new]
    if "organisation_unit" in kind.brings and "level" not in fields:
        new = _with_levels(tx, new)
    new = insert(tx, new)
    changed = [settled(record, domains, names) for _, _, record in made.changed]
    rows = [row for row, _ in made.new] + [row for row, _, _ in made.changed]
    made.objects |= {r.number: one.id for r, one in zip(rows, [*new, *changed], strict=True)}
    write_uses(tx, [(made.objects[number], use) for number, use in made.uses.items()])
    return write_compared(tx, kind, made, import_id, new, changed, delete_missing)


def write_compared(
    tx: Transaction,
    kind: ImportKind,
    made: Comparison,
    import_id: str,
    new: Sequence[Record],
    changed: Sequence[Record],
    delete_missing: bool,
) -> int:
    """Update what changed, say from which cells each object came, and delete if asked.

    ``new`` are the objects already inserted for the new rows.  Returns how many were deleted.
    """
    # Where only who uses an application has changed, its own row stays as it is.
    _update_records(
        tx,
        [
            record
            for record, (_, old, _) in zip(changed, made.changed, strict=True)
            if record.values() != old.values()
        ],
    )
    rows = [row for row, _ in made.new] + [row for row, _, _ in made.changed]
    insert(
        tx,
        [
            Provenance(
                import_id=import_id,
                object_id=record.id,
                source_row=row.number,
                cells=json.dumps(row.cells, ensure_ascii=False),
            )
            for row, record in zip(rows, [*new, *changed], strict=True)
        ],
    )
    if delete_missing:
        for object_id, _ in made.missing:
            delete_(tx, kind.noun, object_id)
    return len(made.missing) if delete_missing else 0


def _with_levels(tx: Transaction, new: list[Record]) -> list[Record]:
    """Levels counted from the top, where the file gives none."""
    if not new:
        return new
    levels = {unit.id: int(getattr(unit, "level", 2)) for unit in find(tx, type(new[0]))}
    parents: dict[str, str | None] = {unit.id: getattr(unit, "parent_id", None) for unit in new}

    def level(unit_id: str, depth: int = 0) -> int:
        parent = parents.get(unit_id)
        if unit_id in levels or parent is None or depth > 50:
            return levels.get(unit_id, 1)
        return level(parent, depth + 1) + 1

    return [unit.replace(level=level(unit.id)) for unit in new]


def _update_records(tx: Transaction, records: Sequence[Record]) -> None:
    """Write changed objects in one statement, so that the history triggers run once."""
    if not records:
        return
    noun = type(records[0])
    names = [spec.name for spec in noun.specs()]
    tx.register("incoming_records", arrow_table(records))
    tx.run(
        f"UPDATE {noun.TABLE} SET {', '.join(f'{name} = i.{name}' for name in names)}, "
        f"version = ? FROM incoming_records i WHERE {noun.TABLE}.id = i.id",
        [tx.action_id],
    )
    tx.unregister("incoming_records")
