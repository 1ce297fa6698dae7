"""Begin a measure from a template, or from the card, finding, recommendation or motion."""

from __future__ import annotations

import streamlit as st

from strategy.acts.measure_templates import SOURCES, begin_measure, measure_templates
from strategy.kernel import german
from strategy.kernel.errors import Refused
from strategy.kernel.records import noun_of
from strategy.nouns.measure import Measure, Origin
from ui.frame.places import open_object
from ui.objects.fields import options_of, parsed
from ui.run import kept_text, session
from ui.run.plain_text import plain

_NONE = "ohne"


def show_start() -> None:
    """Template, source, title and beginning; one press makes all of it in one action.

    Nothing for those who may begin none.
    """
    if not session.editable():
        return
    with st.expander("Aus Vorlage oder Anlass beginnen", icon=":material/library_add:"):
        templates = {item.key: item for item in measure_templates()}
        what, whence = st.columns(2)
        with what:
            key = st.selectbox(
                "Vorlage",
                [_NONE, *templates],
                key="begin_template",
                format_func=lambda one: (
                    templates[one].title if one in templates else "ohne Vorlage"
                ),
            )
        with whence:
            table = st.selectbox(
                "Entstanden aus",
                [_NONE, *SOURCES],
                key="begin_table",
                format_func=lambda one: noun_of(one).SINGULAR if one in SOURCES else "nichts davon",
            )
        if key in templates:
            chosen = templates[key]
            st.caption(plain(f"{chosen.body} {chosen.effect}"))
            kinds = ", ".join(dict.fromkeys(cost[0] for cost in chosen.costs))
            st.caption(
                f"Bringt mit: Kostenarten {kinds} (Beträge unbekannt), "
                f"{german.counted(len(chosen.milestones), 'Meilenstein', 'Meilensteine')} und "
                f"{german.counted(len(chosen.indicators), 'Kennzahl', 'Kennzahlen')}."
            )
        if table in SOURCES:
            with session.read() as db:
                options = options_of(db, table)
            st.selectbox(
                noun_of(table).SINGULAR,
                list(options),
                index=None,
                key=f"begin_source_{table}",
                format_func=lambda one: options.get(one, one),
                placeholder="auswählen …",
            )
        else:
            # Compulsory, and so not chosen beforehand: somebody has to say it.
            st.selectbox(
                "Herkunft (Pflichtfeld)",
                [None, *(str(item) for item in Origin)],
                key="begin_origin",
                format_func=lambda one: one or "bitte wählen",
            )
        title, start = st.columns(2)
        with title:
            kept_text.text_input(
                "Titel", key="begin_title", autocomplete="off", help="Leer: der Titel der Vorlage."
            )
        with start:
            kept_text.text_input(
                "Beginn",
                key="begin_start",
                autocomplete="off",
                placeholder="z. B. 1.1.2028",
                help="Danach richten sich Kostenjahre und Meilensteine; leer: ohne Jahre.",
            )
        st.button(
            "Maßnahme beginnen", icon=":material/add_task:", key="begin_measure", on_click=_begin
        )


def _begin() -> None:
    # Read at the press: arguments of a button are those of the run before.
    state = st.session_state
    table = state["begin_table"]
    source = state.get(f"begin_source_{table}") if table in SOURCES else None
    if table in SOURCES and source is None:
        session.say("error", f"Wählen Sie, aus welchem Eintrag ({noun_of(table).SINGULAR}).")
        return
    try:
        starts_on = parsed(Measure.spec("starts_on"), state.get("begin_start") or "")
    except Refused as error:
        session.say("error", f"Beginn: {error}")
        return
    template = next(
        (item for item in measure_templates() if item.key == state["begin_template"]), None
    )
    title = (state.get("begin_title") or "").strip()
    made = session.write(
        f"Maßnahme „{title or (template.title if template else source)}“ begonnen",
        lambda tx: begin_measure(
            tx,
            template=template,
            source_id=source,
            title=title,
            origin=state.get("begin_origin"),
            starts_on=starts_on,
        ),
    )
    if made is not None:
        kept_text.forget("begin_title", "begin_start")
        open_object(made.id)
