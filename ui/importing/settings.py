"""Settling how a file is read: the user's answers become the mapping, which the plan remembers."""

from __future__ import annotations

import datetime
from typing import Any

import streamlit as st

from strategy.intake.comparing.fates import Fate
from strategy.intake.comparing.preview import Preview
from strategy.intake.errors import Ambiguous, ColumnMissing
from strategy.intake.kinds.budget_twins import ADD_UP
from strategy.intake.kinds.catalogue import KINDS
from strategy.intake.recognising.money_heading import PLAN_TYPES
from strategy.kernel.errors import StrategyError
from strategy.kernel.record import Kind
from strategy.kernel.written_field import kind_written
from ui.importing.answers import answers, keep, keep_of_column
from ui.importing.row_choices import show_row_choices
from ui.run import kept_text, session

# Keys of the mapping that say something of each column; the others hold for the whole file.
_BY_COLUMN = ("numbers", "dates", "unit", "columns", "roles")


def settled_mapping(file_id: str) -> dict[str, Any]:
    """The mapping that the answers for this upload make."""
    return dict(answers(file_id))


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


_ASKED = {
    "rate_content": "Was enthalten die Personalkostensätze?",
    "workshop": "Zu welcher Werkstatt gehört die Datei?",
    "phase": "Zu welcher Phase gehören die Karten?",
}


def _ask_for_reading(file_id: str, question: Ambiguous) -> None:
    choices = {reading.choice: reading.meaning for reading in question.readings}
    key = f"settle_{file_id}_{question.key}_{question.column}"
    asked = _ASKED.get(question.key) or f"Wie ist „{question.column}“ zu lesen?"
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
    typed = kept_text.text_input(
        "Jahr der Beträge", key=key, placeholder="z. B. 2027", autocomplete="off"
    )
    try:
        year = kind_written(Kind.YEAR, typed).value
    except StrategyError as error:
        st.caption(str(error))
        year = None
    st.button(
        "So lesen",
        type="primary",
        key=f"{key}_go",
        disabled=year is None,
        on_click=keep,
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


def _answer(file_id: str, name: str, column: str, key: str) -> None:
    chosen = st.session_state[key]
    if name == "year_columns":
        # The choice reads "2026 Ansatz"; the mapping wants both apart, and null for "leave out".
        year, _, kind = str(chosen).partition(" ")
        keep_of_column(file_id, name, column, [int(year), kind] if kind else None)
    elif name in _BY_COLUMN:
        # An empty choice means: leave the column out.
        keep_of_column(file_id, name, column, chosen or None)
    else:
        keep(file_id, name, chosen)


def _keep_column(file_id: str, header: str, field: str | None) -> None:
    keep_of_column(file_id, "columns", header, field)


def show_settings(file_id: str, preview: Preview) -> None:
    """Let the user choose another sheet or another field for a column."""
    kind = KINDS[preview.kind]
    labels = {name: spec.label for name in kind.fields() if (spec := kind.spec(name))}
    if kind.name == "costs":
        labels["object"] = "Anwendung oder Projekt"
    chosen = {label: name for name, label in labels.items()}
    with st.expander("Anders lesen", icon=":material/tune:"):
        st.markdown("Was Sie hier festlegen, merkt sich der Plan für die nächste Datei dieser Art.")
        show_row_choices(file_id, preview)
        if kind.name == "budget":
            _show_budget_settings(file_id, preview)
        if kind.name not in ("cards", "points"):
            # Cards and points are no rows of a list that somebody adds up.
            _show_sum_rows(file_id, preview)
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


def _show_budget_settings(file_id: str, preview: Preview) -> None:
    """Year and plan type of columns of money that are not booked."""
    years = sorted({c.year for c in preview.detected.columns if c.year}) or list(
        range(datetime.date.today().year - 3, datetime.date.today().year + 5)
    )
    choices = [f"{year} {kind}" for year in years for kind in PLAN_TYPES]
    left_out = {one.column for one in preview.column_fates if one.fate is Fate.LEFT_OUT}
    for column in preview.detected.columns:
        if column.header not in left_out or column.role not in ("amount", "number"):
            continue
        key = f"money_{file_id}_{column.letter}"
        st.selectbox(
            f"Beträge in Spalte {column.letter} „{column.header}“ sind",
            choices,
            index=None,
            key=key,
            placeholder="nicht übernehmen",
            on_change=_answer,
            args=(file_id, "year_columns", column.header, key),
        )


def _show_sum_rows(file_id: str, preview: Preview) -> None:
    """The rows that are sums: recognised or set by hand, they become no entry and no amount."""
    key = f"sums_{file_id}"
    rows = ", ".join(map(str, preview.detected.subtotal_rows[:200]))
    st.text_input(
        "Zeilen, die Summen sind (werden gezeigt, aber nicht gezählt)",
        rows,
        key=key,
        placeholder="Zeilennummern, durch Komma getrennt; leer = keine",
        autocomplete="off",
        on_change=_take_sums,
        args=(file_id, key),
        help="Vorgeschlagen sind Zeilen, die andere zusammenfassen.",
    )


def _take_sums(file_id: str, key: str) -> None:
    parts = [part.strip() for part in st.session_state[key].replace(";", ",").split(",")]
    numbers = [int(part) for part in parts if part.isdigit()]
    if len(numbers) == sum(bool(part) for part in parts):
        keep(file_id, "subtotals", numbers)
    else:
        session.say("error", "Summenzeilen bitte als Zeilennummern angeben, zum Beispiel 12, 40.")


def show_ways_out(file_id: str, preview: Preview) -> None:
    """What lets refused rows come in after all: adding up equal postings, unknown amounts."""
    if any(ADD_UP in cell.reason for cell in preview.rejected):
        st.button(
            "Gleiche Buchungen zusammenzählen",
            icon=":material/add:",
            key=f"add_up_{file_id}",
            on_click=keep,
            args=(file_id, "equal_rows", "add"),
        )
    amounts = {one.header for one in preview.detected.columns if one.role == "amount"}
    if preview.kind == "budget" and any(cell.column in amounts for cell in preview.rejected):
        st.button(
            "Unlesbare Beträge als unbekannt übernehmen, ihre Worte als Vermerk",
            icon=":material/question_mark:",
            key=f"unread_{file_id}",
            on_click=keep,
            args=(file_id, "unread_amounts", "unknown"),
        )


def _assign(file_id: str, header: str, key: str) -> None:
    _keep_column(file_id, header, st.session_state[key])
