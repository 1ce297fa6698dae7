"""Move a whole measure by years, or stretch and interrupt a stage; what stays is said before."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from strategy.acts.moving import move_measure, what_stays
from strategy.acts.stretching import stretch_stage, what_follows
from strategy.figures.profile import horizon
from strategy.kernel import german
from strategy.kernel.errors import Refused
from strategy.kernel.records import find
from strategy.kernel.selection import equal
from strategy.nouns.measure import Measure
from strategy.nouns.plan_entry import PlanEntry
from ui.run import session
from ui.run.plain_text import plain

_STRETCH, _SPLIT, _SHORTEN = "länger dauern lassen", "unterbrechen", "kürzen"


def show_moving(measure: Measure) -> None:
    """Both forms, folded; every change is one action with one undo."""
    with st.expander("Verschieben, strecken, unterbrechen", icon=":material/event_repeat:"):
        _show_move(measure)
        st.markdown("**Eine Stufe strecken, unterbrechen oder kürzen**")
        _show_stretch(measure)


def _show_move(measure: Measure) -> None:
    st.markdown(
        "Die ganze Maßnahme rückt um Jahre: Termine, Stufen, Meilensteine, Plankosten und "
        "künftige Tage der Förderung. Gebuchtes, Beschlossenes und Erreichtes bleibt."
    )
    with session.read() as db:
        far = max(len(horizon(db)) - 1, 1)
    steps = [step for step in range(-far, far + 1) if step]
    place, press = st.columns([2, 1], vertical_alignment="bottom")
    with place:
        chosen = st.selectbox(
            "Verschieben um", steps, steps.index(1), key=f"move_years_{measure.id}", format_func=_by
        )
    possible = _show_before(lambda: _stays(measure.id, chosen))
    with press:
        st.button(
            "Verschieben",
            icon=":material/event_upcoming:",
            key=f"move_{measure.id}",
            on_click=_move,
            args=(measure.id, measure.name),
            disabled=not possible or not session.editable(),
        )


def _by(years: int) -> str:
    many = german.counted(abs(years), "Jahr", "Jahre")
    return f"{many} später" if years > 0 else f"{many} früher"


def _stays(measure_id: str, years: int) -> list[str]:
    with session.read() as db:
        return what_stays(db, measure_id, years)


def _show_before(told: Callable[[], list[str]]) -> bool:
    """What would happen, or why it cannot; returns whether it can."""
    try:
        sentences = told()
    except Refused as error:
        st.warning(plain(str(error)), icon=":material/block:")
        return False
    for sentence in sentences:
        st.caption(plain(sentence))
    return True


def _move(measure_id: str, name: str) -> None:
    # Read at the press: arguments of a button are those of the run before.
    years = st.session_state[f"move_years_{measure_id}"]
    session.write(
        f"„{name}“ um {_by(years)} verschoben", lambda tx: move_measure(tx, measure_id, years)
    )


def _show_stretch(measure: Measure) -> None:
    with session.read() as db:
        entries = find(db, PlanEntry, equal(measure_id=measure.id), order="year")
    staged = {entry.year: entry.stage for entry in entries if entry.year is not None}
    if not staged:
        st.caption("Noch steht die Maßnahme in keinem Jahr; legen Sie zuerst Planeinträge an.")
        return
    key = f"stretch_{measure.id}"
    after, what, count = st.columns(3)
    with after:
        st.selectbox(
            "Nach dem Jahr",
            list(staged),
            key=f"{key}_after",
            format_func=lambda year: f"{year} ({staged.get(year, '')})",
        )
    with what:
        st.selectbox("Was geschieht", [_STRETCH, _SPLIT, _SHORTEN], key=f"{key}_what")
    with count:
        st.selectbox("Jahre", [1, 2, 3, 4, 5], key=f"{key}_count")
    chosen, years, fill = _chosen(key)
    possible = _show_before(lambda: _follows(measure.id, chosen, years, fill))
    st.button(
        "Stufe ändern",
        icon=":material/expand:",
        key=f"{key}_save",
        on_click=_stretch,
        args=(measure.id, measure.name),
        disabled=not possible or not session.editable(),
    )


def _chosen(key: str) -> tuple[int, int, bool]:
    state = st.session_state
    what, count = state[f"{key}_what"], state[f"{key}_count"]
    return state[f"{key}_after"], -count if what == _SHORTEN else count, what != _SPLIT


def _follows(measure_id: str, after: int, years: int, fill: bool) -> list[str]:
    with session.read() as db:
        return what_follows(db, measure_id, after, years, fill)


def _stretch(measure_id: str, name: str) -> None:
    after, years, fill = _chosen(f"stretch_{measure_id}")
    word = "gekürzt" if years < 0 else "verlängert" if fill else "unterbrochen"
    many = german.counted(abs(years), "Jahr", "Jahre")
    session.write(
        f"„{name}“ nach {after} um {many} {word}",
        lambda tx: stretch_stage(tx, measure_id, after, years, fill),
    )
