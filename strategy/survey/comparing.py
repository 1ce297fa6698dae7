"""Set a returned workbook beside what was sent and what the plan holds today, cell by cell."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from strategy.intake.reading.grid import is_blank, text_of
from strategy.kernel.record import Record
from strategy.kernel.store import Cursor
from strategy.survey.base import BaseRow
from strategy.survey.findings import (
    Draft,
    MissingRow,
    NewRow,
    ReplyChange,
    ReplyConflict,
    ReplyReading,
)
from strategy.survey.form import APPLICATIONS, PROJECTS, SHEETS, FormSheet
from strategy.survey.locating import Located, LocatedTable, locate
from strategy.survey.matching import recognise_rows
from strategy.survey.naming import Naming, Pending
from strategy.survey.plan_rows import display_names, form_values, standing_rows
from strategy.survey.raw_book import RawBook
from strategy.survey.recognising import recognise
from strategy.survey.row_values import as_sent, read_rows, row_name, said
from strategy.survey.rules import check_rows


def compare_reply(db: Cursor, book: RawBook, expected_round: str = "") -> ReplyReading:
    """What a returned workbook would change in the version of ``db``; writes nothing.

    ``expected_round`` takes a file of that round even where a newer one has begun.  Raises Refused
    where the workbook is none of this plan, of another municipality or of an older round.
    """
    reading = recognise(db, book, expected_round)
    names = display_names(db)
    naming = Naming(db, names)
    for form in (APPLICATIONS, PROJECTS):
        for object_id, row in reading.base.get(form.key, {}).items():
            # Names as they went out: an Amt may still use one that the plan has changed since.
            naming.add_sent(form.noun.TABLE, str(row.values.get("title") or ""), object_id)
    located = locate(book)
    reading.notices.extend(located.notices)
    reading.problems.extend(located.problems)
    for form in SHEETS:
        if form.key in located.tables:
            _compare_sheet(db, reading, located, form, naming)
    check_rows(db, reading, naming)
    _tell(reading, naming)
    return reading


def _compare_sheet(
    db: Cursor, reading: ReplyReading, located: Located, form: FormSheet, naming: Naming
) -> None:
    table = located.tables[form.key]
    reading.sheets[form.key] = table.sheet.name
    if table.columns:
        letter = table.sheet.letters[min(table.columns.values())]
        reading.first_columns[table.sheet.name] = letter
    base = reading.base.setdefault(form.key, {})
    standing = standing_rows(db, form, base)
    drafts = read_rows(table, base, naming, reading)
    in_file = _ids_in(table)
    # Only rows whose key the file lacks may be matched by likeness; a key that is there speaks for
    # itself.
    recognise_rows(form, drafts, {key: row for key, row in base.items() if key not in in_file})
    met = in_file | {draft.object_id for draft in drafts}
    emptied = _emptied(table, base)
    for draft in drafts:
        sent = base.get(draft.object_id)
        if sent is not None and draft.object_id not in in_file:
            # Read before its row was recognised: what the cell says word for word as it was sent
            # counts as untouched.
            as_sent(draft, sent)
        if sent is None:
            _settle_new(draft)
        elif not draft.bad:
            _three_ways(draft, sent, standing.get(draft.object_id))
        if form in (APPLICATIONS, PROJECTS) and draft.said.get("title"):
            # A renamed application as well: the cost rows of the file name it by its new title.
            target = draft.object_id or Pending(form.key, draft.row, str(draft.said["title"]))
            naming.add_in_file(form.noun.TABLE, str(draft.said["title"]), target)
        touched = draft.bad or draft.is_new or draft.changes or draft.disputed or draft.settled
        if touched:
            reading.drafts.append(draft)
        else:
            reading.rows_untouched += 1
            # Sent back untouched says "still right", but only about what the Amt has seen.
            if draft.object_id not in emptied and agrees(draft, draft.said):
                reading.agreed.setdefault(form.key, []).append(draft.object_id)
    reading.rows_read += len(drafts)
    for object_id in base:
        # Gone from the file is told and never deleted: people also delete rows to shorten a list.
        if object_id in standing and (object_id not in met or object_id in emptied):
            name = row_name(form, form_values(form, standing[object_id]), naming)
            reading.missing.append(
                MissingRow(table.sheet.name, object_id, name, emptied.get(object_id))
            )


def _three_ways(draft: Draft, sent: BaseRow, standing: Record | None) -> None:
    """Sort every cell the Amt touched into changed by it alone, by both, or alike on both sides."""
    draft.standing = standing
    draft.sent = dict(sent.values)
    for name, theirs in draft.said.items():
        if theirs == sent.values.get(name):
            continue
        if standing is None:
            # Deleted in the plan meanwhile: what the Amt says now is for people to decide.
            draft.disputed[name] = theirs
            continue
        mine = getattr(standing, name)
        # Before the question whether the plan moved: both arrived at the same value, so nobody has
        # to decide.
        if mine == theirs:
            draft.settled = True
        elif mine == sent.values.get(name):
            draft.changes[name] = theirs
        else:
            draft.disputed[name] = theirs


def agrees(draft: Draft, named: Iterable[str], taken: Collection[str] = ()) -> bool:
    """Whether the plan says what the Amt says in the fields ``named``, once ``taken`` are taken.

    What only the plan changed since the workbook went out, the Amt has never seen.
    """
    return draft.standing is not None and all(
        name in taken or getattr(draft.standing, name) == draft.said[name] for name in named
    )


def _settle_new(draft: Draft) -> None:
    draft.changes = {name: value for name, value in draft.said.items() if value is not None}


def _ids_in(table: LocatedTable) -> set[str]:
    if table.id_column is None:
        return set()
    return {text_of(row[table.id_column]).strip() for _, row in table.rows}


def _emptied(table: LocatedTable, base: Mapping[str, BaseRow]) -> dict[str, int]:
    """Rows whose key still stands there while everything else was emptied: id → row number."""
    if table.id_column is None:
        return {}
    found = {}
    for number, row in table.rows:
        object_id = text_of(row[table.id_column]).strip()
        if object_id in base and all(is_blank(row[place]) for place in table.columns.values()):
            found[object_id] = number
    return found


def _tell(reading: ReplyReading, naming: Naming) -> None:
    """The drafts as what people read: proposals, conflicts, new rows."""
    forms = {form.key: form for form in SHEETS}
    for draft in reading.drafts:
        if draft.bad:
            continue
        form = forms[draft.form]
        sheet = reading.sheets[draft.form]
        if draft.is_new:
            values = tuple(
                (form.header(name), said(form.specs[name], value, naming))
                for name, value in draft.changes.items()
            )
            reading.new.append(NewRow(sheet, draft.row, row_name(form, draft.said, naming), values))
            continue
        current = form_values(form, draft.standing) if draft.standing else draft.sent
        name = row_name(form, current, naming)
        for field_name, theirs in {**draft.changes, **draft.disputed}.items():
            spec = form.specs[field_name]
            told: dict[str, Any] = {
                "sheet": sheet,
                "row": draft.row,
                "cell": draft.cells.get(field_name, ""),
                "object_id": draft.object_id,
                "name": name,
                "field": field_name,
                "label": form.header(field_name),
                "after": said(spec, theirs, naming),
                "before": said(spec, current.get(field_name), naming)
                if draft.standing
                else "im Plan gelöscht",
            }
            if field_name in draft.disputed:
                sent = said(spec, draft.sent.get(field_name), naming)
                reading.conflicts.append(ReplyConflict(**told, sent=sent))
            else:
                reading.changes.append(ReplyChange(**told))
