"""Beside the grid of a Kostenblatt: fill years, copy the year before, paste from Excel."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from strategy.acts.cost_sheet_text import DraftRow, from_year_before, pasted, rising, steady
from strategy.kernel.errors import Refused
from strategy.kernel.written_field import percent_written
from ui.cost_sheet import drafts
from ui.run import kept_text


def show_tools(
    owner_id: str, basis: str, held: drafts.SheetDraft, rows: Sequence[DraftRow]
) -> None:
    """Everything that fills cells; it changes what is typed, saving stays one button."""
    key = f"kostenblatt_tools_{owner_id}"
    years = list(held.sheet.years)
    known = {number: row for number, row in enumerate(rows) if not row.is_blank}
    if known:
        st.markdown("**Eine Zeile über mehrere Jahre**")
        row, first, last, step = st.columns([3, 1, 1, 1])
        with row:
            st.selectbox(
                "Welche Zeile",
                list(known),
                key=f"{key}_row",
                format_func=lambda one: f"{one + 1}. {known[one].name}" if one in known else "",
            )
        with first:
            st.selectbox("von", years, key=f"{key}_first")
        with last:
            st.selectbox("bis", years, len(years) - 1, key=f"{key}_last")
        with step:
            st.text_input(
                "+ Prozent je Jahr", key=f"{key}_step", placeholder="z. B. 2,5", autocomplete="off"
            )
        with st.container(horizontal=True):
            st.button(
                "Gleich bleibend bis",
                key=f"{key}_steady",
                on_click=_fill,
                args=(owner_id, basis, key, False),
            )
            st.button(
                "Steigend je Jahr",
                key=f"{key}_rising",
                on_click=_fill,
                args=(owner_id, basis, key, True),
            )
        st.markdown("**Laufende Kosten aus dem Vorjahr**")
        year, press = st.columns([1, 3], vertical_alignment="bottom")
        with year:
            st.selectbox("in das Jahr", years[1:], key=f"{key}_copy_year")
        with press:
            st.button(
                "Vorjahr übernehmen",
                key=f"{key}_copy",
                on_click=_copy,
                args=(owner_id, basis, key),
                help="Nur in leere Zellen und nur laufende Kosten; Einmaliges käme doppelt.",
            )
    kept_text.text_area(
        "Zeilen aus Excel",
        key=f"{key}_paste",
        help="Mit einer Kopfzeile wie „Kostenart, 2027, 2028“, oder ohne: zuerst die Kostenart, "
        f"dann die Jahre ab {years[0]}. In die Tabelle oben lässt sich auch unmittelbar einfügen.",
    )
    st.button(
        "Zeilen einfügen",
        icon=":material/content_paste:",
        key=f"{key}_insert",
        on_click=_paste,
        args=(owner_id, basis, key),
    )


def _fill(owner_id: str, basis: str, key: str, with_step: bool) -> None:
    state = st.session_state
    number, first, last = state[f"{key}_row"], state[f"{key}_first"], state[f"{key}_last"]
    typed = state.get(f"{key}_step") or ""

    def work(rows: list[DraftRow]) -> list[DraftRow]:
        if with_step:
            percent = percent_written(typed)
            if percent is None:
                raise Refused("Geben Sie an, um wie viel Prozent der Betrag je Jahr steigt.")
            rows[number] = rising(rows[number], first, last, percent)
        else:
            rows[number] = steady(rows[number], first, last)
        return rows

    drafts.change(owner_id, basis, work)


def _copy(owner_id: str, basis: str, key: str) -> None:
    year = st.session_state[f"{key}_copy_year"]
    drafts.change(owner_id, basis, lambda rows: from_year_before(rows, year))


def _paste(owner_id: str, basis: str, key: str) -> None:
    held: drafts.SheetDraft = st.session_state[drafts.key_of(owner_id, basis)]
    text = st.session_state.get(f"{key}_paste") or ""
    years = held.sheet.years
    # An empty row to type into gives way to what is pasted.
    done = drafts.change(
        owner_id,
        basis,
        lambda rows: [*(row for row in rows if not row.is_blank), *pasted(text, years)],
    )
    if done:
        st.session_state[f"{key}_paste"] = ""
