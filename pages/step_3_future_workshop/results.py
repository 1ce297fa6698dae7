"""Step 3: what a workshop came to: what got most points, from whom, and what became of it."""

from collections.abc import Callable
from functools import partial

import streamlit as st

from strategy.figures.workshop.points import (
    cluster_results,
    points_by_group,
    points_by_phase,
    points_total,
)
from strategy.figures.workshop.ways import ways
from strategy.kernel import german
from ui.frame.next_step import show_next
from ui.run import session
from ui.run.plain_text import plain
from ui.workshop.choice import choose_workshop
from ui.workshop.fates import show_fates
from ui.workshop.files import show_files
from ui.workshop.groups import show_groups
from ui.workshop.ranking import show_ranking
from ui.workshop.ways import show_ways

st.title("Ergebnisse")
st.markdown(
    "Was den Menschen am wichtigsten war, welche Gruppe was wollte, und was aus jeder Karte wurde."
)
show_next("3")
with st.expander("So geht es", icon=":material/help:"):
    st.markdown(
        "Punkte auf einer Karte zählen für ihr Thema; wurde die Karte mit einer anderen "
        "zusammengelegt, zählen sie dort, wo diese liegt. Punkte auf abgelehnten Karten zählen "
        "mit, denn Menschen haben sie gegeben; die Rangfolge nennt sie eigens. Was in keinem Thema "
        "liegt oder aus keiner Gruppe kommt, steht in einer eigenen Zeile; deshalb ergibt sich "
        "nach Themen, Gruppen und Phasen immer dieselbe Summe."
    )
workshop = choose_workshop("ergebnis_werkstatt")
if workshop is None:
    session.end_page()
ranking = session.recall(cluster_results, workshop.id)
by_group = session.recall(points_by_group, workshop.id)
by_phase = session.recall(points_by_phase, workshop.id)
# Asked by itself and not added up: the views are to show that they come to the same sum.
total = session.recall(points_total, workshop.id)
cards = session.recall(ways, workshop.id)

if cards.empty and ranking.empty:
    st.info(
        f"In der Werkstatt „{plain(workshop.title)}“ hängt noch keine Karte. Sobald Karten und "
        "Punkte da sind, steht hier, was die Menschen bewegt.",
        icon=":material/info:",
    )
    st.page_link(
        "step_3_future_workshop/cards.py", label="Zu den Karten", icon=":material/sticky_note_2:"
    )
    session.end_page()

tiles = st.columns(3)
# The last row, "ohne Thema", is none.
clusters = ranking["cluster_id"].notna().sum()
for tile, word, count in zip(
    tiles, ("Karten", "Themen", "Punkte"), (len(cards), clusters, total), strict=True
):
    with tile:
        st.metric(word, german.number(int(count), 0), border=True)

VIEWS: dict[str, Callable[[], object]] = {
    "Rangfolge": partial(show_ranking, ranking, by_phase, total),
    "Nach Gruppen": partial(show_groups, by_group, total),
    "Vom Ärger zum Schritt": partial(show_ways, workshop, ranking, cards),
    "Was wurde daraus?": partial(show_fates, workshop),
    "Ausgeben": partial(show_files, workshop),
}
for tab, show in zip(
    st.tabs(list(VIEWS), key="ergebnis_sicht", bind="query-params"), VIEWS.values(), strict=True
):
    if tab.open:
        with tab:
            show()
