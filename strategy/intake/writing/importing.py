"""Import a file into a plan: look first, then write in one action or not at all."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from collections.abc import Mapping as AnyMapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from strategy.intake.comparing.fates import (
    ColumnFate,
    Fate,
    Fates,
    RowsLeftOut,
    settle_fates,
    settle_rows,
)
from strategy.intake.comparing.preview import Applied, Preview
from strategy.intake.comparing.workshop_comparison import RoomComparison
from strategy.intake.errors import show_glance
from strategy.intake.gate.limits import Limits
from strategy.intake.kinds.budget_rows import BudgetRows
from strategy.intake.kinds.catalogue import KINDS, ImportKind
from strategy.intake.kinds.key_kind import kind_of_keys
from strategy.intake.kinds.own_ids import ROW_ID
from strategy.intake.kinds.record_rows import RecordRows
from strategy.intake.kinds.split_cells import CASES, PERIOD
from strategy.intake.kinds.using_words import FIELD
from strategy.intake.recognising.assignment import Assignment, assign
from strategy.intake.recognising.mapping import Mapping, read_mapping
from strategy.intake.recognising.sources import save_source, source_name
from strategy.intake.writing.budget_import import (
    BudgetPlan,
    compare_budget,
    unchanged_since,
    write_budget,
)
from strategy.intake.writing.card_import import compare_cards, write_cards
from strategy.intake.writing.found_rows import ROOM, found_rows
from strategy.intake.writing.inventory_costs import compare_costs, show_costs, write_costs
from strategy.intake.writing.key_import import KeyComparison, KeyNames, compare_keys, make_keys
from strategy.intake.writing.line_import import compare_lines, show_lines
from strategy.intake.writing.point_import import compare_points, write_points
from strategy.intake.writing.record_import import (
    Comparison,
    compare_records,
    fill_preview,
    write_records,
)
from strategy.intake.writing.source_file import read_source
from strategy.kernel import german
from strategy.kernel.errors import Refused, StrategyError
from strategy.kernel.record import Kind
from strategy.kernel.records import insert
from strategy.kernel.store import Cursor, Store, Transaction
from strategy.nouns.import_run import ImportRun

# What was said about one file and does not hold for the next of its shape.
_ONLY_NOW = ("workshop", "phase", "empty_cells")
_HELPERS = {
    FIELD: "Nutzende Ämter",
    PERIOD: "Beginn und Ende",
    CASES: "Fälle im Jahr",
    ROW_ID: "Kennung",
    "object": "Anwendung oder Projekt",
}


@dataclass
class _Prepared:
    """All that ``apply_import`` needs to do again, within its transaction, what was shown."""

    kind: ImportKind
    shape: str
    file_hash: str
    mapping: Mapping
    found: BudgetRows | RecordRows
    comparison: Comparison | None = None
    budget: BudgetPlan | None = None
    # Rows added, changed, unchanged, missing and read, as the preview showed them.
    counts: tuple[int, int, int, int, int] = (0, 0, 0, 0, 0)


def preview_import(
    store: Store,
    kind: str,
    path: str | Path,
    *,
    sheet: str | None = None,
    mapping: AnyMapping[str, Any] | str | None = None,
    version: str = "main",
    name: str | None = None,
    limits: Limits | None = None,
) -> Preview:
    """Read a file and compare it with a version of the plan; writes nothing.

    ``kind`` is one of ``KINDS``, ``mapping`` as documented in ``recognising/mapping.py``; without
    one, the mapping saved for files of this shape is used.  Raises Unreadable, WrongMapping,
    Ambiguous (with the key of the mapping that settles it) or Refused, each one German sentence.
    """
    what = _kind(kind)
    path = Path(path)
    name = name or path.name
    given = _plain(mapping)
    if sheet is not None:
        given["sheet"] = sheet
    with ThreadPoolExecutor(1) as beside:
        # While the child reads, this process has nothing else to do.
        hashed = beside.submit(_hash, path)
        table, settled, shape, source = read_source(store, what, path, name, given, version, limits)
    what = kind_of_keys(what, table)
    checked_mapping = read_mapping(settled)
    preview = Preview(kind, name, version, table.detected, mapping=settled)
    preview.mapping_saved = source is not None and bool(settled) and not given
    preview.source = checked_mapping.source or source or source_name(name)
    assignment = assign(what, table.detected, checked_mapping)
    try:
        with store.read(version) as db:
            found = found_rows(db, what, table, assignment, checked_mapping)
            prepared = _Prepared(what, shape, hashed.result(), checked_mapping, found)
            _compare(db, prepared, preview, set())
    except StrategyError as error:
        show_glance(error, table.detected.sheets, table.detected.grid)
        raise
    prepared.counts = (
        preview.added,
        preview.changed,
        preview.unchanged,
        preview.missing,
        preview.read,
    )
    _tell_columns(preview, what, assignment, found)
    preview.plan = prepared
    return preview


def apply_import(
    store: Store,
    preview: Preview,
    actor: str,
    *,
    leave_out: Collection[int] = (),
    delete_missing: bool = False,
) -> Applied:
    """Write what ``preview`` shows, in one action: all of it or nothing.

    Rejected rows refuse the whole import unless their numbers are in ``leave_out``; other rows may
    be left out as well.  Objects missing in the file are deleted only with ``delete_missing``.
    Raises Refused if the plan was changed since the preview where it matters.
    """
    prepared: _Prepared = preview.plan
    out = set(leave_out)
    open_rows = [cell for cell in preview.rejected if cell.row not in out]
    if open_rows:
        first = open_rows[0]
        rows = len({cell.row for cell in open_rows})
        raise Refused(
            f"Aus „{preview.file}“ {'kann' if rows == 1 else 'können'} "
            f"{german.counted(rows, 'Zeile', 'Zeilen')} nicht übernommen werden, zuerst Zeile "
            f"{first.row}: {first.reason.rstrip('.')}; bitte berichtigen Sie die Datei oder lassen "
            "Sie diese Zeilen ausdrücklich weg."
        )
    what = f"{prepared.kind.label} aus „{preview.file}“ eingelesen"
    with store.write(actor, what, preview.version) as tx:
        shown = Preview(preview.kind, preview.file, preview.version, preview.detected)
        shown.source = preview.source
        _compare_again(tx, prepared, shown, out)
        deletes = delete_missing and shown.missing > 0
        # The next file of the same shape may belong to another workshop.
        settings = {key: value for key, value in preview.mapping.items() if key not in _ONLY_NOW}
        save_source(tx, prepared.kind.name, prepared.shape, preview.source, settings, preview.file)
        import_id, deleted = "", 0
        if shown.added or shown.changed or deletes:
            import_id = _import_run(tx, prepared, shown).id
            deleted = _write(tx, prepared, import_id, shown, delete_missing)
    return Applied(
        import_id,
        shown.added,
        shown.changed,
        shown.unchanged,
        len(out),
        deleted,
        tuple(preview.column_fates),
        (*preview.rows_left_out, *_chosen_to_leave_out(preview, out)),
    )


def _chosen_to_leave_out(preview: Preview, out: set[int]) -> list[RowsLeftOut]:
    chosen = Fates()
    reasons = {cell.row: cell.reason for cell in reversed(preview.rejected)}
    for row in out:
        chosen.skip([row], reasons.get(row, "auf Wunsch weggelassen"))
    return chosen.left_out()


def _kind(name: str) -> ImportKind:
    if name not in KINDS:
        raise Refused(
            f"„{name}“ lässt sich nicht einlesen; möglich sind: {', '.join(KINDS)}.", "kind"
        )
    return KINDS[name]


def _plain(mapping: AnyMapping[str, Any] | str | None) -> dict[str, Any]:
    import json

    read_mapping(mapping)
    if isinstance(mapping, str):
        return dict(json.loads(mapping))
    return dict(mapping or {})


def _compare(db: Cursor, prepared: _Prepared, preview: Preview, leave_out: set[int]) -> None:
    found = prepared.found
    if isinstance(found, BudgetRows):
        preview.rejected = [cell for cell in found.rejected if cell.row not in leave_out]
        preview.notices.extend(found.notices)
        prepared.budget = compare_budget(db, found, preview.source, preview, leave_out)
        return
    if prepared.kind.name in ROOM:
        compare = compare_cards if prepared.kind.name == "cards" else compare_points
        made: Comparison = compare(
            db, prepared.kind, found, preview.source, leave_out, prepared.mapping
        )
        fill_preview(preview, found, made)
    elif prepared.kind.amount:
        made = compare_lines(db, prepared.kind, found, preview.source, leave_out)
        show_lines(db, prepared.kind, preview, found, made)
    elif prepared.kind.name == "keys":
        made = compare_keys(db, prepared.kind, found, preview.source, leave_out)
        fill_preview(preview, found, made, KeyNames(db).of)
    else:
        made = compare_records(
            db,
            prepared.kind,
            found,
            preview.source,
            leave_out,
            prepared.mapping.empty_cells == "clear",
        )
        if found.costs:
            made.costs = compare_costs(db, found.costs, made, preview.source, prepared.kind)
        fill_preview(preview, found, made)
        _total_fields(preview, prepared.kind, found, leave_out)
        if found.costs and made.costs:
            show_costs(db, preview, found.costs, made.costs)
    prepared.comparison = made


def _total_fields(
    preview: Preview, kind: ImportKind, found: RecordRows, leave_out: set[int]
) -> None:
    """Sums of the amounts that are fields of an object, such as the budget of a project."""
    rows = [row for row in found.rows if row.number not in leave_out]
    for spec in kind.noun.specs():
        if spec.kind is Kind.MONEY and spec.name in found.fields:
            known = [row.values[spec.name] for row in rows if row.values.get(spec.name) is not None]
            if known:
                preview.totals.setdefault("ohne Jahr", {})[spec.label] = sum(known)


def _compare_again(tx: Transaction, prepared: _Prepared, shown: Preview, out: set[int]) -> None:
    """The comparison within the transaction that writes; refused if the plan moved meanwhile."""
    same = True
    if prepared.budget is not None:
        same = unchanged_since(tx, prepared.budget)
        if same and not out and not prepared.found.rejected:
            # Nothing is left out and nothing moved: what was compared is what will be written.
            shown.added, shown.changed = prepared.counts[0], prepared.counts[1]
            shown.unchanged, shown.missing = prepared.counts[2], prepared.counts[3]
            shown.read = prepared.counts[4]
            return
        _compare(tx, prepared, shown, out)
    elif prepared.comparison is not None:
        before = prepared.comparison.fingerprint()
        _compare(tx, prepared, shown, set())
        same = prepared.comparison.fingerprint() == before
        if same and out:
            shown.notices.clear()
            _compare(tx, prepared, shown, out)
    if not same:
        raise Refused(
            "Der Plan wurde seit der Vorschau geändert; bitte sehen Sie sich die Vorschau noch "
            "einmal an und übernehmen Sie dann."
        )


def _tell_columns(
    preview: Preview, kind: ImportKind, assignment: Assignment, found: BudgetRows | RecordRows
) -> None:
    """What became of every column and row, and a sentence about what does not come along."""
    if isinstance(found, BudgetRows):
        preview.assigned = found.assigned
    else:
        for name, header in assignment.fields.items():
            spec = kind.spec(name)
            preview.assigned[header] = (
                spec.label if spec else _HELPERS.get(name, "Nummer der Gruppe")
            )
        preview.unused = assignment.unused
    preview.column_fates = settle_fates(
        found.fates, preview.detected, preview.assigned, preview.unused
    )
    preview.rows_left_out = settle_rows(found.fates, preview.detected)
    preview.notices += _about_left_out(preview.column_fates)


def _about_left_out(fates: list[ColumnFate]) -> list[str]:
    """One sentence per reason; without it nobody would look for a column that is not there."""
    by_reason: dict[str, list[str]] = {}
    for fate in fates:
        if fate.fate is Fate.LEFT_OUT:
            by_reason.setdefault(fate.reason, []).append(fate.column)
    return [
        f"Nicht übernommen {'wird die Spalte' if len(columns) == 1 else 'werden die Spalten'} "
        + ", ".join(f"„{column}“" for column in columns[:20])
        + (f" … (zusammen {len(columns)})" if len(columns) > 20 else "")
        + f": {reason}."
        for reason, columns in by_reason.items()
    ]


def _hash(path: Path) -> str:
    """The digest of a file; nothing for what is none and would be refused, such as a pipe."""
    if not path.is_file():
        return ""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _import_run(tx: Transaction, prepared: _Prepared, shown: Preview) -> ImportRun:
    run = ImportRun(
        kind=prepared.kind.label,
        file_name=shown.file,
        file_hash=prepared.file_hash,
        sheet=shown.detected.sheet or None,
        source=shown.source,
        imported_at=tx.at,
        imported_by=tx.actor,
        rows_read=shown.read,
        rows_added=shown.added,
        rows_changed=shown.changed,
        rows_unchanged=shown.unchanged,
        rows_missing=shown.missing,
    )
    return insert(tx, [run])[0]


def _write(
    tx: Transaction, prepared: _Prepared, import_id: str, shown: Preview, delete_missing: bool
) -> int:
    if prepared.budget is not None:
        return write_budget(tx, prepared.budget, import_id, delete_missing)
    assert prepared.comparison is not None
    assert isinstance(prepared.found, RecordRows)
    if isinstance(prepared.comparison, RoomComparison):
        write = write_cards if prepared.kind.name == "cards" else write_points
        return write(tx, prepared.kind, prepared.comparison, import_id, delete_missing)
    if isinstance(prepared.comparison, KeyComparison):
        make_keys(tx, prepared.comparison)
    deleted = write_records(
        tx,
        prepared.kind,
        prepared.comparison,
        prepared.found.fields,
        import_id,
        shown.source,
        delete_missing,
    )
    if costs := prepared.comparison.costs:
        write_costs(tx, prepared.kind, costs, prepared.comparison.objects, import_id)
    return deleted
