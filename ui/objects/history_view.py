"""The history of one object, in sentences, with the way back."""

from __future__ import annotations

import streamlit as st

from strategy.history.sentences import object_history
from strategy.kernel import german
from strategy.kernel.errors import StrategyError
from strategy.kernel.store.undo import revert
from ui.run import session
from ui.run.plain_text import plain


def show_history(object_id: str) -> None:
    """Who changed what and when; each change can be turned back while nothing stands on it."""
    with st.expander("Verlauf", icon=":material/history:"):
        with session.read() as db:
            entries = object_history(db, object_id)
        if not entries:
            st.caption("Noch keine Änderung erfasst.")
        for entry in entries:
            text, beside = st.columns([5, 1])
            with text:
                state = " (rückgängig gemacht)" if entry.undone else ""
                st.markdown(f"{plain(entry.sentence)}{state}")
                st.caption(german.moment(entry.at))
            with beside:
                # An undo is itself an entry; it is taken back with "Wiederholen", not from here.
                if session.editable() and entry.kind == "do" and not entry.undone:
                    st.button(
                        "Zurücknehmen",
                        # One action may have touched an object more than once; the place tells its
                        # entries apart.
                        key=f"revert_{object_id}_{entry.action_id}_{entry.place}",
                        help="Diese Änderung rückgängig machen",
                        on_click=turn_back,
                        args=(entry.action_id,),
                    )


def turn_back(action_id: int) -> None:
    """Callback: undo one action."""
    try:
        action = revert(session.store(), session.actor(), action_id, session.version())
    except StrategyError as error:
        session.say("error", str(error))
    else:
        session.say("success", f"Rückgängig gemacht: {action.what or 'die Änderung'}.")
