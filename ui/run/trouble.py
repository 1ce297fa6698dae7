"""What a user sees when a page meets an error that it did not foresee."""

from __future__ import annotations

import logging

import streamlit as st

from strategy.kernel.errors import StrategyError

LOG = logging.getLogger("workbench")
SENTENCE = (
    "Diese Seite kann gerade nicht vollständig angezeigt werden; gespeicherte Daten sind nicht "
    "betroffen. Bitte die Seite neu laden und, wenn der Fehler bleibt, die Betreuung der Werkbank "
    "verständigen."
)


def show_unforeseen(error: Exception) -> bool:
    """Show one German sentence for ``error`` and write the details to the log only.

    Always returns True, which tells Streamlit that nothing else needs to be shown.
    """
    if isinstance(error, StrategyError):
        st.error(str(error))
    else:
        LOG.error("Unforeseen error in a page", exc_info=error)
        st.error(SENTENCE)
    return True
