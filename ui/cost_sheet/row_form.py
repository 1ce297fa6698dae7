"""One row of the Kostenblatt as a plain form, which does what the grid does without a mouse."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import streamlit as st

from strategy.acts.cost_sheet_text import FIELDS, TYPES, DraftRow, cell_value
from strategy.kernel import german
from strategy.kernel.errors import Refused
from strategy.nouns.cost_line import BudgetKind, Recurrence
from ui.cost_sheet import drafts
from ui.run import kept_text

_NEW = -1


def show_row_form(
    owner_id: str, basis: str, held: drafts.SheetDraft, rows: Sequence[DraftRow], name: str
) -> None:
    """Choose a row or a new one, type its years, save the sheet with it."""
    key = f"{drafts.key_of(owner_id, basis)}:form:{held.turn}"
    # The row to type into of an empty sheet is the new one.
    known = {number: row for number, row in enumerate(rows) if not row.is_blank}
    chosen = _NEW
    if known:
        chosen = st.selectbox(
            "Zeile",
            [_NEW, *known],
            key=f"{key}:row",
            format_func=lambda one: "neue Zeile" if one == _NEW else _label(one, known),
        )
    row = known.get(chosen, DraftRow())
    prefix = f"{key}:{chosen}"
    # The key changes with every turn of the draft; what is kept has the same name in all of them.
    kept = f"{drafts.key_of(owner_id, basis)}:row:{chosen}"
    first, second, third = st.columns(3)
    with first:
        _choice("cost_type", TYPES, row.cost_type, prefix)
    with second:
        _choice("recurrence", list(Recurrence), row.recurrence, prefix)
    with third:
        _choice("budget_kind", list(BudgetKind), row.budget_kind, prefix)
    first, second, third = st.columns(3)
    with first:
        _text(FIELDS["title"], row.title, "title", prefix, kept)
    with second:
        _text("Gruppe (bei Personal)", row.grade, "grade", prefix, kept)
    with third:
        _text(
            "Nutzungsdauer in Jahren (bei investiv)", row.useful_life, "useful_life", prefix, kept
        )
    by_post = st.session_state.get(f"{prefix}:cost_type") == TYPES[0]
    for begin in range(0, len(held.sheet.years), 3):
        for column, year in zip(st.columns(3), held.sheet.years[begin : begin + 3], strict=False):
            with column:
                _year(year, row.cells.get(year, ""), prefix, kept, by_post)
    with st.container(horizontal=True):
        st.button(
            "Zeile speichern",
            icon=":material/save:",
            key=f"kostenblatt_row_save_{owner_id}",
            on_click=_save,
            args=(owner_id, basis, chosen, name),
        )
        if chosen != _NEW:
            st.button(
                "Zeile entfernen",
                icon=":material/delete:",
                key=f"kostenblatt_row_remove_{owner_id}",
                on_click=_remove,
                args=(owner_id, basis, chosen),
                help="Entfernt wird erst beim Speichern des Kostenblatts.",
            )


def _label(number: int, rows: dict[int, DraftRow]) -> str:
    return f"{number + 1}. {rows[number].name}" if number in rows else ""


def _choice(name: str, options: Sequence[str], value: str, prefix: str) -> None:
    words = ["", *(str(item) for item in options)]
    st.selectbox(
        FIELDS[name],
        words,
        words.index(value) if value in words else 0,
        key=f"{prefix}:{name}",
        format_func=lambda word: word or "bitte wählen",
    )


def _text(label: str, value: str, field: str, prefix: str, kept: str) -> str:
    return kept_text.text_input(
        label, value, key=f"{prefix}:{field}", name=f"{kept}:{field}", autocomplete="off"
    )


def _year(year: int, value: str, prefix: str, kept: str, by_post: bool) -> None:
    unit = "VZÄ" if by_post else "Euro"
    entered = _text(f"{year} ({unit})", value, str(year), prefix, kept).strip()
    if not entered:
        return
    try:
        read = cell_value(entered, by_post)
    except Refused as error:
        st.caption(f":red[{error}]")
        return
    words = german.fte(read, unit=True) if by_post else german.money(read)
    if words != entered:
        st.caption(f"verstanden: {words}")


def _save(owner_id: str, basis: str, number: int, name: str) -> None:
    """Callback: take the form's row into the sheet and save all of it as one action."""
    held: drafts.SheetDraft = st.session_state[drafts.key_of(owner_id, basis)]
    prefix = f"{drafts.key_of(owner_id, basis)}:form:{held.turn}:{number}"
    state = st.session_state
    texts: dict[str, Any] = {field: state.get(f"{prefix}:{field}") or "" for field in FIELDS}
    cells = {year: state.get(f"{prefix}:{year}") or "" for year in held.sheet.years}

    def work(rows: list[DraftRow]) -> list[DraftRow]:
        if number == _NEW:
            return [*rows, DraftRow(**texts, cells=cells)]
        rows[number] = replace(rows[number], **texts, cells=cells)
        return rows

    if drafts.change(owner_id, basis, work):
        drafts.save(owner_id, basis, name)


def _remove(owner_id: str, basis: str, number: int) -> None:
    drafts.change(owner_id, basis, lambda rows: [*rows[:number], *rows[number + 1 :]])
