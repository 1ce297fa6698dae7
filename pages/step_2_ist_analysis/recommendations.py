"""Step 2: what follows from the facts."""

from typing import Any

import streamlit as st

from strategy import german
from strategy.figures.recommendations import recommendation_table
from strategy.links import links_of
from strategy.nouns.link import LinkKind
from strategy.nouns.recommendation import Recommendation, RecommendationKind
from ui import session
from ui.places import object_link
from ui.register import Register, new_button, show_list, show_object

RECOMMENDATIONS = Register(
    Recommendation,
    columns=["title", "kind", "body"],
    filters=["kind"],
    order="kind, title",
    empty="Hier stehen die Empfehlungen aus der IST-Analyse: strukturell, finanziell und "
    "konzeptionell. Legen Sie eine an und verknüpfen Sie sie mit den Befunden, Anwendungen oder "
    "Kosten, auf die sie sich stützt.",
)
FACTS = (str(LinkKind.RESTS_ON), str(LinkKind.ORIGIN))


def show_facts(recommendation: Any) -> None:
    """What this recommendation rests on, or that nothing is said yet."""
    with session.read() as db:
        links = links_of(db, recommendation.id)
    facts = links[(links["direction"] == "out") & links["kind"].isin(FACTS)]
    st.header("Stützt sich auf")
    if facts.empty:
        st.info(
            "Noch ist kein Beleg genannt; verknüpfen Sie oben mit „stützt sich auf“ die Befunde, "
            "Anwendungen oder Leistungen, aus denen die Empfehlung folgt.",
            icon=":material/info:",
        )
    for row in facts.itertuples():
        object_link(str(row.other_id), f"{row.noun} {row.other_id}: {row.other_name}")


st.title("Empfehlungen")
st.markdown("Was aus der IST-Analyse folgt, und auf welche Tatsachen es sich stützt.")
if show_object(RECOMMENDATIONS, show_facts):
    st.stop()
with session.read() as db:
    table = recommendation_table(db)
    links = {item: links_of(db, item) for item in table["id"]}
if table.empty:
    show_list(RECOMMENDATIONS)
    st.stop()
bare = int((table["facts"] == 0).sum())
if bare:
    words = "Eine Empfehlung nennt" if bare == 1 else f"{german.number(bare)} Empfehlungen nennen"
    st.info(f"{words} noch keinen Beleg.", icon=":material/info:")
overview, every = st.tabs(["Nach Art", "Liste"], key="empfehlungen_sicht", bind="query-params")
if every.open:
    with every:
        show_list(RECOMMENDATIONS)
    st.stop()
with overview:
    for kind in RecommendationKind:
        st.header(str(kind).capitalize())
        rows = table[table["kind"] == kind]
        if rows.empty:
            st.caption("Noch keine Empfehlung dieser Art.")
        for row in rows.itertuples():
            with st.container(border=True):
                object_link(row.id, f"{row.id}: {row.title}")
                found = links[row.id]
                facts = found[(found["direction"] == "out") & found["kind"].isin(FACTS)]
                if facts.empty:
                    st.caption("Noch kein Beleg genannt.")
                else:
                    st.caption("Stützt sich auf")
                for fact in facts.itertuples():
                    object_link(str(fact.other_id), f"{fact.noun}: {fact.other_name}")
    new_button(RECOMMENDATIONS)
