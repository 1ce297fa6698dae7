"""Step 5: the Excel report of one version of the plan."""

import streamlit as st

from strategy.analysis.steps import step_states
from ui.frame.places import place_about
from ui.reports.report_build import show_report_build
from ui.run import session

KINDS = {"scenario": "Szenario", "edition": "festgeschrieben"}


def version_word(name: str) -> str:
    kind = KINDS.get(versions[name].kind)
    return f"{versions[name].title} ({kind})" if kind else versions[name].title


st.title("Bericht")
st.markdown(
    "Der Strategiebericht als Excel-Arbeitsmappe: alle fünf Schritte mit Zahlen, Formeln und "
    "Diagrammen, zum Weiterrechnen und zum Vorlegen."
)
versions = {item.name: item for item in session.versions()}
with st.expander("So geht es", icon=":material/help:"):
    st.markdown(
        "Wählen Sie die Fassung und erstellen Sie den Bericht; das dauert einige Sekunden. "
        "Die Summen sind Formeln: Ändern Sie in Excel einen Betrag, dann ändern sich die Summen "
        "und Diagramme mit. Auf dem Deckblatt stehen Fassung, Datum und eine Prüfsumme."
    )
names = list(versions)
chosen = st.selectbox(
    "Fassung des Berichts",
    names,
    key="bericht_fassung",
    bind="query-params",
    # The version looked at, unless the address asks for another; a scenario may have been deleted
    # since.
    index=names.index(session.version()) if session.version() in names else 0,
    format_func=version_word,
)
version = versions.get(chosen or "", versions[names[0]])
if version.note:
    st.caption(version.note)
# A block of its own, so that what stands below stays where it is while the report is written.
with st.container():
    show_report_build(version)

st.header("Was der Bericht enthält")
st.markdown(
    "- Deckblatt mit Kommune, Fassung, Datum und Prüfsumme, Inhalt mit Sprungmarken\n"
    "- Kennzahlen, Ziele, IST-Analyse, Zukunftswerkstatt, Lebensbereiche und Strategie\n"
    "- Mehrjahresplan und Kosten der Maßnahmen nach Jahren\n"
    "- Kosten nach Ämtern, Jahren und Sach- und Personalkosten, getrennt nach Plan und Ist\n"
    "- Haushalt, Gremien und Beschlüsse\n"
    "- Listen aller Einträge, die Spur von der Karte bis zum Beschluss und Erläuterungen"
)

st.header("Was noch fehlt")
# The gaps of the version chosen here, which need not be the one the sidebar shows.
with session.store().look(version.name) as db:
    states = [state for state in step_states(db) if state.missing]
if not states:
    st.markdown(":material/check_circle: In allen Schritten ist nichts mehr offen.")
else:
    st.caption("Der Bericht lässt sich trotzdem erstellen; Lücken stehen darin als „unbekannt“.")
for state in states:
    st.markdown(f"**{state.title}**: {'; '.join(state.missing)}.")
    st.page_link(
        place_about(state.about).script, label=state.next_action, icon=":material/arrow_forward:"
    )
