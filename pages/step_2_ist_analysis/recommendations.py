"""Step 2: what follows from the facts."""

from collections.abc import Callable
from datetime import date
from typing import Any

import streamlit as st

from strategy.acts.recommending import (
    add_evidence,
    evidence_table,
    goal_from,
    grounds_and_consequences,
    measure_from,
    usual_figures,
)
from strategy.figures.plan.recommendations import recommendation_table
from strategy.kernel import german
from strategy.kernel.records import find
from strategy.nouns.evidence import Evidence
from strategy.nouns.recommendation import Recommendation, RecommendationKind
from ui.frame.places import object_link
from ui.objects.register import Register, new_button, show_list, show_object
from ui.run import kept_text, session
from ui.run.plain_text import plain
from ui.tables.drill import show_drill
from ui.tables.format import date_column, text_column, yes_no_column

RECOMMENDATIONS = Register(
    Recommendation,
    columns=["title", "kind", "body"],
    filters=["kind"],
    order="kind, title",
    empty="Hier stehen die Empfehlungen aus der IST-Analyse: strukturell, finanziell und "
    "konzeptionell. Legen Sie eine an und verknüpfen Sie sie mit den Befunden, Anwendungen oder "
    "Kosten, auf die sie sich stützt.",
)
# Figures have a page but no list: one makes sense only below its recommendation.
EVIDENCE = Register(
    Evidence, columns=["title", "shown", "noted_on"], parent_field="recommendation_id"
)


def show_facts(recommendation: Any) -> None:
    """What this recommendation rests on, in entries and figures, and what follows from it."""
    with session.read() as db:
        grounds, led = grounds_and_consequences(db, recommendation.id)
        numbers = evidence_table(db, recommendation.id)
    st.header("Stützt sich auf")
    if not grounds and numbers.empty:
        st.info(
            "Noch ist kein Beleg genannt; verknüpfen Sie oben mit „stützt sich auf“ die Befunde, "
            "Anwendungen oder Leistungen, aus denen die Empfehlung folgt, oder halten Sie hier "
            "eine Kennzahl fest.",
            icon=":material/info:",
        )
    _show_entries(grounds)
    if len(numbers):
        st.subheader("Zahlen")
        # The value of then is kept beside today's: a recommendation decided on an old figure must
        # not look as if it rested on the new one.
        changed = int(numbers["changed"].sum())
        if changed:
            words = "Eine Zahl hat" if changed == 1 else f"{german.number(changed)} Zahlen haben"
            st.info(
                f"{words} sich seither geändert; prüfen Sie, ob die Empfehlung noch trägt.",
                icon=":material/update:",
            )
        show_drill(
            numbers,
            {
                "title": text_column("Kennzahl"),
                "shown": text_column("Wert damals"),
                "noted_on": date_column("Festgehalten am"),
                "now": text_column("Wert heute"),
                "changed": yes_no_column("geändert"),
            },
            key=f"zahlen_{recommendation.id}",
            label="Kennzahlen der Empfehlung",
            ids="id",
            prompt="Zahlenbeleg öffnen",
        )
    if session.editable():
        _show_new_evidence(recommendation.id)
    st.header("Führt zu")
    if not led:
        st.caption("Noch ist kein Ziel und keine Maßnahme daraus entstanden.")
    _show_entries(led)
    if session.editable():
        _show_next(recommendation)


def _show_entries(rows: list[dict[Any, Any]]) -> None:
    for row in rows:
        object_link(row["other_id"], f"{row['noun']} {row['other_id']}: {row['other_name']}")


def _show_new_evidence(recommendation_id: str) -> None:
    with st.expander("Kennzahl als Beleg festhalten", icon=":material/add_chart:"):
        with session.read() as db:
            figures = {figure.id: f"{figure.label}: {figure.text}" for figure in usual_figures(db)}
        key = f"beleg_{recommendation_id}"
        st.selectbox(
            "Kennzahl",
            list(figures),
            index=None,
            key=key,
            placeholder="auswählen …",
            format_func=lambda item: figures.get(item, item),
        )
        st.button(
            "Festhalten",
            key=f"{key}_knopf",
            on_click=_note,
            args=(recommendation_id, key),
            help="Merkt sich den heutigen Wert; ändert er sich, steht beides hier.",
        )


