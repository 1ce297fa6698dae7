"""The stage of a measure for one or several years, set in one action."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from strategy.acts.planning import set_stage
from strategy.nouns.plan_entry import Stage
from ui.run import session

_NONE = "keine Stufe"


def show_stage_form(measures: Mapping[str, str], years: Sequence[int]) -> None:
    """Measure, first and last year, stage; what stood there before is replaced."""
    off = not session.editable()
    st.selectbox(
        "Maßnahme",
        list(measures),
        key="stage_measure",
        format_func=lambda one: f"{measures.get(one, '')} ({one})",
    )
    first, last, stage = st.columns(3)
    with first:
        st.selectbox("Von", list(years), key="stage_first")
    with last:
        st.selectbox("Bis", list(years), key="stage_last")
    with stage:
        st.selectbox("Stufe", [*(str(item) for item in Stage), _NONE], index=1, key="stage")
    st.button(
        "Stufe setzen",
        type="primary",
        icon=":material/event_available:",
        key="set_stage",
        on_click=_set,
        args=(measures,),
        disabled=off,
    )


def _set(measures: Mapping[str, str]) -> None:
    # Read at the press: arguments of a button are those of the run before.
    state = st.session_state
    measure_id, first, last = state["stage_measure"], state["stage_first"], state["stage_last"]
    stage = None if state["stage"] == _NONE else state["stage"]
    when = str(first) if first == last else f"{first} bis {last}"
    session.write(
        f"„{measures[measure_id]}“: {stage or _NONE} {when}",
        # All years in one action, so that one undo takes the whole span back.
        lambda tx: set_stage(tx, measure_id, first, last, stage),
    )
