"""The details of one amount of a Kostenblatt (account, financing, note) in a dialog."""

from __future__ import annotations

import streamlit as st

from strategy.acts.cost_sheet import CostSheet
from strategy.kernel import german
from strategy.kernel.records import get_
from strategy.nouns.cost_line import CostLine
from ui.objects.forms import base_of, save_form, show_conflict, show_form
from ui.run import session

# What the grid has no column for.
DETAILS = ("financing", "product", "account", "organisation_id", "low_cents", "high_cents", "note")
_KEY = "einzelheiten"


def show_details_button(sheet: CostSheet, owner_id: str) -> None:
    """The button that opens the dialog; there is nothing to detail before the first amount."""
    lines = {line.id: line for row in sheet.rows for line in row.cells.values()}
    lines |= {line.id: line for line in sheet.beside}
    if lines and st.button(
        "Einzelheiten eines Betrags …",
        icon=":material/more_horiz:",
        key=f"kostenblatt_details_{owner_id}",
    ):
        _dialog(list(lines.values()))


@st.dialog("Einzelheiten eines Betrags", width="large")
def _dialog(lines: list[CostLine]) -> None:
    names = {line.id: _name(line) for line in lines}
    chosen = st.selectbox(
        "Betrag", list(names), key="kostenblatt_detail", format_func=lambda one: names.get(one, one)
    )
    if chosen is None:
        return
    with session.read() as db:
        line = get_(db, CostLine, chosen)
    if show_conflict(line):
        return
    base = base_of(line, _KEY)
    show_form(base, fields=DETAILS, key=_KEY)
    # Pressed inside the dialog and saved by its callback; the page is drawn anew and closes it.
    if st.button(
        "Einzelheiten speichern",
        type="primary",
        key="kostenblatt_detail_save",
        on_click=save_form,
        args=(base,),
        kwargs={"fields": DETAILS, "key": _KEY},
    ):
        st.rerun()


def _name(line: CostLine) -> str:
    amount = (
        german.fte(line.fte, unit=True)
        if line.amount_cents is None and line.fte is not None
        else german.money(line.amount_cents)
    )
    return f"{line.year}: {line.title or line.cost_type}, {amount} ({line.id})"
