"""The answers given for one upload; together they are the mapping the file is read with."""

from __future__ import annotations

from typing import Any

import streamlit as st

_KEY = "import_settings"


def answers(file_id: str) -> dict[str, Any]:
    """All answers for an upload, to be changed in place."""
    found: dict[str, Any] = st.session_state.setdefault(_KEY, {}).setdefault(file_id, {})
    return found


def keep(file_id: str, name: str, value: Any) -> None:
    """Answer one key of the mapping; None takes the answer back."""
    if value is None:
        answers(file_id).pop(name, None)
    else:
        answers(file_id)[name] = value


def keep_of_column(file_id: str, name: str, header: str, value: Any) -> None:
    """Answer a key of the mapping for one column."""
    answers(file_id).setdefault(name, {})[header] = value
