"""Step 3: clusters of cards, the points they got, and where they lead."""

import streamlit as st

from strategy.figures.workshop.cards import cluster_points_by_group, cluster_ranking
from strategy.figures.workshop.points import points_total
from strategy.kernel import german
from strategy.nouns.cluster import Cluster
from strategy.nouns.point import Point
from ui.charts import points_chart, points_summary
from ui.charts.chart_block import show_chart
from ui.frame.next_step import show_next
from ui.objects.register import Register, new_button, show_object
from ui.objects.trace_view import show_trace
from ui.run import session
from ui.tables.format import number_column, text_column
from ui.workshop.choice import choose_workshop, chosen_workshop_id
from ui.workshop.cluster_actions import show_cluster_measure
from ui.workshop.points_form import show_points_entry
from ui.workshop.ranking import foremost, say_cut, show_ranking_table, together

# Points open here when an address names one; they are entered as a whole, per group.
POINTS = Register(Point, columns=["cluster_id", "card_id", "group_id", "points"])

CLUSTERS = Register(
    Cluster,
    columns=["title", "domain_id"],
    first=["title"],
    defaults={"workshop_id": chosen_workshop_id("themen_werkstatt")},
)


def show_more(cluster: Cluster) -> None:
    """Points, cards, the measure made of the cluster, and its way through the plan."""
    show_points_entry(cluster)
    show_cluster_measure(cluster)
    show_trace(cluster.id, without="im Thema")


st.title("Themen und Punkte")
st.markdown(
    "Karten, die zusammengehören, bilden ein Thema; die Punkte zeigen, was den Menschen am "
    "wichtigsten ist."
)
if show_object(POINTS) or show_object(CLUSTERS, show_more):
    session.end_page()
show_next("3")
with st.expander("So geht es", icon=":material/help:"):
    st.markdown(
        "Legen Sie Themen an und ordnen Sie ihnen auf der Seite Karten die Karten zu. Öffnen Sie "
        "ein Thema, um die Punkte je Gruppe einzutragen, es einem Lebensbereich zuzuordnen oder "
        "eine Maßnahme daraus zu machen. Punkte auf einer Karte zählen für ihr Thema mit."
    )
workshop = choose_workshop("themen_werkstatt")
if workshop is None:
    session.end_page()
with session.read() as db:
    ranking = cluster_ranking(db, workshop.id)
    by_group = cluster_points_by_group(db, workshop.id)
    total = points_total(db, workshop.id)
if ranking.empty:
    st.info(
        "Diese Werkstatt hat noch keine Themen. Legen Sie für jeden Haufen ähnlicher Karten ein "
        "Thema an, zum Beispiel „Anträge und Formulare“.",
        icon=":material/info:",
    )
    new_button(CLUSTERS)
    session.end_page()
if by_group.empty:
    st.info(
        "Es sind noch keine Punkte eingetragen; öffnen Sie dazu ein Thema.", icon=":material/info:"
    )
else:
    show_chart(
        points_chart(foremost(by_group)),
        points_summary(by_group),
        by_group,
        {
            "cluster": text_column("Thema"),
            "participants": text_column("Gruppe"),
            "points": number_column("Punkte"),
        },
        key="points",
        title="Punkte je Thema und Gruppe",
    )
    say_cut(by_group)
st.header("Rangfolge der Themen")
show_ranking_table(ranking, key="clusters", share="Anteil der Punkte")
# The ranking knows Themen alone; without this line its sum would not be that of the workshop.
loose = total - int(ranking["points"].sum())
st.caption(
    together(total)
    + (
        f"; {german.number(loose, 0)} davon liegen auf Karten ohne Thema."
        if loose
        else ", alle in Themen."
    )
)
st.page_link(
    "step_3_future_workshop/results.py",
    label="Ergebnisse nach Gruppen und Phasen",
    # By title: the address holds the word of a choice and not its value.
    query_params={"ergebnis_werkstatt": str(workshop.title)},
    icon=":material/leaderboard:",
)
new_button(CLUSTERS)