def _note(recommendation_id: str, key: str) -> None:
    # The choice of this moment; arguments of the button still hold that of the last run.
    figure = st.session_state.get(key)
    if not figure:
        session.say("error", "Wählen Sie die Kennzahl, auf die sich die Empfehlung stützt.")
        return
    session.write(
        f"Kennzahl als Beleg zu {recommendation_id} festgehalten",
        # The value is worked out inside the transaction, so that it belongs to the state it is
        # noted in.
        lambda tx: add_evidence(tx, recommendation_id, figure, date.today()),
    )


def _show_next(recommendation: Any) -> None:
    key = f"titel_{recommendation.id}"
    kept_text.text_input(
        "Titel des neuen Eintrags", recommendation.title, key=key, autocomplete="off"
    )
    with st.container(horizontal=True):
        st.button(
            "Maßnahme daraus machen",
            icon=":material/task:",
            on_click=_make,
            args=(recommendation.id, key, measure_from),
            key=f"{key}_massnahme",
        )
        st.button(
            "Ziel daraus machen",
            icon=":material/flag:",
            on_click=_make,
            args=(recommendation.id, key, goal_from),
            key=f"{key}_ziel",
        )


def _make(recommendation_id: str, key: str, make: Callable[..., Any]) -> None:
    title = st.session_state.get(key)
    word = "Maßnahme" if make is measure_from else "Ziel"
    made = session.write(
        f"{word} aus {recommendation_id} gemacht",
        lambda tx: make(tx, recommendation_id, title),
        f"{word} ist angelegt und mit der Empfehlung verknüpft.",
    )
    if made is not None:
        kept_text.forget(key)


st.title("Empfehlungen")
st.markdown(
    "Was aus der IST-Analyse folgt, auf welche Tatsachen es sich stützt und wohin es führt."
)
if show_object(RECOMMENDATIONS, show_facts) or show_object(EVIDENCE):
    session.end_page()
with session.read() as db:
    table = recommendation_table(db)
    numbers = find(db, Evidence, order="recommendation_id, id")
if table.empty:
    show_list(RECOMMENDATIONS)
    session.end_page()
bare = int(((table["facts"] == 0) & (table["numbers"] == 0)).sum())
idle = int(((table["goals"] == 0) & (table["measures"] == 0)).sum())
if bare or idle:
    st.info(
        f"{german.number(bare)} ohne Beleg, {german.number(idle)} ohne Ziel oder Maßnahme.",
        icon=":material/info:",
    )
with st.expander("So geht es", icon=":material/help:"):
    st.markdown(
        "Jede Empfehlung ist strukturell, finanziell oder konzeptionell und nennt ihre Belege: "
        "Befunde, Anwendungen, Leistungen und Kennzahlen mit dem Wert von damals. Öffnen Sie sie, "
        "um daraus ein Ziel oder eine Maßnahme zu machen; die Verknüpfung bleibt."
    )
overview, every = st.tabs(["Nach Art", "Liste"], key="empfehlungen_sicht", bind="query-params")
if every.open:
    with every:
        show_list(RECOMMENDATIONS)
    session.end_page()


def show_links_of(title: str, rows: list[dict[Any, Any]]) -> None:
    """Links under a small caption; nothing where there are none."""
    if rows:
        st.caption(title)
    for row in rows:
        object_link(row["other_id"], f"{row['noun']}: {row['other_name']}")


every_one = table.to_dict("records")
with overview:
    for kind in RecommendationKind:
        st.header(str(kind).capitalize())
        rows = [row for row in every_one if row["kind"] == kind]
        if not rows:
            st.caption("Noch keine Empfehlung dieser Art.")
        for row in rows:
            with st.container(border=True):
                object_link(row["id"], f"{row['id']}: {row['title']}")
                grounds, led = session.recall(grounds_and_consequences, row["id"])
                show_links_of("Stützt sich auf", grounds)
                own = [item for item in numbers if item.recommendation_id == row["id"]]
                for figure in own:
                    words = f"{plain(figure.title)}: {plain(figure.shown)}"
                    st.markdown(f"{words} ({german.day(figure.noted_on)})")
                if not grounds and not own:
                    st.caption("Noch kein Beleg genannt.")
                show_links_of("Führt zu", led)
    new_button(RECOMMENDATIONS)
