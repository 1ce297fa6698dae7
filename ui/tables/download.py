"""The Excel button of every list and every chart."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

import pandas as pd
import streamlit as st

from ui.tables.format import Column, excel_table


def excel_button(
    read: Callable[[], pd.DataFrame], columns: Mapping[str, Column], title: str, *, key: str
) -> None:
    """Offer rows as an Excel file; they are read and written when the button is pressed."""
    name = re.sub(r"[^0-9A-Za-zÄÖÜäöüß]+", "-", title).strip("-")
    st.download_button(
        "Als Excel",
        key=f"excel_{key}",
        icon=":material/download:",
        on_click="ignore",
        data=lambda: excel_table(read(), columns, title),
        file_name=f"{name}.xlsx",
        mime="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    )
