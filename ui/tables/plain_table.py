"""A table of figures whose rows lead nowhere, with its Excel button."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from ui.tables.download import excel_button
from ui.tables.format import Column, grid


def show_table(frame: pd.DataFrame, columns: Mapping[str, Column], *, key: str, title: str) -> None:
    """Draw ``frame``; ``title`` names it for screen readers and the Excel file."""
    st.dataframe(**grid(frame, columns), key=f"{key}_grid", alt=title)
    excel_button(lambda: frame, columns, title, key=key)
