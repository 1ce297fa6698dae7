"""What one looks for on a meeting: its agenda in two parts, and how the votes went."""

from __future__ import annotations

from typing import Any

import streamlit as st

from strategy.figures.plan.council import consultations
from strategy.figures.plan.meetings import agenda
from strategy.kernel import german
from strategy.nouns.meeting import Meeting
from ui.frame.places import object_link, open_object
from ui.run import session
from ui.run.plain_text import plain
from ui.tables.rows import rows_of
from ui.tables.sequence_table import show_sequence


def show_meeting(meeting: Meeting) -> None:
    """The agenda of one meeting; votes below it."""
    with session.read() as db:
        items = agenda(db, meeting.id)
        voted = consultations(db, meeting_id=meeting.id)
    st.subheader("Tagesordnung")
    if items.empty:
        st.caption(
            "Noch steht nichts auf der Tagesordnung. Vorlagen kommen über ihre Beratungsfolge "
            "hierher, alles andere legen Sie unten an."
        )
        return
    for closed, heading in ((False, "Öffentlicher Teil"), (True, "Nichtöffentlicher Teil")):
        part = items[items["closed"] == closed]
        if not part.empty:
            st.markdown(f"**{heading}**")
        for row in rows_of(part):
            _show_item(row)
    if voted.empty:
        return
    st.subheader("Beratungen in dieser Sitzung")
    show_sequence(
        voted,
        session.municipality().vote_columns,
        label="Vorlage",
        first="paper",
        alt="Beratungen in dieser Sitzung",
    )


def _show_item(row: Any) -> None:
    number = "ohne TOP" if german.is_unknown(row.number) else f"TOP {row.number}"
    # A paper says what became of it, another item what was noted down.
    is_paper = not german.is_unknown(row.paper_id)
    told = [row.role, row.outcome] if is_paper else [row.result]
    facts = ", ".join(str(fact) for fact in told if not german.is_unknown(fact))
    label = f"{number}: {row.title}{f' ({facts})' if facts else ''}"
    if is_paper:
        object_link(str(row.paper_id), label)
        return
    st.button(
        plain(label),
        key=f"item_{row.id}",
        type="tertiary",
        on_click=open_object,
        args=(str(row.id),),
    )
