"""The field above the way that leads to the search, on every page."""

from __future__ import annotations

import streamlit as st


def show_search_field() -> None:
    """One line of text; Enter leads to the page of the search, and Ctrl+K leads here.

    ``web/static/search.js`` follows both: changing the page from here would leave an entry more in
    the browser's history, and would do so as well where somebody only leaves the field.
    """
    st.text_input(
        "Alles durchsuchen",
        key="alles_durchsuchen",
        type="search",
        autocomplete="off",
        placeholder="Strg+K",
    )
