"""A page with two buttons that count, a part of its own, and an end."""

from __future__ import annotations

import streamlit as st


def press(name: str) -> None:
    """Count a press."""
    st.session_state[f"count {name}"] = st.session_state.get(f"count {name}", 0) + 1


@st.fragment
def part() -> None:
    """What can be made anew alone."""
    st.markdown("Teil")


st.text_input("Text", key="text")
for name in ("one", "two"):
    st.button(name, key=name, on_click=press, args=(name,))
part()
counted = [st.session_state.get(f"count {name}", 0) for name in ("one", "two")]
st.markdown(f"Gedrückt: {counted}, getippt: {st.session_state.text}")
st.markdown("Ende")
