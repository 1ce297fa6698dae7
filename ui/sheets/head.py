"""The head of a sheet: what one asks of an object first, in one line."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from ui.run.plain_text import plain


def show_head(facts: Mapping[str, str]) -> None:
    """Label → value side by side; state, money, year, owner and light of the object."""
    # By its key look.css keeps two side by side on a phone, where Streamlit would stack all.
    with st.container(border=True, key="blattkopf"):
        for place, (label, value) in zip(st.columns(len(facts)), facts.items(), strict=True):
            with place:
                st.caption(label)
                # No metric: its large type cuts off the name of an Amt.
                st.markdown(f"**{plain(value)}**")
