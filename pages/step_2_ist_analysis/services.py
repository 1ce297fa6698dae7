"""Step 2: the services of the administration, online and by maturity."""

import streamlit as st

from strategy import german
from strategy.figures.services import maturity_by_topic, service_totals, services_by_topic
from strategy.nouns.service import Service
from ui import session
from ui.chart_block import show_chart
from ui.charts import bar_chart, bar_summary, radar_chart, radar_summary
from ui.drill import set_filters, show_drill
from ui.format import number_column, percent_column, text_column
from ui.register import Register, show_list, show_object

SERVICES = Register(
    Service,
    columns=["title", "topic", "organisation_id", "online", "maturity_actual", "maturity_target",
             "efa", "cases_digital", "cases_analogue"],
    filters=["topic", "organisation_id", "online", "efa", "addressee"],
    order="topic, title",
    empty="Hier stehen die Leistungen der Verwaltung für Bürgerinnen und Bürger, Unternehmen und "
    "das eigene Haus: ob sie online verfügbar sind und wie reif sie sind. Lesen Sie Ihre Liste "
    "unter „Einlesen“ ein oder beginnen Sie mit den Leistungen mit den meisten Fällen.",
)


def show_overview() -> None:
    """Quote, maturity and cases, by Themenfeld."""
    with session.read() as db:
        totals = service_totals(db)
        topics = services_by_topic(db)
        maturity = maturity_by_topic(db)
    cells = st.columns(4)
    cells[0].metric("Leistungen", german.number(totals.services))
    cells[1].metric("Online verfügbar", german.percent(totals.online_quote, 0))
    cells[2].metric("Fälle digital im Jahr", german.number(totals.cases_digital))
    cells[3].metric("Fälle analog im Jahr", german.number(totals.cases_analogue))
    st.markdown(
        f"{totals.online} Leistungen sind online verfügbar, {totals.offline} nicht, bei "
        f"{totals.online_unknown} ist es unbekannt; der Reifegrad ist bei "
        f"{totals.maturity_unknown} unbekannt."
    )
    st.header("Online verfügbar nach Themenfeld")
    bars = topics.rename(columns={"topic": "label", "online_quote": "value"})
    show_chart(
        bar_chart(bars, write=lambda v: german.percent(v, 0)),
        bar_summary(bars, "Den höchsten Anteil online verfügbarer Leistungen hat",
                    write=lambda v: german.percent(v, 0)), bars,
        {"label": text_column("Themenfeld"), "services": number_column("Leistungen"),
         "online": number_column("online"), "offline": number_column("nicht online"),
         "online_unknown": number_column("unbekannt"),
         "value": percent_column("Anteil online", places=0)},
        key="leistungen_online", title="Leistungen online",
    )
    st.header("Reifegrad nach Themenfeld")
    show_chart(
        radar_chart(maturity, 4), radar_summary(maturity), maturity,
        {"label": text_column("Themenfeld"), "ist": number_column("IST (Mittel)", places=1),
         "soll": number_column("SOLL (Mittel)", places=1),
         "services": number_column("Leistungen")},
        key="leistungen_reife", title="Reifegrad nach Themenfeld",
    )
    st.header("Themenfelder")
    st.caption("Eine Zeile führt zu den Leistungen des Themenfelds.")
    show_drill(
        topics,
        {"topic": text_column("Themenfeld"), "services": number_column("Leistungen"),
         "online_quote": percent_column("Anteil online", places=0),
         "maturity_actual": number_column("Reifegrad IST", places=1),
         "maturity_target": number_column("Reifegrad SOLL", places=1),
         "cases_digital": number_column("Fälle digital"),
         "cases_analogue": number_column("Fälle analog")},
        lambda topic: set_filters(
            service_topic="" if topic == "ohne Themenfeld" else topic, leistungen_sicht="Liste"),
        key="leistungen_themen", label="Themenfelder", ids="topic",
        prompt="Leistungen eines Themenfelds zeigen",
    )


st.title("Leistungen")
st.markdown("Welche Leistungen die Verwaltung anbietet, was davon online geht und wie reif es ist.")
if show_object(SERVICES):
    st.stop()
with session.read() as db:
    nothing = not db.has_rows("SELECT 1 FROM service")
if nothing:
    show_list(SERVICES)
    st.stop()
with st.expander("So geht es", icon=":material/help:"):
    st.markdown(
        "Der Anteil online bezieht sich nur auf Leistungen, bei denen bekannt ist, ob es sie "
        "online gibt. Der Reifegrad reicht von 0 (nicht online) bis 4 (vollständig online); "
        "einzeln begründet wird er unter „Reifegrad“."
    )
VIEWS = {"Überblick": show_overview, "Liste": lambda: show_list(SERVICES)}
for tab, show in zip(
    st.tabs(list(VIEWS), key="leistungen_sicht", bind="query-params"), VIEWS.values(), strict=True
):
    if tab.open:
        with tab:
            show()
