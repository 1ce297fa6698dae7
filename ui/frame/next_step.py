"""Where the step of a page stands, in one line, with the way to what is to be done next."""

from __future__ import annotations

from urllib.parse import urlsplit

import streamlit as st

from strategy.analysis.steps import step_states
from strategy.kernel import german
from ui.frame.places import place_about
from ui.run import session


def show_next(step: str) -> None:
    """Say how far the step ("1" to "5", "gremien") is and what its next action would be."""
    state = next(item for item in session.recall(step_states) if item.key == step)
    line = f"Stand dieses Schritts: **{state.word}** ({german.percent(state.share * 100, 0)})"
    if not state.next_action:
        st.markdown(f":material/check_circle: {line}")
        return
    place = place_about(state.about)
    # By the end of the path, because the workbench may be served below another one.
    if urlsplit(st.context.url or "").path.rstrip("/").endswith(f"/{place.url}"):
        # A link to the page that is open already would lead nowhere.
        st.markdown(f":material/pending: {line}. Als Nächstes, hier: {state.next_action}")
        return
    # The link names the action itself, so that it says something when it is read out alone.
    st.markdown(f":material/pending: {line}. Als Nächstes:")
    st.page_link(place.script, label=state.next_action, icon=":material/arrow_forward:")
