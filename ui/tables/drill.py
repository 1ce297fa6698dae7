"""A table whose rows lead further: into a part of a sum, or to the objects behind a number."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from strategy.kernel import german
from ui.frame.places import open_object
from ui.run.plain_text import plain
from ui.tables.format import Column, grid


def show_drill(
    frame: pd.DataFrame,
    columns: Mapping[str, Column],
    choose: Callable[[str], Any] = open_object,
    *,
    key: str,
    label: str,
    ids: str,
    prompt: str,
    named_by: Sequence[str] = (),
) -> None:
    """Draw ``frame``; choosing a row calls ``choose`` with its value in the column ``ids``.

    The first of ``columns`` (or those of ``named_by``) names a row in the choice below the table,
    which does the same as the table does for those who cannot use a mouse; ``prompt`` is the label
    of that choice.
    """
    naming = named_by or [next(iter(columns))]
    keys = ["" if german.is_unknown(value) else str(value) for value in frame[ids]]
    parts = [[columns[one].said(value) for value in frame[one]] for one in naming]
    names = [", ".join(words) for words in zip(*parts, strict=True)]
    st.dataframe(
        **grid(frame, columns),
        key=f"{key}_grid",
        alt=label,
        on_select=lambda: _selected(f"{key}_grid", keys, choose),
        selection_mode="single-row",
        height=min(38 + 35 * max(len(frame), 1), 480),
    )
    st.selectbox(
        plain(prompt),
        range(len(keys)),
        index=None,
        key=f"{key}_choice",
        placeholder="auswählen …",
        format_func=lambda place: names[place] if place < len(names) else "",
        on_change=lambda: _chosen(f"{key}_choice", keys, choose),
    )


def _selected(key: str, keys: Sequence[str], choose: Callable[[str], Any]) -> None:
    rows = st.session_state[key]["selection"]["rows"]
    if rows and rows[0] < len(keys):
        choose(keys[rows[0]])


def _chosen(key: str, keys: Sequence[str], choose: Callable[[str], Any]) -> None:
    place = st.session_state.get(key)
    if place is not None and place < len(keys):
        choose(keys[place])


def set_filters(**values: Any) -> None:
    """Callback: put values into filters of the page, by the keys of their inputs."""
    for name, value in values.items():
        st.session_state[name] = value
