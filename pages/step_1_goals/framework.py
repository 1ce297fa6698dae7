"""Step 1: framework conditions."""

import streamlit as st

from strategy.nouns.framework_condition import FrameworkCondition
from ui.objects.register import Register, list_title, show_list, show_object
from ui.run import session

CONDITIONS = Register(
    FrameworkCondition,
    columns=["title", "area", "consequence", "due", "source"],
    filters=["area"],
    empty="Hier stehen die Rahmenbedingungen: Gesetze mit Fristen, die Lage des Haushalts, offene "
    "Stellen, die Bevölkerung. Sie begründen, warum die Strategie so und nicht anders ausfällt. "
    "Beginnen Sie mit dem, was sich nicht ändern lässt, etwa dem Onlinezugangsgesetz.",
    # By deadline within an area: the OZG has days that pass whether or not a strategy exists.
    order="area, due, title",
)

actions = list_title("Rahmenbedingungen")
st.markdown("Was von außen und innen feststeht und was daraus für die Strategie folgt.")
if show_object(CONDITIONS):
    session.end_page()
with st.expander("So geht es", icon=":material/help:"):
    st.markdown(
        "Halten Sie je Eintrag eine Tatsache fest und im Feld „Folge für die Strategie“, was sie "
        "bewirkt. Nennen Sie die Quelle, damit der Rat nachlesen kann. Eine Frist macht sichtbar, "
        "bis wann gehandelt sein muss."
    )
show_list(CONDITIONS, actions=actions)
