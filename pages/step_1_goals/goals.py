"""Step 1: the goal tree."""

import streamlit as st

from strategy.figures.plan.goals import goal_measures, goal_tree, indicator_table
from strategy.nouns.goal import Goal
from ui.charts import goal_tree_chart, goal_tree_summary
from ui.charts.chart_block import show_chart
from ui.charts.indicators import signed
from ui.frame.places import object_link
from ui.objects.register import Register, list_title, show_list, show_object
from ui.run import session
from ui.tables.format import number_column, text_column, year_column
from ui.tables.rows import rows_of

GOALS = Register(
    Goal,
    columns=["title", "level", "parent_id", "target_year", "responsible_id", "status"],
    filters=["level", "status", "responsible_id"],
    empty="Hier stehen die Ziele: Leitziele, darunter strategische und operative Ziele. Beginnen "
    "Sie mit zwei bis fünf Leitzielen, die der Rat in einem Satz versteht.",
    order="position, title",
)


def show_served(goal: Goal) -> None:
    """The measures and indicators behind a goal, each leading to its page."""
    with session.read() as db:
        measures = goal_measures(db, goal.id)
        indicators = indicator_table(db, goal.id)
    st.subheader(f"Maßnahmen für dieses Ziel ({len(measures)})")
    if measures.empty:
        st.caption(
            "Noch dient keine Maßnahme diesem Ziel. Verknüpfen Sie bei der Maßnahme: „dient“ und "
            "dieses Ziel."
        )
    for row in rows_of(measures):
        object_link(str(row.id), f"{row.id} {row.title} – {row.status or 'Stand unbekannt'}")
    st.subheader(f"Kennzahlen für dieses Ziel ({len(indicators)})")
    if indicators.empty:
        st.caption("Noch misst keine Kennzahl, ob dieses Ziel erreicht wird.")
    for row in rows_of(indicators):
        # With sign and word, as colour alone carries no meaning (WCAG 1.4.1).
        object_link(str(row.indicator_id), f"{row.title}: {signed(row.course)}")


actions = list_title("Ziele")
st.markdown("Der Zielbaum sagt, wohin die Kommune will; jede Maßnahme soll einem Ziel dienen.")
if show_object(GOALS, show_served):
    session.end_page()

with st.expander("So geht es", icon=":material/help:"):
    st.markdown(
        "Ein Leitziel steht oben, strategische Ziele sagen, was dafür nötig ist, operative Ziele "
        "sind bis zu einem Jahr erreichbar und messbar. Das Feld „Übergeordnetes Ziel“ hängt ein "
        "Ziel unter ein anderes. Maßnahmen verknüpfen Sie mit „dient“."
    )
with session.read() as db:
    tree = goal_tree(db)
# An empty plan goes straight to the list, which says how to begin.
if not tree.empty:
    show_chart(
        goal_tree_chart(tree),
        goal_tree_summary(tree),
        tree,
        {
            "id": text_column("Kennung"),
            "title": text_column("Ziel"),
            "level": text_column("Ebene"),
            "status": text_column("Stand"),
            "target_year": year_column("Zieljahr"),
            "responsible": text_column("Verantwortlich"),
            "measures": number_column("Maßnahmen"),
            "measures_below": number_column("Maßnahmen mit denen darunter"),
            "indicators": number_column("Kennzahlen"),
        },
        key="goal_tree",
        title="Zielbaum",
    )
    st.header("Liste der Ziele")
show_list(GOALS, actions=actions)
