"""What is being typed into a Kostenblatt, kept in the session until it is saved or dropped.

The grid of Streamlit gives its edits as a difference to the frame it was drawn from.  That frame
therefore stays the same while somebody types; only a change made beside the grid (filled years, a
pasted row) makes a new one, with the typed edits in it and under a new key.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import streamlit as st

from strategy.acts.cost_sheet import (
    CostSheet,
    SheetReading,
    cost_sheet,
    draft_of,
    read_draft,
    save_cost_sheet,
)
from strategy.acts.cost_sheet_text import FIELDS, DraftRow
from strategy.kernel import german
from strategy.kernel.errors import Refused, StrategyError
from strategy.kernel.store import Transaction
from ui.run import kept_text, session
from ui.run.plain_text import plain

_ROWS = "rows"
SheetWriter = Callable[[Transaction, CostSheet, Sequence[DraftRow]], SheetReading]


@dataclass
class SheetDraft:
    """The sheet as opened, the rows the grid was drawn from, and how often it was made anew."""

    sheet: CostSheet
    rows: list[DraftRow]
    turn: int = 0
    # Whether this window has typed something, and so may forget what is kept.
    typed: bool = False


def key_of(owner_id: str, basis: str) -> str:
    """Under which name a draft and its widgets are kept."""
    return f"kostenblatt:{session.version()}:{owner_id}:{basis}"


def draft(owner_id: str, basis: str) -> SheetDraft:
    """The draft of this object, begun from the plan; a newer state of the plan comes in quietly
    as long as nothing has been typed."""
    key = key_of(owner_id, basis)
    with session.read() as db:
        sheet = cost_sheet(db, owner_id, basis)
    held: SheetDraft | None = st.session_state.get(key)
    if held is None and session.editable():
        held = _restored(sheet, key)
    if held is None or (held.sheet != sheet and not is_dirty(held, owner_id, basis)):
        turn = 0 if held is None else held.turn + 1
        held = st.session_state[key] = SheetDraft(sheet, _begin(sheet), turn)
    elif held.sheet != sheet:
        st.info(
            "Inzwischen hat jemand anderes Kosten dieses Eintrags geändert. Ihre Eingaben sind "
            "noch da; beim Speichern wird geprüft, ob sie dieselben Zeilen betreffen.",
            icon=":material/info:",
        )
    return held


def keep(held: SheetDraft, owner_id: str, basis: str) -> None:
    """Keep what is typed beside the plan, for another window or another day; once nothing is typed
    any more it is forgotten."""
    key, rows = key_of(owner_id, basis), typed_rows(held, owner_id, basis)
    begun = _begin(held.sheet)
    entered = [asdict(row) for row in rows] if rows != begun else None
    kept = kept_text.kept_at(key)
    # A window in which nothing was typed leaves alone what another one has kept.
    if entered is None and (not kept or not held.typed):
        return
    held.typed = entered is not None
    draft = {} if entered is None else {_ROWS: {"entered": entered, "was": _told(begun)}}
    # As JSON has it, where the years of a row are words: else every run would write anew.
    if json.loads(json.dumps(draft)) != kept:
        kept_text.keep_at(key, draft)


def _told(rows: Sequence[DraftRow]) -> str:
    return json.dumps([asdict(row) for row in rows])


def _restored(sheet: CostSheet, key: str) -> SheetDraft | None:
    item = kept_text.kept_at(key).get(_ROWS)
    if item is None:
        return None
    rows = [
        DraftRow(**{**row, "cells": {int(year): text for year, text in row["cells"].items()}})
        for row in item["entered"]
    ]
    if item["was"] != _told(_begin(sheet)):
        # Laid over other rows it would replace unseen what somebody else has saved.
        words = "; ".join(
            f"{row.name}: {', '.join(f'{y} {t}' for y, t in row.cells.items() if t)}"
            for row in rows
            if not row.is_blank
        )
        st.warning(
            plain(
                "Hier stand Ungespeichertes, doch die Kosten haben sich inzwischen geändert; "
                f"übertragen Sie, was noch gilt: {words}."
            ),
            icon=":material/warning:",
        )
        return None
    st.info(
        "Wiederhergestellt, noch nicht gespeichert: Ihre Eingaben im Kostenblatt.",
        icon=":material/edit_note:",
    )
    held = st.session_state[key] = SheetDraft(sheet, rows, typed=True)
    return held


def _begin(sheet: CostSheet) -> list[DraftRow]:
    # An empty sheet begins with a row to type into.
    return draft_of(sheet) or [DraftRow()]


def grid_key(owner_id: str, basis: str, turn: int) -> str:
    """The widget key of the grid."""
    return f"{key_of(owner_id, basis)}:grid:{turn}"


def typed_rows(held: SheetDraft, owner_id: str, basis: str) -> list[DraftRow]:
    """The rows with what has been typed into the grid since it was drawn."""
    edits: Mapping[str, Any] = st.session_state.get(grid_key(owner_id, basis, held.turn), {})
    rows = list(held.rows)
    for number, values in edits.get("edited_rows", {}).items():
        if int(number) < len(rows):
            rows[int(number)] = _with(rows[int(number)], values)
    gone = set(edits.get("deleted_rows", ()))
    kept = [row for number, row in enumerate(rows) if number not in gone]
    return kept + [_with(DraftRow(), values) for values in edits.get("added_rows", ())]


def _with(row: DraftRow, values: Mapping[str, Any]) -> DraftRow:
    cells = dict(row.cells)
    changes: dict[str, Any] = {}
    for name, value in values.items():
        text = "" if value is None else str(value)
        if name in FIELDS:
            changes[name] = text
        elif name.isdigit():
            cells[int(name)] = text
    return replace(row, **changes, cells=cells)


def is_dirty(held: SheetDraft, owner_id: str, basis: str) -> bool:
    """Whether something was typed that is not saved."""
    return typed_rows(held, owner_id, basis) != _begin(held.sheet)


def change(owner_id: str, basis: str, work: Callable[[list[DraftRow]], Sequence[DraftRow]]) -> bool:
    """Change the typed rows from beside the grid; says why where ``work`` refuses."""
    held: SheetDraft = st.session_state[key_of(owner_id, basis)]
    rows = typed_rows(held, owner_id, basis)
    try:
        held.rows = list(work(rows))
    except Refused as error:
        session.say("error", str(error))
        return False
    held.turn += 1
    return True


def drop(owner_id: str, basis: str) -> None:
    """Callback: forget what was typed."""
    held: SheetDraft = st.session_state[key_of(owner_id, basis)]
    held.rows, held.turn = _begin(held.sheet), held.turn + 1


def save(owner_id: str, basis: str, name: str, write: SheetWriter = save_cost_sheet) -> None:
    """Callback: everything typed, as one action; what is wrong is said and nothing is lost."""
    held: SheetDraft = st.session_state[key_of(owner_id, basis)]
    rows = typed_rows(held, owner_id, basis)
    with session.read() as db:
        reading = read_draft(db, held.sheet, rows)
    if reading.faults:
        session.say(
            "error",
            "Noch nicht gespeichert; die unklaren Zellen stehen unter der Tabelle, alles andere "
            "ist noch da.",
        )
        return
    if not reading.changed and not reading.removed:
        session.say("info", "Das Kostenblatt ist unverändert.")
        return
    written = german.counted(len(reading.changed), "Betrag", "Beträge")
    removed = f", {len(reading.removed)} entfernt" if reading.removed else ""
    try:
        session.act(f"Kostenblatt von „{name}“ geändert", lambda tx: write(tx, held.sheet, rows))
    except StrategyError as error:
        session.say("error", str(error))
        return
    session.say("success", f"Gespeichert: {written}{removed} bei „{name}“.", undoable=True)
    turn = held.turn + 1
    with session.read() as db:
        sheet = cost_sheet(db, owner_id, basis)
    st.session_state[key_of(owner_id, basis)] = SheetDraft(sheet, _begin(sheet), turn, held.typed)
