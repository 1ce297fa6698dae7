"""Compare the lines of a file with those in the plan: by what, year, type and the other words."""

from __future__ import annotations

from typing import Any

from strategy.intake.comparing.object_names import ObjectNames
from strategy.intake.comparing.preview import Preview, Rejected
from strategy.intake.comparing.resolve import loose
from strategy.intake.kinds.catalogue import ImportKind
from strategy.intake.kinds.own_ids import ROW_ID
from strategy.intake.kinds.record_rows import RecordRows, Row
from strategy.intake.writing.record_import import Comparison, fill_preview
from strategy.kernel.errors import Refused
from strategy.kernel.record import Record
from strategy.kernel.records import checked, find
from strategy.kernel.store import Cursor
from strategy.nouns.personnel_rate import PersonnelRate

_OWNERS = {"application_id": "application", "project_id": "project", "measure_id": "measure"}
# Beside what a line is about, these tell it from others, where the file has them.
_ALSO = ("title", "organisation_id", "budget_kind", "grade", "financing", "product", "account")

Key = tuple[Any, ...]


def compare_lines(
    db: Cursor,
    kind: ImportKind,
    found: RecordRows,
    source: str,
    leave_out: set[int],
    label: str = "",
) -> Comparison:
    """Find for every line of the file the one it stands for.

    Two equal lines in the file or in the plan are refused, since nobody could say which is which.
    """
    result = Comparison(rejected=list(found.rejected))
    out = leave_out | {cell.row for cell in found.rejected}
    names = _key_names(kind, found)
    brought = _brought(db, label or kind.label, source)
    standing: dict[Key, list[Record]] = {}
    by_id: dict[str, Record] = {}
    for record in find(db, kind.noun):
        by_id[record.id] = record
        standing.setdefault(_key(names, record.values()), []).append(record)
    # Only words of unknown kinds of cost name lines then; a line without one may have got its name
    # in the plan.
    partly = "title" in names and "title" not in found.headers
    untitled: dict[Key, list[Record]] = {}
    for key, records in standing.items() if partly else ():
        untitled.setdefault(_without(names, "title", key), []).extend(records)
    seen: dict[Key, int] = {}
    met: set[str] = set()
    for row in found.rows:
        bare = {name: value for name, value in row.values.items() if kind.spec(name)}
        key = _key(names, bare)
        here = standing.get(key, [])
        if partly and not here and bare.get("title") is None:
            here = untitled.get(_without(names, "title", key), [])
        if own := by_id.get(str(row.values.get(ROW_ID) or "")):
            # The plan's own list names its lines; two that look alike are told apart by it.
            here, key = [own], (own.id,)
        if len(here) > 1:
            here = [one for one in here if one.id in brought] or here
        if row.number in out:
            met.update(one.id for one in here)
            continue
        if key in seen:
            result.rejected.append(_twin(row, f"Zeile {seen[key]}"))
            continue
        if len(here) > 1:
            ids = " und ".join(one.id for one in here[:3])
            result.rejected.append(_twin(row, f"mehrere Zeilen im Plan ({ids})"))
            continue
        seen[key] = row.number
        try:
            if not here:
                given = {name: value for name, value in bare.items() if value is not None}
                new = checked(kind.noun(**given))
                new.validate_in(db)
                result.new.append((row, new))
                continue
            met.add(here[0].id)
            # An empty cell says nothing; only an amount may be said to be unknown.
            kept = {n: v for n, v in bare.items() if v is not None or n == kind.amount}
            changed = checked(here[0].replace(**kept))
            if changed.values() == here[0].values():
                result.unchanged += 1
            else:
                changed.validate_in(db)
                result.changed.append((row, here[0], changed))
        except Refused as refusal:
            shown = row.values.get(refusal.field)
            result.rejected.append(
                Rejected(
                    row.number,
                    found.headers.get(refusal.field, ""),
                    "" if shown is None else str(shown),
                    str(refusal),
                )
            )
    # A row is taken over as a whole or not at all, though it may make a line for every year.
    bad = {cell.row for cell in result.rejected}
    result.new = [one for one in result.new if one[0].number not in bad]
    result.changed = [one for one in result.changed if one[0].number not in bad]
    told = _Names(db)
    result.missing = [
        (one.id, told.of(one))
        for ones in standing.values()
        for one in ones
        if one.id in brought and one.id not in met
    ]
    return result


def show_lines(
    db: Cursor, kind: ImportKind, preview: Preview, found: RecordRows, made: Comparison
) -> None:
    """Counts and lists for showing; a line is called by what it is about, new ones with their
    amount.  Costs are added up per year and basis, rates per year, so that a slip shows."""
    told = _Names(db)
    fill_preview(preview, found, made, told.of)
    preview.added_cents = [
        record.values()[kind.amount] for _, record in made.new[: len(preview.added_names)]
    ]
    bad = {cell.row for cell in made.rejected}
    for row in found.rows:
        if row.number in bad:
            continue
        cents = row.values.get(kind.amount)
        preview.unknown_amounts += cents is None and row.values.get("fte") is None
        here = preview.totals.setdefault(str(row.values.get("year")), {})
        basis = str(row.values.get("basis")) if kind.name == "costs" else kind.label
        here[basis] = here.get(basis, 0) + (cents or 0)


def _key_names(kind: ImportKind, found: RecordRows) -> list[str]:
    if kind.name != "costs":
        return list(kind.identity)
    names = [*_OWNERS, *kind.identity, *(name for name in _ALSO if name in found.fields)]
    # Where columns say it ("einmalige Kosten 2026 | laufende Kosten 2026"), it tells two lines of
    # a row apart; as a field of the row it may change.
    by_column = "recurrence" in found.fields and "recurrence" not in found.headers
    return [*names, "recurrence"] if by_column else names


def _key(names: list[str], values: dict[str, Any]) -> Key:
    return tuple(
        loose(value) if isinstance(value, str) else value
        for value in (values.get(name) for name in names)
    )


def _without(names: list[str], name: str, key: Key) -> Key:
    return tuple(part for one, part in zip(names, key, strict=True) if one != name)


def _brought(db: Cursor, label: str, source: str) -> set[str]:
    """Lines that earlier imports of this source brought and that still stand."""
    rows = db.rows(
        "SELECT DISTINCT p.object_id AS id FROM provenance p JOIN import_run i "
        "ON i.id = p.import_id WHERE i.kind = ? AND i.source = ?",
        [label, source],
    )
    return {str(row["id"]) for row in rows}


def _twin(row: Row, other: str) -> Rejected:
    return Rejected(
        row.number,
        "",
        "",
        f"Die Zeile sagt dasselbe wie {other} (gleicher Gegenstand, gleiches Jahr, gleiche Art); "
        "unterscheiden Sie sie in einer Spalte „Bezeichnung“ oder fassen Sie sie zusammen.",
    )


class _Names:
    """What a line is called: "DMS, 2027, Wartung und Pflege"."""

    def __init__(self, db: Cursor) -> None:
        self._names = ObjectNames(db)

    def of(self, record: Record) -> str:
        if isinstance(record, PersonnelRate):
            return f"{record.grade}, {record.year}"
        values = record.values()
        about = [
            self._names.title(table, values[field])
            for field, table in _OWNERS.items()
            if values[field]
        ]
        parts = [*about, values["year"], values["cost_type"], values["grade"], values["title"]]
        return ", ".join(str(part) for part in parts if part)
