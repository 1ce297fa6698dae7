"""Take single measures over from the other version into the one that one works in."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from strategy.differences.applying import plan_take_over, take_over
from strategy.differences.comparing import Difference
from strategy.differences.rows import TableChange
from strategy.kernel import german
from strategy.kernel.errors import StrategyError
from ui.run import session
from ui.run.plain_text import plain

_CHOSEN, _OVERWRITE = "uebernehmen_massnahmen", "uebernehmen_trotzdem"


def show_take_over(found: Difference) -> None:
    """Choose measures, see what would be overwritten or left out, take them over in one action."""
    here = session.version()
    sides = {found.first.name: found.second, found.second.name: found.first}
    if here not in sides:
        st.info(
            "Übernommen wird in die Fassung, in der Sie arbeiten; wählen Sie links eine der "
            "beiden verglichenen.",
            icon=":material/info:",
        )
        return
    source = sides[here]
    if not session.editable():
        st.info(session.why_closed(), icon=":material/lock:")
        return
    there = {
        item.id: item.title
        for item in found.measures
        if (item.after if source is found.second else item.before) is not None
    }
    chosen = st.multiselect(
        f"Maßnahmen aus „{source.title}“",
        list(there),
        key=_CHOSEN,
        format_func=lambda one: f"{there.get(one, one)} ({one})",
        placeholder="auswählen …",
    )
    if not chosen:
        return
    try:
        planned = plan_take_over(session.store(), source.name, here, chosen)
    except StrategyError as error:
        st.error(plain(str(error)), icon=":material/error:")
        return
    st.caption(
        "Mit ihnen kommen Kosten, Stufen, Förderungen, Meilensteine und Verknüpfungen: "
        + german.counted(_rows(planned.changes), "Eintrag", "Einträge")
        + "."
    )
    for sentence in planned.left_out:
        st.warning(plain(sentence), icon=":material/warning:")
    if planned.conflicts:
        st.error("Das wurde hier inzwischen geändert und ginge verloren:", icon=":material/error:")
        for sentence in planned.conflicts:
            st.markdown(f"- {plain(sentence)}")
        st.checkbox(f"Es soll gelten, was in „{plain(source.title)}“ steht", key=_OVERWRITE)
    st.button(
        "Übernehmen",
        type="primary",
        icon=":material/move_down:",
        key="uebernehmen",
        on_click=_take,
        args=(source.name, source.title, here),
        disabled=bool(planned.conflicts) and not st.session_state.get(_OVERWRITE),
    )


def _rows(changes: Sequence[TableChange]) -> int:
    return sum(
        change.added.num_rows + change.changed.num_rows + change.dropped.num_rows
        for change in changes
    )


def _take(source: str, title: str, target: str) -> None:
    # Read at the press: arguments of a button are those of the run before.
    chosen = list(st.session_state[_CHOSEN])
    overwrite = bool(st.session_state.get(_OVERWRITE))
    try:
        take_over(session.store(), session.actor(), source, target, chosen, overwrite)
    except StrategyError as error:
        session.say("error", str(error))
        return
    many = german.counted(len(chosen), "Maßnahme", "Maßnahmen")
    session.say("success", f"{many} aus „{title}“ übernommen.", undoable=True)
    st.session_state[_CHOSEN] = []
    st.session_state[_OVERWRITE] = False
