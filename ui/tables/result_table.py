"""A table of figures whose rows lead to the page of the object they speak of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd
import streamlit as st

from strategy.kernel import german
from strategy.kernel.records import noun_of_id
from ui.frame.places import PAGE_OF
from ui.tables.download import excel_button
from ui.tables.format import Column, grid


def show_result(
    frame: pd.DataFrame,
    columns: Mapping[str, Column],
    id_column: str,
    *,
    key: str,
    title: str,
    height: int = 480,
) -> None:
    """Show ``frame``; selecting a row, or its name in the list below, opens its object.

    ``id_column`` holds the ids (one kind of object, or None where a row has none), ``title``
    names the table for screen readers and the Excel file.
    """
    target = st.session_state.pop(f"{key}_go", None)
    if target is not None:
        _go(target)
    ids = list(frame[id_column])
    st.dataframe(
        **grid(frame, columns),
        key=f"{key}_grid",
        alt=title,
        on_select=lambda: _remember_row(key, ids),
        selection_mode="single-row",
        height=min(38 + 35 * max(len(frame), 1), height),
    )
    first = next(name for name in columns if name != id_column)
    names = {
        str(one): str(word)
        for one, word in zip(frame[id_column], frame[first], strict=True)
        if not german.is_unknown(one)
    }
    choose, load = st.columns([3, 1], vertical_alignment="bottom")
    with choose:
        # The grid is a canvas that a screen reader cannot operate; this list does the same.
        st.selectbox(
            "Eintrag öffnen",
            list(names),
            index=None,
            key=f"{key}_open",
            placeholder="auswählen …",
            format_func=lambda one: f"{names.get(one, '')} ({one})",
            on_change=lambda: _remember_choice(key),
        )
    with load:
        excel_button(lambda: frame, columns, title, key=key)


# The way is remembered by the callback and gone by the next run: a selection that is still there
# when somebody comes back must not lead away again.
def _remember_row(key: str, ids: Sequence[object]) -> None:
    rows = st.session_state[f"{key}_grid"]["selection"]["rows"]
    if rows and rows[0] < len(ids):
        st.session_state[f"{key}_go"] = ids[rows[0]]


def _remember_choice(key: str) -> None:
    st.session_state[f"{key}_go"] = st.session_state.get(f"{key}_open")
    st.session_state[f"{key}_open"] = None


def _go(object_id: object) -> None:
    if german.is_unknown(object_id):
        return
    noun = noun_of_id(str(object_id))
    if noun is not None and noun.TABLE in PAGE_OF:
        st.switch_page(PAGE_OF[noun.TABLE], query_params={"id": str(object_id)})
