"""Choices about whole rows and empty cells, offered where the file gives a reason."""

from __future__ import annotations

import streamlit as st

from strategy.intake.comparing.preview import Preview
from ui.importing.answers import answers, keep

# Key of the mapping, what a notice about it says, the other answer, and the question.
_CHOICES = (
    ("empty_cells", "leere Zelle(n)", "clear", "Leere Zellen leeren, was der Plan weiß"),
    ("hidden_rows", '"hidden_rows"', "leave_out", "Ausgeblendete Zeilen weglassen"),
    ("struck_rows", '"struck_rows"', "take", "Durchgestrichene Zeilen mit einlesen"),
)


def show_row_choices(file_id: str, preview: Preview) -> None:
    """A checkbox for every choice that this file leaves, or that was already made for it."""
    said = " ".join([*preview.detected.notices, *preview.notices])
    given = answers(file_id)
    for name, word, other, question in _CHOICES:
        if word not in said and name not in given:
            continue
        key = f"{name}_{file_id}"
        st.checkbox(
            question,
            given.get(name) == other,
            key=key,
            on_change=_answer,
            args=(file_id, name, other, key),
        )


def _answer(file_id: str, name: str, other: str, key: str) -> None:
    keep(file_id, name, other if st.session_state[key] else None)
