"""Every kind of widget on one page, so that the browser tests see all of Streamlit's own words."""

from __future__ import annotations

import datetime

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

st.set_page_config(page_title="Alle Bedienelemente")
st.title("Alle Bedienelemente")
st.caption("Eine leise Zeile.")
st.text_input("Name", help="Ein Hinweis")
st.text_input("Kennwort", type="password")
st.text_area("Beschreibung")
st.number_input("Anzahl", value=3)
st.selectbox("Amt", ["Open", "Hauptamt", "Bauamt"], index=None)
st.multiselect("Bereiche", ["Bildung", "Search", "Mobilität"], default=["Search"])
st.date_input("Beginn", value=None, format="DD.MM.YYYY")
st.time_input("Uhrzeit", value=None)
st.slider("Gewicht", 0, 10, 3)
st.radio("Art", ["Sachkosten", "Personalkosten"])
st.checkbox("Erledigt")
st.toggle("Nur eigene")
st.pills("Status", ["offen", "fertig"])
st.segmented_control("Ansicht", ["Liste", "Bild"])
st.feedback("stars")
st.file_uploader("Datei", type=["xlsx", "csv"], accept_multiple_files=True)
st.download_button("Herunterladen", b"Inhalt", "datei.txt")
with st.form("Formular"):
    st.text_input("Titel")
    st.form_submit_button("Speichern", type="primary")
frame = pd.DataFrame({"Amt": ["Open", "Bauamt"], "Kosten": [1234.5, 99.0]})
st.dataframe(frame, key="grid")
st.data_editor(frame, num_rows="dynamic", key="editor")
st.table(frame)
st.plotly_chart(go.Figure(go.Bar(x=["Search", "Open"], y=[3, 4])), key="chart")
with st.expander("Mehr"):
    st.write("Search")
with st.popover("Aktionen"):
    st.write("Inhalt")
st.metric("Summe", "1.234 €", "12 €")
st.success("Gespeichert.")
st.warning("Bitte prüfen.")
st.write(datetime.date(2026, 3, 9).isoformat())


@st.dialog("Wirklich löschen?")
def confirm() -> None:
    """A dialog with one button."""
    st.write("Daran hängen drei Kosten.")
    st.button("Ja, löschen")


if st.button("Löschen"):
    confirm()
if st.button("Fehler auslösen"):
    raise RuntimeError("the secret details")
