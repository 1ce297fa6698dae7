"""Settling how a file is read: the user's answers become the mapping, which the plan remembers."""

from __future__ import annotations

from typing import Any

import streamlit as st

from strategy.intake.errors import Ambiguous
from strategy.intake.kinds import KINDS
from strategy.intake.preview import Preview

_KEY = "import_settings"


def settled_mapping(file_id: str) -> dict[str, Any]:
    """The mapping that the answers for this upload make."""
    return dict(st.session_state.get(_KEY, {}).get(file_id, {}))


def settle(file_id: str, question: Ambiguous) -> None:
    """Ask for one of the possible readings."""
    choices = {reading.choice: reading.meaning for reading in question.readings}
    key = f"settle_{file_id}_{question.key}_{question.column}"
    st.radio(
        f"Wie ist „{question.column}“ zu lesen?", list(choices), key=key,
        format_func=lambda choice: choices[choice],
    )
    st.button(
        "So lesen", type="primary", key=f"{key}_go", on_click=_answer,
        args=(file_id, question.key, question.column, key),
    )


def _answer(file_id: str, name: str, column: str, key: str) -> None:
    answers = st.session_state.setdefault(_KEY, {}).setdefault(file_id, {})
    answers.setdefault(name, {})[column] = st.session_state[key]


def show_settings(file_id: str, preview: Preview) -> None:
    """Let the user choose another sheet or another field for a column."""
    kind = KINDS[preview.kind]
    labels = {name: kind.spec(name).label for name in kind.fields() if kind.spec(name)}
    chosen = {label: name for name, label in labels.items()}
    with st.expander("Anders lesen", icon=":material/tune:"):
        st.markdown("Was Sie hier festlegen, merkt sich der Plan für die nächste Datei dieser Art.")
        if preview.detected.kind != "text":
            st.text_input(
                "Tabellenblatt", preview.detected.sheet, key=f"sheet_{file_id}",
                on_change=_choose_sheet, args=(file_id,), autocomplete="off",
            )
        for column in preview.detected.columns:
            if column.year is not None or not column.header:
                continue
            now = chosen.get(preview.assigned.get(column.header, ""))
            options = [None, *labels]
            key = f"column_{file_id}_{column.letter}"
            st.selectbox(
                f"Spalte {column.letter} „{column.header}“ ist", options,
                options.index(now), key=key,
                format_func=lambda name: labels.get(name, "wird nicht übernommen"),
                on_change=_assign, args=(file_id, column.header, key),
            )


def _choose_sheet(file_id: str) -> None:
    answers = st.session_state.setdefault(_KEY, {}).setdefault(file_id, {})
    answers["sheet"] = st.session_state[f"sheet_{file_id}"].strip()
    if not answers["sheet"]:
        del answers["sheet"]


def _assign(file_id: str, header: str, key: str) -> None:
    answers = st.session_state.setdefault(_KEY, {}).setdefault(file_id, {})
    answers.setdefault("columns", {})[header] = st.session_state[key]
