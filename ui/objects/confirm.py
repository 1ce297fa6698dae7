"""The line on an object's page that says when it was last confirmed, and the button to do so."""

from __future__ import annotations

from datetime import date

import streamlit as st

from strategy.acts.confirmation import FIELD, can_be_confirmed, confirm
from strategy.figures.inventory.quality import fresh_months, is_stale
from strategy.figures.profile import sealed_on
from strategy.kernel import german
from strategy.kernel.record import Record
from ui.run import session


def show_confirm(record: Record) -> None:
    """Nothing for nouns that nobody confirms."""
    if not can_be_confirmed(type(record)):
        return
    with session.read() as db:
        months = fresh_months(db)
        day = getattr(record, FIELD)
        # In a sealed edition the day of sealing counts, so nothing in it grows stale.
        stale = day is not None and is_stale(db, day, sealed_on(db) or date.today())
    if day is None:
        words, icon = "noch nie bestätigt", ":material/help:"
    elif stale:
        words = f"zuletzt bestätigt am {german.day(day)}, das ist mehr als {months} Monate her"
        icon = ":material/history:"
    else:
        words, icon = f"bestätigt am {german.day(day)}", ":material/verified:"
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"{icon} Angaben {words}.")
        if session.editable():
            st.button(
                "Angaben bestätigen",
                key=f"confirm_{record.id}",
                on_click=confirm_now,
                args=([record.id], record.name),
                icon=":material/check:",
                help="Bestätigt, dass die gespeicherten Angaben heute stimmen.",
            )


def confirm_now(ids: list[str], name: str) -> None:
    """Callback: confirm entries as of today."""
    words = f"{name} bestätigt" if len(ids) == 1 else f"{len(ids)} Einträge bestätigt: {name}"
    session.write(words, lambda tx: confirm(tx, ids, date.today()))
