"""Settling how a file is read: the user's answers become the mapping, which the plan remembers."""

from __future__ import annotations

from typing import Any

import streamlit as st

from strategy.intake.comparing.preview import Preview
from strategy.intake.errors import Ambiguous, ColumnMissing
from strategy.intake.kinds.catalogue import KINDS
from strategy.kernel import german
from strategy.kernel.errors import StrategyError

_KEY = "import_settings"
# Keys of the mapping that say something of each column; the others hold for the whole file.
_BY_COLUMN = ("numbers", "dates", "unit", "columns", "roles")


def settled_mapping(file_id: str) -> dict[str, Any]:
    """The mapping that the answers for this upload make."""
    return dict(st.session_state.get(_KEY, {}).get(file_id, {}))


def can_be_asked(question: StrategyError) -> bool:
    """Whether an answer on the page lets the file be read after all."""
    if isinstance(question, Ambiguous):
        return bool(question.readings) or question.key == "year"
    return isinstance(question, ColumnMissing)


def ask(file_id: str, question: StrategyError) -> None:
    """Let the user settle what the file leaves open."""
    if isinstance(question, ColumnMissing):
        _ask_for_column(file_id, question)
    elif isinstance(question, Ambiguous) and question.readings:
        _ask_for_reading(file_id, question)
    else:
        _ask_for_year(file_id)


def _ask_for_reading(file_id: str, question: Ambiguous) -> None:
    choices = {reading.choice: reading.meaning for reading in question.readings}
    key = f"settle_{file_id}_{question.key}_{question.column}"
    asked = (
        "Zu welcher Werkstatt gehört die Datei?"
        if question.key == "workshop"
        else f"Wie ist „{question.column}“ zu lesen?"
    )
    st.radio(asked, list(choices), key=key, format_func=lambda choice: choices[choice])
    st.button(
        "So lesen",
        type="primary",
        key=f"{key}_go",
        on_click=_answer,
        args=(file_id, question.key, question.column, key),
    )


def _ask_for_year(file_id: str) -> None:
    key = f"settle_{file_id}_year"
    typed = st.text_input("Jahr der Beträge", key=key, placeholder="z. B. 2027", autocomplete="off")
    try:
        year = german.parse_year(typed)
    except StrategyError as error:
        st.caption(str(error))
        year = None
    st.button(
        "So lesen",
        type="primary",
        key=f"{key}_go",
        disabled=year is None,
        on_click=_keep,
        args=(file_id, "year", year),
    )


def _ask_for_column(file_id: str, question: ColumnMissing) -> None:
    key = f"settle_{file_id}_{question.wanted}"
    header = st.selectbox(
        f"Welche Spalte enthält „{question.label}“?",
        question.headers,
        index=None,
        placeholder="bitte wählen",
        key=key,
    )
    st.button(
        "So lesen",
        type="primary",
        key=f"{key}_go",
        disabled=header is None,
        on_click=_keep_column,
        args=(file_id, header, question.wanted),
    )


def _answers(file_id: str) -> dict[str, Any]:
    found: dict[str, Any] = st.session_state.setdefault(_KEY, {}).setdefault(file_id, {})
    return found


def _answer(file_id: str, name: str, column: str, key: str) -> None:
    if name in _BY_COLUMN:
        _answers(file_id).setdefault(name, {})[column] = st.session_state[key]
    else:
        _keep(file_id, name, st.session_state[key])


def _keep(file_id: str, name: str, value: Any) -> None:
    _answers(file_id)[name] = value


def _keep_column(file_id: str, header: str, field: str | None) -> None:
    _answers(file_id).setdefault("columns", {})[header] = field


def show_settings(file_id: str, preview: Preview) -> None:
    """Let the user choose another sheet or another field for a column."""
    kind = KINDS[preview.kind]
    labels = {name: spec.label for name in kind.fields() if (spec := kind.spec(name))}
    if kind.name == "costs":
        labels["object"] = "Anwendung oder Projekt"
    chosen = {label: name for name, label in labels.items()}
    with st.expander("Anders lesen", icon=":material/tune:"):
        st.markdown("Was Sie hier festlegen, merkt sich der Plan für die nächste Datei dieser Art.")
        if preview.detected.kind != "text":
            st.text_input(
                "Tabellenblatt",
                preview.detected.sheet,
                key=f"sheet_{file_id}",
                on_change=_choose_sheet,
                args=(file_id,),
                autocomplete="off",
            )
        for column in preview.detected.columns:
            if column.year is not None or not column.header:
                continue
            now = chosen.get(preview.assigned.get(column.header, ""))
            options = [None, *labels]
            key = f"column_{file_id}_{column.letter}"
            st.selectbox(
                f"Spalte {column.letter} „{column.header}“ ist",
                options,
                options.index(now),
                key=key,
                format_func=lambda name: labels.get(name, "wird nicht übernommen"),
                on_change=_assign,
                args=(file_id, column.header, key),
            )


def _choose_sheet(file_id: str) -> None:
    answers = _answers(file_id)
    answers["sheet"] = st.session_state[f"sheet_{file_id}"].strip()
    if not answers["sheet"]:
        del answers["sheet"]


def _assign(file_id: str, header: str, key: str) -> None:
    _keep_column(file_id, header, st.session_state[key])
