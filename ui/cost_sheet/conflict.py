"""Where somebody else has changed the same amounts: both values of each, and the choice."""

from __future__ import annotations

from functools import partial

import streamlit as st

from strategy.acts.cost_sheet import read_draft
from strategy.acts.cost_sheet_conflict import LineConflict, line_conflicts, save_chosen
from strategy.kernel import german
from strategy.nouns.cost_line import CostLine
from ui.cost_sheet import drafts
from ui.run import session
from ui.run.plain_text import plain


def show_sheet_conflict(owner_id: str, basis: str, held: drafts.SheetDraft, name: str) -> bool:
    """Draw the choice; False where nobody else has changed what was typed here."""
    rows = drafts.typed_rows(held, owner_id, basis)
    with session.read() as db:
        found = line_conflicts(db, held.sheet, read_draft(db, held.sheet, rows))
    if not found:
        return False
    st.warning(
        "Jemand anderes hat dieselben Beträge geändert. Wählen Sie je Betrag, welcher gilt; alles "
        "andere bleibt, wie Sie es getippt haben.",
        icon=":material/warning:",
    )
    for item in found:
        line = item.opened
        st.radio(
            plain(f"{line.title or line.cost_type} {line.year}: welcher Wert gilt?"),
            [True, False],
            key=_key(item),
            format_func=partial(_side, item),
        )
    st.button(
        "Mit dieser Auswahl speichern",
        key=f"kostenblatt_resolve_{owner_id}",
        type="primary",
        on_click=_resolve,
        args=(owner_id, basis, name, found),
    )
    return True


def _key(item: LineConflict) -> str:
    # With the state of the other side: a choice made on an older one does not count for a new one.
    return f"kostenblatt_wahl_{item.opened.id}_{item.version}"


def _side(item: LineConflict, mine: bool) -> str:
    if mine:
        return f"mein Wert: {_said(item.mine)}"
    return f"der andere Wert: {_said(item.theirs)}"


def _said(line: CostLine | None) -> str:
    if line is None:
        return "entfernt"
    if line.amount_cents is None and line.fte is not None:
        return german.fte(line.fte, unit=True)
    return german.money(line.amount_cents)


def _resolve(owner_id: str, basis: str, name: str, found: list[LineConflict]) -> None:
    mine = {
        item.opened.id: (item.version, bool(st.session_state.get(_key(item), True)))
        for item in found
    }
    drafts.save(owner_id, basis, name, lambda tx, sheet, rows: save_chosen(tx, sheet, rows, mine))
