"""The button that hands meetings and deadlines to a calendar program."""

from __future__ import annotations

from datetime import date

import streamlit as st

from strategy.kernel.store import Store
from strategy.nouns.visibility import Audience
from strategy.publishing.calendar_file import calendar
from strategy.relations.audience import read_for
from ui.reports.audience_choice import choose_audience
from ui.run import session


def calendar_button(key: str) -> None:
    """Offer the calendar for an audience; it is written when the button is pressed."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        audience = choose_audience(f"calendar_{key}")
        store, version = session.store(), session.version()
        st.download_button(
            "Als Kalender",
            lambda: _written(store, version, audience),
            "Gremien.ics",
            "text/calendar",
            key=f"calendar_button_{key}",
            icon=":material/event:",
            on_click="ignore",
            help="Sitzungen und Fristen für Outlook und andere Kalender; wer die Datei noch einmal "
            "einliest, bekommt verlegte und ausgefallene Sitzungen an ihrem Platz.",
        )


def _written(store: Store, version: str, audience: Audience) -> bytes:
    with read_for(store, version, audience) as db:
        return calendar(db, audience, date.today())
