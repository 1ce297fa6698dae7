"""The calendar of meetings: one month as a table of weeks, and the list that leads to each."""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from datetime import date

import pandas as pd
import streamlit as st

from strategy.figures.plan.meetings import month_of_meetings
from strategy.kernel import german
from ui.objects.list_rows import show_rows
from ui.run import session
from ui.run.plain_text import plain
from ui.tables.format import Column, date_column, number_column, text_column, yes_no_column
from ui.tables.rows import rows_of

_KEY = "monat"
_DAYS = ("Mo", "Di", "Mi", "Do", "Fr", "Sa", "So")
_COLUMNS: Mapping[str, Column] = {
    "held_on": date_column("Sitzung am"),
    "begins": text_column("Beginn"),
    "body": text_column("Gremium"),
    "place": text_column("Ort"),
    "public_items": number_column("TOP öffentlich"),
    "closed_items": number_column("TOP nichtöffentlich"),
    "cancelled": yes_no_column("Ausgefallen"),
    "id": text_column("Kennung"),
}


def show_month(today: date) -> None:
    """One month, that of today unless the address names another."""
    year, month = _wanted(today)
    name = german.month_of(date(year, month, 1))
    with st.container(horizontal=True, vertical_alignment="center"):
        for step, label, icon in (
            (-1, "Voriger Monat", "arrow_back"),
            (1, "Nächster Monat", "arrow_forward"),
        ):
            st.button(
                label,
                key=f"month_{step}",
                icon=f":material/{icon}:",
                on_click=_turn,
                args=(year, month, step),
            )
        st.markdown(f"**{name}**", width="content")
    with session.read() as db:
        meetings = month_of_meetings(db, year, month)
    st.table(
        month_rows(meetings, year, month),
        border="horizontal",
        hide_index=True,
        alt=f"Kalender der Sitzungen im {name}",
    )
    if meetings.empty:
        st.caption("In diesem Monat ist keine Sitzung vorgesehen.")
        return
    show_rows(meetings, _COLUMNS, key="month", label=f"Liste: Sitzungen im {name}")


def month_rows(meetings: pd.DataFrame, year: int, month: int) -> list[dict[str, str]]:
    """A row per week in Markdown; a meeting that was called off is struck through."""
    by_day: dict[int, list[str]] = {}
    for row in rows_of(meetings):
        at = "" if german.is_unknown(row.begins) else f" {row.begins}"
        words = plain(f"{row.body}{at}")
        by_day.setdefault(row.held_on.day, []).append(f"~~{words}~~" if row.cancelled else words)
    return [
        {
            name: "  \n".join([f"**{day}**", *by_day.get(day, [])]) if day else ""
            for name, day in zip(_DAYS, week, strict=True)
        }
        for week in calendar.monthcalendar(year, month)
    ]


def _wanted(today: date) -> tuple[int, int]:
    typed = st.query_params.get(_KEY, "")
    try:
        asked = date.fromisoformat(f"{typed}-01")
    except ValueError:
        # Addresses are typed and copied; what is no month shows the present one.
        asked = today
    return asked.year, asked.month


def _turn(year: int, month: int, step: int) -> None:
    at = year * 12 + month - 1 + step
    st.query_params[_KEY] = f"{at // 12:04}-{at % 12 + 1:02}"
