"""Roll the plan forward to the next budget year: what it would add, and the button."""

from __future__ import annotations

import streamlit as st

from strategy.acts.rolling_forward import next_year, roll_forward, told
from strategy.kernel.errors import Refused
from ui.run import session
from ui.run.plain_text import plain


def show_rolling() -> None:
    """Folded, because it is done once a year."""
    with st.expander("Auf das nächste Haushaltsjahr fortschreiben", icon=":material/fast_forward:"):
        try:
            with session.read() as db:
                rolled = next_year(db)
        except Refused as error:
            st.info(plain(str(error)), icon=":material/info:")
            return
        for sentence in told(rolled):
            st.markdown(plain(sentence))
        st.button(
            "Jetzt fortschreiben",
            icon=":material/fast_forward:",
            key="roll_forward",
            on_click=_roll,
            disabled=not session.editable(),
        )


def _roll() -> None:
    session.write("Plan auf das nächste Haushaltsjahr fortgeschrieben", roll_forward)
