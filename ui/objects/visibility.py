"""Who may see an entry, set on its page."""

from __future__ import annotations

import streamlit as st

from strategy.kernel.record import Record
from strategy.nouns.visibility import Audience
from strategy.relations.audience import set_visibility, visibility_of
from ui.run import kept_text, session

# Papers, their stations and annexes say it in a field of their own.
_TABLES = (
    *("measure", "cost_line", "funding", "risk", "finding", "recommendation", "card", "cluster"),
    *("project", "application", "resolution", "report_due", "deadline"),
)


def show_visibility(record: Record) -> None:
    """The choice of an audience for this entry; nothing where the entry has none."""
    if record.TABLE not in _TABLES:
        return
    with session.read() as db:
        standing = visibility_of(db, record.id)
    known = Audience(str(standing.audience)) if standing else Audience.PUBLIC
    icon = ":material/public:" if known is Audience.PUBLIC else ":material/visibility_off:"
    with st.expander(f"Sichtbar für: {known}", icon=icon):
        st.caption(
            "Gilt für Berichte, Ausgaben, Antworten, Niederschriften und Folien: Wer den Eintrag "
            "nicht sehen darf, sieht weder Titel noch Betrag noch Verknüpfung."
        )
        # What stands is in the key, so that a change elsewhere gives a fresh field.
        key = f"visibility_{record.id}_{standing.version if standing else 0}"
        st.selectbox(
            "Wer darf den Eintrag sehen?",
            list(Audience),
            index=list(Audience).index(known),
            key=key,
            disabled=not session.editable(),
        )
        kept_text.text_input(
            "Grund",
            (standing.reason if standing else None) or "",
            key=f"{key}_reason",
            name=f"visibility_{record.id}_reason",
            autocomplete="off",
            disabled=not session.editable(),
        )
        st.button(
            "Sichtbarkeit speichern",
            key=f"{key}_save",
            icon=":material/save:",
            on_click=_save,
            args=(record.id, key),
            disabled=not session.editable(),
        )


def _save(object_id: str, key: str) -> None:
    audience = str(st.session_state[key])
    reason = str(st.session_state.get(f"{key}_reason") or "").strip() or None
    session.write(
        f"Sichtbarkeit von {object_id}: {audience}",
        lambda tx: set_visibility(tx, object_id, audience, reason),
    )
