"""Search and choices for lists that are figures and not the rows of one noun; kept in the URL."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd
import streamlit as st

from strategy.kernel import german
from ui.run.plain_text import plain


def filter_frame(
    frame: pd.DataFrame,
    *,
    key: str,
    search: Sequence[str],
    choices: Mapping[str, str],
    search_label: str = "Durchsuchen",
) -> pd.DataFrame:
    """Show a search field and one choice per column; returns the rows that match.

    ``search`` names the columns searched, ``choices`` maps columns to their German labels; the
    options are the texts of the column, in the order in which they come.
    """
    found = frame
    places = st.columns(min(len(choices) + 1, 4))
    with places[0]:
        wanted = st.text_input(
            search_label, key=f"{key}_suche", bind="query-params", type="search", autocomplete="off"
        )
    found = rows_with_words(found, search, wanted or "")
    for number, (name, label) in enumerate(choices.items(), start=1):
        # From the whole frame: a filter must not take away the choices of the next one.
        options = [str(value) for value in dict.fromkeys(frame[name].dropna())]
        with places[number % len(places)]:
            chosen = st.selectbox(
                # Some labels are words of the municipality; labels read Markdown.
                plain(label),
                ["", *options],
                key=f"{key}_{name}",
                bind="query-params",
                format_func=lambda value: value or "alle",
            )
        if chosen:
            found = found[found[name].astype(str) == chosen]
    # A grid tells a chosen row by its place, so labels have to be places again.
    return found.reset_index(drop=True)


def rows_with_words(frame: pd.DataFrame, columns: Sequence[str], typed: str) -> pd.DataFrame:
    """The rows that hold every word somewhere in these columns, as the lists of nouns find them."""
    if frame.empty or not typed.strip():
        return frame
    texts = frame[list(columns)].fillna("").astype(str).agg(" ".join, axis=1)
    return frame[[german.holds_words(text, typed) for text in texts]]
