"""The Excel button of every list and every chart."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

import pandas as pd
import streamlit as st

from strategy.excel.table import write_table
from ui.format import Column


def excel_button(
    read: Callable[[], pd.DataFrame], columns: Mapping[str, Column], title: str, *, key: str
) -> None:
    """Offer rows as an Excel file; they are read and written when the button is pressed."""
    name = re.sub(r"[^0-9A-Za-zÄÖÜäöüß]+", "-", title).strip("-")
    st.download_button(
        "Als Excel", key=f"excel_{key}", icon=":material/download:", on_click="ignore",
        data=lambda: write_table(_named(read(), columns), title), file_name=f"{name}.xlsx",
        mime="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    )


def _named(frame: pd.DataFrame, columns: Mapping[str, Column]) -> pd.DataFrame:
    """The columns in order; cents keep their name, from which the file knows its formats."""
    return frame[[name for name in columns if name in frame]]
