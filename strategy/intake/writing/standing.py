"""The objects of the plan as a list names them: by Kennung, key, title, or nearly so."""

from __future__ import annotations

from typing import Any

from strategy.intake.comparing.resolve import bare, loose
from strategy.intake.kinds.import_kind import ImportKind
from strategy.intake.kinds.record_rows import Row
from strategy.kernel.record import Record
from strategy.kernel.records import find
from strategy.kernel.store import Cursor


class Standing:
    """The objects of a noun, by every field that recognises a row of the kind."""

    def __init__(self, db: Cursor, kind: ImportKind) -> None:
        self.kind = kind
        self.by: dict[str, dict[str, Record | None]] = {name: {} for name in kind.identity}
        self.by_id: dict[str, Record] = {}
        self.nearly: dict[str, Record] = {}
        for record in find(db, kind.noun):
            self.by_id[record.id] = record
            self.nearly.setdefault(bare(record.name), record)
            for name in kind.identity:
                value = getattr(record, name)
                if value:
                    here = self.by[name]
                    here[loose(str(value))] = None if loose(str(value)) in here else record

    def of(self, row: Row) -> Record | None:
        """The object of a row: by its Kennung, by its key, else by its title if the plan has no
        key for it."""
        if found := self.by_id.get(str(row.values.get("row_id") or "")):
            return found
        first, *others = self.kind.identity
        key = row.values.get(first)
        if key:
            found = self.by[first].get(loose(str(key)))
            if found is not None:
                return found
        for name in others:
            value = row.values.get(name)
            found = self.by[name].get(loose(str(value))) if value else None
            if found is not None and (not key or not getattr(found, first)):
                return found
        return None

    def named(self, name: str) -> Record | None:
        """An object by any of its names."""
        for names in self.by.values():
            if found := names.get(loose(name)):
                return found
        return None

    def hints(self, new: list[tuple[Row, Record]]) -> list[str]:
        """Names that are about to be new and differ from a known one only in signs or case."""
        said: list[str] = []
        seen: dict[str, tuple[int, str]] = {}
        for row, record in new:
            key = bare(record.name)
            near: Any = self.nearly.get(key)
            if near is not None:
                said.append(
                    f"„{record.name}“ (Zeile {row.number}) ähnelt „{near.name}“ ({near.id})"
                )
            elif key in seen:
                number, name = seen[key]
                said.append(
                    f"„{record.name}“ (Zeile {row.number}) ähnelt „{name}“ (Zeile {number})"
                )
            seen.setdefault(key, (row.number, record.name))
        if not said:
            return []
        return [
            f"Fast gleiche Namen: {'; '.join(said[:5])}{' …' if len(said) > 5 else ''}. Ist "
            "dasselbe gemeint, schreiben Sie es gleich; sonst wird es neu angelegt."
        ]


def identity_of(kind: ImportKind, row: Row) -> str:
    """What recognises the row among the others of its file."""
    for name in ("row_id", *kind.identity):
        value = row.values.get(name)
        if value:
            return f"{name}:{loose(str(value))}"
    return ""


def merged_note(row: Row, kind: ImportKind, standing: str | None, clear: bool) -> str | None:
    """The note of a row: what the file says itself, else what the plan says, and the words of
    cells that no field takes.  Such words of an earlier file give way to those of this one.
    """
    own = row.values.get("note")
    base = own if own or clear else standing
    labels = {
        spec.label
        for name, value in row.values.items()
        if value is not None and (spec := kind.spec(name)) is not None
    } | {line.partition(":")[0] for line in row.notes}
    lines = (base or "").splitlines()
    if not own:
        lines = [one for one in lines if one.partition(": ")[0] not in labels or one in row.notes]
    lines += [line for line in row.notes if line not in lines]
    return "\n".join(lines).strip() or None
