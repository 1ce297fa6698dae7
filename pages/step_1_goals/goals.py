"""Step 1: the goal tree."""

import streamlit as st

from strategy.nouns.goal import Goal
from ui.register import Register, show_list, show_object

GOALS = Register(
    Goal,
    columns=["title", "level", "parent_id", "target_year", "responsible_id", "status"],
    filters=["level", "status", "responsible_id"],
    empty="Hier stehen die Ziele: Leitziele, darunter strategische und operative Ziele. Beginnen "
    "Sie mit zwei bis fünf Leitzielen, die der Rat in einem Satz versteht.",
    order="position, title",
)

st.title("Ziele")
st.markdown("Der Zielbaum sagt, wohin die Kommune will; jede Maßnahme soll einem Ziel dienen.")
if show_object(GOALS):
    st.stop()
show_list(GOALS)
