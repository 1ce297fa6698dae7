"""Below the planning table: what is not saved yet, and the same moves by form."""

from __future__ import annotations

import streamlit as st

from strategy.kernel.errors import Refused
from strategy.planning.draft import PlanChange
from strategy.planning.rows import PlanRow, PlanTable
from strategy.planning.saving import told_before
from ui.planning import draft_state
from ui.run import kept_text, session
from ui.run.plain_text import plain

_IN, _OUT = "im Plan (über der Schnittlinie)", "nicht im Plan (unter der Schnittlinie)"


def show_draft(table: PlanTable) -> None:
    """The changes of the draft with what each leaves behind, and the one button that saves them."""
    draft = draft_state.draft()
    # Always one block, so that what stands below keeps its place while one drags.
    with st.container(key="planung_ungespeichert"):
        if not draft:
            st.caption(
                "Noch nichts geändert. Ziehen Sie eine Maßnahme mit der Maus in ein anderes Jahr "
                "oder über die Schnittlinie, oder nehmen Sie das Formular darunter."
            )
            return
        with st.container(border=True):
            st.markdown(f"**Noch nicht gespeichert: {len(draft)}**")
            if draft_state.is_restored():
                st.caption("Wiederhergestellt, noch nicht gespeichert.")
            rows = table.by_id
            possible = True
            for name, change in sorted(draft.items()):
                possible &= _show_change(table, rows.get(name), name, change)
            if any(change.crosses and not change.in_plan for change in draft.values()):
                kept_text.text_input(
                    "Warum verlassen sie den Plan?",
                    key=draft_state.REASON,
                    autocomplete="off",
                    placeholder="z. B. Kein Geld bis 2029",
                    help="Der Grund steht danach bei der Maßnahme im Ideenpool.",
                )
            with st.container(horizontal=True):
                st.button(
                    "Änderungen speichern",
                    type="primary",
                    icon=":material/save:",
                    key="planung_speichern",
                    on_click=draft_state.save,
                    disabled=not possible or not session.editable(),
                )
                st.button(
                    "Alle verwerfen",
                    icon=":material/close:",
                    key="planung_verwerfen",
                    on_click=draft_state.discard,
                )


def _show_change(table: PlanTable, row: PlanRow | None, name: str, change: PlanChange) -> bool:
    """One line; False where the change cannot be saved."""
    words, back = st.columns([5, 1], vertical_alignment="center")
    possible = True
    with words:
        title = row.title if row else name
        st.markdown(f"**{plain(title)}** ({name}): {plain(_told(change))}")
        try:
            if row is None:
                raise Refused(f"{name} gibt es in dieser Fassung nicht mehr.")
            with session.read() as db:
                stays = told_before(db, row, change, table.years)
            for sentence in stays:
                st.caption(plain(sentence))
        except Refused as error:
            possible = False
            st.error(plain(str(error)), icon=":material/error:")
    with back:
        st.button(
            "Verwerfen",
            key=f"planung_weg_{name}",
            on_click=draft_state.drop,
            args=(name,),
            help=f"Die Änderung an „{plain(title)}“ zurücknehmen",
        )
    return possible


def _told(change: PlanChange) -> str:
    parts = []
    if change.years:
        parts.append(f"Beginn {change.was_start} → {change.start}")
    if change.crosses:
        parts.append(
            "kommt in den Plan"
            if change.in_plan
            else "verlässt den Plan und kommt in den Ideenpool"
        )
    return ", ".join(parts)


def show_one_form(table: PlanTable) -> None:
    """What the mouse does in the table, as a form: for keyboard, screen reader and phone."""
    rows = {row.id: row for row in table.rows}
    chosen = st.selectbox(
        "Maßnahme",
        list(rows),
        key="planung_eine",
        index=None,
        placeholder="auswählen …",
        format_func=lambda one: f"{rows[one].title} ({one})" if one in rows else one,
    )
    if chosen is None:
        return
    change = draft_state.draft().get(chosen)
    row = rows[chosen]
    start, in_plan = (change.start, change.in_plan) if change else (row.start, row.in_plan)
    when, side, put = st.columns([1, 2, 1], vertical_alignment="bottom")
    years = sorted({*table.years, *([start] if start else [])})
    with when:
        st.selectbox(
            "Beginn",
            years,
            index=years.index(start) if start in years else None,
            key=f"planung_beginn_{chosen}",
            placeholder="unbekannt",
            disabled=not row.movable,
        )
    with side:
        st.selectbox(
            "Stand zur Linie",
            [_IN, _OUT],
            index=0 if in_plan else 1,
            key=f"planung_linie_{chosen}",
            disabled=row.must,
            help="Pflichtmaßnahmen und begonnene bleiben im Plan." if row.must else None,
        )
    with put:
        st.button(
            "Vormerken",
            key="planung_vormerken",
            icon=":material/edit_calendar:",
            on_click=_put,
            args=(chosen,),
            disabled=not session.editable(),
        )


def _put(chosen: str) -> None:
    state = st.session_state
    year = state.get(f"planung_beginn_{chosen}")
    draft_state.put(chosen, year, state.get(f"planung_linie_{chosen}") == _IN)
