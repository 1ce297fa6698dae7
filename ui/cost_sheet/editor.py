"""The Kostenblatt on the page of an application, a project or a measure."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from strategy.acts.cost_sheet import CostSheet, SheetReading, read_draft
from strategy.acts.cost_sheet_text import FIELDS, TYPES, DraftRow
from strategy.kernel import german
from strategy.kernel.record import Record
from strategy.nouns.cost_line import Basis, BudgetKind, CostLine, Recurrence
from ui.cost_sheet import drafts
from ui.cost_sheet.amount_dialog import show_details_button
from ui.cost_sheet.conflict import show_sheet_conflict
from ui.cost_sheet.row_form import show_row_form
from ui.cost_sheet.sums import show_understood
from ui.cost_sheet.tools import show_tools
from ui.frame.places import object_link
from ui.objects.forms import name_of
from ui.run import session
from ui.run.plain_text import plain

_HELP = (
    "Tippen wie in Excel: eine Zeile je Kostenart, eine Spalte je Jahr. Leer heißt: keine Kosten; "
    "„unbekannt“ heißt: Kosten, deren Höhe noch niemand weiß. Bei „Personal in VZÄ“ steht in der "
    "Zelle der Stellenanteil, die Kosten folgen aus Gruppe und Jahr."
)


def show_cost_sheet(owner: Record, bases: Sequence[Basis] = (Basis.PLAN,)) -> None:
    """The grid, what it was understood as, the tools beside it and the form that does the same."""
    st.subheader("Kostenblatt")
    basis = str(bases[0])
    if len(bases) > 1:
        basis = (
            st.segmented_control(
                "Plan oder Ist",
                [str(item) for item in bases],
                default=basis,
                key=f"kostenblatt_basis_{owner.id}",
            )
            or basis
        )
    held = drafts.draft(owner.id, basis)
    if not held.sheet.years:
        st.info(
            "Das Planjahr fehlt; tragen Sie es zuerst unter Daten, Kommune ein.",
            icon=":material/info:",
        )
        return
    if not session.editable():
        _show_read_only(held.sheet, held.rows)
        return
    drafts.keep(held, owner.id, basis)
    # Read first; where there is nothing to read yet, one begins to type at once.
    opened = f"kostenblatt_open_{owner.id}"
    if held.sheet.rows and not (
        st.session_state.get(opened) or drafts.is_dirty(held, owner.id, basis)
    ):
        _show_read_only(held.sheet, held.rows)
        st.button(
            "Kostenblatt bearbeiten",
            icon=":material/edit:",
            key=f"kostenblatt_edit_{owner.id}",
            on_click=st.session_state.__setitem__,
            args=(opened, True),
        )
        return
    st.caption(_HELP)
    _show_grid(owner.id, basis, held)
    rows = drafts.typed_rows(held, owner.id, basis)
    with session.read() as db:
        reading = read_draft(db, held.sheet, rows)
    _show_faults(reading)
    chosen_first = show_sheet_conflict(owner.id, basis, held, name_of(owner))
    with st.container(horizontal=True):
        if not chosen_first:
            st.button(
                "Kostenblatt speichern",
                type="primary",
                icon=":material/save:",
                key=f"kostenblatt_save_{owner.id}",
                on_click=drafts.save,
                args=(owner.id, basis, name_of(owner)),
            )
        if drafts.is_dirty(held, owner.id, basis):
            st.button(
                "Eingaben verwerfen",
                icon=":material/undo:",
                key=f"kostenblatt_drop_{owner.id}",
                on_click=drafts.drop,
                args=(owner.id, basis),
            )
        show_details_button(held.sheet, owner.id)
    _show_losses(reading)
    if reading.rows:
        st.markdown("**So verstanden**")
        show_understood(held.sheet, reading.rows, reading.faults)
    # In an empty sheet the form is open: without a mouse it is the first thing one needs.
    with st.expander(
        "Zeile als Formular (ohne Maus, mit Vorleseprogramm)",
        icon=":material/edit_note:",
        expanded=not held.sheet.rows,
    ):
        show_row_form(owner.id, basis, held, rows, name_of(owner))
    with st.expander("Jahre füllen und aus Excel einfügen", icon=":material/content_paste:"):
        show_tools(owner.id, basis, held, rows)
    _show_beside(held.sheet)


def _frame(rows: Sequence[DraftRow], years: Sequence[int]) -> pd.DataFrame:
    """One text column per field and year; the grid of Streamlit misreads German numbers, so no
    column is one of numbers."""
    return pd.DataFrame(
        [
            {
                # Empty texts and no None, which the grid would write out as a word.
                **{name: getattr(row, name) for name in FIELDS},
                **{str(year): row.cells.get(year, "") for year in years},
            }
            for row in rows
        ],
        columns=[*FIELDS, *(str(year) for year in years)],
        dtype="object",
    )


def _show_grid(owner_id: str, basis: str, held: drafts.SheetDraft) -> None:
    config = {
        "cost_type": st.column_config.SelectboxColumn(
            FIELDS["cost_type"], options=list(TYPES), width=150
        ),
        "recurrence": st.column_config.SelectboxColumn(
            FIELDS["recurrence"],
            options=[str(item) for item in Recurrence],
            default=str(Recurrence.RUNNING),
            width=95,
        ),
        "budget_kind": st.column_config.SelectboxColumn(
            FIELDS["budget_kind"],
            options=[str(item) for item in BudgetKind],
            default=str(BudgetKind.CONSUMPTIVE),
            width=110,
        ),
        "grade": st.column_config.TextColumn(
            FIELDS["grade"], help="Entgelt- oder Besoldungsgruppe, nur bei Personal.", width=75
        ),
        "title": st.column_config.TextColumn(FIELDS["title"], width=140),
        "useful_life": st.column_config.TextColumn(
            FIELDS["useful_life"],
            help="In Jahren, nur bei investiven Zeilen; daraus folgt die Abschreibung.",
            width=60,
        ),
        **{
            str(year): st.column_config.TextColumn(str(year), width=92, alignment="right")
            for year in held.sheet.years
        },
    }
    st.data_editor(
        _frame(held.rows, held.sheet.years),
        key=drafts.grid_key(owner_id, basis, held.turn),
        num_rows="dynamic",
        hide_index=True,
        column_config=config,
        column_order=[
            "cost_type",
            "title",
            *(str(year) for year in held.sheet.years),
            *(name for name in FIELDS if name not in ("cost_type", "title")),
        ],
        width="stretch",
    )


def _show_faults(reading: SheetReading) -> None:
    for fault in reading.faults:
        st.error(plain(fault.sentence), icon=":material/error:")


def _show_losses(reading: SheetReading) -> None:
    """What saving would take away, before it does."""
    if not reading.removed:
        return
    told = ", ".join(
        f"{line.title or line.cost_type} {line.year} ({german.money(line.amount_cents)})"
        for line in reading.removed
    )
    many = german.counted(len(reading.removed), "Betrag", "Beträge")
    st.warning(
        f"Beim Speichern {'wird' if len(reading.removed) == 1 else 'werden'} {many} entfernt: "
        f"{plain(told)}.",
        icon=":material/warning:",
    )


def _show_read_only(sheet: CostSheet, rows: Sequence[DraftRow]) -> None:
    with session.read() as db:
        reading = read_draft(db, sheet, rows)
    if reading.rows:
        show_understood(sheet, reading.rows)
    else:
        st.caption("Noch keine Kosten erfasst; sie gelten als unbekannt, nicht als Null.")
    _show_beside(sheet)


def _show_beside(sheet: CostSheet) -> None:
    """Lines that are no cell of the grid stay lines of their own; each leads to its page."""
    if not sheet.beside:
        return
    years = f"{sheet.years[0]} bis {sheet.years[-1]}"
    st.markdown(
        f"**Neben dem Blatt** stehen {german.counted(len(sheet.beside), 'Zeile', 'Zeilen')}: ein "
        f"zweiter Betrag derselben Art im selben Jahr oder ein Jahr außerhalb von {years}. Sie "
        "werden nicht zusammengezogen und zählen in den Kosten mit."
    )
    for line in sheet.beside:
        object_link(line.id, _beside_words(line))


def _beside_words(line: CostLine) -> str:
    amount = (
        german.fte(line.fte, unit=True)
        if line.amount_cents is None and line.fte
        else (german.money(line.amount_cents))
    )
    return f"{line.title or line.cost_type}, {line.year}: {amount} ({line.id})"
