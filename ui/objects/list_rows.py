"""The rows of a list: a table whose titles open their entries, and a list that does the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import pandas as pd
import streamlit as st

from strategy.kernel import german
from strategy.kernel.record import Kind, Record, Spec
from ui.frame.places import open_object
from ui.tables.format import (
    Column,
    date_column,
    fte_column,
    grid,
    moment_column,
    money_column,
    number_column,
    percent_column,
    text_column,
    year_column,
    yes_no_column,
)


def show_rows(
    frame: pd.DataFrame,
    columns: Mapping[str, Column],
    choose: Callable[[str], None] = open_object,
    *,
    key: str,
    label: str,
    ids: str = "id",
    prompt: str = "Eintrag öffnen",
) -> None:
    """A table in which a click on the first column calls ``choose`` with the row's value in the
    column ``ids``; the list below it does the same for keyboard and screen reader."""
    keys = [str(value) for value in frame[ids]]
    names = [name for name in columns if name != "id"] or ["id"]
    grid_key = f"{key}_grid_{st.session_state.get(f'{key}_turn', 0)}"
    # ``web/static/lists.js`` takes the table from the tab order: the focus alone selects the first
    # cell, and whoever only tabs past would have opened the first entry.
    with st.container(key=f"zeilen_{key}"):
        st.dataframe(
            **grid(frame, columns),
            key=grid_key,
            alt=label,
            on_select=lambda: _open_selected(key, grid_key, keys, names[0], choose),
            selection_mode="single-cell",
            height=min(38 + 35 * max(len(frame), 1), 480),
        )
    labels = dict(zip(keys, _first_words(frame, names[0]), strict=True))
    # Out of sight until the focus reaches it (look.css).
    with st.container(key=f"oeffnen_{key}"):
        st.selectbox(
            prompt,
            keys,
            index=None,
            key=f"{key}_open",
            placeholder="auswählen …",
            format_func=lambda item: (
                f"{labels.get(item, '')} ({item})" if ids == "id" else labels.get(item, "")
            ),
            on_change=lambda: _open_chosen(f"{key}_open", choose),
        )


def _first_words(frame: pd.DataFrame, name: str) -> list[str]:
    return ["" if german.is_unknown(value) else str(value)[:80] for value in frame[name].tolist()]


def _open_selected(
    key: str, grid_key: str, keys: Sequence[str], title: str, choose: Callable[[str], None]
) -> None:
    cells = st.session_state[grid_key]["selection"]["cells"]
    # Cells beside the title can be selected to copy what they say.
    if cells and cells[0][1] == title and cells[0][0] < len(keys):
        # A new table after the way back: in this one the cell would still be selected, and a second
        # click on it would say nothing.
        st.session_state[f"{key}_turn"] = st.session_state.get(f"{key}_turn", 0) + 1
        choose(keys[cells[0][0]])


def _open_chosen(key: str, choose: Callable[[str], None]) -> None:
    if st.session_state.get(key):
        choose(st.session_state[key])


def list_columns(
    noun: type[Record], names: Sequence[str], more: Mapping[str, Column] | None = None
) -> dict[str, Column]:
    """The columns of a list, written by the kind of their field, the id last; ``more`` are columns
    that are no fields."""
    columns = {name: (more or {}).get(name) or column_of(noun.spec(name)) for name in names}
    return {**columns, "id": text_column("Kennung", width="small")}


def column_of(spec: Spec) -> Column:
    """How a field is written in a table."""
    return replace(_column_of_kind(spec), empty=spec.empty_word)


def _column_of_kind(spec: Spec) -> Column:
    match spec.kind:
        case Kind.MONEY:
            return money_column(spec.label, spec.help or None)
        case Kind.PERCENT:
            return percent_column(spec.label, spec.help or None)
        case Kind.FTE:
            return fte_column(spec.label, spec.help or None)
        case Kind.NUMBER | Kind.INTEGER:
            return number_column(spec.label, spec.help or None)
        case Kind.YEAR:
            return year_column(spec.label)
        case Kind.DAY:
            return date_column(spec.label)
        case Kind.MOMENT:
            return moment_column(spec.label)
        case Kind.FLAG:
            return yes_no_column(spec.label, spec.help or None)
        case _:
            return text_column(spec.label, spec.help or None)
