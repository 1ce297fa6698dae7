"""For whom an output is made."""

from __future__ import annotations

import streamlit as st

from strategy.nouns.visibility import Audience


def choose_audience(key: str) -> Audience:
    """The choice; what the audience may not see is missing in the output with title and sum."""
    chosen = st.segmented_control(
        "Für wen?",
        list(Audience),
        default=Audience.ADMINISTRATION,
        key=key,
        required=True,
        help="Was die Zielgruppe nicht sehen darf, fehlt mit Titel, Summe und Verknüpfung; auf "
        "dem Deckblatt steht, wie viel ausgelassen ist.",
    )
    return Audience(chosen or Audience.ADMINISTRATION)
