"""Archived scenarios: bring one back, or delete it for good after a second question."""

from __future__ import annotations

import streamlit as st

from strategy.kernel import german
from strategy.kernel.errors import StrategyError
from strategy.kernel.store.versions import discard_scenario, list_binned, restore_scenario
from ui.run import session
from ui.run.plain_text import plain
from ui.versions.version_list import open_version

_ASKED = "archiv_gefragt"


def show_archive() -> None:
    """Nothing where no scenario lies in the archive."""
    with session.read() as db:
        # Scenarios have no undo of their own, being whole schemas; the archive is the way back.
        binned = list_binned(db)
    if not binned:
        return
    st.header("Archiv")
    for item in binned:
        text, actions = st.columns([2, 1])
        with text:
            st.markdown(
                f"**{plain(item.title)}**  \n:small[:gray[archiviert am "
                f"{german.moment(item.binned_at)} von {plain(item.binned_by)}]]"
            )
        with actions, st.container(horizontal=True):
            st.button(
                "Zurückholen", key=f"back_{item.name}", on_click=_bring_back, args=(item.name,)
            )
            if st.session_state.get(_ASKED) == item.name:
                st.button(
                    "Ja, endgültig löschen",
                    key=f"sure_{item.name}",
                    on_click=_discard,
                    args=(item.name,),
                )
                st.button("Behalten", key=f"keep_{item.name}", on_click=_ask, args=("",))
            else:
                # Asked twice: nothing brings a discarded scenario back.
                st.button(
                    "Endgültig löschen", key=f"gone_{item.name}", on_click=_ask, args=(item.name,)
                )


def _ask(name: str) -> None:
    st.session_state[_ASKED] = name


def _bring_back(name: str) -> None:
    try:
        made = restore_scenario(session.store(), session.actor(), name)
    except StrategyError as error:
        session.say("error", str(error))
        return
    open_version(made.name)
    session.say("success", f"Szenario „{made.title}“ ist wieder da.")


def _discard(name: str) -> None:
    try:
        discard_scenario(session.store(), session.actor(), name)
    except StrategyError as error:
        session.say("error", str(error))
    else:
        session.say("success", "Szenario endgültig gelöscht.")
