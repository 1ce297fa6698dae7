"""Data: the municipality, its words and its planning horizon."""

import streamlit as st

from strategy.kernel.records import find
from strategy.nouns.municipality import Municipality
from ui.objects.forms import base_of, save_form, show_conflict, show_form
from ui.objects.history_view import show_history
from ui.reports.rolling import show_rolling
from ui.run import session

st.title("Kommune")
st.markdown(
    "Name, Einwohnerzahl, Planungszeitraum und die Wörter, die in Ihrem Haus üblich sind; sie "
    "gelten in allen Ansichten und im Bericht."
)
with session.read() as db:
    found = find(db, Municipality)
record = found[0] if found else Municipality()
# Somebody else saved meanwhile: first choose between both, the form comes back afterwards.
if not show_conflict(record):
    base = base_of(record)
    show_form(base, disabled=not session.editable())
    if session.editable():
        st.button(
            "Speichern", type="primary", icon=":material/save:", on_click=save_form, args=(base,)
        )
if record.id:
    show_rolling()
    show_history(record.id)
